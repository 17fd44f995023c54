"""Registering a case from a pasted text, on a real database."""

import time

import pytest
from textual.events import Paste

from mediation.cases.case import Party
from mediation.cases.party import Agent
from mediation.cases.terms import Channel, Outcome, Side
from mediation.store import CaseQuery
from tests.tui.made_window import (
    TODAY,
    enter,
    kept_case,
    office_at,
    press,
    said,
    screen_text,
    settled,
    window,
)
from tui.dialogs.ask_referral import AskReferral
from tui.forms.referral_texts import could_be_referral
from tui.forms.register import RegisterForm
from tui.screens.case import CaseRoom

LETTER = """东胜区人民法院
委派调解函
（2026）内0602诉前调 412 号
本院收到申请人王建国与被申请人天和物业服务有限公司物业服务合同纠纷一案的材料，现委派贵室调解。
申请人：王建国，男，1971年3月5日出生，住东胜区伊煤路8号，电话：139 4777 1234。
委托诉讼代理人：孙立，内蒙古某律师事务所律师，电话15048888888
被申请人：天和物业服务有限公司，住所地东胜区吉劳庆北路。法定代表人：赵永强，电话13847712345。
诉讼标的额：人民币贰拾万元整（¥200,000.00）
委派日期：2026年10月9日
请在三十日内办结，材料共五册。"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "room.db"


async def opened(app, pilot):
    await press(pilot, "ctrl+n")
    assert isinstance(app.screen, RegisterForm)
    return app.screen


async def paste(app, pilot, text):
    app.post_message(Paste(text))
    await settled(pilot)


async def look_through(pilot, form):
    while form.unseen():
        await press(pilot, "tab")


def text_of(form, name):
    return form.row(name).text


def kept(path):
    office = office_at(path)
    try:
        return [office.cases.open(row.id).case for row in office.cases.first_rows(CaseQuery(), 10)]
    finally:
        office.close()


async def test_a_pasted_letter_fills_the_form_and_marks_what_was_read(path):
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        await paste(app, pilot, LETTER)
        assert text_of(form, "court_number") == "（2026）内0602诉前调412号"
        assert text_of(form, "court").endswith("东胜区人民法院")
        assert text_of(form, "channel") == Channel.DELEGATED.value
        assert text_of(form, "cause") == "物业服务合同纠纷"
        assert text_of(form, "applicants") == "王建国"
        assert text_of(form, "applicant_phones") == "13947771234"
        assert text_of(form, "applicant_addresses") == "东胜区伊煤路8号"
        assert text_of(form, "applicant_agents") == "孙立 15048888888"
        assert text_of(form, "respondent_heads") == "赵永强"
        assert text_of(form, "claimed") == "200,000.00"
        assert text_of(form, "referred_on") == "2026-10-09"
        seen = screen_text(pilot)
        assert "读出,未看" in seen
        assert "没用上的来文" in seen


async def test_nothing_is_saved_before_each_field_read_was_looked_at(path):
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        await paste(app, pilot, LETTER)
        await press(pilot, "ctrl+s")
        assert app.screen is form
        assert any("没看过" in note for note in said(pilot))
        assert kept(path) == []
        await look_through(pilot, form)
        await press(pilot, "ctrl+s")
        assert any("已登记" in note for note in said(pilot))
    (case,) = kept(path)
    applicant, respondent = case.parties
    assert applicant.address == "东胜区伊煤路8号"
    assert applicant.agents == (Agent(name="孙立", phone="15048888888"),)
    assert respondent.representative == "赵永强"
    assert case.claimed == 20_000_000


async def test_the_sign_goes_once_the_focus_has_been_on_the_field(path):
    async with window(path, (80, 40)) as (app, pilot):
        form = await opened(app, pilot)
        await paste(app, pilot, LETTER)
        before = screen_text(pilot).count("读出,未看")
        await press(pilot, "tab", "tab")
        assert screen_text(pilot).count("读出,未看") < before
        assert form.row("court_number") not in form.unseen()


async def test_what_was_typed_first_stays_and_the_other_text_is_shown(path):
    async with window(path, (80, 40)) as (app, pilot):
        form = await opened(app, pilot)
        form.row("applicants").take_focus()
        await enter(pilot, "王建军")
        await paste(app, pilot, LETTER)
        assert text_of(form, "applicants") == "王建军"
        assert "与来文不同" in screen_text(pilot)
        assert "来文是“王建国”" in screen_text(pilot)
        form.row("applicants").take_focus()
        await press(pilot, "f8")
        assert text_of(form, "applicants") == "王建国"
        assert "来文是“王建国”" not in screen_text(pilot)


async def test_what_the_letter_does_not_say_is_named(path):
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        await paste(app, pilot, "老师好,张三诉李四的案子\n麻烦您调一下,张三电话13800000001")
        assert text_of(form, "applicants") == "张三"
        assert text_of(form, "claimed") == ""
        assert "来文没写或读不准" in screen_text(pilot)
        assert "标的额" in screen_text(pilot)
        assert form.row("referred_on").is_unseen


async def test_a_list_of_names_is_still_a_list_of_names(path):
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        form.row("applicants").take_focus()
        await paste(app, pilot, "张三\n李四\n王五")
        assert text_of(form, "applicants") == "张三、李四、王五"
        assert form.unseen() == []


async def test_a_letter_can_be_pasted_on_a_choice_too(path):
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        form.row("channel").take_focus()
        await paste(app, pilot, LETTER)
        assert text_of(form, "applicants") == "王建国"


async def test_a_letter_in_the_remark_stays_a_remark(path):
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        form.row("remark").take_focus()
        await paste(app, pilot, LETTER)
        assert text_of(form, "applicants") == ""
        assert "材料共五册" in text_of(form, "remark")


async def test_the_room_for_pasting_takes_enter_as_a_line_and_reads_on_f5(path):
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        await press(pilot, "f5")
        assert isinstance(app.screen, AskReferral)
        await paste(app, pilot, LETTER)
        await press(pilot, "enter")
        assert isinstance(app.screen, AskReferral)
        await press(pilot, "f5")
        assert app.screen is form
        assert text_of(form, "cause") == "物业服务合同纠纷"


async def test_a_file_is_read_by_its_name(path, tmp_path):
    letter = tmp_path / "来 文.txt"
    letter.write_bytes(LETTER.encode("gb18030"))
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        await press(pilot, "f5")
        await paste(app, pilot, str(letter))
        await press(pilot, "f5")
        assert text_of(form, "applicants") == "王建国"


async def test_a_file_that_cannot_be_read_is_said(path, tmp_path):
    letter = tmp_path / "来文.txt"
    letter.write_bytes(b"PK\x03\x04rest")
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        await paste(app, pilot, f"'{letter}'")
        assert text_of(form, "applicants") == ""
        assert any("Word/Excel" in note for note in said(pilot))


async def test_marks_and_the_rest_of_the_letter_survive_in_the_draft(path):
    async with window(path) as (app, pilot):
        await opened(app, pilot)
        await paste(app, pilot, LETTER)
        await press(pilot, "escape")
        await press(pilot, "ctrl+n")
        await press(pilot, "enter")
        form = app.screen
        assert isinstance(form, RegisterForm)
        assert text_of(form, "applicants") == "王建国"
        await press(pilot, *["ctrl+down"] * 6)
        assert "材料共五册" in screen_text(pilot)
        await press(pilot, "ctrl+s")
        assert app.screen is form
    assert kept(path) == []


@pytest.mark.parametrize("answer", ["enter", "delete"])
async def test_a_text_pasted_while_the_draft_is_asked_about_is_read_after_the_answer(path, answer):
    async with window(path) as (app, pilot):
        await opened(app, pilot)
        await enter(pilot, "2026")
        await press(pilot, "escape", "ctrl+n")
        await paste(app, pilot, LETTER)
        assert any("已记下" in note for note in said(pilot))
        await press(pilot, answer)
        form = app.screen
        assert isinstance(form, RegisterForm)
        assert text_of(form, "applicants") == "王建国"
    assert kept(path) == []


HOSTILE = (
    "原告:张三\r\n\x13\x1b[201~\x13\x1bn\x1b[21~被告:[/b]李四\x00\u202e\n" * 40,
    "案由:" + "[a]甲" * 20 + "\n\n\n原告:\x1b]0;x\x07王五\n" + "\r" * 200,
    ("一审本院查明原告起诉被告,借款200000元。" * 20 + "\n") * 260,
)


@pytest.mark.parametrize("text", HOSTILE, ids=["escapes", "markup", "100 KB"])
async def test_a_pasted_text_is_neither_keys_nor_markup_and_never_saves(path, text):
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        await paste(app, pilot, text)
        assert app.screen is form
        assert len(app.screen_stack) == 2
        assert "\x1b" not in screen_text(pilot)
        for row in form.rows():
            assert row.text.isprintable()
        await press(pilot, "tab")
        assert app.screen is form
    assert kept(path) == []


async def test_what_is_being_read_is_not_saved_past(path):
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        form.row("applicants").take_focus()
        await enter(pilot, "张三")
        app.post_message(Paste(LETTER * 50))
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert app.screen is form
    assert kept(path) == []


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("(2026)内0603民初1288号", False),
        ("张三\n李四", False),
        ("长" * 5000, False),
        ("张三诉李四\n借款", True),
        ("老师好,有个张三和李四的民间借贷纠纷案子麻烦您调解一下,标的二十万元", True),
        ("/没有/这个.txt", False),
    ],
)
def test_only_what_is_like_a_referral_is_read_as_one(text, is_one):
    assert could_be_referral(text) is is_one


# --- earlier cases -----------------------------------------------------------------------------


def kept_earlier(path, **party):
    office = office_at(path)
    given = {
        "name": "巴特尔",
        "phone": "13800000001",
        "id_number": "11010519491231002X",
        "address": "康巴什区鄂尔多斯大街1号",
        "agents": (Agent(name="孙立", phone="15048888888"),),
    } | party
    case = kept_case(
        office,
        "2026-0007",
        parties=(
            Party(side=Side.RESPONDENT, **given),
            Party(side=Side.APPLICANT, name="某商贸公司"),
        ),
        closed_on=TODAY,
        outcome=Outcome.SUCCEEDED,
    )
    office.close()
    return case


async def test_the_earlier_case_of_a_name_is_offered_while_it_is_typed(path):
    kept_earlier(path)
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        form.row("applicants").take_focus()
        await enter(pilot, "巴特尔")
        await settled(pilot)
        seen = screen_text(pilot)
        assert "同名 前案 2026-0007 2026-11-02 成功 对方 某商贸公司" in seen


async def test_particulars_are_copied_by_one_key_and_must_be_looked_at(path):
    kept_earlier(path)
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        form.row("applicants").take_focus()
        await enter(pilot, "赵磊、巴特尔")
        await settled(pilot)
        await press(pilot, "f6")
        assert text_of(form, "applicant_phones") == "-、13800000001"
        assert text_of(form, "applicant_ids") == "-、11010519491231002X"
        assert text_of(form, "applicant_addresses") == "-;康巴什区鄂尔多斯大街1号"
        assert text_of(form, "applicant_agents") == "-;孙立 15048888888"
        await press(pilot, "ctrl+s")
        assert app.screen is form
        await look_through(pilot, form)
        await press(pilot, "ctrl+s")
    case = next(case for case in kept(path) if case.number != "2026-0007")
    assert case.parties[0].phone == ""
    assert case.parties[1].id_number == "11010519491231002X"
    assert case.parties[1].agents[0].name == "孙立"


async def test_the_earlier_case_is_opened_by_one_key_and_the_form_waits(path):
    kept_earlier(path)
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        form.row("respondents").take_focus()
        await enter(pilot, "巴特尔")
        await settled(pilot)
        await press(pilot, "f7")
        assert isinstance(app.screen, CaseRoom)
        await press(pilot, "escape")
        assert app.screen is form
        assert text_of(form, "respondents") == "巴特尔"


async def test_an_earlier_case_is_met_by_phone_under_another_name(path):
    kept_earlier(path)
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        form.row("applicants").take_focus()
        await enter(pilot, "巴图")
        await press(pilot, "tab")
        await enter(pilot, "13800000001")
        await settled(pilot)
        assert "同电话 巴特尔 前案 2026-0007" in screen_text(pilot)


async def test_two_identity_numbers_make_two_people(path):
    kept_earlier(path)
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        await paste(
            app, pilot, "原告:巴特尔,身份证号码110105199003070033\n被告:某商贸公司\n民间借贷纠纷"
        )
        assert text_of(form, "applicant_ids") == "110105199003070033"
        assert form._met[Side.APPLICANT] == []


async def test_a_pasted_letter_meets_earlier_cases_too(path):
    kept_earlier(path)
    async with window(path) as (app, pilot):
        await opened(app, pilot)
        await paste(app, pilot, LETTER.replace("王建国", "巴特尔"))
        await press(pilot, "tab", "tab", "tab", "tab")
        assert "前案 2026-0007" in screen_text(pilot)


# --- recent first ------------------------------------------------------------------------------


async def test_what_was_used_lately_stands_first(path):
    office = office_at(path)
    kept_case(office, "2026-0001", cause="", cause_name="相邻关系纠纷", court="内0625")
    office.close()
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        form.row("cause").take_focus()
        await press(pilot, "space")
        assert "> 相邻关系纠纷" in screen_text(pilot)
        await press(pilot, "escape")
        form.row("court").take_focus()
        await press(pilot, "space")
        assert "> 杭锦旗人民法院" in screen_text(pilot)


async def test_a_key_in_a_list_answers_at_once(path):
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        for name in ("cause", "court"):
            lookup = form.row(name).control.lookup
            lookup.find("m", 30)
            start = time.perf_counter()
            for text in ("m", "mj", "mjj", "mjjd", "合同", "9"):
                lookup.find(text, 30)
            assert (time.perf_counter() - start) / 6 < 0.1

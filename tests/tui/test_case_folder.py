"""People, tags, papers, talks and notes from the case room, by keyboard on a real database."""

from dataclasses import replace
from datetime import date

import pytest

from mediation.cases.case import Agent, Party
from mediation.cases.folder import Statement
from mediation.cases.notes import PrivateNote
from mediation.cases.terms import ElectronicMeans, PartyKind, Power, Side, Zone
from mediation.identity import new_id
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
from tui.dialogs.jump import JumpScreen
from tui.screens.history import AT_ONCE, HistoryScreen
from tui.text import clean
from tui.widgets.sheaf import Sheaf
from tui.widgets.talk_text import COVER

WOMAN = "11010519491231002X"
HOSTILE = "[/red][@click=app.quit]甲[/] \x1b[31m\u202e𠮷"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "folder.db"


def keep(path, **values):
    office = office_at(path)
    try:
        return kept_case(office, **values)
    finally:
        office.close()


def told(path, case, *calls):
    office = office_at(path)
    try:
        for call in calls:
            call(office)
        return office.cases.open(case.id)
    finally:
        office.close()


async def opened(app, pilot, case):
    app.open_case(case.id)
    await settled(pilot)
    return app.screen


async def go_to(pilot, form, name):
    form.row(name).take_focus()
    await pilot.pause()


async def choose(pilot, text):
    await enter(pilot, text)
    await press(pilot, "enter")


def note(case, text="刘总想快点了结"):
    return PrivateNote(id=new_id(), case=case.id, on=TODAY, text=text)


# --- people -----------------------------------------------------------------------------------


async def test_an_organisation_is_added_with_its_code_and_who_represents_it(path):
    case = keep(path, parties=(Party(side=Side.APPLICANT, name="张秀英"),))
    async with window(path, first="cases") as (app, pilot):
        await opened(app, pilot, case)
        await press(pilot, "d")
        await choose(pilot, "新增当事人")
        form = app.screen
        await go_to(pilot, form, "kind")
        await press(pilot, "2")
        for name, text in (
            ("name", "蓝原商贸公司"),
            ("id_number", "91350100M000100Y43"),
            ("representative", "刘洋"),
            ("post", "经理"),
        ):
            await go_to(pilot, form, name)
            await enter(pilot, text)
        await press(pilot, "ctrl+s")
        text = screen_text(pilot)
        assert "信用代码 913***********0Y43" in text
        assert "经理 刘洋" in text
    found = told(path, case).case.parties[1]
    assert (found.side, found.kind) == (Side.RESPONDENT, PartyKind.ORGANISATION)
    assert found.id_number == "91350100M000100Y43"


async def test_a_number_says_sex_and_age_and_a_wrong_one_needs_a_reason(path):
    case = keep(path)
    async with window(path, first="cases") as (app, pilot):
        await opened(app, pilot, case)
        await press(pilot, "d", "enter")
        form = app.screen
        await go_to(pilot, form, "id_number")
        await enter(pilot, WOMAN)
        assert "= 女 76 岁" in screen_text(pilot)
        await press(pilot, "backspace")
        await enter(pilot, "1")
        await press(pilot, "ctrl+s")
        assert form.is_attached
        assert "校验码不对" in screen_text(pilot)
        await go_to(pilot, form, "number_note")
        await enter(pilot, "证件如此")
        await press(pilot, "ctrl+s")
    found = told(path, case).case.parties[0]
    assert (found.id_number, found.number_note) == (WOMAN[:-1] + "1", "证件如此")


async def test_a_number_stands_nowhere_in_full_in_the_room(path):
    case = keep(path, parties=(Party(side=Side.APPLICANT, name="张秀英", id_number=WOMAN),))
    async with window(path, (120, 40), first="cases") as (app, pilot):
        await opened(app, pilot, case)
        assert WOMAN not in screen_text(pilot)
        assert "女 76 岁" in screen_text(pilot)


async def test_an_agent_is_added_to_a_party_and_taken_out_again(path):
    case = keep(path)
    async with window(path, first="cases") as (app, pilot):
        await opened(app, pilot, case)
        await press(pilot, "d")
        await choose(pilot, "给 张秀英")
        form = app.screen
        await enter(pilot, "赵敏")
        await go_to(pilot, form, "power")
        await press(pilot, "2", "ctrl+s")
        assert "代理人 赵敏  特别授权" in screen_text(pilot)
        assert told(path, case).case.parties[0].agents == (Agent(name="赵敏", power=Power.SPECIAL),)
        await press(pilot, "d")
        await choose(pilot, "删去代理人")
        await press(pilot, "y")
    assert told(path, case).case.parties[0].agents == ()


async def test_a_correction_of_names_keeps_agents_and_service(path):
    known = Party(
        side=Side.APPLICANT,
        name="张秀英",
        electronic=True,
        electronic_means=ElectronicMeans.WECHAT,
        agents=(Agent(name="赵敏"),),
    )
    case = keep(path, parties=(known,))
    async with window(path) as (app, pilot):
        app.open_form("correct", case=case.id)
        await settled(pilot)
        form = app.screen
        await enter(pilot, "补被申请人")
        await go_to(pilot, form, "respondents")
        await enter(pilot, "李强")
        await press(pilot, "ctrl+s")
    assert told(path, case).case.parties[0] == known


async def test_a_party_changed_by_somebody_else_meanwhile_is_not_overwritten(path):
    case = keep(path)
    async with window(path, first="cases") as (app, pilot):
        await opened(app, pilot, case)
        await press(pilot, "d", "enter")
        form = app.screen
        party = case.parties[0]
        told(
            path,
            case,
            lambda office: office.folders.put_party(
                case.id, case.version, party, replace(party, phone="139")
            ),
        )
        await go_to(pilot, form, "address")
        await enter(pilot, "东胜")
        await press(pilot, "ctrl+s")
        assert form.is_attached
    assert told(path, case).case.parties[0].phone == "139"


# --- tags, papers -----------------------------------------------------------------------------


async def test_a_tag_is_put_on_and_stands_in_the_header(path):
    case = keep(path)
    async with window(path, first="cases") as (app, pilot):
        await opened(app, pilot, case)
        await press(pilot, "k")
        await choose(pilot, "#欠货款")
        assert "标签    #欠货款" in screen_text(pilot)
        await press(pilot, "k", "enter")
        assert "标签    #" not in screen_text(pilot)
    assert told(path, case).folder.tags == ()


async def test_the_list_is_filtered_by_a_tag(path):
    case = keep(path)
    other = keep(path, number="2026-0002")
    told(path, case, lambda office: office.folders.add_tag(case.id, "欠货款"))
    async with window(path, (100, 30), first="cases") as (_app, pilot):
        assert other.number in screen_text(pilot)
        await press(pilot, "v")
        await choose(pilot, "#欠货款")
        text = screen_text(pilot)
        assert "标签=欠货款" in text
        assert other.number not in text


async def test_a_paper_is_ticked_and_no_longer_missing(path):
    case = keep(path)
    async with window(path, (120, 40), first="cases") as (app, pilot):
        await opened(app, pilot, case)
        assert "[ ] 同意调解确认书  必须" in screen_text(pilot)
        await press(pilot, "m")
        await choose(pilot, "同意调解")
        await go_to(pilot, app.screen, "remark")
        await enter(pilot, "原件")
        await press(pilot, "ctrl+s")
        assert "[x] 同意调解确认书  2026-11-21  原件" in screen_text(pilot)
    assert told(path, case).folder.ticks[0].remark == "原件"


# --- talks ------------------------------------------------------------------------------------


async def test_a_line_is_shown_back_parsed_and_kept_in_its_zones(path):
    case = keep(path)
    async with window(path, (100, 40), first="cases") as (app, pilot):
        await opened(app, pilot, case)
        await press(pilot, "l")
        await enter(
            pilot, "14:30 电话 @甲 谈了 #事实 送货12批 #妥协 愿付7万 #私 缺钱 #下步 周五回话"
        )
        text = screen_text(pilot)
        for words in ("到场: 张秀英", "无争议事实: 送货12批", "妥协陈述,不移送: 愿付7万"):
            assert f"= {words}" in text
        assert "下一步: 2026-11-27" in text
        await press(pilot, "ctrl+s")
        text = screen_text(pilot)
        assert "2026-11-21 14:30  电话  到场: 张秀英" in text
        assert "缺钱" not in text
    file = told(path, case)
    assert [fact.text for fact in file.folder.facts] == ["送货12批"]
    assert [said.text for said in file.folder.compromises] == ["愿付7万"]
    assert file.folder.facts[0].session == file.sessions[0].id
    assert (file.folder.private, file.clock.step.on) == (1, date(2026, 11, 27))
    assert "缺钱" not in repr(file)


async def test_a_next_step_without_a_day_is_asked_for(path):
    case = keep(path)
    async with window(path, first="cases") as (app, pilot):
        await opened(app, pilot, case)
        await press(pilot, "l")
        await enter(pilot, "@甲 谈了 #下步 再联系")
        await press(pilot, "ctrl+s")
        assert "下一步没有日期" in screen_text(pilot)
    assert told(path, case).sessions == ()


async def test_facts_and_compromises_stand_apart(path):
    case = keep(path)
    both = [
        Statement(id=new_id(), case=case.id, zone=zone, on=TODAY, text=text)
        for zone, text in ((Zone.UNDISPUTED, "送货12批"), (Zone.COMPROMISE, "愿付7万"))
    ]
    told(path, case, *(lambda o, s=s: o.folders.put_statement(s) for s in both))
    async with window(path, (80, 50), first="cases") as (app, pilot):
        await opened(app, pilot, case)
        text = screen_text(pilot)
        assert text.index("无争议事实(") < text.index("送货12批") < text.index("妥协陈述(")
        assert text.index("妥协陈述(") < text.index("愿付7万")


# --- private notes ----------------------------------------------------------------------------


async def test_notes_are_covered_until_asked_for_and_again_when_one_leaves(path):
    case = keep(path)
    told(path, case, lambda office: office.folders.put_note(note(case)))
    async with window(path, (80, 50), first="cases") as (app, pilot):
        room = await opened(app, pilot, case)
        assert COVER in screen_text(pilot)
        assert "刘总" not in screen_text(pilot)
        await press(pilot, "h")
        assert "刘总想快点了结" in screen_text(pilot)
        await press(pilot, "s")
        assert room.uncovered is None
        await press(pilot, "escape")
        assert "刘总" not in screen_text(pilot)
        await press(pilot, "h", "h")
        assert "刘总" not in screen_text(pilot)


async def test_the_cover_is_as_long_for_a_word_as_for_a_page(path):
    case = keep(path)
    told(path, case, lambda o: o.folders.put_note(note(case, "短")))
    async with window(path, (80, 50), first="cases") as (app, pilot):
        await opened(app, pilot, case)
        short = screen_text(pilot).count("*")
        assert screen_text(pilot).count(COVER) == 1

    def lengthen(office):
        was = office.folders.notes(case.id)[0]
        office.folders.put_note(replace(was, text="长" * 900), before=was)

    told(path, case, lengthen)
    async with window(path, (80, 50), first="cases") as (app, pilot):
        await opened(app, pilot, case)
        assert screen_text(pilot).count("*") == short


async def test_a_note_is_written_and_its_words_are_in_no_toast_and_no_draft_offer(path):
    case = keep(path)
    async with window(path, first="cases") as (app, pilot):
        await opened(app, pilot, case)
        await press(pilot, "b")
        await enter(pilot, "缺钱")
        await press(pilot, "escape", "b")
        assert "缺钱" not in screen_text(pilot)
        assert "(已遮盖)" in screen_text(pilot)
        await press(pilot, "enter", "ctrl+s")
        assert not any("缺钱" in words for words in said(pilot))
    assert told(path, case).folder.private == 1


# --- moving -----------------------------------------------------------------------------------


async def test_j_and_a_digit_jump_to_a_section(path):
    case = keep(path, remark="长" * 900)
    async with window(path, first="cases") as (app, pilot):
        room = await opened(app, pilot, case)
        assert "8 改动" not in screen_text(pilot)
        await press(pilot, "j")
        assert isinstance(app.screen, JumpScreen)
        await press(pilot, "8")
        assert "8 改动" in screen_text(pilot)
        await press(pilot, "tab")
        assert room.query_one(Sheaf).scroll_offset.y == 0
        await press(pilot, "j", "escape")
        assert app.screen is room


async def test_two_columns_stand_beside_each_other_where_there_is_room(path):
    case = keep(path)
    async with window(path, (120, 40), first="cases") as (app, pilot):
        await opened(app, pilot, case)
        lines = screen_text(pilot).splitlines()
        assert any("1 案情" in line and "4 协议" in line for line in lines)
    async with window(path, (80, 24), first="cases") as (app, pilot):
        await opened(app, pilot, case)
        assert not any(
            "1 案情" in line and "4 协议" in line for line in screen_text(pilot).split("\n")
        )


async def test_a_long_history_is_paged_and_narrowed(path):
    case = keep(path)

    def many(office):
        for count in range(60):
            office.folders.add_tag(case.id, f"标{count}")

    told(path, case, many)
    async with window(path, first="cases") as (app, pilot):
        await opened(app, pilot, case)
        await press(pilot, "v")
        assert isinstance(app.screen, HistoryScreen)
        assert f"{61} 处,第 1 / {60 // AT_ONCE + 1} 页" in screen_text(pilot)
        await press(pilot, "ctrl+end")
        assert "第 2 / 2 页" in screen_text(pilot)
        await enter(pilot, "标59")
        assert "1 处,第 1 / 1 页" in screen_text(pilot)
        assert "标签: (空) -> 标59" in screen_text(pilot)
        await press(pilot, "escape")


# --- hostile text -----------------------------------------------------------------------------


async def test_hostile_words_stand_whole_in_every_section_and_form(path):
    party = Party(
        side=Side.APPLICANT,
        name=HOSTILE,
        representative=HOSTILE,
        post="经理",
        service_address=HOSTILE,
        agents=(Agent(name=HOSTILE, papers=HOSTILE),),
    )
    case = keep(path, parties=(party,))
    told(
        path,
        case,
        lambda o: o.folders.add_tag(case.id, "[b]甲[/]"),
        lambda o: o.folders.tick(case.id, "consent", TODAY, HOSTILE),
        lambda o: o.folders.put_note(note(case, HOSTILE)),
        lambda o: o.folders.put_statement(
            Statement(id=new_id(), case=case.id, zone=Zone.COMPROMISE, on=TODAY, text=HOSTILE)
        ),
    )
    shown = clean(HOSTILE).replace(" ", "")
    async with window(path, (100, 80), first="cases") as (app, pilot):
        await opened(app, pilot, case)
        await press(pilot, "h")
        text = "".join(screen_text(pilot).split())
        assert text.count(shown) >= 7
        assert "#[b]甲[/]" in text
        for key in ("d", "m", "w", "k", "v", "b"):
            await press(pilot, key)
            assert "\x1b" not in screen_text(pilot)
            await press(pilot, "escape")
        await press(pilot, "d", "enter")
        assert shown in "".join(screen_text(pilot).split())


async def test_a_line_longer_than_its_field_stays_in_sight(path):
    case = kept_case(office_at(path))
    async with window(path, (80, 24), first="cases") as (app, pilot):
        app.open_form("log", case=case.id)
        await press(pilot)
        await enter(pilot, "电话联系申请人" * 5 + "约好周五再谈")
        assert "约好周五再谈" in screen_text(pilot).splitlines()[1]

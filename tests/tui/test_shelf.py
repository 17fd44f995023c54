"""What a list does beyond a sheet: views, several orders, many cases at once, paste, bin, undo."""

from datetime import date

import pytest
from textual.events import Paste

from mediation.cases.case import Party
from mediation.cases.terms import Outcome, Side
from mediation.figures.counts import Scope
from mediation.listing import CaseQuery
from mediation.office.views import View
from tests.tui.made_window import (
    kept_case,
    kept_cases,
    kept_mediator,
    office_at,
    press,
    said,
    screen_text,
    settled,
    window,
)
from tui.screens.cases import CasesRoom
from tui.widgets.paged_table import PagedTable

WIDE = (160, 40)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "room.db"


async def to_column(pilot, key):
    table = pilot.app.screen.query_one(PagedTable)
    await press(pilot, *["left"] * 20)
    for _step in range(20):
        if table.column.key == key:
            return
        await press(pilot, "right")
    raise AssertionError(key)


async def choose(pilot, text):
    pilot.app.screen.query_one("Input").value = text
    await pilot.pause()
    await press(pilot, "enter")


async def test_a_value_is_shut_out_and_conditions_are_gone_back_through_one_by_one(path):
    office = office_at(path)
    kept_cases(office, 3)
    kept_case(office, number="2026-9001", cause_name="买卖合同纠纷")
    async with window(path, WIDE, first="cases") as (_app, pilot):
        await to_column(pilot, "state")
        await press(pilot, "exclamation_mark")
        assert "结果!=未结 (0)" in screen_text(pilot)
        await press(pilot, "b")
        assert "全部 4 件" in screen_text(pilot)
        await to_column(pilot, "parties")
        await press(pilot, "f")
        assert "查找=" in screen_text(pilot)


async def test_two_orders_are_numbered_in_the_headings_and_hold(path):
    office = office_at(path)
    for at, amount in enumerate((300, 100, 300, 200)):
        kept_case(office, number=f"T{at}", claimed=amount, referred_on=date(2026, 11, 1 + at // 2))
    async with window(path, WIDE, first="cases") as (app, pilot):
        await to_column(pilot, "referred_on")
        await press(pilot, "o")
        await to_column(pilot, "claimed")
        await press(pilot, "O")
        text = screen_text(pilot)
        assert "委派1" in text
        assert "标的(元)2v" in text
        numbers = [row.number for row in app.screen.query_one(PagedTable).rows_in_sight()]
        assert numbers in (["T0", "T1", "T2", "T3"], ["T2", "T3", "T0", "T1"])


async def test_a_range_of_amounts_is_typed_into_the_filters(path):
    kept_cases(office_at(path), 30)
    async with window(path, first="cases") as (_app, pilot):
        await press(pilot, "v")
        await choose(pilot, "标的 500..1000")
        assert "标的=500.00..1,000.00 (6)" in screen_text(pilot)


async def test_a_view_is_kept_under_a_name_and_picked_again(path):
    office = office_at(path)
    kept_cases(office, 30)
    async with window(path, first="cases") as (_app, pilot):
        await press(pilot, "v")
        await choose(pilot, "标的 500..1000")
        await press(pilot, "V")
        await choose(pilot, "存为视图")
        pilot.app.screen.query_one("Input").value = "小额"
        await press(pilot, "enter")
        await press(pilot, "F")
        assert "全部 30 件" in screen_text(pilot)
        await press(pilot, "V")
        await choose(pilot, "小额")
        assert "标的=500.00..1,000.00 (6)" in screen_text(pilot)
    kept = office_at(path).views.named("小额")
    assert kept.query.ranges[0].high == 100_000


def test_views_of_every_kind_are_kept_whole_and_some_come_with_the_program(path):
    office = office_at(path)
    person = kept_mediator(office, "tester")
    names = [view.name for view in office.views.everything()]
    assert names[:3] == ["我的未结", "未结", "逾期"]
    query = CaseQuery(
        scope=Scope(mediator=person.id, court="内0603"),
        shut_out=(("outcome", "failed"),),
        then=(("claimed", True),),
        sort="closed_on",
    )
    office.views.keep(View("难案", query, ("number", "parties"), {str(person.id): "tester"}))
    kept = office_at(path).views.named("难案")
    assert (kept.query, kept.columns, kept.own) == (query, ("number", "parties"), True)


async def test_the_ending_of_marked_cases_is_changed_by_what_is_typed(path):
    office = office_at(path)
    ended = {"closed_on": date(2026, 11, 10), "signed_on": date(2026, 11, 3)}
    ended |= {"referred_on": date(2026, 11, 2), "outcome": Outcome.SUCCEEDED, "agreed": 500_000}
    closed = kept_case(office, number="A", **ended)
    kept_case(office, number="B")
    async with window(path, first="cases") as (_app, pilot):
        await press(pilot, "asterisk", "E")
        await choose(pilot, "等于协议金额")
        text = screen_text(pilot)
        assert "(空) 改为 5,000.00 已履行" in text
        assert "先登记结果" in text
        await press(pilot, "enter")
        await press(pilot, "asterisk", "E")
        pilot.app.screen.query_one("Input").value = "(2026)内0603民特9号"
        await press(pilot, "enter")
        assert "司法确认案号: （2026）内0603民特9号" in screen_text(pilot)
        await press(pilot, "escape", "asterisk", "E")
        pilot.app.screen.query_one("Input").value = "6千"
        await pilot.pause()
        text = screen_text(pilot)
        assert all(f"{name}: 6,000.00" in text for name in ("标的额", "协议金额", "到位金额"))
    assert office.cases.open(closed.id).case.performed == 500_000


async def test_marked_cases_are_changed_together_after_a_preview_and_one_undo_takes_it_back(path):
    office = office_at(path)
    person = kept_mediator(office)
    cases = kept_cases(office, 5)
    async with window(path, first="cases") as (_app, pilot):
        await press(pilot, "shift+down", "shift+down")
        assert "选中 3" in screen_text(pilot)
        await press(pilot, "E")
        await choose(pilot, "调解员: 乌兰")
        text = screen_text(pilot)
        assert "改 3" in text
        assert "(空) 改为 乌兰图雅" in text
        assert office.cases.open(cases[0].id).case.mediator is None
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, CasesRoom)
        changed = [case for case in cases if office.cases.open(case.id).case.mediator == person.id]
        assert len(changed) == 3
        await press(pilot, "u")
        assert any("已撤销:更正" in words and "等 3 件" in words for words in said(pilot)), said(
            pilot
        )
        assert not [c for c in cases if office.cases.open(c.id).case.mediator is not None]
        await press(pilot, "U")
        assert len([c for c in cases if office.cases.open(c.id).case.mediator == person.id]) == 3


async def test_all_are_marked_by_one_key_and_let_go_by_the_same(path):
    kept_cases(office_at(path), 70)
    async with window(path, first="cases") as (_app, pilot):
        await press(pilot, "asterisk")
        assert "选中 70" in screen_text(pilot)
        await press(pilot, "asterisk")
        assert "选中" not in screen_text(pilot).split("\n")[1]


async def test_a_case_deleted_is_out_of_the_list_and_comes_back_from_the_bin(path):
    office = office_at(path)
    kept_cases(office, 3)
    async with window(path, first="cases") as (_app, pilot):
        await press(pilot, "delete")
        pilot.app.screen.query_one("Input").value = "登重了"
        await press(pilot, "enter")
        assert "全部 2 件" in screen_text(pilot)
        await press(pilot, "D")
        text = screen_text(pilot)
        assert "2026-0001" in text
        assert "登重了" in text
        await press(pilot, "enter")
        assert "回收站是空的" in screen_text(pilot)
        await press(pilot, "escape")
        assert "全部 3 件" in screen_text(pilot)


async def test_pasted_rows_are_shown_with_what_becomes_of_each_before_any_is_kept(path):
    office = office_at(path)
    kept_case(office, number="2026-0001", referred_on=date(2026, 11, 2), claimed=None)
    text = (
        "调解编号\t申请人\t被申请人\t标的额(元)\t委派日期\n"
        "2026-0001\t张秀英\t某商贸公司\t5000\t2026-11-02\n"
        "2026-0002\t李强\t王芳\t800\t2026-11-05\n"
        "2026-0003\t赵磊\t王芳\t八百块吧\t2026-11-05\n"
    )
    async with window(path, first="cases") as (app, pilot):
        app.screen.post_message(Paste(text))
        await settled(pilot)
        shown = screen_text(pilot)
        assert "粘贴 › 3 行,还没有保存" in shown
        assert "新 1" in shown
        assert "更新 1" in shown
        assert "不收 1" in shown
        assert "> 导入这 2 行,不收的 1 行不导入" in shown
        assert office.cases.count(CaseQuery()) == 1
        await press(pilot, "enter")
        assert "全部 2 件" in screen_text(pilot)
        await press(pilot, "u")
        assert office.cases.count(CaseQuery()) == 1
        assert next(iter(office.bin.everything())).number == "2026-0002"


async def test_a_row_that_left_the_conditions_bears_a_sign(path):
    office = office_at(path)
    case = kept_case(office, number="2026-9001")
    kept_cases(office, 2)
    async with window(path, first="cases") as (app, pilot):
        await press(pilot, "v")
        await choose(pilot, "调解中")
        office.cases.close(case.id, case.version, date(2026, 11, 10), Outcome.SUCCEEDED, agreed=100)
        app.saved("已结案", case.id)
        await settled(pilot)
        assert ">~" in screen_text(pilot)
        assert "已不合条件" in screen_text(pilot)


async def test_initials_find_a_name_and_an_excerpt_says_why_a_case_was_found(path):
    office = office_at(path)
    kept_cases(office, 5)
    kept_case(
        office,
        number="2026-9001",
        parties=(
            Party(side=Side.APPLICANT, name="张秀英", phone="13912345678"),
            Party(side=Side.RESPONDENT, name="单雄信", address="东胜区达拉特路"),
        ),
    )
    async with window(path, WIDE, first="cases") as (app, pilot):
        for words, expected in (
            ("zxy", "拼音首字母 zxy"),
            ("1391234", "电话 139****5678"),
            ("达拉特", "地址 东胜区***"),
            ("sxx", "拼音首字母 sxx"),
        ):
            await press(pilot, "slash")
            app.screen.query_one("#find").value = words
            await pilot.pause(0.2)
            await settled(pilot)
            text = screen_text(pilot)
            assert "2026-9001" in text
            assert app.screen.query_one(PagedTable).row_count == 1
            assert expected in text
            await press(pilot, "escape")


async def test_what_is_listed_is_counted_both_ways_and_a_number_opens_its_cases(path):
    kept_cases(office_at(path), 12)
    async with window(path, WIDE, first="cases") as (_app, pilot):
        await press(pilot, "v")
        await choose(pilot, "标的 500..1000")
        await press(pilot, "w")
        text = screen_text(pilot)
        assert "交叉表" in text
        assert "标的=500.00..1,000.00" in text
        await press(pilot, "enter")
        assert "6 件" in screen_text(pilot)

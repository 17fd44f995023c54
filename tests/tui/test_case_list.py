"""案件: the list on a real database."""

import threading
from dataclasses import replace
from datetime import date

import pytest

from mediation.bootstrap import glimpse
from mediation.cases.terms import Outcome
from mediation.figures.keys import Figure
from mediation.figures.period import Period
from mediation.store import CaseQuery
from tests.tui.made_window import (
    TODAY,
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
from tui.app import MediationApp
from tui.screens.case import CaseRoom
from tui.screens.cases import CasesRoom
from tui.widgets.paged_table import PagedTable


@pytest.fixture
def path(tmp_path):
    return tmp_path / "room.db"


async def test_the_list_opens_on_all_cases_the_newest_first(path):
    kept_cases(office_at(path), 300)
    async with window(path, first="cases") as (_app, pilot):
        text = screen_text(pilot)
        assert "全部 300 件" in text
        assert text.index("2026-0001") < text.index("2026-0002")
        assert "> 2026-0001" in text.replace("  ", " ").replace(">  ", "> ")


async def test_the_last_case_is_one_key_away_and_so_is_the_first(path):
    kept_cases(office_at(path), 300)
    async with window(path, first="cases") as (app, pilot):
        await press(pilot, "end")
        assert "2026-0300" in screen_text(pilot)
        assert "300/300" in screen_text(pilot)
        await press(pilot, "home")
        assert "2026-0001" in screen_text(pilot)
        assert app.screen.query_one(PagedTable).cursor == 0


async def test_typing_finds_a_part_of_a_name_from_one_character_on(path):
    office = office_at(path)
    kept_cases(office, 20)
    kept_case(office, number="2026-9001")
    async with window(path, first="cases") as (app, pilot):
        await press(pilot, "slash")
        app.screen.query_one("#find").value = "张"
        await pilot.pause(0.2)
        await settled(pilot)
        text = screen_text(pilot)
        assert "2026-9001" in text
        assert "2026-0001" not in text
        assert "查找=张 (1)" in text


async def test_a_letter_typed_while_finding_is_only_a_letter(path):
    kept_cases(office_at(path), 5)
    async with window(path, first="cases") as (app, pilot):
        await press(pilot, "slash", "n", "1", "f")
        assert app.screen.query_one("#find").value == "n1f"
        assert isinstance(app.screen, CasesRoom)
        assert "F2 新案" in screen_text(pilot)


async def test_escape_leaves_the_find_line_then_forgets_what_was_found_by(path):
    kept_cases(office_at(path), 30)
    async with window(path, first="cases") as (app, pilot):
        await press(pilot, "slash", "2", "9", "escape")
        assert "查找=29 (1)" in screen_text(pilot)
        assert app.screen.query_one(PagedTable).has_focus
        await press(pilot, "escape")
        assert "全部 30 件" in screen_text(pilot)


async def test_only_the_value_under_the_cursor_and_all_again(path):
    office = office_at(path)
    person = kept_mediator(office)
    kept_cases(office, 4)
    kept_case(office, number="2026-9001", mediator=person.id)
    async with window(path, (160, 40), first="cases") as (app, pilot):
        table = app.screen.query_one(PagedTable)
        while table.row is None or table.row.number != "2026-9001":
            await press(pilot, "down")
        while table.column.key != "mediator":
            await press(pilot, "right")
        await press(pilot, "f")
        assert "调解员=乌兰图雅 (1)" in screen_text(pilot)
        await press(pilot, "F")
        assert "全部 5 件" in screen_text(pilot)


async def test_one_key_leads_back_from_the_number_under_the_cursor(path):
    kept_cases(office_at(path), 3)
    async with window(path, first="cases") as (app, pilot):
        table = app.screen.query_one(PagedTable)
        while table.column.key != "number":
            await press(pilot, "right")
        await press(pilot, "f")
        assert "(1)" in screen_text(pilot)
        await press(pilot, "b")
        assert "全部 3 件" in screen_text(pilot)


async def test_a_column_that_cannot_be_narrowed_by_says_which_can(path):
    kept_cases(office_at(path), 3)
    async with window(path, (200, 40), first="cases") as (_app, pilot):
        table = _app.screen.query_one(PagedTable)
        while table.column.key != "signed_on":
            await press(pilot, "right")
        await press(pilot, "f")
        assert "这一栏是空的" in said(pilot)[-1]
        while table.column.key != "step":
            await press(pilot, "right")
        await press(pilot, "f")
        assert "这一栏不能“只看此值”" in said(pilot)[-1]


async def test_sorting_by_the_amount_puts_the_largest_on_top_and_then_the_smallest(path):
    kept_cases(office_at(path), 30)
    async with window(path, first="cases") as (app, pilot):
        table = app.screen.query_one(PagedTable)
        while table.column.key != "claimed":
            await press(pilot, "right")
        await press(pilot, "o")
        assert table.row.claimed == 30 * 100_00
        assert "标的(元)v" in screen_text(pilot)
        await press(pilot, "o")
        assert table.row.claimed == 100_00


async def test_a_condition_is_chosen_by_a_part_of_its_name(path):
    office = office_at(path)
    kept_cases(office, 3)
    closed = kept_case(office, number="2026-9001")
    office.cases.close(closed.id, closed.version, date(2026, 11, 10), Outcome.SUCCEEDED, agreed=100)
    async with window(path, first="cases") as (app, pilot):
        await press(pilot, "v")
        app.screen.query_one("Input").value = "部分"
        await pilot.pause()
        app.screen.query_one("Input").value = "撤"
        await press(pilot, "enter")
        assert "结果=撤回 (0)" in screen_text(pilot)
        assert "没有符合条件的案件" in screen_text(pilot)


async def test_enter_opens_the_case_and_escape_comes_back_to_the_same_line(path):
    kept_cases(office_at(path), 60)
    async with window(path, first="cases") as (app, pilot):
        await press(pilot, "pagedown", "down")
        before = app.screen.query_one(PagedTable).key
        await press(pilot, "enter")
        assert isinstance(app.screen, CaseRoom)
        await press(pilot, "escape")
        assert app.screen.query_one(PagedTable).key == before


async def test_cases_behind_a_figure_say_where_they_come_from_and_escape_goes_back(path):
    kept_cases(office_at(path), 60)
    async with window(path, first="home") as (app, pilot):
        period = Period.parse("2026-10")
        app.open_cases(CaseQuery(figure=Figure.RECEIVED, period=period), "月报 2026-10 › 收案")
        await settled(pilot)
        assert "月报 2026-10 › 收案  31 件" in screen_text(pilot)
        await press(pilot, "escape")
        assert app.screen.room == "home"


async def test_a_case_that_left_the_conditions_stays_until_refreshed(path):
    office = office_at(path)
    kept_cases(office, 2)
    waiting = kept_case(office, number="2026-9001", signed_on=None)
    async with window(path, first="cases") as (app, pilot):
        app.screen.show(replace(CaseQuery(), state="registered"))
        await settled(pilot)
        office.cases.sign_for(waiting.id, waiting.version, date(2026, 11, 5))
        app.saved("已签收", waiting.id)
        await settled(pilot)
        assert "2026-9001" in screen_text(pilot)
        assert "待签收" not in next(
            line for line in screen_text(pilot).splitlines() if "2026-9001" in line
        )
        await press(pilot, "r")
        assert "2026-9001" not in screen_text(pilot)


async def test_a_wide_window_shows_the_case_beside_the_list_and_a_narrow_one_does_not(path):
    kept_case(office_at(path))
    async with window(path, (120, 40), first="cases") as (app, pilot):
        await pilot.pause(0.2)
        await settled(pilot)
        assert "还没有开过调解会" in screen_text(pilot)
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "还没有开过调解会" not in screen_text(pilot)
        assert "2026-0001" in screen_text(pilot)
        assert app.screen.query_one(PagedTable).has_focus


async def test_an_empty_list_says_what_belongs_there_and_which_key_puts_it(path):
    office_at(path)
    async with window(path, first="cases") as (_app, pilot):
        assert "按 n 登记第一件" in screen_text(pilot)


async def test_the_top_of_the_list_stands_before_the_office_is_open(path):
    kept_cases(office_at(path), 120)
    let_in = threading.Event()

    def slow():
        let_in.wait(10)
        return office_at(path)

    app = MediationApp(slow, today=lambda: TODAY, first="cases", glimpse=lambda: glimpse(path))
    async with app.run_test() as pilot:
        await press_and_draw(pilot, "down", "down")
        assert "2026-0001" in screen_text(pilot)
        assert app.office is None
        let_in.set()
        await settled(pilot)
        assert "全部 120 件" in screen_text(pilot)
        assert app.screen.query_one(PagedTable).cursor == 2


async def press_and_draw(pilot, *keys):
    await pilot.press(*keys)
    await pilot.pause()


async def test_the_cursor_is_still_on_its_case_after_that_case_was_changed(path):
    office = office_at(path)
    kept_cases(office, 200)
    async with window(path, first="cases") as (app, pilot):
        await press(pilot, *["pagedown"] * 5)
        table = app.screen.query_one(PagedTable)
        before, number = table.key, table.row.number
        await press(pilot, "enter")
        case = office.cases.open(app.screen.current_case()).case
        office.cases.correct(case.id, case.version, {"claimed": 123_456_00}, why="录入有误")
        app.saved("已更正", case.id)
        await settled(pilot)
        await press(pilot, "escape")
        assert table.key == before
        line = next(line for line in screen_text(pilot).splitlines() if number in line)
        assert line.startswith(">")
        assert "123,456.00" in line


async def test_a_case_registered_elsewhere_joins_the_whole_list(path):
    office = office_at(path)
    kept_cases(office, 90)
    async with window(path, first="cases") as (app, pilot):
        await press(pilot, "end")
        case = kept_case(office, number="2026-9001")
        app.saved("已登记", case.id)
        await settled(pilot)
        assert "全部 91 件" in screen_text(pilot)
        assert "91/91" in screen_text(pilot)

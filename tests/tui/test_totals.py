"""The court totals typed into a grid."""

from __future__ import annotations

from datetime import date

import pytest
from textual.events import Paste

from mediation.figures.counts import CourtTotals
from mediation.figures.period import Period
from tests.tui.made_window import (
    enter,
    office_at,
    press,
    said,
    screen_text,
    settled,
    window,
)
from tui.widgets.totals_cells import Cell, YearCells, number_in
from tui.widgets.totals_grid import TotalsGrid

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "room.db"
    office = office_at(path)
    office.figures.put_totals(
        [
            CourtTotals(
                court="内0603",
                month=date(2026, 11, 1),
                category="all",
                filings=200,
                mediated=100,
                transferred=20,
            )
        ]
    )
    office.close()
    return path


def line_of(pilot, month, *, traffic=False):
    lines = [line for line in screen_text(pilot).splitlines() if f"2026-{month:02d} " in line]
    return lines[1 if traffic else 0]


def totals_at(path, court="内0603"):
    office = office_at(path)
    try:
        return {(one.category, one.month.month): one for one in office.figures.totals(YEAR, court)}
    finally:
        office.close()


async def test_the_year_stands_with_sums_and_the_computed_total(path):
    async with window(path, first="totals") as (_app, pilot):
        assert "法院收案   康巴什区法院   2026年" in screen_text(pilot)
        assert line_of(pilot, 11).split()[-7:] == ["200", "100", ".", ".", "20", ".", "(280)"]


async def test_numbers_are_typed_from_cell_to_cell_and_saved_in_one_write(path):
    async with window(path, first="totals") as (_app, pilot):
        await enter(pilot, "210")
        await press(pilot, "enter")
        await enter(pilot, "１２０")
        await press(pilot, "tab", "tab")
        await enter(pilot, "66")
        assert "210*" in screen_text(pilot)
        assert "未存 3 格" in screen_text(pilot)
        await press(pilot, "ctrl+s")
        assert any("已保存法院收案 3 格" in note for note in said(pilot))
        assert "*" not in line_of(pilot, 11)
        assert "都已保存" in screen_text(pilot)
    saved = totals_at(path)["all", 11]
    assert (saved.filings, saved.mediated, saved.succeeded) == (210, 120, 66)
    assert saved.transferred == 20


async def test_a_cell_is_cleared_rubbed_out_and_put_back(path):
    async with window(path, first="totals") as (_app, pilot):
        await press(pilot, "backspace")
        assert "20*" in line_of(pilot, 11)
        await press(pilot, "u")
        assert "*" not in line_of(pilot, 11)
        await press(pilot, "delete", "ctrl+s")
    assert totals_at(path)["all", 11].filings is None


async def test_digits_do_not_leave_the_room(path):
    async with window(path, first="totals") as (app, pilot):
        room = app.screen
        await enter(pilot, "12345")
        assert app.screen is room
        assert "12345*" in line_of(pilot, 11)


async def test_a_block_from_a_spreadsheet_is_pasted_whole_or_not_at_all(path):
    async with window(path, first="totals") as (app, pilot):
        grid = app.screen.query_one(TotalsGrid)
        grid.go_to(1)
        grid.post_message(Paste("10\t20\t30\r\n1,100\t\t31\r\n"))
        await settled(pilot)
        await press(pilot, "ctrl+s")
        grid.post_message(Paste("1\tx"))
        await settled(pilot)
        assert any("没有粘贴" in note for note in said(pilot))
    saved = totals_at(path)
    first, second = saved["all", 1], saved["all", 2]
    assert (first.filings, first.mediated, first.closed) == (10, 20, 30)
    assert (second.filings, second.mediated, second.closed) == (1100, None, 31)
    assert second.succeeded is None


async def test_unsaved_cells_come_back_after_the_program_was_left(path):
    async with window(path, first="totals") as (app, pilot):
        await enter(pilot, "7")
        await pilot.press("ctrl+q")
    assert totals_at(path)["all", 11].filings == 200
    async with window(path, first="totals") as (app, pilot):
        assert "7*" in line_of(pilot, 11)
        assert any("放回" in note for note in said(pilot))
        await press(pilot, "ctrl+s")
        assert app.office.drafts.all() == []
    assert totals_at(path)["all", 11].filings == 7


async def test_another_year_and_court_leave_what_was_typed_as_a_draft(path):
    async with window(path, first="totals") as (_app, pilot):
        await enter(pilot, "7")
        await press(pilot, "left_square_bracket")
        assert "2025年" in screen_text(pilot)
        assert "*" not in line_of_year(pilot, "2025-11")
        await press(pilot, "right_square_bracket")
        assert "7*" in line_of(pilot, 11)
        await press(pilot, "f", "ctrl+u")
        await enter(pilot, "东胜")
        await press(pilot, "enter")
        assert "东胜区法院" in screen_text(pilot)
        assert "7*" not in screen_text(pilot)


def line_of_year(pilot, text):
    return next(line for line in screen_text(pilot).splitlines() if text in line)


async def test_what_cannot_be_right_is_said_and_still_saved(path):
    async with window(path, first="totals") as (_app, pilot):
        await press(pilot, "right", "right")
        await enter(pilot, "5")
        await press(pilot, "right")
        await enter(pilot, "6")
        assert "! 调解成功 6 大于调解结案 5" in screen_text(pilot)
        await press(pilot, "ctrl+s")
    assert totals_at(path)["all", 11].succeeded == 6


async def test_a_save_by_somebody_else_is_shown_before_it_is_replaced(path):
    async with window(path, first="totals") as (_app, pilot):
        office = office_at(path)
        office.figures.put_totals([totals_at(path)["all", 11].__class__(**changed(path))])
        office.close()
        await enter(pilot, "7")
        await press(pilot, "ctrl+s")
        shown = screen_text(pilot)
        assert "我填的:7" in shown
        assert "已存的:999" in shown
        await press(pilot, "m")
    assert totals_at(path)["all", 11].filings == 7


async def test_what_somebody_else_saved_under_a_draft_is_shown_before_it_is_replaced(path):
    async with window(path, first="totals") as (_app, pilot):
        await enter(pilot, "7")
        await pilot.press("ctrl+q")
    office = office_at(path)
    office.figures.put_totals([totals_at(path)["all", 11].__class__(**changed(path))])
    office.close()
    async with window(path, first="totals") as (app, pilot):
        shown = screen_text(pilot)
        assert "别人改过这些数" in shown
        assert "我填的:7" in shown
        assert "已存的:999" in shown
        await press(pilot, "escape", "ctrl+s")
        assert "已存的:999" in screen_text(pilot)
        assert totals_at(path)["all", 11].filings == 999
        await press(pilot, "m")
        assert app.office.drafts.all() == []
    assert totals_at(path)["all", 11].filings == 7


def changed(path):
    before = totals_at(path)["all", 11]
    return {name: getattr(before, name) for name in before.__slots__} | {"filings": 999}


async def test_a_cell_is_reached_by_mouse(path):
    async with window(path, first="totals") as (app, pilot):
        await pilot.click(TotalsGrid, offset=(20, 3))
        assert app.screen.query_one(TotalsGrid).cell == Cell("all", 3, "filings")


@pytest.mark.parametrize("size", [(40, 12), (120, 50)])
async def test_the_grid_stands_at_any_size(path, size):
    async with window(path, size, first="totals") as (_app, pilot):
        await press(pilot, "end", "pagedown", "down", "pageup", "home", "right", "1")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "未存 1 格" in screen_text(pilot)


async def test_a_tiny_window_neither_crashes_nor_loses_what_was_typed(path):
    async with window(path, first="totals") as (app, pilot):
        room = app.screen
        await enter(pilot, "7")
        await pilot.resize_terminal(20, 5)
        await pilot.pause()
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert app.screen is room
        assert "未存 1 格" in screen_text(pilot)


@pytest.mark.parametrize("text", ["x", "-1", "1.5", "²", "٣", "1e3", "9999999999", "[/b]"])
def test_only_plain_whole_numbers_are_numbers(text):
    assert number_in(text) is None


def test_a_broken_draft_fills_no_cell():
    cells = YearCells("内0603", 2026)
    cells.take_draft(
        {"all|13|filings": "1", "x": "2", "all|1|filings": "[/b]", "all|2|closed": "3"}
    )
    assert cells.typed == {Cell("all", 2, "closed"): "3"}


def test_what_is_typed_while_a_save_is_under_way_stays_unsaved():
    cells = YearCells("内0603", 2026)
    first, second = Cell("all", 1, "filings"), Cell("all", 2, "filings")
    cells.type(first, "1")
    cells.type(second, "2")
    saved = dict(cells.typed)
    cells.type(second, "3")
    cells.saved_as(saved)
    assert cells.typed == {second: "3"}
    assert cells.base == {second: "2"}

"""Sealing the month on screen: typed out, told in the heading, corrections open their cases."""

from __future__ import annotations

import re
from datetime import date

import pytest

from mediation.cases.terms import Outcome
from mediation.figures.counts import CourtTotals
from mediation.figures.keys import Figure
from mediation.figures.period import Period
from tests.tui.made_window import (
    enter,
    kept_case,
    office_at,
    press,
    said,
    screen_text,
    window,
)
from tui.screens.behind import CasesBehind, ListedRoom
from tui.screens.case import CaseRoom
from tui.screens.corrections import CorrectionsRoom
from tui.screens.month import MonthRoom
from tui.widgets.sheet import Sheet

OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))


@pytest.fixture
def path(tmp_path):
    """One case of October, closed with success."""
    path = tmp_path / "room.db"
    office = office_at(path)
    days = {"referred_on": date(2026, 10, 1), "signed_on": date(2026, 10, 1)}
    case = kept_case(office, "2026-0001", **days)
    office.cases.close(case.id, case.version, date(2026, 10, 11), Outcome.SUCCEEDED, agreed=100)
    office.close()
    return path


@pytest.fixture
def corrected(path):
    """The same, sealed and then corrected."""
    office = office_at(path)
    office.seals.seal(OCTOBER)
    case = office.cases.open(office.cases.find("2026-0001")).case
    office.cases.correct(
        case.id, case.version, {"outcome": Outcome.FAILED, "agreed": None}, why="误录"
    )
    office.close()
    return path


async def test_the_period_is_typed_before_it_is_sealed(path):
    async with window(path, first="month") as (app, pilot):
        await press(pilot, "left_square_bracket", "b")
        assert "不再变" in screen_text(pilot)
        await enter(pilot, "2026-11")
        await press(pilot, "enter")
        assert "2026-10" in screen_text(pilot)
        assert app.office.seals.all() == []
        await press(pilot, *["backspace"] * 2)
        await enter(pilot, "10")
        await press(pilot, "enter")
        assert isinstance(app.screen, MonthRoom)
        assert "已封存 2026-" in screen_text(pilot)
        assert [row.period for row in app.office.seals.all()] == [OCTOBER]


async def test_going_back_seals_nothing(path):
    async with window(path, first="month") as (app, pilot):
        await press(pilot, "left_square_bracket", "b", "escape")
        assert app.office.seals.all() == []


async def test_a_month_that_goes_on_is_told_so(path):
    async with window(path, first="month") as (app, pilot):
        await press(pilot, "b")
        await enter(pilot, "2026-11")
        await press(pilot, "enter")
        assert app.office.seals.all() == []
        assert "还没有结束" in screen_text(pilot) + "".join(said(pilot))


async def test_corrections_are_counted_and_open_their_case(corrected):
    async with window(corrected, first="month") as (app, pilot):
        await press(pilot, "left_square_bracket")
        assert re.search(r"更正 \d+ 处", screen_text(pilot))
        await press(pilot, "y")
        assert isinstance(app.screen, CorrectionsRoom)
        assert "成功:封存 1,现为 0" in screen_text(pilot)
        await press(pilot, "enter")
        assert isinstance(app.screen, CaseRoom)
        await press(pilot, "escape", "escape")
        assert isinstance(app.screen, MonthRoom)


async def test_a_failed_check_asks_for_a_reason(path):
    office = office_at(path)
    office.figures.put_totals(
        [CourtTotals(court="内0603", month=OCTOBER.start, category="all", closed=5, succeeded=9)]
    )
    office.close()
    async with window(path, first="month") as (app, pilot):
        await press(pilot, "left_square_bracket", "b")
        await enter(pilot, "2026-10")
        await press(pilot, "enter")
        assert "1 项不通过" in screen_text(pilot)
        await enter(pilot, "as told")
        await press(pilot, "enter")
        assert [row.why for row in app.office.seals.all()] == ["as told"]


async def test_lifting_a_seal_asks_for_the_reason(corrected):
    async with window(corrected, first="month") as (app, pilot):
        await press(pilot, "left_square_bracket", "b", "enter")
        assert app.office.seals.sealed(OCTOBER) is not None
        await enter(pilot, "wrong outcome")
        await press(pilot, "enter")
        assert app.office.seals.sealed(OCTOBER) is None
        assert app.office.seals.all()[0].lifted_why == "wrong outcome"
        assert "已封存" not in screen_text(pilot).splitlines()[1]


async def test_every_sealing_is_listed_with_who_lifted_it_and_why(path):
    office = office_at(path)
    digest = office.seals.seal(OCTOBER).sha256
    office.seals.unseal(OCTOBER, reason="漏报[/b]一件")
    office.close()
    async with window(path, (120, 40), first="month") as (_app, pilot):
        await press(pilot, "left_square_bracket", "y")
        text = screen_text(pilot)
        assert "没有封存,没有更正可列" in text
        assert digest in text
        assert "解封:漏报[/b]一件" in text


async def test_the_trend_opens_the_sealed_month_as_sealed_and_another_as_it_stands(corrected):
    office = office_at(corrected)
    case = kept_case(
        office, "2025-0001", referred_on=date(2025, 10, 1), signed_on=date(2025, 10, 1)
    )
    office.cases.close(case.id, case.version, date(2025, 10, 9), Outcome.FAILED)
    office.seals.unseal(OCTOBER, reason="重封")
    office.seals.seal(OCTOBER)
    office.close()
    async with window(corrected, (120, 60), first="month") as (app, pilot):
        await press(pilot, "left_square_bracket")
        sheet = app.screen.query_one(Sheet)
        (line,) = [
            at for at, words in enumerate(sheet._lines) if words and "13 个月" in words[0].text
        ]
        first, last = [at for at, spot in enumerate(sheet._spots) if spot.line == line]
        sheet._go(last)
        await press(pilot, "enter")
        assert isinstance(app.screen, ListedRoom)
        assert "2026-0001" in screen_text(pilot)
        await press(pilot, "escape")
        sheet._go(first)
        await press(pilot, "enter")
        assert "按现在的案件" in screen_text(pilot)
        assert "2025-0001" in screen_text(pilot)


async def test_every_number_of_a_sealed_month_opens_its_sealed_cases(corrected):
    async with window(corrected, (120, 60), first="month") as (app, pilot):
        await press(pilot, "left_square_bracket")
        sheet = app.screen.query_one(Sheet)
        seen = set()
        for at, spot in enumerate(sheet._spots):
            opens = spot.opens
            if not isinstance(opens, CasesBehind) or opens.period is not None or opens in seen:
                continue
            seen.add(opens)
            line = "".join(piece.text for piece in sheet._lines[spot.line])
            number = line.encode("utf-8").decode()
            sheet._go(at)
            await press(pilot, "enter")
            assert isinstance(app.screen, ListedRoom)
            assert "已封存 2026-" in screen_text(pilot)
            assert str(app.screen.table.row_count) in number
            await press(pilot, "escape")
        succeeded = {each.scope for each in seen if each.figure is Figure.SUCCEEDED}
        assert len(succeeded) >= 4


async def test_a_case_that_no_longer_succeeded_is_still_behind_the_sealed_success(corrected):
    async with window(corrected, first="month") as (app, pilot):
        await press(pilot, "left_square_bracket")
        sheet = app.screen.query_one(Sheet)
        figures = [getattr(spot.opens, "figure", None) for spot in sheet._spots]
        sheet._go(figures.index(Figure.SUCCEEDED))
        await press(pilot, "enter")
        assert "2026-0001" in screen_text(pilot)
        assert "成功  已封存" in screen_text(pilot)
        assert "1 件" in screen_text(pilot)


async def test_the_two_way_count_of_a_sealed_month_opens_sealed_cases(corrected):
    async with window(corrected, first="month") as (app, pilot):
        await press(pilot, "left_square_bracket", "w", "f")
        await enter(pilot, "成功")
        await press(pilot, "enter")
        assert "已封存" in screen_text(pilot)
        await press(pilot, "enter")
        assert isinstance(app.screen, ListedRoom)
        assert "2026-0001" in screen_text(pilot)

"""The two-way count on screen: reached from the month, turned, and opened to exactly its cases."""

from __future__ import annotations

from datetime import date

import pytest

from mediation.cases.terms import Channel, Outcome
from tests.tui.made_window import (
    enter,
    kept_case,
    office_at,
    press,
    said,
    screen_text,
    settled,
    window,
)
from tui.screens.cases import CasesRoom
from tui.screens.cross import CrossRoom, Pair
from tui.screens.month import MonthRoom
from tui.widgets.sheet import Sheet


@pytest.fixture
def path(tmp_path):
    """Three cases closed in November: two entrusted ones, one from the police without a cause."""
    path = tmp_path / "room.db"
    office = office_at(path)
    for at, channel in enumerate((Channel.ENTRUSTED, Channel.ENTRUSTED, Channel.POLICE), start=1):
        case = kept_case(
            office,
            f"2026-000{at}",
            channel=channel,
            cause_name="" if at == 3 else "民间借贷纠纷",
            cause=None if at == 3 else "M10.17.2",
            claimed=at * 900_000,
        )
        outcome = Outcome.SUCCEEDED if at == 1 else Outcome.FAILED
        office.cases.close(case.id, case.version, date(2026, 11, 10), outcome)
    office.close()
    return path


def pointed(app):
    return app.screen.query_one(Sheet).pointed


async def test_one_key_of_the_month_shows_cause_by_source_with_sums(path):
    async with window(path, first="month") as (app, pilot):
        await press(pilot, "w")
        assert isinstance(app.screen, CrossRoom)
        text = screen_text(pilot)
        assert "2026年11月  结案  案由 × 来源" in text
        (heading,) = [line for line in text.splitlines() if line.startswith(" 案由")]
        assert heading.split() == ["案由", "合计", "委托", "公安交管移送"]
        (unrecorded,) = [line for line in text.splitlines() if "未登记" in line]
        assert unrecorded.split() == ["未登记", "1", ".", "1"]
        (sums,) = [line for line in text.splitlines() if line.startswith(" 合计")]
        assert sums.split() == ["合计", "3", "2", "1"]


async def test_every_number_of_every_pair_of_dimensions_opens_exactly_its_cases(path):
    async with window(path, first="month", size=(116, 40)) as (app, pilot):
        await press(pilot, "w", "v")
        await enter(pilot, "标的档×结果".replace("×", " × "))
        await press(pilot, "enter")
        assert "标的档 × 结果" in screen_text(pilot)
        sheet = app.screen.query_one(Sheet)
        seen = []
        for spot in sheet._spots:
            assert isinstance(spot.opens, Pair)
            shown = "".join(piece.text for piece in sheet._lines[spot.line])
            seen.append((spot.opens, shown))
        assert len(seen) >= 6
        for number, (_pair, shown) in enumerate(seen):
            sheet._go(number)
            await press(pilot, "enter")
            assert isinstance(app.screen, CasesRoom)
            count = app.office.cases.count(app.screen._query)
            assert str(count) in shown.split()
            await press(pilot, "escape")


async def test_rows_and_columns_change_places_and_another_count_is_shown(path):
    async with window(path, first="month") as (app, pilot):
        await press(pilot, "w", "t")
        assert "来源 × 案由" in screen_text(pilot)
        await press(pilot, "f")
        await enter(pilot, "部分成功")
        await press(pilot, "enter")
        assert "本期没有这样的案件" in screen_text(pilot)
        await press(pilot, "escape")
        assert isinstance(app.screen, MonthRoom)


async def test_arrows_go_from_number_to_number_and_escape_comes_back_to_it(path):
    async with window(path, first="month") as (app, pilot):
        await press(pilot, "w", "right", "enter")
        assert isinstance(app.screen, CasesRoom)
        await press(pilot, "escape")
        assert pointed(app).column == "entrusted"
        await press(pilot, "down", "down")
        assert pointed(app).row is None


async def test_what_is_seen_goes_into_a_file(path, tmp_path):
    async with window(path, first="month") as (_app, pilot):
        await press(pilot, "w", "x", "ctrl+u")
        target = tmp_path / "out" / "cross.csv"
        await enter(pilot, str(target))
        await press(pilot, "enter")
        await settled(pilot)
        assert any("已存成" in words for words in said(pilot))
        lines = target.read_text(encoding="utf-8-sig").splitlines()
        assert lines[0] == "案由,委托,公安交管移送,合计"
        assert lines[-1] == "合计,2,1,3"

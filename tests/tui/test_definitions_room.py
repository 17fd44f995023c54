"""The definitions on screen: every formula with its number, two side by side, the usual one chosen."""

from __future__ import annotations

from datetime import date

import pytest

from mediation.cases.terms import Outcome
from tests.tui.made_window import kept_case, office_at, press, said, screen_text, window
from tui.screens.cases import CasesRoom
from tui.screens.definitions import CompareRoom, DefinitionsRoom
from tui.screens.month import MonthRoom
from tui.widgets.sheet import Sheet


@pytest.fixture
def path(tmp_path):
    """Two cases closed in October, one withdrawn: V3 leaves it out of the denominator."""
    path = tmp_path / "room.db"
    office = office_at(path)
    for at, outcome in enumerate((Outcome.SUCCEEDED, Outcome.WITHDRAWN), start=1):
        days = {"referred_on": date(2026, 10, at), "signed_on": date(2026, 10, at)}
        case = kept_case(office, f"2026-000{at}", **days)
        office.cases.close(case.id, case.version, date(2026, 10, 10), outcome)
    office.close()
    return path


async def definitions(pilot):
    await press(pilot, "left_square_bracket", "d")


def go_to(app, version):
    sheet = app.screen.query_one(Sheet)
    opens = [spot.opens for spot in sheet._spots]
    sheet._go(
        next(
            at
            for at, each in enumerate(opens)
            if (each.key, each.version) == ("success_rate", version)
        )
    )


async def test_each_definition_stands_with_its_fraction_and_the_one_in_use_is_marked(path):
    async with window(path, (120, 60), first="month") as (app, pilot):
        await definitions(pilot)
        assert isinstance(app.screen, DefinitionsRoom)
        lines = screen_text(pilot).splitlines()
        (used,) = [line for line in lines if "V1 成功÷结案" in line]
        assert used.split()[:2] == ["现用", "V1"]
        assert "1/2" in used
        (other,) = [line for line in lines if " V3 " in line]
        assert "1/1" in other


async def test_two_side_by_side_open_exactly_the_cases_between_them(path):
    async with window(path, first="month") as (app, pilot):
        await definitions(pilot)
        go_to(app, "V3")
        await press(pilot, "enter")
        assert isinstance(app.screen, CompareRoom)
        text = screen_text(pilot)
        assert "口径对照   调解成功率 V1 / V3   2026年10月" in text
        assert "只在 V1 的分母中 1 件" in text
        assert "2026-0002" in text
        assert "只在 V3 的分母中 0 件" in text
        await press(pilot, "enter")
        assert isinstance(app.screen, CasesRoom)
        assert "2026-0002" in screen_text(pilot)
        assert "2026-0001" not in screen_text(pilot)


async def test_the_usual_definition_is_chosen_after_a_question(path):
    async with window(path, first="month") as (app, pilot):
        await definitions(pilot)
        go_to(app, "V3")
        await press(pilot, "b")
        assert "今后 全部法院 的调解成功率都按 V3 计算?" in screen_text(pilot)
        await press(pilot, "escape")
        assert app.office.settings().get("definition.success_rate") is None
        await press(pilot, "b", "b")
        assert app.office.settings()["definition.success_rate"] == "V3"
        assert any("今后调解成功率按 V3" in words for words in said(pilot))
        await press(pilot, "escape")
        assert isinstance(app.screen, MonthRoom)
        assert "V3" in screen_text(pilot)

"""The roster on screen."""

from __future__ import annotations

import pytest

from mediation.identity import new_id
from mediation.registry.mediators import Mediator
from tests.tui.made_window import (
    enter,
    kept_case,
    kept_mediator,
    office_at,
    press,
    said,
    screen_text,
    window,
)
from tui.forms.mediator import MediatorForm
from tui.screens.cases import CasesRoom


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "room.db"
    office = office_at(path)
    mediator = kept_mediator(office)
    kept_mediator(office, "巴特尔")
    kept_case(office, "2026-0001", mediator=mediator.id)
    office.close()
    return path


async def test_an_empty_roster_says_what_belongs_there_and_which_key_puts_it(tmp_path):
    async with window(tmp_path / "new.db") as (_app, pilot):
        assert "按 n 列入一位调解员" in screen_text(pilot)


async def test_everybody_is_listed_with_this_years_counts(path):
    async with window(path) as (_app, pilot):
        row = next(line for line in screen_text(pilot).splitlines() if "乌兰图雅" in line)
        assert row.split() == ["乌兰图雅", "市", "1", "0", "0"]


async def test_somebody_new_is_put_on_the_roster(path):
    async with window(path) as (app, pilot):
        await press(pilot, "n")
        assert isinstance(app.screen, MediatorForm)
        await enter(pilot, "那日苏")
        await press(pilot, "tab")
        await enter(pilot, "市")
        app.screen.row("holds_office").take_focus()
        await press(pilot, "2")
        await press(pilot, "tab")
        await enter(pilot, "kbs")
        await press(pilot, "enter")
        await enter(pilot, "、东胜")
        await press(pilot, "enter", "ctrl+s")
        assert any("已列入名册:那日苏" in note for note in said(pilot))
        assert "那日苏" in screen_text(pilot)
        saved = next(one for one in app.office.roster.all() if one.name == "那日苏")
    assert saved.level == "市"
    assert saved.holds_office is False
    assert saved.courts == ("内0603", "内0602")


async def test_an_entry_is_changed_and_nothing_else_of_it(path):
    office = office_at(path)
    kept = office.roster.add(
        Mediator(
            id=new_id(), name="阿A", sector="农业", courts=("内0602", "内0603"), from_import=True
        )
    )
    office.close()
    async with window(path) as (app, pilot):
        app.open_form("mediator", mediator=kept.id)
        await press(pilot, "tab")
        await enter(pilot, "旗区")
        await press(pilot, "ctrl+s")
        saved = next(one for one in app.office.roster.all() if one.id == kept.id)
    assert saved.level == "旗区"
    assert (saved.sector, saved.courts, saved.from_import) == (
        "农业",
        ("内0602", "内0603"),
        True,
    )


async def test_a_name_is_required(path):
    async with window(path) as (_app, pilot):
        await press(pilot, "n", "ctrl+s")
        assert "! 请填写姓名。" in screen_text(pilot)


async def test_enter_on_a_count_lists_its_cases(path):
    async with window(path) as (app, pilot):
        await press(pilot, "down", "right", "enter")
        assert isinstance(app.screen, CasesRoom)


async def test_finding_narrows_by_any_part_and_by_initials(path):
    async with window(path) as (_app, pilot):
        await press(pilot, "slash")
        await enter(pilot, "巴特")
        assert "巴特尔" in screen_text(pilot)
        assert "乌兰图雅" not in screen_text(pilot)
        await press(pilot, "ctrl+u")
        await enter(pilot, "wlt")
        assert "乌兰图雅" in screen_text(pilot)
        assert "巴特尔" not in screen_text(pilot)
        await press(pilot, "escape")
        assert "巴特尔" in screen_text(pilot)


async def test_the_courts_of_ordos_stand_behind_one_key(path):
    async with window(path) as (_app, pilot):
        await press(pilot, "t")
        shown = screen_text(pilot)
        assert "鄂尔多斯市康巴什区人民法院" in shown
        assert "内0627" in shown


@pytest.mark.parametrize("size", [(20, 5), (40, 12), (120, 40)])
async def test_the_roster_stands_at_any_size(path, size):
    async with window(path, size) as (_app, pilot):
        await press(pilot, "down", "end", "t", "slash", "escape")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "乌兰图雅" in screen_text(pilot)


async def test_hostile_names_are_shown_literally(path):
    office = office_at(path)
    kept_mediator(office, "[/b][x")
    office.close()
    async with window(path) as (_app, pilot):
        assert "[/b][x" in screen_text(pilot)
        await press(pilot, "end")

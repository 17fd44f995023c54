"""A mediator who is not on the roster is put there from the form, by one key."""

import pytest

from mediation.store import CaseQuery
from tests.tui.made_window import (
    enter,
    kept_mediator,
    office_at,
    press,
    said,
    screen_text,
    settled,
    window,
)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "room.db"
    office = office_at(path)
    kept_mediator(office, "乌兰图雅")
    office.close()
    return path


async def at_the_mediator(app, pilot, name):
    app.open_form("register")
    await settled(pilot)
    app.screen.row("mediator").take_focus()
    await enter(pilot, name)


async def test_a_name_that_is_not_on_the_roster_is_put_there_by_f2(path):
    async with window(path) as (app, pilot):
        await at_the_mediator(app, pilot, "那日苏")
        assert "按 F2 列入名册" in screen_text(pilot)
        await press(pilot, "f2")
        assert any("已把 那日苏 列入名册" in note for note in said(pilot))
        app.screen.row("applicants").text = "张三"
        await press(pilot, "ctrl+s")
        assert [one.name for one in app.office.roster.all()] == ["那日苏", "乌兰图雅"]
        (row,) = app.office.cases.first_rows(CaseQuery())
        assert row.mediator_name == "那日苏"


async def test_leaving_an_unknown_name_says_which_key_puts_it_on_the_roster(path):
    async with window(path) as (app, pilot):
        await at_the_mediator(app, pilot, "那日苏")
        await press(pilot, "down")
        assert app.screen.row("mediator").is_refused
        assert "F2" in screen_text(pilot)


async def test_f2_adds_nobody_twice_and_nobody_without_a_name(path):
    async with window(path) as (app, pilot):
        await at_the_mediator(app, pilot, "乌兰图雅")
        await press(pilot, "f2")
        app.screen.row("number").take_focus()
        await press(pilot, "f2")
        assert len(app.office.roster.all()) == 1

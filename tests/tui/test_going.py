"""What was told is done while something lies over the screen that told it, or after it was left."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from textual.events import Paste

from mediation.listing import CaseQuery
from tests.tui.made_window import kept_case, office_at, press, screen_text, settled, window
from tui.dialogs.question import Question

ROWS = "调解编号\t申请人\t被申请人\t标的额(元)\t委派日期\n2026-0002\t李强\t王芳\t800\t2026-11-05\n"


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "room.db"
    kept_case(office_at(path), signed_on=None)
    return path


@contextmanager
def held_back(app) -> Iterator[None]:
    """Within, writes wait for one that does not end."""
    gate = threading.Event()
    app.tell(lambda _office: gate.wait(5))
    try:
        yield
    finally:
        gate.set()


async def test_a_form_saved_under_its_help_or_the_cover_is_gone_once_nothing_lies_over_it(path):
    async with window(path, first="cases") as (app, pilot):
        room = app.screen
        for over, lifted in (("f1", "escape"), ("alt+l", "x")):
            app.open_form("sign", case=room.current_case())
            await settled(pilot)
            form = app.screen
            with held_back(app):
                await pilot.press("ctrl+s", over)
            await settled(pilot)
            assert form.is_saved
            assert isinstance(app.screen, Question) or app.is_covered
            await press(pilot, lifted)
            assert app.screen is room
            await press(pilot, "u")


async def test_a_preview_left_while_it_is_saved_takes_no_other_screen_away(path):
    async with window(path, first="cases") as (app, pilot):
        room = app.screen
        app.screen.post_message(Paste(ROWS))
        await settled(pilot)
        assert app.screen is not room
        with held_back(app):
            await pilot.press("enter", "escape")
        await settled(pilot)
        assert app.screen is room
        assert "全部 2 件" in screen_text(pilot)
    office = office_at(path)
    assert office.cases.count(CaseQuery()) == 2
    office.close()

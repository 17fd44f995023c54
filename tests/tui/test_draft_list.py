"""A draft on the first screen opens what it belongs to."""

from __future__ import annotations

import pytest

from tests.tui.made_window import kept_mediator, office_at, screen_text, settled, window
from tui.dialogs.opening import open_draft
from tui.dialogs.question import Question
from tui.forms.mediator import MediatorForm
from tui.screens.totals import TotalsRoom


@pytest.fixture
def path(tmp_path):
    return tmp_path / "room.db"


async def test_a_draft_of_court_totals_opens_its_court_and_year(path):
    office = office_at(path)
    office.drafts.keep("totals:内0602:2025", "法院收案", {"all|3|filings": "77"})
    office.close()
    async with window(path) as (app, pilot):
        open_draft(app, "totals:内0602:2025")
        await settled(pilot)
        assert isinstance(app.screen, TotalsRoom)
        assert "东胜区法院   2025年" in screen_text(pilot)
        assert "77*" in screen_text(pilot)


async def test_a_draft_of_a_roster_entry_opens_that_entry(path):
    office = office_at(path)
    mediator = kept_mediator(office)
    office.drafts.keep(f"mediator:{mediator.id}", "调解员", {"level": "市旗"})
    office.close()
    async with window(path) as (app, pilot):
        open_draft(app, f"mediator:{mediator.id}")
        await settled(pilot)
        assert isinstance(app.screen, Question)
        assert isinstance(app.screen_stack[-2], MediatorForm)


@pytest.mark.parametrize(
    "key",
    ["x", "close:", "close:[/b]", "register:1", "nothing:01a20000-0000-7000-8000-000000000000"],
)
async def test_a_draft_of_nothing_known_says_so(path, key):
    async with window(path) as (app, pilot):
        before = app.screen
        open_draft(app, key)
        await settled(pilot)
        assert app.screen is before

"""Every hostile string in every room: nothing breaks, no control byte is drawn, all of it can be read."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from textual.events import Paste
from textual.scroll_view import ScrollView
from textual.widgets import Static

from mediation.cases.plain import clean_line, clean_note
from mediation.errors import MediationError
from tests.tui.every_screen import ROOMS, SCREENS, open_screen
from tests.tui.hostile_ledger import STRINGS, UNKEPT, hostile_ledger
from tests.tui.made_window import kept_case, office_at, press, screen_text, settled, window
from tests.tui.test_hostile_text import CONTROL, squeezed
from tui.forms.form import FormScreen
from tui.screens.case import CaseRoom
from tui.screens.previews import ChangeRoom
from tui.text import cell_len, clean

WIDTH = 100
ALL = (0, WIDTH)
SHOWN_WHOLE: dict[str, tuple[int, int]] = {
    "case": ALL,
    "case with an agreement": ALL,
    "agreement": ALL,
    "exit check": ALL,
    "transcript": ALL,
    "ties": ALL,
    "bin": (26, 46),
    "views": ALL,
    "people": ALL,
    "tags": ALL,
    "filters": (2, 36),
}
"""Rooms and dialogs that hold every string, with the cells in which they stand."""

OPENED_WHOLE = {
    "cases": "a row is cut to its columns; Enter opens the case",
    "home": "a line is cut; Enter opens the case",
    "cases behind a number": "a row is cut to its columns; Enter opens the case",
    "month": "tables name as many as fit; Enter lists the cases",
    "funnel": "one point at a time is told; Enter lists the cases",
    "roster": "a name is cut to its column; Enter opens the form",
    "interests": "a name is cut to its column; Enter opens the form",
    "assignment": "a name is cut to its column; Enter opens the form",
    "member": "of one mediator, whose name alone is free text",
    "sessions": "a row is cut to its columns; Enter opens the session",
    "history": "forty changes a page; PgDn turns them",
}
WITHOUT_TEXT = {
    "courts": "names of an official table",
    "totals": "whole numbers",
    "settings": "the program's own words",
    "why": "the program's own words and days",
    "cross of the list": "causes, courts and outcomes of official tables",
    "cross of the month": "causes, courts and outcomes of official tables",
    "definitions": "the program's own words",
    "pay": "empty without a tariff; its names are those of the roster",
    "reconciliation": "empty until rows are pasted, below",
    "exchange": "empty without partners",
    "disputes": "empty without an exchange; its own test takes hostile text",
}
DIALOGS = ("views", "people", "tags", "filters", "history", "palette", "delete asked", "jump")


def test_every_room_is_told_where_its_text_can_be_read():
    assert {*ROOMS} <= {*SHOWN_WHOLE, *OPENED_WHOLE, *WITHOUT_TEXT}


def as_one(text):
    return normalize("NFC", squeezed(text))


def everything_on(screen, cells=ALL):
    """All lines of the screen as one scrolls through them, cropped to some cells."""
    lines = []
    for widget in screen.walk_children():
        if isinstance(widget, ScrollView) and widget.size.height:
            top = round(widget.scroll_y)
            for row in range(widget.virtual_size.height):
                lines.append(widget.render_line(row - top).crop(*cells).text)
        elif isinstance(widget, Static):
            lines.append(str(widget.content))
    return "\n".join(lines)


def unread(drawn, texts=STRINGS):
    """The texts that do not stand whole in what was drawn."""
    drawn = as_one(drawn)
    return [text for text in texts if as_one(clean(text)) not in drawn]


async def leave_all(app, pilot, first):
    while len(app.screen_stack) > 1:
        app.pop_screen()
    await app.action_room(first)
    while len(app.screen_stack) > 1:
        app.pop_screen()
    await settled(pilot)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "room.db"
    hostile_ledger(path)
    return path


# Ten seconds and more: a hundred and fifty strings in every field, every room opened once.
async def test_no_string_breaks_a_room_or_sends_a_control_byte_and_all_are_whole(ledger):
    async with window(ledger, (WIDTH, 24), first="home") as (app, pilot):
        cut = {}
        for name in (*ROOMS, *DIALOGS):
            if name == "courts":
                continue  # it is a side of the roster that would stay turned
            await leave_all(app, pilot, SCREENS[name].first)
            await open_screen(app, pilot, name)
            drawn = everything_on(app.screen)
            assert not CONTROL.search((drawn + screen_text(pilot)).replace("\n", "")), name
            assert app.return_code is None, name
            if name in SHOWN_WHOLE and (
                left := unread(everything_on(app.screen, SHOWN_WHOLE[name]))
            ):
                cut[name] = left
        assert cut == {}


async def test_what_a_column_cuts_is_whole_where_enter_leads(ledger):
    longest = max(STRINGS, key=lambda text: cell_len(clean(text)))
    async with window(ledger, (WIDTH, 24), first="roster") as (app, pilot):
        for name in ("interests", "roster", "assignment"):
            await leave_all(app, pilot, SCREENS[name].first)
            await open_screen(app, pilot, name)
            sheet = app.screen.query_one("Sheet")
            people = {one.id: one.name for one in app.office.roster.all()}
            for _step in range(4 * len(STRINGS)):
                if longest in told_of(sheet.pointed, people):
                    break
                sheet.action_step(1)
            await press(pilot, "enter")
            assert isinstance(app.screen, FormScreen)
            assert longest in app.screen.values().values() or longest in app.screen.lookups[
                "mediator"
            ].label(app.screen.values().get("mediator", ""))
        await leave_all(app, pilot, "cases")
        await press(pilot, "end", "enter")
        assert isinstance(app.screen, CaseRoom)
        case = app.office.cases.open(app.screen.current_case()).case
        assert unread(everything_on(app.screen), [case.parties[0].name]) == []


def told_of(pointed, people):
    """The names in what a line opens."""
    mediator = getattr(pointed, "mediator", None)
    return (getattr(pointed, "name", ""), getattr(mediator, "name", ""), people.get(mediator, ""))


async def test_rows_pasted_compared_and_changed_are_whole_before_they_are_saved(ledger):
    sent = [text for text in STRINGS if not set(text) & set("\t\n\r\x00\x85\u2028\x0b\x0c\"'")]
    sent = [text for text in sent if as_one(clean(text))]
    rows = [f"P-{at:03}\t{text}\t王芳\t{text}" for at, text in enumerate(sent)]
    async with window(ledger, (WIDTH, 24), first="cases") as (app, pilot):
        head = "调解编号\t申请人\t被申请人\t委派日期"
        app.screen.post_message(Paste("\n".join([head, *rows])))
        await settled(pilot)
        drawn = everything_on(app.screen)
        assert not CONTROL.search(drawn.replace("\n", ""))
        assert unread(drawn, sent) == []  # a refused date is quoted in the reason
        await press(pilot, "escape", "R")
        app.screen.post_message(Paste("\n".join([head, *rows])))
        await settled(pilot)
        assert not CONTROL.search(everything_on(app.screen).replace("\n", ""))
        await press(pilot, "escape", "asterisk", "E")
        app.screen.query_one("Input").value = "调解员: 王五"
        await press(pilot, "enter")
        assert isinstance(app.screen, ChangeRoom)
        drawn = everything_on(app.screen)
        assert not CONTROL.search(drawn.replace("\n", ""))
        assert unread(drawn) == []


@pytest.mark.parametrize("text", UNKEPT, ids=ascii)
def test_half_a_surrogate_pair_is_refused_where_it_is_entered(tmp_path, text):
    office = office_at(tmp_path / "room.db")
    case = kept_case(office)
    for cleaned in (clean_line, clean_note):
        with pytest.raises(MediationError):
            cleaned(text)
    with pytest.raises(MediationError):
        office.folders.add_tag(case.id, text)

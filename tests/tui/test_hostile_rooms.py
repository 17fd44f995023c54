"""Hostile text in the rooms that show what was written: whole as cleaned, obeyed never."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from unicodedata import normalize

import pytest
from textual.events import Paste

from mediation.cases.case import Party
from mediation.cases.notes import PrivateNote
from mediation.cases.plain import clean_note
from mediation.cases.terms import Outcome, Side
from mediation.conflicts.interests import Interest, InterestKind
from mediation.identity import new_id
from mediation.office.office import Office
from tests.cli.calling import HEADINGS, OPEN
from tests.exchange.machines import World, round_trip
from tests.tui.made_window import (
    TODAY,
    kept_case,
    kept_mediator,
    office_at,
    press,
    screen_text,
    settled,
    window,
)
from tests.tui.test_definitions_room import definitions, go_to
from tests.tui.test_hostile_text import HOSTILE, assert_clean, squeezed
from tests.tui.test_shelf import choose
from tui.screens.previews import ChangeRoom
from tui.text import cell_len, clean

NAMES = list(HOSTILE.values())
TALL = (80, 300)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "room.db"


def as_one(text):
    return normalize("NFC", squeezed(text))


def assert_shown(app, pilot, texts=NAMES, after=""):
    assert_clean(pilot)
    drawn = as_one(screen_text(pilot).partition(after)[2] if after else screen_text(pilot))
    assert not [text for text in texts if as_one(clean(text)) not in drawn]
    assert app.return_code is None


def parties(names=NAMES):
    return tuple(
        Party(side=Side.RESPONDENT if at % 2 else Side.APPLICANT, name=name)
        for at, name in enumerate(names)
    )


async def test_private_notes_and_the_transcript(path):
    office = office_at(path)
    case = kept_case(office, parties=parties(), remark="\n".join(NAMES))
    for name in NAMES:
        office.folders.put_note(PrivateNote(id=new_id(), case=case.id, on=TODAY, text=name))
    async with window(path, TALL, first="home") as (app, pilot):
        app.open_case(case.id)
        await press(pilot, "h")
        assert_shown(app, pilot)
        assert_shown(app, pilot, after=f"7 备注 ({len(NAMES)})")
        await press(pilot, "o")
        assert_shown(app, pilot)


async def test_ties_with_every_party(path):
    office = office_at(path)
    mediator = kept_mediator(office)
    for name in NAMES:
        tie = Interest(
            id=new_id(), mediator=mediator.id, kind=InterestKind.RELATIVE, name=name, role=name
        )
        office.conflicts.put_interest(tie)
    case = kept_case(office, parties=parties(), mediator=mediator.id)
    async with window(path, TALL, first="home") as (app, pilot):
        app.open_case(case.id)
        await press(pilot, "q")
        assert_shown(app, pilot)


async def test_a_list_of_the_court_beside_the_cases(path):
    office = office_at(path)
    for name in NAMES:
        kept_case(office, name, court="内0602", referred_on=date(2026, 10, 12), signed_on=None)
    rows = [OPEN.replace("A-2", name) for name in NAMES if not set(name) & set("\t\n\x00\x85")]
    pasted = "\n".join(row.replace(",", "\t") for row in (HEADINGS, *rows[:1]))
    async with window(path, (160, 300), first="cases") as (app, pilot):
        await press(pilot, "R")
        app.screen.post_message(Paste(pasted))
        await settled(pilot)
        assert_shown(app, pilot, [name for name in NAMES if cell_len(clean(name)) < 24])


async def test_the_bin_with_every_reason(path):
    office = office_at(path)
    for name in NAMES:
        case = kept_case(office, number="", parties=parties([name]))
        office.bin.put([(case.id, case.version)], why=name)
    async with window(path, (160, 60), first="cases") as (app, pilot):
        await press(pilot, "D")
        assert f"{len(NAMES)} 件" in screen_text(pilot)
        assert_shown(app, pilot, [name[:8] for name in NAMES])


async def test_definitions_side_by_side(path):
    office = office_at(path)
    day = date(2026, 10, 1)
    kept = kept_case(office, "2026-0001", referred_on=day, signed_on=day)
    office.cases.close(kept.id, kept.version, day, Outcome.SUCCEEDED)
    names = NAMES[:4]
    for name in names:
        case = kept_case(office, name, referred_on=day, signed_on=day)
        office.cases.close(case.id, case.version, day, Outcome.WITHDRAWN)
    async with window(path, TALL, first="month") as (app, pilot):
        await definitions(pilot)
        go_to(app, "V3")
        await press(pilot, "enter")
        assert f"只在 V1 的分母中 {len(names)} 件" in screen_text(pilot)
        assert_shown(app, pilot, names)


async def test_both_sides_before_something_is_undone(path):
    office = office_at(path)
    case = kept_case(office)
    mine, theirs = " ".join(NAMES[:10]), " ".join(NAMES[10:])
    case = office.cases.correct(case.id, case.version, {"remark": mine}, why="核对")
    case = office.cases.correct(case.id, case.version, {"remark": "短"}, why="核对")
    other = Office(office.store, who="乙", today=lambda: TODAY)
    other.cases.correct(case.id, case.version, {"remark": theirs}, why="再核对")
    async with window(path, (120, 60), first="cases") as (app, pilot):
        await press(pilot, "u")
        assert "没有撤销" in screen_text(pilot)
        assert_clean(pilot)
        strips = app.screen._compositor.render_strips()
        place = app.screen.query_one("Vertical").region
        drawn = as_one(
            "".join(
                strip.crop(place.x, place.right).text for strip in strips[place.y : place.bottom]
            )
        )
        assert as_one(clean(mine)) in drawn
        assert as_one(clean(theirs)) in drawn


async def test_both_sides_of_a_case_changed_on_two_machines(tmp_path, monkeypatch):
    monkeypatch.setenv("MEDIATION_STATE", str(tmp_path))
    world = World(tmp_path)
    centre, pc = world.centre, world.pcs["高文彬"]
    key = centre.add("A-7", world.people["高文彬"].id).id
    round_trip(centre, pc)
    sent = [name for name in NAMES if clean_note(name) == name.strip()]
    mine, theirs = " ".join(sent), " / ".join(sent)
    pc.edit(key, remark=theirs)
    centre.edit(key, remark=mine)
    round_trip(pc, centre)
    world.close()
    async with window(centre.path, (120, 60), first="cases") as (app, pilot):
        await press(pilot, "X")
        assert_clean(pilot)
        await press(pilot, "enter")
        assert_shown(app, pilot, [mine, theirs])
    world.close()


async def test_a_change_of_many_and_rows_pasted_before_they_are_saved(path):
    office = office_at(path)
    mediator = replace(kept_mediator(office), id=new_id(), name="乙[/red]")
    office.roster.add(mediator)
    for name in NAMES:
        kept_case(office, name, parties=parties([name]))
    async with window(path, (160, 60), first="cases") as (app, pilot):
        await press(pilot, "asterisk", "E")
        await choose(pilot, "调解员: 乙")
        assert isinstance(app.screen, ChangeRoom)
        assert_shown(app, pilot, [name for name in NAMES if cell_len(clean(name)) < 24])
        await press(pilot, "escape")
        rows = [f"2026-{at:04}\t{name}\t王芳" for at, name in enumerate(NAMES) if "\n" not in name]
        app.screen.post_message(Paste("\n".join(["调解编号\t申请人\t被申请人", *rows])))
        await settled(pilot)
        assert "还没有保存" in screen_text(pilot)
        assert_shown(app, pilot, [])

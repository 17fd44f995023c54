"""Where the office wants it, lists say who the parties are only after a key, and that is noted."""

from __future__ import annotations

from datetime import date

from mediation.cases.case import Party
from mediation.cases.terms import Side
from mediation.office.preferences import NAMES
from tests.tui.made_window import (
    enter,
    kept_case,
    office_at,
    press,
    screen_text,
    settled,
    window,
)

NAMES_OF_TWO = ("斯琴高娃", "欧阳明月")


def kept(path, *, masked=True):
    office = office_at(path)
    kept_case(
        office,
        parties=(
            Party(side=Side.APPLICANT, name=NAMES_OF_TWO[0]),
            Party(side=Side.RESPONDENT, name=NAMES_OF_TWO[1]),
        ),
        signed_on=date(2026, 10, 20),
        referred_on=date(2026, 10, 19),
    )
    if masked:
        office.put_setting(NAMES, "masked")
    office.close()


def looks(path):
    office = office_at(path)
    rows = [row.entry for row in office.audit.rows() if row.entry.action == "look"]
    office.close()
    return [(entry.object, entry.detail) for entry in rows]


def shows_names(pilot):
    return any(name in screen_text(pilot) for name in NAMES_OF_TWO)


async def test_names_are_masked_in_the_list_beside_it_and_on_the_desk_until_a_key(tmp_path):
    path = tmp_path / "x.db"
    kept(path)
    async with window(path, (140, 40), first="home") as (_app, pilot):
        assert "斯某" in screen_text(pilot)
        assert not shows_names(pilot)
        await press(pilot, "2")
        await pilot.pause(0.4)
        await settled(pilot)
        text = screen_text(pilot)
        assert "斯某 / 欧阳某" in text
        assert not shows_names(pilot)
        await press(pilot, "right", "f")
        assert not shows_names(pilot)
        assert looks(path) == []
        await press(pilot, "H")
        assert shows_names(pilot)
        assert looks(path) == [("list:cases", "names")]
        await press(pilot, "H")
        assert not shows_names(pilot)
        await press(pilot, "H", "alt+l", "x")
        assert not shows_names(pilot), "a cover masks them again"


async def test_what_was_found_names_nobody_while_names_are_masked(tmp_path):
    path = tmp_path / "x.db"
    kept(path)
    async with window(path, (120, 30), first="cases") as (_app, pilot):
        await press(pilot, "slash")
        await enter(pilot, "2026-0001")
        await settled(pilot)
        assert not shows_names(pilot)


async def test_without_the_setting_names_are_there(tmp_path):
    path = tmp_path / "x.db"
    kept(path, masked=False)
    async with window(path, (100, 30), first="cases") as (app, pilot):
        assert shows_names(pilot)
        await press(pilot, "H")
        assert "不脱敏" in "".join(note.message for note in app._notifications)
    assert looks(path) == []

"""Opens every room and form in English over Latin data and prints what is drawn: run by a test in a
process of its own, because a run speaks one language."""

from __future__ import annotations

import asyncio
import sys
from datetime import date
from pathlib import Path

from mediation.cases.case import Party
from mediation.cases.terms import Channel, Procedure, Side
from mediation.identity import new_id
from mediation.office.office import Office
from mediation.registry.mediators import Mediator
from tests.tui.made_window import (
    STANDARD,
    TODAY,
    kept_case,
    office_at,
    press,
    screen_text,
    window,
)
from tui import keymap
from tui.app import MediationApp

CASE = ("2", "home", "enter")
ROSTER = ("4", "home")
STEPS: dict[str, tuple[str, ...]] = {
    "home": ("1",),
    "cases": ("2",),
    "month": ("3",),
    "roster": ("4",),
    "totals": ("5",),
    "register": ("1", "case.new"),
    "settings": ("1", "settings"),
    "palette": ("1", "palette"),
    "case": CASE,
    **{
        form: (*CASE, form)
        for form in (
            "case.sign_for",
            "case.session",
            "case.step",
            "case.why",
            "case.extend",
            "case.pause",
            "case.close",
            "case.correct",
            "case.payment",
            "case.agreement",
            "case.exit",
            "case.conflict",
            "case.assign",
            "case.jump",
            "case.log",
            "case.people",
            "case.papers",
            "case.tags",
            "case.statements",
            "case.note",
            "case.transcript",
            "case.history",
        )
    },
    "clause": (*CASE, "case.agreement", "agreement.clause"),
    **{
        room: ("2", room)
        for room in ("filter.dialog", "views", "cases.cross", "reconcile", "bin", "export")
    },
    **{
        room: ("3", room)
        for room in ("month.definitions", "month.cross", "month.funnel", "month.corrections")
    },
    "month.period": ("3", "month.period"),
    "mediator": (*ROSTER, "mediator.new"),
    "edit": (*ROSTER, "edit"),
    "member": (*ROSTER, "roster.member"),
    "pay": (*ROSTER, "roster.pay"),
    "interests": (*ROSTER, "roster.interests"),
    "interest": (*ROSTER, "roster.interests", "interest.new"),
    "courts": (*ROSTER, "roster.courts"),
}
WITH_HELP = ("home", "cases", "month", "roster", "totals", "case", "case.agreement", "pay")


def fill(office: Office) -> None:
    """A mediator and three cases without a Chinese character in what was typed."""
    who = office.roster.add(Mediator(id=new_id(), name="Anna Berg"))
    people = (
        Party(side=Side.APPLICANT, name="Li Wei"),
        Party(side=Side.RESPONDENT, name="Acme Ltd"),
    )
    for at in range(3):
        kept_case(
            office,
            f"2026-{at:04}",
            court=None,
            channel=Channel.ENTRUSTED,
            procedure=Procedure.ORDINARY,
            parties=people,
            claimed=8_650_000,
            mediator=who.id,
            referred_on=date(2026, 11, 2 + at),
            signed_on=date(2026, 11, 4 + at),
        )


def keys(steps: tuple[str, ...]) -> list[str]:
    """Keys for the ids of actions; a key stands for itself."""
    known = {action.id: action.keys[0] for action in keymap.ACTIONS}
    return [known.get(step, step) for step in steps]


def closed(app: MediationApp) -> None:
    """Close all that stands over the room, without asking."""
    while len(app.screen_stack) > 1:
        app.pop_screen()


async def main(path: Path, names: list[str]) -> None:
    """Draw all screens, or those named, with their help where that is wanted."""
    fill(office_at(path))
    async with window(path, STANDARD, first="home") as (app, pilot):
        for name in names or STEPS:
            closed(app)
            first, *steps = keys(STEPS[name])
            await press(pilot, f"alt+{first}")
            closed(app)
            await press(pilot, *steps)
            print(f"=== {name}", screen_text(pilot), sep="\n")
            if name in WITH_HELP:
                await press(pilot, "f1")
                print(f"=== {name} help", screen_text(pilot), sep="\n")


if __name__ == "__main__":
    assert date(2026, 11, 21) == TODAY
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2:]))

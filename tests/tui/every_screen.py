"""Every screen of the program by name, opened as a person opens it, on the demonstration."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from textual.pilot import Pilot

from mediation.cases.notes import PrivateNote
from mediation.cli.demo import make_demonstration
from mediation.identity import new_id
from mediation.office.office import Office
from mediation.screen_choices import ScreenChoices
from tests.tui.made_window import TODAY, office_at, press, settled, window
from tui.app import MediationApp

OPEN_CASE, CLOSED_CASE = "2026-0343", "2026-0340"
"""A case that has had sessions and one that ended in an agreement with two clauses."""


@dataclass(frozen=True)
class Way:
    """How a screen is reached: the room to begin in, the case opened there if any, then keys."""

    first: str
    keys: tuple[str, ...] = ()
    case: str = ""
    then: Callable[[MediationApp], None] | None = None
    is_form: bool = False
    is_dialog: bool = False
    room: str = ""


def _form(name: str, case: str = OPEN_CASE) -> Way:
    return Way("home", case=case, is_form=True, then=lambda app: _open_form(app, name, case))


def _open_form(app: MediationApp, name: str, case: str) -> None:
    assert app.office is not None
    if name in ("register", "mediator"):
        app.open_form(name)
    elif name == "interest":
        app.open_form(name, mediator=app.office.roster.all()[0].id)
    else:
        key = app.office.cases.find(case)
        about = (
            {"party": str(app.office.cases.open(key).case.parties[0].name)}
            if name == "agent"
            else {}
        )
        app.open_form(name, case=key, **about)


SCREENS: dict[str, Way] = {
    "home": Way("home", room="home"),
    "cases": Way("cases", room="cases"),
    "month": Way("month", room="month"),
    "roster": Way("roster", room="roster"),
    "courts": Way("roster", ("t",)),
    "totals": Way("totals", room="totals"),
    "settings": Way("home", ("comma",), room="settings"),
    "case": Way("home", case=OPEN_CASE, room="case"),
    "case with an agreement": Way("home", case=CLOSED_CASE),
    "why": Way("home", ("i",), OPEN_CASE, room="why"),
    "agreement": Way("home", ("a",), CLOSED_CASE, room="agreement"),
    "sessions": Way("home", ("S",), OPEN_CASE, room="sessions"),
    "exit check": Way("home", ("x",), CLOSED_CASE, room="exit"),
    "history": Way("home", ("v",), OPEN_CASE, is_dialog=True),
    "transcript": Way("home", ("o",), CLOSED_CASE, room="transcript"),
    "ties": Way("home", ("q",), OPEN_CASE, room="conflict"),
    "assignment": Way("home", ("f",), OPEN_CASE, room="assign"),
    "interests": Way("roster", ("i",), room="interests"),
    "reconciliation": Way("cases", ("R",), room="reconcile"),
    "disputes": Way("cases", ("X",), room="disputes"),
    "exchange": Way("cases", ("B",), room="exchange"),
    "bin": Way("cases", ("D",), room="bin"),
    "cross of the list": Way("cases", ("w",), room="cross"),
    "cross of the month": Way("month", ("w",)),
    "cases behind a number": Way("month", ("enter",), room="listed"),
    "funnel": Way("month", ("g",), room="funnel"),
    "definitions": Way("month", ("d",), room="definitions"),
    "member": Way("roster", ("m",), room="member"),
    "pay": Way("roster", ("p",), room="pay"),
    "help": Way("cases", ("question_mark",), is_dialog=True),
    "palette": Way("cases", ("ctrl+p",), is_dialog=True),
    "filters": Way("cases", ("v",), is_dialog=True),
    "views": Way("cases", ("V",), is_dialog=True),
    "jump": Way("home", ("j",), OPEN_CASE, is_dialog=True),
    "people": Way("home", ("d",), OPEN_CASE, is_dialog=True),
    "papers": Way("home", ("m",), OPEN_CASE, is_dialog=True),
    "tags": Way("home", ("k",), OPEN_CASE, is_dialog=True),
    "period asked": Way("month", ("p",), is_dialog=True),
    "seal asked": Way("month", ("b",), is_dialog=True),
    "export asked": Way("month", ("x",), is_dialog=True),
    "delete asked": Way("cases", ("delete",), is_dialog=True),
    "form register": replace(_form("register"), keys=("delete",)),
    "form mediator": _form("mediator"),
    "form sign": _form("sign"),
    "form session": _form("session"),
    "form plan": _form("plan"),
    "form log": _form("log"),
    "form step": _form("step"),
    "form extend": _form("extend"),
    "form pause": _form("pause"),
    "form close": _form("close"),
    "form correct": _form("correct"),
    "form party": _form("party"),
    "form agent": _form("agent"),
    "form statement": _form("statement"),
    "form private note": _form("private_note"),
    "form paper": _form("paper"),
    "form disclosure": _form("disclosure"),
    "form interest": _form("interest"),
    "form assign": _form("assign"),
    "form answer": _form("answer"),
    "form clause": _form("clause", CLOSED_CASE),
    "form payment": _form("payment", CLOSED_CASE),
    "form signatures": _form("signatures", CLOSED_CASE),
}
ROOMS = [name for name, way in SCREENS.items() if not (way.is_form or way.is_dialog)]
FORMS = [name for name, way in SCREENS.items() if way.is_form]


def furnished(folder: Path) -> Path:
    """The demonstration with a private note and a case in the bin, so that no room is empty."""
    path = make_demonstration(folder)
    office = office_at(path)
    case = office.cases.find(OPEN_CASE)
    words = "原告心理价位七万,先不告诉对方。"
    office.folders.put_note(PrivateNote(id=new_id(), case=case, on=date(2026, 11, 18), text=words))
    binned = office.cases.find("2026-0351")
    office.bin.put([(binned, office.cases.open(binned).case.version)], why="重复登记")
    office.close()
    return path


async def open_screen(app: MediationApp, pilot: Pilot[None], name: str) -> None:
    """Go where a screen is."""
    way = SCREENS[name]
    if way.case and not way.is_form:
        app.open_case(found(app.office, way.case))
        await settled(pilot)
    if way.then is not None:
        way.then(app)
        await settled(pilot)
    for key in way.keys:
        await press(pilot, key)


def found(office: Office | None, number: str) -> object:
    """The key of the case with this number."""
    assert office is not None
    return office.cases.find(number)


@asynccontextmanager
async def shown(
    path: Path, name: str, size: tuple[int, int], choices: ScreenChoices | None = None
) -> AsyncIterator[tuple[MediationApp, Pilot[None]]]:
    """A window in which the screen of this name stands open."""
    assert date(2026, 11, 21) == TODAY
    async with window(path, size, first=SCREENS[name].first, choices=choices) as (app, pilot):
        await open_screen(app, pilot, name)
        yield app, pilot

"""A window over a real database of a test's own, and what stands on its screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from time import monotonic

from textual.events import Key
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from mediation.bootstrap import create_office, open_office
from mediation.cases.case import Case, Party
from mediation.cases.terms import Channel, Side
from mediation.identity import new_id
from mediation.office.office import Office
from mediation.registry.mediators import Mediator
from mediation.screen_choices import ScreenChoices
from tui.app import MediationApp
from tui.keys_in_order import KeysInOrder

TODAY = date(2026, 11, 21)
STANDARD = (80, 24)


def office_at(path: Path) -> Office:
    """The office over a database, made when it is not there."""
    if path.exists():
        return open_office(path, who="tester", today=lambda: TODAY)
    return create_office(path, who="tester", today=lambda: TODAY)


@asynccontextmanager
async def window(
    path: Path,
    size: tuple[int, int] = STANDARD,
    *,
    first: str = "roster",
    choices: ScreenChoices | None = None,
    clock: Callable[[], float] = monotonic,
) -> AsyncIterator[tuple[MediationApp, Pilot[None]]]:
    """A running window whose office is open."""
    app = MediationApp(
        lambda: office_at(path), today=lambda: TODAY, first=first, choices=choices, clock=clock
    )
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        yield app, pilot


async def settled(pilot: Pilot[None]) -> None:
    """Until every question and every write has been answered and drawn."""
    app = pilot.app
    await taken_up(pilot)
    for _round in range(50):
        waiting = [worker for worker in app.workers if not worker.is_finished]
        if not waiting:
            break
        with suppress(WorkerCancelled):  # a newer question replaced it
            await app.workers.wait_for_complete(waiting)
        await pilot.pause()
    await pilot.pause()


async def taken_up(pilot: Pilot[None]) -> None:
    """Until every key sent to the app has acted; a busy machine looks idle before."""
    app = pilot.app
    done = asyncio.Event()
    app.call_later(done.set)
    await pilot.pause()
    while not app._exit and (not done.is_set() or (isinstance(app, KeysInOrder) and app.keys_wait)):
        await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys and wait for what they set going."""
    await pilot.press(*keys)
    await settled(pilot)


async def enter(pilot: Pilot[None], text: str) -> None:
    """Type a text, a character a key."""
    for character in text:
        if character.isascii() or character.isalnum():
            await pilot.press(character)
        else:
            pilot.app.post_message(Key("punctuation", character))
            await pilot.pause()
    await pilot.pause()


def screen_text(pilot: Pilot[None]) -> str:
    """What is drawn, line by line."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


def said(pilot: Pilot[None]) -> list[str]:
    """What the toasts say."""
    return [note.message for note in pilot.app._notifications]


def kept_case(office: Office, number: str = "2026-0001", **values: object) -> Case:
    """A registered case, signed for."""
    given: dict[str, object] = {
        "id": new_id(),
        "number": number,
        "channel": Channel.ENTRUSTED,
        "court": "内0603",
        "parties": (
            Party(side=Side.APPLICANT, name="张秀英"),
            Party(side=Side.RESPONDENT, name="某商贸公司"),
        ),
        "referred_on": date(2026, 11, 2),
        "signed_on": date(2026, 11, 3),
    } | values
    return office.cases.register(Case(**given))  # type: ignore[arg-type]


def kept_mediator(office: Office, name: str = "乌兰图雅") -> Mediator:
    """A mediator on the roster."""
    return office.roster.add(Mediator(id=new_id(), name=name, level="市"))


def kept_cases(office: Office, count: int) -> list[Case]:
    """Many cases, one a day back from today: number 1 is the newest."""
    cases = [
        Case(
            id=new_id(),
            number=f"2026-{at:04}",
            channel=Channel.ENTRUSTED,
            parties=(
                Party(side=Side.APPLICANT, name=f"申请人{at}"),
                Party(side=Side.RESPONDENT, name="某商贸公司"),
            ),
            cause_name="民间借贷纠纷",
            claimed=at * 100_00,
            referred_on=TODAY - timedelta(days=at),
        )
        for at in range(1, count + 1)
    ]
    with office.store.writing("tester") as writing:
        for case in cases:
            writing.add_case(case)
    return cases

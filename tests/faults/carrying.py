"""Carrying cases out and merging them back, while a fault strikes."""

from __future__ import annotations

import shutil
from pathlib import Path

from db.store import open_store
from mediation import bootstrap
from mediation.errors import MediationError
from mediation.exchange.keys import kept
from mediation.office import exchange_keys
from mediation.office.office import Office
from mediation.store import CaseQuery
from tests.exchange.machines import World, round_trip
from tests.faults.folders import TODAY, Operation, change_something, command, database

CANARY = "金丝雀在备注里"


def operations() -> list[Operation]:
    """Making a bundle, taking one, acknowledging it."""
    return [
        Operation(
            "bundle-make",
            lambda folder: _before_bundle(folder, here="pc"),
            _make,
            output="out/1.mbx",
            also=_the_centre_gets_it,
        ),
        Operation(
            "bundle-take",
            lambda folder: _before_bundle(folder, here="centre"),
            _take,
            occasion="merge",
            also=_nothing_in_the_clear,
        ),
        Operation(
            "bundle-receipt", _taken, _receipt, output="out/r.mbx", also=_nothing_in_the_clear
        ),
    ]


def _before_bundle(folder: Path, *, here: str) -> None:
    """The databases of a centre and a mediator's PC that know each other; one of them is ours."""
    (folder / "tmp" / "world").mkdir()
    world = World(folder / "tmp" / "world", ["高文彬"])
    pc, centre = world.pcs["高文彬"], world.centre
    key = centre.add("A-1", world.people["高文彬"].id).id
    round_trip(centre, pc)
    pc.edit(key, remark=CANARY)
    ours = pc if here == "pc" else centre
    if ours is centre:
        shutil.move(pc.make(centre), folder / "in" / "1.mbx")
    world.close()
    shutil.copy(ours.path, database(folder))
    shutil.copy(centre.path, folder / "in" / "centre.db")
    for file, machine in (("state/exchange.keys", ours), ("in/centre.keys", centre)):
        (folder / file).write_text(kept(machine.keys, ""), "utf-8")
    shutil.rmtree(folder / "tmp" / "world")
    (folder / "state" / "known.json").unlink(missing_ok=True)
    bootstrap.back_up(database(folder))
    change_something(folder)


def _make(folder: Path, _steps: range) -> int:
    return command(folder, "bundle", "make", "联络办", "-o", folder / "out" / "1.mbx")


def _take(folder: Path, _steps: range) -> int:
    return command(folder, "bundle", "take", folder / "in" / "1.mbx")


def _taken(folder: Path) -> None:
    _before_bundle(folder, here="centre")
    assert _take(folder, range(1)) == 0


def _receipt(folder: Path, _steps: range) -> int:
    return command(folder, "bundle", "receipt", "高文彬", "-o", folder / "out" / "r.mbx")


def _nothing_in_the_clear(folder: Path) -> list[str]:
    return [
        f"in the clear: {file.name}"
        for place in ("out", "tmp")
        for file in (folder / place).rglob("*")
        if file.is_file() and CANARY.encode() in file.read_bytes()
    ]


def _the_centre_gets_it(folder: Path) -> list[str]:
    """The centre takes what was made, and has the edit in the end, whatever struck."""
    trouble = _nothing_in_the_clear(folder)
    shutil.copy(folder / "in" / "centre.db", folder / "in" / "taking.db")
    office = Office(
        open_store(folder / "in" / "taking.db", accept_changed=True), who="乙", today=lambda: TODAY
    )
    try:
        keys = exchange_keys.load(folder / "in" / "centre.keys")
        for file in sorted((folder / "out").glob("*.mbx")):
            office.exchange.take(file, keys, missing_is_lost=True)
        with office.store.reading() as reading:
            if [case.remark for case in reading.iter_cases(CaseQuery())] != [CANARY]:
                trouble.append("the edit did not arrive")
    except MediationError as error:
        trouble.append(f"the centre refuses what was made: {error.message}")
    finally:
        office.close()
        for left in (folder / "in").glob("*taking*"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    return trouble

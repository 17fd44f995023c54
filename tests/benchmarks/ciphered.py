"""The same ledger encrypted and in the clear: the month's report, a search, opening, a save."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from db import cipher, encrypting
from db.connection import salt_at
from mediation.bootstrap import open_office
from mediation.cases.case import Case
from mediation.figures.period import Period
from mediation.identity import new_id
from mediation.listing import CaseQuery
from mediation.office.office import Office
from tests.benchmarks.measure import Ratio, in_turn

_TODAY = date(2026, 11, 21)
_PASSPHRASE = "for the benchmark only"
_MONTH = Period.parse("2025-06")


def run(path: Path, rounds: int) -> Iterator[Ratio]:
    """Each with the encrypted ledger as A and the plain one as B."""
    hidden = _twin(path)
    sides = [open_office(each, who="benchmark", today=lambda: _TODAY) for each in (hidden, path)]
    for name, bound, act in (
        ("month's report, encrypted / plain", 1.5, _report),
        ("month as printed, encrypted / plain", 1.5, _printed),
        ("search by a name, encrypted / plain", 1.5, _search),
        ("a saved case, encrypted / plain", 1.5, _save),
    ):
        yield Ratio(name, *in_turn(*(_of(act, side) for side in sides), rounds), bound=bound)
    for side in sides:
        side.close()
    times = in_turn(lambda: _open(hidden), lambda: _open(path), rounds)
    yield Ratio("opening, the key at hand, encrypted / plain", *times, bound=1.5)


def _twin(path: Path) -> Path:
    """The same ledger encrypted, made anew: its key is not kept."""
    hidden = path.with_name(f"{path.stem}.encrypted.db")
    shutil.copyfile(path, hidden)
    hidden.chmod(0o600)
    key = cipher.new_key(_PASSPHRASE)
    encrypting.put_under(hidden, key, who="benchmark", now=datetime.now(UTC))
    assert salt_at(hidden) == key.salt
    return hidden


def _of(act: Callable[[Office], object], office: Office) -> Callable[[], object]:
    return lambda: act(office)


def _report(office: Office) -> object:
    return office.figures.report(_MONTH)


def _printed(office: Office) -> object:
    return office.figures.examined_report(_MONTH)


def _search(office: Office) -> object:
    with office.store.reading() as reading:
        return reading.first_rows(CaseQuery(text="王秀"), 50)


def _save(office: Office) -> object:
    case = Case(id=new_id(), number=f"B{new_id()}"[:30], referred_on=_TODAY)
    with office.store.writing("benchmark") as writing:
        return writing.add_case(case)


def _open(path: Path) -> None:
    open_office(path, who="benchmark", today=lambda: _TODAY, read_only=True).close()

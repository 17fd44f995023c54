"""Saving a case with its history, undo and audit entries, beside the same rows through bare sqlite3;
verifying the audit trail beside hashing its entries alone."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from db import anchors
from db.connection import connected
from mediation.auditing import COLUMNS, START, Line, canonical, rows_after
from mediation.bootstrap import create_office
from mediation.cases.case import Case, Party
from mediation.cases.terms import Side
from mediation.identity import new_id
from mediation.office.office import Office
from tests.benchmarks.measure import Ratio, in_turn

_TODAY = date(2026, 11, 21)
_CASES, _ENTRIES = 300, 100_000
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def run(rounds: int) -> Iterator[Ratio]:
    """A new case and a correction saved; then a hundred thousand entries verified."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "saving.db"
        office = create_office(path, who="benchmark", today=lambda: _TODAY)
        cases = [office.cases.register(_case(number)) for number in range(_CASES)]
        for name, act in (
            ("a new case", _registering(office)),
            ("a corrected case", _correcting(office, cases[-1])),
        ):
            yield _saving(office, path, name, act, max(rounds * 5, 25))
        office.close()
        yield _verifying(path, rounds)


def _registering(office: Office) -> Callable[[], object]:
    numbers = count(_CASES)
    return lambda: office.cases.register(_case(next(numbers)))


def _correcting(office: Office, case: Case) -> Callable[[], object]:
    numbers = count(1)

    def correct() -> None:
        nonlocal case
        changes = {"remark": f"第 {next(numbers)} 次", "claimed": 100}
        case = office.cases.correct(case.id, case.version, changes, why="核对")

    return correct


def _saving(
    office: Office, path: Path, name: str, save: Callable[[], object], rounds: int
) -> Ratio:
    """Each bare save writes what the save just before wrote, statement by statement, to a copy."""
    copy = path.with_name("bare.db")
    shutil.copyfile(path, copy)
    said: list[str] = []
    with office.store.reading() as reading:
        reading.connection.connection.dbapi_connection.set_trace_callback(said.append)  # type: ignore[attr-defined]
    with connected(copy) as bare:

        def ours() -> None:
            said.clear()
            save()

        def yardstick() -> None:
            bare.execute("BEGIN IMMEDIATE")
            for statement in _written(said):
                bare.execute(statement)
            bare.execute("COMMIT")

        times = in_turn(ours, yardstick, rounds)
        _refuse_other_rows(path, bare)
    return Ratio(f"{name} / the same rows by bare sqlite3", *times, bound=1.5)


def _written(said: list[str]) -> Iterator[str]:
    """The writing statements; what a trigger does is told again under the statement that fired it."""
    before = ""
    for statement in said:
        if statement.startswith(_WRITES) and statement != before and " noted" not in statement[:30]:
            yield statement
        if not statement.startswith("--"):
            before = statement


def _refuse_other_rows(path: Path, bare: sqlite3.Connection) -> None:
    with connected(path, read_only=True) as ours:
        for table in ("cases", "history", "undoables", "audit", "case_text"):
            chosen = f"SELECT * FROM {table} ORDER BY 1"
            assert ours.execute(chosen).fetchall() == bare.execute(chosen).fetchall(), table


def _verifying(path: Path, rounds: int) -> Ratio:
    lines: list[Line] = [
        ("correct", f"cases:{new_id().hex}", "", bytes(32), bytes(32), bytes(16))
        for _entry in range(_ENTRIES)
    ]
    with connected(path) as connection:
        last = connection.execute("SELECT seq, hash FROM audit ORDER BY seq DESC").fetchone()
        rows = rows_after(last or (0, START), "benchmark", datetime.now(UTC), lines)
        connection.execute("BEGIN")
        connection.executemany(
            f"INSERT INTO audit ({', '.join((*COLUMNS, 'salt'))}) VALUES ({', '.join('?' * 10)})",
            rows,
        )
        connection.execute("COMMIT")
        forms = [canonical(bytes(32), row[:8]) for row in rows]

        def verify() -> None:
            assert anchors.verify(connection, []).passed

        def hashing() -> None:
            for form in forms:
                hashlib.sha256(form).digest()

        return Ratio(
            "verify 100,000 audit entries / SHA-256 alone",
            *in_turn(verify, hashing, rounds),
            bound=10,
        )


def _case(number: int) -> Case:
    people = (
        Party(side=Side.APPLICANT, name="张秀英", phone="13800000000"),
        Party(side=Side.RESPONDENT, name="某商贸公司"),
    )
    return Case(
        id=new_id(),
        number=f"B-{number}",
        court="内0603",
        parties=people,
        referred_on=date(2026, 11, 2),
        signed_on=date(2026, 11, 3),
    )

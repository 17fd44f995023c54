"""The harness itself: it strikes where it says, and an operation that breaks its promise is found."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from db.connection import connected
from tests.faults import tracing
from tests.faults.content import Oracle, tables_of
from tests.faults.test_faults import can_be_stopped  # noqa: F401 -- a fixture of both
from tests.faults.tracing import Fault, Point


def writing(folder: Path) -> int:
    """Write a file in two steps and name it."""
    draft = folder / "draft"
    try:
        with draft.open("wb", buffering=0) as file:
            file.write(b"one")
            file.write(b"two")
        draft.rename(folder / "final")
    except OSError as error:
        return error.errno or 1
    return 0


def left_by(folder: Path, at: int, fault: Fault) -> tuple[int | None, list[str]]:
    for file in folder.iterdir():
        file.unlink()
    code = tracing.run(lambda: writing(folder), folder, at=at, fault=fault).code
    return code, sorted(f"{file.name}={file.read_text()}" for file in folder.iterdir())


def test_a_process_is_stopped_at_each_call_that_changes_the_folder(tmp_path: Path) -> None:
    calls = ["open draft", "write draft", "write draft", "rename draft"]
    ran = tracing.run(lambda: writing(tmp_path), tmp_path)
    assert (ran.code, [str(point) for point in ran.points]) == (0, calls)
    assert left_by(tmp_path, 2, Fault.KILL) == (None, ["draft="])
    assert left_by(tmp_path, 4, Fault.KILL) == (None, ["draft=onetwo"])
    assert left_by(tmp_path, 5, Fault.KILL) == (0, ["final=onetwo"])
    assert left_by(tmp_path, 3, Fault.IO) == (errno.EIO, ["draft=one"])
    assert left_by(tmp_path, 1, Fault.FULL) == (errno.ENOSPC, [])
    assert left_by(tmp_path, 4, Fault.GONE) == (errno.EIO, ["draft=onetwo"])


def test_other_folders_and_what_is_said_are_no_points(tmp_path: Path) -> None:
    ran = tracing.run(
        lambda: os.write(1, b"SAVED 1\n") and writing(tmp_path), tmp_path / "elsewhere"
    )
    assert (ran.code, ran.points, ran.out) == (0, [], "SAVED 1\n")


def test_reads_are_points_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    ran = tracing.run(lambda: len((tmp_path / "a").read_bytes()) - 1, tmp_path, reads=True)
    assert ran.code == 0
    assert set(ran.points) == {Point("read", "a")}


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (key INTEGER PRIMARY KEY, what TEXT, moment TEXT)")
        connection.execute("INSERT INTO t VALUES (1, 'old', '08:00')")
    connection.close()
    return path


def test_the_oracle_knows_before_and_after_and_nothing_between(ledger: Path) -> None:
    def then(*statements: str) -> object:
        with connected(ledger) as connection:
            for statement in statements:
                connection.execute(statement)
        return tables_of(ledger)

    before = tables_of(ledger)
    runs = []
    for moment in ("09:00", "09:01"):
        runs.append([then(f"INSERT INTO t VALUES (2, 'new', '{moment}')")])
        then("DELETE FROM t WHERE key = 2")
    oracle = Oracle(before, runs)
    assert oracle.states_of(tables_of(ledger)) == [0]
    assert oracle.states_of(then("INSERT INTO t VALUES (2, 'new', '10:30')")) == [1]
    assert oracle.states_of(then("UPDATE t SET what = 'torn' WHERE key = 2")) == []
    assert oracle.states_of(then("UPDATE t SET what = 'new' WHERE key = 2")) == [1]
    assert oracle.states_of(then("UPDATE t SET moment = '08:01' WHERE key = 1")) == []
    assert oracle.states_of(None) == []
    assert "from state 0 in t" in oracle.difference(tables_of(ledger))

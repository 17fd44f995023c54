"""A process that saves without a rest, killed at random moments: what it acknowledged must be there."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from uuid import UUID

from mediation import bootstrap
from mediation.cases.case import Case
from mediation.identity import new_id
from tests.faults import judging
from tests.faults.content import trouble_in
from tests.faults.folders import database, next_start, opened, settle

_LONGEST = 0.6
"""Seconds from the start of a process to its kill, at most: some die before they have opened the file."""
_SAME_DATABASE = 50


@dataclass(slots=True)
class Kills:
    """How many kills, saves acknowledged before them, of those lost, and what else was wrong."""

    count: int = 0
    saves: int = 0
    lost: int = 0
    unacknowledged: int = 0
    trouble: list[str] = field(default_factory=list)


def run(root: Path, wanted: int, *, seed: int = 20261105) -> Kills:
    """Kill so many times; each database is used for some kills and then looked at as a whole."""
    judging.everything_imported()
    chance = random.Random(seed)
    kills = Kills()
    folder = root / "now"
    while kills.count < wanted:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        settle(folder)
        bootstrap.create_office(database(folder)).close()
        acknowledged: set[bytes] = set()
        for _kill in range(min(_SAME_DATABASE, wanted - kills.count)):
            acknowledged |= _killed(folder, chance.random() * _LONGEST)
            kills.count += 1
            kills.lost += len(acknowledged - _kept(folder))
            kills.trouble += trouble_in(database(folder))
        kills.saves += len(acknowledged)
        kills.unacknowledged += len(_kept(folder) - acknowledged)
        kills.trouble += judging.apart(lambda: {"trouble": next_start(folder)})["trouble"]
    return kills


def _killed(folder: Path, after: float) -> set[bytes]:
    """Start a process that saves and kill it after so many seconds; the keys that it told."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _save_without_a_rest(folder, writing)
        os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        time.sleep(after)
        os.kill(pid, signal.SIGKILL)
        told = pipe.read()
    os.waitpid(pid, 0)
    whole = len(told) // 16 * 16
    return {told[start : start + 16] for start in range(0, whole, 16)}


def _save_without_a_rest(folder: Path, pipe: int) -> None:
    office = opened(folder)
    like = Case(id=new_id(), number="", referred_on=date(2026, 1, 5))
    number = 0
    while True:
        number += 1
        key = new_id()
        office.cases.register(replace(like, id=key, number=f"{key.hex[-12:]}-{number}"))
        os.write(pipe, key.bytes)


def _kept(folder: Path) -> set[bytes]:
    with closing(sqlite3.connect(database(folder))) as connection:
        return {UUID(bytes=key).bytes for (key,) in connection.execute("SELECT id FROM cases")}

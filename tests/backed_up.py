"""What the tests of backups and of restoring share: a database with cases, its backups, programs to kill."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from db import backups
from db.store import open_store
from mediation.cases.case import Case
from mediation.identity import new_id
from mediation.keeping import Backup, Occasion

NOW = datetime(2026, 11, 5, 8, 9, 10, tzinfo=UTC)


ROOT = Path(__file__).parents[1]


def add(path: Path, *numbers: str) -> None:
    store = open_store(path)
    with store.writing("甲") as writing:
        for number in numbers:
            writing.add_case(Case(id=new_id(), number=number, referred_on=date(2026, 1, 1)))
    store.close()


def numbers(path: Path) -> set[str]:
    connection = sqlite3.connect(path)
    found = {number for (number,) in connection.execute("SELECT number FROM cases")}
    connection.close()
    return found


def make(path: Path, occasion: Occasion = Occasion.EXIT, *, after: int = 0) -> Backup:
    return backups.make(path, occasion, now=NOW + timedelta(minutes=after))[0]


@pytest.fixture
def filled(path: Path) -> Path:
    add(path, "1", "2")
    return path


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from db import {module}
{module}.{name} = lambda *_, **_named: os.kill(os.getpid(), signal.SIGKILL)
{work}
"""


PUT = (
    "from db import backups, restore\n"
    "restore.put_back(Path({path!r}), backups.backups_of(Path({path!r}))[-1],"
    " now=datetime(2026, 11, 6, tzinfo=UTC))"
)

"""Bringing a database of each released version up to date, while a fault strikes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from db.migrations import steps
from db.store import create_store
from mediation import bootstrap
from tests.faults.folders import Operation, database, opened, told


def operations() -> list[Operation]:
    """An operation for each version before the newest."""
    return [
        Operation(
            f"migrate-v{number}",
            _of_version(number),
            told(_migrate),
            occasion="migration",
            also=_the_backup_is_the_old_one(number),
        )
        for number in range(1, len(steps.STEPS))
    ]


def _of_version(number: int) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        released, path = steps.STEPS, database(folder)
        steps.STEPS = released[:number]
        try:
            create_store(path)
        finally:
            steps.STEPS = released
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(
                "INSERT INTO mediators (seq, id, name) VALUES (1, zeroblob(16), '乌兰图雅')"
            )
            for seq in range(1, 21):
                connection.execute(
                    "INSERT INTO cases (seq, id, number, referred_on, mediator) "
                    "VALUES (?, randomblob(16), ?, '2025-10-08', 1)",
                    (seq, f"M-{seq}"),
                )
                connection.execute(
                    "INSERT INTO parties (case_seq, position, side, name) "
                    "VALUES (?, 0, 'applicant', '张秀英')",
                    (seq,),
                )

    return prepare


def _migrate(folder: Path, _steps: range) -> int:
    opened(folder).close()
    print("SAVED 1", flush=True)
    return 0


def _the_backup_is_the_old_one(version: int) -> Callable[[Path], list[str]]:
    def also(folder: Path) -> list[str]:
        found = [
            made.version
            for made, _why in bootstrap.backups_of(database(folder))
            if made.occasion == "migration"
        ]
        return [] if set(found) == {version} else [f"backups before the migration: {found}"]

    return also

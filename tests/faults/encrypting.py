"""Putting a database under a passphrase, under another and back in the clear, while a fault strikes."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from mediation import bootstrap
from mediation.errors import StoreUnusable
from mediation.keeping import LeftBehind
from tests.faults.folders import Operation, database, kept_ledger, told

FIRST, SECOND = "三月的雪落在康巴什", "四月的风吹过东胜区"


def operations() -> list[Operation]:
    """Each of the three on a ledger with backups."""
    return [
        Operation("encrypt", kept_ledger, told(_encrypt)),
        Operation("passphrase", _encrypted(kept_ledger), told(_change)),
        Operation("decrypt", _encrypted(kept_ledger), told(_decrypt)),
    ]


def under_a_passphrase(operation: Operation) -> Operation:
    """The same done to a database that was encrypted before."""
    return replace(
        operation, name=f"{operation.name}-encrypted", prepare=_encrypted(operation.prepare)
    )


def unlock(path: Path) -> None:
    """Let this process read a database, whichever of our passphrases it is under."""
    for passphrase in (FIRST, SECOND):
        if path.exists() and bootstrap.is_locked(path):
            with suppress(StoreUnusable):
                bootstrap.unlock(path, passphrase)


def _encrypted(prepare: Callable[[Path], None]) -> Callable[[Path], None]:
    def prepared(folder: Path) -> None:
        prepare(folder)
        bootstrap.encrypt(database(folder), FIRST)
        kept = folder / "in" / "before.db"
        if kept.exists():  # what an act is compared with is the database as it finds it
            shutil.copy(database(folder), kept)

    return prepared


def _encrypt(folder: Path, _steps: range) -> int:
    return _done(bootstrap.encrypt(database(folder), FIRST))


def _change(folder: Path, _steps: range) -> int:
    return _done(bootstrap.change_passphrase(database(folder), SECOND))


def _decrypt(folder: Path, _steps: range) -> int:
    return _done(bootstrap.decrypt(database(folder)))


def _done(came_of_it: tuple[int, list[LeftBehind]]) -> int:
    print("SAVED 1", flush=True)
    if came_of_it[1]:
        print("没有处理", came_of_it[1], file=sys.stderr)
    return 1 if came_of_it[1] else 0

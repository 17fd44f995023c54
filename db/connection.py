"""The one place that opens SQLite, with every setting that keeps a legal ledger whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

APPLICATION_ID = 0x4D454449
"""Marks a SQLite file as one of ours."""

PATIENCE = 5_000
"""Milliseconds to wait for another program's lock."""

# A rollback journal, never WAL: people copy the file by hand, and a copy without its -wal loses
# saves while every check still says ok; SQLite before 3.51.3 can also damage a WAL database.
_SETTINGS = (
    "PRAGMA trusted_schema=OFF",
    "PRAGMA foreign_keys=ON",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA temp_store=MEMORY",
)


def connect(
    path: Path, *, read_only: bool = False, patience: int | None = None
) -> sqlite3.Connection:
    """A bare connection to an existing file; raises :class:`sqlite3.OperationalError` without one.

    ``patience`` is in milliseconds, :data:`PATIENCE` unless given.
    """
    wait = PATIENCE if patience is None else patience
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=wait / 1000,
    )
    try:
        for setting in _SETTINGS:
            connection.execute(setting).close()
        if not read_only:
            connection.execute("PRAGMA journal_mode=DELETE").close()
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def connected(
    path: Path, *, read_only: bool = False, patience: int | None = None
) -> Iterator[sqlite3.Connection]:
    """A bare connection that is closed afterwards."""
    with closing(connect(path, read_only=read_only, patience=patience)) as connection:
        yield connection

"""The one place that opens SQLite, with every setting that keeps a legal ledger whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

BUSY_MILLISECONDS = 5_000
_BEGIN = "mediation_begin"

# A rollback journal, never WAL: people copy the file by hand, and a copy without its -wal loses
# saves while every check still says ok; SQLite before 3.51.3 can also damage a WAL database.
_SETTINGS = (
    f"PRAGMA busy_timeout={BUSY_MILLISECONDS}",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA foreign_keys=ON",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA temp_store=MEMORY",
)


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A bare connection to an existing file; raises :class:`sqlite3.OperationalError` without one."""
    mode = "ro" if read_only else "rw"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_MILLISECONDS / 1000,
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
def connected(path: Path, *, read_only: bool = False) -> Iterator[sqlite3.Connection]:
    """A bare connection that is closed afterwards."""
    with closing(connect(path, read_only=read_only)) as connection:
        yield connection


def open_engine(path: Path, *, read_only: bool = False) -> Engine:
    """An engine over an existing file: a connection a thread, transactions begun in so many words."""
    engine = create_engine(
        "sqlite+pysqlite://",
        creator=lambda: connect(path, read_only=read_only),
        poolclass=QueuePool,
        pool_size=6,
        max_overflow=10,
        hide_parameters=True,
        json_serializer=_compact,
    )
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def beginning(engine: Engine, *, write: bool) -> Iterator[Connection]:
    """A connection in a transaction that ends by rollback unless the block commits it.

    A write begins IMMEDIATE: a deferred one that reads first fails at once, whatever the timeout,
    when another program has written in between.
    """
    kind = "IMMEDIATE" if write else "DEFERRED"
    with engine.connect().execution_options(**{_BEGIN: kind}) as connection:
        connection.begin()
        yield connection


def _begin(connection: Connection) -> None:
    kind = connection.get_execution_options().get(_BEGIN, "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {kind}")


def _compact(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

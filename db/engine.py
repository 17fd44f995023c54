"""The one engine over a file: transactions begun in so many words, no values in errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from db.cipher import Key, library
from db.compact import compact
from db.connection import connect, key_at

_BEGIN = "mediation_begin"


def open_engine(path: Path, *, read_only: bool = False, key: Key | None = None) -> Engine:
    """An engine over an existing file: a connection a thread, transactions begun in so many words.

    An empty file given a ``key`` becomes an encrypted one. Raises StoreLocked.
    """
    key = key or key_at(path)
    engine = create_engine(
        "sqlite+pysqlite://",
        module=sqlite3 if key is None else library(),
        creator=lambda: connect(path, read_only=read_only, key=key),
        poolclass=QueuePool,
        pool_size=6,
        max_overflow=10,
        pool_use_lifo=True,
        hide_parameters=True,
        json_serializer=compact,
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
    connection.connection.cursor().execute(f"BEGIN {kind}")

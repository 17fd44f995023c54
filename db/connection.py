"""The one place that opens SQLite, with every setting that keeps a legal ledger whole."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, cast

from db import cipher

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

_Inode = tuple[int, int]
_looking = threading.RLock()  # a connection may be collected while another is entered
_open: dict[_Inode, tuple[int, bytes]] = {}
"""How often each file is open in this program, and how it begins."""


def connect(
    path: Path,
    *,
    read_only: bool = False,
    patience: int | None = None,
    key: cipher.Key | None = None,
    ciphering: bool = False,
) -> sqlite3.Connection:
    """A bare connection to an existing file; raises :class:`sqlite3.OperationalError` without one.

    ``patience`` is in milliseconds, :data:`PATIENCE` unless given. An encrypted file is opened with
    the key held for it; raises :class:`mediation.errors.StoreLocked` when none is. An empty file
    given a ``key`` becomes an encrypted one. ``ciphering`` has a plain file read by SQLCipher too;
    it must not be open here otherwise, for one library drops the other's locks.
    """
    wait = PATIENCE if patience is None else patience
    inode, head = _enter(path, key)
    try:
        if key is None and cipher.is_encrypted(head):
            key = cipher.held(path, head)
        library = cipher.library() if key is not None or ciphering else sqlite3
        connection: Any = library.connect(
            f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=wait / 1000,
            factory=_watched(library),
        )
        connection.inode = inode
    except BaseException:
        _leave(inode)
        raise
    try:
        if key is not None:
            _unlock(connection, key)
        for setting in _SETTINGS:
            connection.execute(setting).close()
        if not read_only:
            connection.execute("PRAGMA journal_mode=DELETE").close()
    except BaseException:
        connection.close()
        raise
    return cast("sqlite3.Connection", connection)


@contextmanager
def connected(
    path: Path,
    *,
    read_only: bool = False,
    patience: int | None = None,
    key: cipher.Key | None = None,
    ciphering: bool = False,
) -> Iterator[sqlite3.Connection]:
    """A bare connection that is closed afterwards."""
    opened = connect(path, read_only=read_only, patience=patience, key=key, ciphering=ciphering)
    with closing(opened) as connection:
        yield connection


def salt_at(path: Path) -> bytes | None:
    """The salt of an encrypted file; ``None`` for any other and for none."""
    inode, head = _enter(path, None)
    _leave(inode)
    return head if cipher.is_encrypted(head) else None


def key_at(path: Path) -> cipher.Key | None:
    """The key held for a file, ``None`` for one in the clear; raises StoreLocked."""
    salt = salt_at(path)
    return None if salt is None else cipher.held(path, salt)


def attach(connection: sqlite3.Connection, path: Path, name: str, key: cipher.Key | None) -> None:
    """Attach an empty file to a connection of SQLCipher, encrypted or (without a key) in the clear."""
    where = f"{path.absolute().as_uri()}?mode=rw"
    by = "" if key is None else key.for_database()
    connection.execute(f"ATTACH ? AS {name} KEY ?", (where, by)).close()


def _unlock(connection: sqlite3.Connection, key: cipher.Key) -> None:
    """Give a new connection its key. SQLCipher's own log would write over the screens."""
    connection.execute("PRAGMA cipher_log_level=NONE").close()
    connection.execute(f'PRAGMA key="{key.for_database()}"').close()


def _enter(path: Path, key: cipher.Key | None) -> tuple[_Inode | None, bytes]:
    """Count one more user of a file and tell how it begins; ``None`` and nothing where none is.

    A file that is open here is not looked into: closing it again would drop the locks that SQLite
    holds on it for this program (POSIX).
    """
    with _looking:
        try:
            found = path.stat()
            inode = (found.st_dev, found.st_ino)
            users, head = _open.get(inode, (0, b""))
            if users == 0:
                head = cipher.first_bytes(path)
        except OSError:
            return None, b""
        if not head and key is not None:
            head = key.salt
        _open[inode] = (users + 1, head)
        return inode, head


def _leave(inode: _Inode | None) -> None:
    with _looking:
        if inode in _open:
            users, head = _open.pop(inode)
            if users > 1:
                _open[inode] = (users - 1, head)


@cache
def _watched(library: Any) -> type[Any]:
    """The library's connection, counted out when it is closed."""

    class Watched(library.Connection):  # type: ignore[misc]
        inode: _Inode | None = None

        def close(self) -> None:
            super().close()
            inode, self.inode = self.inode, None
            _leave(inode)

        def __del__(self) -> None:
            # Nobody closed it; its inode may be another file's tomorrow.
            _leave(self.inode)

    return Watched

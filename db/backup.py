"""Verified copies: a copy takes its name only after it was checked row for row."""

from __future__ import annotations

import re
import sqlite3
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from db.belongings import quoted
from db.cipher import errors
from db.connection import connected, key_at
from db.desk import INTERNAL
from db.files import digest, take_name, unfinished
from mediation.errors import StoreUnusable
from mediation.i18n import _

Progress = Callable[[int, int], None]

_PAGES_AT_ONCE = 4_096
_HANDS = 2
_TABLES_AND_INDEXES = (
    "SELECT tbl_name, count(*) FROM sqlite_master WHERE type IN ('table', 'index')"
    " AND coalesce(sql, '') NOT LIKE 'CREATE VIRTUAL%' GROUP BY tbl_name"
)
_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Copied:
    """What a checked copy holds: rows by table, the database's own notes, its digest and size.

    ``audit`` is the number and digest of its last entry.
    """

    rows: dict[str, int]
    notes: dict[str, str]
    version: int
    sha256: str
    size: int
    audit: tuple[int, str] = (0, "")


def back_up(
    path: Path,
    into: Path,
    *,
    progress: Progress | None = None,
    before_naming: Callable[[Copied], None] = lambda _copied: None,
) -> Path:
    """Copy a live database to the new file ``into`` and answer it.

    ``progress`` is called with pages done and pages in all, ``before_naming`` with what the checked
    copy holds. Raises :class:`StoreUnusable` when the name is taken, the place is full, or the copy
    is unsound or differs from what was copied.
    """
    try:
        with unfinished(into) as copy:
            with (
                connected(path, read_only=True) as source,
                connected(copy, key=key_at(path)) as target,
            ):
                counted = _copy(source, target, progress)
            before_naming(_checked(copy, counted, into))
            take_name(copy, into)
    except FileExistsError as error:
        raise StoreUnusable(_("{path} 已存在,备份没有覆盖它。").format(path=into)) from error
    except errors(OSError) as error:
        raise StoreUnusable(
            _("备份到 {path} 没有成功,原库未受影响。请检查磁盘空间和权限。").format(path=into)
        ) from error
    return into


def sound_rows(path: Path) -> dict[str, int]:
    """The rows of each table of a sound file that nobody else has open.

    Raises :class:`sqlite3.DatabaseError` for another.
    """
    return _examined(path)[0]


def _checked(copy: Path, counted: dict[str, int], into: Path) -> Copied:
    rows, sha256 = _examined(copy)
    if rows != counted:
        raise StoreUnusable(
            _("备份 {path} 与原库不一致,已丢弃。请检查磁盘后再试。").format(path=into)
        )
    with connected(copy, read_only=True) as target:
        version = int(target.execute("PRAGMA user_version").fetchone()[0])
        notes = _own_notes(target)
        last = _last_entry(target)
    return Copied(counted, notes, version, sha256, copy.stat().st_size, last)


def _last_entry(copy: sqlite3.Connection) -> tuple[int, str]:
    from db.anchors import head

    return head(copy)


def _own_notes(copy: sqlite3.Connection) -> dict[str, str]:
    """What the store noted for itself, by its names."""
    try:
        rows = copy.execute(
            "SELECT key, value FROM settings WHERE substr(key, 1, 1) = ?", (INTERNAL,)
        )
        return {key.removeprefix(INTERNAL): value for key, value in rows}
    except errors(kind="OperationalError"):
        return {}


def _copy(
    source: sqlite3.Connection, target: sqlite3.Connection, progress: Progress | None
) -> dict[str, int]:
    # One read transaction around the copy and the count: both see the same moment.
    source.execute("BEGIN")
    counted = _rows(source)
    source.backup(
        target,
        pages=_PAGES_AT_ONCE,
        progress=(lambda _status, left, total: progress(total - left, total)) if progress else None,
    )
    source.execute("ROLLBACK")
    return counted


def _examined(copy: Path) -> tuple[dict[str, int], str]:
    """The rows of each table of a sound copy, and its digest; raises :class:`sqlite3.DatabaseError`.

    SQLite's integrity_check in parts that threads share, the longest first: what every page of the
    file is for (its quick_check), and keys and indexes table by table. Nobody else may have the
    file open: the digest drops the locks that SQLite holds on it for this program (POSIX).
    """
    with connected(copy, read_only=True) as connection:
        rows = _rows(connection)
        objects = connection.execute(_TABLES_AND_INDEXES).fetchall()
    by_work = sorted(objects, key=lambda each: each[1] * rows.get(each[0], 1), reverse=True)
    parts = [f"PRAGMA integrity_check({quoted(name)})" for name, _objects in by_work]
    asked = deque([*parts[:1], "PRAGMA quick_check(1)", "PRAGMA foreign_key_check", *parts[1:]])
    with ThreadPoolExecutor(_HANDS) as hands:
        answers = [hands.submit(_ask, copy, asked) for _hand in range(_HANDS)]
        sha256 = digest(copy)
        for answer in answers:
            answer.result()
    return rows, sha256


def _ask(copy: Path, asked: deque[str]) -> None:
    """Ask what is left to ask; raises :class:`sqlite3.DatabaseError` for a bad answer."""
    with connected(copy, read_only=True) as connection, suppress(IndexError):
        while True:
            answer = connection.execute(asked.popleft()).fetchone()
            if answer not in (None, ("ok",)):
                raise sqlite3.DatabaseError("unsound copy")


def _rows(connection: sqlite3.Connection) -> dict[str, int]:
    names = [
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        )
        if _PLAIN_NAME.fullmatch(name)
    ]
    counted = "SELECT count(*) FROM "
    return {name: connection.execute(counted + name).fetchone()[0] for name in names}

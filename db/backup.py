"""Verified copies: a copy takes its final name only after it was checked row for row."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from db.connection import connected
from db.files import take_name, unfinished
from mediation.errors import StoreUnusable
from mediation.i18n import _

_PAGES_AT_ONCE = 4_096
_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


def back_up(path: Path, into: Path, *, progress: Callable[[int, int], None] | None = None) -> Path:
    """Copy a live database to the new file ``into`` and answer it.

    ``progress`` is called with pages done and pages in all. Raises :class:`StoreUnusable` when the
    name is taken, the place is full, or the copy differs from what was copied.
    """
    try:
        with unfinished(into) as copy:
            with connected(path, read_only=True) as source, connected(copy) as target:
                counted = _copy(source, target, progress)
            with connected(copy, read_only=True) as target:
                if _check(target) != counted:
                    raise StoreUnusable(
                        _("备份 {path} 与原库不一致,已丢弃。请检查磁盘后再试。").format(path=into)
                    )
            take_name(copy, into)
    except FileExistsError as error:
        raise StoreUnusable(_("{path} 已存在,备份没有覆盖它。").format(path=into)) from error
    except (sqlite3.Error, OSError) as error:
        raise StoreUnusable(
            _("备份到 {path} 没有成功,原库未受影响。请检查磁盘空间和权限。").format(path=into)
        ) from error
    return into


def name_before_migration(path: Path, version: int, at: datetime) -> Path:
    """The name of the copy made before an upgrade, beside the database and not taken yet."""
    stem = f"{path.stem}.v{version}.{at:%Y%m%d-%H%M%S}"
    candidate = path.with_name(f"{stem}.bak.db")
    number = 2
    while candidate.exists():
        candidate = path.with_name(f"{stem}-{number}.bak.db")
        number += 1
    return candidate


def _copy(
    source: sqlite3.Connection,
    target: sqlite3.Connection,
    progress: Callable[[int, int], None] | None,
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


def _check(copy: sqlite3.Connection) -> dict[str, int]:
    """The rows of each table of a sound copy; raises :class:`sqlite3.DatabaseError`."""
    verdict = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if verdict != "ok" or copy.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise sqlite3.DatabaseError("unsound copy")
    return _rows(copy)


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

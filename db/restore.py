"""Putting a backup in the place of a database: looked at first, the replaced file kept aside."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from db import anchors, backup, backups, desk, encrypting, known, strays
from db.cipher import Key, errors
from db.connection import APPLICATION_ID, connected, salt_at
from db.faults import told
from db.files import (
    digest,
    is_settled,
    make_private_folder,
    read_header,
    take_name,
    take_place,
    unfinished,
)
from db.migrations import steps
from mediation.errors import MediationError, StoreUnusable, reason_of
from mediation.i18n import _
from mediation.keeping import Backup, Occasion, RestorePreview

_CASES = "SELECT id, version, coalesce(nullif(court_number, ''), number) FROM cases ORDER BY id"
_REPLACES_OPEN = os.name == "posix"
"""Whether a file that is open can be replaced."""
_Row = tuple[bytes, int, str]


def preview(path: Path, chosen: Backup) -> RestorePreview:
    """What :func:`put_back` would change; raises StoreUnusable for a backup that is not whole."""
    refuse_bad(chosen)
    _settle(path)
    lost: list[str] = []
    back: list[str] = []
    older: list[str] = []
    now = 0
    try:
        with (
            connected(path, read_only=True) as here,
            connected(chosen.path, read_only=True) as there,
        ):
            for mine, theirs in _side_by_side(here.execute(_CASES), there.execute(_CASES)):
                now += mine is not None
                if mine is None and theirs is not None:
                    back.append(theirs[2])
                elif theirs is None and mine is not None:
                    lost.append(mine[2])
                elif mine is not None and theirs is not None and mine[1] != theirs[1]:
                    older.append(mine[2])
    except errors(OSError) as error:
        _refuse_busy(path, error)
        return RestorePreview(backup=chosen, now=0, readable=False)
    return RestorePreview(
        backup=chosen, now=now, lost=tuple(lost), back=tuple(back), older=tuple(older)
    )


def put_back(
    path: Path, chosen: Backup, *, now: datetime, who: str = "", key: Key | None = None
) -> Path | None:
    """Put a backup in the place of the database and answer where the replaced file lies now.

    A database that can still be read is backed up first. With a ``key`` the copy is under it before
    it takes the place; without one it stays as the backup is. Raises StoreUnusable for a backup that
    is not whole or newer than this program; the database is then as it was. The window that has the
    database open must be closed before.
    """
    refuse_bad(chosen)
    _settle(path)
    with suppress(*errors(StoreUnusable)):
        backups.make(path, Occasion.RESTORE, now=now, sparing=chosen.path.name)
    try:
        make_private_folder(path.parent)
        with told(path), unfinished(path) as built:
            shutil.copyfile(chosen.path, built)
            if digest(built) != chosen.sha256:
                raise StoreUnusable(
                    _("{path} 抄出来与清单不符,没有恢复。请换一份备份。").format(path=chosen.path)
                )
            rows, identity = _look_into(built, chosen)
            if key is not None and salt_at(built) != key.salt:
                with unfinished(path) as hidden:
                    encrypting.written(built, hidden, key)
                    take_place(hidden, built)
            with _others_wait(path) as (replaced, let_go):
                anchor = anchors.note_restored(
                    built, who=who, at=now, backup=chosen.sha256, replacing=path
                )
                coming = known.Note(identity, rows.get("cases", 0), now.date().isoformat(), *anchor)
                # A kill before it is noted must not look like an older copy put there by hand.
                known.expect(path, coming)
                aside = _keep_aside(path, replaced, now)
                if not _REPLACES_OPEN:
                    let_go()
                take_place(built, path)
    except OSError as error:
        raise StoreUnusable(
            _("恢复没有做完,数据库仍是原样:{why}。请检查磁盘空间和权限。").format(
                why=reason_of(error)
            )
        ) from error
    known.note(path, coming)
    return aside


def refuse_bad(chosen: Backup) -> None:
    """Raise StoreUnusable unless the backup is ours, as it was made, and not newer than the program."""
    problem = backups.trouble_with(chosen)
    if not problem:
        header = read_header(chosen.path)
        if header.application_id != APPLICATION_ID:
            problem = _("不是本程序的数据库")
        elif header.user_version > steps.latest():
            problem = _("由更新版本的程序建立,请升级程序")
    if problem:
        raise StoreUnusable(
            _("备份 {name} 不能用({problem}),没有恢复。请换一份。").format(
                name=chosen.path.name, problem=problem
            )
        )


def _look_into(built: Path, chosen: Backup) -> tuple[dict[str, int], str]:
    try:
        rows = backup.sound_rows(built)
        with connected(built, read_only=True) as connection:
            identity = desk.database_id(connection)
    except errors() as error:
        raise StoreUnusable(
            _("备份 {name} 里面已损坏,没有恢复。请换一份。").format(name=chosen.path.name)
        ) from error
    return rows, identity


def _settle(path: Path) -> None:
    """Take back what an interrupted save left, as an opening does; what cannot be is left alone."""
    if is_settled(path):
        return
    with suppress(*errors(OSError, MediationError)):
        if not strays.trouble_beside(path):
            with connected(path) as connection:
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


@contextmanager
def _others_wait(path: Path) -> Iterator[tuple[BinaryIO | None, Callable[[], None]]]:
    """The file that is to be replaced, to be read: within, others read it and do not write it.

    The second lets go of it earlier. A file that SQLite cannot open is nobody's to write. Raises
    StoreUnusable when another program does not let go of it.
    """
    with ExitStack() as held:
        # Closed last: closing any handle of a file drops the locks that SQLite has on it (POSIX).
        replaced = held.enter_context(path.open("rb")) if os.path.lexists(path) else None
        if replaced is not None and is_settled(path):
            try:
                held.enter_context(connected(path)).execute("BEGIN IMMEDIATE")
            except errors(MediationError) as error:
                _refuse_busy(path, error)
        yield replaced, held.close


def _refuse_busy(path: Path, error: Exception) -> None:
    if str(getattr(error, "sqlite_errorname", "")).startswith("SQLITE_BUSY"):
        raise StoreUnusable(
            _("{path} 正被另一个程序占用,没有恢复。请关掉它,再做一次。").format(path=path)
        ) from error


def _keep_aside(path: Path, replaced: BinaryIO | None, now: datetime) -> Path | None:
    """A second name for the file that is to be replaced, with what lies beside it."""
    if replaced is None:
        return None
    aside, number = path.with_name(f"{path.stem}.{now:%Y%m%d-%H%M%S}.replaced.db"), 2
    while aside.exists():
        aside = path.with_name(f"{path.stem}.{now:%Y%m%d-%H%M%S}-{number}.replaced.db")
        number += 1
    with unfinished(aside) as copy:
        with copy.open("wb") as written:
            shutil.copyfileobj(replaced, written)
        take_name(copy, aside)
    for left in strays.beside(path):
        # Left beside the restored file it would be played into it.
        take_place(left, aside.with_name(aside.name + left.name.removeprefix(path.name)))
    return aside


def _side_by_side(
    here: Iterable[_Row], there: Iterable[_Row]
) -> Iterator[tuple[_Row | None, _Row | None]]:
    """The rows of both sides in order, paired by id."""
    left, right = iter(here), iter(there)
    mine, theirs = next(left, None), next(right, None)
    while mine is not None or theirs is not None:
        if theirs is None or (mine is not None and mine[0] < theirs[0]):
            yield mine, None
            mine = next(left, None)
        elif mine is None or theirs[0] < mine[0]:
            yield None, theirs
            theirs = next(right, None)
        else:
            yield mine, theirs
            mine, theirs = next(left, None), next(right, None)

"""From clear to encrypted, from one passphrase to another, and back: the file and what was made of it.

Each file is written anew under the other key, compared row for row, and only then takes the place
of the old one in one step: a kill leaves either the one or the other.
"""

from __future__ import annotations

import glob
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import zip_longest
from pathlib import Path

from db import anchors, backup, backups, known, opening
from db.cipher import Key, errors, held
from db.connection import attach, connected, key_at, salt_at
from db.files import sweep, take_place, unfinished
from mediation.errors import StoreUnusable
from mediation.i18n import _
from mediation.keeping import Backup, LeftBehind

_OBJECTS = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
_REPLACES_OPEN = os.name == "posix"
"""Whether a file that is open can be replaced; else others may write between the two steps."""

_ACTIONS = {
    (False, True): "encrypt_database",
    (True, True): "change_passphrase",
    (True, False): "decrypt_database",
}


def put_under(path: Path, key: Key | None, *, who: str, now: datetime) -> None:
    """Put the database under another key, or in the clear without one; the audit trail notes it.

    Raises StoreUnusable for a file that is not whole or that somebody else works on; it is then as
    it was. No window may have it open.
    """
    opening.refuse_unfit(path)
    action = _ACTIONS[salt_at(path) is not None, key is not None]
    try:
        with unfinished(path) as built, ExitStack() as others_wait:
            others_wait.enter_context(_undisturbed(path))
            _copied(path, built, key)
            anchors.add(built, who=who, at=now, action=action, object_="database:")
            if not _REPLACES_OPEN:
                before = _state(path)
                others_wait.close()
                if _state(path) != before:
                    raise StoreUnusable(
                        _("{path} 刚被别人改动,没有做完。请再做一次。").format(path=path)
                    )
            # Who waited for the old file is told by SQLite that it was moved, and writes nothing.
            take_place(built, path)
    except errors(OSError) as error:
        raise StoreUnusable(
            _("没有做完,{path} 仍是原样。请关掉别的窗口,检查磁盘空间和权限。").format(path=path)
        ) from error
    seen = known.noted(path)
    if seen is not None:
        with connected(path, read_only=True) as connection:
            anchor = anchors.to_note(connection, seen)
        known.note(path, replace(seen, audit_count=anchor[0], audit_head=anchor[1]))


def bring_along(path: Path) -> tuple[int, list[LeftBehind]]:
    """Put what was made of the database under its own key: backups, replaced files, drafts.

    Answers how many were, and what stays as it is and why. A second run takes up where a killed
    one stopped. No window may have the database open.
    """
    key = key_at(path)
    for place in {path.parent, *(one.path.parent for one in _copies_of(path))}:
        sweep(place / path.name, None)
    done, left = 0, [LeftBehind(place, _absent(key)) for place in _out_of_reach(path)]
    for file, move in _made_of(path):
        if salt_at(file) == salt_at(path):
            continue
        try:
            move(key)
            done += 1
        except errors(OSError, ValueError, StoreUnusable) as error:
            why = error.message if isinstance(error, StoreUnusable) else _("已损坏或读写不了")
            left.append(LeftBehind(file, why))
    return done, left


def strays(path: Path) -> list[Path]:
    """What was made of the database and is not under its key, half-built files of a kill among it."""
    salt = salt_at(path)
    half_built = path.parent.glob(f".{glob.escape(path.name)}.*.tmp")
    made = [*(file for file, _move in _made_of(path)), *half_built]
    return [file for file in made if salt_at(file) != salt]


def _copies_of(path: Path) -> list[Backup]:
    return [*backups.backups_of(path), *backups.left_elsewhere(path)]


def _out_of_reach(path: Path) -> list[Path]:
    """The places for second copies, of now and before, that are not there: an unplugged stick."""
    places = [known.second_place(path), *known.former_places(path)]
    return [place for place in places if place is not None and not place.is_dir()]


def _absent(key: Key | None) -> str:
    if key is None:
        return _("没有接上,里面的备份仍是加密的,用原来的口令")
    return _("没有接上,里面的备份没有处理;接好后再运行一次 mediation encrypt")


def _made_of(path: Path) -> Iterator[tuple[Path, Callable[[Key | None], None]]]:
    for made in _copies_of(path):
        yield made.path, partial(backups.renew, made, path, written)
    name, stem = glob.escape(path.name), glob.escape(path.stem)
    for replaced in sorted(path.parent.glob(f"{stem}.*.replaced.db")):
        yield replaced, partial(_rewrite, replaced)
    for draft in sorted(path.parent.glob(f".{name}.draft-*")):
        yield draft, partial(_reseal, draft)


def _rewrite(file: Path, key: Key | None) -> None:
    with unfinished(file) as built:
        written(file, built, key)
        take_place(built, file)


def _reseal(file: Path, key: Key | None) -> None:
    content, salt = file.read_bytes(), salt_at(file)
    plain = content if salt is None else held(file, salt).unseal(content)
    with unfinished(file) as built:
        built.write_bytes(plain if key is None else key.seal(plain))
        take_place(built, file)


def written(path: Path, built: Path, key: Key | None) -> None:
    """Write what a database holds into an empty file under a key, and compare the two.

    Raises StoreUnusable when they differ.
    """
    with _undisturbed(path):
        _copied(path, built, key)


def _copied(path: Path, built: Path, key: Key | None) -> None:
    with connected(path, ciphering=True) as source:
        attach(source, built, "built", key)
        for setting in ("journal_mode=OFF", "synchronous=OFF"):  # whole or thrown away
            source.execute(f"PRAGMA built.{setting}").close()
        source.execute("SELECT sqlcipher_export('built')").close()
        for mark in ("user_version", "application_id"):
            value = source.execute(f"PRAGMA main.{mark}").fetchone()[0]
            source.execute(f"PRAGMA built.{mark}={value}").close()
        source.execute("DETACH built").close()
        backup.sound_rows(built)
        with connected(built, read_only=True, ciphering=True) as written:
            if not _equal(source, written):
                raise StoreUnusable(_("{path} 抄写后核对不符,已丢弃。").format(path=path))


@contextmanager
def _undisturbed(path: Path) -> Iterator[None]:
    """Within, others may read the file and not write it."""
    with connected(path, ciphering=True) as held_back:
        held_back.execute("BEGIN IMMEDIATE")
        yield
        held_back.execute("ROLLBACK")


def _state(path: Path) -> tuple[int, int]:
    """What changes with every save of another program."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def _equal(one: sqlite3.Connection, other: sqlite3.Connection) -> bool:
    """Whether two files hold the same objects and the same rows in the same order."""
    if one.execute(_OBJECTS).fetchall() != other.execute(_OBJECTS).fetchall():
        return False
    return all(
        mine == theirs
        for (table,) in one.execute(_TABLES).fetchall()
        for mine, theirs in zip_longest(*(_rows(side, table) for side in (one, other)))
    )


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[tuple[object, ...]]:
    every = f'SELECT * FROM "{table}"'  # noqa: S608 — a name out of the file's own schema
    try:
        return connection.execute(every.replace("*", "rowid, *", 1) + " ORDER BY rowid")
    except errors(kind="OperationalError"):  # a table without row numbers comes in its key's order
        return connection.execute(every)

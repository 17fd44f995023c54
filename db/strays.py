"""What lies beside a database and would be played into it: a journal or log of another file never is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from db import anchors, desk, known
from db.cipher import errors
from db.connection import connected
from db.files import unfinished
from mediation.i18n import _

_MAGIC = bytes.fromhex("d9d505f920a163d7")
_SQLITE = b"SQLite format 3\0"
_PAGES, _COUNTER, _KINDS = slice(28, 32), slice(24, 28), slice(18, 20)
_ROLLBACK = b"\x01\x01"
_ALL = 0xFFFFFFFF
_BESIDE = ("-journal", "-wal")


def beside(path: Path) -> list[Path]:
    """The journal and the log beside a database, of which SQLite may play one into it."""
    found = [path.with_name(path.name + ending) for ending in _BESIDE]
    return [each for each in found if each.exists()]


def trouble_beside(path: Path) -> str:
    """Why what lies beside a database must not be played into it, empty where nothing speaks against it.

    SQLite plays whatever file it finds there. Nobody here may have the database open. Raises
    StoreLocked for an encrypted one without its key.
    """
    for stray in beside(path):
        try:
            if _is_of_another(path, stray):
                return _(
                    "{path} 旁边的 {stray} 是另一个数据库中断时留下的,与它不符;两个文件都没有动。"
                    "请把 {stray} 移到别处,再打开核对。"
                ).format(path=path, stray=stray.name)
            if _would_be_played(stray) and not _plays_well(path, stray):
                return _(
                    "{path} 旁边的 {stray} 放不回去:它是另一个数据库的,或者文件已损坏;两个文件都没有动。"
                    "请先把两个文件一起另存,再从备份恢复。"
                ).format(path=path, stray=stray.name)
        except OSError:  # gone meanwhile, or no room to try: what its header told must do
            continue
    return ""


def _is_of_another(path: Path, stray: Path) -> bool:
    """Whether the headers alone tell that the two do not belong together.

    The first page as a journal remembers it holds a counter of saves: the database stands at it, or
    one save further. Where that page is missing, nothing was saved yet and the database has as many
    pages as the journal says. A database that keeps a journal has no write-ahead log. See
    https://www.sqlite.org/fileformat2.html#the_rollback_journal.
    """
    with path.open("rb") as file, stray.open("rb") as read:
        header = file.read(100)
        if not header.startswith(_SQLITE):
            return False  # encrypted: its header tells nothing
        if stray.name.endswith("-wal"):
            return _would_be_played(stray) and header[_KINDS] == _ROLLBACK
        return _is_strange(header, read)


def _is_strange(header: bytes, journal: BinaryIO) -> bool:
    head = journal.read(28)
    if not head.startswith(_MAGIC) or len(head) < 28:
        return False  # not to be played back
    count, _nonce, pages, sector, size = _numbers(head[8:])
    if count == 0:
        return False
    journal.seek(sector)
    for number, content in _records(journal, size, count):
        if number == 1:
            saves, before = _number(header[_COUNTER]), _number(content[_COUNTER])
            return saves not in (before, before + 1)
    return _number(header[_PAGES]) != pages


def _would_be_played(stray: Path) -> bool:
    with stray.open("rb") as file:
        head = file.read(len(_MAGIC))
    return bool(head) if stray.name.endswith("-wal") else head == _MAGIC


def _plays_well(path: Path, stray: Path) -> bool:
    """Whether a copy of the database is sound and still itself once SQLite has played into it what
    lies beside it; true when somebody is at work on the two just now."""
    before = _state(path, stray)
    with unfinished(path) as copy:
        shutil.copyfile(path, copy)
        was = _itself(copy, known.noted(path), read_only=True)
        # After the database: of every page written meanwhile the journal holds what was there.
        shutil.copyfile(stray, copy.with_name(copy.name + stray.name.removeprefix(path.name)))
        if _state(path, stray) != before:
            return True
        is_ = _itself(copy, known.noted(path))
        try:
            with connected(copy) as connection:
                sound = connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
        except errors(kind="DatabaseError"):
            return False
    return sound and all(new for old, new in zip(was, is_, strict=True) if old)


def _itself(copy: Path, seen: known.Note | None, *, read_only: bool = False) -> tuple[bool, bool]:
    """Whether a file has the id of the database seen last, and the entry of the audit trail noted then."""
    if seen is None:
        return False, False
    try:
        with connected(copy, read_only=read_only) as connection:
            return desk.database_id(connection) == seen.database, anchors.holds(connection, seen)
    except errors(kind="DatabaseError"):  # torn as yet, and made whole by what is played into it
        return False, False


def _state(*files: Path) -> list[tuple[int, int]]:
    return [(found.st_mtime_ns, found.st_size) for found in (each.stat() for each in files)]


def _records(journal: BinaryIO, size: int, count: int) -> Iterator[tuple[int, bytes]]:
    read = 0
    while count == _ALL or read < count:
        record = journal.read(size + 8)
        if len(record) < size + 8 or record.startswith(_MAGIC):
            return
        yield _number(record[:4]), record[4:-4]
        read += 1


def _numbers(head: bytes) -> list[int]:
    return [_number(head[at : at + 4]) for at in range(0, 20, 4)]


def _number(four: bytes) -> int:
    return int.from_bytes(four, "big")

"""A rollback journal that lies beside a database it was not written for: never played into it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_MAGIC = bytes.fromhex("d9d505f920a163d7")
_SQLITE = b"SQLite format 3\0"
_PAGES, _COUNTER = slice(28, 32), slice(24, 28)
_ALL = 0xFFFFFFFF


def is_of_another(path: Path) -> bool:
    """Whether the journal beside a database would be rolled back into it but belongs to another one.

    SQLite plays a journal back whatever file it finds beside it. The first page as the journal
    remembers it holds a counter of saves: the database stands at it, or one save further. Where that
    page is missing, nothing was saved yet and the database has as many pages as the journal says.
    See https://www.sqlite.org/fileformat2.html#the_rollback_journal.
    """
    try:
        with path.open("rb") as file, path.with_name(path.name + "-journal").open("rb") as journal:
            return _is_strange(file.read(100), journal)
    except OSError:
        return False


def _is_strange(header: bytes, journal: BinaryIO) -> bool:
    head = journal.read(28)
    if not head.startswith(_MAGIC) or len(head) < 28 or not header.startswith(_SQLITE):
        return False  # not to be played back, or a database that is encrypted
    count, _nonce, pages, sector, size = _numbers(head[8:])
    if count == 0:
        return False
    journal.seek(sector)
    for number, content in _records(journal, size, count):
        if number == 1:
            saves, before = _number(header[_COUNTER]), _number(content[_COUNTER])
            return saves not in (before, before + 1)
    return _number(header[_PAGES]) != pages


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

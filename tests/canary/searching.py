"""The search: every file under a folder, unpacked, in every spelling a canary may have."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path

from mediation.reports.pages_back import page_texts
from tests.canary.people import PARTS

DATABASES = (".db", ".bak.db", ".replaced.db", ".db-journal")


def spellings() -> tuple[bytes, ...]:
    """Each part as UTF-8, UTF-16, GB18030, JSON or XML may spell it."""
    return tuple(
        dict.fromkeys(
            spelt
            for part in PARTS
            for spelt in (
                part.encode(),
                part.encode("utf-16-le"),
                part.encode("gb18030"),
                part.encode("ascii", "backslashreplace"),
                "".join(f"&#{ord(letter)};" for letter in part).encode(),
            )
        )
    )


def contents(path: Path) -> Iterator[bytes]:
    """The name of a file and what it holds, packed parts unpacked."""
    yield path.name.encode()
    raw = path.read_bytes()
    yield raw
    if path.suffix == ".pdf":
        yield "".join(page_texts(raw, path)).encode()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as parts:
            for name in parts.namelist():
                yield name.encode()
                yield parts.read(name)


def is_database(path: Path) -> bool:
    """Whether a file is a database or its journal: what they are kept in."""
    with path.open("rb") as opened:
        begin = opened.read(16)
    return begin.startswith(b"SQLite format 3") or path.name.endswith(DATABASES)


def holders(folder: Path, allowed: Collection[str] = ()) -> tuple[list[str], int]:
    """The files of a folder that hold a canary and may not, and how many were looked through."""
    found, looked = [], 0
    wanted = spellings()
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or is_database(path):
            if any(spelt in path.name.encode() for spelt in wanted):
                found.append(f"the name of {path}")
            continue
        looked += 1
        if path.name in allowed:
            continue
        if any(spelt in data for data in contents(path) for spelt in wanted):
            found.append(str(path.relative_to(folder)))
    return found, looked

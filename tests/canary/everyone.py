"""Whoever a run of tests has used: known by what is in its databases, and by the shape of their numbers."""

from __future__ import annotations

import html
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path

from mediation.cases.idnumber import identity_of

ROOT = Path(__file__).parents[2]
MOBILE = re.compile(r"(?<![0-9A-Za-z.])1[3-9]\d{9}(?![0-9A-Za-z]|\.\d)")
ID_NUMBER = re.compile(r"(?<![0-9A-Za-z.])\d{17}[\dXx](?![0-9A-Za-z])")
NAMES = {"parties": "name", "agents": "name", "mediator_interests": "name"}
_UNREADABLE = (sqlite3.Error, UnicodeDecodeError)  # what SQLite quotes of a damaged file
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_CHINESE = re.compile(r"[㐀-鿿𠀀-𲎯]{3}")
_FIRST = 3


class Everyone:
    """Names, and numbers of any person at all."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_start: dict[str, list[str]] = {}
        for name in names:
            self._by_start.setdefault(name[:_FIRST], []).append(name)

    def within(self, text: str) -> set[str]:
        """Everybody in a text: names, mobile numbers, ID numbers whose date and check digit are right."""
        found = set(MOBILE.findall(text))
        found |= {each for each in ID_NUMBER.findall(text) if identity_of(each)}
        for at in range(len(text)):
            for name in self._by_start.get(text[at : at + _FIRST], ()):
                if text.startswith(name, at):
                    found.add(name)
        return found

    def within_bytes(self, raw: bytes) -> set[str]:
        """Everybody in what a file holds, in any spelling that a program may have given it."""
        return set().union(*map(self.within, _readings(raw)))


def _readings(raw: bytes) -> Iterator[str]:
    text = raw.decode("utf-8", "replace")
    yield text
    yield raw.decode("gb18030", "replace")
    yield raw.decode("utf-16-le", "replace")
    yield raw[1:].decode("utf-16-le", "replace")
    if "\\u" in text:
        yield _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    if "&#" in text:
        yield html.unescape(text)


def names_in(databases: Iterable[Path]) -> set[str]:
    """The people of all databases that can be read, without those whose name the program itself says.

    A name counts from three Chinese characters on: a shorter one is found in any sentence.
    """
    found: set[str] = set()
    for path in databases:
        with suppress(*_UNREADABLE), closing(_opened(path)) as connection:
            for table, column in NAMES.items():
                with suppress(*_UNREADABLE):
                    found |= {
                        str(name)
                        for (name,) in connection.execute(f"SELECT DISTINCT {column} FROM {table}")
                    }
    own = "\n".join(
        path.read_text("utf-8")
        for folder in ("mediation", "db", "tui")
        for path in (ROOT / folder).rglob("*.py")
    )
    return {name for name in found if _CHINESE.match(name) and name not in own}


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)

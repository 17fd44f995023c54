"""One person across all cases: where what is kept about them stands, and what of it can be erased."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol
from uuid import UUID

from dateutil.relativedelta import relativedelta

from mediation.cases.masking import masked_name
from mediation.cases.plain import clean_line

ERASED = "〔已删除〕"
"""Stands where a person's particulars stood."""

NOT_IN_KEYS = (" ", "\u3000", "-", "+86")
"""What is left out before a person's name, number or telephone is compared, in this order."""

_LEAST = 2
_MOBILE = 11
_NUMBER = re.compile(r"[0-9]{7,17}[0-9Xx]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One person in one case: as what, and the particulars recorded of them there.

    ``role`` is ``party``, ``agent`` or ``representative``; ``row_key`` is the case's own row number.
    """

    case: UUID
    row_key: int
    label: str
    role: str
    side: str
    name: str
    phone: str = ""
    id_number: str = ""
    addresses: tuple[str, ...] = ()
    closed_on: date | None = None
    in_bin: bool = False

    @property
    def particulars(self) -> tuple[str, ...]:
        """The texts by which the person can be known, the longest first, none of a single letter."""
        texts = {self.name, self.phone, self.id_number, *self.addresses}
        return tuple(sorted((each for each in texts if len(each) >= _LEAST), key=len, reverse=True))

    def is_told_in(self, text: str) -> bool:
        """Whether a text names the person by any of their particulars."""
        return spelt(self.particulars).search(text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remains:
    """A place that still holds what was searched for: a table, and in how many rows."""

    table: str
    rows: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A text that names the person: its table and column; no ``text`` where it is not handed out."""

    table: str
    column: str
    text: str


@lru_cache(maxsize=64)
def spelt(texts: tuple[str, ...]) -> re.Pattern[str]:
    """Finds these texts, the longest first, numbers also with blanks, dashes and a country's code."""
    wanted = sorted(texts, key=len, reverse=True)
    return re.compile("|".join(map(_spellings, wanted)) or "(?!)")


def _spellings(text: str) -> str:
    bare = bare_key(text)
    if not _NUMBER.fullmatch(bare):
        return re.escape(text)
    spread = "[- ]?".join(bare).replace("X", "[Xx]")
    return f"(?:[+]?86[- ]?)?{spread}" if len(bare) == _MOBILE else spread


class PersonReading(Protocol):
    """A look for one person."""

    def find(self, key: str) -> list[Trace]:
        """Every place where a name, identity number or telephone is exactly this."""

    def mentions(self, trace: Trace) -> list[Mention]:
        """What beside their own rows and the history names the person in a case and in its disputes."""

    def remains(self, particulars: Sequence[str]) -> list[Remains]:
        """The tables with rows that hold one of these texts."""


class PersonWriting(PersonReading, Protocol):
    """The same, open for an erasure."""

    def erase(self, traces: Sequence[Trace]) -> int:
        """Replace the particulars in these cases and all that hangs on them; answers of how many."""


def without(text: str, others: Sequence[str]) -> str:
    """The text with the names of other people masked."""
    for name in sorted(filter(None, others), key=len, reverse=True):
        text = text.replace(name, masked_name(name))
    return text


def bare_key(text: str) -> str:
    """What a person is looked for by: without blanks and dashes and the code of the country before
    a telephone; a number in narrow letters, its x large."""
    bare = clean_line(text)
    for sign in NOT_IN_KEYS:
        bare = bare.replace(sign, "")
    narrow = unicodedata.normalize("NFKC", bare).removeprefix("+86").upper()
    return narrow if _NUMBER.fullmatch(narrow) else bare


def free_from(closed_on: date, keep_years: int) -> date:
    """The first day on which no retention rule forbids an erasure any more."""
    return closed_on + relativedelta(years=keep_years)

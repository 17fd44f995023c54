"""The word that opens a covered screen: kept as a slow digest, tried only so often.

It keeps out whoever passes by the screen. It is no wall around the file: whoever can read a database
that is not encrypted needs no word at all.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from mediation.cases.plain import clean_line

LEAST: Final = 4
"""So many characters a word has at least."""

FREE: Final = 5
"""So many wrong words are borne before the first wait."""

FIRST_WAIT: Final = timedelta(minutes=15)
LONGEST_WAIT: Final = timedelta(days=1)

_COST: Final = 15
_BLOCK: Final = 8
_MEMORY: Final = 64 * 1024 * 1024
_KIND: Final = "scrypt"


def settled(word: str) -> str:
    """A word or passphrase however it was typed or pasted: full-width letters are the narrow ones,
    blanks around it and what cannot be seen are none of it. Raises Unreadable for half a character.
    """
    return unicodedata.normalize("NFKC", clean_line(word))


def readings(word: str) -> tuple[str, ...]:
    """What a typed word may have been meant as, the likeliest first: blanks may belong to an older one."""
    return tuple(dict.fromkeys((settled(word), unicodedata.normalize("NFKC", word), word)))


def digest_of(word: str) -> str:
    """The word as it is kept: scrypt (RFC 7914) with a salt of its own, about 0.1 s to try."""
    salt = secrets.token_bytes(16)
    return f"{_KIND}${_COST}${salt.hex()}${_digest(settled(word), salt, _COST).hex()}"


def is_word(word: str, kept: str) -> bool:
    """Whether this is the kept word; a digest that cannot be read is nobody's."""
    try:
        kind, cost, salt, digest = kept.split("$")
        wanted = bytes.fromhex(digest)
        told = [
            _digest(each, bytes.fromhex(salt), min(int(cost), _COST)) for each in readings(word)
        ]
    except ValueError:
        return False
    return kind == _KIND and any(hmac.compare_digest(each, wanted) for each in told)


def _digest(word: str, salt: bytes, cost: int) -> bytes:
    return hashlib.scrypt(
        word.encode(),
        salt=salt,
        n=2**cost,
        r=_BLOCK,
        p=1,
        maxmem=_MEMORY,
        dklen=32,
    )


@dataclass(frozen=True, slots=True)
class Tries:
    """The wrong words in a row, and how long the next one has to wait.

    What is kept is the rest of the wait and when it was looked at last: a clock moved back shortens
    nothing, and one that was wrong for a while locks nobody out for a year.
    """

    wrong: int = 0
    left: timedelta = timedelta()
    seen: datetime | None = None

    def at(self, now: datetime) -> Tries:
        """As it stands now."""
        passed = now - self.seen if self.seen is not None else timedelta()
        left = self.left - max(passed, timedelta())
        return replace(self, left=max(left, timedelta()), seen=now)

    def failed(self, now: datetime) -> Tries:
        """After one more wrong word: from the fifth on a wait, each twice the one before."""
        wrong = self.wrong + 1
        left = timedelta()
        if wrong >= FREE:
            left = min(FIRST_WAIT * 2 ** min(wrong - FREE, 16), LONGEST_WAIT)
        return Tries(wrong, left, now)

    def kept(self) -> str:
        """As text for the settings; empty when nothing went wrong."""
        if not self.wrong or self.seen is None:
            return ""
        left = int(self.left.total_seconds())
        return json.dumps({"wrong": self.wrong, "left": left, "seen": self.seen.isoformat()})


def tries_from(text: str) -> Tries:
    """What :meth:`Tries.kept` told; of a text that cannot be read the first wait, to be sure."""
    if not text:
        return Tries()
    try:
        told = json.loads(text)
        seen = datetime.fromisoformat(told["seen"])
        left = timedelta(seconds=min(max(int(told["left"]), 0), LONGEST_WAIT.total_seconds()))
        return Tries(max(int(told["wrong"]), 0), left, seen.astimezone(UTC))
    except (ValueError, TypeError, KeyError):
        return Tries(FREE, FIRST_WAIT)

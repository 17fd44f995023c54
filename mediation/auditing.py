"""The audit trail as a chain of digests: its canonical form, and every way in which it can be broken.

An entry's digest is over its own fields and the digest before it, so that an edit, a hole, a swap or
an insertion breaks the chain. A cut tail and a chain written anew do not: those are found by an
anchor, the number and digest of an entry noted outside the database.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from json.encoder import encode_basestring
from typing import NamedTuple, Protocol

START = bytes(32)
"""What stands before the first entry."""

COLUMNS = ("seq", "at", "who", "action", "object", "detail", "before", "after", "hash")
"""An entry's fields in their order, by the names under which they are kept."""

ADOPTED = "adopt_database"
"""The action of an entry that accepts a database in the place of the one that was noted outside."""

RESTORED = "restore_backup"
"""The action of an entry after which older anchors may speak of a state that is no more."""


_TURNS = {RESTORED, ADOPTED}
_RESTORING = re.compile(r"replaced=(\d+:[0-9a-f]*)(?: shared=(\d+))?")

Told = tuple[int, str, str, str, str, str, bytes | None, bytes | None]
"""What an entry tells: all of its fields but the digest."""


class Entry(NamedTuple):
    """One entry as it is kept. ``at`` is UTC in ISO form; digests are raw SHA-256."""

    seq: int
    at: str
    who: str
    action: str
    object: str
    detail: str
    before: bytes | None
    after: bytes | None
    hash: bytes


@dataclass(frozen=True, slots=True)
class Anchor:
    """An entry noted elsewhere: how many there were, the last digest, where and when.

    What lies in the database itself, like a seal, is not outside: who writes it anew reaches both.
    ``is_named`` says that the user gave it.
    """

    count: int
    head: str
    place: str = ""
    at: datetime | None = None
    is_outside: bool = True
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class Restoring:
    """A backup put in a database's place: when, the trail's anchor before, and how many entries of
    every trail that was given up for it, then or earlier, are in its own."""

    at: str
    replaced: str
    shared: int

    def explains(self, anchor: Anchor) -> bool:
        """Whether an anchor that the trail does not hold is of a trail that was given up here."""
        if f"{anchor.count}:{anchor.head}" == self.replaced:
            return True
        earlier = anchor.at is not None and told(anchor.at) <= self.at
        return earlier and anchor.count > self.shared


def restoring(at: str, detail: str) -> Restoring:
    """What the entry of a restore tells by its moment and its detail."""
    found = _RESTORING.fullmatch(detail)
    return Restoring(at, found[1] if found else "", int((found and found[2]) or 0))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found: ``broken_at`` is the first entry that is not as it was written.

    ``trouble`` is one of ``edit``, ``hole``, ``cut``, ``rewritten`` or empty; ``anchors`` are those
    that were compared, ``outside`` of them those outside the database that the chain holds;
    ``passed_over`` are those from before a backup was restored, which it need not hold;
    ``restored`` is the entry of the last such restore, ``adopted`` are entries that accept a
    database in the place of the one noted outside.
    """

    count: int
    head: str
    anchors: int = 0
    trouble: str = ""
    broken_at: int | None = None
    anchor: Anchor | None = None
    passed_over: tuple[Anchor, ...] = ()
    outside: int = 0
    restored: int | None = None
    adopted: tuple[Entry, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.trouble


class AuditReading(Protocol):
    """A look at the trail."""

    def entries(
        self, *, objects: Sequence[str] = (), who: str = "", since: str = "", limit: int = 0
    ) -> list[Entry]:
        """The entries of some objects, a person, from a moment on; newest first."""

    def verify(self, anchors: Sequence[Anchor] = ()) -> Verdict:
        """Walk the whole chain and compare it with what was noted outside."""


class AuditWriting(AuditReading, Protocol):
    """The trail, open for what is no change: a look, an export, an erasure."""

    def note(self, action: str, object_: str, detail: str = "") -> None:
        """Add an entry that changes no row."""

    def forget(self, objects: Sequence[str]) -> int:
        """Forget the salts of these objects' digests; answers of how many entries."""


def last_entry(reading: AuditReading) -> str:
    """The anchor of a trail as it stands now, as ``COUNT:DIGEST``; empty without an entry."""
    last = reading.entries(limit=1)
    return f"{last[0].seq}:{last[0].hash.hex()}" if last else ""


def digest(previous: bytes, said: Told) -> bytes:
    """The digest of an entry: SHA-256 over its canonical form."""
    return hashlib.sha256(canonical(previous, said)).digest()


def canonical(previous: bytes, said: Told) -> bytes:
    """An entry and the digest before it as a JSON array without blanks in UTF-8."""
    seq, at, who, action, object_, detail, before, after = said
    # As json.dumps(…, ensure_ascii=False) writes it, in half the time.
    text = encode_basestring
    return (
        f"[{seq},{text(at)},{text(who)},{text(action)},{text(object_)},{text(detail)},"
        f"{_hex(before)},{_hex(after)},{_hex(previous)}]"
    ).encode("utf-8", "surrogatepass")


def _hex(value: bytes | None) -> str:
    return "null" if value is None else f'"{value.hex()}"'


Line = tuple[str, str, str, bytes | None, bytes | None, bytes | None]
"""What becomes an entry: action, object, detail, digests before and after, and their salt."""

Row = tuple[int, str, str, str, str, str, bytes | None, bytes | None, bytes, bytes | None]
"""An entry and its salt, as they are kept."""


def rows_after(last: tuple[int, bytes], who: str, at: datetime, lines: Sequence[Line]) -> list[Row]:
    """The rows that follow on the last entry, given by its number and digest."""
    rows: list[Row] = []
    count, previous = last
    moment = told(at)
    for seq, (action, name, detail, before, after, salt) in enumerate(lines, count + 1):
        entry = (seq, moment, who, action, name, detail, before, after)
        previous = digest(previous, entry)
        rows.append((*entry, previous, salt))
    return rows


def verified(entries: Iterable[Entry], anchors: Sequence[Anchor] = ()) -> Verdict:
    """Walk a chain from its first entry and compare it with what was noted outside."""
    wanted = {anchor.count for anchor in anchors}
    noted: dict[int, str] = {}
    turns: list[Entry] = []
    previous, count = START, 0
    try:
        for entry in entries:
            # By place: attributes of a hundred thousand entries take longer than their digests.
            seq, kept = entry[0], entry[8]
            if seq != count + 1:
                return Verdict(count, previous.hex(), trouble="hole", broken_at=count + 1)
            if digest(previous, entry[:8]) != kept:
                return Verdict(count, previous.hex(), trouble="edit", broken_at=seq)
            previous, count = kept, seq
            if seq in wanted:
                noted[seq] = kept.hex()
            if entry[3] in _TURNS:
                turns.append(Entry(*entry))
    except (TypeError, AttributeError):  # text where a digest stood, or the other way round
        return Verdict(count, previous.hex(), trouble="edit", broken_at=count + 1)
    adopted = tuple(each for each in turns if each.action == ADOPTED)
    restored = {each.seq: restoring(each.at, each.detail) for each in turns if each not in adopted}
    return _compared(Verdict(count, previous.hex(), adopted=adopted), noted, anchors, restored)


def _compared(
    chain: Verdict,
    noted: dict[int, str],
    anchors: Sequence[Anchor],
    restored: dict[int, Restoring],
) -> Verdict:
    past: list[Anchor] = []
    last = max(restored, default=None)
    for anchor in anchors:
        if anchor.count <= 0 or noted.get(anchor.count) == anchor.head:
            continue
        if any(each.explains(anchor) for each in restored.values()):
            past.append(anchor)
            continue
        trouble = "cut" if anchor.count > chain.count else "rewritten"
        at = chain.count + 1 if trouble == "cut" else anchor.count
        return Verdict(chain.count, chain.head, len(anchors), trouble, at, anchor, restored=last)
    outside = sum(anchor.is_outside and anchor not in past for anchor in anchors)
    return replace(chain, anchors=len(anchors), passed_over=tuple(past), outside=outside)


def told(moment: datetime) -> str:
    """A moment as entries bear it: UTC, ISO form, microseconds, Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

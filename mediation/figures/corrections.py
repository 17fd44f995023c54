"""更正: how the figures of a sealed period differ from the cases as they stand now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from mediation.figures.facts import Facts, days_counted, fact, key_in, label, shares
from mediation.figures.keys import Dimension
from mediation.figures.period import Period


@dataclass(frozen=True, slots=True)
class Seal:
    """封存: the digest over what was sealed, and when that was (aware)."""

    sha256: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SealedMonth:
    """A sealed month within a longer period, with the digest of its seal and when that was (aware)."""

    month: Period
    sha256: str
    at: datetime


class Measure(StrEnum):
    """What a corrected figure is counted in."""

    COUNT = "count"
    FEN = "fen"
    RATE = "rate"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Correction:
    """One figure as sealed and as it would be now, and the numbers of the cases that entered, left or
    changed it: none where entered court totals changed it. The values may be equal when as much
    entered as left. ``counted`` are a rate's fractions, sealed and now; ``row`` names a table's row."""

    figure: str
    name: str
    measure: Measure
    sealed: int | Fraction | None
    now: int | Fraction | None
    cases: tuple[str, ...]
    counted: tuple[str, str] = ("", "")
    row: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A case that adds something else to the figures than when they were sealed."""

    label: str
    before: Mapping[str, int]
    after: Mapping[str, int]
    days: tuple[int | None, int | None]
    rows: tuple[Mapping[Dimension, str], Mapping[Dimension, str]]

    def alters(self, name: str) -> bool:
        """Whether it alters a count, an amount or a particular."""
        return self.before.get(name, 0) != self.after.get(name, 0)


@dataclass(frozen=True, slots=True)
class Touched:
    """A case written since a sealing: the fields changed (empty for a new one), and as ISO texts the
    days of closing, and all days, that it has or had."""

    label: str
    fields: frozenset[str]
    closed: frozenset[str]
    days: frozenset[str]


def moved(before: Iterable[Facts], after: Iterable[Facts], period: Period) -> list[Moved]:
    """The cases whose facts changed, entered or left, from those that may have."""
    now = {fact(facts, "key"): facts for facts in after}
    found = [_moved(sealed, now.pop(fact(sealed, "key"), None), period) for sealed in before]
    found += [_moved(None, entered, period) for entered in now.values()]
    return sorted(found, key=lambda each: each.label)


def _moved(before: Facts | None, after: Facts | None, period: Period) -> Moved:
    known = before if after is None else after
    assert known is not None
    return Moved(
        label(known),
        {} if before is None else shares(before, period),
        {} if after is None else shares(after, period),
        (
            None if before is None else days_counted(before, period),
            None if after is None else days_counted(after, period),
        ),
        (_rows(before), _rows(after)),
    )


def _rows(facts: Facts | None) -> dict[Dimension, str]:
    if facts is None:
        return {}
    return {dimension: key_in(facts, dimension) for dimension in Dimension}

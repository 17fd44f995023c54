"""三分表: what became of every case, told apart by whether a session (调解会) is on record.

After the caseload matrix of the National Center for State Courts (ADR): session held, no session,
end pending. A case counts as held only with a session of its own; one without may still have met.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from mediation.figures.counts import Counts, Group
from mediation.figures.keys import Dimension
from mediation.i18n import _


class Ending(StrEnum):
    """How a case closed in the period ended; each closed case has exactly one."""

    HELD_SETTLED = "held.settled"
    HELD_PARTLY = "held.partly"
    HELD_NOT_SETTLED = "held.not_settled"
    HELD_OTHER = "held.other"
    UNHELD_SETTLED = "not_held.settled"
    UNHELD_UNSUITABLE = "not_held.unsuitable"
    UNHELD_NO_RESPONSE = "not_held.no_response"
    UNHELD_OTHER = "not_held.other"


HELD: Final = "held"
NOT_HELD: Final = "not_held"
HALVES: Final[Mapping[str, tuple[Ending, ...]]] = MappingProxyType(
    {
        half: tuple(each for each in Ending if each.split(".")[0] == half)
        for half in (HELD, NOT_HELD)
    }
)
HALF_NAMES: Final[Mapping[str, str]] = {
    HELD: _("开过调解会"),
    NOT_HELD: _("未登记调解会"),
}
ENDING_NAMES: Final[Mapping[Ending, str]] = {
    Ending.HELD_SETTLED: _("成功"),
    Ending.HELD_PARTLY: _("部分成功"),
    Ending.HELD_NOT_SETTLED: _("不成功"),
    Ending.HELD_OTHER: _("撤回退回"),
    Ending.UNHELD_SETTLED: _("已解决"),
    Ending.UNHELD_UNSUITABLE: _("不宜退回"),
    Ending.UNHELD_NO_RESPONSE: _("联系不上"),
    Ending.UNHELD_OTHER: _("其他"),
}
BROKEN_DOWN: Final = (Dimension.CHANNEL, Dimension.CAUSE)
PREFIX: Final = "three_way."


@dataclass(frozen=True, slots=True)
class Ended:
    """How many cases of one source and cause ended in one way; empty where not recorded."""

    channel: str
    cause: str
    ending: Ending
    number: int


@dataclass(frozen=True, slots=True)
class ThreeWayRow:
    """One row: opening + received = held + not held + pending; ``transferred`` stands beside it."""

    key: str
    name: str
    opening: int
    received: int
    closed: int
    pending: int
    transferred: int
    endings: Mapping[Ending, int]

    def half(self, half: str) -> int:
        """All cases closed with, or without, a session on record."""
        return sum(self.endings[each] for each in HALVES[half])


@dataclass(frozen=True, slots=True)
class ThreeWay:
    """The whole table: the total, and the rows by source and by cause."""

    total: ThreeWayRow
    by: Mapping[Dimension, tuple[ThreeWayRow, ...]]

    @property
    def without_record(self) -> int:
        """How many closed cases have no session on record."""
        return self.total.half(NOT_HELD)


def three_way(
    flow: Counts, groups: Mapping[Dimension, Sequence[Group]], ended: Iterable[Ended]
) -> ThreeWay:
    """The table over a report's counts; a kind of case that the groups lack has no row."""
    known = list(ended)
    by = {}
    for dimension in BROKEN_DOWN:
        found = _by_key(known, dimension)
        by[dimension] = tuple(_row(group, found.get(group.key, ())) for group in groups[dimension])
    return ThreeWay(_row(Group("", "", flow), known), MappingProxyType(by))


def ending_words(ending: Ending) -> str:
    """An ending with its half: 开过调解会 成功."""
    return f"{HALF_NAMES[ending.value.split('.')[0]]} {ENDING_NAMES[ending]}"


def endings_named(name: str) -> tuple[Ending, ...]:
    """The endings that ``held.settled`` or a whole half (``held``) stands for; empty for others."""
    if name in HALVES:
        return HALVES[name]
    return tuple(each for each in Ending if each.value == name)


def _by_key(ended: Iterable[Ended], dimension: Dimension) -> dict[str, list[Ended]]:
    found: dict[str, list[Ended]] = {}
    for each in ended:
        found.setdefault(getattr(each, dimension.value), []).append(each)
    return found


def _row(group: Group, ended: Iterable[Ended]) -> ThreeWayRow:
    numbers = dict.fromkeys(Ending, 0)
    for each in ended:
        numbers[each.ending] += each.number
    counts = group.counts
    return ThreeWayRow(
        group.key,
        group.name,
        counts.opening,
        counts.received,
        counts.closed,
        counts.pending,
        counts.transferred,
        MappingProxyType(numbers),
    )

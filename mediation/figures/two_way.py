"""A count of cases by two dimensions at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mediation.figures.keys import Figure
from mediation.i18n import _


class Axis(StrEnum):
    """What the rows or the columns are."""

    CAUSE = "cause"
    MEDIATOR = "mediator"
    COURT = "court"
    CHANNEL = "channel"
    OUTCOME = "outcome"
    BAND = "band"


AXIS_NAMES: Final[Mapping[Axis, str]] = {
    Axis.CAUSE: _("案由"),
    Axis.MEDIATOR: _("调解员"),
    Axis.COURT: _("法院"),
    Axis.CHANNEL: _("来源"),
    Axis.OUTCOME: _("结果"),
    Axis.BAND: _("标的档"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A value of an axis: what it is kept under, and its name. The key is empty where not recorded;
    of an amount band it is its place among the bands, -1 where the amount is not known."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class TwoWay:
    """How many cases behind one count have each pair of values.

    ``cases`` are the row keys behind each pair of a sealed period; of any other they are looked up.
    Rows and columns come largest first, amount bands in their order; a pair without a case is not
    among the ``numbers``.
    """

    figure: Figure
    axes: tuple[Axis, Axis]
    rows: tuple[Place, ...]
    columns: tuple[Place, ...]
    numbers: Mapping[tuple[str, str], int]
    row_sums: Mapping[str, int]
    column_sums: Mapping[str, int]
    cases: Mapping[tuple[str, str], tuple[int, ...]] | None = None

    def number(self, row: str | None, column: str | None) -> int:
        """The cases of a pair of keys; ``None`` stands for all rows or all columns."""
        if row is not None and column is not None:
            return self.numbers.get((row, column), 0)
        if row is not None:
            return self.row_sums.get(row, 0)
        if column is not None:
            return self.column_sums.get(column, 0)
        return sum(self.row_sums.values())

    def sealed_cases(self, row: str | None, column: str | None) -> list[int]:
        """The row keys of a pair of a sealed period; ``None`` stands for all rows or columns."""
        return [
            key
            for (one, other), keys in (self.cases or {}).items()
            if row in (None, one) and column in (None, other)
            for key in keys
        ]


def two_way(
    figure: Figure,
    axes: tuple[Axis, Axis],
    counted: Iterable[tuple[str, str, int]],
    names: tuple[Mapping[str, str], Mapping[str, str]],
    cases: Mapping[tuple[str, str], tuple[int, ...]] | None = None,
) -> TwoWay:
    """The table of what was counted; ``names`` has the words for the keys of each axis."""
    numbers: dict[tuple[str, str], int] = {}
    for row, column, number in counted:
        numbers[row, column] = numbers.get((row, column), 0) + number
    sums: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for pair, number in numbers.items():
        for side, key in enumerate(pair):
            sums[side][key] = sums[side].get(key, 0) + number
    rows, columns = (_in_order(axis, sums[side], names[side]) for side, axis in enumerate(axes))
    return TwoWay(figure, axes, rows, columns, numbers, *sums, cases)


def _in_order(axis: Axis, sums: Mapping[str, int], names: Mapping[str, str]) -> tuple[Place, ...]:
    places = [Place(key, names.get(key, key)) for key in sums]
    if axis is Axis.BAND:
        return tuple(sorted(places, key=lambda place: int(place.key)))
    if axis is Axis.MEDIATOR:  # people stand by name: by numbers they would be ranked
        return tuple(sorted(places, key=lambda place: (not place.key, place.name, place.key)))
    return tuple(sorted(places, key=lambda place: (-sums[place.key], place.name, place.key)))

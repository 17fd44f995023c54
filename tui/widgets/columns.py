"""Which columns of a list fit a width, and how wide each becomes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")
GAP = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[Row]):
    """One column. ``least`` and ``most`` are cells; the highest ``rank`` goes first when it is tight."""

    key: str
    heading: str
    value: Callable[[Row], str]
    least: int
    most: int
    rank: int = 1
    number: bool = False


def fitted(columns: Sequence[Column[Row]], cells: int) -> list[tuple[Column[Row], int]]:
    """The columns that fit, in their own order, with the width each gets.

    The most important column is always there, cut if need be; what is left over is shared out by
    how much more each column can use.
    """
    chosen: list[Column[Row]] = []
    used = -GAP
    for column in sorted(columns, key=lambda column: column.rank):
        if chosen and used + GAP + column.least > cells:
            break
        chosen.append(column)
        used += GAP + column.least
    widths = {column.key: column.least for column in chosen}
    spare = cells - used
    if spare < 0:
        widths[chosen[0].key] = max(cells, 0)
    room = sum(column.most - column.least for column in chosen)
    for column in chosen:
        wish = column.most - column.least
        more = round(max(spare, 0) * wish / room) if room else 0
        widths[column.key] += min(more, wish, max(spare, 0))
        spare -= min(more, wish, max(spare, 0))
        room -= wish
    return [(column, widths[column.key]) for column in columns if column.key in widths]

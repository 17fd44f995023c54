"""The three-way table of the written report, ready to be set across a page lying on its side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from mediation.figures.checks import COUNT_NAMES
from mediation.figures.three_way import (
    ENDING_NAMES,
    HALF_NAMES,
    HALVES,
    Ending,
    ThreeWayRow,
)
from mediation.i18n import _
from mediation.reports.columns import printable
from mediation.reports.edition import Edition
from mediation.reports.group_sheets import NAMES
from mediation.reports.names import unrecorded
from mediation.reports.written_tables import Table

_WIDTHS: Final = (26, 10, 10, *(13,) * len(Ending), 10, 11)


def three_way_tables(edition: Edition) -> Iterator[Table]:
    """A table by source and one by cause, each with the total below; none before it was examined."""
    found = edition.report.three_way
    if found is None:
        return
    for dimension, rows in found.by.items():
        if rows:
            total = (_("合计"), found.total)
            named = [(printable(row.name) or unrecorded(), row) for row in rows]
            caption = _("三分表按{name}（只列件数）").format(name=NAMES[dimension])
            yield Table(caption, _headings(NAMES[dimension]), _lines((*named, total)), _WIDTHS)


def _headings(first: str) -> tuple[str, ...]:
    endings = (
        f"{HALF_NAMES[half]} {ENDING_NAMES[each]}"
        for half, endings in HALVES.items()
        for each in endings
    )
    received, pending, transferred = (
        COUNT_NAMES[name] for name in ("received", "pending", "transferred")
    )
    return (first, _("旧存"), received, *endings, pending, transferred)


def _lines(rows: Iterable[tuple[str, ThreeWayRow]]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            name,
            *(
                str(number)
                for number in (
                    row.opening,
                    row.received,
                    *(row.endings[each] for endings in HALVES.values() for each in endings),
                    row.pending,
                    row.transferred,
                )
            ),
        )
        for name, row in rows
    )

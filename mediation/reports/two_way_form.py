"""A two-way count in words, for scripts, and as a table for spreadsheets."""

from __future__ import annotations

import csv
import io
from typing import Any, Final

from rich.cells import cell_len

from mediation.figures.checks import COUNT_NAMES
from mediation.figures.period import Period
from mediation.figures.two_way import AXIS_NAMES, Axis, Place, TwoWay
from mediation.i18n import _
from mediation.reports.columns import printable, table
from mediation.reports.csv_form import guarded
from mediation.reports.names import court_name, unrecorded
from mediation.reports.wording import period_words

_LEAST: Final = 8


def place_name(axis: Axis, place: Place) -> str:
    """The name of a row or column on one line; courts by their short names."""
    name = court_name(place.key) if axis is Axis.COURT and place.key else place.name
    return printable(name) or unrecorded()


def two_way_title(found: TwoWay, period: Period) -> str:
    """What is counted by what: 2026年10月 结案 案由 × 来源."""
    return _("{period}  {figure}  {rows} × {columns}").format(
        period=period_words(period),
        figure=COUNT_NAMES[found.figure.value],
        rows=AXIS_NAMES[found.axes[0]],
        columns=AXIS_NAMES[found.axes[1]],
    )


def two_way_cells(found: TwoWay) -> list[list[str | int]]:
    """Headings, a line for each row with its sum, and the sums of the columns last."""
    rows, columns = found.axes
    keys = [*(place.key for place in found.columns), None]
    lines: list[list[str | int]] = [
        [AXIS_NAMES[rows], *(place_name(columns, each) for each in found.columns), _("合计")]
    ]
    lines += [
        [place_name(rows, place), *(found.number(place.key, key) for key in keys)]
        for place in found.rows
    ]
    return [*lines, [_("合计"), *(found.number(None, key) for key in keys)]]


def two_way_text(found: TwoWay, period: Period, width: int) -> str:
    """The table for a terminal; columns beyond its width stand in further tables below."""
    if not found.rows:
        return _("{title}:没有案件").format(title=two_way_title(found, period))
    headings, *lines = ([str(cell) for cell in line] for line in two_way_cells(found))
    shown = [two_way_title(found, period)]
    room = max(width - 16, _LEAST)
    start = 1
    while start < len(headings):
        end = _fitting(headings, start, room)
        chosen = [[line[0], *line[start:end]] for line in lines]
        shown += ["", *table([headings[0], *headings[start:end]], chosen, width=width)]
        start = end
    return "\n".join(shown)


def two_way_csv(found: TwoWay) -> str:
    """RFC 4180 text; what a spreadsheet would run has an apostrophe before it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for line in two_way_cells(found):
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in line])
    return out.getvalue()


def two_way_json(found: TwoWay, period: Period) -> dict[str, Any]:
    """Plain values: the keys and names of both axes with their sums, and every pair with a case."""
    rows, columns = found.axes
    return {
        "period": {"start": period.start.isoformat(), "end": period.end.isoformat()},
        "figure": found.figure.value,
        "by": [rows.value, columns.value],
        "rows": [
            {
                "key": place.key,
                "name": place_name(rows, place),
                "count": found.number(place.key, None),
            }
            for place in found.rows
        ],
        "columns": [
            {
                "key": place.key,
                "name": place_name(columns, place),
                "count": found.number(None, place.key),
            }
            for place in found.columns
        ],
        "cells": [
            {"row": row.key, "column": column.key, "count": number}
            for row in found.rows
            for column in found.columns
            if (number := found.number(row.key, column.key))
        ],
        "total": found.number(None, None),
    }


def _fitting(headings: list[str], start: int, room: int) -> int:
    """The end of the columns that stand side by side in this many cells; at least one does."""
    used, end = 0, start
    while end < len(headings):
        used += max(cell_len(headings[end]), 5) + 2
        if used > room and end > start:
            break
        end += 1
    return end

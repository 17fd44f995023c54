"""One month's sums in one statement: counted from the cases, with what the month before left open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Select,
    Text,
    bindparam,
    case,
    cast,
    delete,
    exists,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)

from db.schema import cases, rollup
from db.tallies import FIGURES
from mediation.cases.terms import Outcome
from mediation.figures.keys import Dimension

ALL = "all"
DAYS = "days"

_START, _END, _BEFORE = (bindparam(name, type_=Date) for name in ("start", "end", "before"))
_NOTHING: ColumnElement[int] = literal_column("0")
_NUMBER: ColumnElement[int] = func.count()

_RECEIVED = {"received": _NUMBER, "claimed": func.coalesce(func.sum(cases.c.claimed), 0)}
_CLOSED = {
    "closed": _NUMBER,
    **{
        outcome.value: func.sum(case((cases.c.outcome == literal(outcome.value), 1), else_=0))
        for outcome in Outcome
    },
    "agreed": func.coalesce(func.sum(cases.c.agreed), 0),
    "performed": func.coalesce(func.sum(cases.c.performed), 0),
}
_MOVES: tuple[tuple[ColumnElement[date], Mapping[str, ColumnElement[int]]], ...] = (
    (cases.c.referred_on, _RECEIVED),
    (cases.c.closed_on, _CLOSED),
    (cases.c.transfer_counts_on, {"transferred": _NUMBER}),
)


def fill(connection: Connection, month: date, before: date | None) -> bool:
    """Put the month's sums in place of what is kept of it; ``False`` when nothing happened in it.

    ``before`` is the last kept month before it, whose open cases stand at its beginning.
    """
    span = {"start": month, "end": month + relativedelta(months=1, days=-1)}
    connection.execute(_CLEAR, {"start": month})
    if not connection.scalar(_HAPPENED, span):
        return False
    # No sums are kept under the first day there is.
    connection.execute(_FILL, {**span, "before": before or date.min})
    return True


def _line(
    dimension: str, key: ColumnElement[str], counted: Mapping[str, ColumnElement[int]]
) -> Select[Any]:
    figures = [counted.get(name, _NOTHING).label(name) for name in FIGURES]
    columns: list[ColumnElement[Any]] = [literal(dimension).label("dimension"), key.label("key")]
    return select(*columns, *figures)


def _moved(dimension: Dimension | None) -> list[Select[Any]]:
    """A select for each kind of movement; a grouped one has no line for a key without any."""
    if dimension is None:
        return [
            _line(ALL, literal_column("''"), counted)
            .where(day.between(_START, _END))
            .having(_NUMBER > 0)
            for day, counted in _MOVES
        ]
    column = cases.c[dimension.value]
    key = func.coalesce(cast(column, Text), literal_column("''"))
    return [
        _line(dimension.value, key, counted).where(day.between(_START, _END)).group_by(column)
        for day, counted in _MOVES
    ]


def _statement() -> Any:
    closed_after_days = (
        _line(DAYS, cast(cases.c.days, Text), {"closed": _NUMBER})
        .where(cases.c.closed_on.between(_START, _END), cases.c.days.is_not(None))
        .group_by(cases.c.days)
    )
    left_open = rollup.c.opening + rollup.c.received - rollup.c.closed
    standing = select(
        rollup.c.dimension,
        rollup.c.key,
        *(left_open if name == "opening" else _NOTHING for name in FIGURES),
    ).where(rollup.c.month == _BEFORE, rollup.c.dimension != literal(DAYS), left_open != 0)
    moved = [one for dimension in (None, *Dimension) for one in _moved(dimension)]
    lines = union_all(*moved, closed_after_days, standing).subquery()
    summed = select(
        _START, lines.c.dimension, lines.c.key, *(func.sum(lines.c[name]) for name in FIGURES)
    ).group_by(lines.c.dimension, lines.c.key)
    return insert(rollup).from_select(["month", "dimension", "key", *FIGURES], summed)


_CLEAR = delete(rollup).where(rollup.c.month == _START)
_HAPPENED = select(or_(*(exists().where(day.between(_START, _END)) for day, _counted in _MOVES)))
_FILL = _statement()

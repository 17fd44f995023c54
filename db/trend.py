"""Closed and succeeded cases month by month: from the kept sums where they hold, else counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, case, func, select

from db.counts import one_key
from db.queries import in_scope
from db.rollup import ALL, dirty_months
from db.schema import cases, rollup
from db.tallies import Where, has_key
from mediation.cases.terms import Outcome
from mediation.figures.counts import Scope
from mediation.figures.period import Period

Closed = tuple[int, int]


def trend(connection: Connection, months: Sequence[Period], scope: Scope) -> list[Closed]:
    """Closed and succeeded cases of each of these months, in order."""
    alone = one_key(connection, scope)
    if not (scope.is_everything or alone) or not all(each.is_whole_months for each in months):
        return [_counted(connection, each, in_scope(scope)) for each in months]
    dimension, key = alone or (None, "")
    where = [] if dimension is None else [has_key(dimension, key)]
    name = ALL if dimension is None else dimension.value
    dirty = dirty_months(connection)
    kept = _kept(connection, name, key, [each.start for each in months])
    return [
        _counted(connection, each, where) if each.start in dirty else kept.get(each.start, (0, 0))
        for each in months
    ]


def _kept(
    connection: Connection, dimension: str, key: str, months: Sequence[date]
) -> dict[date, Closed]:
    chosen = select(rollup.c.month, rollup.c.closed, rollup.c.succeeded).where(
        rollup.c.month.in_(months), rollup.c.dimension == dimension, rollup.c.key == key
    )
    return {month: (closed, succeeded) for month, closed, succeeded in connection.execute(chosen)}


def _counted(connection: Connection, month: Period, where: Where) -> Closed:
    succeeded = func.sum(case((cases.c.outcome == Outcome.SUCCEEDED.value, 1), else_=0))
    within = cases.c.closed_on.between(month.start, month.end)
    closed, successes = connection.execute(
        select(func.count(), succeeded).where(within, *where)
    ).one()
    return closed, successes or 0

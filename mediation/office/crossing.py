"""The query that lists exactly the cases of one number in a two-way count."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from mediation.figures.counts import NOBODY, Scope
from mediation.figures.period import Period
from mediation.figures.two_way import Axis, TwoWay
from mediation.store import CaseQuery


def cases_of(
    table: TwoWay, row: str | None, column: str | None, period: Period, scope: Scope
) -> CaseQuery:
    """The cases of a pair of keys; ``None`` stands for all rows or all columns."""
    query = CaseQuery(figure=table.figure, period=period, scope=scope)
    return narrowed(query, table.axes, row, column)


def narrowed(
    query: CaseQuery, axes: tuple[Axis, Axis], row: str | None, column: str | None
) -> CaseQuery:
    """The cases of a query that have these keys; ``None`` stands for all rows or all columns."""
    for axis, key in zip(axes, (row, column), strict=True):
        if key is not None:
            query = _narrowed(query, axis, key)
    return query


def _narrowed(query: CaseQuery, axis: Axis, key: str) -> CaseQuery:
    if axis is Axis.OUTCOME:
        return replace(query, outcome=key)
    if axis is Axis.BAND:
        return replace(query, band=int(key))
    if axis is Axis.MEDIATOR:
        person = UUID(key) if key else NOBODY
        return replace(query, scope=replace(query.scope, mediator=person))
    if axis is Axis.COURT:
        return replace(query, scope=replace(query.scope, court=key))
    if axis is Axis.CAUSE:
        return replace(query, scope=replace(query.scope, cause=key))
    return replace(query, scope=replace(query.scope, channel=key))

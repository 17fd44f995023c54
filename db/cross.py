"""A count by two dimensions at once, in one pass over its cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from db import counts, queries
from db.schema import cases
from db.strata import BAND
from mediation.cases.terms import Outcome
from mediation.figures.casemix import band_name
from mediation.figures.counts import Scope
from mediation.figures.keys import Dimension, Figure
from mediation.figures.period import Period
from mediation.figures.two_way import Axis, TwoWay, two_way
from mediation.i18n import _
from mediation.store import CaseQuery

_OUTCOMES = {outcome.value: outcome.label for outcome in Outcome}


def cross(
    connection: Connection, figure: Figure, axes: tuple[Axis, Axis], period: Period, scope: Scope
) -> TwoWay:
    """The cases behind a count by both axes."""
    behind = CaseQuery(figure=figure, period=period, scope=scope)
    return cross_of(connection, behind, axes)


def cross_of(connection: Connection, query: CaseQuery, axes: tuple[Axis, Axis]) -> TwoWay:
    """The cases of a query by both axes."""
    row, column = (_column(axis) for axis in axes)
    where = [*queries.conditions(query), *queries.text_conditions(connection, query)]
    chosen = select(row, column, func.count()).where(*where).group_by(row, column)
    found = connection.execute(chosen).all()
    named = [
        _named(connection, axis, {_text(each[side]) for each in found})
        for side, axis in enumerate(axes)
    ]
    counted = (
        (named[0][_text(one)][0], named[1][_text(other)][0], number) for one, other, number in found
    )
    first, second = (dict(each.values()) for each in named)
    return two_way(query.figure or Figure.RECEIVED, axes, counted, (first, second))


def _column(axis: Axis) -> ColumnElement[Any]:
    return BAND if axis is Axis.BAND else cases.c[axis.value]


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _named(
    connection: Connection, axis: Axis, keys: Iterable[str]
) -> Mapping[str, tuple[str, str]]:
    """Key and name to tell, by the key counted under."""
    if axis is Axis.BAND:
        return {key: (key, band_name(int(key))) for key in keys}
    if axis is Axis.OUTCOME:
        return {key: (key, _OUTCOMES.get(key) or _("未结")) for key in keys}
    return counts.names(connection, Dimension(axis.value), keys)

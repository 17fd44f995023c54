"""Counting straight from the cases, over the covering indexes: always right, only slower."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, literal_column, select

from db.schema import cases
from db.stays import closed_since, still_open
from mediation.cases.terms import Outcome
from mediation.figures.keys import Dimension

FIGURES = (
    "opening",
    "received",
    "closed",
    "succeeded",
    "partly",
    "failed",
    "withdrawn",
    "returned",
    "transferred",
    "claimed",
    "agreed",
    "performed",
)
"""The counts of one key in their order; amounts in fen."""

Tally = list[int]
Tallies = dict[str, Tally]

OPENING, RECEIVED, CLOSED = range(3)
_TRANSFERRED, _CLAIMED, _AGREED, _PERFORMED = range(8, 12)
_AT = {outcome.value: FIGURES.index(outcome.value) for outcome in Outcome}
_EVERYTHING: ColumnElement[Any] = literal_column("NULL")

Where = Sequence[ColumnElement[bool]]


def moved(
    connection: Connection, dimension: Dimension | None, start: date, end: date, where: Where = ()
) -> Tallies:
    """All counts but the opening ones by key, both days included; one key ``""`` without dimension."""
    key = _key(dimension)
    tallies: Tallies = {}
    received = select(key, func.count(), func.sum(cases.c.claimed)).where(
        cases.c.referred_on.between(start, end), *where
    )
    for value, number, claimed in connection.execute(_grouped(received, dimension)).all():
        tally = _of(tallies, value)
        tally[RECEIVED] += number
        tally[_CLAIMED] += claimed or 0
    closed = select(
        key,
        cases.c.outcome,
        func.count(),
        func.sum(cases.c.agreed),
        func.sum(cases.c.performed),
    ).where(cases.c.closed_on.between(start, end), *where)
    by_outcome = _grouped(closed, dimension).group_by(cases.c.outcome)
    for value, outcome, number, agreed, performed in connection.execute(by_outcome).all():
        tally = _of(tallies, value)
        tally[CLOSED] += number
        if outcome in _AT:
            tally[_AT[outcome]] += number
        tally[_AGREED] += agreed or 0
        tally[_PERFORMED] += performed or 0
    transferred = select(key, func.count()).where(
        cases.c.transfer_counts_on.between(start, end), *where
    )
    for value, number in connection.execute(_grouped(transferred, dimension)).all():
        _of(tallies, value)[_TRANSFERRED] += number
    if dimension is None and not any(tallies.get("", ())):
        return {}
    return tallies


def standing(
    connection: Connection, dimension: Dimension | None, start: date, where: Where = ()
) -> dict[str, int]:
    """How many cases were received and not closed before a day, by key."""
    key = _key(dimension)
    balances: dict[str, int] = {}
    # Apart, so that each half is read from one covering index.
    for stood in (still_open(start), closed_since(start)):
        counted = select(key, func.count()).where(stood, *where)
        for value, number in connection.execute(_grouped(counted, dimension)):
            name = _name(value)
            balances[name] = balances.get(name, 0) + number
    return balances


def days(connection: Connection, start: date, end: date, where: Where = ()) -> dict[int, int]:
    """Cases closed between two days by days from signing to closing."""
    counted = (
        select(cases.c.days, func.count())
        .where(cases.c.closed_on.between(start, end), cases.c.days.is_not(None), *where)
        .group_by(cases.c.days)
    )
    return dict(connection.execute(counted).all())


def has_key(dimension: Dimension, key: str) -> ColumnElement[bool]:
    """The condition that a case counts under this key of a dimension."""
    column = cases.c[dimension.value]
    if not key:
        return column.is_(None)
    return column == (int(key) if dimension is Dimension.MEDIATOR else key)


def _key(dimension: Dimension | None) -> ColumnElement[Any]:
    return _EVERYTHING if dimension is None else cases.c[dimension.value]


def _grouped(chosen: Any, dimension: Dimension | None) -> Any:
    return chosen if dimension is None else chosen.group_by(_key(dimension))


def _name(value: object) -> str:
    return "" if value is None else str(value)


def _of(tallies: Tallies, value: object) -> Tally:
    return tallies.setdefault(_name(value), [0] * len(FIGURES))

"""The case list: keys in order, rows by key, how many. Never by OFFSET."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    func,
    literal_column,
    or_,
    select,
)

from db import search
from db.schema import cases, mediators
from mediation.cases.terms import Outcome, State
from mediation.figures.counts import Figure, Scope
from mediation.store import CaseQuery, CaseRow

NOBODY = UUID(int=0)
"""In ``Scope.mediator``: cases without a mediator, as the empty string is for the other fields."""

_AT_ONCE = 500
_FETCHED = 8_192
_LOOKED_THROUGH = 256
_MAKE: Callable[..., CaseRow] = CaseRow
_OUTCOMES: dict[str | None, Outcome] = {outcome.value: outcome for outcome in Outcome}

Conditions = list[ColumnElement[bool]]

_SORTED = {
    "referred_on": cases.c.referred_on,
    "signed_on": cases.c.signed_on,
    "closed_on": cases.c.closed_on,
    "claimed": cases.c.claimed,
    "number": cases.c.number,
    "court_number": cases.c.court_number_key,
}
_ROWS = select(
    cases.c.seq,
    cases.c.id,
    cases.c.version,
    cases.c.number,
    cases.c.court_number,
    cases.c.applicants,
    cases.c.respondents,
    cases.c.cause_name,
    cases.c.court,
    cases.c.channel,
    cases.c.claimed,
    mediators.c.id,
    mediators.c.name,
    cases.c.referred_on,
    cases.c.signed_on,
    cases.c.closed_on,
    cases.c.outcome,
    cases.c.agreed,
    cases.c.performed,
).outerjoin_from(cases, mediators, mediators.c.seq == cases.c.mediator)


def list_keys(connection: Connection, query: CaseQuery) -> array[int]:
    """The row keys of all matching cases in order, 8 bytes a case.

    Cases without a value in the sorted column come last, ties by row key.
    """
    keys: array[int] = array("q")
    wanted = search.needle(connection, query.text)
    found = _found_anywhere(connection, wanted)
    for part in _parts(query):
        result = connection.execution_options(yield_per=_FETCHED).execute(part.where(*found))
        for block in result.scalars().partitions():
            keys.extend(block)
    return keys


def first_rows(connection: Connection, query: CaseQuery, limit: int) -> list[CaseRow]:
    """The first rows in order, without reading the rest."""
    return rows(connection, _first_keys(connection, query, limit))


def rows(connection: Connection, keys: Sequence[int]) -> list[CaseRow]:
    """The rows of these keys in the order given; keys no longer there are left out."""
    found: dict[int, CaseRow] = {}
    for start in range(0, len(keys), _AT_ONCE):
        chosen = _ROWS.where(cases.c.seq.in_(list(keys[start : start + _AT_ONCE])))
        for row in connection.execute(chosen):
            found[row[0]] = _row(tuple(row))
    return [found[key] for key in keys if key in found]


def count(connection: Connection, query: CaseQuery) -> int:
    """How many cases match."""
    where = conditions(query)
    wanted = search.needle(connection, query.text)
    if wanted is not None and not where:
        return search.count(connection, wanted)
    counted = select(func.count()).select_from(cases)
    return connection.scalar(counted.where(*where, *_found_anywhere(connection, wanted))) or 0


def conditions(query: CaseQuery) -> Conditions:
    """All conditions of a query but its text; none when every case matches."""
    where = in_scope(query.scope)
    if query.outcome is not None:
        where += [_is(cases.c.outcome, query.outcome)]
        if query.outcome:
            where += [cases.c.closed_on.is_not(None)]
    if query.state is not None:
        where += _IN_STATE[query.state]
    if query.figure is not None:
        where += _behind(query)
    return where


def in_scope(scope: Scope) -> Conditions:
    """The conditions of a scope; the empty string means not recorded."""
    where = [
        _is(cases.c[name], value)
        for name in ("court", "cause", "channel")
        if (value := getattr(scope, name)) is not None
    ]
    if scope.mediator is not None:
        if not scope.mediator or scope.mediator == NOBODY:
            where.append(cases.c.mediator.is_(None))
        else:
            person = select(mediators.c.seq).where(mediators.c.id == scope.mediator)
            where.append(cases.c.mediator == person.scalar_subquery())
    return where


def open_at(start: date) -> ColumnElement[bool]:
    """Received before a day and not closed before it."""
    return and_(
        cases.c.referred_on < start,
        or_(cases.c.closed_on.is_(None), cases.c.closed_on >= start),
    )


_IN_STATE: dict[str, Conditions] = {
    State.REGISTERED.value: [cases.c.closed_on.is_(None), cases.c.signed_on.is_(None)],
    State.IN_MEDIATION.value: [cases.c.closed_on.is_(None), cases.c.signed_on.is_not(None)],
    State.CLOSED.value: [cases.c.closed_on.is_not(None)],
}


def _is(where: ColumnElement[Any], value: str) -> ColumnElement[bool]:
    return where == value if value else where.is_(None)


def _behind(query: CaseQuery) -> Conditions:
    figure, period = query.figure, query.period
    start, end = (period.start, period.end) if period else (date.min, date.max)
    if figure is Figure.OPENING:
        return [open_at(start)]
    if figure is Figure.PENDING:
        later = or_(cases.c.closed_on.is_(None), cases.c.closed_on > end)
        return [cases.c.referred_on <= end, later]
    if figure is Figure.RECEIVED:
        return [cases.c.referred_on.between(start, end)]
    if figure is Figure.TRANSFERRED:
        return [cases.c.transfer_counts_on.between(start, end)]
    closed: Conditions = [cases.c.closed_on.between(start, end)]
    if figure is not None and figure is not Figure.CLOSED:
        closed.append(cases.c.outcome == figure.value)
    return closed


def _parts(query: CaseQuery) -> list[Select[int]]:
    """The keys in order: first the cases with a value in the sorted column, then those without."""
    by = _SORTED[query.sort]
    chosen = select(cases.c.seq).where(*conditions(query))
    seq = cases.c.seq.desc() if query.descending else cases.c.seq.asc()
    order = (by.desc() if query.descending else by.asc(), seq)
    if not by.nullable and by.server_default is None:
        return [chosen.order_by(*order)]
    without = by.is_(None) if by.nullable else by == literal_column("''")
    with_value = by.is_not(None) if by.nullable else by > literal_column("''")
    return [chosen.where(with_value).order_by(*order), chosen.where(without).order_by(seq)]


def _first_keys(connection: Connection, query: CaseQuery, limit: int) -> list[int]:
    wanted = search.needle(connection, query.text)
    keys: list[int] = []
    found: Conditions = []
    if wanted is not None:
        keys = _near_the_top(connection, query, wanted, limit)
        if len(keys) == limit:
            return keys
        found = _found_first(connection, wanted)
        keys = []
    for part in _parts(query):
        if len(keys) < limit:
            keys += connection.scalars(part.where(*found).limit(limit - len(keys)))
    return keys


def _near_the_top(
    connection: Connection, query: CaseQuery, wanted: search.Needle, limit: int
) -> list[int]:
    """The first hits among the first cases of the list: a frequent word needs no more."""
    top = list(connection.scalars(_parts(query)[0].limit(_LOOKED_THROUGH)))
    return search.those_holding(connection, top, wanted)[:limit]


def _found_first(connection: Connection, wanted: search.Needle) -> Conditions:
    if search.are_few(connection, wanted):
        return [cases.c.seq.in_(search.hits(connection, wanted))]
    return [search.holds(cases.c.seq, wanted)]


def _found_anywhere(connection: Connection, wanted: search.Needle | None) -> Conditions:
    if wanted is None:
        return []
    if search.are_few(connection, wanted):
        return [cases.c.seq.in_(search.hits(connection, wanted))]
    if wanted.exact:
        # Adding 0 keeps SQLite from walking the hits in their own order and sorting afterwards.
        return [(cases.c.seq + literal_column("0")).in_(search.hits(connection, wanted))]
    return [search.holds(cases.c.seq, wanted)]


def _row(values: tuple[Any, ...]) -> CaseRow:
    outcome = _OUTCOMES.get(values[16])
    return _MAKE(*values[:12], values[12] or "", *values[13:16], outcome, *values[17:])

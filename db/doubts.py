"""The cases of a period that an auditor would ask about."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, select, tuple_

from db.schema import cases, parties, sessions
from mediation.cases.terms import Outcome
from mediation.figures.period import Period
from mediation.figures.quality import LISTED, Doubt, Finding

Conditions = list[ColumnElement[bool]]

_SHOWN = func.coalesce(func.nullif(cases.c.number, ""), func.nullif(cases.c.court_number, ""), "")
_SUCCEEDED = cases.c.outcome == Outcome.SUCCEEDED.value
_REACHED = cases.c.outcome.in_([Outcome.SUCCEEDED.value, Outcome.PARTLY.value])


def findings(
    connection: Connection, period: Period, where: Conditions, *, bulk: int
) -> list[Finding]:
    """Every doubt with at least one case; ``bulk`` closings of one mediator on one day are many."""
    found = []
    for doubt in Doubt:
        cases_found = keys(connection, doubt, period, where, bulk=bulk)
        if cases_found:
            named = _numbers(connection, cases_found[:LISTED])
            found.append(Finding(doubt, len(cases_found), named))
    return found


def keys(
    connection: Connection, doubt: Doubt, period: Period, where: Conditions, *, bulk: int
) -> list[int]:
    """The row keys of all cases of one doubt, by closing."""
    closed = [cases.c.closed_on.between(period.start, period.end), *where]
    chosen = select(cases.c.seq).where(*closed, _test(doubt, closed, bulk))
    return list(connection.scalars(chosen.order_by(cases.c.closed_on, cases.c.seq)))


def _test(doubt: Doubt, closed: Conditions, bulk: int) -> ColumnElement[bool]:
    if doubt is Doubt.BULK_CLOSING:
        return _in_bulk(closed, bulk)
    if doubt is Doubt.SHARED_PHONE:
        return cases.c.seq.in_(_sharing(closed))
    return {
        Doubt.NO_AMOUNT: _REACHED & cases.c.agreed.is_(None),
        Doubt.ZERO_DAYS: _SUCCEEDED & (cases.c.days == 0),
        Doubt.UNSIGNED: cases.c.days.is_(None),  # in the index, unlike the day of signing
        Doubt.NO_SESSION: _SUCCEEDED & ~exists().where(sessions.c.case_seq == cases.c.seq),
    }[doubt]


def _numbers(connection: Connection, keys: list[int]) -> tuple[str, ...]:
    named = select(cases.c.seq, _SHOWN).where(cases.c.seq.in_(keys))
    shown = dict(connection.execute(named).all())
    return tuple(shown[key] for key in keys)


def _in_bulk(closed: Conditions, bulk: int) -> ColumnElement[bool]:
    days = (
        select(cases.c.mediator, cases.c.closed_on)
        .where(*closed, cases.c.mediator.is_not(None))
        .group_by(cases.c.mediator, cases.c.closed_on)
        .having(func.count() >= bulk)
    )
    return tuple_(cases.c.mediator, cases.c.closed_on).in_(days)


def _sharing(closed: Conditions) -> Select[Any]:
    """Cases with a phone that belongs to parties of several names in several cases of the period."""
    within = (
        select(parties.c.case_seq, parties.c.phone, parties.c.name)
        .join(cases, cases.c.seq == parties.c.case_seq)
        .where(*closed, parties.c.phone != "")
        .cte("within")
    )
    shared = (
        select(within.c.phone)
        .group_by(within.c.phone)
        .having(
            func.min(within.c.case_seq) != func.max(within.c.case_seq),
            func.min(within.c.name) != func.max(within.c.name),
        )
    )
    return select(within.c.case_seq).where(within.c.phone.in_(shared))

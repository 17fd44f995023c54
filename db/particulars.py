"""Counts over outcomes and performance, straight from the cases of the period."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from db.schema import cases
from mediation.cases.terms import EndReason, Outcome, Performance
from mediation.figures.particulars import Particular, Particulars
from mediation.figures.period import Period

Conditions = list[ColumnElement[bool]]

_REACHED = cases.c.outcome.in_([Outcome.SUCCEEDED.value, Outcome.PARTLY.value])
_DONE = [Performance.IMMEDIATE.value, Performance.PERFORMED.value]
_DUE = [*_DONE, Performance.PARTLY.value, Performance.OVERDUE.value]
_SUCCEEDED = cases.c.outcome == Outcome.SUCCEEDED.value

_AMONG_CLOSED: dict[Particular, ColumnElement[bool]] = {
    Particular.CONFIRMED: and_(_SUCCEEDED, cases.c.confirmation_number != ""),
    Particular.UNREACHABLE: and_(
        cases.c.outcome == Outcome.FAILED.value, cases.c.reason == EndReason.UNREACHABLE.value
    ),
    Particular.CLOSED_TRANSFERRED: cases.c.transfer_counts_on.is_not(None),
    Particular.DUE: and_(_REACHED, cases.c.performance.in_(_DUE)),
    Particular.DUE_PERFORMED: and_(_REACHED, cases.c.performance.in_(_DONE)),
    Particular.NOT_DUE: and_(_REACHED, cases.c.performance == Performance.NOT_DUE.value),
    Particular.PERFORMANCE_UNKNOWN: and_(_REACHED, cases.c.performance.is_(None)),
}
_AMONG_RECEIVED: dict[Particular, ColumnElement[bool]] = {
    Particular.COHORT_SUCCEEDED: and_(_SUCCEEDED, cases.c.closed_on.is_not(None)),
    Particular.COHORT_OPEN: cases.c.closed_on.is_(None),
}


def particulars(connection: Connection, period: Period, where: Conditions) -> Particulars:
    """Every particular count of the period under further conditions."""
    counted: dict[str, int] = {}
    for kinds, day in (
        (_AMONG_CLOSED, cases.c.closed_on),
        (_AMONG_RECEIVED, cases.c.referred_on),
    ):
        chosen = select(*(func.sum(case((test, 1), else_=0)) for test in kinds.values())).where(
            day.between(period.start, period.end), *where
        )
        row = connection.execute(chosen).one()
        counted.update({kind.value: row[place] or 0 for place, kind in enumerate(kinds)})
    return Particulars(**counted)


def keys(connection: Connection, kind: Particular, period: Period, where: Conditions) -> list[int]:
    """The row keys of exactly the cases of one count, by referral."""
    chosen = (
        select(cases.c.seq)
        .where(*_behind(kind, period), *where)
        .order_by(cases.c.referred_on, cases.c.seq)
    )
    return list(connection.scalars(chosen))


def _behind(kind: Particular, period: Period) -> Conditions:
    if kind in _AMONG_RECEIVED:
        return [cases.c.referred_on.between(period.start, period.end), _AMONG_RECEIVED[kind]]
    return [cases.c.closed_on.between(period.start, period.end), _AMONG_CLOSED[kind]]

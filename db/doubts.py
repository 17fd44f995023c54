"""The cases of a period that an auditor would ask about."""

from __future__ import annotations

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    func,
    literal_column,
    select,
    tuple_,
)

from db.among import among
from db.endings import HELD
from db.schema import agreements, cases, parties
from mediation.cases.terms import Outcome
from mediation.figures.period import Period
from mediation.figures.quality import LISTED, Doubt, Finding

Conditions = list[ColumnElement[bool]]

_MONTHS_OF_A_YEAR = 12
_HAS_PHONE = parties.c.phone != literal_column("''")  # as the index has it
_SHOWN = func.coalesce(func.nullif(cases.c.number, ""), func.nullif(cases.c.court_number, ""), "")
_SUCCEEDED = cases.c.outcome == Outcome.SUCCEEDED.value
_UNDATED = select(agreements.c.case_seq).where(agreements.c.signed_on.is_(None))
_REACHED = cases.c.outcome.in_([Outcome.SUCCEEDED.value, Outcome.PARTLY.value])


def findings(
    connection: Connection, period: Period, where: Conditions, *, bulk: int
) -> list[Finding]:
    """Every doubt with at least one case; ``bulk`` closings of one mediator on one day are many."""
    found = []
    for doubt in Doubt:
        chosen = _chosen(connection, doubt, period, where, bulk)
        if chosen is None:
            continue
        # Counted where they are found: a long period may have hundreds of thousands.
        counted = chosen.add_columns(func.count().over()).limit(LISTED)
        rows = connection.execute(counted).all()
        if rows:
            named = _numbers(connection, [seq for seq, _all in rows])
            found.append(Finding(doubt, rows[0][1], named))
    return found


def keys(
    connection: Connection, doubt: Doubt, period: Period, where: Conditions, *, bulk: int
) -> list[int]:
    """The row keys of all cases of one doubt, by closing."""
    chosen = _chosen(connection, doubt, period, where, bulk)
    return [] if chosen is None else list(connection.scalars(chosen))


def _chosen(
    connection: Connection, doubt: Doubt, period: Period, where: Conditions, bulk: int
) -> Select[int] | None:
    """The row keys of the cases of one doubt, by closing; ``None`` when there are none."""
    closed = [cases.c.closed_on.between(period.start, period.end), *where]
    test = _test(connection, doubt, closed, period, bulk)
    if test is None:
        return None
    chosen = select(cases.c.seq).where(*closed, test)
    return chosen.order_by(cases.c.closed_on, cases.c.seq)


def _test(
    connection: Connection, doubt: Doubt, closed: Conditions, period: Period, bulk: int
) -> ColumnElement[bool] | None:
    if doubt is Doubt.BULK_CLOSING:
        return _in_bulk(closed, bulk)
    if doubt is Doubt.SHARED_PHONE:
        return _sharing(connection, closed, period)
    return {
        Doubt.NO_AMOUNT: _REACHED & cases.c.agreed.is_(None),
        Doubt.ZERO_DAYS: _SUCCEEDED & (cases.c.days == 0),
        Doubt.UNSIGNED: cases.c.days.is_(None),  # in the index, unlike the day of signing
        Doubt.NO_SESSION: _SUCCEEDED & ~HELD,
        Doubt.UNDATED: _REACHED & cases.c.seq.in_(_UNDATED),
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


def _sharing(
    connection: Connection, closed: Conditions, period: Period
) -> ColumnElement[bool] | None:
    """Cases with a phone that belongs to parties of several names in several cases of the period."""
    borne = (
        select(parties.c.phone)
        .join_from(cases, parties, parties.c.case_seq == cases.c.seq)
        .where(*closed, _HAS_PHONE)
        .group_by(parties.c.phone)
    )
    in_several_cases = func.min(parties.c.case_seq) != func.max(parties.c.case_seq)
    by_several_names = func.min(parties.c.name) != func.max(parties.c.name)
    # Names are compared only where a phone stands in several cases, which few do; over years they
    # are sooner found in the index of all phones than among the cases of the period.
    ever = select(parties.c.phone).where(_HAS_PHONE).group_by(parties.c.phone)
    looked_in = borne if len(period) <= _MONTHS_OF_A_YEAR else ever
    several = list(connection.scalars(looked_in.having(in_several_cases)))
    if not several:
        return None
    again = borne.where(among(parties.c.phone, several)).having(in_several_cases, by_several_names)
    phones = list(connection.scalars(again))
    if not phones:
        return None
    within = select(parties.c.case_seq).where(_HAS_PHONE, among(parties.c.phone, phones))
    return cases.c.seq.in_(within)

"""What of all agreements asks for something, read from small indices of what is still open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, func, select

from db.among import among
from db.schema import agreements, cases, clauses, instalments
from mediation.cases.agreement import PERFORMABLE, ClauseKind
from mediation.cases.performing import ConfirmationRow, InstalmentRow
from mediation.cases.terms import Outcome, Performance

_LATE = (Performance.PARTLY.value, Performance.OVERDUE.value)
_REACHED = (Outcome.SUCCEEDED.value, Outcome.PARTLY.value)


def falling_due(connection: Connection, until: date, limit: int) -> list[InstalmentRow]:
    """Instalments with something left whose last day is ``until`` or before, oldest first."""
    others = instalments.alias()
    of = (
        select(func.count())
        .where(others.c.clause == instalments.c.clause)
        .correlate(instalments)
        .scalar_subquery()
    )
    rows = connection.execute(
        select(
            cases.c.id,
            cases.c.number,
            cases.c.court_number,
            clauses.c.kind,
            clauses.c.payer,
            clauses.c.payee,
            clauses.c.what,
            instalments.c.due_on,
            instalments.c.left,
            instalments.c.number.label("at"),
            of.label("of"),
        )
        .join(clauses, clauses.c.seq == instalments.c.clause)
        .join(cases, cases.c.seq == clauses.c.case_seq)
        .where(instalments.c.left > 0, instalments.c.due_on <= until)
        .where(cases.c.outcome.is_(None) | cases.c.outcome.in_(_REACHED))
        .order_by(instalments.c.due_on, clauses.c.seq, instalments.c.number)
        .limit(limit)
    )
    return [
        InstalmentRow(
            case=row.id,
            label=row.court_number or row.number or str(row.id),
            on=row.due_on,
            left=None if row.kind == ClauseKind.DEED else row.left,
            payer=row.payer,
            payee=row.payee,
            what=row.what,
            number=row.at,
            of=row.of,
        )
        for row in rows
    ]


def confirming(connection: Connection, since: date, limit: int) -> list[ConfirmationRow]:
    """Agreements signed since that day whose parties want a confirmation and have none yet."""
    rows = connection.execute(
        select(cases.c.id, cases.c.number, cases.c.court_number, agreements.c.signed_on)
        .join(cases, cases.c.seq == agreements.c.case_seq)
        .where(agreements.c.confirming, agreements.c.signed_on >= since)
        .where(cases.c.confirmation_number == "")
        .order_by(agreements.c.signed_on, agreements.c.case_seq)
        .limit(limit)
    )
    return [
        ConfirmationRow(row.id, row.court_number or row.number or str(row.id), row.signed_on)
        for row in rows
    ]


def promised(connection: Connection, some: Sequence[int]) -> set[int]:
    """Those of these cases, by row number, whose agreement has something to perform."""
    wanted = select(clauses.c.case_seq).where(
        among(clauses.c.case_seq, some), clauses.c.kind.in_(PERFORMABLE)
    )
    return set(connection.scalars(wanted))


def outdated(connection: Connection, since: date, today: date) -> list[UUID]:
    """Closed cases with something overdue whose kept state of performance does not say so.

    Only what fell due from ``since`` on is looked at: what was late before is known to be.
    """
    rows = connection.execute(
        select(cases.c.id)
        .join(clauses, clauses.c.case_seq == cases.c.seq)
        .join(instalments, instalments.c.clause == clauses.c.seq)
        .where(instalments.c.left > 0, instalments.c.due_on >= since)
        .where(instalments.c.due_on < today)
        .where(cases.c.outcome.in_(_REACHED))
        .where(cases.c.performance.is_(None) | cases.c.performance.not_in(_LATE))
        .distinct()
    )
    return list(rows.scalars())

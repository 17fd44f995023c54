"""Keeping what members did beside their cases, and counting the sessions they held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select

from db.endings import WAS_HELD
from db.roster import seq_of
from db.schema import cases, duties, mediators, sessions
from mediation.cases.terms import Means
from mediation.errors import NotFound
from mediation.figures.period import Period
from mediation.i18n import _
from mediation.registry.duties import Duty, DutyKind


class DutyBook:
    """The entries of all members."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, mediator: UUID, period: Period) -> list[Duty]:
        """A member's entries of a period, oldest first."""
        rows = self._connection.execute(
            select(duties)
            .join(mediators, mediators.c.seq == duties.c.mediator)
            .where(mediators.c.id == mediator, duties.c.on.between(period.start, period.end))
            .order_by(duties.c.on, duties.c.seq)
        )
        return [
            Duty(
                mediator=mediator,
                on=row.on,
                kind=DutyKind(row.kind),
                title=row.title,
                count=row._mapping["count"],
                number=row.seq,
            )
            for row in rows
        ]

    def sessions_held(self, mediator: UUID, period: Period) -> Mapping[Means, int]:
        """How many sessions were held in the period in cases that the member leads, by means."""
        rows = self._connection.execute(
            select(sessions.c.means, func.count())
            .join(cases, cases.c.seq == sessions.c.case_seq)
            .join(mediators, mediators.c.seq == cases.c.mediator)
            .where(mediators.c.id == mediator)
            .where(sessions.c.held_on.between(period.start, period.end), WAS_HELD)
            .group_by(sessions.c.means)
        )
        return {Means(means): count for means, count in rows}

    def add(self, duty: Duty) -> Duty:
        """Keep an entry; raises NotFound for a mediator who is not on the roster."""
        number: int = self._connection.execute(
            insert(duties)
            .values(
                mediator=seq_of(self._connection, duty.mediator),
                on=duty.on,
                kind=duty.kind,
                title=duty.title,
                count=duty.count,
            )
            .returning(duties.c.seq)
        ).scalar_one()
        return replace(duty, number=number)

    def drop(self, number: int) -> None:
        """Take an entry out; raises NotFound."""
        if not self._connection.execute(delete(duties).where(duties.c.seq == number)).rowcount:
            raise NotFound(_("没有第 {number} 条履职记录。").format(number=number))

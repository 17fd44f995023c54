"""Keeping tariffs, grades, pay lists and reversals. Entries about money are written once."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select

from db import history
from db.endings import WAS_HELD
from db.history import Stamp
from db.schema import (
    cases,
    gradings,
    pay_lists,
    pay_reversals,
    sessions,
    tariff_rates,
    tariffs,
)
from db.translate import moment
from db.writes import case_seq
from mediation.cases.terms import Outcome
from mediation.errors import RuleViolation
from mediation.figures.period import Period
from mediation.i18n import _
from mediation.subsidy.books import FrozenList
from mediation.subsidy.grades import Grade, Grading
from mediation.subsidy.pay_list import Reversal
from mediation.subsidy.tariff import Rate, Tariff


class PayLooks:
    """A consistent look at the books."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def tariffs(self) -> list[Tariff]:
        """Every version of the tariff, newest first."""
        rows: defaultdict[int, list[Rate]] = defaultdict(list)
        ordered = select(tariff_rates).order_by(tariff_rates.c.tariff, tariff_rates.c.position)
        for row in self._connection.execute(ordered):
            rows[row.tariff].append(_rate(row))
        return [
            Tariff(
                number=row.seq,
                rates=tuple(rows[row.seq]),
                file=row.file,
                who=row.who,
                at=row.at.replace(tzinfo=UTC),
            )
            for row in self._connection.execute(select(tariffs).order_by(tariffs.c.seq.desc()))
        ]

    def gradings(self, period: Period) -> Mapping[UUID, Grading]:
        """What the office said of cases closed in the period."""
        found = self._connection.execute(
            select(cases.c.id, gradings)
            .join(gradings, gradings.c.case_seq == cases.c.seq)
            .where(cases.c.closed_on.between(period.start, period.end))
        )
        return {row.id: _grading(row) for row in found}

    def grading(self, case: UUID) -> Grading | None:
        """What the office said of one case."""
        row = self._connection.execute(
            select(cases.c.id, gradings)
            .join(gradings, gradings.c.case_seq == cases.c.seq)
            .where(cases.c.id == case)
        ).first()
        return None if row is None else _grading(row)

    def sessions(self, period: Period) -> Mapping[UUID, int]:
        """How many sessions were held in each case closed in the period; none is left out."""
        found = self._connection.execute(
            select(cases.c.id, func.count())
            .join(sessions, sessions.c.case_seq == cases.c.seq)
            .where(cases.c.closed_on.between(period.start, period.end), WAS_HELD)
            .group_by(cases.c.id)
        )
        return {row[0]: row[1] for row in found}

    def lists(self) -> list[FrozenList]:
        """Every frozen list, newest first."""
        rows = self._connection.execute(select(pay_lists).order_by(pay_lists.c.seq.desc()))
        return [
            FrozenList(
                number=row.seq,
                period=Period(row.start, row.end),
                cases=row.cases,
                total=row.total,
                sha256=row.sha256,
                who=row.who,
                at=row.at.replace(tzinfo=UTC),
                content=_unpacked(row.content),
            )
            for row in rows
        ]

    def reversals(self) -> list[Reversal]:
        """Every reversal, oldest first."""
        rows = self._connection.execute(select(pay_reversals).order_by(pay_reversals.c.seq))
        return [
            Reversal(
                pay_list=row.pay_list,
                case=row.case_id,
                label=row.label,
                mediator_name=row.mediator_name,
                amount=row.amount,
                why=row.why,
                who=row.who,
                at=row.at.replace(tzinfo=UTC),
            )
            for row in rows
        ]


class PayBooks(PayLooks):
    """Entries into the books by one person."""

    def __init__(self, connection: Connection, stamp: Stamp) -> None:
        super().__init__(connection)
        self._stamp = stamp

    def put_tariff(self, rates: Sequence[Rate], file: str) -> Tariff:
        """Keep a new version of the tariff."""
        at, who = self._stamp.at, self._stamp.who
        number: int = self._connection.execute(
            insert(tariffs).values(file=file, who=who, at=moment(at)).returning(tariffs.c.seq)
        ).scalar_one()
        self._connection.execute(
            insert(tariff_rates),
            [
                {
                    "tariff": number,
                    "position": position,
                    **{name: getattr(rate, name) for name in Rate.__dataclass_fields__},
                }
                for position, rate in enumerate(rates)
            ],
        )
        return Tariff(number=number, rates=tuple(rates), file=file, who=who, at=at)

    def put_grading(self, grading: Grading) -> Grading:
        """Keep what the office says of a case, with a line in its history; raises NotFound."""
        seq = case_seq(self._connection, grading.case)
        old = self.grading(grading.case) or Grading(case=grading.case)
        changes = [
            (name, before, after)
            for (name, before), (_name, after) in zip(_words(old), _words(grading), strict=True)
            if before != after
        ]
        if not changes:
            return old
        self._connection.execute(delete(gradings).where(gradings.c.case_seq == seq))
        self._connection.execute(
            insert(gradings).values(
                case_seq=seq,
                grade=grading.grade,
                tier=grading.tier,
                separate=grading.separate,
                who=self._stamp.who,
                at=moment(self._stamp.at),
            )
        )
        history.write(self._connection, self._stamp, seq, "grade", changes)
        return grading

    def put_list(self, frozen: FrozenList) -> None:
        """Keep a frozen list under its number, which is the next."""
        self._connection.execute(
            insert(pay_lists).values(
                seq=frozen.number,
                start=frozen.period.start,
                end=frozen.period.end,
                cases=frozen.cases,
                total=frozen.total,
                sha256=frozen.sha256,
                who=frozen.who,
                at=moment(frozen.at),
                content=zlib.compress(frozen.content),
            )
        )

    def put_reversal(self, reversal: Reversal) -> Reversal:
        """Keep a reversal; raises RuleViolation when the line was taken back already."""
        line = (reversal.pay_list, reversal.case)
        if line in {(each.pay_list, each.case) for each in self.reversals()}:
            raise RuleViolation(
                _("第 {number} 号名单的 {case} 已经冲正过。").format(
                    number=reversal.pay_list, case=reversal.label
                )
            )
        self._connection.execute(
            insert(pay_reversals).values(
                pay_list=reversal.pay_list,
                case_id=reversal.case,
                label=reversal.label,
                mediator_name=reversal.mediator_name,
                amount=reversal.amount,
                why=reversal.why,
                at=moment(self._stamp.at),
                who=self._stamp.who,
            )
        )
        return reversal


def _rate(row: Any) -> Rate:
    return Rate(
        grade=Grade(row.grade),
        outcome=Outcome(row.outcome),
        tier=row.tier,
        amount=row.amount,
        performed_first=row.performed_first,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source,
    )


def _grading(row: Any) -> Grading:
    return Grading(
        case=row.id,
        grade=Grade(row.grade) if row.grade else None,
        tier=row.tier,
        separate=row.separate,
        who=row.who,
        at=row.at.replace(tzinfo=UTC),
    )


def _words(grading: Grading) -> tuple[tuple[str, str], ...]:
    grade = grading.grade.label if grading.grade else ""
    return (("grade", grade), ("tier", grading.tier), ("separate", grading.separate))


def _unpacked(packed: bytes) -> bytes:
    """What was packed; nothing when it was changed since, which then shows by its digest."""
    try:
        return zlib.decompress(packed)
    except zlib.error:
        return b""

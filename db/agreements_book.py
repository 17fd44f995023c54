"""Keeping agreements: whole with their version; payments and steps one by one, each with its line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, insert, select, update

from db import agreement_rows, history
from db.desk import own_note, put_own_note
from db.history import Stamp
from db.schema import (
    agreements,
    cases,
    clauses,
    closing_steps,
    instalments,
    payments,
)
from db.translate import moment
from db.writes import case_seq
from mediation.cases.agreement import Agreement, Clause, ClauseKind, How, due_words, told
from mediation.cases.money import format_yuan
from mediation.cases.performing import (
    ConfirmationRow,
    InstalmentRow,
    Payment,
    Proof,
    clause_states,
)
from mediation.cases.schedule import Instalment
from mediation.errors import Conflict, NotFound, RuleViolation
from mediation.i18n import _

_CAUGHT_UP = "performance_of"


class AgreementLooks:
    """A consistent look at the agreements."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, case: UUID) -> Agreement:
        """The agreement of a case; one without clauses and of version 0 when none was entered."""
        row = self._connection.execute(
            select(agreements)
            .join(cases, cases.c.seq == agreements.c.case_seq)
            .where(cases.c.id == case)
        ).first()
        if row is None:
            return Agreement(case=case)
        return Agreement(
            case=case,
            version=row.version,
            signed_on=row.signed_on,
            all_signed=row.all_signed,
            confirming=row.confirming,
            clauses=self._clauses(row.case_seq),
        )

    def payments(self, case: UUID) -> list[Payment]:
        """What was performed, oldest first."""
        rows = self._connection.execute(
            select(payments, clauses.c.id.label("clause_id"))
            .join(clauses, clauses.c.seq == payments.c.clause)
            .join(cases, cases.c.seq == payments.c.case_seq)
            .where(cases.c.id == case)
            .order_by(payments.c.paid_on, payments.c.seq)
        )
        return [_payment(row, case) for row in rows]

    def falling_due(self, until: date, limit: int = 500) -> list[InstalmentRow]:
        """What is not performed in full and falls due by ``until``, overdue included, oldest first."""
        return agreement_rows.falling_due(self._connection, until, limit)

    def confirming(self, since: date, limit: int = 500) -> list[ConfirmationRow]:
        """Agreements signed on or after ``since`` whose parties want confirmation, oldest first."""
        return agreement_rows.confirming(self._connection, since, limit)

    def outdated(self, today: date) -> list[UUID]:
        """Closed cases whose kept state of performance does not know that something is overdue."""
        noted = own_note(self._connection, _CAUGHT_UP)
        since = date.min if noted is None else date.fromisoformat(noted)
        return agreement_rows.outdated(self._connection, since, today)

    def ticked(self, case: UUID) -> Mapping[str, tuple[date, str]]:
        """The steps after closing that are done: day and note by step."""
        rows = self._connection.execute(
            select(closing_steps)
            .join(cases, cases.c.seq == closing_steps.c.case_seq)
            .where(cases.c.id == case)
        )
        return {row.step: (row.done_on, row.note) for row in rows}

    def _clauses(self, case: int) -> tuple[Clause, ...]:
        parts: dict[int, list[Instalment]] = {}
        for row in self._connection.execute(
            select(instalments)
            .join(clauses, clauses.c.seq == instalments.c.clause)
            .where(clauses.c.case_seq == case)
            .order_by(instalments.c.clause, instalments.c.number)
        ):
            parts.setdefault(row.clause, []).append(Instalment(due_on=row.due_on, fen=row.fen))
        rows = self._connection.execute(
            select(clauses).where(clauses.c.case_seq == case).order_by(clauses.c.position)
        )
        return tuple(_clause(row, parts.get(row.seq, ())) for row in rows)


class AgreementBook(AgreementLooks):
    """The agreements, open for entries."""

    def __init__(self, connection: Connection, stamp: Stamp) -> None:
        super().__init__(connection)
        self._stamp = stamp

    def put(self, agreement: Agreement) -> Agreement:
        """Keep an agreement read at its version; raises Conflict when it is stale, RuleViolation for
        a clause left out on which something was performed."""
        case = case_seq(self._connection, agreement.case)
        old = self.of(agreement.case)
        if replace(agreement, version=old.version) == old:
            return old
        if agreement.version != old.version:
            raise _stale(agreement, old)
        new = replace(agreement, version=old.version + 1)
        self._put_heading(case, new)
        self._put_clauses(case, old, new)
        history.write(self._connection, self._stamp, case, "agreement", _changes(old, new))
        return new

    def add_payment(self, payment: Payment) -> Payment:
        """Keep a payment; the same one told twice is kept once."""
        case = case_seq(self._connection, payment.case)
        clause = self.of(payment.case).clause(payment.clause)
        kept = [each for each in self.payments(payment.case) if each.id == payment.id]
        if kept:
            return kept[0]
        self._connection.execute(
            insert(payments).values(
                id=payment.id,
                case_seq=case,
                clause=self._clause_seq(payment.clause),
                paid_on=payment.paid_on,
                fen=payment.fen,
                how=payment.how,
                proof=payment.proof,
                proof_words=payment.proof_words,
            )
        )
        self._settle(clause, payment.case)
        line = ("payment", "", payment_words(payment, clause))
        history.write(self._connection, self._stamp, case, "pay", [line])
        return payment

    def drop_payment(self, payment: UUID) -> Payment:
        """Take a payment out again; raises NotFound."""
        row = self._connection.execute(
            select(payments, clauses.c.id.label("clause_id"), cases.c.id.label("case_id"))
            .join(clauses, clauses.c.seq == payments.c.clause)
            .join(cases, cases.c.seq == payments.c.case_seq)
            .where(payments.c.id == payment)
        ).first()
        if row is None:
            raise NotFound(_("没有这笔履行记录,可能已被撤销。请刷新。"))
        found = _payment(row, row.case_id)
        clause = self.of(found.case).clause(found.clause)
        self._connection.execute(delete(payments).where(payments.c.id == payment))
        self._settle(clause, found.case)
        line = ("payment", payment_words(found, clause), "")
        history.write(self._connection, self._stamp, row.case_seq, "unpay", [line])
        return found

    def caught_up(self, today: date) -> None:
        """Say that every kept state of performance is that of a day: ``outdated`` begins there."""
        put_own_note(self._connection, _CAUGHT_UP, today.isoformat())

    def tick(self, case: UUID, step: str, on: date | None, note: str = "") -> None:
        """Say that a step after closing is done, or by ``None`` that it is not."""
        number = case_seq(self._connection, case)
        before = self.ticked(case).get(step)
        if on is not None and before == (on, note):
            return
        this = (closing_steps.c.case_seq == number) & (closing_steps.c.step == step)
        self._connection.execute(delete(closing_steps).where(this))
        if on is not None:
            self._connection.execute(
                insert(closing_steps).values(
                    case_seq=number,
                    step=step,
                    done_on=on,
                    note=note,
                    who=self._stamp.who,
                    at=moment(self._stamp.at),
                )
            )
        old = f"{before[0]} {before[1]}".strip() if before else ""
        line = (f"step.{step}", old, f"{on} {note}".strip() if on else "")
        history.write(self._connection, self._stamp, number, "step", [line])

    def _put_heading(self, case: int, new: Agreement) -> None:
        self._connection.execute(delete(agreements).where(agreements.c.case_seq == case))
        self._connection.execute(
            insert(agreements).values(
                case_seq=case,
                version=new.version,
                signed_on=new.signed_on,
                all_signed=new.all_signed,
                confirming=new.confirming,
            )
        )

    def _put_clauses(self, case: int, old: Agreement, new: Agreement) -> None:
        performed = {payment.clause for payment in self.payments(new.case)}
        kept = {clause.id for clause in new.clauses}
        known = {clause.id for clause in old.clauses}
        for clause in old.clauses:
            if clause.id not in kept:
                if clause.id in performed:
                    raise RuleViolation(
                        _("“{clause}”已有履行记录,不能删除:先撤销它的履行记录。").format(
                            clause=told(clause)[:40]
                        )
                    )
                self._drop_clause(self._clause_seq(clause.id))
        for position, clause in enumerate(new.clauses):
            values = {**_clause_record(clause), "case_seq": case, "position": position}
            if clause.id in known:
                self._connection.execute(
                    update(clauses).where(clauses.c.id == clause.id).values(values)
                )
            else:
                self._connection.execute(insert(clauses).values(values))
            self._settle(clause, new.case)

    def _drop_clause(self, clause: int) -> None:
        self._connection.execute(delete(instalments).where(instalments.c.clause == clause))
        self._connection.execute(delete(clauses).where(clauses.c.seq == clause))

    def _settle(self, clause: Clause, case: UUID) -> None:
        """Write the instalments again with what is left of each."""
        number = self._clause_seq(clause.id)
        self._connection.execute(delete(instalments).where(instalments.c.clause == number))
        states = clause_states(clause, self.payments(case)) if clause.instalments else ()
        if states:
            self._connection.execute(
                insert(instalments),
                [
                    {
                        "clause": number,
                        "number": state.number,
                        "due_on": state.instalment.due_on,
                        "fen": state.instalment.fen,
                        "left": state.left,
                    }
                    for state in states
                ],
            )

    def _clause_seq(self, clause: UUID) -> int:
        found: int = self._connection.execute(
            select(clauses.c.seq).where(clauses.c.id == clause)
        ).scalar_one()
        return found


def payment_words(payment: Payment, clause: Clause) -> str:
    """A payment in one line, for the history."""
    parts = [
        str(payment.paid_on),
        _("已完成") if payment.fen is None else f"{format_yuan(payment.fen)} 元",
        payment.how.chinese if payment.how else "",
        payment.proof.chinese if payment.proof else "",
        payment.proof_words,
        f"({told(clause)})",
    ]
    return " ".join(filter(None, parts))


def _payment(row: Row[Any], case: UUID) -> Payment:
    return Payment(
        id=row.id,
        case=case,
        clause=row.clause_id,
        paid_on=row.paid_on,
        fen=row.fen,
        how=How(row.how) if row.how else None,
        proof=Proof(row.proof) if row.proof else None,
        proof_words=row.proof_words,
    )


def _clause(row: Row[Any], parts: Sequence[Instalment]) -> Clause:
    return Clause(
        id=row.id,
        kind=ClauseKind(row.kind),
        payer=row.payer,
        payee=row.payee,
        what=row.what,
        fen=row.fen,
        words=row.words,
        how=How(row.how) if row.how else None,
        account=row.account,
        instalments=tuple(parts),
    )


def _clause_record(clause: Clause) -> dict[str, Any]:
    names = ("id", "kind", "payer", "payee", "what", "fen", "words", "how", "account")
    return {name: getattr(clause, name) for name in names}


def clause_words(clause: Clause) -> str:
    """A clause in one line, for the history."""
    money = f"{format_yuan(clause.fen)} 元" if clause.fen is not None else ""
    when = due_words(clause.instalments) if clause.is_performable else ""
    how = clause.how.chinese if clause.how else ""
    return " ".join(filter(None, (clause.kind.chinese, told(clause), money, when, how)))


_HEADING = ("signed_on", "all_signed", "confirming")


def _changes(old: Agreement, new: Agreement) -> list[tuple[str, str, str]]:
    changes = [
        (f"agreement.{name}", _shown(getattr(old, name)), _shown(getattr(new, name)))
        for name in _HEADING
        if getattr(old, name) != getattr(new, name)
    ]
    before = {clause.id: clause for clause in old.clauses}
    after = {clause.id: clause for clause in new.clauses}
    for key in dict.fromkeys((*before, *after)):
        was, now = before.get(key), after.get(key)
        if was != now:
            old_words, new_words = (clause_words(each) if each else "" for each in (was, now))
            changes.append(("clause", old_words, new_words))
    return changes or [("", "", "")]


def _shown(value: date | bool | None) -> str:
    if value is None:
        return ""
    return (_("是") if value else _("否")) if isinstance(value, bool) else str(value)


def _stale(mine: Agreement, theirs: Agreement) -> Conflict:
    changes = _changes(theirs, mine)
    return Conflict(
        _("这份协议刚被别人改过,请核对后再存。"),
        mine={f"{field}.{at}": new for at, (field, _old, new) in enumerate(changes)},
        theirs={f"{field}.{at}": old for at, (field, old, _new) in enumerate(changes)},
    )

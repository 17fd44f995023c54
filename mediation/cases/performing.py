"""履行: payments set against instalments, oldest first; the state of performance follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from mediation.cases.agreement import Agreement, Clause, ClauseKind, How
from mediation.cases.schedule import Instalment
from mediation.cases.terms import Performance, Term


class Proof(Term):
    """What shows that it was performed."""

    SLIP = "slip", "回单"
    RECEIPT = "receipt", "收条"
    PRESENT = "present", "当庭"
    SAID = "said", "对方确认"
    OTHER = "other", "其他"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Something performed on a clause: ``fen`` paid, or a deed done where it is ``None``."""

    id: UUID
    case: UUID
    clause: UUID
    paid_on: date
    fen: int | None
    how: How | None = None
    proof: Proof | None = None
    proof_words: str = ""


@dataclass(frozen=True, slots=True)
class InstalmentState:
    """An instalment with what is left of it: fen, or 1 for a deed not done."""

    clause: Clause
    number: int
    instalment: Instalment
    left: int

    def is_overdue(self, today: date) -> bool:
        """Whether its last day is past and something is left."""
        due = self.instalment.due_on
        return self.left > 0 and due is not None and due < today


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an agreement is performed on a day; amounts in fen.

    ``paid`` never counts more on a clause than it promises, ``overpaid`` is what went beyond;
    ``performance`` is ``None`` when there is nothing to perform.
    """

    states: tuple[InstalmentState, ...]
    paid: int
    overpaid: Mapping[UUID, int]
    owed: int
    overdue: int
    next_due: InstalmentState | None
    performance: Performance | None


@dataclass(frozen=True, slots=True)
class InstalmentRow:
    """An instalment not performed in full; ``left`` in fen, ``None`` for a deed.

    ``label`` is the number that the case is known by, ``of`` how many instalments the clause has.
    """

    case: UUID
    label: str
    on: date
    left: int | None
    payer: str
    payee: str
    what: str
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class ConfirmationRow:
    """A case whose parties want confirmation and have no ruling yet; the 30 days run from ``since``."""

    case: UUID
    label: str
    since: date


class AgreementReading(Protocol):
    """A consistent look at the agreements."""

    def of(self, case: UUID) -> Agreement:
        """The agreement of a case; one without clauses and of version 0 when none was entered."""

    def payments(self, case: UUID) -> list[Payment]:
        """What was performed, oldest first."""

    def falling_due(self, until: date, limit: int = 500) -> list[InstalmentRow]:
        """What is not performed in full and falls due by ``until``, overdue included, oldest first."""

    def confirming(self, since: date, limit: int = 500) -> list[ConfirmationRow]:
        """Agreements signed on or after ``since`` whose parties want confirmation, oldest first."""

    def outdated(self, today: date) -> list[UUID]:
        """Closed cases whose kept state of performance does not know that something is overdue."""

    def ticked(self, case: UUID) -> Mapping[str, tuple[date, str]]:
        """The steps after closing that are done: day and note by step."""


class AgreementWriting(AgreementReading, Protocol):
    """Entries made and taken out; each leaves a line in the history of its case."""

    def put(self, agreement: Agreement) -> Agreement:
        """Keep an agreement read at its version; raises Conflict, and RuleViolation for a clause
        left out on which something was performed."""

    def add_payment(self, payment: Payment) -> Payment:
        """Keep a payment; the same one told twice is kept once."""

    def drop_payment(self, payment: UUID) -> Payment:
        """Take a payment out again; raises NotFound."""

    def caught_up(self, today: date) -> None:
        """Say that every kept state of performance is that of a day: ``outdated`` begins there."""

    def tick(self, case: UUID, step: str, on: date | None, note: str = "") -> None:
        """Say that a step after closing is done, or by ``None`` that it is not."""


def clause_states(clause: Clause, payments: Sequence[Payment]) -> tuple[InstalmentState, ...]:
    """The instalments of one clause with what is left after its payments, earliest first."""
    if clause.kind is ClauseKind.DEED:
        done = any(payment.clause == clause.id for payment in payments)
        parts = clause.instalments or (Instalment(due_on=None, fen=None),)
        return tuple(
            InstalmentState(clause, number, part, 0 if done else 1)
            for number, part in enumerate(parts, start=1)
        )
    parts = clause.instalments or (Instalment(due_on=None, fen=clause.fen),)
    money = sum(payment.fen or 0 for payment in payments if payment.clause == clause.id)
    states = []
    for number, part in enumerate(parts, start=1):
        used = min(money, part.fen or 0)
        money -= used
        states.append(InstalmentState(clause, number, part, (part.fen or 0) - used))
    return tuple(states)


def standing(agreement: Agreement, payments: Sequence[Payment], today: date) -> Standing:
    """How far the agreement is performed at the end of the day before ``today``'s limits."""
    performable = [clause for clause in agreement.clauses if clause.is_performable]
    states = tuple(state for clause in performable for state in clause_states(clause, payments))
    money = [clause for clause in performable if clause.kind is ClauseKind.PAY]
    sums = {clause.id: _paid_on(clause, payments) for clause in money}
    open_ones = [state for state in states if state.left and state.instalment.due_on is not None]
    open_ones.sort(key=lambda state: state.instalment.due_on or today)
    late = [state for state in open_ones if state.is_overdue(today)]
    return Standing(
        states=states,
        paid=sum(min(sums[clause.id], clause.fen or 0) for clause in money),
        overpaid={
            clause.id: sums[clause.id] - (clause.fen or 0)
            for clause in money
            if sums[clause.id] > (clause.fen or 0)
        },
        owed=sum(clause.fen or 0 for clause in money),
        overdue=sum(state.left for state in late if state.clause.kind is ClauseKind.PAY),
        next_due=open_ones[0] if open_ones else None,
        performance=_performance(agreement, states, payments, late=bool(late)),
    )


def _performance(
    agreement: Agreement,
    states: Sequence[InstalmentState],
    payments: Sequence[Payment],
    *,
    late: bool,
) -> Performance | None:
    """Five states that exclude each other.

    Instalments paid on time leave an agreement 未到期 until the last one: 部分履行 and 逾期未履行
    count as due and not performed in the figures, so only what is late may be called so.
    """
    if not states:
        return None
    if not any(state.left for state in states):
        at_once = agreement.signed_on is not None and all(
            payment.paid_on <= agreement.signed_on for payment in payments
        )
        return Performance.IMMEDIATE if at_once else Performance.PERFORMED
    if late:
        return Performance.PARTLY if payments else Performance.OVERDUE
    return Performance.NOT_DUE


def _paid_on(clause: Clause, payments: Sequence[Payment]) -> int:
    return sum(payment.fen or 0 for payment in payments if payment.clause == clause.id)

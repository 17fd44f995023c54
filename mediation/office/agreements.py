"""Use cases of an agreement: its terms, the check before the parties leave, payments, what follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID

from mediation.cases.afterwards import NextDuty, confirmation_refused, duties_after
from mediation.cases.agreement import Agreement, Clause, ClauseKind
from mediation.cases.case import Case
from mediation.cases.exit_check import Item, Surroundings, exit_check
from mediation.cases.performing import Payment, Standing, standing
from mediation.cases.plain import clean_line
from mediation.errors import NotFound, RuleViolation
from mediation.i18n import _
from mediation.office.performing import follow
from mediation.registry.causes import cause_by_code
from mediation.store import Reading, Store, Writing


@dataclass(frozen=True, slots=True)
class AgreementFile:
    """An agreement with all that stands beside it; ``ticked`` are the done steps, day and note."""

    case: Case
    agreement: Agreement
    payments: tuple[Payment, ...]
    standing: Standing
    items: tuple[Item, ...]
    duties: tuple[NextDuty, ...]
    ticked: Mapping[str, tuple[date, str]]


def agreement_file(reading: Reading, case: UUID, today: date) -> AgreementFile:
    """The agreement of a case, checked and reckoned as of that day; raises NotFound."""
    found = reading.case(case)
    agreement = reading.agreements.of(case)
    payments = tuple(reading.agreements.payments(case))
    around = Surroundings(today, cause_path(found), _organisation(reading, found))
    return AgreementFile(
        case=found,
        agreement=agreement,
        payments=payments,
        standing=standing(agreement, payments, today),
        items=exit_check(found, agreement, around),
        duties=duties_after(found, agreement),
        ticked=reading.agreements.ticked(case),
    )


class Agreements:
    """协议与履行."""

    def __init__(self, store: Store, *, who: str, today: Callable[[], date]) -> None:
        self._store = store
        self._who = who
        self._today = today

    def open(self, case: UUID) -> AgreementFile:
        """The agreement of a case, checked and reckoned as of today; raises NotFound."""
        with self._store.reading() as reading:
            return agreement_file(reading, case, self._today())

    def save(self, case: UUID, path: Path) -> None:
        """Write the paper of the agreement to a .docx file; raises MediationError.

        It names the parties in full, so that it was written is noted in the audit trail.
        """
        from mediation.reports.agreement_form import write_agreement

        write_agreement(self.open(case), path)
        with self._store.writing(self._who) as writing:
            writing.audit.note("export", f"cases:{case.hex}", "agreement")

    def put_clause(self, case: UUID, version: int, clause: Clause) -> Agreement:
        """Add a clause or change one; ``version`` is that of the agreement as it was read."""
        clause = _cleaned(clause.checked())
        with self._store.writing(self._who) as writing:
            agreement = replace(writing.agreements.of(case), version=version)
            self._refuse_early(writing.case(case), clause)
            return self._kept(writing, agreement.with_clause(clause))

    def drop_clause(self, case: UUID, version: int, clause: UUID) -> Agreement:
        """Take a clause out; raises RuleViolation when something was performed on it."""
        with self._store.writing(self._who) as writing:
            agreement = replace(writing.agreements.of(case), version=version)
            return self._kept(writing, agreement.without(clause))

    def sign(
        self,
        case: UUID,
        version: int,
        *,
        signed_on: date | None,
        all_signed: bool | None,
        confirming: bool | None,
    ) -> Agreement:
        """Record signatures and whether the parties want confirmation, where it is possible at all."""
        with self._store.writing(self._who) as writing:
            found = writing.case(case)
            refused = confirmation_refused(found)
            if confirming and refused:
                raise RuleViolation(refused, field="confirming")
            if signed_on is not None and signed_on > self._today():
                raise RuleViolation(_("签订日期晚于今天。"), field="signed_on")
            if signed_on is not None and signed_on < found.referred_on:
                raise RuleViolation(_("签订日期早于委派日期。"), field="signed_on")
            agreement = replace(
                writing.agreements.of(case),
                version=version,
                signed_on=signed_on,
                all_signed=all_signed,
                confirming=confirming,
            )
            return self._kept(writing, agreement)

    def pay(self, payment: Payment) -> AgreementFile:
        """Record what was performed: money, or a deed done. Paying too much is kept and told."""
        with self._store.writing(self._who) as writing:
            case = writing.case(payment.case)
            self._check_payment(writing, case, payment)
            writing.agreements.add_payment(
                replace(payment, proof_words=clean_line(payment.proof_words))
            )
            self._follow(writing, case)
            return agreement_file(writing, case.id, self._today())

    def take_back(self, payment: UUID) -> Payment:
        """Undo a payment; the history keeps both lines."""
        with self._store.writing(self._who) as writing:
            dropped = writing.agreements.drop_payment(payment)
            self._follow(writing, writing.case(dropped.case))
            return dropped

    def tick(self, case: UUID, step: str, on: date | None, note: str = "") -> None:
        """Say that a step after closing is done on a day, or by ``None`` that it is not."""
        with self._store.writing(self._who) as writing:
            found, agreement = writing.case(case), writing.agreements.of(case)
            if step not in {duty.key for duty in duties_after(found, agreement)}:
                raise NotFound(_("这件案件没有这一步,请刷新。"))
            if on is not None and on > self._today():
                raise RuleViolation(_("办理日期晚于今天。"), field="done_on")
            writing.agreements.tick(case, step, on, clean_line(note))

    def _kept(self, writing: Writing, agreement: Agreement) -> Agreement:
        kept = writing.agreements.put(agreement)
        self._follow(writing, writing.case(agreement.case))
        return kept

    def _follow(self, writing: Writing, case: Case) -> None:
        writing.save_case(follow(writing, case, self._today()), action="follow")

    def _check_payment(self, reading: Reading, case: Case, payment: Payment) -> None:
        clause = reading.agreements.of(case.id).clause(payment.clause)
        if not clause.is_performable:
            raise RuleViolation(_("这一条没有可以履行的内容。"), field="clause")
        if clause.kind is ClauseKind.PAY and not payment.fen:
            raise RuleViolation(_("请填付了多少。"), field="fen")
        if payment.paid_on > self._today():
            raise RuleViolation(_("履行日期晚于今天。"), field="paid_on")
        if payment.paid_on < case.referred_on:
            raise RuleViolation(_("履行日期早于委派日期。"), field="paid_on")

    def _refuse_early(self, case: Case, clause: Clause) -> None:
        days = [each.due_on for each in clause.instalments if each.due_on is not None]
        if days and days[0] < case.referred_on:
            raise RuleViolation(_("履行期限早于委派日期。"), field="dates")


def _cleaned(clause: Clause) -> Clause:
    return replace(
        clause,
        payer=clean_line(clause.payer),
        payee=clean_line(clause.payee),
        what=clean_line(clause.what),
        words=clean_line(clause.words),
        account=clean_line(clause.account),
    )


def cause_path(case: Case) -> str:
    """The causes above the case's cause and itself, as far as the table knows it."""
    if not case.cause:
        return case.cause_name
    try:
        return cause_by_code(case.cause).path
    except NotFound:
        return case.cause_name


def _organisation(reading: Reading, case: Case) -> str:
    for mediator in reading.mediators():
        if mediator.id == case.mediator:
            return mediator.organisation
    return ""

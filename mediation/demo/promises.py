"""What the parties of the demonstration promised, and how far they kept it."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from uuid import UUID

from mediation.cases.agreement import Agreement, Clause, ClauseKind, How
from mediation.cases.capital import capital_words
from mediation.cases.case import Case
from mediation.cases.performing import Payment, Proof
from mediation.cases.schedule import Instalment, instalments
from mediation.cases.terms import Side
from mediation.office.performing import follow
from mediation.store import Writing

_PARTS = 3
_INTEREST = "逾期未付的,自逾期之日起按日万分之二支付违约金"


def promise(writing: Writing, case: Case, today: date, *, paid_at_once: bool) -> Case:
    """Keep the clauses of a case closed with an amount, what was paid, and what follows from it."""
    if not case.agreed or case.closed_on is None:
        return case
    rng = Random(f"promise {case.number}")
    sign, paid = case.closed_on, _clause(case, rng, at_once=paid_at_once)
    breach = Clause(id=_new_id(rng), kind=ClauseKind.BREACH, what=_INTEREST)
    agreement = Agreement(
        case=case.id,
        signed_on=sign,
        all_signed=True,
        confirming=False,
        clauses=(paid,) if paid_at_once else (paid, breach),
    )
    writing.agreements.put(agreement)
    if paid_at_once:
        writing.agreements.add_payment(
            Payment(
                id=_new_id(rng),
                case=case.id,
                clause=paid.id,
                paid_on=sign,
                fen=case.agreed,
                how=How.MOBILE,
                proof=Proof.PRESENT,
            )
        )
    return writing.save_case(follow(writing, case, today), action="follow")


def _clause(case: Case, rng: Random, *, at_once: bool) -> Clause:
    assert case.agreed is not None
    assert case.closed_on is not None
    first = case.closed_on + timedelta(days=rng.choice((10, 19, 30)))
    parts = instalments(case.agreed, first, times=_PARTS)
    return Clause(
        id=_new_id(rng),
        kind=ClauseKind.PAY,
        payer="、".join(case.names(Side.RESPONDENT)),
        payee="、".join(case.names(Side.APPLICANT)),
        what="约定的款项",
        fen=case.agreed,
        words=capital_words(case.agreed),
        how=How.MOBILE if at_once else How.TRANSFER,
        account="" if at_once else "申请人收款账户,见协议第二条",
        instalments=(Instalment(due_on=case.closed_on, fen=case.agreed),) if at_once else parts,
    )


def _new_id(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)

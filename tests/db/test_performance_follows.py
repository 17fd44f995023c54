"""One truth about performance: a case's amounts follow from its agreement, by the office on a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mediation.bootstrap import create_office, open_office
from mediation.cases.agreement import Clause, ClauseKind
from mediation.cases.case import Case, Party
from mediation.cases.performing import Payment
from mediation.cases.schedule import instalments
from mediation.cases.terms import Channel, EndReason, Outcome, Performance, Side
from mediation.errors import NotFound, RuleViolation
from mediation.identity import new_id
from mediation.office.office import Office

TODAY = date(2026, 11, 21)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = create_office(tmp_path / "a.db", who="甲", today=lambda: TODAY)
    yield opened
    opened.close()


def a_case(office: Office, channel: Channel = Channel.DELEGATED) -> Case:
    parties = (Party(side=Side.APPLICANT, name="张秀英"), Party(side=Side.RESPONDENT, name="李强"))
    return office.cases.register(
        Case(
            id=new_id(),
            number="2026-0001",
            channel=channel,
            parties=parties,
            referred_on=date(2026, 11, 1),
            signed_on=date(2026, 11, 2),
        )
    )


def promised(office: Office, case: Case, first: date = date(2026, 12, 1)) -> Clause:
    clause = Clause(
        id=new_id(),
        kind=ClauseKind.PAY,
        payer="李强",
        payee="张秀英",
        fen=1_000_000,
        instalments=instalments(1_000_000, first, times=2),
    )
    version = office.agreements.open(case.id).agreement.version
    office.agreements.put_clause(case.id, version, clause)
    return clause


def paid(clause: Clause, case: Case, fen: int, on: date = TODAY) -> Payment:
    return Payment(id=new_id(), case=case.id, clause=clause.id, paid_on=on, fen=fen)


def test_a_closing_without_an_amount_takes_the_sum_of_the_clauses(office: Office) -> None:
    case = a_case(office)
    clause = promised(office, case)
    office.agreements.pay(paid(clause, case, 300_000))
    closed = office.cases.close(case.id, case.version, TODAY, Outcome.SUCCEEDED)
    assert (closed.agreed, closed.performed) == (1_000_000, 300_000)
    assert closed.performance is Performance.NOT_DUE


def test_a_closing_that_says_otherwise_than_the_payments_is_refused(office: Office) -> None:
    case = a_case(office)
    promised(office, case)
    with pytest.raises(RuleViolation, match="不能手改") as refused:
        office.cases.close(
            case.id, case.version, TODAY, Outcome.SUCCEEDED, agreed=1_000_000, performed=5
        )
    assert refused.value.field == "performed"


def test_an_open_case_keeps_no_performed_amount_yet(office: Office) -> None:
    case = a_case(office)
    clause = promised(office, case)
    assert office.agreements.pay(paid(clause, case, 300_000)).case.performed is None


def test_a_failed_case_owes_nothing(office: Office) -> None:
    case = a_case(office)
    promised(office, case, first=TODAY)
    failed = office.cases.close(
        case.id, case.version, TODAY, Outcome.FAILED, reason=EndReason.UNSIGNED
    )
    assert (failed.agreed, failed.performed, failed.performance) == (None, None, None)
    with office.store.reading() as reading:
        assert reading.agreements.falling_due(date(2027, 12, 31)) == []


def test_a_correction_by_hand_is_refused_only_where_clauses_are_entered(office: Office) -> None:
    case = a_case(office)
    closed = office.cases.close(case.id, case.version, TODAY, Outcome.SUCCEEDED, agreed=1_000_000)
    by_hand = office.cases.correct(
        case.id, closed.version, {"performed": 1_000_000}, why="法院来函"
    )
    assert by_hand.performed == 1_000_000
    promised(office, case)
    now = office.cases.open(case.id).case
    assert now.performed == 0
    with pytest.raises(RuleViolation, match="不能手改"):
        office.cases.correct(case.id, now.version, {"performed": 5}, why="改")


def test_time_alone_makes_a_case_overdue_when_the_file_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "b.db"
    office = create_office(path, who="甲", today=lambda: TODAY)
    case = a_case(office)
    promised(office, case)
    office.cases.close(case.id, case.version, TODAY, Outcome.SUCCEEDED)
    office.close()
    later = open_office(path, who="乙", today=lambda: date(2026, 12, 2))
    try:
        found = later.cases.open(case.id)
        assert found.case.performance is Performance.OVERDUE
        assert found.history[0].action == "follow"
        version = found.case.version
    finally:
        later.close()
    again = open_office(path, who="乙", today=lambda: date(2026, 12, 3))
    assert again.cases.open(case.id).case.version == version
    again.close()


def test_a_payment_cannot_be_of_tomorrow_or_before_the_referral(office: Office) -> None:
    case = a_case(office)
    clause = promised(office, case)
    for on, why in ((date(2026, 11, 22), "晚于今天"), (date(2026, 10, 1), "早于委派")):
        with pytest.raises(RuleViolation, match=why):
            office.agreements.pay(paid(clause, case, 1, on))


def test_confirmation_of_an_entrusted_case_cannot_be_wanted(office: Office) -> None:
    case = a_case(office, Channel.ENTRUSTED)
    with pytest.raises(RuleViolation, match="不走司法确认") as refused:
        office.agreements.sign(case.id, 0, signed_on=TODAY, all_signed=True, confirming=True)
    assert refused.value.field == "confirming"


def test_only_the_steps_of_this_case_can_be_ticked(office: Office) -> None:
    case = a_case(office)
    office.cases.close(case.id, case.version, TODAY, Outcome.SUCCEEDED)
    office.agreements.tick(case.id, "serve", TODAY, "当面")
    assert office.agreements.open(case.id).ticked == {"serve": (TODAY, "当面")}
    with pytest.raises(NotFound):
        office.agreements.tick(case.id, "trial", TODAY)

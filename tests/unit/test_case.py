"""A case as a value: what may happen to it and what may not."""

from __future__ import annotations

from datetime import date

import pytest

from mediation.cases.case import Case
from mediation.cases.terms import Outcome, Performance, State
from mediation.errors import RuleViolation
from mediation.identity import new_id


def a_case(**fields: object) -> Case:
    return Case(**{"id": new_id(), "referred_on": date(2026, 10, 8), **fields})  # type: ignore[arg-type]


def test_a_new_case_waits_to_be_signed_for() -> None:
    assert a_case().state is State.REGISTERED


def test_signing_starts_the_mediation() -> None:
    assert a_case().sign_for(date(2026, 10, 9)).state is State.IN_MEDIATION


def test_a_case_cannot_be_signed_for_before_it_was_referred() -> None:
    with pytest.raises(RuleViolation, match="早于委派日期") as refused:
        a_case().sign_for(date(2026, 10, 7))
    assert refused.value.field == "signed_on"


def test_a_case_cannot_be_closed_before_it_was_signed_for() -> None:
    with pytest.raises(RuleViolation, match="尚未签收"):
        a_case().close(date(2026, 10, 20), Outcome.FAILED)


def test_a_closed_case_cannot_be_closed_again() -> None:
    closed = a_case(signed_on=date(2026, 10, 9)).close(date(2026, 10, 20), Outcome.FAILED)
    with pytest.raises(RuleViolation, match="已于 2026-10-20 结案"):
        closed.close(date(2026, 10, 21), Outcome.SUCCEEDED)


def test_a_case_cannot_be_closed_before_the_day_it_was_signed_for() -> None:
    with pytest.raises(RuleViolation, match="早于签收") as refused:
        a_case(signed_on=date(2026, 10, 9)).close(date(2026, 10, 8), Outcome.FAILED)
    assert refused.value.field == "closed_on"


def test_a_failed_case_has_no_agreed_amount() -> None:
    with pytest.raises(RuleViolation) as refused:
        a_case(signed_on=date(2026, 10, 9)).close(date(2026, 10, 20), Outcome.FAILED, agreed=100)
    assert refused.value.field == "agreed"


def test_more_cannot_be_performed_than_was_agreed() -> None:
    with pytest.raises(RuleViolation, match="到位金额大于协议金额"):
        a_case(signed_on=date(2026, 10, 9)).close(
            date(2026, 10, 20),
            Outcome.SUCCEEDED,
            agreed=100,
            performed=101,
            performance=Performance.PARTLY,
        )


def test_closing_on_the_day_of_signing_takes_no_days() -> None:
    case = a_case(signed_on=date(2026, 10, 9)).close(date(2026, 10, 9), Outcome.SUCCEEDED)
    assert case.days == 0


def test_days_are_unknown_while_the_case_is_open() -> None:
    assert a_case(signed_on=date(2026, 10, 9)).days is None


def test_a_transfer_without_its_own_date_counts_on_the_closing_date() -> None:
    case = a_case(signed_on=date(2026, 10, 9)).close(
        date(2026, 10, 20), Outcome.FAILED, transfer_number="（2026）内0603民初1号"
    )
    assert case.transfer_counts_on == date(2026, 10, 20)

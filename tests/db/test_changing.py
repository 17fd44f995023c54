"""What the ending of many cases can be changed to at once: each by its own rules, in one undo."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from db.store import SqliteStore
from mediation.cases.agreement import Clause, ClauseKind
from mediation.cases.case import Case, Party
from mediation.cases.terms import Channel, EndReason, Outcome, Performance, Side
from mediation.identity import new_id
from mediation.listing import CaseQuery
from mediation.office.changing import CONFIRMING, PAID_UP, Line, Wish
from mediation.office.office import Office

TODAY = date(2026, 11, 21)
RULING = "（2026）内0603民特9号"


@pytest.fixture
def office(store: SqliteStore) -> Office:
    return Office(store, who="甲", today=lambda: TODAY)


def kept(office: Office, number: str, outcome: Outcome | None, **values: Any) -> Case:
    if outcome is not None:
        values |= {"closed_on": date(2026, 11, 10), "outcome": outcome}
    case = Case(
        id=new_id(),
        number=number,
        court="内0603",
        parties=(Party(side=Side.APPLICANT, name="张秀英"),),
        referred_on=date(2026, 11, 2),
        signed_on=date(2026, 11, 3),
        **values,
    )
    return office.cases.register(case)


def changed(office: Office, wish: Wish) -> dict[str, Line]:
    """The preview of the wish for all cases, by number, after it was carried out."""
    keys = list(office.cases.keys(CaseQuery(sort="number", descending=False)))
    lines = office.changing.preview(keys, wish)
    assert office.changing.change(lines, wish) == []
    return {line.row.number: line for line in lines}


def case(office: Office, kept: Case) -> Case:
    return office.cases.open(kept.id).case


def test_a_reason_goes_to_closed_cases_whose_outcome_it_fits(office: Office) -> None:
    failed = kept(office, "A", Outcome.FAILED)
    reached = kept(office, "B", Outcome.SUCCEEDED)
    kept(office, "C", None)
    lines = changed(office, Wish("reason", EndReason.DISAGREEMENT, "分歧较大"))
    assert (lines["A"].old, lines["A"].new, lines["A"].refusal) == ("", "分歧较大", "")
    assert "矛盾" in lines["B"].refusal
    assert "先登记结果" in lines["C"].refusal
    assert case(office, failed).reason is EndReason.DISAGREEMENT
    assert case(office, reached).reason is None
    office.undoing.undo()
    assert case(office, failed).reason is None


def test_amounts_stay_within_the_agreement_and_away_from_what_failed(office: Office) -> None:
    known = kept(office, "A", Outcome.SUCCEEDED, agreed=500_000)
    kept(office, "B", Outcome.FAILED)
    kept(office, "C", Outcome.PARTLY, agreed=100_000)
    lines = changed(office, Wish("performed", 200_000, "2,000.00"))
    assert [bool(lines[name].refusal) for name in "ABC"] == [False, True, True]
    assert "大于协议金额" in lines["C"].refusal
    assert (case(office, known).performed, lines["A"].new) == (200_000, "2,000.00")
    lines = changed(office, Wish("claimed", 900_000, "9,000.00"))
    assert not any(line.refusal for line in lines.values())


def test_all_that_was_agreed_is_paid_case_by_case_where_no_clause_says_otherwise(
    office: Office,
) -> None:
    one = kept(office, "A", Outcome.SUCCEEDED, agreed=500_000)
    two = kept(office, "B", Outcome.SUCCEEDED, agreed=70_000)
    kept(office, "C", Outcome.SUCCEEDED)
    clauses = kept(office, "D", Outcome.SUCCEEDED, agreed=30_000)
    file = office.agreements.open(clauses.id)
    clause = Clause(id=new_id(), kind=ClauseKind.PAY, payer="甲", payee="乙", fen=30_000)
    office.agreements.put_clause(clauses.id, file.agreement.version, clause)
    lines = changed(office, Wish(PAID_UP, True, "等于协议金额,已履行"))
    assert [lines[name].new for name in "AB"] == ["5,000.00 已履行", "700.00 已履行"]
    assert "没有登记" in lines["C"].refusal
    assert "履行记录" in lines["D"].refusal
    for each, fen in ((one, 500_000), (two, 70_000)):
        assert case(office, each).performed == fen
        assert case(office, each).performance is Performance.PERFORMED
    office.undoing.undo()
    assert case(office, one).performed is None
    assert case(office, two).performance is None


def test_confirmation_by_the_court_is_not_the_way_of_an_entrusted_case(office: Office) -> None:
    delegated = kept(office, "A", Outcome.SUCCEEDED, channel=Channel.DELEGATED)
    kept(office, "B", Outcome.SUCCEEDED, channel=Channel.ENTRUSTED)
    kept(office, "C", Outcome.FAILED, channel=Channel.DELEGATED)
    lines = changed(office, Wish("confirmation_number", RULING, RULING))
    assert [bool(lines[name].refusal) for name in "ABC"] == [False, True, True]
    assert case(office, delegated).confirmation_number == RULING
    lines = changed(office, Wish(CONFIRMING, True, "要申请"))
    assert [bool(lines[name].refusal) for name in "ABC"] == [False, True, False]
    assert office.agreements.open(delegated.id).agreement.confirming is True
    lines = changed(office, Wish(CONFIRMING, False, "不申请"))
    assert [lines[name].old for name in "ABC"] == ["要申请", "", "要申请"]
    office.undoing.undo()
    assert office.agreements.open(delegated.id).agreement.confirming is True

"""Agreements by value: capital words, instalments, payments, what a clause may say."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.cases.agreement import Agreement, Clause, ClauseKind, leaves_it_to_the_court
from mediation.cases.capital import capital_words, words_differ
from mediation.cases.money import MAX_FEN, parse_amount
from mediation.cases.performing import Payment, standing
from mediation.cases.schedule import Every, Instalment, due_days, instalments
from mediation.cases.terms import Performance
from mediation.errors import RuleViolation
from mediation.identity import new_id

SIGNED = date(2026, 11, 20)
CASE = UUID(int=1)


def paying(fen: int = 1_200_000, **fields: object) -> Clause:
    values = {"id": new_id(), "kind": ClauseKind.PAY, "fen": fen, "payer": "乙", "payee": "甲"}
    return Clause(**{**values, **fields})  # type: ignore[arg-type]


def paid(clause: Clause, fen: int | None, on: date) -> Payment:
    return Payment(id=new_id(), case=CASE, clause=clause.id, paid_on=on, fen=fen)


def agreed(*clauses: Clause) -> Agreement:
    return Agreement(case=CASE, signed_on=SIGNED, clauses=clauses)


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (12_300, "壹佰贰拾叁元整"),
        (0, "零元整"),
        (1, "壹分"),
        (1_050, "壹拾元伍角整"),
        (168_032, "壹仟陆佰捌拾元叁角贰分"),
        (10_700_053, "壹拾万柒仟元伍角叁分"),
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
        (600_107, "陆仟零壹元零柒分"),
        (100_000_100, "壹佰万零壹元整"),
        (100_001_000_000, "壹拾亿零壹万元整"),
        (100_000_000_000_000, "壹万亿元整"),
    ],
)
def test_an_amount_is_spelt_out_as_a_bank_would(fen: int, words: str) -> None:
    assert capital_words(fen) == words


@given(st.integers(0, MAX_FEN) | st.integers(0, 15).map(lambda power: min(10**power, MAX_FEN)))
def test_capital_words_are_read_back_to_the_fen(fen: int) -> None:
    assert parse_amount(capital_words(fen)) == fen


def test_capital_words_that_say_another_amount_are_told_with_the_right_ones() -> None:
    assert "壹佰贰拾叁元整" in words_differ("壹佰贰拾肆元整", 12_300)
    assert words_differ("人民币壹佰贰拾叁元整", 12_300) == ""
    assert words_differ("", 12_300) == ""
    assert words_differ("壹佰元整", None)


def test_instalments_share_the_amount_and_the_last_takes_the_rest() -> None:
    found = instalments(1_000_001, date(2026, 12, 15), times=3)
    assert [(each.due_on, each.fen) for each in found] == [
        (date(2026, 12, 15), 333_300),
        (date(2027, 1, 15), 333_300),
        (date(2027, 2, 15), 333_401),
    ]


def test_instalments_of_a_given_size_run_until_all_is_paid() -> None:
    found = instalments(1_000_000, date(2026, 12, 15), each=300_000)
    assert [each.fen for each in found] == [300_000, 300_000, 300_000, 100_000]


def test_more_instalments_than_the_amount_bears_are_refused() -> None:
    with pytest.raises(RuleViolation, match="超过了总额"):
        instalments(1_000_000, date(2026, 12, 15), times=4, each=400_000)
    with pytest.raises(RuleViolation):
        instalments(2, date(2026, 12, 15), times=3)


def test_a_day_that_a_month_lacks_is_its_last_day() -> None:
    days = due_days(date(2026, 1, 30), 3)
    assert days == [date(2026, 1, 30), date(2026, 2, 28), date(2026, 3, 30)]


def test_month_end_is_the_end_of_every_month() -> None:
    days = due_days(date(2026, 11, 30), 4, month_end=True)
    assert days == [
        date(2026, 11, 30),
        date(2026, 12, 31),
        date(2027, 1, 31),
        date(2027, 2, 28),
    ]


def test_a_leap_day_comes_back_as_the_end_of_february() -> None:
    days = due_days(date(2024, 2, 29), 3, every=Every.YEAR)
    assert days == [date(2024, 2, 29), date(2025, 2, 28), date(2026, 2, 28)]


@given(
    st.integers(1, MAX_FEN),
    st.dates(date(2020, 1, 1), date(2040, 12, 31)),
    st.integers(1, 60),
    st.sampled_from(list(Every)),
    st.booleans(),
)
def test_instalments_are_the_amount_to_the_fen_on_days_that_rise(
    total: int, first: date, times: int, every: Every, month_end: bool
) -> None:
    try:
        found = instalments(total, first, times=times, every=every, month_end=month_end)
    except RuleViolation:
        assert total < times
        return
    days = [each.due_on for each in found if each.due_on is not None]
    assert len(days) == times
    assert days == sorted(set(days))
    assert sum(each.fen or 0 for each in found) == total
    assert all(each.fen for each in found)


def test_a_clause_whose_instalments_miss_its_amount_is_refused() -> None:
    part = Instalment(due_on=date(2026, 12, 1), fen=1)
    with pytest.raises(RuleViolation, match="元不符"):
        paying(instalments=(part,)).checked()


def test_payments_go_to_the_oldest_instalment_first() -> None:
    clause = paying(instalments=instalments(1_200_000, date(2026, 12, 1), times=3))
    found = standing(agreed(clause), [paid(clause, 500_000, date(2026, 11, 30))], SIGNED)
    assert [state.left for state in found.states] == [0, 300_000, 400_000]
    assert found.next_due is not None
    assert found.next_due.number == 2
    assert found.paid == 500_000


@given(
    st.integers(1, 10**12),
    st.integers(1, 24),
    st.lists(st.integers(1, 10**12), max_size=6),
    st.dates(date(2026, 1, 1), date(2029, 1, 1)),
)
def test_what_is_paid_and_what_is_left_are_what_was_promised(
    fen: int, times: int, sums: list[int], today: date
) -> None:
    clause = paying(fen, instalments=instalments(fen, date(2026, 12, 31), times=min(times, fen)))
    found = standing(agreed(clause), [paid(clause, each, SIGNED) for each in sums], today)
    assert found.paid + sum(state.left for state in found.states) == fen
    assert found.paid + found.overpaid.get(clause.id, 0) == sum(sums)
    assert (found.overdue > 0) == (found.performance in (Performance.PARTLY, Performance.OVERDUE))


@pytest.mark.parametrize(
    ("payments", "today", "state"),
    [
        ([], date(2026, 12, 1), Performance.NOT_DUE),
        ([], date(2026, 12, 2), Performance.OVERDUE),
        ([(100, date(2026, 12, 1))], date(2026, 12, 2), Performance.PARTLY),
        ([(600_000, date(2026, 12, 1))], date(2026, 12, 2), Performance.NOT_DUE),
        ([(1_200_000, SIGNED)], SIGNED, Performance.IMMEDIATE),
        ([(1_200_000, date(2027, 5, 1))], date(2027, 5, 1), Performance.PERFORMED),
    ],
)
def test_the_state_follows_from_instalments_payments_and_the_day(
    payments: list[tuple[int, date]], today: date, state: Performance
) -> None:
    clause = paying(instalments=instalments(1_200_000, date(2026, 12, 1), times=2))
    made = [paid(clause, fen, on) for fen, on in payments]
    assert standing(agreed(clause), made, today).performance is state


def test_paying_too_much_is_told_and_counts_no_more_than_was_promised() -> None:
    clause = paying(instalments=instalments(1_200_000, date(2026, 12, 1), times=1))
    found = standing(agreed(clause), [paid(clause, 1_300_000, SIGNED)], SIGNED)
    assert found.overpaid == {clause.id: 100_000}
    assert found.paid == 1_200_000


def test_a_deed_is_performed_when_it_is_done() -> None:
    deed = Clause(
        id=new_id(),
        kind=ClauseKind.DEED,
        what="交还房屋",
        instalments=(Instalment(due_on=date(2026, 12, 1), fen=None),),
    )
    assert standing(agreed(deed), [], date(2026, 12, 2)).performance is Performance.OVERDUE
    done = [paid(deed, None, date(2026, 12, 5))]
    assert standing(agreed(deed), done, date(2026, 12, 6)).performance is Performance.PERFORMED


def test_an_agreement_with_nothing_to_perform_has_no_state() -> None:
    breach = Clause(id=new_id(), kind=ClauseKind.BREACH, what="逾期按日万分之二支付违约金")
    assert standing(agreed(breach), [], SIGNED).performance is None


@pytest.mark.parametrize(
    ("what", "forbidden"),
    [
        ("如乙方不履行,甲方可请求人民法院对本案作出裁判", True),
        ("乙方未按期付款的,由法院判决", True),
        ("乙方拒不履行的,甲方可申请人民法院强制执行", False),
        ("逾期未付的,按日万分之二支付违约金", False),
    ],
)
def test_a_clause_may_not_leave_it_to_the_court(what: str, forbidden: bool) -> None:
    assert leaves_it_to_the_court(paying(what=what)) is forbidden

"""What a case is paid, and every reason why it is not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.cases.case import Case, Party
from mediation.cases.terms import Outcome, Performance, Side
from mediation.errors import MediationError, Unreadable
from mediation.figures.period import Period
from mediation.registry.mediators import Mediator
from mediation.reports.pay_list_form import frozen_from, pay_list_from
from mediation.subsidy.claims import claim_of
from mediation.subsidy.grades import Grade, Grading, grade_named
from mediation.subsidy.pay_list import Bar, Line, PayList, Reversal, judge, paid_disputes
from mediation.subsidy.rules import DEFAULT_DOSSIER, Rules, dossier_named
from mediation.subsidy.tariff import Rate, Tariff, faults

FREE = Mediator(id=UUID(int=1), name="高文彬", holds_office=False)
OFFICIAL = Mediator(id=UUID(int=2), name="史建平", holds_office=True)
UNASKED = Mediator(id=UUID(int=3), name="苏日娜")
PEOPLE = {each.id: each for each in (FREE, OFFICIAL, UNASKED)}
ANY_DOSSIER = Rules(dossier=())
AT = datetime(2026, 11, 2, tzinfo=UTC)


def rate(grade: Grade = Grade.ORDINARY, amount: int = 20_000, **values: Any) -> Rate:
    given = {
        "outcome": Outcome.SUCCEEDED,
        "valid_from": date(2026, 1, 1),
        "source": "某办〔2026〕1号",
    }
    return Rate(grade=grade, amount=amount, **{**given, **values})


TARIFF = Tariff(number=1, rates=(rate(), rate(Grade.MAJOR, 80_000, performed_first=True)))


def case(number: int, **values: Any) -> Case:
    given: dict[str, Any] = {
        "number": f"N{number}",
        "mediator": FREE.id,
        "referred_on": date(2026, 10, 1),
        "signed_on": date(2026, 10, 2),
        "closed_on": date(2026, 10, 20),
        "outcome": Outcome.SUCCEEDED,
        "cause": "1",
        "parties": people(f"甲{number}", f"乙{number}"),
        "extra": {"难易等级": "普通"},
    }
    return Case(id=UUID(int=1000 + number), **{**given, **values})


def people(one: str, other: str) -> tuple[Party, ...]:
    return (Party(side=Side.APPLICANT, name=one), Party(side=Side.RESPONDENT, name=other))


def judged(
    *cases: Case,
    tariff: Tariff = TARIFF,
    rules: Rules = ANY_DOSSIER,
    gradings: dict[UUID, Grading] | None = None,
    before: dict[str, str] | None = None,
) -> tuple[Line, ...]:
    said = gradings or {}
    claims = [claim_of(each, PEOPLE, said.get(each.id), 0, rules) for each in cases]
    return judge(claims, tariff, rules, before or {})


def bars(line: Line) -> set[Bar]:
    return {refusal.bar for refusal in line.refusals}


def test_a_graded_case_is_paid_what_the_tariff_says() -> None:
    (line,) = judged(case(1))
    assert (line.amount, line.refusals, line.source) == (20_000, (), "某办〔2026〕1号")


def test_a_public_official_is_not_paid() -> None:
    (line,) = judged(case(1, mediator=OFFICIAL.id))
    assert (line.amount, bars(line)) == (0, {Bar.PUBLIC_OFFICE})


def test_whoever_was_never_asked_about_public_office_is_not_paid_yet() -> None:
    (line,) = judged(case(1, mediator=UNASKED.id))
    assert bars(line) == {Bar.OFFICE_UNKNOWN}
    assert "名册" in line.refusals[0].words


def test_a_case_without_a_mediator_is_paid_to_nobody() -> None:
    assert bars(judged(case(1, mediator=None))[0]) == {Bar.NO_MEDIATOR}


def test_a_case_of_unknown_class_is_not_paid_and_says_how_to_enter_it() -> None:
    (line,) = judged(case(1, extra={}))
    assert bars(line) == {Bar.GRADE_UNKNOWN}
    assert "难易等级" in line.refusals[0].words


def test_a_class_that_cannot_be_read_is_quoted() -> None:
    (line,) = judged(case(1, extra={"难易等级": "很难"}))
    assert "“很难”" in line.refusals[0].words


def test_what_the_office_said_goes_before_the_ledgers_column() -> None:
    one = case(1, performance=Performance.PERFORMED)
    (line,) = judged(one, gradings={one.id: Grading(case=one.id, grade=Grade.MAJOR)})
    assert (line.grade, line.amount) == (Grade.MAJOR, 80_000)


@pytest.mark.parametrize(
    ("state", "paid"),
    [
        (Performance.PERFORMED, True),
        (Performance.IMMEDIATE, True),
        (Performance.PARTLY, False),
        (Performance.NOT_DUE, False),
        (Performance.OVERDUE, False),
        (None, False),
    ],
)
def test_where_the_rule_says_so_only_what_was_performed_is_paid(
    state: Performance | None, paid: bool
) -> None:
    (line,) = judged(case(1, extra={"难易等级": "重大"}, performance=state))
    assert (not bars(line)) is paid
    assert paid or bars(line) == {Bar.NOT_PERFORMED}


def test_an_amount_come_in_whole_counts_as_performed() -> None:
    (line,) = judged(case(1, extra={"难易等级": "重大"}, agreed=500, performed=500))
    assert line.is_paid


def test_every_reason_is_given_not_the_first_alone() -> None:
    one = case(1, mediator=OFFICIAL.id, extra={}, cause=None)
    (line,) = judged(one, rules=Rules(dossier=("案由", "调解会")))
    assert bars(line) == {Bar.PUBLIC_OFFICE, Bar.GRADE_UNKNOWN, Bar.DOSSIER}
    assert "案由、调解会" in line.refusals[-1].words


def test_the_same_parties_and_cause_are_one_dispute_whoever_sues() -> None:
    first = case(1, parties=people("王 芳", "李强"))
    second = case(2, parties=people("李强", "王 芳"), closed_on=date(2026, 10, 25))
    lines = judged(second, first)
    assert [line.amount for line in lines] == [20_000, 0]
    assert bars(lines[1]) == {Bar.SAME_DISPUTE}
    assert "N1" in lines[1].refusals[0].words


def test_the_same_parties_with_another_cause_are_two_disputes() -> None:
    same = people("甲", "乙")
    lines = judged(case(1, parties=same), case(2, parties=same, cause="2"))
    assert all(line.is_paid for line in lines)


def test_what_the_office_calls_a_dispute_of_its_own_is_paid_too() -> None:
    one, other = (case(number, parties=people("银行", "李强")) for number in (1, 2))
    said = {other.id: Grading(case=other.id, separate="另一份借款合同")}
    assert all(line.is_paid for line in judged(one, other, gradings=said))


def test_a_transfer_and_the_case_it_became_are_one_dispute() -> None:
    number = "（2026）内0603民初11号"
    one = case(1, outcome=Outcome.PARTLY, transfer_number="(2026)内0603民初11号")
    other = case(2, court_number=number, court_number_key=number)
    tariff = Tariff(number=1, rates=(rate(), rate(outcome=Outcome.PARTLY)))
    assert [line.is_paid for line in judged(one, other, tariff=tariff)] == [True, False]


def test_a_refused_case_does_not_bar_another_of_its_dispute() -> None:
    one = case(1, parties=people("甲", "乙"), extra={})
    other = case(2, parties=people("甲", "乙"))
    assert [line.is_paid for line in judged(one, other)] == [False, True]


def test_a_dispute_paid_on_an_earlier_list_is_not_paid_again_until_it_is_reversed() -> None:
    earlier = made(judged(case(1)), number=7)
    before = paid_disputes([earlier], [])
    (line,) = judged(case(1), before=before)
    assert bars(line) == {Bar.PAID_BEFORE}
    assert "第 7 号" in line.refusals[0].words
    back = Reversal(
        pay_list=7,
        case=case(1).id,
        label="N1",
        mediator_name="高文彬",
        amount=20_000,
        why="等级有误",
    )
    assert paid_disputes([earlier], [back]) == {}


def test_the_cap_cuts_the_case_that_passes_it_and_bars_those_after() -> None:
    lines = judged(case(1), case(2), case(3), rules=Rules(dossier=(), cap=30_000))
    assert [line.amount for line in lines] == [20_000, 10_000, 0]
    assert "100.00" in lines[1].note
    assert bars(lines[2]) == {Bar.CAP}


def test_the_day_of_closing_chooses_the_row() -> None:
    old = rate(amount=100, valid_from=date(2025, 1, 1), valid_to=date(2025, 12, 31))
    tariff = Tariff(number=2, rates=(old, rate(amount=200)))
    last, first = (case(1, closed_on=date(2025, 12, 31)), case(2, closed_on=date(2026, 1, 1)))
    assert [line.amount for line in judged(last, first, tariff=tariff)] == [100, 200]
    (none,) = judged(case(3, closed_on=date(2024, 12, 31)), tariff=tariff)
    assert bars(none) == {Bar.NO_RATE}


def test_a_tariff_by_tiers_asks_for_the_tier() -> None:
    tariff = Tariff(number=1, rates=(rate(tier="镇级"), rate(tier="村级", amount=3_000)))
    (line,) = judged(case(1), tariff=tariff)
    assert bars(line) == {Bar.NO_RATE}
    assert "镇级、村级" in line.refusals[0].words
    (line,) = judged(case(1, extra={"难易等级": "普通", "补贴档": "村级"}), tariff=tariff)
    assert line.amount == 3_000


def test_failed_cases_are_paid_only_where_the_tariff_has_a_row_for_them() -> None:
    failed = case(1, outcome=Outcome.FAILED)
    assert bars(judged(failed)[0]) == {Bar.NO_RATE}
    tariff = Tariff(number=1, rates=(rate(outcome=Outcome.FAILED, amount=5_000),))
    assert judged(failed, tariff=tariff)[0].amount == 5_000


def test_two_rows_for_one_case_on_one_day_are_no_tariff() -> None:
    assert [*faults([rate(), rate(valid_from=date(2026, 6, 1))])]
    until_may = rate(valid_to=date(2026, 5, 31))
    assert not [*faults([until_may, rate(valid_from=date(2026, 6, 1))])]


def test_the_words_for_a_class_are_the_usual_ones() -> None:
    assert grade_named(" 一般案件 ") is Grade.ORDINARY
    assert grade_named("疑难复杂") is Grade.DIFFICULT
    with pytest.raises(Unreadable, match="简易、普通、疑难、重大"):
        grade_named("重大疑难")


def test_the_dossier_list_can_be_the_default_nothing_or_columns_of_the_ledger() -> None:
    assert dossier_named("") == DEFAULT_DOSSIER
    assert dossier_named("无") == ()
    rules = Rules(dossier=dossier_named("调解协议书,案由"))
    assert judged(case(1), rules=rules)[0].refusals[0].bar is Bar.DOSSIER
    kept = {"难易等级": "普通", "调解协议书": "有"}
    assert judged(case(1, extra=kept), rules=rules)[0].is_paid
    assert not judged(case(1, extra={**kept, "调解协议书": "缺"}), rules=rules)[0].is_paid


def made(lines: tuple[Line, ...], number: int | None = None) -> PayList:
    return PayList(
        period=Period.parse("2026-10"),
        tariff=TARIFF,
        rules=ANY_DOSSIER,
        lines=lines,
        made_at=AT,
        who="甲",
        number=number,
    )


GRADES = st.sampled_from(["简易", "普通", "重大", "", "?"])


@given(
    st.lists(
        st.tuples(
            GRADES,
            st.sampled_from([*PEOPLE, None]),
            st.sampled_from([None, *Performance]),
            st.integers(1, 4),
        ),
        max_size=25,
    ),
    st.one_of(st.none(), st.integers(0, 100_000)),
)
def test_the_sums_balance_and_no_dispute_is_paid_twice(
    drawn: list[tuple[str, UUID | None, Performance | None, int]], cap: int | None
) -> None:
    cases = [
        case(
            n,
            extra={"难易等级": grade},
            mediator=who,
            performance=state,
            parties=people("甲", f"{p}"),
        )
        for n, (grade, who, state, p) in enumerate(drawn)
    ]
    pay_list = made(judged(*cases, rules=Rules(dossier=(), cap=cap)))
    assert pay_list.total == sum(share.amount for share in pay_list.shares)
    assert len(pay_list.paid) == sum(share.cases for share in pay_list.shares)
    assert len(pay_list.paid) + len(pay_list.refused) == len(cases)
    assert cap is None or all(share.amount <= cap for share in pay_list.shares)
    assert {share.name for share in pay_list.shares} <= {FREE.name}
    keys = [key for line in pay_list.paid for key in line.disputes]
    assert len(keys) == len(set(keys))
    assert all(line.amount > 0 for line in pay_list.paid)
    assert all(line.amount == 0 for line in pay_list.refused)


def test_a_frozen_list_reads_back_as_it_was() -> None:
    pay_list = made(judged(case(1), case(2, mediator=OFFICIAL.id)), number=3)
    assert pay_list_from(frozen_from(pay_list, 3)) == pay_list


def test_a_frozen_list_that_was_changed_is_refused() -> None:
    from dataclasses import replace

    frozen = frozen_from(made(judged(case(1)), number=3), 3)
    changed = frozen.content.replace(b"20000", b"90000")
    assert changed != frozen.content
    for forged in (
        replace(frozen, content=changed),
        replace(frozen, content=frozen.content.replace("高文彬".encode(), "高文武".encode())),
        replace(frozen, total=1),
        replace(frozen, content=b""),
    ):
        with pytest.raises(MediationError, match="不符"):
            pay_list_from(forged)

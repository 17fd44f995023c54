"""The report as a value: counts, identities, scope, checks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediation.cases.case import Case
from mediation.cases.terms import Channel, Outcome
from mediation.figures.checks import (
    check_counts,
    check_days,
    check_groups,
    check_table,
    check_totals,
)
from mediation.figures.counts import Counts, Group, Scope
from mediation.figures.keys import Dimension, Figure
from mediation.figures.period import Period
from mediation.figures.totals import sum_totals
from mediation.figures.two_way import Axis, two_way
from mediation.reports.report import _ORDERS, build_report
from tests.made_reports import (
    MADE_AT,
    OCTOBER,
    ROSTER,
    any_case,
    closed_case,
    made_case,
    many_cases,
    october_totals,
    report_over,
)
from tests.reference import ReferenceReading, behind

spans = st.builds(
    lambda year, month, length: Period(
        date(year, month, 1), Period.month(date(year, month, 1)).shifted(length).end
    ),
    st.sampled_from([2025, 2026]),
    st.integers(1, 12),
    st.integers(0, 14),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(any_case(), max_size=25), spans)
def test_every_report_adds_up_whatever_the_cases(cases: list[Case], period: Period) -> None:
    report = report_over(cases, period=period)
    assert report.failed_checks == ()
    flow = report.flow
    assert flow.opening + flow.received == flow.closed + flow.pending
    assert flow.pending == sum(behind(case, Figure.PENDING, period) for case in cases)
    assert flow.pending == report_over(cases, period=period.shifted(len(period))).flow.opening
    for groups in report.groups.values():
        assert sum(group.counts.pending for group in groups) == flow.pending
    for indicator in report.indicators:
        assert (indicator.value is None) == bool(indicator.reason)
        if indicator.interval is not None:
            low, high = indicator.interval
            assert 0 <= low <= float(indicator.value or 0) <= high <= 1


@settings(max_examples=30, deadline=None)
@given(st.lists(any_case(), max_size=25), spans)
def test_months_give_the_same_sums_as_the_whole_period(cases: list[Case], period: Period) -> None:
    whole = report_over(cases, period=period).flow
    months = [report_over(cases, period=Period.month(month)).flow for month in period.months()]
    for name in ("received", "closed", "succeeded", "transferred", "claimed", "performed"):
        assert sum(getattr(month, name) for month in months) == getattr(whole, name)
    assert (months[0].opening, months[-1].pending) == (whole.opening, whole.pending)


@settings(max_examples=30, deadline=None)
@given(st.lists(any_case(), max_size=25), spans)
def test_a_report_within_a_court_counts_what_the_court_has_in_the_whole(
    cases: list[Case], period: Period
) -> None:
    whole = report_over(cases, period=period)
    rows = {group.key: group.counts for group in whole.groups[Dimension.COURT]}
    for court in ("内0602", "内0603"):
        within = report_over(cases, period=period, court=court)
        assert within.flow == rows.get(court, Counts())
        assert within.failed_checks == ()


def test_a_case_is_received_on_its_referral_and_closed_on_its_closing_date() -> None:
    case = closed_case(
        1, referred_on=date(2026, 9, 30), signed_on=date(2026, 10, 1), closed_on=date(2026, 10, 31)
    )
    october = report_over([case]).flow
    assert (october.opening, october.received, october.closed, october.pending) == (1, 0, 1, 0)
    september = report_over([case], period=OCTOBER.shifted(-1)).flow
    assert (september.opening, september.received, september.pending) == (0, 1, 1)


def test_a_transfer_counts_on_its_own_date_else_on_the_closing_date() -> None:
    late = closed_case(1, Outcome.FAILED, transfer_number="1", transferred_on=date(2026, 11, 3))
    at_closing = closed_case(2, Outcome.FAILED, transfer_number="2")
    assert report_over([late, at_closing]).flow.transferred == 1
    assert report_over([late, at_closing], period=OCTOBER.shifted(1)).flow.transferred == 1


def test_days_run_from_signing_and_unsigned_cases_have_none() -> None:
    unsigned = closed_case(2, signed_on=None)
    report = report_over([closed_case(1), unsigned])
    assert (report.duration.median, report.duration.cases) == (10, 1)
    assert report.flow.closed == 2


def test_rows_stand_by_cases_received_then_closed_then_name() -> None:
    names = {1: "丙", 2: "丁", 3: "乙", 4: "甲", 5: "甲"}
    cases = [
        (closed_case if number == 3 else made_case)(number, cause=name, cause_name=name)
        for number, name in names.items()
    ]
    rows = report_over(cases).groups[Dimension.CAUSE]
    assert [group.name for group in rows] == ["甲", "乙", "丁", "丙"]


def test_a_mediator_or_a_channel_has_no_share_of_the_court_totals() -> None:
    entered = [october_totals(filings=10, mediated=5, transferred=1)]
    by_mediator = report_over([], entered, mediator=ROSTER[0].id)
    assert (
        by_mediator.indicator("diversion_rate").reason == "法院收案不按调解员录入,不能按调解员计算"
    )
    assert by_mediator.names.mediator == "乌兰图雅"
    by_channel = report_over([], entered, channel=Channel.ENTRUSTED.value)
    assert "不按来源录入" in by_channel.indicator("traffic.platform_rate").reason
    assert by_channel.names.channel == "委托"


def test_a_cause_uses_the_court_totals_of_that_cause() -> None:
    from mediation.registry.causes import cause_named

    cause = cause_named("民间借贷纠纷", None)
    entered = [
        october_totals(filings=100, mediated=50, transferred=10),
        october_totals(cause.code, filings=10, mediated=4, transferred=2),
    ]
    report = report_over([], entered, cause=cause.code)
    assert report.names.cause == "民间借贷纠纷"
    assert report.indicator("diversion_rate").value == Fraction(4, 12)
    assert "不分案由" in report.indicator("traffic.diversion_rate").reason
    missing = report_over([], entered[:1], cause=cause.code).indicator("diversion_rate")
    assert missing.reason == "2026年10月的法院收案(民间借贷纠纷)未录入"


def test_a_court_uses_its_own_totals_only() -> None:
    entered = [
        october_totals(court="内0602", mediated=1, disputes=2),
        october_totals(court="内0603", mediated=1, disputes=4),
    ]
    assert report_over([], entered).indicator("diversion_rate").value == Fraction(2, 6)
    one = report_over([], entered, court="内0603")
    assert one.indicator("diversion_rate").value == Fraction(1, 4)
    assert one.names.court == "康巴什区法院"


def test_what_is_not_recorded_is_a_scope_of_its_own_without_court_totals() -> None:
    report = report_over([made_case(1)], court="")
    assert report.flow.received == 1
    assert report.names.court == "未登记"
    assert report.indicator("diversion_rate").value is None


def test_who_is_no_longer_on_the_roster_does_not_take_part() -> None:
    gone, staying, idle = ROSTER
    roster = [replace(gone, term_to=date(2026, 10, 30)), staying, idle]
    cases = [made_case(1, mediator=gone.id), made_case(2, mediator=staying.id)]
    reading = ReferenceReading(cases, roster)
    chosen = {"participation_rate": "M1"}
    report = build_report(reading, OCTOBER, Scope(), made_at=MADE_AT, chosen=chosen)  # type: ignore[arg-type]
    assert report.indicator("participation_rate").value == Fraction(1, 2)
    alone = Scope(mediator=staying.id)
    within = build_report(reading, OCTOBER, alone, made_at=MADE_AT, chosen=chosen)  # type: ignore[arg-type]
    assert "一名调解员" in within.indicator("participation_rate").reason


def test_a_definition_is_not_used_outside_its_time_or_without_its_data() -> None:
    chosen = {"success_diversion_rate": "G1", "enforcement_rate": "E1"}
    entered = [october_totals(filings=10, succeeded=5)]
    reading = ReferenceReading([], ROSTER, entered)
    report = build_report(reading, OCTOBER, Scope(), made_at=MADE_AT, chosen=chosen)  # type: ignore[arg-type]
    assert "只适用到 2024-12-31" in report.indicator("success_diversion_rate").reason
    assert "申请执行" in report.indicator("enforcement_rate").reason
    assert report.indicator("success_diversion_rate").value is None


def test_an_indicator_that_nobody_defined_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        report_over().indicator("rank")


def test_the_checks_cover_every_table_and_the_court_totals() -> None:
    entered = [october_totals(closed=5, succeeded=4, mediated=5, disputes=9)]
    keys = [check.key for check in report_over(many_cases(40), entered).checks]
    assert keys[:3] == ["flow", "classes", "days"]
    for dimension in Dimension:
        assert {f"flow.{dimension}", f"classes.{dimension}", f"sum.{dimension}"} <= set(keys)
    assert "totals.all.succeeded" in keys
    assert len(keys) == len(set(keys))


GOOD = Counts(opening=2, received=5, closed=4, succeeded=3, failed=1, claimed=7)


@pytest.mark.parametrize(
    ("changed", "key"), [({"closed": 8, "succeeded": 7}, "flow"), ({"failed": 2}, "classes")]
)
def test_counts_that_do_not_add_up_fail_their_check(changed: dict[str, int], key: str) -> None:
    assert all(check.passed for check in check_counts(GOOD))
    failed = [check.key for check in check_counts(replace(GOOD, **changed)) if not check.passed]
    assert failed == [key]


def test_rows_that_do_not_give_the_whole_fail_with_both_sums() -> None:
    whole = [Group("a", "甲", GOOD)]
    assert all(check.passed for check in check_groups(GOOD, Dimension.CAUSE, whole))
    short = [Group("a", "甲", replace(GOOD, claimed=6))]
    checks = check_groups(GOOD, Dimension.CAUSE, short)
    assert [check.detail for check in checks if not check.passed] == ["标的额各行之和 6,总数 7"]


def test_a_row_that_does_not_add_up_is_named() -> None:
    bad = Group("b", "乙", Counts(closed=1))
    failed = {
        check.key: check.detail
        for check in check_groups(GOOD, Dimension.COURT, [Group("a", "甲", GOOD), bad])
        if not check.passed
    }
    assert "乙" in failed["flow.court"]
    assert "乙" in failed["classes.court"]
    assert "sum.court" in failed


def test_more_days_than_closed_cases_fail() -> None:
    assert check_days(GOOD, 4).passed
    assert not check_days(GOOD, 5).passed


def test_court_totals_with_a_part_above_its_whole_fail() -> None:
    sums = sum_totals([october_totals(closed=5, succeeded=6)], OCTOBER, "all")
    (check,) = check_totals("all", "全部", sums)
    assert not check.passed
    assert check.detail == "调解成功 6,调解结案 5"


def test_the_published_sums_of_yangzhou_come_out() -> None:
    parts = {"诉前调解": 4860, "委托调解": 585, "其他": 10883}
    assert check_table(16328, parts).passed
    assert round(8270 / 16328 * 100, 2) == 50.65


def test_mediators_stand_by_name_in_every_table() -> None:
    counted = {"乙": (9, 9), "甲": (1, 0), "": (5, 5)}
    groups = [
        Group(name, name, Counts(received=got, closed=got, succeeded=won))
        for name, (got, won) in counted.items()
    ]
    ordered = sorted(groups, key=_ORDERS[Dimension.MEDIATOR])
    assert [each.name for each in ordered] == ["乙", "甲", ""]
    table = two_way(
        Figure.SUCCEEDED,
        (Axis.MEDIATOR, Axis.CHANNEL),
        [("1", "entrusted", 1), ("2", "entrusted", 9)],
        ({"1": "甲", "2": "丙"}, {"entrusted": "委托"}),
    )
    assert [place.name for place in table.rows] == ["丙", "甲"]

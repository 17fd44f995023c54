"""同比 and 环比: what may be told of a change, and what may not."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from mediation.figures.checks import check_comparison, check_fractions, check_outcomes, check_table
from mediation.figures.comparison import (
    Change,
    Comparison,
    Kind,
    Side,
    Unit,
    base_of,
    broken,
    compare,
    relative_change,
)
from mediation.figures.counts import Counts
from mediation.figures.definitions import definition_of
from mediation.figures.indicators import Indicator, ledger_indicator
from mediation.figures.particulars import Particulars
from mediation.figures.period import Period
from mediation.reports.wording import change_words, restated_words, signed

NOW = Period.parse("2026-10")


def rate(counts: Counts, version: str = "V1") -> Indicator:
    return ledger_indicator(definition_of("success_rate", version), counts)


def sides(
    now: Counts, base: Counts, *, kind: Kind = Kind.YEAR_ON_YEAR, period: Period = NOW
) -> Comparison:
    return compare(
        kind,
        Side(period, now, [rate(now)]),
        Side(base_of(period, kind), base, [rate(base)]),
    )


def figure(comparison: Comparison, key: str) -> Change:
    return next(each for each in comparison.figures if each.key == key)


MANY, MORE = (
    Counts(received=80, closed=40, succeeded=20),
    Counts(received=100, closed=50, succeeded=30),
)


def test_counts_change_by_a_share_of_the_base_and_rates_by_points() -> None:
    found = sides(MORE, MANY)
    assert figure(found, "received").change == Fraction(1, 4)
    assert figure(found, "success_rate").change == 10
    assert figure(found, "success_rate").unit is Unit.POINTS
    assert change_words(figure(found, "success_rate")) == "+10.0 点"
    assert change_words(figure(found, "received")) == "+25.0 %"


def test_a_base_of_zero_has_no_change() -> None:
    found = figure(sides(MORE, Counts()), "received")
    assert (found.base, found.change) == (0, None)
    assert change_words(found) == "—"
    assert relative_change(5, 0) is None


def test_below_thirty_there_are_counts_only() -> None:
    assert figure(sides(MORE, replace(MANY, received=29)), "received").change is None
    assert figure(sides(MORE, replace(MANY, received=30)), "received").change is not None
    few = figure(sides(MORE, replace(MANY, closed=29)), "success_rate")
    assert (few.change, few.counted, few.is_few) == (None, ("30/50", "20/29"), True)


@pytest.mark.parametrize(
    ("period", "kind", "comparable"),
    [
        ("2024-12", Kind.PERIOD_ON_PERIOD, True),
        ("2025-01", Kind.PERIOD_ON_PERIOD, False),
        ("2025-02", Kind.PERIOD_ON_PERIOD, True),
        ("2025-12", Kind.YEAR_ON_YEAR, False),
        ("2026-01", Kind.YEAR_ON_YEAR, True),
        ("2025", Kind.YEAR_ON_YEAR, False),
        ("2024-10..2025-03", Kind.YEAR_ON_YEAR, False),
    ],
)
def test_the_break_of_2025_is_not_compared_over(period: str, kind: Kind, comparable: bool) -> None:
    found = sides(MORE, MANY, kind=kind, period=Period.parse(period))
    assert found.is_comparable is comparable
    if not comparable:
        assert found.reason.startswith("口径调整,不可比")
        assert {each.change for each in found.figures} == {None}
        assert figure(found, "received").base == 80


def test_another_definition_in_the_base_is_not_compared() -> None:
    found = compare(
        Kind.YEAR_ON_YEAR,
        Side(NOW, MORE, [rate(MORE)]),
        Side(NOW.shifted(-12), MANY, [rate(MANY, "V2")]),
    )
    assert found.is_comparable
    change = figure(found, "success_rate")
    assert change.change is None
    assert "口径调整,不可比" in change.reason
    assert found.versions["success_rate"] == ("V1", "V2")


def test_an_unknown_rate_is_not_compared() -> None:
    change = figure(sides(MORE, Counts()), "success_rate")
    assert (change.base, change.change, change.reason) == (None, None, "基期:本期没有结案")
    assert change.counted[1] == "未知"
    assert not change.is_few


def test_bases_are_as_long_as_the_period() -> None:
    quarter = Period.parse("2026-Q1")
    assert str(base_of(quarter, Kind.PERIOD_ON_PERIOD)) == "2025-10..2025-12"
    assert str(base_of(quarter, Kind.YEAR_ON_YEAR)) == "2025-01..2025-03"
    assert broken(quarter, base_of(quarter, Kind.YEAR_ON_YEAR)) == ""


def test_two_years_are_not_set_against_years_that_overlap_them() -> None:
    found = sides(MORE, MANY, period=Period.parse("2022..2023"))
    assert "重叠" in found.reason


def test_courts_are_set_side_by_side_over_the_break_on_one_base() -> None:
    """Before, 15640 filings and 12586 mediated of which 2398 went on; since, all are filings."""
    base = {"filings": 15640, "mediated": 12586, "succeeded": 10248, "disputes": 25828}
    now = {"filings": 24000, "mediated": 12000, "succeeded": 9000}
    march, before = Period.parse("2025-03"), Period.parse("2024-03")
    found = compare(Kind.YEAR_ON_YEAR, Side(march, MORE, [], now), Side(before, MANY, [], base))
    assert not found.is_comparable
    disputes, diverted, settled = found.restated
    assert (disputes.now, disputes.base) == (24000, 25828)
    assert diverted.change == (Fraction(1, 2) - Fraction(12586, 25828)) * 100
    assert settled.counted == ("9000/24000", "10248/25828")
    assert "每件纠纷只计一次" in restated_words(found)
    later = compare(
        Kind.PERIOD_ON_PERIOD,
        Side(Period.parse("2025-04"), MORE, [], now),
        Side(march, MANY, [], now),
    )
    assert later.restated == ()
    assert restated_words(later) == ""


@pytest.mark.parametrize(
    ("value", "shown"), [("0.04", "0.0"), ("-0.04", "0.0"), ("0.05", "+0.1"), ("-3.95", "-4.0")]
)
def test_changes_carry_their_sign(value: str, shown: str) -> None:
    assert signed(Fraction(value)) == shown


def test_a_comparison_of_two_definitions_that_tells_a_change_fails_its_check() -> None:
    good = sides(MORE, MANY)
    assert check_comparison(NOW, good).passed
    mixed = replace(good, versions={"success_rate": ("V1", "V2")})
    assert not check_comparison(NOW, mixed).passed
    longer = replace(good, period=Period.parse("2025-09..2025-10"))
    assert "长短不一" in check_comparison(NOW, longer).detail


def test_the_published_table_that_does_not_add_up_fails() -> None:
    """开封: fourteen causes give 26 994, the total printed above them is 18 440."""
    parts = {f"案由{number}": 1928 for number in range(13)} | {"案由13": 26_994 - 13 * 1928}
    check = check_table(18_440, parts, "2020年上半年")
    assert not check.passed
    assert "26994 > 总数 18440" in check.detail
    assert check_table(26_994, parts).passed


def test_confirmations_and_transfers_beyond_their_whole_fail() -> None:
    flow = Counts(received=10, closed=10, succeeded=5, failed=4, partly=1)
    passed = {each.key: each.passed for each in check_outcomes(flow, Particulars(confirmed=5))}
    assert passed == {"closed": True, "confirmed": True, "transferred": True}
    bad = Particulars(confirmed=6, closed_transferred=6)
    failed = [each.key for each in check_outcomes(flow, bad) if not each.passed]
    assert failed == ["confirmed", "transferred"]
    assert not check_outcomes(replace(flow, closed=11), Particulars())[0].passed


def test_a_rate_that_does_not_match_its_counts_fails() -> None:
    assert check_fractions([rate(MANY)], MANY, {}).passed
    broken_rate = replace(rate(MANY), numerator=21)
    check = check_fractions([broken_rate], MANY, {})
    assert not check.passed
    assert check.detail == "调解成功率 21/40 ≠ 20/40"

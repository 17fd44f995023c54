"""Funnel limits and what the mix of cases lets one expect."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.figures.casemix import Cell, Stratum, band_name, band_of, expectations
from mediation.figures.funnel import Standing, funnel, limits, standing

OVERALL = Fraction(42, 100)


@pytest.mark.parametrize(
    ("cases", "low", "high"), [(30, 0.24, 0.60), (100, 0.32, 0.52), (200, 0.35, 0.49)]
)
def test_the_band_narrows_with_the_cases(cases: int, low: float, high: float) -> None:
    band = limits(OVERALL, cases).alert
    assert band.low == pytest.approx(low, abs=0.02)
    assert band.high == pytest.approx(high, abs=0.02)


def test_ten_cases_of_a_rate_of_42_per_cent_have_exact_limits() -> None:
    """Below 1 of 10 lie 0.4 %, below 2 of 10 lie 3.6 %: the limit of 2.5 % lies between."""
    below = [
        sum(comb(10, k) * Fraction(42, 100) ** k * Fraction(58, 100) ** (10 - k) for k in range(n))
        for n in range(12)
    ]
    part = (below[2] - Fraction(1, 40)) / (below[2] - below[1])
    assert limits(OVERALL, 10).alert.low == pytest.approx(float(1 - part) / 10)


@given(st.fractions(0, 1, max_denominator=500), st.integers(1, 3000))
def test_the_wide_limits_hold_the_narrow_ones_and_both_hold_the_rate(
    rate: Fraction, cases: int
) -> None:
    found = limits(rate, cases)
    assert 0 <= found.review.low <= found.alert.low <= found.alert.high <= found.review.high <= 1
    assert found.review.low <= float(rate) + 1 / cases
    assert found.review.high >= float(rate) - 1 / cases


@pytest.mark.parametrize(
    ("succeeded", "told"),
    [(84, Standing.WITHIN), (100, Standing.ALERT), (110, Standing.REVIEW), (50, Standing.REVIEW)],
)
def test_a_unit_stands_within_is_noticed_or_is_looked_at(succeeded: int, told: Standing) -> None:
    assert standing(succeeded, 200, limits(OVERALL, 200)) is told


def test_fewer_than_ten_cases_stand_nowhere() -> None:
    assert standing(0, 9, limits(OVERALL, 9)) is Standing.TOO_FEW


def test_a_funnel_is_in_the_order_of_names_and_not_of_rates() -> None:
    rate, points = funnel([("2", "乙", 90, 100), ("1", "甲", 10, 100), ("3", "丙", 0, 0)])
    assert rate == Fraction(1, 2)
    assert [point.name for point in points] == ["乙", "甲"]
    assert {point.standing for point in points} == {Standing.REVIEW}
    assert funnel([]) == (None, [])


def test_limits_need_cases_and_a_rate() -> None:
    for rate, cases in ((OVERALL, 0), (Fraction(3, 2), 5), (Fraction(-1, 2), 5)):
        with pytest.raises(ValueError, match="limits"):
            limits(rate, cases)
    assert limits(Fraction(0), 50).review == (0, 0)


def test_a_hundred_thousand_cases_have_limits_too() -> None:
    band = limits(Fraction(1, 2), 100_000).alert
    assert band.high - band.low == pytest.approx(2 * 1.96 * 0.5 / 100_000**0.5, rel=0.01)


EASY, HARD = Stratum("a", "委托", 0), Stratum("b", "委托", 3)


def test_who_gets_the_hard_cases_is_expected_to_settle_fewer() -> None:
    found = expectations(
        [
            Cell("甲", EASY, 10, 8),
            Cell("乙", EASY, 10, 6),
            Cell("甲", HARD, 2, 1),
            Cell("乙", HARD, 8, 1),
        ]
    )
    assert found["甲"].expected == 10 * Fraction(14, 20) + 2 * Fraction(2, 10)
    assert found["乙"].observed == 7
    assert found["甲"].ratio == Fraction(9) / Fraction(74, 10)


_cells = st.lists(
    st.builds(
        lambda unit, cause, band, closed, share: Cell(
            unit, Stratum(cause, "", band), closed, closed * share // 4
        ),
        st.sampled_from("甲乙丙"),
        st.sampled_from("ab"),
        st.integers(-1, 4),
        st.integers(0, 50),
        st.integers(0, 4),
    )
)


@given(_cells)
def test_all_expected_successes_are_all_observed_ones(cells: list[Cell]) -> None:
    found = expectations(cells).values()
    assert sum((each.expected for each in found), Fraction(0)) == sum(
        each.observed for each in found
    )


def test_nothing_expected_has_no_ratio() -> None:
    assert expectations([Cell("甲", EASY, 3, 0)])["甲"].ratio is None


@pytest.mark.parametrize(
    ("claimed", "name"),
    [
        (None, "标的不明"),
        (0, "1万元以下"),
        (999_999, "1万元以下"),
        (1_000_000, "1万至10万元"),
        (50_000_000, "50万至100万元"),
        (100_000_000, "100万元以上"),
    ],
)
def test_amounts_fall_into_bands(claimed: int | None, name: str) -> None:
    assert band_name(band_of(claimed)) == name

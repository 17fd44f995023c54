"""Wilson's interval and the published figures it is checked against."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.figures.intervals import Sample, sample, wilson


@pytest.mark.parametrize(
    ("successes", "cases", "low", "high"),
    [
        (365, 865, 38.95, 45.52),
        (100, 200, 43.1, 56.9),
        (8, 10, 49.0, 94.3),
        (3, 3, 43.9, 100.0),
        (0, 5, 0.0, 43.4),
        (74, 121, 52.3, 69.4),
    ],
)
def test_wilson_gives_the_known_bounds(successes: int, cases: int, low: float, high: float) -> None:
    bounds = wilson(successes, cases)
    assert bounds.low * 100 == pytest.approx(low, abs=0.051)
    assert bounds.high * 100 == pytest.approx(high, abs=0.051)


def test_865_cases_and_365_successes_to_the_second_decimal() -> None:
    bounds = wilson(365, 865)
    assert (round(bounds.low * 100, 2), round(bounds.high * 100, 2)) == (38.95, 45.52)


@given(st.integers(1, 10**7).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_lies_within_0_and_1_around_its_rate(pair: tuple[int, int]) -> None:
    successes, cases = pair
    low, high = wilson(successes, cases)
    assert 0 <= low <= successes / cases <= high <= 1
    assert low < high


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_failures_have_the_mirrored_interval(pair: tuple[int, int]) -> None:
    successes, cases = pair
    low, high = wilson(successes, cases)
    other = wilson(cases - successes, cases)
    assert low == pytest.approx(1 - other.high, abs=1e-12)
    assert high == pytest.approx(1 - other.low, abs=1e-12)


@pytest.mark.parametrize(("successes", "cases"), [(1, 0), (0, 0), (-1, 5), (6, 5)])
def test_no_interval_for_what_is_no_proportion(successes: int, cases: int) -> None:
    with pytest.raises(ValueError, match="successes"):
        wilson(successes, cases)


def test_how_many_cases_carry_a_rate() -> None:
    assert [sample(cases) for cases in (0, 9, 10, 29, 30)] == [
        Sample.COUNTS_ONLY,
        Sample.COUNTS_ONLY,
        Sample.FEW,
        Sample.FEW,
        Sample.ENOUGH,
    ]

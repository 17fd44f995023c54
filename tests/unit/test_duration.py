"""Median and 90th percentile of the days a case took."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.figures.duration import Duration, quantile


def test_an_even_number_of_cases_has_a_half_day_as_median() -> None:
    assert Duration.of({4: 1, 5: 1}).median == Fraction(9, 2)


def test_the_90th_percentile_lies_between_neighbours_as_in_a_spreadsheet() -> None:
    duration = Duration.of(dict.fromkeys(range(1, 11), 1))
    assert duration.p90 == Fraction(91, 10)


def test_nothing_closed_has_no_days() -> None:
    assert Duration.of({}) == Duration(None, None, 0)
    with pytest.raises(ValueError, match="no cases"):
        quantile({}, Fraction(1, 2))


def test_closed_on_the_day_of_signing_is_zero_days_not_unknown() -> None:
    assert Duration.of({0: 3}).median == 0


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60))
def test_the_histogram_gives_what_the_single_cases_give(days: list[int]) -> None:
    duration = Duration.of(Counter(days))
    assert duration.cases == len(days)
    assert duration.median == Fraction(statistics.median(days))
    place = 0.9 * (len(days) - 1)
    ordered = sorted(days)
    low, high = ordered[math.floor(place)], ordered[math.ceil(place)]
    assert float(duration.p90 or 0) == pytest.approx(low + (high - low) * (place % 1))

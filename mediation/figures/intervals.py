"""How sure a proportion is: Wilson's interval, and from how many cases on a rate may be shown."""

from __future__ import annotations

from enum import StrEnum
from math import sqrt
from typing import Final, NamedTuple

Z_95: Final = 1.96
COUNTS_ONLY_BELOW: Final = 10
FEW_BELOW: Final = 30


class Interval(NamedTuple):
    """Lower and upper bound as fractions of 1."""

    low: float
    high: float


class Sample(StrEnum):
    """How far a denominator carries a rate (house thresholds after NCHS: 10 and 30 cases)."""

    COUNTS_ONLY = "counts_only"
    FEW = "few"
    ENOUGH = "enough"


def wilson(successes: int, cases: int, z: float = Z_95) -> Interval:
    """Wilson's score interval, 95 % unless told otherwise; right for 0 and for all of ``cases``.

    Raises ValueError unless 0 <= successes <= cases and cases > 0. Source: OHID Technical Guide,
    Proportions: (2O + z² ∓ z·sqrt(z² + 4Oq)) / (2(n + z²)).
    """
    if cases <= 0 or not 0 <= successes <= cases:
        raise ValueError("an interval needs 0 <= successes <= cases and cases > 0")
    square = z * z
    middle = 2 * successes + square
    reach = z * sqrt(square + 4 * successes * (cases - successes) / cases)
    whole = 2 * (cases + square)
    low = 0.0 if successes == 0 else max(0.0, (middle - reach) / whole)
    high = 1.0 if successes == cases else min(1.0, (middle + reach) / whole)
    return Interval(low, high)


def sample(cases: int) -> Sample:
    """Whether ``cases`` carry counts only, a flagged rate, or a rate with its interval."""
    if cases < COUNTS_ONLY_BELOW:
        return Sample.COUNTS_ONLY
    return Sample.FEW if cases < FEW_BELOW else Sample.ENOUGH

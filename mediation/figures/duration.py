"""办理天数: how long closed cases took, from signing to closing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Duration:
    """Median and 90th percentile in days over ``cases`` closed and signed cases; same day is 0.

    Both are exact (a half or a tenth at the finest) and ``None`` when no case counts.
    """

    median: Fraction | None
    p90: Fraction | None
    cases: int

    @classmethod
    def of(cls, histogram: Mapping[int, int]) -> Duration:
        """From days → cases. The percentile interpolates linearly, as Excel's PERCENTILE.INC."""
        cases = sum(histogram.values())
        if not cases:
            return cls(None, None, 0)
        return cls(quantile(histogram, Fraction(1, 2)), quantile(histogram, Fraction(9, 10)), cases)


def quantile(histogram: Mapping[int, int], share: Fraction) -> Fraction:
    """The value at ``share`` × (n − 1) of the sorted cases, between neighbours in a straight line.

    Raises ValueError for an empty histogram.
    """
    cases = sum(histogram.values())
    if cases <= 0:
        raise ValueError("no cases")
    place = share * (cases - 1)
    below = place.numerator // place.denominator
    part = place - below
    low = _nth(histogram, below)
    return low + part * (_nth(histogram, below + 1) - low) if part else Fraction(low)


def _nth(histogram: Mapping[int, int], place: int) -> int:
    passed = 0
    for days in sorted(histogram):
        passed += histogram[days]
        if place < passed:
            return days
    raise ValueError("place outside the cases")

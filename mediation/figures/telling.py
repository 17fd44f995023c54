"""How much of a rate may be told: the counts alone, a flagged rate, or a rate with its interval."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from mediation.figures.intervals import Interval, Sample, sample, wilson


class Told(NamedTuple):
    """What every form shows of a rate besides its counts, which are always shown.

    ``share`` is ``None`` below 10 cases and where there is no rate; ``interval`` below 30 cases and
    where the ratio is no proportion.
    """

    sample: Sample
    share: Fraction | None
    interval: Interval | None


def telling(numerator: int | None, denominator: int | None, *, proportion: bool = True) -> Told:
    """What may be told of numerator ÷ denominator; of an unknown or impossible ratio nothing.

    Source: house thresholds after NCHS (10 and 30 cases), Wilson's interval after OHID.
    """
    size = sample(denominator or 0)
    if numerator is None or not denominator or size is Sample.COUNTS_ONLY:
        return Told(size, None, None)
    bounded = proportion and size is Sample.ENOUGH and 0 <= numerator <= denominator
    return Told(
        size,
        Fraction(numerator, denominator),
        wilson(numerator, denominator) if bounded else None,
    )

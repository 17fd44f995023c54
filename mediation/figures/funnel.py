"""漏斗图: rates against volume between exact binomial limits, instead of a ranking.

Source: D. J. Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in
Medicine 24 (2005) 1185-1202, appendix A.1.1: the binomial quantile, interpolated.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import exp, inf, lgamma, log, sqrt
from typing import Final

from mediation.figures.counts import Group
from mediation.figures.intervals import COUNTS_ONLY_BELOW, Interval
from mediation.i18n import _

ALERT_TAIL: Final = 0.025
REVIEW_TAIL: Final = 0.001
_FAR: Final = 12
"""Standard deviations from the mean beyond which no quantile asked for can lie."""


class Standing(StrEnum):
    """Where a unit stands between the limits; nothing to be ranked by."""

    WITHIN = "within"
    ALERT = "alert"
    REVIEW = "review"
    TOO_FEW = "too_few"


STANDING_NAMES: Final = {
    Standing.WITHIN: _("在控制限内"),
    Standing.ALERT: _("提示"),
    Standing.REVIEW: _("需复核"),
    Standing.TOO_FEW: _("件数少"),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """The 95 % and the 99.8 % limits of a rate over some cases, as fractions of 1."""

    alert: Interval
    review: Interval


@dataclass(frozen=True, slots=True)
class Point:
    """One unit of a funnel: ``succeeded`` of ``cases``, its limits and where it stands."""

    key: str
    name: str
    succeeded: int
    cases: int
    limits: Limits
    standing: Standing


def limits(rate: Fraction, cases: int) -> Limits:
    """The limits around an overall rate for a unit with this many cases.

    Raises ValueError unless 0 <= rate <= 1 and cases > 0.
    """
    if cases <= 0 or not 0 <= rate <= 1:
        raise ValueError("limits need cases and a rate between 0 and 1")
    return Limits(*(_band(float(rate), cases, tail) for tail in (ALERT_TAIL, REVIEW_TAIL)))


def standing(succeeded: int, cases: int, around: Limits) -> Standing:
    """Within the limits, outside the 95 % ones, outside the 99.8 % ones, or too few to say."""
    if cases < COUNTS_ONLY_BELOW:
        return Standing.TOO_FEW
    share = succeeded / cases
    if not around.review.low <= share <= around.review.high:
        return Standing.REVIEW
    if not around.alert.low <= share <= around.alert.high:
        return Standing.ALERT
    return Standing.WITHIN


def funnel(units: Iterable[tuple[str, str, int, int]]) -> tuple[Fraction | None, list[Point]]:
    """The overall rate and the points of units given as key, name, succeeded, cases; by name.

    Units without cases are left out; the rate is ``None`` when there are no cases at all.
    """
    known = sorted(
        (unit for unit in units if unit[3] > 0), key=lambda unit: (unit[1] == "", unit[1], unit[0])
    )
    cases = sum(unit[3] for unit in known)
    if not cases:
        return None, []
    rate = Fraction(sum(unit[2] for unit in known), cases)
    points = []
    for key, name, succeeded, number in known:
        around = limits(rate, number)
        points.append(
            Point(key, name, succeeded, number, around, standing(succeeded, number, around))
        )
    return rate, points


def funnel_of(groups: Iterable[Group]) -> tuple[Fraction | None, list[Point]]:
    """The funnel of the success rate over the rows of a table."""
    return funnel(
        (group.key, group.name, group.counts.succeeded, group.counts.closed) for group in groups
    )


def _band(rate: float, cases: int, tail: float) -> Interval:
    if rate in (0, 1):
        return Interval(rate, rate)
    ends = (_quantile(rate, cases, share) / cases for share in (tail, 1 - tail))
    return Interval(*(min(1.0, max(0.0, end)) for end in ends))


def _quantile(rate: float, cases: int, share: float) -> float:
    """The number of successes below which ``share`` of the binomial lies, interpolated."""
    mean, deviation = rate * cases, sqrt(cases * rate * (1 - rate))
    number = max(0, int(mean - _FAR * deviation) - 1)
    passed = _probability(number, rate, cases)
    while passed < share and number < cases:
        number += 1
        passed += _probability(number, rate, cases)
    weight = _probability(number, rate, cases)
    if weight <= 0:
        return float(number)
    return number - min(1.0, max(0.0, (passed - share) / weight))


def _probability(number: int, rate: float, cases: int) -> float:
    ways = lgamma(cases + 1) - lgamma(number + 1) - lgamma(cases - number + 1)
    power = ways + number * log(rate) + (cases - number) * log(1 - rate)
    return exp(power) if power > -inf else 0.0

"""走势: closed and succeeded cases of the thirteen months up to the end of a period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from dateutil.relativedelta import relativedelta

from mediation.figures.comparison import BREAK
from mediation.figures.counts import Counts
from mediation.figures.indicators import Indicator, success_rate
from mediation.figures.intervals import Sample
from mediation.figures.period import Period

TREND_MONTHS: Final = 13
_STEPS: Final = "▁▂▃▄▅▆▇█"
_NONE: Final = "·"
_BREAK_MARK: Final = "|"


@dataclass(frozen=True, slots=True)
class TrendMonth:
    """One month: cases closed in it, and those of them that succeeded."""

    month: Period
    closed: int
    succeeded: int

    @property
    def rate(self) -> Indicator:
        """Succeeded ÷ closed by the usual definition."""
        return success_rate(Counts(closed=self.closed, succeeded=self.succeeded))


def trend_months(period: Period) -> Iterator[Period]:
    """The 13 months up to the end of a period, each cut off as the period is."""
    start = period.end + timedelta(days=1) - relativedelta(months=1)
    last = Period(start, period.end)
    for back in range(TREND_MONTHS - 1, -1, -1):
        yield last.shifted(-back)


def sparkline(trend: Sequence[TrendMonth]) -> str:
    """A step for each month between 0 and 100 %, a dot where fewer than ten cases were closed, and
    a bar where the way of counting changed."""
    drawn = ""
    for place, each in enumerate(trend):
        if place and is_broken(trend[place - 1].month, each.month):
            drawn += _BREAK_MARK
        drawn += _step(each)
    return drawn


def has_break(trend: Sequence[TrendMonth]) -> bool:
    """Whether the way of counting changed within these months."""
    return bool(trend) and trend[0].month.start < BREAK <= trend[-1].month.end


def is_broken(before: Period, after: Period) -> bool:
    """Whether the way of counting changed between two months, or within the later one."""
    return before.end < BREAK <= after.end


def _step(month: TrendMonth) -> str:
    rate = month.rate
    if rate.value is None or rate.sample is Sample.COUNTS_ONLY:
        return _NONE
    return _STEPS[min(int(rate.value * len(_STEPS)), len(_STEPS) - 1)]

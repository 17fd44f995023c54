"""统计年度: how an office cuts its years and months, as a court's own reports may do.

Known in practice: the calendar year; December of the year before to November; months from the 26th
to the 25th.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from dateutil.relativedelta import relativedelta

from mediation.figures.period import Period

_MONTH: Final = re.compile(r"\s*\d{4}-\d{1,2}\s*", re.ASCII)
_DAY: Final = re.compile(r"\s*\d{4}-\d{1,2}-\d{1,2}\s*", re.ASCII)
_EARLY: Final = 6
"""A year that begins after this month is named after the year it ends in."""


@dataclass(frozen=True, slots=True)
class StatisticalYear:
    """A year from the first of ``start_month``; months end on ``cutoff_day`` (1-27), 0 for whole ones."""

    start_month: int = 1
    cutoff_day: int = 0

    def period(self, text: str) -> Period:
        """The period as this office means it; raises PeriodError. Periods by day stay as they are."""
        if any(_DAY.fullmatch(part) for part in text.split("..")):
            return Period.parse(text)
        whole = Period.parse(text)
        first, dots, last = text.partition("..")
        start = self._moved(first).start
        end = self._moved(last if dots else first).end
        return self._cut(Period(start, end)) if start <= end else whole

    def month_of(self, day: date) -> Period:
        """The month of this office that a day lies in."""
        month = self._cut(Period.month(day))
        return month if day <= month.end else month.shifted(1)

    def _moved(self, text: str) -> Period:
        """A year, half or quarter beginning with the statistical year; a month stays."""
        period = Period.parse(text)
        if self.start_month == 1 or _MONTH.fullmatch(text):
            return period
        ahead = self.start_month - 1
        return period.shifted(ahead - 12 if self.start_month > _EARLY else ahead)

    def _cut(self, period: Period) -> Period:
        if not self.cutoff_day:
            return period
        before = period.start - relativedelta(months=1)
        return Period(
            before.replace(day=self.cutoff_day + 1), period.end.replace(day=self.cutoff_day)
        )

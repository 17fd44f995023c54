"""Whole-month periods as reports name them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from mediation.errors import MediationError
from mediation.i18n import _

_FIRST_YEAR, _LAST_YEAR = 1990, 2100


class PeriodError(MediationError):
    """A period that cannot be read; the message lists the accepted forms."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months, both ends included."""

    start: date
    end: date

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``2026-10``, ``2026``, ``2026-Q3``, ``2026-H1`` or ``2026-01..2026-06``."""
        first, dots, last = text.strip().partition("..")
        start, end = _span(first, text)
        if dots:
            end = _span(last, text)[1]
        if end < start:
            raise PeriodError(_("期间“{text}”的终点早于起点。").format(text=_shown(text)))
        return cls(start, end)

    @classmethod
    def month(cls, day: date) -> Period:
        """The month that ``day`` lies in."""
        start = day.replace(day=1)
        return cls(start, start + relativedelta(months=1, days=-1))

    def shifted(self, months: int) -> Period:
        """The period as long as this one, ``months`` later (earlier when negative)."""
        start = self.start + relativedelta(months=months)
        return Period(start, start + relativedelta(months=len(self), days=-1))

    def months(self) -> Iterator[date]:
        """The first day of each month."""
        for offset in range(len(self)):
            yield self.start + relativedelta(months=offset)

    def __len__(self) -> int:
        after = self.end + timedelta(days=1)
        return (after.year - self.start.year) * 12 + after.month - self.start.month

    def __str__(self) -> str:
        if len(self) == 1:
            return f"{self.start:%Y-%m}"
        if len(self) == 12 and self.start.month == 1:
            return f"{self.start:%Y}"
        return f"{self.start:%Y-%m}..{self.end:%Y-%m}"


def _span(text: str, whole: str) -> tuple[date, date]:
    text = text.strip().upper()
    wrong = PeriodError(
        _("看不懂期间“{text}”:请写 2026-10、2026、2026-Q3、2026-H1 或 2026-01..2026-06。").format(
            text=_shown(whole)
        )
    )
    year, dash, part = text.partition("-")
    if not re.fullmatch(r"\d{4}", year, re.ASCII) or not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        raise wrong
    if not dash:
        month, length = 1, 12
    elif re.fullmatch(r"Q[1-4]", part):
        month, length = int(part[1]) * 3 - 2, 3
    elif re.fullmatch(r"H[12]", part):
        month, length = int(part[1]) * 6 - 5, 6
    elif re.fullmatch(r"\d{1,2}", part, re.ASCII) and 1 <= int(part) <= 12:
        month, length = int(part), 1
    else:
        raise wrong
    start = date(int(year), month, 1)
    return start, start + relativedelta(months=length, days=-1)


def _shown(text: str) -> str:
    """What was typed, short and without control characters, for the message."""
    return "".join(each for each in text[:40] if each.isprintable())

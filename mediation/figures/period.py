"""Periods of whole months, or of months cut off at another day, as reports name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from mediation.errors import MediationError
from mediation.i18n import _

_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_LATEST_START = 28
_DAY = r"\d{4}-\d{2}-\d{2}"


class PeriodError(MediationError):
    """A period that cannot be read; the message lists the accepted forms."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Period:
    """One or more months, both ends included; a month may begin on another day than the first."""

    start: date
    end: date

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``2026-10``, ``2026``, ``2026-Q3``, ``2026-H1`` or ``2026-01..2026-06``.

        ``2026-09-26..2026-10-25`` is a month cut off on the 25th.
        """
        first, dots, last = text.strip().partition("..")
        if dots and (days := _days(first, last, text)):
            return cls(*days)
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
        """The first day of each calendar month that a month of the period ends in."""
        last = self.end.replace(day=1)
        for back in range(len(self) - 1, -1, -1):
            yield last - relativedelta(months=back)

    def has_any(self, days: Iterable[str]) -> bool:
        """Whether one of these days, as ISO texts, lies in the period."""
        start, end = self.start.isoformat(), self.end.isoformat()
        return any(start <= day <= end for day in days)

    @property
    def is_whole_months(self) -> bool:
        """Whether it begins on the first day of a calendar month."""
        return self.start.day == 1

    def __len__(self) -> int:
        after = self.end + timedelta(days=1)
        return (after.year - self.start.year) * 12 + after.month - self.start.month

    def __str__(self) -> str:
        if not self.is_whole_months:
            return f"{self.start.isoformat()}..{self.end.isoformat()}"
        if len(self) == 1:
            return f"{self.start:%Y-%m}"
        if len(self) == 12 and self.start.month == 1:
            return f"{self.start:%Y}"
        return f"{self.start:%Y-%m}..{self.end:%Y-%m}"


def _days(first: str, last: str, whole: str) -> tuple[date, date] | None:
    """Both days of a period given by day; ``None`` when it is given by month."""
    found = [re.fullmatch(_DAY, part.strip(), re.ASCII) for part in (first, last)]
    if not any(found):
        return None
    try:
        start, end = (date.fromisoformat(part.strip()) for part in (first, last))
    except ValueError:
        raise _unreadable(whole) from None
    if start.year < _FIRST_YEAR or end.year > _LAST_YEAR:
        raise _unreadable(whole)
    months = (end.year - start.year) * 12 + end.month - start.month + (end.day >= start.day)
    if start.day > _LATEST_START or start + relativedelta(months=max(1, months), days=-1) != end:
        raise PeriodError(
            _("期间“{text}”不是整月:按日写的起止要隔整月,如 2026-09-26..2026-10-25。").format(
                text=_shown(whole)
            )
        )
    return start, end


def _unreadable(whole: str) -> PeriodError:
    return PeriodError(
        _("看不懂期间“{text}”:请写 2026-10、2026、2026-Q3、2026-H1 或 2026-01..2026-06。").format(
            text=_shown(whole)
        )
    )


def _span(text: str, whole: str) -> tuple[date, date]:
    text = text.strip().upper()
    wrong = _unreadable(whole)
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

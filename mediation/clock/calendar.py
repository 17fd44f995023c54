"""工作日: which days are workdays, by the State Council's yearly notices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from mediation.i18n import _
from mediation.registry.sources import TableSource, read_table

_TABLE = Path(__file__).parent / "tables" / "holidays.tsv"
_DAY = timedelta(days=1)
# A notice for New Year's Day has moved days from here on of the year before (2018, 2022).
_NEW_YEAR_REACHES_BACK_TO = (12, 28)


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day off or a made-up workday of a notice, with the holiday's name."""

    day: date
    is_off: bool
    name: str


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Days off and made-up workdays by date, with the holiday's name; other days go by the week.

    ``years`` are those whose notice is in the table. Outside them a day is judged by the week alone,
    and :meth:`knows` says so.
    """

    off: Mapping[date, str]
    made_up: Mapping[date, str]
    years: frozenset[int]

    def is_workday(self, day: date) -> bool:
        """Whether offices work on this day."""
        if day in self.made_up:
            return True
        return day not in self.off and day.weekday() < 5

    def workday_from(self, day: date) -> date:
        """This day, or the first workday after it."""
        while not self.is_workday(day):
            day += _DAY
        return day

    def workday_until(self, day: date) -> date:
        """This day, or the last workday before it: what moves to ``day`` or earlier was counted to
        this day or earlier."""
        while not self.is_workday(day):
            day -= _DAY
        return day

    def workdays_after(self, day: date, count: int) -> date:
        """The ``count``-th workday after ``day`` (``day`` itself does not count)."""
        for _number in range(count):
            day = self.workday_from(day + _DAY)
        return day

    def with_days(self, days: Iterable[SpecialDay]) -> WorkCalendar:
        """The calendar with more days; they hold against what it said of them before."""
        off, made_up, years = dict(self.off), dict(self.made_up), set(self.years)
        for special in days:
            (off if special.is_off else made_up)[special.day] = special.name
            (made_up if special.is_off else off).pop(special.day, None)
            if special.is_off and (special.day.month, special.day.day) == (1, 1):
                years.add(special.day.year)
        return WorkCalendar(off, made_up, frozenset(years))

    def knows(self, day: date) -> bool:
        """Whether the notices that can touch this day are in the table."""
        late = (day.month, day.day) >= _NEW_YEAR_REACHES_BACK_TO
        return day.year in self.years and (not late or day.year + 1 in self.years)

    def name(self, day: date) -> str:
        """What makes the day a day off or a made-up workday: 国庆节, 周末, or nothing."""
        if day in self.made_up:
            return _("调休上班")
        if day in self.off:
            return self.off[day]
        return _("周末") if day.weekday() >= 5 else ""


@cache
def official_calendar() -> WorkCalendar:
    """The calendar of the package's own table."""
    off: dict[date, str] = {}
    made_up: dict[date, str] = {}
    for day, kind, holiday in read_table(_TABLE)[1]:
        (off if kind == "off" else made_up)[date.fromisoformat(day)] = holiday
    years = frozenset(day.year for day in off if (day.month, day.day) == (1, 1))
    return WorkCalendar(off, made_up, years)


@cache
def calendar_source() -> TableSource:
    """Where the table of holidays comes from."""
    return read_table(_TABLE)[0]

"""Dates as people type them in a hurry: 今天, 昨天, 11-13, 1113, 13."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time, timedelta

from mediation.clock.calendar import WorkCalendar
from mediation.clock.dates import parse_date
from mediation.errors import Unreadable
from mediation.i18n import _
from tui.forms.widths import narrowed
from tui.weekdays import short_weekday

_WORDS = {
    "今天": 0,
    "今日": 0,
    "今": 0,
    "昨天": -1,
    "昨日": -1,
    "昨": -1,
    "前天": -2,
    "前日": -2,
    "明天": 1,
    "明日": 1,
    "后天": 2,
}
_MONTH_DAY = re.compile(r"([0-9]{1,2})\s*[-./月]\s*([0-9]{1,2})\s*[日号]?")
_JOINED = re.compile(r"([0-9]{2})([0-9]{2})")
_DAY = re.compile(r"([0-9]{1,2})\s*[日号]?")
_TIME = re.compile(r"([0-9]{1,2})\s*[:.点时]\s*([0-9]{0,2})\s*分?")
_WEEKDAYS = "一二三四五六日"
_WEEKDAY = re.compile(r"(下+)?(?:周|星期|礼拜)([一二三四五六日天])")
_LATER = re.compile(r"([0-9]{1,3})\s*[天日]\s*后")
_STRIP = 14


def read_day(text: str, today: date, *, ahead: bool = False) -> date | None:
    """The day meant; ``None`` when empty.

    A day without a year is the latest one not after ``today``, or with ``ahead`` the one nearest
    to it. Raises :class:`Unreadable`.
    """
    text = narrowed(text).strip()
    if text in _WORDS:
        return today + timedelta(days=_WORDS[text])
    if match := _LATER.fullmatch(text):
        return today + timedelta(days=int(match[1]))
    if match := _WEEKDAY.fullmatch(text):
        return _weekday(match, today, ahead=ahead)
    if match := _DAY.fullmatch(text):
        return _day_of_month(int(match[1]), today, text, ahead=ahead)
    match = _MONTH_DAY.fullmatch(text) or _JOINED.fullmatch(text)
    if match and 1 <= int(match[1]) <= 12:
        return _without_year(int(match[1]), int(match[2]), today, text, ahead=ahead)
    return parse_date(text)


def read_clock(text: str) -> time | None:
    """A time of day: 14:30, 14点30, 1430, 9点; ``None`` when empty. Raises :class:`Unreadable`."""
    text = narrowed(text).strip()
    if not text:
        return None
    match = _TIME.fullmatch(text) or _JOINED.fullmatch(text)
    if match and int(match[1]) < 24 and int(match[2] or 0) < 60:
        return time(int(match[1]), int(match[2] or 0))
    raise Unreadable(_("看不懂时间“{text}”:请写 14:30 或 1430。").format(text=text))


def load_strip(
    loads: Mapping[date, int], today: date, calendar: WorkCalendar, chosen: date | None = None
) -> str:
    """How much stands on each of fourteen days; days off are 休, free days a dot.

    They are the coming ones, or where a later day is ``chosen`` those from the Monday before it.
    """
    first = today
    if chosen is not None and chosen >= today + timedelta(days=_STRIP):
        first = chosen - timedelta(days=chosen.weekday())
    days = [first + timedelta(days=ahead) for ahead in range(_STRIP)]
    numbers = " ".join(f"{day.day:>2}" for day in days)
    weekdays = " ".join(map(short_weekday, days))
    marks = []
    for day in days:
        count = loads.get(day, 0)
        off = _("休") if not calendar.is_workday(day) else " ."
        marks.append(f"{min(count, 99):>2}" if count else off)
    lines = [_("日子  {days}"), _("星期  {days}"), _("已有  {days}")]
    away = (
        []
        if first == today
        else [_("{month} 月 {day} 日起").format(month=first.month, day=first.day)]
    )
    strip = away + [
        line.format(days=words)
        for line, words in zip(lines, (numbers, weekdays, " ".join(marks)), strict=True)
    ]
    if not calendar.knows(days[-1]):
        strip.append(
            _("未核历法:{year} 年的放假安排还没有").format(
                year=days[-1].year + (days[-1].month == 12)
            )
        )
    return "\n".join(strip)


def _weekday(match: re.Match[str], today: date, *, ahead: bool) -> date:
    """下周三 lies in the week after this one; 周三 is the nearest one ahead, or else behind."""
    wanted = _WEEKDAYS.index(match[2].replace("天", "日"))
    monday = today - timedelta(days=today.weekday())
    if match[1]:
        return monday + timedelta(days=7 * len(match[1]) + wanted)
    day = monday + timedelta(days=wanted)
    if ahead and day < today:
        return day + timedelta(days=7)
    return day if ahead or day <= today else day - timedelta(days=7)


def _day_of_month(day: int, today: date, text: str, *, ahead: bool) -> date:
    """The latest such day, or with ``ahead`` the one nearest to today."""
    first = today.replace(day=1)
    days = []
    for start in (first - timedelta(days=1), first, first + timedelta(days=31)):
        try:
            days.append(start.replace(day=day))
        except ValueError:
            continue
    if not ahead:
        days = [found for found in days if found <= today][-1:] if day <= 31 else []
    if not days:
        raise Unreadable(
            _("没有“{text}”这一天:请写 2026-11-13 或 11-13。").format(text=text)
        ) from None
    return min(days, key=lambda found: abs(found - today))


def _without_year(month: int, day: int, today: date, text: str, *, ahead: bool) -> date:
    days = []
    for year in range(today.year - 8, today.year + 9):
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    if not days:
        raise Unreadable(_("没有“{text}”这一天:请写 2026-11-13 或 11-13。").format(text=text))
    if ahead:
        return min(days, key=lambda found: abs(found - today))
    return max(found for found in days if found <= today)

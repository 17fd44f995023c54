"""Dates as people type them in a hurry: 今天, 昨天, 11-13, 1113, 13."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

from mediation.clock.dates import parse_date
from mediation.errors import Unreadable
from mediation.i18n import _
from tui.forms.widths import narrowed

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


def read_day(text: str, today: date, *, ahead: bool = False) -> date | None:
    """The day meant; ``None`` when empty.

    A day without a year is the latest one not after ``today``, or with ``ahead`` the one nearest
    to it. Raises :class:`Unreadable`.
    """
    text = narrowed(text).strip()
    if text in _WORDS:
        return today + timedelta(days=_WORDS[text])
    if match := _DAY.fullmatch(text):
        return _day_of_month(int(match[1]), today, text)
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


def spelled(day: date) -> str:
    """The day with its weekday: 2026-11-13 星期五."""
    return _("{day} 星期{weekday}").format(day=day, weekday=_WEEKDAYS[day.weekday()])


def _day_of_month(day: int, today: date, text: str) -> date:
    start = today.replace(day=1)
    if day > today.day:
        start = (start - timedelta(days=1)).replace(day=1)
    try:
        return start.replace(day=day)
    except ValueError:
        raise Unreadable(
            _("没有“{text}”这一天:请写 2026-11-13 或 11-13。").format(text=text)
        ) from None


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

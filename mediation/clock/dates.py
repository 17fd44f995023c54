"""日期: dates as ledgers write them; nothing is guessed between day and month or between centuries."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

from mediation.cases.plain import clean_line
from mediation.errors import Unreadable
from mediation.i18n import _

FIRST_YEAR = 1990
LAST_YEAR = 2100

_LONGEST = 40
_BEIJING = timezone(timedelta(hours=8))
_SERIAL_ZERO = date(1899, 12, 30)
_EMPTY = frozenset(("", "无", "/", "-", "—", "——", "\\"))
_WIDTHS = str.maketrans("０１２３４５６７８９．－／：，−　Ｔ", "0123456789.-/:,- T")
_HAN_DIGITS = str.maketrans("〇○ＯOo零一二三四五六七八九", "00000" + "0123456789")
_TIME = (
    r"(?:[T ] ?([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)? ?(Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_PLAIN = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_TIMED = re.compile(_PLAIN.pattern + _TIME)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_MARKED = re.compile(r"([0-9]{4}) ?年 ?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?[日号]" + _TIME)
_HAN = re.compile(
    r"([〇○ＯOo零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]"
)
_ENGLISH = re.compile(r"([A-Za-z]{3,9})\.? ([0-9]{1,2}),? ([0-9]{4})")
_MONTHS = dict(
    zip(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        range(1, 13),
        strict=True,
    )
)
_RANGE = re.compile(r"[0-9日号][ ]?(?:至|到|[~～—–]|--)[ ]?[0-9一二〇]")
_RELATIVE = re.compile(
    r"昨|今|明天|前天|后天|去年|前年|上月|本月|上周|年底|年初|月底|月初|[春夏秋冬]天"
)
_LUNAR = re.compile(r"农历|阴历|正月|腊月|冬月|初[一二三四五六七八九十]|廿|闰")
_NO_DAY = re.compile(
    r"(?:[0-9]{4}(?:年|[-/.][0-9]{1,2}|年 ?[0-9]{1,2} ?月份?)?|[〇○零一二三四五六七八九]{4}年(?:[一二三四五六七八九十]{1,2}月份?)?)"
)
_NO_YEAR = re.compile(
    r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月.{1,3}[日号]?|[0-9]{1,2}[-/.][0-9]{1,2}"
)


def parse_date(text: str) -> date | None:
    """Read a date; ``None`` when empty. A time of day is dropped after its zone is taken into account.

    Raises :class:`Unreadable` for days that do not exist, years outside 1990–2100, two-digit years,
    months without a day and anything that could be two days.
    """
    if len(text) > _LONGEST:
        text = clean_line(text)
        if len(text) > _LONGEST:
            raise _wrong(text, _("文字太长,不像日期"))
    return _parse(text)


def date_from_serial(number: int | float) -> date:
    """The day of a spreadsheet serial in the 1900 system, its fraction (time of day) dropped.

    Raises :class:`Unreadable` outside 1990–2100, so that amounts and row numbers are not taken
    for dates.
    """
    if isinstance(number, bool) or not math.isfinite(number):
        raise _wrong(str(number), _("不是日期"))
    days = math.floor(number)
    if not _FIRST_SERIAL <= days <= _LAST_SERIAL:
        raise _wrong(str(number), _("按表格日期序号不在 1990 至 2100 年之间"))
    return _SERIAL_ZERO + timedelta(days=days)


_FIRST_SERIAL = (date(FIRST_YEAR, 1, 1) - _SERIAL_ZERO).days
_LAST_SERIAL = (date(LAST_YEAR, 12, 31) - _SERIAL_ZERO).days


@lru_cache(maxsize=8192)
def _parse(text: str) -> date | None:
    if found := _PLAIN.fullmatch(text):
        return _day(int(found[1]), int(found[3]), int(found[4]), text)
    shown = clean_line(text)
    plain = shown.translate(_WIDTHS).strip()
    if plain in _EMPTY:
        return None
    if found := _TIMED.fullmatch(plain):
        day = _day(int(found[1]), int(found[3]), int(found[4]), shown)
        return _at(day, *found.group(5, 6, 7, 8), shown=shown)
    if found := _COMPACT.fullmatch(plain):
        return _day(int(found[1]), int(found[2]), int(found[3]), shown)
    if found := _MARKED.fullmatch(plain):
        day = _day(int(found[1]), int(found[2]), int(found[3]), shown)
        return _at(day, *found.group(4, 5, 6, 7), shown=shown)
    if found := _HAN.fullmatch(plain):
        year = int(found[1].translate(_HAN_DIGITS))
        return _day(year, _small(found[2]), _small(found[3]), shown)
    if (found := _ENGLISH.fullmatch(plain)) and (month := _english_month(found[1])):
        return _day(int(found[3]), month, int(found[2]), shown)
    raise _explained(plain, shown)


def _day(year: int, month: int, day: int, shown: str) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise _wrong(shown, _("没有这一天")) from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _wrong(shown, _("年份不在 1990 至 2100 之间"))
    return found


def _at(
    day: date, hour: str | None, minute: str, second: str | None, zone: str | None, *, shown: str
) -> date:
    """The Beijing day of a moment; without a zone the day stands as written."""
    if hour is None:
        return day
    if int(hour) > 23 or int(minute) > 59 or int(second or 0) > 59:
        raise _wrong(shown, _("钟点不存在"))
    if zone is None:
        return day
    offset = timedelta(0)
    if zone != "Z":
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
        if offset > timedelta(hours=14):
            raise _wrong(shown, _("时区不存在"))
        offset = -offset if zone[0] == "-" else offset
    moment = datetime(
        day.year, day.month, day.day, int(hour), int(minute), tzinfo=timezone(offset)
    ).astimezone(_BEIJING)
    return _day(moment.year, moment.month, moment.day, shown)


def _small(text: str) -> int:
    """A numeral up to 三十一, or 0 (no such day) when it is none."""
    tens, ten, ones = text.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in tens:
        return 0
    upper = int(tens.translate(_HAN_DIGITS)) if tens else 1
    lower = int(ones.translate(_HAN_DIGITS)) if ones else 0
    return upper * 10 + lower if ten else lower


def _english_month(word: str) -> int | None:
    full = (
        "january february march april may june july august september october november december sept"
    )
    word = word.lower()
    return _MONTHS.get(word[:3]) if word in _MONTHS or word in full.split() else None


def _explained(plain: str, shown: str) -> Unreadable:
    """Why a text that no form fits is refused."""
    if _LUNAR.search(plain):
        reason = _("是农历,请换成公历")
    elif _RELATIVE.search(plain):
        reason = _("不是确切的日期")
    elif _RANGE.search(plain):
        reason = _("是一段时间,不是一天")
    elif re.fullmatch(r"[0-9]{5}(?:\.[0-9]+)?|[0-9]{1,3}", plain):
        reason = _("只是一个数,分不清是不是日期")
    elif re.fullmatch(r"[0-9]{6}", plain) or _NO_DAY.fullmatch(plain):
        reason = _("没有写到日")
    elif re.fullmatch(r"[0-9]{1,3}(?:[-/.][0-9]{1,2}){2}|[0-9]{1,3}年.*", plain):
        reason = _("年份不是四位,分不清是哪一年")
    elif re.fullmatch(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}", plain):
        reason = _("分不清哪个是日哪个是月,请把年写在前面")
    elif _NO_YEAR.fullmatch(plain):
        reason = _("没有写年份")
    else:
        reason = _("看不懂")
    return _wrong(shown, reason)


def _wrong(shown: str, reason: str) -> Unreadable:
    return Unreadable(
        _("日期“{text}”{reason}。可写 2024-09-05、2024/9/5、20240905、2024年9月5日。").format(
            text=shown if len(shown) <= 30 else shown[:30] + "…", reason=reason
        )
    )

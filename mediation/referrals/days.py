"""The days of a referral: when it was handed over, when it was signed for; only what the text labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mediation.clock.dates import parse_date
from mediation.errors import Unreadable
from mediation.referrals.page import DATE, NUMBER, Page

_HAN_DAY = r"[一二三四五六七八九十]{1,3}"
_FULL = (
    r"(?<![0-9])(?:(?:19|20)[0-9]{2} ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?[日号]"
    r"|(?:19|20)[0-9]{2}(?P<mark>[-/.])[0-9]{1,2}(?P=mark)[0-9]{1,2}(?![0-9])"
    r"|(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9])"
    rf"|[二2][〇○ＯOo零0][〇○ＯOo零0一二三四五六七八九]{{2}}年{_HAN_DAY}月{_HAN_DAY}[日号])"
)
_SHORT = (
    rf"(?<![0-9.年])(?:[0-9]{{1,2}} ?月 ?[0-9]{{1,2}} ?[日号]|{_HAN_DAY}月{_HAN_DAY}[日号]"
    r"|[0-9]{1,2}[-/.][0-9]{1,2}(?![0-9.%％万元]))"
)
_DAY = re.compile(f"(?P<full>{_FULL})|(?P<short>{_SHORT})")
_GAP = r"\)?(?:为|是|于|在)?[: _]*(?:\n *)?"
_REFERRED_LABEL = re.compile(
    r"(?:委托|委派|移送|转交|移交|分派|指派|交办|转办|发函|函告)(?:调解)?(?:的)?(?:日期|时间|日)"
    + _GAP
    + r"\Z"
)
_SIGNED_LABEL = re.compile(
    r"(?:(?:签收|收到|收件|接收|接件|收函)(?:材料)?(?:的)?(?:日期|时间|日)"
    r"|(?:签收人|接收人|收件人)(?:\([^()\n]*\))?[: ][^\n，。;]{0,20}?(?:日期|时间)?"
    r"|签收)" + _GAP + r"\Z"
)
_REFERRED_AFTER = re.compile(
    r" ?(?:上午|下午|晚上?|当日|当天)?(?:已|由|经|正式|将)?(?:[\u4e00-\u9fff]{0,8}?)"
    r"(?:委派|委托(?!诉讼|代理|律师|鉴定|评估)|移送|移交|转交|分派)(?:给|至|到|你|您|我|本|贵|政协|特邀|调|了|，|。|;|\n|\Z|的)"
)
_SIGNED_AFTER = re.compile(
    r" ?(?:上午|下午|晚上?|当日|当天)?(?:已|已经|由[\u4e00-\u9fff]{1,8}|经|我|本人|调解员[\u4e00-\u9fff]{0,6})*"
    r"(?:签收(?!货|单|快递|起诉|传票|了货|[了]?快)|(?:收到|收悉|接收)(?:了)?(?:上述|该|案件|全部|本|你院|贵院|法院|委派|委托)*(?:材料|案卷|卷宗|函|案件|案子))"
)
_TITLE = re.compile(r"(?:委[派托]|邀请)(?:先行|特邀)?调解(?:函|书)")
_LAST_LINE = re.compile(r"(?:\A|\n)[ \x01]*(?P<day>[^\n]{6,24}?) *(?:\([^()\n]{0,8}\))?\s*\Z")

_REACH = 40


@dataclass(frozen=True, slots=True)
class _Day:
    start: int
    end: int
    text: str
    whole: date | None


def read_days(page: Page, number_year: int | None) -> tuple[date | None, date | None]:
    """When the case was referred and when it was signed for.

    A day without a year counts only behind such a label, with the year of the text's own full dates,
    else of the case number.
    """
    days = list(_days(page.open))
    years = {day.whole.year for day in days if day.whole is not None}
    year = years.pop() if len(years) == 1 else (number_year if not years else None)
    signed = _chosen(page, days, year, "signed_on", (_SIGNED_LABEL, _SIGNED_AFTER))
    referred = _chosen(page, days, year, "referred_on", (_REFERRED_LABEL, _REFERRED_AFTER))
    if referred is None:
        referred = _dateline(page, days)
    noted = {place.start for place in page.found if place.field in ("referred_on", "signed_on")}
    for day in days:
        if day.whole is not None or "月" in day.text or day.start in noted:
            page.blot(day.start, day.end, DATE)
    return referred, signed


def _days(text: str) -> Iterator[_Day]:
    for match in _DAY.finditer(text):
        whole = None
        if match["full"]:
            whole = _parsed(match[0])
            if whole is None:
                continue
        yield _Day(*match.span(), match[0], whole)


def _parsed(text: str) -> date | None:
    try:
        return parse_date(text.replace(" ", "").replace("2〇", "二〇").replace("2零", "二零"))
    except Unreadable:
        return None


def _chosen(
    page: Page,
    days: list[_Day],
    year: int | None,
    field: str,
    signs: tuple[re.Pattern[str], re.Pattern[str]],
) -> date | None:
    """The one day that the label stands before, else the one that the verb follows."""
    label, after = signs
    hits: list[tuple[_Day, int]] = [
        (day, len(found[0]))
        for day in days
        if (found := label.search(page.open[max(day.start - _REACH, 0) : day.start]))
    ]
    hits = hits or [(day, 0) for day in days if after.match(page.open, day.end)]
    read = {_of_year(day, year) for day, _length in hits}
    if len(read) != 1 or None in read:
        return None
    for day, length in hits:
        page.note(field, day.start, day.end)
        page.note_label(day.start - length, day.start)
    return read.pop()


def _of_year(day: _Day, year: int | None) -> date | None:
    if day.whole is not None or year is None:
        return day.whole
    if "月" in day.text:
        return _parsed(_with_year(day.text, year))
    month, number = re.split(r"[-/.]", day.text)
    return _parsed(f"{year}-{month}-{number}")


def _with_year(text: str, year: int) -> str:
    if text[0].isdigit() and text[0].isascii():
        return f"{year}年{text}"
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year)) + "年" + text


def _dateline(page: Page, days: list[_Day]) -> date | None:
    """The day alone on the last line of a court's letter: the day that the letter hands the case over."""
    last = _LAST_LINE.search(page.open)
    if last is None or not _TITLE.search(page.open):
        return None
    for day in days:
        inside = last.start("day") <= day.start and day.end <= last.end("day")
        if (
            inside
            and day.whole
            and not page.open[last.start("day") : day.start].strip(f" {NUMBER}")
        ):
            page.note("referred_on", day.start, day.end)
            return day.whole
    return None

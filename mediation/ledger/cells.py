"""One cell to one value. Every reader takes a cell as the sheet holds it and raises ``Unreadable``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import NoReturn, TypeVar

from mediation.cases.money import amount_from_number, parse_amount
from mediation.cases.number import CaseNumber, parse_case_number
from mediation.cases.plain import clean_line, clean_note, fold
from mediation.cases.terms import Channel, EndReason, Outcome, Performance
from mediation.clock.dates import FIRST_YEAR, LAST_YEAR, date_from_serial, parse_date
from mediation.errors import Unreadable
from mediation.i18n import _
from mediation.ledger import words
from mediation.ledger.limits import Limits
from mediation.ledger.sheets import Cell
from mediation.registry.causes import cause_named
from mediation.registry.courts import court_named

Meaning = TypeVar("Meaning")

_EXACT = 10**15
_SHORT = 100
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+(?:1[5-9]|[2-9]\d)", re.ASCII)
_DIGIT = re.compile(r"\d")
_SERIAL_TEXT = re.compile(r"[3-7]\d{4}", re.ASCII)
_SEPARATORS = re.compile(r"[、;；，\n]|(?<=[\u4e00-\u9fff]),\s*(?=[\u4e00-\u9fff])")
# Two-character names are spread to the width of three.
_SPREAD = re.compile(r"([\u4e00-\u9fff])\s+([\u4e00-\u9fff])")
_OPENING, _CLOSING = "（(〔[【《“", "）)〕]】》”"
_NO_NAME = re.compile(r"[\d\s.,:+/-]*|true|false", re.IGNORECASE | re.ASCII)
_LONGEST = Limits().cell_characters


def shown(cell: Cell) -> str:
    """The cell as text, the way the sheet shows it: whole numbers without a point, ISO dates."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e300 else f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not cell.time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def line(cell: Cell) -> str:
    """A cell of free text on one line."""
    if type(cell) is str and len(cell) < _SHORT and "+" not in cell:
        return clean_line(cell)
    return clean_line(_free(cell))


def note(cell: Cell) -> str:
    """A cell of free text that may have several lines."""
    return clean_note(_free(cell))


def own_number(cell: Cell) -> str:
    """调解编号: any text, or a whole number that the sheet still holds exactly."""
    if isinstance(cell, bool | date) or (isinstance(cell, float) and not cell.is_integer()):
        _refuse(cell, _("编号应是文字,请把该列设为文本格式后重新录入"))
    text = line(cell)
    return "" if text in words.BLANK else text


def court_number(cell: Cell) -> CaseNumber | None:
    """法院案号 in any form that courts write; ``None`` when empty."""
    if not isinstance(cell, str):
        _refuse(cell, _("案号应是文字,如(2026)内0603诉前调12号"))
    if cell in words.BLANK:
        return None
    return parse_case_number(cell if len(cell) < _SHORT else _bounded(cell))


def other_number(cell: Cell) -> str:
    """A number that is kept but not matched on (司法确认案号, 转立案案号)."""
    if not isinstance(cell, str):
        _refuse(cell, _("案号应是文字,如(2026)内0603民初12号"))
    text = line(cell)
    if text in words.BLANK:
        return ""
    if not _DIGIT.search(text):
        _refuse(cell, _("这里应填案号,没有案号请留空"))
    return text


def names(cell: Cell) -> tuple[str, ...]:
    """One or several names, each once, in the order written; separators inside brackets belong to a name."""
    # One plain name is the usual cell: nothing in it to part, clean or doubt.
    if (
        type(cell) is str
        and cell.isalpha()
        and not cell.isascii()
        and len(cell) < _SHORT
        and cell not in words.BLANK
        and unicodedata.is_normalized("NFC", cell)
    ):
        return (cell,)
    return _names(cell)


@lru_cache(maxsize=20_000, typed=True)
def _names(cell: Cell) -> tuple[str, ...]:
    if not isinstance(cell, str):
        _refuse(cell, _("这里应填姓名或名称,不是数字、日期或是/否值"))
    text = clean_note(_bounded(cell))
    if text in words.BLANK:
        return ()
    found: dict[str, None] = {}
    for part in _split(text) if _SEPARATORS.search(text) else (text,):
        name = clean_line(part)
        if name in words.BLANK:
            continue
        if spread := _SPREAD.fullmatch(name):
            name = spread[1] + spread[2]
        if _NO_NAME.fullmatch(name):
            _refuse(cell, _("“{name}”不像姓名或名称").format(name=name))
        found[name] = None
    return tuple(found)


def _split(text: str) -> Iterable[str]:
    if not any(mark in text for mark in _OPENING):
        return _SEPARATORS.split(text)
    parts, depth, start = [], 0, 0
    for index, character in enumerate(text):
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and _SEPARATORS.match(text, index):
            parts.append(text[start:index])
            start = index + 1
    if depth:
        return _SEPARATORS.split(text)
    parts.append(text[start:])
    return parts


def day_reader(serial_shift: int = 0) -> Callable[[Cell], date | None]:
    """A reader of dates; ``serial_shift`` days are added to bare serials (1904 calendar)."""

    @lru_cache(maxsize=20_000, typed=True)
    def day(cell: Cell) -> date | None:
        if isinstance(cell, str):
            folded = unicodedata.normalize("NFKC", cell).strip() if len(cell) < 12 else ""
            if _SERIAL_TEXT.fullmatch(folded):
                return date_from_serial(int(folded) + serial_shift)
            return None if cell in words.BLANK else parse_date(cell)
        if isinstance(cell, bool):
            _refuse(cell, _("这里应填日期"))
        if isinstance(cell, int | float):
            if 19_000_000 < cell < 22_000_000 and float(cell).is_integer():
                return parse_date(str(int(cell)))
            return date_from_serial(cell + serial_shift)
        if not isinstance(cell, date):
            _refuse(cell, _("这里应填日期,不是时间"))
        found = cell.date() if isinstance(cell, datetime) else cell
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            _refuse(
                cell,
                _("年份应在 {first} 至 {last} 之间").format(first=FIRST_YEAR, last=LAST_YEAR),
            )
        return found

    return day


def amount_reader(unit: int) -> Callable[[Cell], int | None]:
    """A reader of amounts into fen; ``unit`` is the heading's unit in yuan."""

    def amount(cell: Cell) -> int | None:
        if type(cell) is float and unit == 1 and 0.0 <= cell < 1e12:
            fen = round(cell * 100)
            if fen / 100 == cell:
                return fen
        if isinstance(cell, str):
            return None if cell in words.BLANK else parse_amount(cell, unit=unit)
        if isinstance(cell, bool) or not isinstance(cell, int | float):
            _refuse(cell, _("这里应填金额"))
        whole = isinstance(cell, float) and cell.is_integer()
        return amount_from_number(int(cell) if whole else cell, unit=unit)

    return amount


@lru_cache(maxsize=2048, typed=True)
def court(cell: Cell) -> str | None:
    """A court's code from its code, its name or a short name that can mean one court only."""
    text = _word(cell)
    return None if text in words.BLANK else court_named(text).code


@lru_cache(maxsize=100_000)
def cause(text: str, on: date | None) -> str | None:
    """The unified code of a cause of the table in force on a day."""
    return None if text in words.BLANK else cause_named(text, on).code


@lru_cache(maxsize=512, typed=True)
def channel(cell: Cell) -> Channel | None:
    """来源."""
    return _one_of(cell, words.CHANNELS)


@lru_cache(maxsize=512, typed=True)
def outcome(cell: Cell) -> tuple[Outcome, EndReason | None] | None:
    """结果, with the reason that the word itself carries."""
    return _one_of(cell, words.OUTCOMES)


@lru_cache(maxsize=512, typed=True)
def performance(cell: Cell) -> Performance | None:
    """履行状态."""
    return _one_of(cell, words.PERFORMANCES)


@lru_cache(maxsize=512, typed=True)
def yes_or_no(cell: Cell) -> bool | None:
    """是/否, √, Y/N; a blank cell is unknown."""
    if isinstance(cell, bool):
        return cell
    text = fold(_word(cell) if isinstance(cell, str) else shown(cell))
    if text in words.BLANK:
        return None
    if text not in words.YES_NO:
        _refuse(cell, _("应填“是”或“否”(也可用 √、Y、N),不知道请留空"))
    return words.YES_NO[text]


@lru_cache(maxsize=4096, typed=True)
def count(cell: Cell) -> int | None:
    """A whole number of disputes; ``None`` when empty."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        _refuse(cell, _("应填件数(整数)"))
    if isinstance(cell, str):
        text = unicodedata.normalize("NFKC", cell).strip().removesuffix("件").replace(",", "")
        if text in words.BLANK:
            return None
        if not re.fullmatch(r"-?\d{1,12}(\.\d*)?", text, re.ASCII):
            _refuse(cell, _("应填件数(整数)"))
        cell = float(text)
    if cell < 0:
        _refuse(cell, _("件数不能为负"))
    if cell != int(cell) if cell < _EXACT else True:
        _refuse(cell, _("件数应是整数"))
    return int(cell)


_MONTH = re.compile(r"(\d{4})(?:[-/.](\d{1,2})|年(\d{1,2})月份?)", re.ASCII)


def month_reader(serial_shift: int = 0) -> Callable[[Cell], date | None]:
    """A reader of months (2024-09, 2024年9月, a date in it) into their first day."""
    day = day_reader(serial_shift)

    def month(cell: Cell) -> date | None:
        if isinstance(cell, str):
            text = unicodedata.normalize("NFKC", cell).strip()
            if found := _MONTH.fullmatch(text):
                year, number = int(found[1]), int(found[2] or found[3])
                if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= number <= 12):
                    _refuse(cell, _("没有这个月份"))
                return date(year, number, 1)
            if re.fullmatch(r"\d{6}", text, re.ASCII):
                return month(f"{text[:4]}-{text[4:]}")
        if isinstance(cell, float) and 199_000 < cell < 210_100 and cell.is_integer():
            return month(str(int(cell)))
        found_day = day(cell)
        return None if found_day is None else found_day.replace(day=1)

    return month


def _one_of(cell: Cell, meanings: dict[str, Meaning]) -> Meaning | None:
    text = _word(cell)
    if text in words.BLANK:
        return None
    if text not in meanings:
        _refuse(cell, _("没有这个词,可填:{words}").format(words=_("、").join(meanings)))
    return meanings[text]


def _word(cell: Cell) -> str:
    if not isinstance(cell, str):
        _refuse(cell, _("这里应填文字"))
    return "".join(clean_line(_bounded(cell)).split()).strip("。;；,，")


def _free(cell: Cell) -> str:
    lost = isinstance(cell, float) and abs(cell) >= _EXACT
    if lost or (isinstance(cell, str) and "E+" in cell and _SCIENTIFIC.fullmatch(cell)):
        _refuse(
            cell,
            _("这个数字超过 15 位,末尾的数字已被 Excel 丢失:请把该列设为文本格式后重新录入"),
        )
    return _bounded(cell) if isinstance(cell, str) else shown(cell)


def _bounded(text: str) -> str:
    if len(text) > _LONGEST:
        raise Unreadable(
            _("文字有 {count} 字,超过 {limit} 字的上限,请缩短。").format(
                count=len(text), limit=_LONGEST
            )
        )
    return text


def _refuse(cell: Cell, reason: str) -> NoReturn:
    text = shown(cell)
    raise Unreadable(
        _("“{value}”{reason}。").format(
            value=text if len(text) <= 40 else text[:40] + "…", reason=reason
        )
    )

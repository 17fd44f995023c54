"""金额: amounts as ledgers write them, read into whole fen by integer arithmetic alone."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from functools import lru_cache

from mediation.cases import numerals
from mediation.cases.plain import clean_line
from mediation.errors import Unreadable
from mediation.i18n import _

MAX_FEN = 999_999_999_999_999
"""The largest amount kept: 9 999 999 999 999.99 yuan, in fen."""

_LONGEST = 60
_EMPTY = frozenset(("", "无", "/", "-", "—", "——", "\\"))
_WIDTHS = str.maketrans(
    "０１２３４５６７８９．，－＋／（）：＝％　￥ＲＭＢＣＮＹ−﹣萬億圆圓正",
    "0123456789.,-+/():=% ¥RMBCNY--万亿元元整",
)
_PLAIN = re.compile(r"([0-9]{1,13})(?:\.([0-9]{1,2}))?")
_PREFIX = re.compile(r"(?:人民币|RMB|CNY|¥)[ :]*", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:人民币|RMB|CNY)$", re.IGNORECASE)
_FIGURE = r"[0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+"
_SINGLE = re.compile(rf"({_FIGURE}) ?(万亿|千万|百万|亿|万|千|百)? ?(元)?整?")
_STEPPED = re.compile(
    r"(?:([0-9]+(?:\.[0-9]+)?)亿)?(?:([0-9]+(?:\.[0-9]+)?)万)?(?:([0-9])千)?(?:([0-9])百)?"
    r"(?:([0-9]+(?:\.[0-9]+)?)(?=元))?元?整?"
)
_COINS = re.compile(rf"({_FIGURE})元(?:([0-9])角)?(?:([0-9])分)?整?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_TIMES = {
    "": 1,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
    "万亿": 1_000_000_000_000,
}
_INEXACT = re.compile(r"约|左右|上下|大概|大约|近|余|多|以上|以下|至少|不低于|超过|不足|几|若干|±")
_RANGE = re.compile(r"[0-9万元亿一二三四五六七八九十] ?[-~～—–至到] ?[0-9一二三四五六七八九十]")
_FOREIGN = re.compile(
    r"USD|US\$|HKD|HK\$|EUR|JPY|GBP|\$|€|£|＄|美元|美金|港元|港币|欧元|日元|英镑|卢布|韩元|图格里克",
    re.IGNORECASE,
)


def parse_amount(text: str, *, unit: int = 1) -> int | None:
    """Read an amount into fen; ``None`` when empty, which is unknown and not zero.

    ``unit`` is what the heading counts in, in yuan (10 000 for 万元); a unit beside the figure wins
    over it. Raises :class:`Unreadable` for anything that is not one exact amount.
    """
    plain = _PLAIN.fullmatch(text)
    if plain and unit == 1:
        return _bounded(int(plain[1]) * 100 + int((plain[2] or "").ljust(2, "0")), text)
    if len(text) > _LONGEST:
        text = clean_line(text)
        if len(text) > _LONGEST:
            raise _wrong(text, _("文字太长,不像金额"))
    return _parse(text, unit)


def amount_from_number(value: int | float, *, unit: int = 1) -> int:
    """Read a number cell into fen, exactly; a float counts to the 15 digits that a sheet shows."""
    shown = str(value)
    if isinstance(value, bool):
        raise _wrong(shown, _("是“是/否”值,不是金额"))
    if isinstance(value, int):
        if value < 0:
            raise _wrong(shown, _("是负数"))
        return _bounded(value * unit * 100, shown)
    if not math.isfinite(value):
        raise _wrong(shown, _("不是一个数"))
    if value < 0:
        raise _wrong(shown, _("是负数"))
    for digits in (repr(value), f"{value:.15g}"):
        fen = Decimal(digits) * unit * 100
        if fen > MAX_FEN:
            raise _too_large(shown)
        if fen == fen.to_integral_value():
            return int(fen)
    raise _too_fine(shown)


def format_yuan(fen: int) -> str:
    """Yuan with thousands separated, as ``86,500.00``."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100:,}.{fen % 100:02d}"


def decimal_yuan(fen: int) -> str:
    """Yuan as a bare decimal for data files, as ``86500.00``."""
    return format_yuan(fen).replace(",", "")


def format_wan(fen: int) -> str:
    """Ten thousands of yuan (万元) to one decimal, half away from zero, as ``86.4``."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    tenths = (fen + 50_000) // 100_000
    return f"{sign if tenths else ''}{tenths // 10:,}.{tenths % 10}"


@lru_cache(maxsize=4096)
def _parse(text: str, unit: int) -> int | None:
    shown = clean_line(text)
    plain = shown.translate(_WIDTHS).strip()
    if plain in _EMPTY:
        return None
    body = _without_currency(plain)
    fen = _figures(body, unit, shown)
    if fen is None:
        fen = _chinese(body, unit)
    if fen is None:
        raise _explained(plain, shown)
    return _bounded(fen, shown)


def _without_currency(text: str) -> str:
    while found := _PREFIX.match(text):
        text = text[found.end() :]
    return _SUFFIX.sub("", text).strip()


def _figures(body: str, unit: int, shown: str) -> int | None:
    """Fen of an amount in Arabic figures; ``None`` when it is not of that form."""
    if found := _SINGLE.fullmatch(body):
        figure, size, yuan = found.groups()
        times = _TIMES[size or ""] if size or yuan else unit
        return _scaled(figure, times, shown)
    if found := _COINS.fullmatch(body):
        if "." in found[1]:
            return None
        return (
            _scaled(found[1], 1, shown) + int(found[2] or 0) * 10 + int(found[3] or 0)
            if found[2] or found[3]
            else None
        )
    found = _STEPPED.fullmatch(body)
    if not found or not any(found.groups()):
        return None
    return _stepped(found.groups(), shown)


def _stepped(parts: tuple[str | None, ...], shown: str) -> int | None:
    """Fen of mixed steps such as ``1亿2000万元``; each step must stay under the one before."""
    sizes = (100_000_000, 10_000, 1_000, 100, 1)
    given = [(part, size) for part, size in zip(parts, sizes, strict=True) if part]
    total, ceiling = 0, None
    for position, (part, size) in enumerate(given):
        if "." in part and position < len(given) - 1:
            return None
        fen = _scaled(part, size, shown)
        if ceiling is not None and fen >= ceiling:
            return None
        total, ceiling = total + fen, size * 100
    return total


def _scaled(figure: str, times: int, shown: str) -> int:
    if "," in figure and not _GROUPED.fullmatch(figure):
        raise _wrong(shown, _("逗号的位置不对,分不清是多少(千位逗号每三位一个)"))
    whole, _point, fraction = figure.replace(",", "").partition(".")
    allowed = 1 + len(str(times))
    if len(fraction) > allowed:
        raise _too_fine(shown)
    # ``times`` is a power of ten, so that padding the fraction gives fen without any arithmetic
    return int(whole + fraction.ljust(allowed, "0"))


def _chinese(body: str, unit: int) -> int | None:
    """Fen of an amount in Chinese numerals, formal or everyday; ``None`` when it is not one."""
    if body.endswith("整"):
        body = body[:-1]
    whole, yuan, coins = body.partition("元")
    if not yuan and whole.endswith(("角", "分")):
        whole, coins = "", whole
    fen = numerals.coins(coins)
    if fen is None or not (whole or coins):
        return None
    if not whole:
        return fen
    value = numerals.number(whole)
    if value is None:
        return None
    explicit = yuan or "万" in whole or "亿" in whole
    return value * (1 if explicit else unit) * 100 + fen


def _explained(plain: str, shown: str) -> Unreadable:
    """Why a text that no form fits is refused."""
    if plain.startswith("="):
        reason = _("像公式,请填数值")
    elif plain.startswith(("-", "负")) or re.match(r"(?:¥|RMB) ?-", plain):
        reason = _("是负数")
    elif plain.startswith("(") and plain.endswith(")"):
        reason = _("括号里的金额可能表示负数,分不清")
    elif _FOREIGN.search(plain):
        reason = _("只记人民币,请先折算")
    elif _INEXACT.search(plain):
        reason = _("不是确切的金额")
    elif _RANGE.search(plain):
        reason = _("是一个范围,不是一个金额")
    elif re.search(r"[0-9] [0-9]", plain):
        reason = _("数字中间有空格,分不清是一个数还是两个数")
    elif re.search(r"[0-9][;；、][0-9]", plain):
        reason = _("像是几个金额,请只填一个")
    else:
        reason = _("看不懂")
    return _wrong(shown, reason)


def _bounded(fen: int, shown: str) -> int:
    if fen > MAX_FEN:
        raise _too_large(shown)
    return fen


def _too_large(shown: str) -> Unreadable:
    return _wrong(shown, _("超过上限 9,999,999,999,999.99 元"))


def _too_fine(shown: str) -> Unreadable:
    return _wrong(shown, _("小数超过两位(最小到分)"))


def _wrong(shown: str, reason: str) -> Unreadable:
    return Unreadable(
        _("金额“{text}”{reason}。可写 200000、200,000.00、20万元、贰拾万元整。").format(
            text=shown if len(shown) <= 30 else shown[:30] + "…", reason=reason
        )
    )

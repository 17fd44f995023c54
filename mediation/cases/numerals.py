"""Chinese numerals, formal (贰拾万) and everyday (二十万), as whole numbers."""

from __future__ import annotations

import re
from itertools import pairwise

_DIGITS = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)),
    **dict.fromkeys("〇○", 0),
    **dict(zip("弌弍弎貳參陸两兩", (1, 2, 3, 2, 3, 6, 2, 2), strict=True)),
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_COINS = re.compile(r"零?(?:(.)角)?零?(?:(.)分)?")


def number(text: str) -> int | None:
    """The whole number that ``text`` spells out, or ``None`` when it spells none or two readings.

    ``三千五`` may mean 3 005 or 3 500 and is therefore ``None``.
    """
    upper, large, rest = text.rpartition("亿")
    total = 0
    if large:
        head = _below_a_yi(upper)
        if head is None or (rest and not _joins(rest)):
            return None
        total = head * 100_000_000
        if not rest:
            return total
    tail = _below_a_yi(rest)
    return None if tail is None else total + tail


def coins(text: str) -> int | None:
    """Fen of the part after 元, such as ``肆角伍分``; ``""`` is 0, anything else ``None``."""
    found = _COINS.fullmatch(text)
    if not found or (text and not (found[1] or found[2])):
        return None
    tenth, hundredth = (0 if char is None else _DIGITS.get(char) for char in found.groups())
    if tenth is None or hundredth is None:
        return None
    return tenth * 10 + hundredth


def _below_a_yi(text: str) -> int | None:
    upper, ten_thousand, rest = text.partition("万")
    if not ten_thousand:
        return _section(text)
    head = _section(upper)
    if head is None:
        return None
    if not rest:
        return head * 10_000
    tail = _section(rest) if _joins(rest) else None
    return None if tail is None else head * 10_000 + tail


def _joins(rest: str) -> bool:
    """Whether a part may follow 万 or 亿: a lone digit needs 零 before it to have one reading."""
    return len(rest) > 1 and (rest[0] in "零〇○" or any(char in rest for char in (*_UNITS, "万")))


def _section(text: str) -> int | None:
    """A part below ten thousand, as 三千零五 or 十二."""
    pairs: list[tuple[int, int]] = []
    digit: int | None = None
    zero = False
    for char in text:
        if char in _UNITS:
            if digit is None and not (char in "十拾" and (not pairs or zero)):
                return None
            pairs.append((1 if digit is None else digit, _UNITS[char]))
            digit, zero = None, False
        elif _DIGITS.get(char) == 0:
            if digit is not None or zero:
                return None
            zero = True
        elif char in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[char]
        else:
            return None
    if digit is not None:
        if pairs and not zero and pairs[-1][1] != 10:
            return None
        pairs.append((digit, 1))
    elif zero:
        return 0 if text in ("零", "〇", "○") else None
    if not pairs or any(first[1] <= second[1] for first, second in pairwise(pairs)):
        return None
    return sum(count * size for count, size in pairs)

"""Pinyin initials of common characters, so that ``mj`` finds 民间."""

from __future__ import annotations

from bisect import bisect_right

_STARTS = (
    (0xB0A1, "a"),
    (0xB0C5, "b"),
    (0xB2C1, "c"),
    (0xB4EE, "d"),
    (0xB6EA, "e"),
    (0xB7A2, "f"),
    (0xB8C1, "g"),
    (0xB9FE, "h"),
    (0xBBF7, "j"),
    (0xBFA6, "k"),
    (0xC0AC, "l"),
    (0xC2E8, "m"),
    (0xC4C3, "n"),
    (0xC5B6, "o"),
    (0xC5BE, "p"),
    (0xC6DA, "q"),
    (0xC8BB, "r"),
    (0xC8F6, "s"),
    (0xCBFA, "t"),
    (0xCDDA, "w"),
    (0xCEF4, "x"),
    (0xD1B9, "y"),
    (0xD4D1, "z"),
)
_CODES = [code for code, _letter in _STARTS]
_END = 0xD7FA


def initials(text: str) -> str:
    """The first letters by pinyin: GB 2312 level 1 stands in pinyin order; other characters are left out."""
    letters = []
    for char in text:
        if char.isascii() and char.isalnum():
            letters.append(char.lower())
            continue
        try:
            pair = char.encode("gb2312")
        except UnicodeEncodeError:
            continue
        if len(pair) == 2 and _CODES[0] <= (code := int.from_bytes(pair, "big")) < _END:
            letters.append(_STARTS[bisect_right(_CODES, code) - 1][1])
    return "".join(letters)

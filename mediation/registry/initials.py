"""Pinyin initials of names, so that ``zxy`` finds 张秀英; a character read in two ways is tolerated."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice, product

_MOST = 4


@lru_cache(maxsize=16_384)
def spellings(text: str) -> tuple[str, ...]:
    """The first letters of a name, small; several where a character has several readings.

    Letters and digits stand for themselves, what has no reading is left out. At most four are
    given, the usual one first; nothing for a text of fewer than two letters.
    """
    letters = _readings(text)
    if len(letters) < 2:
        return ()
    usual = "".join(letters)
    if len(usual) == len(letters):  # one letter each
        return (usual,)
    return tuple("".join(each) for each in islice(product(*letters), _MOST))


def alphabetical(name: str) -> list[tuple[str, bytes]]:
    """The key that puts names in the order of a Chinese roster: by pinyin, character by character.

    The letter comes from the usual reading (曾 under Z); within a letter GB 18030 holds the frequent
    characters in the order of their pinyin.
    """
    return [(_letters(char)[:1], char.encode("gb18030", "replace")) for char in name.casefold()]


def _readings(text: str) -> list[str]:
    try:
        return list(map(_table().__getitem__, text))  # a name in Han characters alone, as most are
    except KeyError:
        return [found for char in text.casefold() if (found := _letters(char))]


def _letters(char: str) -> str:
    if char.isascii():
        return char if char.isalnum() else ""
    return _table().get(char, "")


@cache
def _table() -> dict[str, str]:
    text = files("mediation.registry").joinpath("tables/initials.tsv").read_text("utf-8")
    lines = (line.split("\t") for line in text.splitlines()[4:])
    return {char: letters for letters, chars in lines for char in chars}

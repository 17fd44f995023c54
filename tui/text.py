"""The only door between text from data and a widget: cleaned, never markup, measured in cells."""

from __future__ import annotations

import re
import unicodedata

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

__all__ = ["cell_len", "clean", "clean_lines", "cut", "hung", "left", "right", "shown"]

_ELLIPSIS = ".."
_WORDS = re.compile(r"[!-~]+|.[,。;:、)!?,.;:”》」』】]*", re.DOTALL)


def _replacement(code: int) -> str | int:
    character = chr(code)
    kind = unicodedata.category(character)
    if kind in ("Cc", "Zl", "Zp"):
        return " " if character.isspace() else ""
    if kind == "Cf":
        return ""
    return "\ufffd" if kind == "Cs" else code


class _Cleaning(dict[int, str | int]):
    """Filled as characters are met: most texts meet none."""

    def __missing__(self, code: int) -> str | int:
        answer = self[code] = _replacement(code)
        return answer


_CLEANING = _Cleaning()


def clean(text: str) -> str:
    """One line fit for a terminal: no control, C1, bidi or invisible character; breaks are spaces."""
    return text if text.isprintable() else text.translate(_CLEANING)


def clean_lines(text: str) -> str:
    """As :func:`clean`, but line breaks stay."""
    if text.isprintable():
        return text
    return "\n".join(clean(line) for line in text.replace("\r\n", "\n").split("\n"))


def shown(text: str, style: str | Style = "") -> Text:
    """Text from data as a widget may have it: line breaks stay, brackets are brackets."""
    return Text(clean_lines(text), style=style, no_wrap=False, end="")


def cut(text: str, cells: int) -> str:
    """The text cleaned and at most ``cells`` wide; what is cut off ends in two dots."""
    whole = len(text) <= cells * 8
    text = clean(text if whole else text[: cells * 8])
    if whole and (len(text) * 2 <= cells or cell_len(text) <= cells):
        return text
    if cells <= 2:
        return _ELLIPSIS[: max(cells, 0)]
    return _head(text, cells - 2) + _ELLIPSIS


def hung(head: str, text: str, cells: int, indent: int) -> str:
    """``head`` and the text cleaned, broken to ``cells`` wide; what follows a break stands indented.

    Words of letters and digits stay whole where they fit; no line begins with a closing sign.
    """
    lines: list[str] = []
    line, used = head, cell_len(head)
    for found in _WORDS.findall(clean(text)):
        word = found
        width = cell_len(word)
        if used + width > cells and line.strip() and used > indent:
            lines.append(line.rstrip())
            line, used, word = " " * indent, indent, word.lstrip()
            width = cell_len(word)
        while used + width > cells > indent + 1:
            piece = _head(word, max(cells - used, 2))
            lines.append(line + piece)
            line, used, word = " " * indent, indent, word[len(piece) :]
            width = cell_len(word)
        line += word
        used += width
    lines.append(line.rstrip())
    return "\n".join(lines)


def left(text: str, cells: int) -> str:
    """The text cut or padded on the right to exactly ``cells``."""
    text = cut(text, cells)
    return text + " " * (cells - cell_len(text))


def right(text: str, cells: int) -> str:
    """The text cut or padded on the left to exactly ``cells``."""
    text = cut(text, cells)
    return " " * (cells - cell_len(text)) + text


def _head(text: str, cells: int) -> str:
    used = 0
    for index, character in enumerate(text):
        used += cell_len(character)
        if used > cells:
            return text[:index]
    return text

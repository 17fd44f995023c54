"""Columns for a terminal, where a Chinese character takes two cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len, chop_cells

from mediation.cases.plain import clean_line

_GAP: Final = "  "
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_OPENING: Final = "(\\[\u201c\u300a\uff08"
_CLOSING: Final = ",;:.!?)%\\]\u201d\u300b\u3001\u3002\uff0c\uff1b\uff1a\uff09"
_QUOTED: Final = "\u201c[^\u201d]{1,12}\u201d"
_WORD: Final = "[A-Za-z0-9./_+-]+(?: %)?"
_ATOM: Final = re.compile(f"(?:{_QUOTED}|[{_OPENING}]*(?:{_WORD}|.))[{_CLOSING}]*", re.DOTALL)


def printable(text: str) -> str:
    """One line that a terminal only shows: as kept text is, whatever the text has been through."""
    return clean_line(_SURROGATE.sub("", text))


def left(text: str, width: int) -> str:
    """Padded on the right to ``width`` cells."""
    return text + " " * max(0, width - cell_len(text))


def right(text: str, width: int) -> str:
    """Padded on the left to ``width`` cells."""
    return " " * max(0, width - cell_len(text)) + text


def fold_lines(text: str, width: int, *, indent: str = "") -> list[str]:
    """The text in lines of at most ``width`` cells, later ones indented.

    Figures and Latin words stay whole, and no line begins with a closing mark.
    """
    lines, line = [], ""
    for atom in _atoms(text, max(2, width - cell_len(indent))):
        if line.strip() and cell_len(line) + cell_len(atom) > width:
            lines.append(line.rstrip())
            line = indent + atom.lstrip()
        else:
            line += atom
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _atoms(text: str, width: int) -> list[str]:
    """Pieces that no line break may part, none wider than ``width``."""
    pieces: list[str] = []
    for found in _ATOM.finditer(text):
        pieces += [found[0]] if cell_len(found[0]) <= width else chop_cells(found[0], width)
    return pieces


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, width: int) -> list[str]:
    """Lines of a table: the first column to the left, all others to the right.

    A name wider than its column stands whole on lines of its own, above its figures.
    """
    figures = [
        max(cell_len(line[column]) for line in (headings, *rows))
        for column in range(1, len(headings))
    ]
    room = width - sum(figures) - len(_GAP) * len(figures)
    widest = max(cell_len(line[0]) for line in (headings, *rows))
    name_width = max(cell_len(headings[0]), min(widest, room), 8)
    lines = []
    for name, *cells in (headings, *rows):
        *above, last = fold_lines(name, width)
        if above or cell_len(last) > name_width:
            lines += [*above, last]
            last = ""
        shown = [right(cell, size) for cell, size in zip(cells, figures, strict=True)]
        lines.append(_GAP.join([left(last, name_width), *shown]).rstrip())
    return lines

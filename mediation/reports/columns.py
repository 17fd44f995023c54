"""Columns for a terminal, where a Chinese character takes two cells."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, chop_cells

_GAP = "  "


def printable(text: str) -> str:
    """One line that a terminal only shows: control, format and surrogate characters are dropped."""
    spaced = "".join(" " if each.isspace() else each for each in text)
    return "".join(each for each in spaced if each == " " or each.isprintable()).strip()


def left(text: str, width: int) -> str:
    """Padded on the right to ``width`` cells."""
    return text + " " * max(0, width - cell_len(text))


def right(text: str, width: int) -> str:
    """Padded on the left to ``width`` cells."""
    return " " * max(0, width - cell_len(text)) + text


def fold_lines(text: str, width: int, *, indent: str = "") -> list[str]:
    """The text cut into lines of at most ``width`` cells, later ones indented; nothing is lost."""
    if cell_len(text) <= width:
        return [text]
    first, *_rest = chop_cells(text, width)
    rest = text[len(first) :]
    room = max(2, width - cell_len(indent))
    return [first.rstrip(), *(indent + piece for piece in chop_cells(rest.lstrip(), room))]


def table(
    headings: Sequence[str], rows: Sequence[Sequence[str]], *, width: int, indent: str = "  "
) -> list[str]:
    """Lines of a table: the first column to the left, all others to the right.

    A name wider than its column stands whole on lines of its own, above its figures.
    """
    figures = [
        max(cell_len(line[column]) for line in (headings, *rows))
        for column in range(1, len(headings))
    ]
    room = width - cell_len(indent) - sum(figures) - len(_GAP) * len(figures)
    widest = max(cell_len(line[0]) for line in (headings, *rows))
    name_width = max(cell_len(headings[0]), min(widest, room), 8)
    lines = []
    for name, *cells in (headings, *rows):
        *above, last = fold_lines(name, max(2, width - cell_len(indent)))
        if above or cell_len(last) > name_width:
            lines += [indent + piece for piece in (*above, last)]
            last = ""
        shown = [right(cell, size) for cell, size in zip(cells, figures, strict=True)]
        lines.append((indent + _GAP.join([left(last, name_width), *shown])).rstrip())
    return lines

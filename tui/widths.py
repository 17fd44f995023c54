"""How many cells a terminal gives to characters whose width East Asian fonts disagree about.

Rich counts ``·``, ``…`` or ``“`` (East Asian Width A) as one cell, and so do most terminals; in some
that are set up for Chinese they fill two. Rows stay in line only when both count alike.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import chain

from rich import cells

_load_as_shipped = cells.load_cell_table  # type: ignore[attr-defined]
_singles_as_shipped = cells._is_single_cell_widths
_PLANES_WITH_AMBIGUOUS = range(0x20000)
_PRIVATE = range(0xE000, 0xF900)


def count_ambiguous(wide: bool) -> None:
    """Count ambiguous characters as two cells from now on, or as one."""
    table = _load_widened if wide else _load_as_shipped
    cells.load_cell_table = table  # type: ignore[attr-defined]
    cells._is_single_cell_widths = _narrow_everywhere().issuperset if wide else _singles_as_shipped
    cells.get_character_cell_size.cache_clear()
    cells.cached_cell_len.cache_clear()


def is_ambiguous(character: str) -> bool:
    """Whether terminals disagree about the width of a character that is drawn."""
    return (
        unicodedata.east_asian_width(character) == "A"
        and unicodedata.category(character) not in ("Mn", "Me", "Cf")
        and ord(character) not in _PRIVATE
    )


@cache
def _load_widened(version: str = "auto") -> cells.CellTable:
    table = _load_as_shipped(version)
    known = {
        code: width
        for start, end, width in table.widths
        if start in _PLANES_WITH_AMBIGUOUS
        for code in range(start, min(end, _PLANES_WITH_AMBIGUOUS.stop - 1) + 1)
    }
    widened = ((code, 2) for code in _ambiguous() if code not in known)
    beyond = tuple(span for span in table.widths if span[0] not in _PLANES_WITH_AMBIGUOUS)
    spans = (*_spans(sorted(chain(known.items(), widened))), *beyond)
    return table._replace(widths=spans)


def _spans(widths: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    spans: list[tuple[int, int, int]] = []
    for code, width in widths:
        if spans and spans[-1][1] == code - 1 and spans[-1][2] == width:
            spans[-1] = (spans[-1][0], code, width)
        else:
            spans.append((code, code, width))
    return spans


@cache
def _ambiguous() -> tuple[int, ...]:
    return tuple(code for code in _PLANES_WITH_AMBIGUOUS if is_ambiguous(chr(code)))


@cache
def _narrow_everywhere() -> frozenset[str]:
    return frozenset(map(chr, range(0x20, 0x7F)))

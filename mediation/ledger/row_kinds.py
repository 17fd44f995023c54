"""Telling rows that carry a case from titles, notes, blank rows, totals and repeated headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mediation.ledger.headings import Table, known_in
from mediation.ledger.rows import LeftOutKind
from mediation.ledger.sheets import Cell, Merge

_TOTAL = re.compile(r"(?:本[页月季年]度?|当[月年]|上半年|全年|[^\d]{0,4})?[合总小共累]\s*计")
_TOTAL_STARTS = frozenset("本当上全合总小共累")
_LABEL = re.compile(
    r"[^\d:：]{1,12}[:：]"
    r"|[（(]?(?:制表|填表|填报|审核|审批|复核|负责人|经办|联系人|联系电话|单位盖章|打印|注|说明|备注|附)"
)
_NEARLY_EMPTY = 3


def is_blank(cells: Sequence[Cell]) -> bool:
    """Whether a row holds nothing but white space."""
    if cells.count("") == len(cells):
        return True
    return all(isinstance(cell, str) and not cell.strip() for cell in cells)


def left_out(cells: Sequence[Cell], table: Table) -> LeftOutKind | None:
    """Why a row under the headings is no case; ``None`` for a case, good or bad.

    A row that might be somebody's case is never left out: it is better refused aloud.
    """
    filled = len(cells) - cells.count("")
    if filled == 0 or (filled <= _NEARLY_EMPTY and is_blank(cells)):
        return LeftOutKind.BLANK
    first = cells[0] or next(cell for cell in cells if cell != "")
    if not isinstance(first, str):
        return None
    start = first.strip()
    if start[:1] in _TOTAL_STARTS and _TOTAL.match(start) and not _has_day(cells, table):
        return LeftOutKind.TOTAL
    if filled <= _NEARLY_EMPTY and _LABEL.match(start) and not _has_day(cells, table):
        return LeftOutKind.TITLE
    if _repeats(cells, table):
        return LeftOutKind.TITLE
    return None


def is_banner(cells: Sequence[Cell], row: int, merges: Sequence[Merge]) -> bool:
    """Whether a row is one text merged over several columns (a section title inside the table)."""
    return len(cells) - cells.count("") == 1 and any(
        merge.top <= row <= merge.bottom and merge.right - merge.left >= 2 for merge in merges
    )


def _has_day(cells: Sequence[Cell], table: Table) -> bool:
    column = table.column("referred_on") or table.column("month")
    return column is not None and column.index < len(cells) and cells[column.index] != ""


def _repeats(cells: Sequence[Cell], table: Table) -> bool:
    column = table.columns[-1]
    if column.index >= len(cells) or cells[column.index] == "":
        column = table.columns[0]
        if column.index >= len(cells) or cells[column.index] == "":
            return False
    cell = cells[column.index]
    if not isinstance(cell, str) or len(cell) > 30 or any(ch.isdigit() for ch in cell):
        return False
    return known_in(cells, table.kind) >= max(3, table.known - 2)

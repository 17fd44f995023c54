"""Telling rows that carry a case from titles, notes, blank rows, totals and repeated headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mediation.ledger.headings import Table, known_in
from mediation.ledger.rows import LeftOutKind
from mediation.ledger.sheets import Cell, Merge

_TOTAL = re.compile(r"(?:本[页月季年]度?|当[月年]|上半年|全年|[^\d]{0,4})?[合总小共累]\s*计")
_LABEL = re.compile(
    r"[^\d:：]{1,12}[:：]"
    r"|[（(]?(?:制表|填表|填报|审核|审批|复核|负责人|经办|联系人|联系电话|单位盖章|打印|注|说明|备注|附)"
)
_NEARLY_EMPTY = 3
_DATE_STARTS = frozenset("0123456789０１２３４５６７８９一二")


def is_blank(cells: Sequence[Cell]) -> bool:
    """Whether a row holds nothing but white space."""
    if cells.count("") == len(cells):
        return True
    return all(isinstance(cell, str) and not cell.strip() for cell in cells)


class RowKinds:
    """Tells the rows under one heading row apart."""

    def __init__(self, table: Table, heading_row: Sequence[Cell]) -> None:
        self._kind = table.kind
        self._known = table.known
        column = table.column("referred_on") or table.column("month") or table.columns[0]
        self._day_at = column.index
        self._day_heading = (
            heading_row[column.index] if column.index < len(heading_row) else column.heading
        )

    def left_out(self, cells: Sequence[Cell]) -> LeftOutKind | None:
        """Why a row is no case; ``None`` for a case, good or bad.

        A row that might be somebody's case is never left out: it is better refused aloud.
        """
        day = cells[self._day_at] if self._day_at < len(cells) else ""
        if day and (type(day) is not str or day[0] in _DATE_STARTS):
            return None
        filled = len(cells) - cells.count("")
        if filled == 0 or (filled <= _NEARLY_EMPTY and is_blank(cells)):
            return LeftOutKind.BLANK
        if day == self._day_heading and known_in(cells, self._kind) >= self._known - 2:
            return LeftOutKind.TITLE
        first = next(cell for cell in cells if cell != "")
        if not isinstance(first, str):
            return None
        start = first.strip()
        if _TOTAL.match(start):
            return LeftOutKind.TOTAL
        if _LABEL.match(start) and (filled <= _NEARLY_EMPTY or _all_labels(cells)):
            return LeftOutKind.TITLE
        return None


def is_banner(cells: Sequence[Cell], row: int, merges: Sequence[Merge]) -> bool:
    """Whether a row is one text merged over several columns (a section title inside the table)."""
    return len(cells) - cells.count("") == 1 and any(
        merge.top <= row <= merge.bottom and merge.right - merge.left >= 2 for merge in merges
    )


def _all_labels(cells: Sequence[Cell]) -> bool:
    return all(isinstance(cell, str) and (not cell or _LABEL.match(cell.strip())) for cell in cells)

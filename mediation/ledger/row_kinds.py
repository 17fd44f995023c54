"""Telling rows that carry a case from titles, notes, blank rows, totals and repeated headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mediation.ledger.headings import Table, known_in
from mediation.ledger.rows import LeftOutKind
from mediation.ledger.sheets import Cell, Merge

_TOTAL = re.compile(
    r"(?:本[页月季年]度?|当[月年]|上半年|全年|[^\d]{0,4})?[合总小共累]\s*计(?:$|[\s:：(（\d]|件|金额|数)"
)
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

    def __init__(
        self, table: Table, heading_row: Sequence[Cell], merges: Sequence[Merge] = ()
    ) -> None:
        self._kind = table.kind
        self._known = table.known
        self._read = [column.index for column in table.columns if column.field]
        column = table.column("referred_on") or table.column("month") or table.columns[0]
        self._day_at = column.index
        self._day_heading = (
            heading_row[column.index] if column.index < len(heading_row) else column.heading
        )
        self._banners = {
            row
            for merge in merges
            if merge.right - merge.left >= 2
            for row in range(merge.top, min(merge.bottom, merge.top + 9) + 1)
        }

    def left_out(self, cells: Sequence[Cell]) -> LeftOutKind | None:
        """Why a row is no case; ``None`` for a case, good or bad.

        A row that might be somebody's case is never left out: it is better refused aloud.
        """
        day = cells[self._day_at] if self._day_at < len(cells) else ""
        if day and (type(day) is not str or day[0] in _DATE_STARTS):
            return None
        filled = [cell for cell in cells if cell != ""]
        if not filled or is_blank(filled) or (len(filled) == 1 and self._only_numbered(cells)):
            return LeftOutKind.BLANK
        if day == self._day_heading and known_in(filled, self._kind) >= self._known - 2:
            return LeftOutKind.TITLE
        if any(isinstance(cell, str) and _TOTAL.match(cell.strip()) for cell in filled[:2]):
            return LeftOutKind.TOTAL
        if _is_label(filled[0]) and (
            len(filled) <= _NEARLY_EMPTY or all(_is_label(cell) for cell in filled)
        ):
            return LeftOutKind.TITLE
        return None

    def is_banner(self, row: int, cells: Sequence[Cell]) -> bool:
        """Whether a row is one text merged over several columns: a section title inside the table."""
        return row in self._banners and len(cells) - cells.count("") == 1

    def _only_numbered(self, cells: Sequence[Cell]) -> bool:
        """A row prepared with its running number (序号) and nothing else."""
        return all(index >= len(cells) or cells[index] == "" for index in self._read)


def _is_label(cell: Cell) -> bool:
    return isinstance(cell, str) and _LABEL.match(cell.strip()) is not None

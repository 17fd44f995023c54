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
_NAMED = re.compile(r"[^\d:：]{1,12}[:：]")
_LABEL = re.compile(
    rf"{_NAMED.pattern}"
    r"|[（(]?(?:制表|填表|填报|审核|审批|复核|负责人|经办|联系人|联系电话|单位盖章|盖章|公章|打印|注|说明|备注|附)"
    r"|[（(](?:接上页|转下页|续表?|以下空白|此页无正文)[)）]|以下空白|接上页|转下页|续表"
)
_NEARLY_EMPTY = 3
_TOTALS_FILL = 8
_DATE_STARTS = frozenset("0123456789０１２３４５６７８９一二")


def is_blank(cells: Sequence[Cell]) -> bool:
    """Whether a row holds nothing but white space."""
    if cells.count("") == len(cells):
        return True
    return all(isinstance(cell, str) and not cell.strip() for cell in cells)


class RowKinds:
    """Tells the rows under one heading row apart."""

    def __init__(
        self, table: Table, heading_rows: Sequence[Sequence[Cell]], merges: Sequence[Merge] = ()
    ) -> None:
        heading_row = heading_rows[0]
        self._kind = table.kind
        self._known = table.known
        self._read = [column.index for column in table.columns if column.field]
        column = table.column("referred_on") or table.column("month") or table.columns[0]
        self._day_at = column.index
        self._day_heading = (
            heading_row[column.index] if column.index < len(heading_row) else column.heading
        )
        self._titles = {_bare(cell) for row in heading_rows for cell in row} - {""}
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
            # A signature or a sum may have a date or a number in this column: they fill few cells.
            if len(cells) - cells.count("") > _TOTALS_FILL:
                return None
            return _under_a_day([cell for cell in cells if cell != ""])
        filled = [cell for cell in cells if cell != ""]
        if not filled or is_blank(filled) or (len(filled) == 1 and self._only_numbered(cells)):
            return LeftOutKind.BLANK
        if self._repeats_headings(day, filled):
            return LeftOutKind.TITLE
        if any(isinstance(cell, str) and _TOTAL.match(cell.strip()) for cell in filled[:2]):
            return LeftOutKind.TOTAL
        if _is_label(filled[0]) and (
            len(filled) <= _NEARLY_EMPTY or all(_is_label(cell) for cell in filled)
        ):
            return LeftOutKind.TITLE
        return None

    def _repeats_headings(self, day: Cell, filled: Sequence[Cell]) -> bool:
        """Whether a row is one of the heading rows over again, as at the top of a printed page."""
        if day == self._day_heading and known_in(filled, self._kind) >= self._known - 2:
            return True
        return len(filled) > 1 and all(_bare(cell) in self._titles for cell in filled)

    def is_banner(self, row: int, cells: Sequence[Cell]) -> bool:
        """Whether a row is one text merged over several columns: a section title inside the table."""
        return row in self._banners and len(cells) - cells.count("") == 1

    def _only_numbered(self, cells: Sequence[Cell]) -> bool:
        """A row prepared with its running number (序号) and nothing else."""
        return all(index >= len(cells) or cells[index] == "" for index in self._read)


def _bare(cell: Cell) -> str:
    return "".join(cell.split()) if isinstance(cell, str) else ""


def _under_a_day(filled: Sequence[Cell]) -> LeftOutKind | None:
    """A sum or a signature whose first cell says so, whatever stands in the column of the day."""
    first = filled[0]
    if not isinstance(first, str):
        return None
    if _TOTAL.match(first.strip()):
        return LeftOutKind.TOTAL
    if len(filled) <= _NEARLY_EMPTY and _NAMED.match(first.strip()):
        return LeftOutKind.TITLE
    return None


def _is_label(cell: Cell) -> bool:
    return isinstance(cell, str) and _LABEL.match(cell.strip()) is not None

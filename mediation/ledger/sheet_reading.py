"""Reading the rows of one sheet under its headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import Protocol

from mediation.i18n import _
from mediation.ledger.headings import Table
from mediation.ledger.merging import MergedRows, Numbered
from mediation.ledger.refusals import Refuser
from mediation.ledger.row_kinds import RowKinds, is_blank
from mediation.ledger.rows import LedgerCase, LedgerTotals, LeftOut, LeftOutKind, Rejection
from mediation.ledger.sheets import Cell, Sheet

Read = LedgerCase | LedgerTotals | Rejection | LeftOut


@dataclass(slots=True)
class FoundTable:
    """A sheet whose headings were found; ``head`` are the rows already taken from it."""

    sheet: Sheet
    head: list[list[Cell]]
    table: Table


class RowReader(Protocol):
    """What turns one row into a value: :class:`CaseRows` or :class:`TotalsRows`."""

    def read(self, row: int, cells: list[Cell]) -> LedgerCase | LedgerTotals | Rejection:
        """The value of a row or its refusal."""


class SheetReading:
    """Reads one sheet once, from its first row to its last."""

    def __init__(self, found: FoundTable, reader: RowReader, refuser: Refuser) -> None:
        self._sheet = found.sheet
        self._table = found.table
        self._head = found.head
        self._reader = reader
        self._refuser = refuser
        self._kinds = RowKinds(
            found.table,
            found.head[found.table.top : found.table.top + found.table.height],
            found.sheet.merges,
        )

    def __iter__(self) -> Iterator[Read]:
        sheet, table = self._sheet, self._table
        for row, cells in enumerate(self._head[: table.top], sheet.first):
            yield LeftOut(row, LeftOutKind.BLANK if is_blank(cells) else LeftOutKind.TITLE)
        taken = table.top + table.height
        below = sheet.first + taken
        rows = zip(count(below), chain(self._head[taken:], sheet.rows), strict=False)
        merged = any(merge.bottom >= below for merge in sheet.merges)
        if sheet.ragged:
            yield from self._ragged(rows)
        elif merged:
            yield from self._merged(rows, below - 1)
        else:
            left_out, read = self._kinds.left_out, self._reader.read
            for row, cells in rows:
                kind = left_out(cells)
                yield read(row, cells) if kind is None else LeftOut(row, kind)

    def _merged(self, rows: Iterator[Numbered], above: int) -> Iterator[Read]:
        merges = self._sheet.merges
        for row, cells, unclear in MergedRows(self._table, merges, above)(rows):
            kind = self._kinds.left_out(cells)
            if kind is None and self._kinds.is_banner(row, cells):
                kind = LeftOutKind.TITLE
            if kind is not None:
                yield LeftOut(row, kind)
            elif unclear is not None:
                yield self._refuser.refuse_cell(
                    row,
                    cells,
                    unclear,
                    _("因合并单元格,这一件在这一列的值分不清:请取消合并,每件填一个值。"),
                )
            else:
                yield self._reader.read(row, cells)

    def _ragged(self, rows: Iterator[Numbered]) -> Iterator[Read]:
        width = self._table.width
        for row, cells in rows:
            kind = self._kinds.left_out(cells)
            if len(cells) > width and cells[width:].count("") == len(cells) - width:
                del cells[width:]
            if kind is not None:
                yield LeftOut(row, kind)
            elif len(cells) != width:
                yield self._refuser.refuse_row(
                    row,
                    cells,
                    _(
                        "这一行有 {found} 列,表头有 {expected} 列:可能少了或多了分隔符,请对齐。"
                    ).format(found=len(cells), expected=width),
                )
            elif self._sheet.has_nul and (at := self._nul_at(cells)) is not None:
                yield self._refuser.refuse_cell(
                    row, cells, at, _("内容里有空字符(NUL),可能已损坏:请重新录入这一格。")
                )
            else:
                yield self._reader.read(row, cells)

    def _nul_at(self, cells: Sequence[Cell]) -> int | None:
        for column in self._table.columns:
            cell = cells[column.index]
            if isinstance(cell, str) and "\0" in cell:
                return column.index
        return None

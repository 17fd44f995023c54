"""Reading a ledger file row by row: what is a case, what is refused, what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count, islice
from pathlib import Path

from mediation.errors import FileRefused, NotFound
from mediation.i18n import _
from mediation.ledger.case_rows import CaseRows, Taken
from mediation.ledger.cells import shown
from mediation.ledger.headings import (
    CASE_HEADINGS,
    LOOKED_AT,
    NEEDED,
    Column,
    Table,
    TableKind,
    find_table,
)
from mediation.ledger.limits import Limits
from mediation.ledger.merging import MergedRows, Numbered
from mediation.ledger.refusals import Refuser
from mediation.ledger.row_kinds import is_banner, is_blank, left_out
from mediation.ledger.rows import LedgerCase, LedgerTotals, LeftOut, LeftOutKind, Rejection
from mediation.ledger.sheets import Cell, Sheet
from mediation.ledger.totals_rows import TakenTotals, TotalsRows

Read = LedgerCase | LedgerTotals | Rejection | LeftOut
_TEXT_SUFFIXES = (".csv", ".txt", ".tsv")
_BOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".xlt", ".xltx", ".xltm")
_DIGITS_KEPT = 10**15


@dataclass(slots=True)
class _Found:
    sheet: Sheet
    head: list[list[Cell]]
    table: Table


class Ledger:
    """One ledger file, iterated once.

    ``row_count`` is how many rows the file has, for progress; ``unknown_headings``, ``notes`` and
    ``has_totals`` are complete after iteration. Iterating may raise :class:`FileRefused` when the
    file turns out broken further down.
    """

    def __init__(self, file: str, found: Sequence[_Found], notes: Sequence[str]) -> None:
        self._file = file
        self._found = found
        self._taken = Taken()
        self._taken_totals: TakenTotals = {}
        self.row_count = sum(one.sheet.count for one in found)
        self.unknown_headings: list[str] = []
        self.notes = list(notes)
        self.has_totals = any(one.table.kind is TableKind.TOTALS for one in found)

    def __iter__(self) -> Iterator[Read]:
        for one in self._found:
            for column in one.table.columns:
                if not column.field and column.heading not in one.table.nameless:
                    self._meet(column.heading)
            self.notes.extend(one.sheet.notes)
            empty = True
            for read in self._read(one):
                empty = False
                yield read
            if empty:
                self.notes.append(_empty(one.sheet.name))

    def _meet(self, heading: str) -> None:
        if heading not in self.unknown_headings:
            self.unknown_headings.append(heading)

    def _read(self, one: _Found) -> Iterator[Read]:
        nameless = one.table.nameless
        for read in self._rows(one):
            if nameless and isinstance(read, LedgerCase) and read.extra:
                for heading in nameless & read.extra.keys():
                    self._meet(heading)
            yield read

    def _rows(self, one: _Found) -> Iterator[Read]:
        sheet, table = one.sheet, one.table
        for row, cells in enumerate(one.head[: table.top], sheet.first):
            yield LeftOut(row, LeftOutKind.BLANK if is_blank(cells) else LeftOutKind.TITLE)
        body_at = table.top + table.height
        rows = chain(one.head[body_at:], sheet.rows)
        refuser = Refuser(self._file, sheet.name, table, several=len(self._found) > 1)
        below = sheet.first + body_at
        if sheet.ragged:
            yield from self._read_ragged(sheet, table, refuser, zip(count(below), rows))
        else:
            yield from self._read_even(sheet, table, refuser, zip(count(below), rows), below - 1)

    def _reader(self, sheet: Sheet, table: Table, refuser: Refuser) -> CaseRows | TotalsRows:
        shift = sheet.serial_shift
        if table.kind is TableKind.TOTALS:
            return TotalsRows(table, refuser, self._taken_totals, serial_shift=shift)
        return CaseRows(table, refuser, self._taken, serial_shift=shift)

    def _read_even(
        self,
        sheet: Sheet,
        table: Table,
        refuser: Refuser,
        rows: Iterator[Numbered],
        above: int,
    ) -> Iterator[Read]:
        reader = self._reader(sheet, table, refuser)
        merges = [merge for merge in sheet.merges if merge.bottom > above]
        if not merges:
            for row, cells in rows:
                kind = left_out(cells, table)
                yield reader.read(row, cells) if kind is None else LeftOut(row, kind)
            return
        for row, cells, disagreeing in MergedRows(table, merges, above)(rows):
            kind = left_out(cells, table)
            if kind is None and is_banner(cells, row, merges):
                kind = LeftOutKind.TITLE
            if kind is not None:
                yield LeftOut(row, kind)
            elif disagreeing is not None:
                yield refuser.refuse_cell(
                    row,
                    cells,
                    disagreeing,
                    _("合并成一件的几行在这一列内容不同,只能有一个:请改成一致。"),
                )
            else:
                yield reader.read(row, cells)

    def _read_ragged(
        self, sheet: Sheet, table: Table, refuser: Refuser, rows: Iterator[Numbered]
    ) -> Iterator[Read]:
        reader = self._reader(sheet, table, refuser)
        width = table.width
        for row, cells in rows:
            kind = left_out(cells, table) if cells else LeftOutKind.BLANK
            if kind is not None:
                yield LeftOut(row, kind)
                continue
            if len(cells) > width and cells[width:].count("") == len(cells) - width:
                del cells[width:]
            if len(cells) != width:
                yield refuser.refuse_row(
                    row,
                    cells,
                    _(
                        "这一行有 {found} 列,表头有 {expected} 列:可能少了或多了分隔符,请对齐。"
                    ).format(found=len(cells), expected=width),
                )
                continue
            if sheet.has_nul and (at := _nul_at(cells, table)) is not None:
                yield refuser.refuse_cell(
                    row, cells, at, _("内容里有空字符(NUL),可能已损坏:请重新录入这一格。")
                )
                continue
            yield reader.read(row, cells)


def _empty(sheet: str) -> str:
    if sheet:
        return _("“{sheet}”表只有表头,没有数据行。").format(sheet=sheet)
    return _("文件只有表头,没有数据行。")


def _nul_at(cells: Sequence[Cell], table: Table) -> int | None:
    for column in table.columns:
        cell = cells[column.index]
        if isinstance(cell, str) and "\0" in cell:
            return column.index
    return None


def open_ledger(path: Path, limits: Limits | None = None) -> Ledger:
    """Open a ledger of .xlsx, .xlsm or .csv.

    Raises :class:`NotFound` when there is no such file and :class:`FileRefused` when it is no
    ledger, is damaged or passes the limits.
    """
    limits = limits or Limits()
    content = _content(path, limits)
    notes: list[str] = []
    if path.suffix.lower() in _TEXT_SUFFIXES and not content.startswith(
        (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
    ):
        from mediation.ledger.text_sheets import text_sheet

        sheets = [text_sheet(content, limits)]
    else:
        from mediation.ledger.workbook_sheets import workbook_sheets

        sheets, notes = workbook_sheets(content, limits)
    found, more = _tables(sheets)
    if not found:
        raise FileRefused(" ".join([_no_headings(sheets), *more, *notes]))
    return Ledger(path.name, found, [*notes, *more])


def _content(path: Path, limits: Limits) -> bytes:
    suffix = path.suffix.lower()
    try:
        if not path.exists():
            raise NotFound(_("没有找到文件“{path}”。").format(path=path))
        if not path.is_file():
            raise FileRefused(_("“{path}”不是文件。").format(path=path))
        if suffix not in _TEXT_SUFFIXES + _BOOK_SUFFIXES:
            raise FileRefused(_("只读 .xlsx、.xlsm 和 .csv:请另存为其中一种再导入。"))
        size = path.stat().st_size
        if size == 0:
            raise FileRefused(_("文件是空的(0 字节)。"))
        if size > limits.file_bytes:
            raise FileRefused(
                _("文件有 {size} MB,超过 {limit} MB:请分成几个文件导入。").format(
                    size=size >> 20, limit=limits.file_bytes >> 20
                )
            )
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise FileRefused(
            _("文件“{path}”打不开:请检查权限,或先在 Excel/WPS 中关闭它。").format(path=path)
        ) from error


def _tables(sheets: Sequence[Sheet]) -> tuple[list[_Found], list[str]]:
    found, notes = [], []
    for sheet in sheets:
        head = list(islice(sheet.rows, LOOKED_AT + 5))
        sheet.rows = iter(sheet.rows)
        table = find_table(head, sheet.merges, sheet.first)
        if table is None:
            if sheet.name:
                notes.append(_("“{sheet}”表里没有台账的表头,没有读取。").format(sheet=sheet.name))
            sheet.rows = iter(head)
        elif lacking := _lacking(table):
            notes.append(lacking)
            sheet.rows = iter(head)
        else:
            found.append(_Found(sheet, head, table))
    return found, notes


def _lacking(table: Table) -> str:
    """Which indispensable column a table lacks, as a sentence; empty when it has them all."""

    def has(field: str) -> bool:
        return table.column(field) is not None

    if table.kind is TableKind.TOTALS:
        missing = [
            h for h, f in (("法院", "court"), ("月份", "month"), ("类别", "category")) if not has(f)
        ]
    else:
        missing = [] if has("referred_on") else ["委派日期"]
        if not has("number") and not has("court_number"):
            missing.insert(0, "调解编号或法院案号")
    if not missing:
        return ""
    return _("表头里没有“{missing}”这一列,无法导入:请补上这一列。").format(
        missing="”“".join(missing)
    )


def _no_headings(sheets: Sequence[Sheet]) -> str:
    text = _(
        "前 {rows} 行里没有台账的表头。表头要在同一行,至少认得其中 {needed} 个:{headings}。"
    ).format(rows=LOOKED_AT, needed=NEEDED, headings="、".join(CASE_HEADINGS))
    for sheet in sheets:
        for row, cells in enumerate(sheet.rows, sheet.first):
            for cell in cells:
                if isinstance(cell, float) and abs(cell) >= _DIGITS_KEPT:
                    return text + _(
                        "另外,第 {row} 行的数字 {value} 超过 15 位,末尾的数字已被 Excel 丢失:请把该列设为文本格式后重新录入。"
                    ).format(row=row, value=shown(cell))
    return text


__all__ = ["Column", "Ledger", "Limits", "Read", "open_ledger"]

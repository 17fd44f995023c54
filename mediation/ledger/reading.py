"""Opening a ledger file: which of its sheets hold what, and its rows one after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from mediation.errors import FileRefused, NotFound
from mediation.i18n import _
from mediation.ledger.case_rows import CaseRows, Taken
from mediation.ledger.cells import shown
from mediation.ledger.headings import (
    CASE_HEADINGS,
    LOOKED_AT,
    NEEDED,
    Table,
    TableKind,
    find_table,
    known_in,
)
from mediation.ledger.limits import Limits
from mediation.ledger.refusals import Refuser
from mediation.ledger.rows import LedgerCase
from mediation.ledger.sheet_reading import FoundTable, Read, RowReader, SheetReading
from mediation.ledger.sheets import Sheet
from mediation.ledger.totals_rows import TakenTotals, TotalsRows

_TEXT_SUFFIXES = (".csv", ".txt", ".tsv")
_BOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".xlt", ".xltx", ".xltm")
_DIGITS_KEPT = 10**15


class Ledger:
    """One ledger file, iterated once.

    ``row_count`` is how many rows the file has, for progress; ``unknown_headings``, ``notes`` and
    ``has_totals`` are complete after iteration. Iterating may raise :class:`FileRefused` when the
    file turns out broken further down.
    """

    def __init__(self, file: str, found: Sequence[FoundTable], notes: Sequence[str]) -> None:
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
            nameless = one.table.nameless
            for column in one.table.columns:
                if not column.field and column.heading not in nameless:
                    self._meet(column.heading)
            self.notes.extend(one.sheet.notes)
            empty = True
            for read in self._reading(one):
                empty = False
                if nameless and isinstance(read, LedgerCase):
                    for heading in nameless & read.extra.keys():
                        self._meet(heading)
                yield read
            if empty:
                self.notes.append(_empty(one.sheet.name))

    def _meet(self, heading: str) -> None:
        if heading not in self.unknown_headings:
            self.unknown_headings.append(heading)

    def _reading(self, one: FoundTable) -> SheetReading:
        refuser = Refuser(self._file, one.sheet.name, one.table, several=len(self._found) > 1)
        shift = one.sheet.serial_shift
        reader: RowReader
        if one.table.kind is TableKind.TOTALS:
            reader = TotalsRows(one.table, refuser, self._taken_totals, serial_shift=shift)
        else:
            reader = CaseRows(one.table, refuser, self._taken, serial_shift=shift)
        return SheetReading(one, reader, refuser)


def _empty(sheet: str) -> str:
    if sheet:
        return _("“{sheet}”表只有表头,没有数据行。").format(sheet=sheet)
    return _("文件只有表头,没有数据行。")


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


def read_pasted(text: str, limits: Limits | None = None) -> Ledger:
    """Rows copied from a spreadsheet: with a row of headings, or in the ledger's fixed order.

    Raises :class:`FileRefused` when they are no rows of a ledger.
    """
    from mediation.ledger.text_sheets import text_sheet

    limits = limits or Limits()
    first = next((line for line in text.splitlines() if line.strip()), "")
    if known_in(first.split("\t"), TableKind.CASES) < NEEDED:
        text = "\t".join(CASE_HEADINGS) + "\n" + text
    found, notes = _tables([text_sheet(text.encode("utf-8"), limits)])
    if not found:
        raise FileRefused(" ".join([_("粘贴的内容不是台账的行。"), *notes]))
    return Ledger(_("粘贴"), found, notes)


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


def _tables(sheets: Sequence[Sheet]) -> tuple[list[FoundTable], list[str]]:
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
            found.append(FoundTable(sheet, head, table))
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
    ).format(rows=LOOKED_AT, needed=NEEDED, headings=_("、").join(CASE_HEADINGS))
    for sheet in sheets:
        for row, cells in enumerate(sheet.rows, sheet.first):
            for cell in cells:
                if isinstance(cell, float) and abs(cell) >= _DIGITS_KEPT:
                    return text + _(
                        "另外,第 {row} 行的数字 {value} 超过 15 位,末尾的数字已被 Excel 丢失:请把该列设为文本格式后重新录入。"
                    ).format(row=row, value=shown(cell))
    return text

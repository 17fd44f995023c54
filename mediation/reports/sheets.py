"""One sheet of a workbook, filled from the top: text stays text, figures are figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from rich.cells import cell_len
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from mediation.i18n import _
from mediation.reports.columns import printable
from mediation.reports.csv_form import FORMULA_STARTS

FONT: Final = "等线"
HEADING_FONT: Final = "宋体"
_LONGEST_CELL: Final = 32_767
_A4: Final = 9
_WIDEST: Final = 48
_LINE_HEIGHT: Final = 15
_ROW_HEIGHT: Final = 18
_MOST_LINES: Final = 27

Style = Literal[
    "text",
    "wrapped",
    "listed",
    "shrunk",
    "title",
    "heading",
    "count",
    "amount",
    "wan",
    "share",
    "day",
    "change",
    "points",
    "note",
    "remark",
]
_WRAPPED: Final = ("wrapped", "listed", "heading")


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula with the value a reader sees before anything is calculated."""

    text: str
    value: float | str


Cell = str | int | float | date | Formula | None


class Styles:
    """The formats of a workbook, by what a cell means."""

    def __init__(self, book: Workbook) -> None:
        lined = {"border": 1, "border_color": "#BFBFBF", "valign": "vcenter"}
        shapes: dict[Style, dict[str, Any]] = {
            "text": lined,
            "wrapped": {**lined, "text_wrap": True, "valign": "top"},
            "listed": {**lined, "text_wrap": True},
            "shrunk": {**lined, "shrink": True},
            "title": {"font_name": HEADING_FONT, "bold": True, "font_size": 16},
            "heading": {
                **lined,
                "bold": True,
                "bg_color": "#EDEDED",
                "align": "center",
                "text_wrap": True,
            },
            "count": {**lined, "num_format": "#,##0"},
            "amount": {**lined, "num_format": "#,##0.00"},
            "wan": {**lined, "num_format": "#,##0.0"},
            "share": {**lined, "num_format": "0.0%"},
            "day": {**lined, "num_format": "yyyy-mm-dd", "align": "center"},
            "change": {**lined, "num_format": "+0.0%;-0.0%;0.0%", "align": "right"},
            "points": {**lined, "num_format": "+0.0;-0.0;0.0", "align": "right"},
            "note": {"font_color": "#595959"},
            "remark": {"font_color": "#595959", "indent": 1, "valign": "vcenter"},
        }
        base = {"font_name": FONT, "font_size": 11}
        self._formats = {name: book.add_format({**base, **shape}) for name, shape in shapes.items()}
        self._quoted = {
            name: book.add_format({**base, **shape, "quote_prefix": True})
            for name, shape in shapes.items()
        }

    def of(self, style: Style, *, quoted: bool = False) -> Format:
        """The format; ``quoted`` marks text that a spreadsheet would otherwise run when edited."""
        return (self._quoted if quoted else self._formats)[style]


class _PlainFormulas(Worksheet):  # type: ignore[misc]  # XlsxWriter ships no types
    """A worksheet that writes formulas as they are given.

    XlsxWriter looks in each for thirty functions younger than the file format, of which ours have
    none: two fifths of the time of a long list.
    """

    def _prepare_formula(self, formula: str, *_expand: bool) -> str:
        return formula.removeprefix("=")


class Sheet:
    """A cursor over one worksheet; ``row`` is the next free row, from 0.

    Rows are written from the top and never again: the workbook keeps one row in memory.
    """

    def __init__(self, book: Workbook, styles: Styles, name: str, *, landscape: bool) -> None:
        self._sheet: Worksheet = book.add_worksheet(name, _PlainFormulas)
        self.name = name
        self._styles = styles
        self._widths: dict[int, int] = {}
        self._given: Sequence[int] = ()
        self.row = 0
        self._sheet.set_paper(_A4)
        if landscape:
            self._sheet.set_landscape()
        self._sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.center_horizontally()
        self._sheet.set_default_row(_ROW_HEIGHT)
        self._sheet.set_footer("&C" + _("第 {page} 页 共 {pages} 页").format(page="&P", pages="&N"))

    def put(self, cells: Sequence[Cell], styles: Sequence[Style] | Style = "text") -> int:
        """Write one row and go to the next; answers the row written, from 0."""
        self._make_room(cells, styles)
        for column, value in enumerate(cells):
            self._cell(column, value, styles if isinstance(styles, str) else styles[column])
        self.row += 1
        return self.row - 1

    def put_row(self, cells: Iterable[Cell], styles: Sequence[Style]) -> None:
        """Write one row of a long list, of ordinary height: a height of its own would stay in memory."""
        for column, value in enumerate(cells):
            self._write(column, value, styles[column])
        self.row += 1

    def line(self, text: str, style: Style = "text") -> None:
        """A line of plain words across the sheet, without border."""
        shown = printable(text)
        quoted = shown[:1] in FORMULA_STARTS
        plain = (
            self._styles.of(style, quoted=quoted) if quoted or style in ("title", "note") else None
        )
        self._sheet.write_string(self.row, 0, shown[:_LONGEST_CELL], plain)
        self.row += 1

    def gap(self) -> None:
        """Leave a row free."""
        self.row += 1

    def freeze(self, *, columns: int = 1, repeated: bool = True) -> None:
        """Keep the rows so far, and the first columns, in sight; print the last one on each page."""
        self._sheet.freeze_panes(self.row, columns)
        if repeated:
            self._sheet.repeat_rows(self.row - 1)

    def give_widths(self, widths: Sequence[int]) -> None:
        """Set the column widths, in characters, before rows whose text is to wrap within them."""
        self._given = widths
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width)

    def fit(self) -> None:
        """Set the column widths from what was written."""
        for column, width in self._widths.items():
            self._sheet.set_column(column, column, min(width + 2, _WIDEST))

    def print_on_one_page(self, last_row: int, last_column: int) -> None:
        """Print only the upper left part, upright, on a single page."""
        self._sheet.set_portrait()
        self._sheet.print_area(0, 0, last_row, last_column)
        self._sheet.fit_to_pages(1, 1)

    def _make_room(self, cells: Sequence[Cell], styles: Sequence[Style] | Style) -> None:
        """Make the row as high as its wrapped text needs; programs do not do it by themselves."""
        lines = 1
        for width, column in zip(self._given, range(len(cells)), strict=False):
            value = cells[column]
            style = styles if isinstance(styles, str) else styles[column]
            if style in _WRAPPED and isinstance(value, str):
                lines = max(lines, -(-cell_len(value) // max(1, width - 1)))
        if lines > 1:
            self._sheet.set_row(self.row, _LINE_HEIGHT * min(lines, _MOST_LINES) + 3)

    def filter(self, row: int, last_column: int) -> None:
        """Let the rows under a heading be filtered."""
        self._sheet.autofilter(row, 0, max(row, self.row - 1), last_column)

    def print_columns(self, last: int) -> None:
        """Print only the columns up to ``last``, from 0."""
        self._sheet.print_area(0, 0, max(0, self.row - 1), last)

    def chart(self, row: int, column: int, chart: Chart) -> None:
        """Put a chart with its corner on a cell."""
        self._sheet.insert_chart(row, column, chart, {"object_position": 2})

    def _cell(self, column: int, value: Cell, style: Style) -> None:
        shown = self._write(column, value, style)
        if not isinstance(value, float) or style == "amount":
            self._widths[column] = max(self._widths.get(column, 8), cell_len(shown))
        else:
            self._widths.setdefault(column, 8)

    def _write(self, column: int, value: Cell, style: Style) -> str:
        """Write a cell as what it is, and answer about what a reader sees in it."""
        sheet, row, shape = self._sheet, self.row, self._styles.of(style)
        if value is None or value == "":
            sheet.write_blank(row, column, None, shape)
            return ""
        if isinstance(value, Formula):
            sheet.write_formula(row, column, value.text, shape, value.value)
            return f"{value.value:,.2f}" if isinstance(value.value, float) else str(value.value)
        if isinstance(value, str):
            return self._text(column, value, style)
        if isinstance(value, date):
            sheet.write_datetime(row, column, value, shape)
            return "2026-10-31"
        sheet.write_number(row, column, value, shape)
        return f"{value:,.2f}" if style == "amount" else f"{value:,}"

    def _text(self, column: int, value: str, style: Style) -> str:
        shown = printable(value)
        if len(shown) > _LONGEST_CELL:
            shown = shown[: _LONGEST_CELL - 1] + "…"
        quoted = shown[:1] in FORMULA_STARTS
        self._sheet.write_string(self.row, column, shown, self._styles.of(style, quoted=quoted))
        return shown


def at(row: int, column: int, *, fixed: bool = False) -> str:
    """The name of a cell, both counted from 0: B3, or $B$3."""
    return str(xl_rowcol_to_cell(row, column, fixed, fixed))

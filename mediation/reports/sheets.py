"""One sheet of a workbook, filled from the top: text stays text, figures are figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from rich.cells import cell_len
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

Style = Literal["text", "wrapped", "title", "heading", "count", "amount", "wan", "share", "day"]


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
            "title": {"font_name": HEADING_FONT, "bold": True, "font_size": 16},
            "heading": {**lined, "bold": True, "bg_color": "#EDEDED", "align": "center"},
            "count": {**lined, "num_format": "#,##0"},
            "amount": {**lined, "num_format": "#,##0.00"},
            "wan": {**lined, "num_format": "#,##0.0"},
            "share": {**lined, "num_format": "0.0%"},
            "day": {**lined, "num_format": "yyyy-mm-dd", "align": "center"},
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


class Sheet:
    """A cursor over one worksheet; ``row`` is the next free row, from 0."""

    def __init__(self, book: Workbook, styles: Styles, name: str, *, landscape: bool) -> None:
        self._sheet: Worksheet = book.add_worksheet(name)
        self._styles = styles
        self._widths: dict[int, int] = {}
        self.row = 0
        self._sheet.set_paper(_A4)
        if landscape:
            self._sheet.set_landscape()
        self._sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_footer("&C" + _("第 {page} 页 共 {pages} 页").format(page="&P", pages="&N"))

    def put(self, cells: Sequence[Cell], styles: Sequence[Style] | Style = "text") -> int:
        """Write one row and go to the next; answers the row written, from 0."""
        for column, value in enumerate(cells):
            self._cell(column, value, styles if isinstance(styles, str) else styles[column])
        self.row += 1
        return self.row - 1

    def line(self, text: str, style: Style = "text") -> None:
        """A line of plain words across the sheet, without border."""
        shown = printable(text)
        plain = self._styles.of(style) if style == "title" else None
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

    def finish(self, *, widths: Sequence[int] = ()) -> None:
        """Set the column widths as given (in characters), else from what was written."""
        fitted = [min(width + 2, _WIDEST) for _column, width in sorted(self._widths.items())]
        for column, width in enumerate(widths or fitted):
            self._sheet.set_column(column, column, width)

    def _cell(self, column: int, value: Cell, style: Style) -> None:
        sheet, row, shape = self._sheet, self.row, self._styles.of(style)
        shown = ""
        if value is None or value == "":
            sheet.write_blank(row, column, None, shape)
        elif isinstance(value, Formula):
            sheet.write_formula(row, column, value.text, shape, value.value)
            shown = f"{value.value:,.2f}" if isinstance(value.value, float) else str(value.value)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, shape)
            shown = value.isoformat()
        elif isinstance(value, str):
            shown = printable(value)
            if len(shown) > _LONGEST_CELL:
                shown = shown[: _LONGEST_CELL - 1] + "…"
            quoted = shown[:1] in FORMULA_STARTS
            sheet.write_string(row, column, shown, self._styles.of(style, quoted=quoted))
        else:
            sheet.write_number(row, column, value, shape)
            shown = f"{value:,.2f}" if style == "amount" else f"{value:,}"
        if not isinstance(value, float) or style == "amount":
            self._widths[column] = max(self._widths.get(column, 8), cell_len(shown))
        else:
            self._widths.setdefault(column, 8)


def at(row: int, column: int) -> str:
    """The name of a cell, both counted from 0: B3."""
    return str(xl_rowcol_to_cell(row, column))

"""A grid of whole numbers typed cell by cell."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from mediation.i18n import _
from tui.text import left, right
from tui.widgets.totals_cells import CATEGORIES, FIGURES, HEADINGS, Cell, YearCells, number_in

_LABEL = 14
_CELL = 9
_ROWS = [(category, month) for category in CATEGORIES for month in range(1, 13)]
_BLOCK = 14


class TotalsGrid(ScrollView, can_focus=True):
    """Twelve months of each category; ``*`` marks what is not saved, brackets what is computed."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "totals-grid--heading",
        "totals-grid--quiet",
        "totals-grid--changed",
        "totals-grid--cursor",
    }
    DEFAULT_CSS = """
    TotalsGrid { background: $background; color: $foreground; height: 1fr; }
    TotalsGrid > .totals-grid--heading { color: $heading-ink; text-style: bold; }
    TotalsGrid > .totals-grid--quiet { color: $quiet; }
    TotalsGrid > .totals-grid--changed { color: $warning; text-style: bold; }
    TotalsGrid > .totals-grid--cursor { background: $cursor-ink; color: $cursor-ground; text-style: bold reverse; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1, 0)", show=False),
        Binding("right", "move(1, 0)", show=False),
        Binding("up", "move(0, -1)", show=False),
        Binding("down", "move(0, 1)", show=False),
        Binding("enter,tab", "onward(1)", show=False),
        Binding("shift+tab", "onward(-1)", show=False),
        Binding("pageup", "move(0, -12)", show=False),
        Binding("pagedown", "move(0, 12)", show=False),
        Binding("home", "edge(0)", show=False),
        Binding("end", "edge(1)", show=False),
        Binding("backspace", "rub_out", show=False),
        Binding("delete", "clear", show=False),
    ]

    class Changed(Message):
        """A cell was typed over."""

    class Moved(Message):
        """The cursor came to another cell."""

    class Refused(Message):
        """Something pasted cannot be numbers; ``why`` says what."""

        def __init__(self, why: str) -> None:
            super().__init__()
            self.why = why

    def __init__(self) -> None:
        super().__init__()
        self.cells = YearCells("", 2000)
        self._row = 0
        self._column = 0
        self._begun = False

    def show_cells(self, cells: YearCells) -> None:
        """Show this year."""
        self.cells = cells
        self._begun = False
        self.virtual_size = Size(_LABEL + _CELL * len(FIGURES) + 1, _BLOCK * len(CATEGORIES))
        self.refresh()
        self.post_message(self.Moved())

    def go_to(self, month: int) -> None:
        """Put the cursor into a month of the first category."""
        self._row = month - 1
        self._look()

    @property
    def cell(self) -> Cell:
        """The cell under the cursor."""
        category, month = _ROWS[self._row]
        return Cell(category, month, FIGURES[self._column])

    # --- moving -------------------------------------------------------------------------------

    def action_move(self, columns: int, rows: int) -> None:
        """By columns and rows, as far as there are any."""
        self._column = min(max(self._column + columns, 0), len(FIGURES) - 1)
        self._row = min(max(self._row + rows, 0), len(_ROWS) - 1)
        self._look()

    def action_onward(self, by: int) -> None:
        """To the next cell, from the end of a row to the next row."""
        at = self._row * len(FIGURES) + self._column + by
        at = min(max(at, 0), len(_ROWS) * len(FIGURES) - 1)
        self._row, self._column = divmod(at, len(FIGURES))
        self._look()

    def action_edge(self, last: int) -> None:
        """To the first or last column."""
        self._column = len(FIGURES) - 1 if last else 0
        self._look()

    def _look(self) -> None:
        self._begun = False
        y = _line_of(self._row)
        top = y - 2 if self._row % 12 == 0 else y
        self.scroll_to_region(
            Region(_LABEL + self._column * _CELL, top, _CELL + 1, y - top + 1), animate=False
        )
        self.refresh()
        self.post_message(self.Moved())

    def cursor_place(self) -> Offset:
        """Where the cursor is within the widget, in cells."""
        x = _LABEL + self._column * _CELL + _CELL - 1 - round(self.scroll_x)
        return Offset(x, _line_of(self._row) - round(self.scroll_y))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where it was clicked."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        line = offset.y + round(self.scroll_y)
        column = (offset.x + round(self.scroll_x) - _LABEL) // _CELL
        for row in range(len(_ROWS)):
            if _line_of(row) == line and 0 <= column < len(FIGURES):
                self._row, self._column = row, column
                self._look()

    # --- typing -------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """A digit, of either width, begins a new number or goes on with it."""
        digit = number_in(event.character or "") if event.is_printable else None
        if not digit:
            return
        event.stop()
        event.prevent_default()
        text = (self.cells.text(self.cell) if self._begun else "") + digit
        if number_in(text) is not None:
            self._type(str(int(text)))

    def action_rub_out(self) -> None:
        """Take the last digit back."""
        self._type(self.cells.text(self.cell)[:-1])

    def action_clear(self) -> None:
        """Empty the cell: not entered."""
        self._type("")

    def put_back(self) -> None:
        """The saved number again."""
        self._type(self.cells.saved_text(self.cell))
        self._begun = False

    def on_paste(self, event: events.Paste) -> None:
        """A block of cells parted by tabs and lines, from the cursor on; all of it or nothing."""
        event.stop()
        block = [line.split("\t") for line in event.text.rstrip("\r\n").splitlines()]
        changes: dict[Cell, str] = {}
        for down, line in enumerate(block):
            for across, text in enumerate(line):
                number = number_in(text)
                row, column = self._row + down, self._column + across
                if number is None or row >= len(_ROWS) or column >= len(FIGURES):
                    self.post_message(
                        self.Refused(
                            _("没有粘贴:第 {row} 行第 {column} 格不是整数,或超出了表格。").format(
                                row=down + 1, column=across + 1
                            )
                        )
                    )
                    return
                category, month = _ROWS[row]
                changes[Cell(category, month, FIGURES[column])] = number
        for cell, number in changes.items():
            self.cells.type(cell, number)
        self._changed()

    def _type(self, text: str) -> None:
        self.cells.type(self.cell, text)
        self._begun = True
        self._changed()

    def _changed(self) -> None:
        self.refresh()
        self.post_message(self.Changed())

    # --- drawing ------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """A heading, a month, or the year's sum."""
        number = y + round(self.scroll_y)
        width = self.scrollable_content_region.width
        block, line = divmod(number, _BLOCK)
        if block >= len(CATEGORIES):
            return Strip.blank(width, self.rich_style)
        category = list(CATEGORIES)[block]
        if line == 0:
            segments = self._heading(category)
        elif line == 13:
            segments = self._sums(category)
        else:
            segments = self._month(category, line)
        start = round(self.scroll_x)
        strip = Strip(segments)
        full = max(strip.cell_length, start + width)
        return strip.adjust_cell_length(full, self.rich_style).crop(start, start + width).simplify()

    def _heading(self, category: str) -> list[Segment]:
        style = self._part("heading")
        label = Segment(left(f" {CATEGORIES[category]}", _LABEL), style)
        return [label, *(Segment(right(HEADINGS[name], _CELL), style) for name in FIGURES)]

    def _sums(self, category: str) -> list[Segment]:
        style = self._part("quiet")
        sums = (self.cells.total(category, name) for name in FIGURES)
        texts = ("" if number is None else str(number) for number in sums)
        label = Segment(left(_("   全年合计"), _LABEL), style)
        return [label, *(Segment(right(text, _CELL), style) for text in texts)]

    def _month(self, category: str, month: int) -> list[Segment]:
        here = self.cell
        at = here.category == category and here.month == month
        mark = ">" if at else " "
        doubt = "!" if self.cells.doubts(category, month) else " "
        label = _("{mark}{doubt} {year}-{month:02d}").format(
            mark=mark, doubt=doubt, year=self.cells.year, month=month
        )
        segments = [Segment(left(label, _LABEL), self.rich_style)]
        for name in FIGURES:
            cell = Cell(category, month, name)
            text, style = self._cell(cell)
            if cell == here and self.has_focus:
                segments.append(Segment(" ", self.rich_style))
                segments.append(Segment(right(text, _CELL - 1), self._part("cursor")))
            else:
                segments.append(Segment(right(text, _CELL), style))
        return segments

    def _cell(self, cell: Cell) -> tuple[str, Style]:
        if cell in self.cells.typed:
            return f"{self.cells.typed[cell] or '-'}*", self._part("changed")
        text = self.cells.saved_text(cell)
        if text:
            return text, self.rich_style
        if cell.figure == "disputes":
            number = self.cells.computed(cell.category, cell.month)
            if number is not None:
                return f"({number})", self._part("quiet")
        return ".", self._part("quiet")

    def _part(self, name: str) -> Style:
        return self.get_component_rich_style(f"totals-grid--{name}")


def _line_of(row: int) -> int:
    block, month = divmod(row, 12)
    return block * _BLOCK + 1 + month

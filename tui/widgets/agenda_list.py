"""Lines under headings, some of which open something: what the first room is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from mediation.reports.columns import fold_lines
from tui.text import cell_len, clean, left

_GAP = "  "
_LEAD = 2
_LEAST = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One line: cells of text with the widths of all but the last; ``target`` opens on Enter.

    A heading with a target is a stop for the cursor too; ``is_amber`` says in colour what the cells
    say in words.
    """

    cells: tuple[str, ...]
    widths: tuple[int, ...] = ()
    target: Callable[[], None] | None = None
    case: object = None
    is_heading: bool = False
    is_amber: bool = False


class AgendaList(ScrollView, can_focus=True):
    """The cursor stops only at lines that open something; ``bold_cursor`` shows it without focus.

    A list that ``folds`` shows every cell whole, over as many rows as it needs; others cut them.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "agenda--heading",
        "agenda--cursor",
        "agenda--idle",
        "agenda--amber",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup,home", "move(-1000)", show=False),
        Binding("pagedown,end", "move(1000)", show=False),
    ]

    class Opened(Message):
        """A line was clicked that already had the cursor."""

    def __init__(self, *, bold_cursor: bool = False, folds: bool = False) -> None:
        super().__init__()
        self._bold_cursor = bold_cursor
        self._folds = folds
        self._all: list[Line] = []
        self._rows: list[tuple[int, int]] = []
        self._folded: dict[int, list[str]] = {}
        self._tops: list[int] = []
        self._stops: list[int] = []
        self._at = 0

    def show(self, lines: Sequence[Line]) -> None:
        """Show other lines; the cursor stays at its place among them."""
        self._all = list(lines)
        self._stops = [number for number, line in enumerate(lines) if line.target is not None]
        self._at = min(self._at, max(len(self._stops) - 1, 0))
        self._lay_out()

    def _lay_out(self) -> None:
        """Give every line its rows: one, or as many as it takes to show it whole."""
        # One cell less than there is: a scrollbar may come once the rows are counted.
        width = self.size.width - _LEAD - 1
        self._rows, self._tops, self._folded = [], [], {}
        for number, line in enumerate(self._all):
            if self._folds and width > _LEAD and not self._fits(line, width):
                self._folded[number] = self._whole(line, width)
            self._tops.append(len(self._rows))
            self._rows += [(number, row) for row in range(self._height_of(number))]
        self.virtual_size = Size(0, len(self._rows))
        self.refresh()

    def on_resize(self, _event: events.Resize) -> None:
        """Fold anew for the width."""
        if self._folds:
            self._lay_out()

    def _height_of(self, number: int) -> int:
        return len(self._folded[number]) if number in self._folded else 1

    @property
    def _is_flat(self) -> bool:
        return bool(getattr(self.app, "is_flat", False))

    def _fits(self, line: Line, width: int) -> bool:
        if self._is_flat:
            return cell_len(_in_a_row(line)) <= width
        widths = _widths(line, width)
        return all(cell_len(cell) <= cells for cell, cells in zip(line.cells, widths, strict=True))

    def _whole(self, line: Line, width: int) -> list[str]:
        if self._is_flat:
            return fold_lines(clean(_in_a_row(line)), width)
        widths = _widths(line, width)
        columns = [
            fold_lines(clean(cell), max(cells, 2))
            for cell, cells in zip(line.cells, widths, strict=True)
        ]
        rows = []
        for at in range(max(map(len, columns))):
            cells = [column[at] if at < len(column) else "" for column in columns]
            padded = [left(text, room) for text, room in zip(cells, widths, strict=True)]
            rows.append(_GAP.join(padded).rstrip())
        return rows

    def restart(self, lines: Sequence[Line]) -> None:
        """Show other lines with the cursor at the first."""
        self._at = 0
        self.scroll_to(y=0, animate=False, immediate=True)
        self.show(lines)

    @property
    def line(self) -> Line | None:
        """The line under the cursor."""
        return self._all[self._stops[self._at]] if self._stops else None

    def action_move(self, steps: int) -> None:
        """To another line that opens something."""
        if not self._stops:
            return
        self._at = min(max(self._at + steps, 0), len(self._stops) - 1)
        stop, top, height = self._stops[self._at], self.scroll_offset.y, self.size.height
        first = self._tops[stop]
        last = min(first + self._height_of(stop), first + height) - 1
        if self._at == 0:
            self.scroll_to(y=0, animate=False, immediate=True)
        elif not (top <= first and last < top + height):
            middle = max(last - height + 1, min(first, first - height // 2))
            self.scroll_to(y=middle, animate=False, immediate=True)
        self.refresh()

    def cursor_place(self) -> Offset:
        """Where the cursor is within the widget, in cells."""
        if not self._stops:
            return Offset(0, 0)
        return Offset(0, self._tops[self._stops[self._at]] - self.scroll_offset.y)

    def on_click(self, event: events.Click) -> None:
        """A line takes the cursor, or opens if it has it."""
        row = event.y + self.scroll_offset.y
        number = self._rows[row][0] if row < len(self._rows) else -1
        if number in self._stops:
            if self._stops[self._at] == number:
                self.post_message(self.Opened())
            self._at = self._stops.index(number)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row of the agenda."""
        at = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if at >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        number, row = self._rows[at]
        line = self._all[number]
        here = line is self.line
        style = self.rich_style
        if here:
            name = "cursor" if self.has_focus or self._bold_cursor else "idle"
            style = self.get_component_rich_style(f"agenda--{name}")
        elif line.is_heading:
            style = self.get_component_rich_style("agenda--heading")
        elif line.is_amber:
            style = self.get_component_rich_style("agenda--amber")
        lead = "> " if here and row == 0 else " " if line.is_heading else "  "
        if number in self._folded:
            words = self._folded[number][row]
        elif self._is_flat:
            words = _in_a_row(line)
        else:
            words = _laid_out(line, width - _LEAD)
        return Strip([Segment(left(lead + words, width), style)], width)


def _in_a_row(line: Line) -> str:
    """As it is read aloud."""
    return ", ".join(each.strip() for each in line.cells if each.strip())


def _widths(line: Line, width: int) -> list[int]:
    """Cells for each text; the last takes what is left, a fair part of it at least."""
    given = list(line.widths[: len(line.cells)])
    if len(given) < len(line.cells):
        rest = width - sum(given) - len(_GAP) * len(given)
        given.append(max(rest, _LEAST))
    return given


def _laid_out(line: Line, width: int) -> str:
    return _GAP.join(map(left, line.cells, _widths(line, width)))

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

from tui.text import cell_len, left


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
    """The cursor stops only at lines that open something; ``bold_cursor`` shows it without focus."""

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

    def __init__(self, *, bold_cursor: bool = False) -> None:
        super().__init__()
        self._bold_cursor = bold_cursor
        self._all: list[Line] = []
        self._stops: list[int] = []
        self._at = 0

    def show(self, lines: Sequence[Line]) -> None:
        """Show other lines; the cursor stays at its place among them."""
        self._all = list(lines)
        self._stops = [number for number, line in enumerate(lines) if line.target is not None]
        self._at = min(self._at, max(len(self._stops) - 1, 0))
        self.virtual_size = Size(0, len(self._all))
        self.refresh()

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
        line, top, height = self._stops[self._at], self.scroll_offset.y, self.size.height
        if self._at == 0:
            self.scroll_to(y=0, animate=False, immediate=True)
        elif not top <= line < top + height:
            self.scroll_to(y=line - height // 2, animate=False, immediate=True)
        self.refresh()

    def cursor_place(self) -> Offset:
        """Where the cursor is within the widget, in cells."""
        return Offset(0, self._stops[self._at] - self.scroll_offset.y if self._stops else 0)

    def on_click(self, event: events.Click) -> None:
        """A line takes the cursor, or opens if it has it."""
        number = event.y + self.scroll_offset.y
        if number in self._stops:
            if self._stops[self._at] == number:
                self.post_message(self.Opened())
            self._at = self._stops.index(number)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the agenda."""
        number = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if number >= len(self._all):
            return Strip.blank(width, self.rich_style)
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
        lead = "> " if here else " " if line.is_heading else "  "
        if getattr(self.app, "is_flat", False):
            words = ", ".join(each.strip() for each in line.cells if each.strip())
        else:
            words = _laid_out(line, width - 2)
        return Strip([Segment(left(lead + words, width), style)], width)


def _laid_out(line: Line, width: int) -> str:
    parts = []
    for cell, cells in zip(line.cells, line.widths, strict=False):
        parts.append(left(cell, cells) + "  ")
    rest = width - sum(map(cell_len, parts))
    if len(line.cells) > len(line.widths) and rest > 0:
        parts.append(left(line.cells[-1], rest))
    return "".join(parts)

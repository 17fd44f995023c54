"""Lines of words and numbers where the arrow keys go from number to number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.text import cell_len, clean, hung


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text on a line. ``look`` is plain, quiet, heading or fault; ``opens`` is what Enter gets."""

    text: str
    look: str = "plain"
    opens: Any = None


SheetLine = Sequence[Piece]


@dataclass(frozen=True, slots=True)
class _Spot:
    line: int
    x: int
    width: int
    opens: Any


class Sheet(ScrollView, can_focus=True):
    """Shows lines; the numbers that open something are reached by arrows and by mouse."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sheet--plain",
        "sheet--quiet",
        "sheet--heading",
        "sheet--fault",
        "sheet--opens",
        "sheet--cursor",
    }
    DEFAULT_CSS = """
    Sheet { background: $background; color: $foreground; height: 1fr; padding: 0 1; overflow-x: hidden; }
    Sheet > .sheet--quiet { color: $quiet; }
    Sheet > .sheet--heading { color: $heading-ink; text-style: bold; }
    Sheet > .sheet--fault { color: $error; text-style: bold; }
    Sheet > .sheet--opens { text-style: bold; }
    Sheet > .sheet--cursor { background: $cursor-ink; color: $cursor-ground; text-style: bold reverse; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-1)", show=False),
        Binding("right,l,tab", "step(1)", show=False),
        Binding("shift+tab", "step(-1)", show=False),
        Binding("up,k", "climb(-1)", show=False),
        Binding("down,j", "climb(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "edge(0)", show=False),
        Binding("end", "edge(1)", show=False),
    ]

    class Opened(Message):
        """A number was opened by mouse; Enter is the room's own."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[SheetLine] = []
        self._spots: list[_Spot] = []
        self._at = 0

    def show_lines(self, lines: Sequence[SheetLine]) -> None:
        """Show these lines; the cursor stays where it was as far as there is a number."""
        self._lines = [[Piece(clean(p.text), p.look, p.opens) for p in line] for line in lines]
        self._spots = list(_spots(self._lines))
        self._at = min(self._at, max(len(self._spots) - 1, 0))
        widest = max(
            (sum(cell_len(piece.text) for piece in line) for line in self._lines), default=0
        )
        self.virtual_size = Size(min(widest, self.size.width or widest), len(self._lines))
        self.refresh()

    @property
    def pointed(self) -> Any:
        """What Enter opens now; ``None`` when nothing."""
        return self._spots[self._at].opens if self._spots else None

    def point_at(self, opens: Any) -> None:
        """Put the cursor on what opens this, if it is shown."""
        self._go(next((at for at, each in enumerate(self._spots) if each.opens == opens), self._at))

    # --- moving -------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        """To the next number, or the one before, in reading order."""
        self._go(self._at + by)

    def action_climb(self, by: int) -> None:
        """To the number above or below, as straight as can be."""
        if not self._spots:
            self.scroll_relative(y=by, animate=False)
            return
        here = self._spots[self._at]
        lines = sorted({spot.line for spot in self._spots})
        place = lines.index(here.line) + by
        if not 0 <= place < len(lines):
            self.scroll_relative(y=3 * by, animate=False)
            return
        there = [at for at, spot in enumerate(self._spots) if spot.line == lines[place]]
        end = here.x + here.width
        self._go(min(there, key=lambda at: abs(self._spots[at].x + self._spots[at].width - end)))

    def action_page(self, by: int) -> None:
        """A screenful up or down."""
        height = max(self.size.height - 1, 1)
        self.scroll_relative(y=by * height, animate=False)
        if self._spots:
            line = self._spots[self._at].line + by * height
            nearest = min(range(len(self._spots)), key=lambda at: abs(self._spots[at].line - line))
            self._go(nearest)

    def action_edge(self, last: int) -> None:
        """To the first or the last number."""
        self._go(len(self._spots) - 1 if last else 0)
        self.scroll_to(y=self.max_scroll_y if last else 0, animate=False)

    def _go(self, at: int) -> None:
        if self._spots:
            self._at = min(max(at, 0), len(self._spots) - 1)
            spot = self._spots[self._at]
            top = 0 if self._at == 0 else spot.line
            self.scroll_to_region(
                Region(spot.x, top, spot.width, spot.line - top + 1), animate=False
            )
            self.refresh()

    def cursor_place(self) -> Offset:
        """Where the cursor is within the widget, in cells."""
        if not self._spots:
            return Offset(0, 0)
        spot = self._spots[self._at]
        return Offset(spot.x, spot.line - round(self.scroll_y))

    def on_click(self, event: events.Click) -> None:
        """A number takes the cursor and opens."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        line, x = offset.y + round(self.scroll_y), offset.x
        for at, spot in enumerate(self._spots):
            if spot.line == line and spot.x <= x < spot.x + spot.width:
                self._go(at)
                self.post_message(self.Opened())

    # --- drawing ------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One line, the number under the cursor reversed."""
        width = self.scrollable_content_region.width
        number = y + round(self.scroll_y)
        ground = self.rich_style
        if not 0 <= number < len(self._lines):
            return Strip.blank(width, ground)
        spot = self._spots[self._at] if self._spots else None
        segments, x = [], 0
        for piece in self._lines[number]:
            marked = (
                spot is not None and (number, x) == (spot.line, spot.x) and piece.opens is not None
            )
            segments.append(Segment(piece.text, self._style(piece, marked and self.has_focus)))
            x += cell_len(piece.text)
        return Strip(segments).adjust_cell_length(width, ground).simplify()

    def _style(self, piece: Piece, marked: bool) -> Style:
        if marked:
            return self.get_component_rich_style("sheet--cursor")
        look = "opens" if piece.opens is not None and piece.look == "plain" else piece.look
        return self.get_component_rich_style(f"sheet--{look}")


def folded(line: SheetLine, cells: int, indent: int) -> list[SheetLine]:
    """The line over as many lines as it takes to show it whole, the later ones indented."""
    if sum(cell_len(piece.text) for piece in line) <= cells:
        return [line]
    lines: list[list[Piece]] = [[]]
    before = ""
    for piece in line:
        first, *more = hung(before, piece.text, cells, indent).split("\n")
        lines[-1].append(replace(piece, text=first[len(before) :]))
        for text in more:
            lines.append([Piece(" " * indent), replace(piece, text=text[indent:])])
        before = more[-1] if more else before + first[len(before) :]
        gap = len(piece.text) - len(piece.text.rstrip())
        if gap and cell_len(before) + gap <= cells:
            lines[-1].append(Piece(" " * gap))
            before += " " * gap
    return [list(each) for each in lines]


def _spots(lines: Sequence[SheetLine]) -> list[_Spot]:
    spots = []
    for number, line in enumerate(lines):
        x = 0
        for piece in line:
            width = cell_len(piece.text)
            if piece.opens is not None:
                spots.append(_Spot(number, x, width, piece.opens))
            x += width
    return spots

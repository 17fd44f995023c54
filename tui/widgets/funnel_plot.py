"""A funnel plot in characters of one cell: points between their limits, none of them named or ranked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from mediation.figures.funnel import Limits, Point, Standing
from tui.text import left, right

MARKS = {
    Standing.WITHIN: "o",
    Standing.ALERT: "!",
    Standing.REVIEW: "#",
    Standing.TOO_FEW: "x",
}
ALERT_LINE, REVIEW_LINE, MEAN_LINE = ".", ":", "-"
_AXIS = 6
_MORE = "+"


@dataclass(frozen=True, slots=True)
class Curve:
    """The overall rate, and the limits around it for numbers of cases from few to most."""

    rate: float
    limits: Sequence[tuple[int, Limits]]


class FunnelPlot(Widget, can_focus=True):
    """The arrow keys go from point to point by number of cases; the room says whose it is.

    On flat screens there is a line of words for each point instead of the drawing.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"funnel--quiet", "funnel--point", "funnel--cursor"}
    DEFAULT_CSS = """
    FunnelPlot { height: 1fr; padding: 0 1; }
    FunnelPlot > .funnel--quiet { color: $quiet; }
    FunnelPlot > .funnel--point { color: $heading-ink; text-style: bold; }
    FunnelPlot > .funnel--cursor { background: $cursor-ink; color: $cursor-ground; text-style: bold reverse; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up,h,k", "step(-1)", show=False),
        Binding("right,down,l,j,tab", "step(1)", show=False),
        Binding("shift+tab", "step(-1)", show=False),
        Binding("home", "step(-100000)", show=False),
        Binding("end", "step(100000)", show=False),
    ]

    class Pointed(Message):
        """The cursor came to another point."""

    class Opened(Message):
        """The point under the cursor was clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._points: list[Point] = []
        self._curve: Curve | None = None
        self._told: Mapping[str, str] = {}
        self._at = 0

    def show(
        self, curve: Curve | None, points: Sequence[Point], told: Mapping[str, str] | None = None
    ) -> None:
        """Draw these points in the order of their cases, or what is ``told`` of each by its key; the
        cursor stays on its point."""
        before = self.point.key if self.point else None
        self._told = told or {}
        self._curve = curve
        self._points = sorted(
            points, key=lambda each: (each.cases, each.succeeded, each.name, each.key)
        )
        keys = [each.key for each in self._points]
        self._at = keys.index(before) if before in keys else 0
        self.refresh()
        self.post_message(self.Pointed())

    @property
    def point(self) -> Point | None:
        """The point under the cursor."""
        return self._points[self._at] if self._points else None

    @property
    def together(self) -> int:
        """How many points stand in the cell of the cursor."""
        if self._is_flat:
            return 1
        here = self._spots()
        return here.count(here[self._at]) if here else 0

    @property
    def _is_flat(self) -> bool:
        return bool(getattr(self.app, "is_flat", False))

    @property
    def _first(self) -> int:
        """The point on the first line of a flat screen."""
        return max(self._at - self.content_size.height + 1, 0)

    def cursor_place(self) -> Offset:
        """Where the cursor is within the widget, in cells."""
        if not self._points:
            return Offset(0, 0)
        if self._is_flat:
            return Offset(0, self._at - self._first)
        x, y = self._spots()[self._at]
        return Offset(x + _AXIS, y)

    def action_step(self, by: int) -> None:
        """To the point with more or fewer cases."""
        if self._points:
            self._at = min(max(self._at + by, 0), len(self._points) - 1)
            self.refresh()
            self.post_message(self.Pointed())

    def on_click(self, event: events.Click) -> None:
        """A point takes the cursor, or opens if it has it."""
        offset = event.get_content_offset(self)
        spots = [] if self._is_flat else self._spots()
        if offset is None or (offset.x - _AXIS, offset.y) not in spots:
            return
        if spots[self._at] == (offset.x - _AXIS, offset.y):
            self.post_message(self.Opened())
            return
        self._at = spots.index((offset.x - _AXIS, offset.y))
        self.refresh()
        self.post_message(self.Pointed())

    # --- where things stand -------------------------------------------------------------------

    @property
    def _room(self) -> tuple[int, int]:
        """Cells across and down for the points, without the axes."""
        size = self.content_size
        return max(size.width - _AXIS - 1, 10), max(size.height - 1, 3)

    @property
    def _span(self) -> tuple[float, float]:
        """The lowest and the highest share on the plot, in steps of five per cent."""
        assert self._curve is not None
        shares = [each.succeeded / each.cases for each in self._points]
        bands = [
            end
            for each in self._points
            if each.standing is not Standing.TOO_FEW
            for end in each.limits.review
        ]
        low, high = min([*shares, *bands, self._curve.rate]), max([*shares, *bands])
        return max(0.0, int(low * 20) / 20), min(1.0, (int(high * 20) + 1) / 20)

    def _column(self, cases: int) -> int:
        width, _height = self._room
        most = max((each.cases for each in self._points), default=1)
        return round(sqrt(cases / most) * (width - 1))

    def _line(self, share: float) -> int:
        _width, height = self._room
        low, high = self._span
        return round((high - share) / max(high - low, 0.01) * (height - 1))

    def _spots(self) -> list[tuple[int, int]]:
        return [
            (self._column(each.cases), self._line(each.succeeded / each.cases))
            for each in self._points
        ]

    # --- drawing ------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """A line of the plot, or the axis of cases below it."""
        ground = self.rich_style
        if self._is_flat:
            return self._told_line(y)
        width, height = self._room
        full = self.content_size.width
        if self._curve is None or y > height:
            return Strip.blank(full, ground)
        quiet = self.get_component_rich_style("funnel--quiet")
        if y == height:
            return Strip([Segment(self._axis_of_cases(width), quiet)]).adjust_cell_length(
                full, ground
            )
        spots = self._spots()
        drawn = self._lines_at(y, width)
        segments = [Segment(self._share_at(y, height), quiet)]
        for x in range(width):
            here = [at for at, spot in enumerate(spots) if spot == (x, y)]
            if not here:
                segments.append(Segment(drawn[x], quiet))
                continue
            is_cursor = self._at in here
            mark = MARKS[self._points[self._at if is_cursor else here[0]].standing]
            if len(here) > 1 and not is_cursor:
                mark = str(len(here)) if len(here) < 10 else _MORE
            look = "cursor" if is_cursor and self.has_focus else "point"
            segments.append(Segment(mark, self.get_component_rich_style(f"funnel--{look}")))
        return Strip(segments).adjust_cell_length(full, ground).simplify()

    def _told_line(self, y: int) -> Strip:
        width, at = self.content_size.width, self._first + y
        if at >= len(self._points):
            return Strip.blank(width, self.rich_style)
        lead = "> " if at == self._at else "  "
        words = left(lead + self._told.get(self._points[at].key, ""), width)
        return Strip([Segment(words, self.rich_style)], width)

    def _lines_at(self, y: int, width: int) -> list[str]:
        """The mean and the limits as they cross one line; curves are drawn without gaps."""
        assert self._curve is not None
        drawn = [" "] * width
        if self._line(self._curve.rate) == y:
            drawn = [MEAN_LINE if x % 2 == 0 else " " for x in range(width)]
        low, high = self._span
        for mark, name in ((REVIEW_LINE, "review"), (ALERT_LINE, "alert")):
            for side in (0, 1):
                before: int | None = None
                for x, end in enumerate(self._ends(name, side, width)):
                    line = self._line(end) if end is not None and low <= end <= high else None
                    if line is not None:
                        first = line if before is None else min(line, before)
                        last = line if before is None else max(line, before)
                        if line == y or first < y < last:
                            drawn[x] = mark
                    before = line
        return drawn

    def _ends(self, name: str, side: int, width: int) -> list[float | None]:
        """One limit above every column, between the numbers of cases it was computed for."""
        assert self._curve is not None
        numbers = [cases for cases, _around in self._curve.limits]
        ends = [getattr(around, name)[side] for _cases, around in self._curve.limits]
        found: list[float | None] = []
        for x in range(width):
            cases = numbers[-1] * (x / (width - 1)) ** 2
            at = bisect_right(numbers, cases)
            if at == 0:
                found.append(None)
            elif at == len(numbers):
                found.append(ends[-1])
            else:
                share = (cases - numbers[at - 1]) / (numbers[at] - numbers[at - 1])
                found.append(ends[at - 1] + share * (ends[at] - ends[at - 1]))
        return found

    def _share_at(self, y: int, height: int) -> str:
        low, high = self._span
        step = max((height - 1) // 4, 1)
        if y % step and y != height - 1:
            return " " * _AXIS
        share = high - (high - low) * y / max(height - 1, 1)
        return right(f"{share * 100:.0f}%", _AXIS - 1) + " "

    def _axis_of_cases(self, width: int) -> str:
        most = max((each.cases for each in self._points), default=1)
        line = [" "] * (width + _AXIS + 1)
        free = 0
        for part in (0.04, 0.16, 0.36, 0.64, 1.0):
            cases = max(round(most * part), 1)
            words = str(cases)
            start = min(_AXIS + self._column(cases) - len(words) // 2, len(line) - len(words))
            if start >= free:
                line[start : start + len(words)] = list(words)
                free = start + len(words) + 2
        return "".join(line)

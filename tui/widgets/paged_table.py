"""A list of any length: the keys of all rows in one array, the rows themselves a page at a time."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import ClassVar, Generic

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.text import left, right
from tui.widgets.columns import GAP, Column, fitted
from tui.widgets.pages import PAGE, PAGES_KEPT, Fetch, Pages, Row

_GUTTER = 2


class PagedTable(ScrollView, Generic[Row], can_focus=True):
    """Draws only the lines in sight; a row not read yet is asked for through ``fetch``.

    ``fetch(keys, take)`` reads rows somewhere else and hands them to ``take``. ``faded`` tells
    rows to be drawn quietly. Marks are kept by key, whatever the list shows.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "paged-table--heading",
        "paged-table--column",
        "paged-table--cursor",
        "paged-table--idle-cursor",
        "paged-table--cell",
        "paged-table--quiet",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "leaf(-1)", show=False),
        Binding("pagedown", "leaf(1)", show=False),
        Binding("home", "edge(0)", show=False),
        Binding("end", "edge(1)", show=False),
        Binding("left", "column(-1)", show=False),
        Binding("right", "column(1)", show=False),
        Binding("shift+up", "mark_along(-1)", show=False),
        Binding("shift+down", "mark_along(1)", show=False),
    ]

    class Pointed(Message):
        """The cursor came to another row."""

    class Opened(Message):
        """A row was clicked that already had the cursor."""

    class HeadingPressed(Message):
        """A heading was clicked."""

        def __init__(self, column: str) -> None:
            super().__init__()
            self.column = column

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        fetch: Fetch[Row],
        *,
        faded: Callable[[Row], bool] = lambda _row: False,
        empty: str = "",
        id: str | None = None,  # noqa: A002 — Textual's own name for it
    ) -> None:
        super().__init__(id=id)
        self._columns = list(columns)
        self._faded = faded
        self._pages = Pages[Row](fetch, self._arrived)
        self._fitted: list[tuple[Column[Row], int]] = []
        self._fitted_to = 0
        self._strips: dict[tuple[int, bool], Strip] = {}
        self._cursor = 0
        self._column = 0
        self._sorted: tuple[tuple[str, bool], ...] = ()
        self._marked_last: int | None = None
        self._empty = empty
        self.marks: set[int] = set()

    # --- what is shown ------------------------------------------------------------------------

    def show_first(self, rows: Sequence[Row]) -> None:
        """Draw the top of a new list at once; the keys of the whole list follow.

        The same list read again keeps the cursor where it is.
        """
        if not self._pages.begin(rows):
            self.redraw()
            return
        self._cursor = 0
        self._resize_to_rows()
        self.scroll_to(y=0, animate=False, immediate=True)
        self.post_message(self.Pointed())

    def show_keys(self, keys: array[int]) -> None:
        """The keys of the whole list; the cursor stays on its row if that is still there."""
        before = self.key
        if before is not None and not (self._cursor < len(keys) and keys[self._cursor] == before):
            try:
                self._cursor = keys.index(before)
            except ValueError:
                self._cursor = min(self._cursor, max(len(keys) - 1, 0))
        self._pages.take_keys(keys)
        self._resize_to_rows()
        if self.key != before:
            self.post_message(self.Pointed())

    def renew(self) -> None:
        """Read the rows in sight again; the list itself stays as it is."""
        self._pages.forget()
        self._strips.clear()
        self._ask_for_rows()

    def redraw(self) -> None:
        """Draw every line anew: what columns say of the same rows has changed."""
        self._strips.clear()
        self.refresh()

    def say_empty(self, text: str) -> None:
        """What to say where the rows would be."""
        self._empty = text
        self.refresh()

    def say_sorted(self, order: Sequence[tuple[str, bool]]) -> None:
        """Show by which columns the list is sorted, the first one first, and which descend."""
        self._sorted = tuple(order)
        self.refresh()

    def show_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Show other columns; the cursor stays in its column if that is still there."""
        here = self._fitted[self._column][0].key if self._column < len(self._fitted) else ""
        self._columns = list(columns)
        self._fitted = []
        self._fit()
        keys = [column.key for column, _cells in self._fitted]
        self._column = keys.index(here) if here in keys else 0
        self.redraw()

    @property
    def row_count(self) -> int:
        """How many rows the list has."""
        return len(self._pages.keys)

    @property
    def keys(self) -> array[int]:
        """The keys of all rows, in order."""
        return self._pages.keys

    def marked_keys(self) -> array[int]:
        """The keys of the marked rows that are in the list, in its order."""
        if not self.marks:
            return array("q")
        return array("q", (key for key in self.keys if key in self.marks))

    @property
    def cursor(self) -> int:
        """The cursor's place in the list, from 0."""
        return self._cursor

    @property
    def key(self) -> int | None:
        """The key of the row under the cursor."""
        return self.keys[self._cursor] if self._cursor < len(self.keys) else None

    @property
    def row(self) -> Row | None:
        """The row under the cursor, once it has been read."""
        return self._row_at(self._cursor)

    @property
    def column(self) -> Column[Row] | None:
        """The column under the cursor."""
        self._fit()
        return self._fitted[self._column][0] if self._column < len(self._fitted) else None

    def rows_in_sight(self) -> list[Row]:
        """The rows that are drawn now."""
        top = self.scroll_offset.y
        found = (self._row_at(index) for index in range(top, top + self._lines()))
        return [row for row in found if row is not None]

    def toggle_mark(self) -> None:
        """Mark the row under the cursor, or no longer, and go on to the next."""
        if self.key is not None:
            self.marks ^= {self.key}
            self._marked_last = self.key
            self._strips.clear()
            self._refresh_row(self._cursor)
            self.action_move(1)

    def mark_from_last(self) -> None:
        """Mark every row from the one marked last to the one under the cursor."""
        if self.key is None:
            return
        try:
            last = self.keys.index(self._marked_last) if self._marked_last is not None else None
        except ValueError:
            last = None
        first = self._cursor if last is None else last
        low, high = min(first, self._cursor), max(first, self._cursor)
        self.marks.update(self.keys[low : high + 1])
        self._marked_last = self.key
        self.redraw()

    def mark_all(self) -> None:
        """Mark every row of the list; none any more when all are."""
        everything = set(self.keys)
        self.marks = (
            self.marks - everything if self.marks >= everything else self.marks | everything
        )
        self.redraw()

    # --- moving -------------------------------------------------------------------------------

    def action_move(self, lines: int) -> None:
        """Up or down by lines."""
        self._go(self._cursor + lines)

    def action_mark_along(self, lines: int) -> None:
        """Mark this row and the next one up or down."""
        if self.key is not None:
            self.marks.add(self.key)
            self._go(self._cursor + lines)
            self.marks.add(self.keys[self._cursor])
            self._marked_last = self.key
            self.redraw()
            self.post_message(self.Pointed())

    def action_leaf(self, pages: int) -> None:
        """Up or down by a screenful."""
        step = max(self._lines() - 1, 1) * pages
        self.scroll_to(y=self.scroll_offset.y + step, animate=False, immediate=True)
        self._go(self._cursor + step)

    def action_edge(self, last: int) -> None:
        """To the first or the last row."""
        self._go(len(self.keys) - 1 if last else 0)

    def action_column(self, step: int) -> None:
        """To the next column."""
        self._fit()
        at = min(max(self._column + step, 0), max(len(self._fitted) - 1, 0))
        if at != self._column:
            self._column = at
            self._strips.clear()
            self.refresh()

    def _go(self, index: int) -> None:
        index = min(max(index, 0), max(len(self.keys) - 1, 0))
        if index != self._cursor:
            before, self._cursor = self._cursor, index
            self._refresh_row(before)
            self._refresh_row(index)
            self.post_message(self.Pointed())
        top, lines = self.scroll_offset.y, self._lines()
        if index < top:
            self.scroll_to(y=index, animate=False, immediate=True)
        elif index >= top + lines:
            self.scroll_to(y=index - lines + 1, animate=False, immediate=True)

    def on_click(self, event: events.Click) -> None:
        """A heading sorts; a row takes the cursor, or opens if it has it."""
        spot = event.get_content_offset(self)
        if spot is None:
            return
        column = self._column_at(spot.x)
        if spot.y == 0:
            if column is not None:
                self.post_message(self.HeadingPressed(self._fitted[column][0].key))
            return
        index = self.scroll_offset.y + spot.y - 1
        if index >= len(self.keys):
            return
        if column is not None:
            self.action_column(column - self._column)
        if index == self._cursor:
            self.post_message(self.Opened())
        self._go(index)

    def _column_at(self, x: int) -> int | None:
        at = _GUTTER
        for number, (_column, width) in enumerate(self._fitted):
            if at <= x < at + width + GAP:
                return number
            at += width + GAP
        return None

    # --- reading rows -------------------------------------------------------------------------

    def _resize_to_rows(self) -> None:
        self._strips.clear()
        self.virtual_size = Size(0, self.row_count + 1)
        self.refresh()

    def _row_at(self, index: int) -> Row | None:
        return self._pages.row_at(index)

    def _ask_for_rows(self) -> None:
        self._pages.ask(self.scroll_offset.y, self._lines())

    def _arrived(self, pages: Sequence[int]) -> None:
        if len(self._strips) > PAGE * PAGES_KEPT:
            self._strips.clear()
        top = self.scroll_offset.y
        if any(top // PAGE <= page <= (top + self._lines()) // PAGE for page in pages):
            self.refresh()
        if self._cursor // PAGE in pages:
            self.post_message(self.Pointed())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Read ahead while scrolling."""
        super().watch_scroll_y(old_value, new_value)
        self._ask_for_rows()

    def on_resize(self) -> None:
        """Fit the columns again."""
        self._fitted = []
        self._strips.clear()
        self._ask_for_rows()

    def notify_style_update(self) -> None:
        """Colours changed: draw anew."""
        super().notify_style_update()
        self._strips.clear()

    # --- drawing ------------------------------------------------------------------------------

    def _lines(self) -> int:
        return max(self.scrollable_content_region.height - 1, 1)

    def _fit(self) -> None:
        width = self.scrollable_content_region.width
        if width != self._fitted_to:  # a scrollbar that comes later is no resize
            self._fitted, self._fitted_to = [], width
            self._strips.clear()
        if not self._fitted and width > _GUTTER:
            self._fitted = fitted(self._columns, width - _GUTTER)
            self._column = min(self._column, len(self._fitted) - 1)

    def _refresh_row(self, index: int) -> None:
        y = index - self.scroll_offset.y + 1
        if y > 0:
            self.refresh(Region(0, y, self.scrollable_content_region.width, 1))

    def render_line(self, y: int) -> Strip:
        """The heading, or the row that stands on this line."""
        self._fit()
        width = self.scrollable_content_region.width
        if y == 0 and not getattr(self.app, "is_flat", False):
            return self._heading(width)
        if y == 0:
            words = ", ".join(
                column.heading + self._order_sign(column.key) for column, _cells in self._fitted
            )
            return Strip([Segment(left("  " + words, width), self.rich_style)], width)
        index = self.scroll_offset.y + y - 1
        if index >= len(self.keys):
            words = self._empty if y == 2 and not self.keys else ""
            style = self.get_component_rich_style("paged-table--quiet")
            return Strip([Segment(left("  " + words, width), style)], width)
        row = self._row_at(index)
        if row is None:
            self._ask_for_rows()
            return Strip([Segment(left("  ..", width), self.rich_style)], width)
        here = index == self._cursor
        if here:
            return self._row_strip(row, width, here)
        strip = self._strips.get((row.key, self._faded(row)))
        if strip is None:
            strip = self._strips[row.key, self._faded(row)] = self._row_strip(row, width, here)
        return strip

    def cursor_place(self) -> Offset:
        """Where the cursor is within the widget, in cells."""
        return Offset(0, self._cursor - self.scroll_offset.y + 1)

    def _row_strip(self, row: Row, width: int, here: bool) -> Strip:
        style, cell = self._row_styles(row, here)
        if getattr(self.app, "is_flat", False):
            words = self._signs(row, here) + self._in_words(row)
            return Strip([Segment(left(words, width), style)], width)
        segments = [Segment(self._signs(row, here), style)]
        for number, (column, cells) in enumerate(self._fitted):
            text = column.value(row)
            padded = right(text, cells) if column.number else left(text, cells)
            segments.append(Segment(padded, cell if number == self._column else style))
            segments.append(Segment(" " * GAP, style))
        return _joined(segments).adjust_cell_length(width, style)

    def _in_words(self, row: Row) -> str:
        """A row as one sentence for a reader of the screen: the chosen column first, by its name."""
        told = [(column, column.value(row).strip()) for column, _cells in self._fitted]
        chosen = told[self._column : self._column + 1] if self._column else []
        rest = [
            value
            for at, (_column, value) in enumerate(told)
            if value and (not chosen or at != self._column)
        ]
        return ", ".join([*(f"{column.heading} {value or '-'}" for column, value in chosen), *rest])

    def _signs(self, row: Row, here: bool) -> str:
        """``>`` at the cursor, ``*`` marked, ``~`` no longer within the conditions."""
        marked, faded = row.key in self.marks, self._faded(row)
        first = ">" if here else "~" if marked and faded else " "
        return first + ("*" if marked else "~" if faded else " ")

    def _row_styles(self, row: Row, here: bool) -> tuple[Style, Style]:
        if here:
            name = "cursor" if self.has_focus else "idle-cursor"
            style = self.get_component_rich_style(f"paged-table--{name}")
            cell = self.get_component_rich_style("paged-table--cell") if self.has_focus else style
            return style, cell
        style = (
            self.get_component_rich_style("paged-table--quiet")
            if self._faded(row)
            else self.rich_style
        )
        return style, style

    def _heading(self, width: int) -> Strip:
        style = self.get_component_rich_style("paged-table--heading")
        chosen = self.get_component_rich_style("paged-table--column")
        segments = [Segment(" " * _GUTTER, style)]
        for number, (column, cells) in enumerate(self._fitted):
            text = column.heading
            text += self._order_sign(column.key)
            padded = right(text, cells) if column.number else left(text, cells)
            segments.append(Segment(padded, chosen if number == self._column else style))
            segments.append(Segment(" " * GAP, style))
        return _joined(segments).adjust_cell_length(width, style)

    def _order_sign(self, column: str) -> str:
        """``v`` descending, ``^`` ascending; numbered when the list has several orders."""
        for place, (name, descending) in enumerate(self._sorted, start=1):
            if name == column:
                number = str(place) if len(self._sorted) > 1 else ""
                return number + ("v" if descending else "^")
        return ""


def _joined(segments: list[Segment]) -> Strip:
    """Neighbours of one style become one segment: fewer bytes for the terminal."""
    if all(one.style is other.style for one, other in pairwise(segments)):
        return Strip([Segment("".join(segment.text for segment in segments), segments[0].style)])
    return Strip(segments).simplify()

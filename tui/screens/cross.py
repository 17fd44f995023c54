"""交叉表: a count of a period by two dimensions; Enter on a number lists exactly its cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

from textual import events, on
from textual.app import ComposeResult

from mediation.errors import MediationError
from mediation.figures.corrections import Seal
from mediation.figures.counts import Scope
from mediation.figures.keys import Figure
from mediation.figures.period import Period
from mediation.figures.two_way import AXIS_NAMES, Axis, Place, TwoWay
from mediation.i18n import _
from mediation.reports.names import court_name
from mediation.reports.two_way_form import place_name, two_way_title
from mediation.reports.wording import made_words
from tui.conditions import FIGURE_NAMES
from tui.screens.behind import ListedRoom
from tui.screens.room import Room
from tui.text import cell_len, left, right
from tui.widgets.sheet import Piece, Sheet, SheetLine

_NAME, _NARROWEST, _WIDEST = 24, 6, 16
_COLUMNS = 60
"""More columns than this stand in the exported file alone."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What a number opens: the keys of its row and column, ``None`` for all; ``words`` name it."""

    row: str | None
    column: str | None
    words: str


class CrossRoom(Room):
    """One period and scope by two dimensions, which can be changed and turned."""

    room = "cross"

    def __init__(self, period: Period, scope: Scope, seal: Seal | None = None) -> None:
        super().__init__()
        self._period = period
        self._scope = scope
        self._seal = seal
        self._axes = (Axis.CAUSE, Axis.CHANNEL)
        self._figure = Figure.CLOSED
        self._found: TwoWay | None = None

    def body(self) -> ComposeResult:
        """One sheet."""
        yield Sheet()

    def load(self) -> None:
        """Count in a thread."""
        period, scope, axes, figure = self._period, self._scope, self._axes, self._figure
        self.ask(
            "cross",
            lambda office: office.figures.two_way(*axes, period, scope, figure=figure),
            self._show,
            on_error=self._failed,
        )

    def _show(self, found: TwoWay) -> None:
        self._found = found
        court = court_name(self._scope.court) if self._scope.court else _("全部法院")
        if found.cases is not None and self._seal is not None:
            court += _("  已封存 {day}").format(day=made_words(self._seal.at)[:10])
        self.say_heading(two_way_title(found, self._period), court)
        self._draw()

    def _failed(self, error: MediationError) -> None:
        self.query_one(Sheet).show_lines([[Piece(error.message, "fault")]])

    def _draw(self) -> None:
        if self._found is not None:
            sheet = self.query_one(Sheet)
            width = max(sheet.scrollable_content_region.width, 20)
            sheet.show_lines(list(cross_lines(self._found, width)))

    def on_resize(self, _event: events.Resize) -> None:
        """Lay out anew for the width."""
        self.call_after_refresh(self._draw)

    # --- verbs --------------------------------------------------------------------------------

    @on(Sheet.Opened)
    def action_open(self) -> None:
        """List the cases of the number under the cursor."""
        pair = self.query_one(Sheet).pointed
        if isinstance(pair, Pair) and self._found is not None:
            words = f"{two_way_title(self._found, self._period)}: {pair.words}"
            if self._found.cases is not None:
                keys = self._found.sealed_cases(pair.row, pair.column)
                self.app.push_screen(ListedRoom(lambda _office: keys, words, self._seal))
                return
            from mediation.office.crossing import cases_of

            query = cases_of(self._found, pair.row, pair.column, self._period, self._scope)
            self.window.open_cases(query, words)

    def action_turn(self) -> None:
        """Rows become columns."""
        self._axes = (self._axes[1], self._axes[0])
        self.reload()

    def action_choose_axes(self) -> None:
        """Two other dimensions."""
        from tui.screens.picker import Choice, PickerScreen, names_match

        choices = [
            Choice(f"{AXIS_NAMES[rows]} × {AXIS_NAMES[columns]}", "", (rows, columns))
            for rows, columns in permutations(Axis, 2)
        ]
        self.app.push_screen(
            PickerScreen(
                _("行 × 列"),
                lambda text: [each for each in choices if names_match(text, each.label)],
            ),
            self._take_axes,
        )

    def _take_axes(self, axes: tuple[Axis, Axis] | None) -> None:
        if axes is not None:
            self._axes = axes
            self.reload()

    def action_choose_figure(self) -> None:
        """Count other cases: received, pending …"""
        from tui.screens.picker import Choice, PickerScreen, names_match

        choices = [Choice(name, "", figure) for figure, name in FIGURE_NAMES.items()]
        self.app.push_screen(
            PickerScreen(
                _("数哪些案件"),
                lambda text: [each for each in choices if names_match(text, each.label)],
            ),
            self._take_figure,
        )

    def _take_figure(self, figure: Figure | None) -> None:
        if figure is not None:
            self._figure = figure
            self.reload()

    def action_export(self) -> None:
        """Put the table into a file."""
        found = self._found
        if found is None:
            return
        from mediation.reports.two_way_file import FORMS
        from tui.dialogs.ask_file import ask_file

        name = _("交叉表-{period}-{rows}-{columns}.csv").format(
            period=self._period,
            rows=AXIS_NAMES[found.axes[0]],
            columns=AXIS_NAMES[found.axes[1]],
        )
        ask_file(
            self.window,
            _("把这张交叉表存成哪个文件?"),
            name=name,
            forms=FORMS,
            help=_("后缀 .csv 可用表格软件打开;也可以 .json、.txt。"),
            then=lambda path: self._write(found, path),
        )

    def _write(self, found: TwoWay, path: Path) -> None:
        from mediation.reports.two_way_file import write_two_way
        from tui.exporting import export

        period = self._period
        export(self.window, path, lambda _office, draft, _far: write_two_way(found, period, draft))


def cross_lines(found: TwoWay, width: int) -> Iterator[SheetLine]:
    """The table in blocks of as many columns as stand side by side; the sums come first."""
    if not found.rows:
        yield [Piece(_("本期没有这样的案件"), "quiet")]
        return
    rows, columns = found.axes
    name_cells = min(_NAME, max(width // 3, 8))
    names = {place.key: place_name(columns, place) for place in found.columns}
    shown = found.columns[:_COLUMNS]
    for block in _blocks(shown, names, width - name_cells - _NARROWEST - 2):
        cells = [max(_NARROWEST, min(cell_len(names[each.key]), _WIDEST)) + 2 for each in block]
        heads = "".join(
            right(" " + names[each.key], size) for each, size in zip(block, cells, strict=True)
        )
        corner = left(AXIS_NAMES[rows], name_cells) + right(_("合计"), _NARROWEST + 2)
        yield [Piece(corner + heads, "heading")]
        for row in (*found.rows, None):
            name = _("合计") if row is None else place_name(rows, row)
            key = None if row is None else row.key
            line = [Piece(left(name, name_cells), "heading" if row is None else "plain")]
            line += _number(found, Pair(key, None, name), _NARROWEST + 2)
            for place, size in zip(block, cells, strict=True):
                words = f"{name} {names[place.key]}"
                line += _number(found, Pair(key, place.key, words), size)
            yield line
        yield []
    if len(found.columns) > len(shown):
        more = len(found.columns) - len(shown)
        yield [
            Piece(_("另有 {count} 列没有列出:对调行列或导出可见全部").format(count=more), "quiet")
        ]


def _blocks(places: Sequence[Place], names: dict[str, str], room: int) -> Iterator[Sequence[Place]]:
    block: list[Place] = []
    used = 0
    for place in places:
        size = max(_NARROWEST, min(cell_len(names[place.key]), _WIDEST)) + 2
        if block and used + size > room:
            yield block
            block, used = [], 0
        block.append(place)
        used += size
    yield block


def _number(found: TwoWay, pair: Pair, size: int) -> list[Piece]:
    number = found.number(pair.row, pair.column)
    if not number:
        return [Piece(right(".", size), "quiet")]
    text = str(number)
    return [Piece(" " * max(size - len(text), 1)), Piece(text, opens=pair)]

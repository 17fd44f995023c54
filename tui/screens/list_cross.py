"""The cases of a list by two dimensions; Enter on a number lists exactly its cases."""

from __future__ import annotations

from dataclasses import replace

from textual import on

from mediation.figures.keys import Figure
from mediation.figures.period import Period
from mediation.figures.two_way import AXIS_NAMES, Axis
from mediation.i18n import _
from mediation.listing import CaseQuery
from tui.conditions import conditions
from tui.screens.cross import CrossRoom, Pair
from tui.widgets.sheet import Sheet


class ListCrossRoom(CrossRoom):
    """What a list shows, counted both ways; the dimensions can be changed and turned."""

    def __init__(self, query: CaseQuery, names: dict[str, str]) -> None:
        super().__init__(query.period or _ALWAYS, query.scope)
        self._query = query
        self._words = " ".join(map(str, conditions(query, names))) or _("全部案件")
        self._figure = query.figure or Figure.RECEIVED
        self._axes = (Axis.CAUSE, Axis.OUTCOME)

    def load(self) -> None:
        """Count in a thread."""
        query, axes = self._query, self._axes
        self.ask(
            "cross",
            lambda office: office.cases.two_way(query, axes),
            self._show,
            on_error=self._failed,
        )

    def _title(self) -> str:
        rows, columns = (AXIS_NAMES[axis] for axis in self._axes)
        return _("交叉表  {rows} × {columns}").format(rows=rows, columns=columns)

    def _show(self, found: object) -> None:
        super()._show(found)  # type: ignore[arg-type]
        self.say_heading(f"{self._title()}  {self._words}")

    def action_choose_figure(self) -> None:
        """The list says which cases are counted."""
        self.window.say(_("数的是清单里的案件:要数别的,请先在清单里换条件。"))

    @on(Sheet.Opened)
    def action_open(self) -> None:
        """List the cases of the number under the cursor."""
        pair = self.query_one(Sheet).pointed
        if isinstance(pair, Pair) and self._found is not None:
            from mediation.office.crossing import narrowed

            query = narrowed(self._query, self._axes, pair.row, pair.column)
            self.window.open_cases(
                replace(query, descending=True), f"{self._title()}: {pair.words}"
            )


_ALWAYS = Period.parse("2000..2100")

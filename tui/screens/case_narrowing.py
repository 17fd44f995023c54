"""The verbs that narrow a list of cases and put it in order, by what stands under the cursor or by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from textual import on

from mediation.errors import MediationError
from mediation.i18n import _
from mediation.listing import CaseQuery, CaseRow
from tui.conditions import only_value, without_conditions, without_value
from tui.screens.case_shelf import CaseShelf, reordered
from tui.widgets.case_columns import SORT_OF_COLUMN
from tui.widgets.paged_table import PagedTable


class CaseNarrowing(CaseShelf):
    """Each change of the conditions can be gone back; the list itself is :class:`CasesRoom`'s."""

    _trail: str

    def __init__(self) -> None:
        super().__init__()
        self._past: list[CaseQuery] = []

    def _take_query(self, query: CaseQuery) -> None:
        """List these cases from now on."""
        raise NotImplementedError

    def show(self, query: CaseQuery, **names: str) -> None:
        """List other cases; ``names`` are words for keys in the query."""
        self._names.update(names)
        if _without_order(query) != _without_order(self._query):
            self._past.append(self._query)
        self._take_query(query)

    def action_conditions_back(self) -> None:
        """The conditions there were before the last change of them."""
        if not self._past:
            self.window.say(_("已经退到最初的条件。"))
            return
        query = replace(
            self._past.pop(),
            sort=self._query.sort,
            descending=self._query.descending,
            then=self._query.then,
        )
        self._take_query(query)

    def action_only_value(self) -> None:
        """Only cases with the value under the cursor."""
        column = self.table.column
        if column is not None and column.key == "parties" and not self.window.shows_names:
            self.window.say(_("姓名脱敏着:先按 H 看全名,再按当事人筛选。"))
            return
        self._narrow(only_value)

    def action_not_value(self) -> None:
        """No case with the value under the cursor."""
        self._narrow(without_value)

    def _narrow(self, narrowed: Callable[[CaseQuery, str, CaseRow], CaseQuery]) -> None:
        row, column = self.table.row, self.table.column
        if row is None or column is None:
            return
        try:
            query = narrowed(self._query, column.key, row)
        except MediationError as error:
            self.window.say(error.message)
            return
        if query.text != self._query.text:
            self._past.append(self._query)
        self.show(query, **({str(row.mediator): row.mediator_name} if row.mediator else {}))

    def action_all_values(self) -> None:
        """No conditions."""
        self._trail = ""
        self.show(without_conditions(self._query))

    def action_filters(self) -> None:
        """Choose conditions by name."""
        from tui.screens.filters import FilterScreen

        def chosen(answer: tuple[CaseQuery, dict[str, str]] | None) -> None:
            if answer is not None:
                self.show(answer[0], **answer[1])

        self.window.push_screen(
            FilterScreen(self._query, dict(self._names), self.window.today()), chosen
        )

    def action_sort(self) -> None:
        """Sort by the column under the cursor."""
        if self.table.column is not None:
            self._sort_by(self.table.column.key)

    def action_sort_more(self) -> None:
        """Sort by the column under the cursor among those that are equal so far."""
        if self.table.column is not None:
            self._sort_by(self.table.column.key, add=True)

    @on(PagedTable.HeadingPressed)
    def _heading_pressed(self, event: PagedTable.HeadingPressed) -> None:
        self._sort_by(event.column)

    def _sort_by(self, column: str, *, add: bool = False) -> None:
        sort = SORT_OF_COLUMN.get(column)
        if sort is None:
            self.window.say(_("这一栏不能排序:请用左右键选案号、金额、日期、案由、法院等栏。"))
            return
        self.show(reordered(self._query, sort, add=add))


def _without_order(query: CaseQuery) -> CaseQuery:
    """The same cases in the usual order; the words searched for apart."""
    plain = CaseQuery()
    return replace(query, text="", sort=plain.sort, descending=plain.descending, then=())

"""案件: the ledger. Any number of cases, found by typing, narrowed by what stands under the cursor."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widgets import Input

from mediation.i18n import _
from mediation.listing import CaseQuery, CaseRow
from tui import keymap
from tui.conditions import conditions, fits
from tui.screens.case_narrowing import CaseNarrowing
from tui.widgets.case_columns import SORT_OF_COLUMN, case_columns, excerpt_text, why_column
from tui.widgets.columns import Column
from tui.widgets.glance import Glance
from tui.widgets.paged_table import PagedTable

if TYPE_CHECKING:
    from mediation.store import Excerpts

FIRST_ROWS = 80
TYPING_PAUSE = 0.15
_IN_SIGHT = 60


class CasesRoom(CaseNarrowing):
    """The list of cases. With a ``trail`` (月报 2026-10 › 成功) it shows one query on top of a room."""

    room = "cases"
    AUTO_FOCUS = "PagedTable"

    def __init__(self, query: CaseQuery | None = None, *, trail: str = "") -> None:
        super().__init__()
        self._query = query or CaseQuery()
        self._trail = trail
        self._names: dict[str, str] = {}
        self._all: int | None = None
        self._whole = False
        self._typing: Timer | None = None
        self._keys_asked: object = None
        self._why: dict[int, str] = {}

    def body(self) -> ComposeResult:
        """The find line, the list, and at a wide window the case beside it."""
        yield Input(
            placeholder=_("编号、案号、当事人、电话的任何一部分"),
            id="find",
            compact=True,
            select_on_focus=False,
        )
        with Horizontal():
            yield PagedTable[CaseRow](
                self._table_columns(),
                self._fetch,
                faded=lambda row: not fits(self._query, row),
                empty=_("正在读取.."),
            )
            yield Glance()

    def on_mount(self) -> None:
        """The top of the list stands before the office is open."""
        super().on_mount()
        if self.window.office is None and self._query == CaseQuery():
            rows = self.window.glimpse()
            if rows:
                self.table.show_first(rows)

    def _table_columns(self) -> list[Column[CaseRow]]:
        found = case_columns(
            self.window.today, self.window.calendar, whole_names=lambda: self.window.shows_names
        )
        if self._columns:
            by_key = {column.key: column for column in found}
            found = [by_key[key] for key in self._columns if key in by_key] or found
        if any(self._why.values()):
            found.insert(1, why_column(self._why))
        return found

    @property
    def table(self) -> PagedTable[CaseRow]:
        """The list."""
        return self.query_one(PagedTable)

    @property
    def shown_query(self) -> CaseQuery:
        """What the list shows now."""
        return self._query

    def load(self) -> None:
        """The top of the list at once, then the keys of all of it."""
        self._whole = False
        self._say()
        query = self._query
        self.ask(
            "list", lambda office: office.cases.first_rows(query, FIRST_ROWS), self._take_first
        )

    def changed(self, _case: UUID | None) -> None:
        """Read the rows in sight again, now or when next seen."""
        self._all = None
        self._stale = True
        if self.is_current:
            self._catch_up()

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        """The list stands as it was left, with what changed meanwhile."""
        if self._whole:
            self._catch_up()
        else:
            self.reload()

    def on_screen_suspend(self) -> None:
        """Keys not read yet are not read on for a list out of sight."""
        if not self._whole:
            self._keys_asked = None

    def _catch_up(self) -> None:
        """The cursor stays; a row that left the conditions stays until the list is refreshed."""
        if not self._stale:
            return
        if not self._whole:
            self.reload()
            return
        self._stale = False
        self.table.renew()
        self._glance()
        if not conditions(self._query, self._names):
            self._ask_for_keys()
        else:
            self.ask("all", lambda office: office.cases.count(CaseQuery()), self._take_all)

    def current_case(self) -> UUID | None:
        """The case under the cursor."""
        row = self.table.row
        return row.id if row is not None else None

    # --- reading ------------------------------------------------------------------------------

    def _take_first(self, rows: list[CaseRow]) -> None:
        self.table.show_first(rows)
        self._ask_why_found([row.key for row in rows[:_IN_SIGHT]])
        if len(rows) < FIRST_ROWS:
            self._take_keys(array("q", (row.key for row in rows)))
            return
        # Threads share one interpreter: the keys would hold up the paint of what was just read.
        self.call_after_refresh(self._ask_for_keys)

    def _ask_for_keys(self) -> None:
        query, self._keys_asked = self._query, object()
        mine = self._keys_asked

        def wanted() -> bool:
            return mine is self._keys_asked and query is self._query

        self.ask(
            "keys",
            lambda office: office.cases.keys(query, wanted),
            lambda keys: self._take_keys(keys) if wanted() else None,
        )

    def _take_keys(self, keys: array[int]) -> None:
        self._whole = True
        self.table.show_keys(keys)
        self.table.say_empty(self._nothing_here())
        if not conditions(self._query, self._names):
            self._all = len(keys)
        elif self._all is None:
            self.ask("all", lambda office: office.cases.count(CaseQuery()), self._take_all)
        self._say()

    def _take_all(self, count: int) -> None:
        self._all = count
        self._say()

    def _fetch(self, keys: list[int], take: Callable[[Sequence[CaseRow]], None]) -> None:
        self.ask("rows", lambda office: office.cases.rows(keys), take)
        self._ask_why_found(keys)

    def _ask_why_found(self, keys: Sequence[int]) -> None:
        """What of these rows holds the words searched for, where the list does not show it."""
        text = self._query.text
        if not text or not keys:
            self._take_why(text, {})
            return
        self.ask(
            "why",
            lambda office: office.cases.excerpts(keys, text),
            lambda found: self._take_why(text, found),
        )

    def _take_why(self, text: str, found: Mapping[int, Excerpts]) -> None:
        if text != self._query.text:
            return
        known = {row.key for row in self.table.rows_in_sight() if not row.court_number}
        whole = self.window.shows_names
        new = {
            key: excerpt_text(lines, by_number=key in known, whole=whole)
            for key, lines in found.items()
        }
        self._show_why({**self._why, **new} if text else {})

    def _show_why(self, why: dict[int, str]) -> None:
        had = any(self._why.values())
        self._why.clear()  # the column looks into this one
        self._why.update(why)
        if had != any(why.values()):
            self.table.show_columns(self._table_columns())
        elif why:
            self.table.redraw()

    def names_turned(self) -> None:
        """Names are masked now, or shown: in the list, beside it, in what was found."""
        self._why.clear()
        self.table.redraw()
        self._glance()

    # --- words --------------------------------------------------------------------------------

    def _say(self) -> None:
        name = self._trail or keymap.ROOM_NAMES["cases"]
        found = conditions(self._query, self._names)
        shown = f"{self.table.row_count:,}" if self._whole else ".."
        words = name
        if self._trail:
            words += "  " + _("{count} 件").format(count=shown)
        elif not found:
            words += "  " + _("全部 {count} 件").format(count=shown)
        else:
            everything = ".." if self._all is None else f"{self._all:,}"
            words += "  " + _("全部 {all} 件  条件: {conditions} ({count})").format(
                all=everything, conditions=" ".join(map(str, found)), count=shown
            )
        row = self.table.row
        place = f"{self.table.cursor + 1:,}/{shown}" if self.table.row_count else ""
        if row is not None and not fits(self._query, row):
            place = _("~ 已不合条件,按 r 刷新") + "  " + place
        if self.table.marks:
            marked = _("选中 {count}").format(count=len(self.table.marks))
            place = f"{marked}  {place}"
        self.say_heading(words, place)

    def _nothing_here(self) -> str:
        if conditions(self._query, self._names):
            return _("没有符合条件的案件:按 F 去掉条件看全部,按 / 换个词查找。")
        return _("这里是全部案件,现在一件也没有:按 n 登记第一件,或用 mediation import 导入台账。")

    # --- the cursor ---------------------------------------------------------------------------

    @on(PagedTable.Pointed)
    def _pointed(self) -> None:
        self._say()
        self._glance()

    def on_resize(self, _event: events.Resize) -> None:
        """The case beside the list appears when there is room."""
        self.call_after_refresh(self._glance)

    def _glance(self) -> None:
        self.query_one(Glance).follow(self.current_case())

    # --- verbs --------------------------------------------------------------------------------

    def _take_query(self, query: CaseQuery) -> None:
        if query.text != self._query.text:
            self._show_why({})
        self._query = query
        find = self.query_one("#find", Input)
        find.set_class(bool(query.text), "-open")
        if not find.has_focus:
            with find.prevent(Input.Changed):
                find.value = query.text
        self.table.say_sorted(_shown_order(query))
        self.load()

    def show_columns(self, columns: tuple[str, ...]) -> None:
        """Show these columns; none means all."""
        self._columns = columns
        self.table.show_columns(self._table_columns())

    @on(PagedTable.Opened)
    def action_open(self) -> None:
        """Open the case under the cursor."""
        case = self.current_case()
        if case is not None:
            self.window.open_case(case)

    def action_mark(self) -> None:
        """Mark the row, or no longer."""
        self.table.toggle_mark()
        self._say()

    def action_reload(self) -> None:
        """Read the list again; the cursor stays on its case."""
        if not self._whole:
            self.reload()
            return
        self._all = None
        self.table.renew()
        self._glance()
        self._ask_for_keys()

    def action_mark_from_last(self) -> None:
        """Mark every row from the one marked last to this one."""
        self.table.mark_from_last()
        self._say()

    def action_mark_all(self) -> None:
        """Mark every row of the list, or none."""
        self.table.mark_all()
        self._say()

    # --- export -------------------------------------------------------------------------------

    def action_export(self) -> None:
        """Put the rows of the list, or those marked in it, into a file."""
        keys = self.table.marked_keys() or self.table.keys
        if not self._whole or not keys:
            self.window.say(_("清单里还没有案件,没有可导出的。"))
            return
        from tui.dialogs.list_file import ask_list_file

        ask_list_file(
            self.window,
            keys,
            [
                self._trail or keymap.ROOM_NAMES["cases"],
                *map(str, conditions(self._query, self._names)),
            ],
            marked=keys is not self.table.keys,
        )

    # --- finding ------------------------------------------------------------------------------

    def action_find(self) -> None:
        """Open the find line."""
        find = self.query_one("#find", Input)
        find.add_class("-open")
        find.focus()

    @on(Input.Changed, "#find")
    def _typed(self, event: Input.Changed) -> None:
        if self._typing is not None:
            self._typing.stop()
        text = event.value.strip()
        if text != self._query.text:
            self._typing = self.set_timer(TYPING_PAUSE, lambda: self._find(text))

    def _find(self, text: str) -> None:
        if text != self._query.text:
            self.show(replace(self._query, text=text))

    @on(Input.Submitted, "#find")
    def _found(self) -> None:
        if self._typing is not None:
            self._typing.stop()
        find = self.query_one("#find", Input)
        self._find(find.value.strip())
        self._leave_find()

    def _leave_find(self) -> None:
        find = self.query_one("#find", Input)
        find.set_class(bool(find.value.strip()), "-open")
        self.table.focus()

    def on_key(self, event: events.Key) -> None:
        """Down leaves the find line for the list."""
        if event.key == "down" and self.query_one("#find", Input).has_focus:
            event.stop()
            self._found()

    def action_back(self) -> None:
        """Out of the find line; then without the words found by; then back where one was."""
        find = self.query_one("#find", Input)
        if find.has_focus:
            self._found()
        elif self._query.text:
            self.show(replace(self._query, text=""))
        else:
            super().action_back()


def _shown_order(query: CaseQuery) -> list[tuple[str, bool]]:
    columns = {sort: column for column, sort in SORT_OF_COLUMN.items()}
    return [(columns.get(sort, sort), descending) for sort, descending in query.order]

"""What a list of cases can do beyond showing them: views, changes of many, the bin, paste, counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from textual import events

from mediation.errors import RuleViolation
from mediation.i18n import _
from mediation.listing import CaseQuery, CaseRow
from tui.screens.picker import Choice, PickerScreen, names_match
from tui.screens.room import Room
from tui.widgets.case_columns import number_text

if TYPE_CHECKING:
    from mediation.office.changing import Line, Wish
    from mediation.office.office import Office
    from mediation.office.pasting import Pasted
    from mediation.office.views import View
    from tui.widgets.paged_table import PagedTable


class CaseShelf(Room):
    """The verbs of a list that hold for many cases; the list itself is :class:`CasesRoom`'s."""

    _query: CaseQuery
    _names: dict[str, str]
    _columns: tuple[str, ...] = ()

    @property
    def table(self) -> PagedTable[CaseRow]:
        """The list."""
        raise NotImplementedError

    def show(self, query: CaseQuery, **names: str) -> None:
        """List other cases."""
        raise NotImplementedError

    def show_columns(self, columns: tuple[str, ...]) -> None:
        """Show these columns; none means all."""
        raise NotImplementedError

    def _chosen(self) -> list[int]:
        """The keys of the marked rows, else of the one under the cursor."""
        marked = list(self.table.marked_keys())
        if marked or self.table.key is None:
            return marked
        return [self.table.key]

    # --- views --------------------------------------------------------------------------------

    def action_views(self) -> None:
        """Pick a view; keep the present one; choose columns."""
        self.ask("views", lambda office: office.views.everything(), self._pick_view)

    def _pick_view(self, views: list[View]) -> None:
        def fitting(text: str) -> list[Choice]:
            fixed = [
                *(Choice(view.name, _view_note(view), (self._show_view, view)) for view in views),
                Choice(_("把现在的条件、排序、栏目存为视图.."), "", (self._ask_view_name, None)),
                Choice(_("选栏目.."), "", (self._pick_columns, None)),
                *(
                    Choice(_("删除视图 {name}").format(name=view.name), "", (self._drop_view, view))
                    for view in views
                    if view.own
                ),
            ]
            return [
                choice for choice in fixed if names_match(text, f"{choice.label} {choice.note}")
            ]

        def chosen(answer: tuple[Callable[[Any], None], Any] | None) -> None:
            if answer is not None:
                answer[0](answer[1])

        self.window.push_screen(PickerScreen(_("视图"), fitting), chosen)

    def _show_view(self, view: View) -> None:
        self.show_columns(view.columns)
        self.show(view.query, **view.names)

    def _ask_view_name(self, _nothing: None) -> None:
        from tui.dialogs.ask_text import AskText

        def named(name: str | None) -> None:
            if name:
                self._keep_view(name)

        self.window.push_screen(
            AskText(
                _("给这个视图起个名字:存下条件、排序和栏目,同名的换成现在的"),
                _("名字"),
                "",
                _given_name,
                done=_("存为视图"),
            ),
            named,
        )

    def _keep_view(self, name: str) -> None:
        from mediation.office.views import View

        view = View(name, self._query, self._columns, dict(self._names))
        self.window.tell(
            lambda office: office.views.keep(view),
            lambda _done: self.window.say(_("已存为视图 {name},按 V 选用").format(name=name)),
        )

    def _drop_view(self, view: View) -> None:
        self.window.tell(
            lambda office: office.views.drop(view.name),
            lambda _done: self.window.say(_("已删除视图 {name}").format(name=view.name)),
        )

    def _pick_columns(self, _nothing: None) -> None:
        from tui.widgets.case_columns import case_columns

        columns = case_columns(self.window.today, self.window.calendar)
        everything = tuple(column.key for column in columns)
        names = {column.key: column.heading for column in columns}

        def fitting(text: str) -> list[Choice]:
            now = self._columns or everything
            choices = [Choice(_("全部栏目"), _("按窗口宽度取舍"), ())]
            for key in everything:
                if key in now and len(now) > 1:
                    rest = tuple(each for each in now if each != key)
                    choices.append(Choice(_("去掉 {name}").format(name=names[key]), "", rest))
                elif key not in now:
                    more = (*now, key)
                    choices.append(Choice(_("加上 {name}").format(name=names[key]), "", more))
            return [choice for choice in choices if names_match(text, choice.label)]

        def chosen(columns: tuple[str, ...] | None) -> None:
            if columns is not None:
                self.show_columns(columns)

        self.window.push_screen(PickerScreen(_("栏目:从左到右的次序是加上的次序"), fitting), chosen)

    # --- many at once -------------------------------------------------------------------------

    def action_change_many(self) -> None:
        """Choose what the marked cases are to have, then see each before anything is saved."""
        keys = self._chosen()
        if not keys:
            self.window.say(_("请先用空格选中要改的案件。"))
            return

        def read(office: Office) -> tuple[list[Any], list[tuple[str, int]]]:
            return list(office.roster.all()), office.folders.used_tags()

        self.ask("wishes", read, lambda found: self._pick_wish(keys, *found))

    def _pick_wish(
        self, keys: list[int], mediators: list[Any], tags: list[tuple[str, int]]
    ) -> None:
        from tui.screens.wishes import wishes

        def fitting(text: str) -> list[Choice]:
            return wishes(text, mediators, tags)

        def chosen(answer: tuple[str, Wish] | None) -> None:
            if answer is not None:
                name, wish = answer
                self.ask(
                    "preview",
                    lambda office: office.changing.preview(keys, wish),
                    lambda lines: self._preview(wish, name, lines),
                )

        title = _("选中的 {count} 件改成(姓名、法院、案由、事由、标签、日期、金额都可打)")
        self.window.push_screen(PickerScreen(title.format(count=len(keys)), fitting), chosen)

    def _preview(self, wish: Wish, name: str, lines: Sequence[Line]) -> None:
        from tui.screens.previews import ChangeRoom

        self.window.push_screen(ChangeRoom(wish, name, lines))

    def action_delete(self) -> None:
        """Put the marked cases, or the one under the cursor, into the bin, with a reason."""
        keys = self._chosen()
        if keys:
            self.ask("bin", lambda office: office.cases.rows(keys), self._ask_why)

    def _ask_why(self, rows: Sequence[CaseRow]) -> None:
        if rows:
            ask_to_delete(self, [(row.id, row.version, number_text(row)) for row in rows])

    def action_bin(self) -> None:
        """What was deleted."""
        from tui.screens.bin import BinRoom

        self.window.push_screen(BinRoom())

    def action_exchange(self) -> None:
        """What goes out and comes in by file."""
        from tui.screens.exchange import ExchangeRoom

        self.window.push_screen(ExchangeRoom())

    def action_disputes(self) -> None:
        """What two offices changed and a person decides on."""
        from tui.screens.disputes import DisputesRoom

        self.window.push_screen(DisputesRoom())

    # --- paste and counts ---------------------------------------------------------------------

    def on_paste(self, event: events.Paste) -> None:
        """Rows of a spreadsheet, shown with what becomes of each."""
        if "\t" not in event.text:
            return
        event.stop()
        text = event.text
        self.ask("paste", lambda office: office.pasting.preview(text), self._show_pasted)

    def _show_pasted(self, pasted: Pasted) -> None:
        from tui.screens.previews import PasteRoom

        self.window.push_screen(PasteRoom(pasted))

    def action_paste(self) -> None:
        """How rows come out of a spreadsheet."""
        self.window.say(
            _("在电子表格里复制几行(带表头,或按台账的栏次),回到这里用终端的粘贴键粘贴。")
        )

    def action_ties(self) -> None:
        """List the cases whose people bear a name of their own mediator's and that nobody searched."""
        from tui.screens.behind import ListedRoom

        room = ListedRoom(
            lambda office: office.conflicts.unlooked(),
            _("可能有利害关系(同名,未查):打开后按 q 核对"),
        )
        self.window.push_screen(room)

    def action_reconcile(self) -> None:
        """Lay the court's list beside the cases."""
        from tui.screens.reconcile import ReconcileRoom

        self.window.push_screen(ReconcileRoom())

    def action_cross(self) -> None:
        """Count what is listed by two dimensions."""
        from tui.screens.list_cross import ListCrossRoom

        self.window.push_screen(ListCrossRoom(self._query, dict(self._names)))


def ask_to_delete(
    room: Room,
    cases: Sequence[tuple[UUID, int, str]],
    then: Callable[[], object] = lambda: None,
) -> None:
    """Ask for the reason, then put these cases (key, version, number) into the bin, ``then`` go on."""
    from tui.dialogs.ask_text import AskText
    from tui.dialogs.surely import tell_surely
    from tui.screens.bin import given_reason

    window = room.window
    named = _("、").join(number for _key, _version, number in cases[:2])
    if len(cases) > 2:
        named = _("{names} 等 {count} 件").format(names=named, count=len(cases))

    def delete(why: str | None) -> None:
        if why:
            those = [(key, version) for key, version, _number in cases]

            def done(count: int) -> None:
                then()
                window.saved(
                    _("已删除 {count} 件,放在回收站(按 D 查看,按 u 撤销)").format(count=count)
                )

            tell_surely(
                window, lambda office, sure: office.bin.put(those, why=why, sure_of=sure), done
            )

    window.push_screen(
        AskText(
            _("删除 {cases}?").format(cases=named),
            _("原因"),
            "",
            given_reason,
            help=_("放进回收站,不再计入任何数字和清单;可以还原。"),
            done=_("放进回收站"),
        ),
        delete,
    )


def _given_name(text: str) -> None:
    if not text.strip():
        raise RuleViolation(_("请给视图起个名字。"))


def _view_note(view: View) -> str:
    from tui.conditions import conditions

    return " ".join(map(str, conditions(view.query, view.names))) or _("全部案件")


def reordered(query: CaseQuery, sort: str, *, add: bool) -> CaseQuery:
    """The query in another order: by this key alone, or after those it has; pressed again it turns."""
    first = sort not in ("court_number", "cause", "court", "channel", "mediator")
    if not add or (query.sort == sort and not query.then):
        turned = not query.descending if query.sort == sort else first
        return replace(query, sort=sort, descending=turned, then=())
    if query.sort == sort:
        return replace(query, descending=not query.descending)
    known = dict(query.then)
    if sort in known:
        then = tuple((name, not down if name == sort else down) for name, down in query.then)
        return replace(query, then=then)
    return replace(query, then=(*query.then, (sort, first)))

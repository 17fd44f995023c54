"""首页: what needs me now, the month so far, thirteen months of success."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from mediation.cases.money import format_wan
from mediation.i18n import _, _as
from mediation.office.dues import COUNTED, Group, GroupKind, Task, TaskKind
from mediation.reports.wording import rate_words
from tui import keymap
from tui.screens.room import Room
from tui.text import cell_len, right
from tui.weekdays import short_weekday
from tui.widgets.agenda_list import AgendaList, Line
from tui.widgets.case_columns import limit_text, number_text, parties_text

if TYPE_CHECKING:
    from mediation.figures.counts import Counts
    from mediation.office.agenda import Agenda
    from mediation.office.office import Office
    from mediation.store import Draft

_BARS = " ▁▂▃▄▅▆▇█"
_ASIDE = 23
_LINES = 20
_WIDE = 110
_WHOLE = 500
_AROUND = 3
_DRAFTS = 3
_NAMES = {
    GroupKind.OVERDUE: _("已逾期"),
    GroupKind.TODAY: _("今天"),
    GroupKind.NEAR: _("期限快到"),
    GroupKind.INSTALMENTS: _("分期到期"),
    GroupKind.CONFIRMATIONS: _("司法确认快过期"),
    GroupKind.WEEK: _("这一周"),
    GroupKind.SIGNING: _("等签收"),
    GroupKind.ANSWERS: _("等调解员答复"),
    GroupKind.UNPLANNED: _("没有下一步"),
}
_FORMS = {
    TaskKind.SIGNING: "sign_for",
    TaskKind.STEP: "step",
    TaskKind.UNPLANNED: "step",
    TaskKind.INSTALMENT: "payment",
}
_MIXED = (TaskKind.SESSION, TaskKind.STEP, TaskKind.INSTALMENT)
"""Kinds that share a group, or have words that say what to do."""
_WORDLESS = {
    TaskKind.SESSION: _("调解会"),
    TaskKind.SIGNING: _("签收"),
    TaskKind.CONFIRMATION: _("申请司法确认"),
    TaskKind.ANSWER: _("调解员答复派案"),
}


@dataclass(frozen=True, slots=True)
class _Morning:
    agenda: Agenda
    drafts: list[Draft]


class HomeRoom(Room):
    """The first room; every line opens what it speaks of."""

    room = "home"
    AUTO_FOCUS: ClassVar[str | None] = "AgendaList"

    def __init__(self) -> None:
        super().__init__()
        self._morning: _Morning | None = None
        self._whole: Group | None = None

    def body(self) -> ComposeResult:
        """What to do on the left, how it goes on the right."""
        with Horizontal():
            yield AgendaList(folds=True)
            yield Static("", id="month", markup=False)

    def load(self) -> None:
        """Read the agenda."""
        self.say_heading(keymap.ROOM_NAMES["home"], "")
        self.ask("home", _read, self._take)

    def _take(self, morning: _Morning) -> None:
        self._morning = morning
        if self._whole is not None:
            self._show_whole(self._whole.kind)
        else:
            self._draw()

    def _draw(self) -> None:
        morning = self._morning
        if morning is None:
            return
        aside = self.size.width >= _WIDE and not self.window.is_flat
        month = self.query_one("#month", Static)
        month.display = aside
        figures = (_figures if aside else _brief)(morning.agenda)
        room = self.size.height - _AROUND - (0 if aside else len(figures) + 1)
        lines = list(self._lines(morning, room))
        if aside:
            month.update(Text("\n".join(figures), end=""))
        else:
            lines += [Line(("",)), *(Line((words,)) for words in figures)]
        self.query_one(AgendaList).show(lines)
        self.say_heading(keymap.ROOM_NAMES["home"], _summary(morning.agenda))

    def names_turned(self) -> None:
        """Names are masked now, or shown."""
        self._draw()

    def on_resize(self, _event: events.Resize) -> None:
        """The figures move below when it is narrow."""
        self.call_after_refresh(self._draw)

    def current_case(self) -> UUID | None:
        """The case of the line under the cursor."""
        line = self.query_one(AgendaList).line
        return line.case if line is not None and isinstance(line.case, UUID) else None

    @on(AgendaList.Opened)
    def action_open(self) -> None:
        """Open what the line speaks of."""
        line = self.query_one(AgendaList).line
        if line is not None and line.target is not None:
            line.target()

    async def action_find(self) -> None:
        """Find in the list of cases."""
        await self.window.action_room("cases")
        self.window.call_after_refresh(self.window.run_action, "screen.find")

    # --- lines --------------------------------------------------------------------------------

    def _lines(self, morning: _Morning, room: int) -> Iterator[Line]:
        """The groups, each with a few lines and the way to all of them."""
        agenda, drafts = morning.agenda, morning.drafts
        if not agenda.groups and not drafts:
            yield from _nothing(ever=_ever(agenda))
            return
        if self._whole is not None:
            yield from self._whole_group(self._whole)
            return
        wants = [len(group.tasks) for group in agenda.groups]
        shares, apart = shared_out(wants, room - min(len(drafts) + 1, _DRAFTS) * bool(drafts))
        for group, share in zip(agenda.groups, shares, strict=False):
            yield self._group_heading(group, share)
            yield from (self._task_line(group.kind, task) for task in group.tasks[:share])
            yield from (Line(("",)) for _line in range(apart))
        if drafts:
            yield _heading(_("草稿 ({count})  没存的内容").format(count=len(drafts)))
            yield from map(self._draft, drafts)

    def _group_heading(self, group: Group, share: int) -> Line:
        words = f"{_NAMES[group.kind]} ({_count(group.count)})"
        if group.kind is GroupKind.NEAR and group.soon < group.count:
            words += _("  三天内 {soon},一周内 {rest}").format(
                soon=_count(group.soon), rest=_count(group.count - group.soon)
            )
        if share >= group.count:
            return _heading(words)
        more = _("还有 {count} 件").format(count=_count(group.count - share))
        if not share:
            more = _("Enter 列出")
        whole = partial(self._show_whole, group.kind)
        return Line((f"{words}  {more}",), target=whole, is_heading=True)

    def _show_whole(self, kind: GroupKind) -> None:
        def read(office: Office) -> Group | None:
            groups = office.agenda.now(_WHOLE).groups
            return next((group for group in groups if group.kind is kind), None)

        def take(group: Group | None) -> None:
            self._whole = group
            self._redraw()

        self.ask("whole", read, take)

    def _whole_group(self, group: Group) -> Iterator[Line]:
        count = _count(group.count)
        words = _("{group} ({count})  Esc 回到全部").format(group=_NAMES[group.kind], count=count)
        yield _heading(words)
        yield from (self._task_line(group.kind, task) for task in group.tasks)
        if group.count > len(group.tasks):
            yield Line((_("只列最前的 {count} 件。").format(count=len(group.tasks)),))

    def _redraw(self) -> None:
        self.query_one(AgendaList).restart(())
        self._draw()

    def action_back(self) -> None:
        """From the whole of one group to all groups."""
        if self._whole is None:
            super().action_back()
            return
        self._whole = None
        self._redraw()

    def _task_line(self, group: GroupKind, task: Task) -> Line:
        today = self.window.today()
        when = task_when(group, task, today)
        names = parties_text(task.row, whole=self.window.shows_names)
        unknown = "" if task.known else _("未核历法")
        what = "  ".join(filter(None, (_WORDLESS.get(task.kind) or task.words, unknown)))
        if self.size.width < _WIDE:
            brief = what if task.kind in _MIXED else unknown
            cells: tuple[str, ...] = (
                when,
                number_text(task.row),
                "  ".join(filter(None, (brief, names))),
            )
            widths: tuple[int, ...] = (14, 22)
        else:
            cells = (when, number_text(task.row), what, names)
            widths = (14, 22, 20)
        return Line(cells, widths, lambda: self._open_task(task), task.row.id)

    def _open_task(self, task: Task) -> None:
        """The case, and on top of it where the work is."""
        self.window.open_case(task.row.id)
        form = _FORMS.get(task.kind)
        if form is not None:
            self.window.open_form(form, case=task.row.id)
        elif task.session is not None:
            from tui.screens.sessions import SessionsRoom

            self.window.push_screen(SessionsRoom(task.row.id, task.session.id))
        elif task.kind is TaskKind.ANSWER:
            from tui.screens.assign import AssignRoom

            self.window.push_screen(AssignRoom(task.row.id))
        elif task.kind in (TaskKind.LIMIT, TaskKind.CONFIRMATION):
            from tui.screens.why import WhyRoom

            self.window.push_screen(WhyRoom(task.row.id))

    def _draft(self, draft: Draft) -> Line:
        moment = f"{draft.saved_at.astimezone():%m-%d %H:%M}"
        # The title of a case not registered yet is made of its parties.
        whole = self.window.shows_names or draft.key != "register"
        title = draft.title if whole else draft.title.split(" ")[0]
        return Line((moment, title), (11,), lambda: self._open_draft(draft))

    def _open_draft(self, draft: Draft) -> None:
        from tui.dialogs.opening import open_draft

        open_draft(self.window, draft.key)


def _read(office: Office) -> _Morning:
    return _Morning(office.agenda.now(_LINES), office.drafts.all())


def _heading(words: str) -> Line:
    return Line((words,), is_heading=True)


def _nothing(*, ever: bool) -> Iterator[Line]:
    yield _heading(_("这里是现在要做的事"))
    yield Line(("",))
    if ever:
        yield Line((_("今天没有要做的事:没有快到的期限,每件案件都有下一步。"),))
        return
    yield Line((_("一件案件也没有。"),))
    yield Line((_("按 n 登记第一件案件;"),))
    yield Line((_("或退出后用 mediation import 导入台账。"),))


def _summary(agenda: Agenda) -> str:
    """The urgent counts, for the line above."""
    counts = {group.kind: group for group in agenda.groups}
    found = [
        (_("逾期 {count}"), counts[GroupKind.OVERDUE].count if GroupKind.OVERDUE in counts else 0),
        (_("今天 {count}"), counts[GroupKind.TODAY].count if GroupKind.TODAY in counts else 0),
        (_("三天内 {count}"), counts[GroupKind.NEAR].soon if GroupKind.NEAR in counts else 0),
    ]
    return "   ".join(words.format(count=_count(count)) for words, count in found if count)


def shared_out(wants: Sequence[int], room: int) -> tuple[list[int], int]:
    """How many lines each group gets under its heading, and the empty lines after each.

    The first group gets a line, then the first two, then the first three: in a small window the most
    urgent are seen and the others told by their headings. What is left over parts them.
    """
    shares = [0] * len(wants)
    left_over, reach = room - len(wants), 0
    while left_over > 0 and shares != list(wants):
        reach += 1
        for at, want in enumerate(wants[:reach]):
            if shares[at] < want and left_over > 0:
                shares[at] += 1
                left_over -= 1
    return shares, 1 if shares == list(wants) and left_over >= len(wants) > 1 else 0


def task_when(group: GroupKind, task: Task, today: date) -> str:
    """When a task is due, in the first words of its line."""
    days = (task.on - today).days
    at = "" if task.at is None else f" {task.at:%H:%M}"
    if task.kind is TaskKind.SIGNING:
        return _("等 {days} 天").format(days=-days) if days else _("今天委派")
    if task.kind is TaskKind.UNPLANNED:
        return _("闲 {days} 天").format(days=-days)
    if task.kind is TaskKind.LIMIT:
        return limit_text(days)
    if days < 0:
        late = _("迟 {days} 天") if group is GroupKind.TODAY else _("逾期 {days} 天")
        return late.format(days=-days)
    if days == 0:
        return _("今天{at}").format(at=at)
    if days == 1:
        return _("明天{at}").format(at=at)
    return f"{task.on:%m-%d} {short_weekday(task.on)}{at}"


def _count(count: int) -> str:
    return _("{count:,} 以上").format(count=COUNTED) if count >= COUNTED else f"{count:,}"


def _ever(agenda: Agenda) -> bool:
    return any(
        counts.received or counts.closed or counts.pending for _month, counts in agenda.months
    )


def _rows(agenda: Agenda) -> list[tuple[str, str]]:
    counts = agenda.this_month
    return [
        (_("收案"), f"{counts.received:,}"),
        (_("结案"), f"{counts.closed:,}"),
        (_as("short", "成功"), f"{counts.succeeded:,}/{counts.closed:,}"),
        (_("成功率"), rate_text(counts.succeeded, counts.closed)),
        (_("协议额"), _("{wan} 万元").format(wan=format_wan(counts.agreed))),
    ]


def _brief(agenda: Agenda) -> list[str]:
    """The figures where there is no room beside the lines: as few lines as can be."""
    (got, closed, (part, of), (_rate, rate), agreed) = _rows(agenda)
    words = "  ".join(
        f"{name} {value}" for name, value in (got, closed, (part, f"{of} {rate}"), agreed)
    )
    bars = f"{sparkline(agenda.months)}  {_span(agenda.months)}"
    return [f"{_('本月至今')}  {words}", f"{_('近十三个月成功率')}  {bars}"]


def _figures(agenda: Agenda) -> list[str]:
    lines = [
        _("本月至今"),
        *(f"{name}{right(value, _ASIDE - cell_len(name))}" for name, value in _rows(agenda)),
    ]
    lines += ["", _("近十三个月成功率"), sparkline(agenda.months), _span(agenda.months)]
    return lines


def rate_text(part: int, whole: int) -> str:
    """A rate as far as its cases carry it; words when there is nothing to divide by."""
    return rate_words(part, whole) if whole else _("还没有结案")


def sparkline(months: tuple[tuple[date, Counts], ...]) -> str:
    """One bar a month, as high as the success rate; a dot where nothing was closed."""
    bars = []
    for _month, counts in months:
        if not counts.closed:
            bars.append(".")
            continue
        level = round(counts.succeeded / counts.closed * (len(_BARS) - 2)) + 1
        bars.append(_BARS[min(level, len(_BARS) - 1)])
    return "".join(bars)


def _span(months: tuple[tuple[date, Counts], ...]) -> str:
    first, last = months[0][0], months[-1][0]
    return f"{first:%y-%m} - {last:%y-%m}"

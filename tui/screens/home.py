"""首页: what needs me now, the month so far, thirteen months of success."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from mediation.cases.money import format_wan
from mediation.i18n import _
from mediation.reports.wording import rate_words
from tui import keymap
from tui.screens.room import Room
from tui.text import right
from tui.widgets.agenda_list import AgendaList, Line
from tui.widgets.case_columns import limit_text, number_text, parties_text

if TYPE_CHECKING:
    from mediation.figures.counts import Counts
    from mediation.office.agenda import Agenda
    from mediation.office.office import Office
    from mediation.store import CaseRow, Draft

_BARS = " ▁▂▃▄▅▆▇█"
_ASIDE = 23
_LINES = 15
_WIDE = 110


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

    def body(self) -> ComposeResult:
        """What to do on the left, how it goes on the right."""
        with Horizontal():
            yield AgendaList()
            yield Static("", id="month", markup=False)

    def load(self) -> None:
        """Read the agenda."""
        self.say_heading(keymap.ROOM_NAMES["home"], _("现在要做的事"))
        self.ask("home", _read, self._take)

    def _take(self, morning: _Morning) -> None:
        self._morning = morning
        self._draw()

    def _draw(self) -> None:
        morning = self._morning
        if morning is None:
            return
        aside = self.size.width >= 72
        figures = _figures(morning.agenda, _ASIDE)
        lines = self._lines(morning)
        month = self.query_one("#month", Static)
        month.display = aside
        if aside:
            month.update(Text("\n".join(figures), end=""))
        else:
            lines += [Line(("",)), *(Line((words,)) for words in figures)]
        self.query_one(AgendaList).show(lines)

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

    def _lines(self, morning: _Morning) -> list[Line]:
        agenda = morning.agenda
        if not (agenda.due or agenda.unsigned or agenda.quiet or morning.drafts or _ever(agenda)):
            return [
                _heading(_("这里是现在要做的事")),
                Line(("",)),
                Line((_("一件案件也没有。"),)),
                Line((_("按 n 登记第一件案件;"),)),
                Line((_("或退出后用 mediation import 导入台账。"),)),
            ]
        parts = 3 if agenda.due else 2
        each = max((self.size.height - 9 - min(len(morning.drafts), 5)) // parts, 3)
        lines: list[Line] = []
        if morning.drafts:
            lines.append(_heading(_("草稿 ({count}):没存的内容").format(count=len(morning.drafts))))
            lines += [self._draft(draft) for draft in morning.drafts[:5]]
            lines.append(Line(("",)))
        if agenda.due:
            words = _("{count} 以上") if agenda.due_goes_on else "{count}"
            count = words.format(count=agenda.due_count)
            lines.append(_heading(_("期限到了或快到 ({count})").format(count=count)))
            lines += [self._case(due.row, limit_text(due.left)) for due in agenda.due[:each]]
            lines.append(Line(("",)))
        lines.append(_heading(_("等签收 ({count})").format(count=agenda.unsigned_count)))
        lines += [
            self._case(
                waiting.row,
                _("等 {days} 天").format(days=waiting.days) if waiting.days else _("今天委派"),
            )
            for waiting in agenda.unsigned[:each]
        ] or [Line((_("没有等签收的案件。"),))]
        lines += [
            Line(("",)),
            _heading(_("最久没有调解的 (调解中 {count})").format(count=agenda.open_count)),
        ]
        lines += [
            self._case(
                waiting.row,
                (_("隔 {days} 天") if waiting.sessions else _("签收 {days} 天")).format(
                    days=waiting.days
                ),
            )
            for waiting in agenda.quiet[:each]
        ] or [Line((_("没有正在调解的案件:按 n 登记新案。"),))]
        return lines

    def _case(self, row: CaseRow, words: str) -> Line:
        cells: tuple[str, ...] = (words, number_text(row), parties_text(row))
        widths: tuple[int, ...] = (11, 22)
        if self.size.width >= _WIDE:
            cells, widths = (*cells, row.cause_name), (*widths, 34)
        return Line(cells, widths, lambda: self.window.open_case(row.id), row.id)

    def _draft(self, draft: Draft) -> Line:
        moment = f"{draft.saved_at.astimezone():%m-%d %H:%M}"
        return Line((moment, draft.title), (11,), lambda: self._open_draft(draft))

    def _open_draft(self, draft: Draft) -> None:
        from tui.dialogs.opening import open_draft

        open_draft(self.window, draft.key)


def _read(office: Office) -> _Morning:
    return _Morning(office.agenda.now(_LINES), office.drafts.all())


def _heading(words: str) -> Line:
    return Line((words,), is_heading=True)


def _ever(agenda: Agenda) -> bool:
    return any(
        counts.received or counts.closed or counts.pending for _month, counts in agenda.months
    )


def _figures(agenda: Agenda, width: int) -> list[str]:
    counts = agenda.this_month
    rows = [
        (_("收案"), f"{counts.received:,}"),
        (_("结案"), f"{counts.closed:,}"),
        (_("成功"), f"{counts.succeeded:,}/{counts.closed:,}"),
        (_("成功率"), rate_text(counts.succeeded, counts.closed)),
        (_("协议额"), _("{wan} 万元").format(wan=format_wan(counts.agreed))),
    ]
    lines = [
        _("本月至今"),
        *(f"{name}{right(value, width - 2 * len(name))}" for name, value in rows),
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

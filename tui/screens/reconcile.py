"""对账: the court's list, from a file or pasted, beside the cases; nothing of it is imported."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult

from mediation.errors import FileRefused
from mediation.i18n import _
from mediation.ledger.comparing import Compared, Standing
from mediation.office.reconciling import Reconciliation
from mediation.typed_path import typed_path
from tui.screens.room import Room
from tui.widgets.agenda_list import AgendaList, Line

_TITLES = {
    Standing.DIFFERING: _("两边不一致"),
    Standing.ONLY_THEIRS: _("只有法院有"),
    Standing.ONLY_OURS: _("只有我方有"),
}
_NUMBER, _HEADING, _VALUE = 26, 14, 20


class ReconcileRoom(Room):
    """The differences of one comparison; Enter opens the case, Escape goes back."""

    room = "reconcile"
    AUTO_FOCUS: ClassVar[str | None] = "AgendaList"

    def __init__(self) -> None:
        super().__init__()
        self._listed: Path | str | None = None
        self._found: Reconciliation | None = None

    def body(self) -> ComposeResult:
        """The differences, grouped by what is to be done."""
        yield AgendaList(bold_cursor=True, folds=True)

    def load(self) -> None:
        """Compare again, or say how to begin."""
        listed = self._listed
        if listed is None:
            self.say_heading(_("案件 › 对账"))
            self.query_one(AgendaList).show(
                [
                    Line((_("在电子表格里复制法院的表(带表头),粘贴到这里;"),)),
                    Line((_("或按 o 打入文件的路径(.xlsx .csv)。"),)),
                    Line((_("只比较,不导入;比的是表里各案委派日期所在的月份。"),)),
                ]
            )
            return
        self.ask("reconcile", lambda office: office.reconciling.beside(listed), self._show)

    def on_paste(self, event: events.Paste) -> None:
        """Compare the rows that were pasted."""
        event.stop()
        self._listed = event.text
        self.reload()

    def _show(self, found: Reconciliation) -> None:
        self._found = found
        self.say_heading(
            _("案件 › 对账 {span}").format(span=found.span),
            _("一致 {alike} 件").format(alike=len(found.of(Standing.ALIKE))),
        )
        lines: list[Line] = []
        for standing, title in _TITLES.items():
            disputes = found.of(standing)
            words = _("{title} {count} 件").format(title=title, count=len(disputes))
            lines.append(Line((words,), is_heading=True))
            for each in disputes:
                lines += self._dispute(each)
        if found.rejected:
            words = _("没有全部读懂的 {count} 行,读不懂的格没有比较").format(
                count=len(found.rejected)
            )
            lines.append(Line((words,), is_heading=True))
            lines += [
                Line((_("第 {row} 行").format(row=each.row), each.heading, each.reason), (10, 12))
                for each in found.rejected
            ]
        self.query_one(AgendaList).restart(lines)

    def _dispute(self, each: Compared) -> list[Line]:
        head = Line((each.label or "-", each.action), (_NUMBER,), target=partial(self._open, each))
        return [head] + [
            Line(
                (
                    "",
                    one.heading,
                    _("我方 {value}").format(value=one.ours or _("(空)")),
                    _("法院 {value}").format(value=one.theirs),
                ),
                (0, _HEADING, _VALUE + 5),
            )
            for one in each.fields
        ]

    def _open(self, each: Compared) -> None:
        if each.case is not None:
            self.window.open_case(each.case.id)
        else:
            self.window.say(_("我方没有这件:按 n 登记,或回到清单粘贴导入这一行。"))

    # --- verbs --------------------------------------------------------------------------------

    @on(AgendaList.Opened)
    def action_open(self) -> None:
        """Open our case of the dispute under the cursor."""
        line = self.query_one(AgendaList).line
        if line is not None and line.target is not None:
            line.target()

    def action_choose_file(self) -> None:
        """Ask for the court's file."""
        from tui.dialogs.ask_text import AskText

        def chosen(text: str | None) -> None:
            if text:
                self._listed = typed_path(text)
                self.reload()

        self.window.push_screen(
            AskText(_("法院的表在哪个文件?"), _("文件"), "", _existing, done=_("对账")),
            chosen,
        )

    def action_export(self) -> None:
        """Put the differences into a workbook for the court."""
        from mediation.reports.reconciliation import write_reconciliation
        from tui.dialogs.ask_file import ask_file
        from tui.exporting import export

        found = self._found
        if found is None:
            self.window.say(_("还没有对账,没有可导出的。"))
            return
        ask_file(
            self.window,
            _("把差异存成哪个文件?"),
            name=_("对账-{start}.xlsx").format(start=found.period.start),
            forms=(".xlsx",),
            help=_("不一致、只有法院有、只有我方有各一张表,可交给法院。"),
            then=lambda path: export(
                self.window, path, lambda _office, draft, _far: write_reconciliation(draft, found)
            ),
        )


def _existing(text: str) -> Path:
    path = typed_path(text)
    if not path.is_file():
        raise FileRefused(_("找不到这个文件。"))
    return path

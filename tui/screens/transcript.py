"""转录单: a case's fields in the order of another system's form, copied and ticked one by one."""

from __future__ import annotations

from functools import partial
from typing import ClassVar
from uuid import UUID

from textual import on
from textual.app import ComposeResult

from mediation.cases.transcript import Standing
from mediation.i18n import _
from mediation.office.transcribing import SheetLine, TranscriptSheet
from tui.screens.room import Room
from tui.widgets.agenda_list import AgendaList, Line

_MARKS = {Standing.OPEN: "[ ]", Standing.TYPED: "[x]", Standing.CHANGED: "[!]"}
_LABEL = 20


class TranscriptRoom(Room):
    """The sheet of one case on top of where the user was; Escape goes back there."""

    room = "transcript"
    AUTO_FOCUS: ClassVar[str | None] = "AgendaList"

    def __init__(self, case: UUID) -> None:
        super().__init__()
        self._case = case
        self._is_noted = False

    def body(self) -> ComposeResult:
        """The lines to type."""
        yield AgendaList(bold_cursor=True, folds=True)

    def load(self) -> None:
        """Read the sheet, once the look at whole particulars is in the audit trail."""
        if self._is_noted:
            self.ask("transcript", lambda office: office.transcribing.sheet(self._case), self._show)
        else:
            self.window.tell(lambda office: office.audit.saw(self._case, "transcript"), self._noted)

    def current_case(self) -> UUID | None:
        """This case."""
        return self._case

    def _noted(self, _done: None) -> None:
        self._is_noted = True
        if self.is_attached:
            self.load()

    def _show(self, sheet: TranscriptSheet) -> None:
        self.say_heading(
            _("案件 › {number} › 转录单").format(number=sheet.label),
            _("已录 {done} / {all}  录后改动 {changed}").format(
                done=sheet.count(Standing.TYPED),
                all=len(sheet.lines),
                changed=sheet.count(Standing.CHANGED),
            ),
        )
        self.query_one(AgendaList).show([self._line(each) for each in sheet.lines])

    def _line(self, each: SheetLine) -> Line:
        words = each.line.text
        if not words:
            words = _("(录后删去了:请在对方系统里清空,再按 Space)")
        elif each.standing is Standing.CHANGED:
            words += _("  (录后改动,请改对方系统)")
        return Line(
            (_MARKS[each.standing], each.line.label, words),
            widths=(3, _LABEL),
            target=partial(self._copy, each),
            case=each,
            is_amber=each.standing is Standing.CHANGED,
        )

    def _copy(self, each: SheetLine) -> None:
        if not each.line.text:
            self.window.say(_("这一项没有内容可复制:请在对方系统里清空。"))
            return
        self.window.copy_to_clipboard(each.line.text)
        self.window.say(_("已复制“{label}”,录完按 Space 打勾。").format(label=each.line.label))

    def _chosen(self) -> SheetLine | None:
        line = self.query_one(AgendaList).line
        return line.case if line is not None and isinstance(line.case, SheetLine) else None

    # --- verbs --------------------------------------------------------------------------------

    def action_copy(self) -> None:
        """Copy the field under the cursor."""
        chosen = self._chosen()
        if chosen is not None:
            self._copy(chosen)

    def action_tick(self) -> None:
        """Tick the field under the cursor as typed, or take its tick back, and go on to the next."""
        chosen = self._chosen()
        if chosen is None:
            return
        typed = chosen.standing is not Standing.TYPED
        line = chosen.line
        self.window.tell(
            lambda office: office.transcribing.tick(self._case, line, typed=typed), self._ticked
        )

    def _ticked(self, sheet: TranscriptSheet) -> None:
        if self.is_attached:
            self._show(sheet)
            self.query_one(AgendaList).action_move(1)

    @on(AgendaList.Opened)
    def _opened(self) -> None:
        self.action_copy()

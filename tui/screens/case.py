"""One case: its facts, what is missing next, parties, sessions, history."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from mediation.i18n import _
from mediation.office.casework import CaseFile
from tui.screens.room import Room
from tui.widgets import case_text


class CaseRoom(Room):
    """A case on top of where the user was; Escape goes back there."""

    room = "case"
    AUTO_FOCUS: ClassVar[str | None] = "#file"

    def __init__(self, case: UUID) -> None:
        super().__init__()
        self._case = case
        self._file: CaseFile | None = None

    def body(self) -> ComposeResult:
        """One long text."""
        with VerticalScroll(id="file"):
            yield Static(_("正在读取.."), markup=False)

    def load(self) -> None:
        """Read the case's file."""
        self.ask("case", lambda office: office.cases.open(self._case), self._take)

    def current_case(self) -> UUID | None:
        """This case."""
        return self._case

    def on_resize(self, _event: events.Resize) -> None:
        """Lay the text out anew."""
        self.call_after_refresh(self._draw)

    def _take(self, file: CaseFile) -> None:
        self._file = file
        self._draw()

    def _draw(self) -> None:
        file = self._file
        if file is None:
            return
        self.say_heading(
            _("案件 › {number}").format(number=case_text.case_title(file.case)),
            case_text.standing(file.case, self.window.today()),
        )
        width = self.query_one("#file").scrollable_content_region.width
        text = Text(_("下一步  "), style="", end="")
        text.append(case_text.next_step(file) + "\n\n", "bold")
        for part in (
            case_text.facts(file, self.window.today(), width),
            case_text.heading(_("当事人")),
            case_text.parties(file.case, whole=True),
            case_text.heading(_("调解会 ({count})").format(count=len(file.sessions))),
            case_text.sessions(file.sessions),
            case_text.heading(_("改动记录")),
            case_text.history(file.history),
        ):
            text.append_text(part)
        self.query_one(Static).update(text)

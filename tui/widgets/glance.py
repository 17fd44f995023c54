"""The case beside the list: follows the cursor after a short rest."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.timer import Timer
from textual.widgets import Static

from mediation.i18n import _
from tui.text import clean, hung

if TYPE_CHECKING:
    from mediation.office.casework import CaseFile

REST = 0.12


class Glance(VerticalScroll, can_focus=False):
    """A short form of one case; it reads nothing while it is hidden or the cursor moves."""

    def __init__(self) -> None:
        super().__init__()
        self._case: UUID | None = None
        self._resting: Timer | None = None

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static("", markup=False)

    def follow(self, case: UUID | None) -> None:
        """Show another case once the cursor rests on it."""
        if self._resting is not None:
            self._resting.stop()
        self._case = case
        if not self.display or self.size.width == 0:
            return
        if case is None:
            self.query_one(Static).update(Text(""))
            return
        self._resting = self.set_timer(REST, self._read)

    def _read(self) -> None:
        from tui.app import MediationApp

        case, app = self._case, self.app
        if case is not None and isinstance(app, MediationApp):
            app.ask("glance", lambda office: office.cases.open(case), self._show, owner=self)

    def _show(self, file: CaseFile) -> None:
        from mediation.office.casework import masked_file
        from tui.app import MediationApp
        from tui.widgets import case_text, people_text, talk_text

        if file.case.id != self._case or not isinstance(self.app, MediationApp):
            return
        file = masked_file(file)
        text = Text(end="")
        text.append(clean(case_text.case_title(file.case)) + "\n\n", "bold")
        for part in (
            case_text.facts(file, self.app.today(), self.size.width),
            case_text.heading(_("当事人")),
            people_text.short_parties(file.case, whole_names=self.app.shows_names),
            case_text.heading(_("调解会 ({count})").format(count=len(file.sessions))),
            talk_text.sessions(file.sessions, self.size.width),
            case_text.heading(_("下一步")),
            Text(hung("  ", case_text.next_step(file), self.size.width, 2)),
        ):
            text.append_text(part)
        self.query_one(Static).update(text)
        self.scroll_home(animate=False)

"""The case room: a header that always stands, and sections to jump to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from mediation.cases.notes import PrivateNote
from mediation.cases.terms import Side
from mediation.i18n import _
from mediation.office.casework import CaseFile, masked_file
from tui.screens.case_changes import CaseChanges
from tui.widgets import case_text
from tui.widgets.case_sections import SECTIONS, View, header
from tui.widgets.sheaf import Sheaf


class CaseRoom(CaseChanges):
    """A case on top of where the user was; Escape goes back there."""

    room = "case"
    AUTO_FOCUS: ClassVar[str | None] = "#file"
    DEFAULT_CSS = """
    #header { height: auto; max-height: 8; padding: 0 1; background: $surface; }
    """

    def __init__(self, case: UUID, *, section: str = "") -> None:
        super().__init__()
        self._case = case
        self._section = section
        self._file: CaseFile | None = None
        self._notes: Sequence[PrivateNote] | None = None
        self._particulars = False

    def body(self) -> ComposeResult:
        """Header and sections."""
        yield Static(_("正在读取.."), id="header", markup=False)
        yield Sheaf(SECTIONS, id="file")

    def load(self) -> None:
        """Read the case's file."""
        self.ask("case", lambda office: office.cases.open(self._case), self._take)

    @property
    def file(self) -> CaseFile | None:
        """The case's file, once it was read."""
        return self._file

    @property
    def uncovered(self) -> Sequence[PrivateNote] | None:
        """The private notes while they are shown."""
        return self._notes

    def current_case(self) -> UUID | None:
        """This case."""
        return self._case

    def on_resize(self, _event: events.Resize) -> None:
        """Lay the text out anew."""
        self.call_after_refresh(self._draw)

    def _take(self, file: CaseFile) -> None:
        self._file = file
        self._draw()
        if self._section:
            self.call_after_refresh(partial(self.go_to, self._section))
            self._section = ""

    def _draw(self) -> None:
        file = self._file
        if file is None:
            return
        today = self.window.today()
        names = " / ".join(
            "、".join(file.case.names(side)) for side in (Side.APPLICANT, Side.RESPONDENT)
        )
        number = case_text.case_title(file.case)
        self.say_heading(f"{number}  {names}")
        sheaf = self.query_one(Sheaf)
        above = self.query_one("#header", Static)
        view = View(
            file=file,
            shown=file if self._particulars else masked_file(file),
            today=today,
            width=sheaf.section_width,
            header_width=above.content_size.width,
            notes=self._notes,
            uncovered=self._particulars,
            flat=self.window.is_flat,
        )
        above.update(header(view))
        sheaf.show(view)

    # --- moving -------------------------------------------------------------------------------

    def go_to(self, key: str) -> None:
        """To the section of this key."""
        self.query_one(Sheaf).go_to([section.key for section in SECTIONS].index(key))

    def action_jump(self) -> None:
        """To a section by its digit."""
        from tui.dialogs.jump import JumpScreen

        def jump(place: int | None) -> None:
            if place is not None:
                self.query_one(Sheaf).go_to(place)

        self.app.push_screen(JumpScreen([section.title for section in SECTIONS]), jump)

    def action_transcript(self) -> None:
        """Copy the case's fields into another system, one by one."""
        from tui.screens.transcript import TranscriptRoom

        self.window.push_screen(TranscriptRoom(self._case))

    def action_history(self) -> None:
        """All changes, by page and by word."""
        from tui.screens.history import HistoryScreen

        if self._file is not None:
            title = case_text.case_title(self._file.case)
            self.app.push_screen(HistoryScreen(title, self._file.history))

    def action_delete(self) -> None:
        """Put the case into the bin, with a reason, and go back where the user was."""
        from tui.screens.case_shelf import ask_to_delete

        if self._file is not None:
            case = self._file.case
            named = (case.id, case.version, case_text.case_title(case))
            ask_to_delete(self, [named], then=self.dismiss)

    # --- private notes ------------------------------------------------------------------------

    def action_uncover(self) -> None:
        """Show the private notes, or cover them again."""
        if self._notes is not None:
            self.cover()
        else:
            self.read_notes(self._show_notes)

    def read_notes(self, then: Callable[[Sequence[PrivateNote]], Any]) -> None:
        """Read the private notes: the only question that answers their text."""
        self.ask("notes", lambda office: office.folders.notes(self._case), then)

    def _show_notes(self, notes: Sequence[PrivateNote]) -> None:
        if self.is_current:
            self._notes = notes
            self._draw()
            self.go_to("notes")

    def action_particulars(self) -> None:
        """Show telephones, numbers and addresses whole, which is noted, or mask them again."""
        if self._particulars:
            self.cover()
            return

        def show(_nothing: None) -> None:
            if self.is_current:
                self._particulars = True
                self._draw()
                self.go_to("parties")

        self.window.tell(lambda office: office.audit.saw(self._case, "room"), show)

    def cover(self) -> None:
        """Forget the text of the private notes and mask the particulars."""
        if self._notes is not None or self._particulars:
            self._notes, self._particulars = None, False
            self._draw()

    def on_screen_suspend(self, _event: events.ScreenSuspend) -> None:
        """Whoever leaves the room leaves its notes covered."""
        self.cover()

    def on_app_blur(self, _event: events.AppBlur) -> None:
        """Nor do they stand open while another window is in front."""
        self.cover()

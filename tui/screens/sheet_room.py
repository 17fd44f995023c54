"""A room that is one sheet about one case."""

from __future__ import annotations

from uuid import UUID

from textual import events
from textual.app import ComposeResult

from mediation.errors import MediationError
from tui.screens.room import Room
from tui.widgets.sheet import Piece, Sheet


class SheetRoom(Room):
    """One sheet on top of where the user was, laid out anew for each width; Escape goes back there."""

    def __init__(self, case: UUID) -> None:
        super().__init__()
        self._case = case

    def body(self) -> ComposeResult:
        """One sheet."""
        yield Sheet()

    def current_case(self) -> UUID | None:
        """This case."""
        return self._case

    def on_resize(self, _event: events.Resize) -> None:
        """Lay out anew for the width."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        """Lay out what was read, if anything was."""

    def _failed(self, error: MediationError) -> None:
        self.query_one(Sheet).show_lines([[Piece(error.message, "fault")]])

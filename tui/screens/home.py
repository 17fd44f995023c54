"""首页: what needs me now."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from mediation.i18n import _
from tui.screens.room import Room


class HomeRoom(Room):
    """What needs me now."""

    room = "home"

    def body(self) -> ComposeResult:
        """One line until the figures arrive."""
        yield Static(_("正在读取.."), markup=False)

"""Jump: one key after ``j`` says where to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static

from mediation.i18n import _


class JumpScreen(ModalScreen[int]):
    """The places with their digits at the foot of the room; answers the place, or nothing."""

    DEFAULT_CSS = """
    JumpScreen { align: center bottom; background: $background 1%; }
    JumpScreen Static { height: auto; background: $cursor-ground; color: $cursor-ink; }
    """
    AUTO_FOCUS: ClassVar[str | None] = None

    def __init__(self, places: Sequence[str]) -> None:
        super().__init__()
        self._places = tuple(places)

    def compose(self) -> ComposeResult:
        """One line."""
        line = Text(" " + _("跳到") + "  ", end="")
        for number, place in enumerate(self._places, start=1):
            line.append(str(number), Style(bold=True))
            line.append(f" {place}  ")
        yield Static(line, markup=False)

    def on_key(self, event: events.Key) -> None:
        """A digit goes there; anything else goes back."""
        event.stop()
        event.prevent_default()
        digit = event.character or ""
        if digit.isdecimal() and 1 <= int(digit) <= len(self._places):
            self.dismiss(int(digit) - 1)
        else:
            self.dismiss(None)

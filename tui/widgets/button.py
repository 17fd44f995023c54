"""A line that is pressed: by Enter, by its key, by the mouse."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widget import Widget

from tui.text import cut


class Press(Widget, can_focus=True):
    """One line; ``>`` marks the one that Enter presses."""

    DEFAULT_CSS = """
    Press { height: 1; width: 1fr; }
    Press:focus { background: $cursor-ground; color: $cursor-ink; text-style: bold; }
    """

    class Pressed(Message):
        """It was pressed by mouse."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    def __init__(self, label: str, value: str) -> None:
        super().__init__()
        self._label = label
        self.value = value

    def on_click(self, event: events.Click) -> None:
        """Press."""
        event.stop()
        self.post_message(self.Pressed(self.value))

    def render(self) -> Text:
        """The label, marked when it has the focus."""
        mark = "> " if self.has_focus else "  "
        return Text(cut(mark + self._label, self.size.width), end="", no_wrap=True)

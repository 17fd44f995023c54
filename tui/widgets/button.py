"""What is pressed: by Enter, by its key, by the mouse."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.widget import Widget

from tui.text import cell_len, cut


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

    def cursor_place(self) -> Offset:
        """Where the cursor is within the widget, in cells."""
        return Offset(0, 0)

    def on_click(self, event: events.Click) -> None:
        """Press."""
        event.stop()
        self.post_message(self.Pressed(self.value))

    def render(self) -> Text:
        """The label, marked when it has the focus."""
        mark = "> " if self.has_focus else "  "
        return Text(cut(mark + self._label, self.size.width), end="", no_wrap=True)


class KeyBar(Widget):
    """The keys of a form or dialog on one line: key, words, the screen's action. A click presses."""

    DEFAULT_CSS = """
    KeyBar { height: 1; dock: bottom; background: $panel; color: $foreground; }
    """

    def __init__(self, keys: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self._keys = tuple(keys)

    def _places(self) -> list[tuple[int, int, str, str, str]]:
        """The keys that fit; the last one, help, always stands."""
        places, at = [], 1
        last = cell_len(" ".join(self._keys[-1][:2])) if self._keys else 0
        for number, (key, words, action) in enumerate(self._keys, start=1):
            end = at + cell_len(f"{key} {words}")
            behind = 0 if number == len(self._keys) else 3 + last
            if end + behind > self.size.width:
                continue
            places.append((at, end, key, words, action))
            at = end + 3
        return places

    def render(self) -> Text:
        """As many as fit."""
        line = Text(" ", end="", no_wrap=True)
        for _start, _end, key, words, _action in self._places():
            line.append(key, "bold")
            line.append(f" {words}   ")
        return line

    async def on_click(self, event: events.Click) -> None:
        """Press the key under the pointer."""
        event.stop()
        for start, end, _key, _words, action in self._places():
            if start <= event.x < end:
                await self.app.run_action(action, default_namespace=self.screen)

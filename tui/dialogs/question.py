"""A question answered by one key; each answer says what will happen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from mediation.i18n import _
from tui.keymap import key_name
from tui.text import shown
from tui.widgets.button import Press


@dataclass(frozen=True, slots=True)
class Answer:
    """One way out: its value, the keys that choose it (the first is shown), what it does."""

    value: str
    keys: tuple[str, ...]
    label: str


class Question(ModalScreen[str]):
    """A heading, a few lines, and the answers below; the first answer is the default.

    ``pasted`` is what was pasted meanwhile, for whoever asked with ``keeps_paste``.
    """

    DEFAULT_CSS = """
    Question { align: center middle; }
    Question > Vertical { width: 74; max-width: 100%; height: auto; max-height: 100%; background: $panel; padding: 1 2; }
    Question .asked { height: auto; text-style: bold; color: $heading-ink; }
    Question .said { height: auto; }
    Question VerticalScroll { height: auto; max-height: 12; margin: 1 0; }
    """
    AUTO_FOCUS: ClassVar[str | None] = "Press"

    def __init__(
        self, asked: str, said: str, answers: Sequence[Answer], *, keeps_paste: bool = False
    ) -> None:
        super().__init__()
        self._keeps_paste = keeps_paste
        self.pasted = ""
        self._asked = asked
        self._said = said
        self._answers = tuple(answers)

    def compose(self) -> ComposeResult:
        """The question, what it is about, the answers."""
        with Vertical():
            yield Static(shown(self._asked), classes="asked", markup=False)
            if self._said:
                with VerticalScroll(can_focus=False):
                    yield Static(shown(self._said), classes="said", markup=False)
            for answer in self._answers:
                yield Press(f"{key_name(answer.keys[0])}  {answer.label}", answer.value)

    def on_key(self, event: events.Key) -> None:
        """An answer's key answers, wherever the focus is; arrows walk the answers."""
        if event.key in ("down", "up"):
            event.stop()
            (self.focus_next if event.key == "down" else self.focus_previous)()
            return
        if event.key == "enter" and isinstance(self.focused, Press):
            event.stop()
            self.dismiss(self.focused.value)
            return
        for answer in self._answers:
            if event.key in answer.keys:
                event.stop()
                self.dismiss(answer.value)
                return

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted is kept for after the answer, or goes nowhere; either is said."""
        event.stop()
        if self._keeps_paste:
            self.pasted = event.text
            self.app.notify(_("粘贴的内容已记下:回答以后放进表里。"), markup=False)
            return
        self.app.notify(_("还没有粘贴:请先回答这个问题,再粘贴一次。"), markup=False)

    def on_press_pressed(self, event: Press.Pressed) -> None:
        """An answer was clicked."""
        self.dismiss(event.value)

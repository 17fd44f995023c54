"""A word that is not shown: the one that is known, a new one typed twice, or both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from mediation.i18n import _
from tui.text import shown
from tui.widgets.button import KeyBar


@dataclass(frozen=True, slots=True)
class Words:
    """What was typed; an empty ``new`` takes the word away."""

    old: str
    new: str


class AskWord(ModalScreen[Words]):
    """Answers the words once a new one was typed twice alike; nothing when the user goes back."""

    DEFAULT_CSS = """
    AskWord { align: center middle; }
    AskWord > Vertical { width: 70; max-width: 100%; height: auto; max-height: 100%; background: $panel; padding: 1 2; }
    AskWord Static { height: auto; }
    AskWord .asked { text-style: bold; color: $heading-ink; margin-bottom: 1; }
    AskWord #wrong { color: $error; }
    AskWord KeyBar { dock: none; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("ctrl+s,f10", "done", show=False, id="form.save"),
    ]

    def __init__(
        self, asked: str, note: str, *, old: str = "", new: str = "", least: int = 0
    ) -> None:
        """``old`` and ``new`` are the labels of what is asked for, empty for what is not; a new word
        has at least ``least`` characters or none."""
        super().__init__()
        self._asked, self._note = asked, note
        self._old, self._new, self._least = old, new, least

    def compose(self) -> ComposeResult:
        """The lines to type in, what the word is worth, the keys."""
        with Vertical():
            yield Static(shown(self._asked), classes="asked", markup=False)
            if self._old:
                yield Static(shown(self._old), markup=False)
                yield Input(password=True, compact=True, id="old")
            if self._new:
                yield Static(shown(self._new), markup=False)
                yield Input(password=True, compact=True, id="new")
                yield Static(shown(_("再打一遍")), markup=False)
                yield Input(password=True, compact=True, id="again")
            yield Static("", id="wrong", markup=False)
            yield Static(shown(self._note), classes="quiet", markup=False)
            yield KeyBar((("Enter", _("确定"), "done"), ("Esc", _("返回"), "back")))

    @on(Input.Submitted)
    def _onward(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id == "again" or not self._new:
            self.action_done()
        else:
            self.focus_next(Input)

    def action_done(self) -> None:
        """Answer, or say what is wrong with it."""
        typed = {line.id: line.value for line in self.query(Input)}
        new = typed.get("new", "")
        if new != typed.get("again", ""):
            self._refuse(_("两遍打得不一样。"))
        elif new and len(new) < self._least:
            self._refuse(_("口令至少 {least} 个字符。").format(least=self._least))
        else:
            self.dismiss(Words(typed.get("old", ""), new))

    def action_back(self) -> None:
        """Nothing."""
        self.dismiss(None)

    def _refuse(self, words: str) -> None:
        self.query_one("#wrong", Static).update(shown(words))

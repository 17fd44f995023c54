"""A new word for the screen: the old one where there is one, the new one twice, none of them shown."""

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
from mediation.locking import LEAST
from tui.text import shown
from tui.widgets.button import KeyBar


@dataclass(frozen=True, slots=True)
class Words:
    """What was typed; an empty ``new`` takes the word away."""

    old: str
    new: str


class AskWord(ModalScreen[Words]):
    """Answers the words once the new one was typed twice alike; nothing when the user goes back."""

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
        Binding("ctrl+s,f10", "done", show=False),
    ]

    def __init__(self, *, has_one: bool) -> None:
        super().__init__()
        self._has_one = has_one

    def compose(self) -> ComposeResult:
        """Two or three lines to type in, what the word is worth, the keys."""
        with Vertical():
            yield Static(shown(_("锁屏口令")), classes="asked", markup=False)
            if self._has_one:
                yield Static(shown(_("原来的口令")), markup=False)
                yield Input(password=True, compact=True, id="old")
            yield Static(
                shown(_("新的口令,至少 {least} 个字符;空着就不设").format(least=LEAST)),
                markup=False,
            )
            yield Input(password=True, compact=True, id="new")
            yield Static(shown(_("再打一遍")), markup=False)
            yield Input(password=True, compact=True, id="again")
            yield Static("", id="wrong", markup=False)
            yield Static(
                shown(_("它只挡住屏幕。数据库没有加密时,拿到文件的人不用口令也能读。")),
                classes="quiet",
                markup=False,
            )
            yield KeyBar((("Enter", _("确定"), "done"), ("Esc", _("返回"), "back")))

    @on(Input.Submitted)
    def _onward(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id == "again":
            self.action_done()
        else:
            self.focus_next(Input)

    def action_done(self) -> None:
        """Answer, or say what is wrong with it."""
        new, again = (self.query_one(f"#{name}", Input).value for name in ("new", "again"))
        if new != again:
            self._refuse(_("两遍打得不一样。"))
        elif new and len(new) < LEAST:
            self._refuse(_("锁屏口令至少 {least} 个字符。").format(least=LEAST))
        else:
            old = self.query_one("#old", Input).value if self._has_one else ""
            self.dismiss(Words(old, new))

    def action_back(self) -> None:
        """Nothing."""
        self.dismiss(None)

    def _refuse(self, words: str) -> None:
        self.query_one("#wrong", Static).update(shown(words))

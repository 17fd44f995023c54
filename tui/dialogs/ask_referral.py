"""A room to paste a referral into, or to name the file that it is in."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from mediation.i18n import _
from tui.forms.controls import Note, Onward, Refused, Typed
from tui.text import shown
from tui.widgets.button import KeyBar


class AskReferral(ModalScreen[str]):
    """Answers the text; nothing when the user goes back. Enter only breaks the line."""

    DEFAULT_CSS = """
    AskReferral { align: center middle; background: $background 60%; }
    AskReferral > Vertical { width: 100; max-width: 100%; height: 80%; background: $panel; padding: 0 2; }
    AskReferral .asked { height: auto; text-style: bold; color: $heading-ink; }
    AskReferral .refused { height: auto; color: $error; }
    AskReferral Note { height: 1fr; background: $surface; }
    AskReferral KeyBar { dock: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f10", "done", show=False, id="form.save"),
        Binding("f5", "done", show=False, id="form.paste"),
        Binding("escape", "back", show=False),
    ]

    def compose(self) -> ComposeResult:
        """What to do, the text, the keys."""
        with Vertical():
            words = _("把来文或聊天消息整段贴在这里,或写文本文件的名字(如 ~/下载/来文.txt)")
            yield Static(shown(words), classes="asked", markup=False)
            yield Note()
            yield Static("", classes="refused", markup=False)
            yield KeyBar((("F5", _("读出来填进表里"), "done"), ("Esc", _("返回,不读"), "back")))

    def on_mount(self) -> None:
        """Paste at once."""
        self.query_one(Note).focus()

    @on(Refused)
    def _refused(self, event: Refused) -> None:
        event.stop()
        self.query_one(".refused", Static).update(shown(f"! {event.why}"))

    @on(Typed)
    @on(Onward)
    def _quiet(self, event: Typed | Onward) -> None:
        event.stop()
        self.query_one(".refused", Static).update("")

    def action_done(self) -> None:
        """Answer the text."""
        text = self.query_one(Note).text
        self.dismiss(text if text.strip() else None)

    def action_back(self) -> None:
        """Nothing."""
        self.dismiss(None)

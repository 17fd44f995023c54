"""Choose one thing by typing a part of its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from mediation.i18n import _
from tui.forms.initials import initials
from tui.text import shown
from tui.widgets.agenda_list import AgendaList, Line


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: what it is called, a note beside it, what choosing it answers."""

    label: str
    note: str
    value: Any


def names_match(text: str, names: str) -> bool:
    """Whether what was typed is a part of the names, or of their pinyin initials."""
    wanted = text.casefold()
    return wanted in names.casefold() or (
        len(wanted) > 1 and wanted.isascii() and wanted in initials(names)
    )


class PickerScreen(ModalScreen[Any]):
    """A line to type in and the things that fit; Enter takes the one under the cursor."""

    AUTO_FOCUS: ClassVar[str | None] = "Input"

    def __init__(self, title: str, find: Callable[[str], Sequence[Choice]]) -> None:
        super().__init__()
        self._title = title
        self._find = find

    def compose(self) -> ComposeResult:
        """Title, line, list."""
        with Vertical(id="picker"):
            yield Static(shown(self._title), classes="title", markup=False)
            yield Input(
                placeholder=_("输入名称的一部分,上下键选,Enter 确定,Esc 返回"), compact=True
            )
            yield AgendaList(bold_cursor=True, folds=True)

    def on_mount(self) -> None:
        """Everything, until something is typed."""
        self.query_one(AgendaList).can_focus = False
        self.fill()

    @on(Input.Changed)
    def fill(self) -> None:
        """List what fits."""
        text = self.query_one(Input).value.strip()
        choices = self._find(text)
        lines = [
            Line((choice.label, choice.note), (34,), partial(self._choose, choice))
            for choice in choices
        ]
        self.query_one(AgendaList).restart(lines or [Line((_("没有叫这个的:换个词试试。"),))])

    def _choose(self, choice: Choice) -> None:
        self.dismiss(choice.value)

    @on(Input.Submitted)
    @on(AgendaList.Opened)
    def _take(self) -> None:
        line = self.query_one(AgendaList).line
        if line is not None and line.target is not None:
            line.target()

    def on_key(self, event: events.Key) -> None:
        """Arrows walk the list while the typing goes on; Escape leaves."""
        steps = {"down": 1, "up": -1, "pagedown": 10, "pageup": -10}.get(event.key)
        if steps is not None:
            event.stop()
            event.prevent_default()
            self.query_one(AgendaList).action_move(steps)
        elif event.key == "escape":
            event.stop()
            self.dismiss(None)

"""Picking one of many: type any part, the list below narrows, Enter or Tab takes."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from mediation.i18n import _
from tui.forms.controls import Line
from tui.forms.field import Lookup, Option
from tui.keymap import action_named
from tui.text import clean, cut

ROWS = 6


class Narrowed(Message):
    """The list of options changed; empty and closed when ``is_open`` is false."""


class Pick(Line):
    """A line whose text names an option. ``several`` names are parted by 、."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("enter", "take", show=False),
        Binding("tab", "take", show=False),
        action_named("form.list").binding(),
        Binding("alt+down", "list_all", show=False),
        Binding("escape", "close_list", show=False),
    ]

    def __init__(self, lookup: Lookup, text: str = "", *, several: bool = False) -> None:
        super().__init__(text)
        self.lookup = lookup
        self.several = several
        self.options: list[Option] = []
        self.at = 0
        self.is_open = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape closes the list first, and leaves the form only when none is open."""
        if action == "close_list":
            return self.is_open
        return super().check_action(action, parameters)

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "space" and not self._part():
            event.stop()
            event.prevent_default()
            self.action_list_all()
        else:
            await super()._on_key(event)

    def typed(self) -> None:
        """Narrow the list to what is typed."""
        super().typed()
        if self._part():
            self._open(self._part())
        else:
            self.action_close_list()

    def action_list_all(self) -> None:
        """Open the list of the usual values."""
        self._open("")

    def action_move(self, by: int) -> None:
        """Within the open list, else to the next field."""
        if self.is_open and self.options:
            self.at = (self.at + by) % len(self.options)
            self.post_message(Narrowed())
        else:
            self.action_close_list()
            self.action_leave(by < 0)

    def action_take(self) -> None:
        """Take the marked option and go on; with no list open only go on."""
        if self.is_open and self.options:
            self.take(self.at)
            if self.several:
                return
        self.action_close_list()
        self.action_leave(False)

    def action_close_list(self) -> None:
        """Close the list and keep what is typed."""
        self.is_open = False
        self.options = []
        self.post_message(Narrowed())

    def take(self, at: int) -> None:
        """Put the option at this place of the list into the line."""
        label = self.options[at].label
        if self.several:
            label = "".join(f"{name}、" for name in self._names()[:-1]) + label
        self.text = label
        super().typed()
        self.action_close_list()

    def on_blur(self) -> None:
        """Leaving closes the list; a text that fits one option only is taken as it."""
        if self.is_open and len(self.options) == 1:
            self.take(0)
        else:
            self.action_close_list()

    def _open(self, text: str) -> None:
        self.options = self.lookup.find(text, ROWS * 5)
        self.at = next((at for at, found in enumerate(self.options) if found.label == text), 0)
        self.is_open = True
        self.post_message(Narrowed())

    def _names(self) -> list[str]:
        return (
            self.value.replace(",", "、").replace(",", "、").split("、")
            if self.several
            else [self.value]
        )

    def _part(self) -> str:
        return self._names()[-1].strip()


class PickList(Widget):
    """The options under a picking line; the marked one carries ``>``."""

    DEFAULT_CSS = """
    PickList { height: auto; width: 1fr; display: none; background: $panel; }
    PickList.-open { display: block; }
    """

    class Taken(Message):
        """An option was clicked."""

        def __init__(self, at: int) -> None:
            super().__init__()
            self.at = at

    def __init__(self) -> None:
        super().__init__()
        self._options: list[Option] = []
        self._at = 0
        self._top = 0
        self._none = ""

    def show_options(self, pick: Pick) -> None:
        """Show what the line offers now."""
        self._options, self._at = pick.options, pick.at
        self._none = getattr(pick.lookup, "none_fits", "") or _("没有匹配的,请换几个字")
        self._top = min(max(self._top, self._at - ROWS + 1), self._at)
        self.set_class(pick.is_open, "-open")
        self.refresh(layout=True)

    def on_click(self, event: events.Click) -> None:
        """Take what was clicked."""
        event.stop()
        if self._top + event.y < len(self._options):
            self.post_message(self.Taken(self._top + event.y))

    def render(self) -> Text:
        """A screenful of options around the marked one."""
        text = Text(end="", no_wrap=True)
        if not self._options:
            return Text(f"  {self._none}", end="")
        for at, option in enumerate(self._options[self._top : self._top + ROWS], self._top):
            if at > self._top:
                text.append("\n")
            label = cut(option.label, max(self.size.width - 4, 4))
            text.append(
                f"> {label}" if at == self._at else f"  {label}", "bold" if at == self._at else ""
            )
            text.append(f"  {clean(option.note)}" if option.note else "")
        return text

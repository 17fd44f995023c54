"""The lines around a room: rooms, heading, keys; and what is said when the window is too small."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text
from textual import events
from textual.containers import Container
from textual.widget import Widget

from mediation.i18n import _
from tui import keymap
from tui.chosen_keys import keys_of
from tui.text import cell_len, clean, cut, left
from tui.weekdays import spelled

if TYPE_CHECKING:
    from mediation.office.office import Office

Piece = tuple[int, int, str]


class RoomsLine(Widget):
    """The rooms with their keys; where one is stands in brackets. A click goes there."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[Piece] = []

    def render(self) -> Text:
        """Rooms left; the store and the day right."""
        line, self._pieces, at = Text(no_wrap=True, end=""), [], 0
        chosen = getattr(self.app, "chosen_keys", {})
        for room, name in keymap.ROOM_NAMES.items():
            here = room == self.app.current_mode
            key = keymap.key_name(keys_of(keymap.action_named(f"room.{room}"), chosen)[0])
            word = f"[{key}{name}]" if here else f" {key}{name} "
            line.append(word, style=Style(bold=True, reverse=here))
            width = cell_len(word)
            self._pieces.append((at, at + width, f"app.room('{room}')"))
            at += width
        facts = self._facts(self.size.width - at - 2)
        line.append(" " * max(self.size.width - at - cell_len(facts) - 1, 0) + facts + " ")
        return line

    def _facts(self, cells: int) -> str:
        today = self.app.today() if hasattr(self.app, "today") else None
        office = getattr(self.app, "office", None)
        day = spelled(today) if today else ""
        store = self._store_words(office) if office is not None else self._waiting()
        room = cells - cell_len(day) - 2
        return f"{cut(store, room)}  {day}" if room >= 8 else cut(day, max(cells, 0))

    @staticmethod
    def _store_words(office: Office) -> str:
        if office.read_only_because:
            return _("只读 库: {name}").format(name=office.name)
        return _("库: {name}").format(name=office.name)

    def _waiting(self) -> str:
        work = getattr(self.app, "work", None)
        return _("没有打开的库") if work is not None and work.kept_out else _("正在打开..")

    async def on_click(self, event: events.Click) -> None:
        """Go to the room under the pointer."""
        await _press(self, event, self._pieces)


class HeadingLine(Widget):
    """What the room shows now, in words."""

    def __init__(self) -> None:
        super().__init__()
        self._text, self._facts = "", ""

    @property
    def text(self) -> str:
        """What is said on the left."""
        return self._text

    def say(self, text: str, facts: str = "") -> None:
        """Heading on the left, quiet facts on the right."""
        self._text, self._facts = clean(text), clean(facts)
        self.refresh()

    def render(self) -> Text:
        """The facts give way to the heading."""
        width = self.size.width - 2
        facts = self._facts if cell_len(self._text) + cell_len(self._facts) + 2 <= width else ""
        line = Text(" " + left(self._text, max(width - cell_len(facts), 0)), no_wrap=True, end="")
        line.append(facts + " ")
        return line


class KeysLine(Widget):
    """The keys that act here and now; while someone types, the function keys. A click presses."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[Piece] = []

    def on_mount(self) -> None:
        """Follow the focus."""
        self.watch(self.screen, "focused", self._draw, init=False)

    def _draw(self) -> None:
        self.refresh()

    def render(self) -> Text:
        """As many keys as fit, the most useful first; the last is help, with how many more it knows."""
        self._pieces, line = [], Text(" ", no_wrap=True, end="")
        found, at = self._keys(), 1
        *others, (help_key, help_action) = found if found else [("", keymap.action_named("help"))]
        last = f"{help_key} {help_action.label}"
        room = self.size.width - 1 - cell_len(last) - len(f" +{len(others)}")
        left_out = 0
        for key, action in others:
            width = cell_len(f"{key} {action.label}")
            if at + width + 2 > room:
                left_out += 1
                continue
            self._put(line, at, key, action)
            at += width + 2
        if found:
            self._put(line, at, help_key, help_action)
            if left_out:
                line.right_crop(2)
                line.append(f" +{left_out}")
        return line

    def _put(self, line: Text, at: int, key: str, action: keymap.Action) -> None:
        line.append(key, style=Style(bold=True))
        line.append(f" {action.label}  ")
        self._pieces.append((at, at + cell_len(f"{key} {action.label}"), action.act))

    def _keys(self) -> list[tuple[str, keymap.Action]]:
        """The keys that act, by their place in the line; the key of help comes last."""
        focused = self.screen.focused
        typing = focused is not None and focused.check_consume_key("a", "a")
        bound = keymap.keys_in_effect(self.screen)
        found = []
        for action in sorted(
            keymap.ACTIONS, key=lambda action: (action.id == "help", action.footer)
        ):
            if not action.footer or action.id not in bound:
                continue
            every = bound[action.id]
            keys = [key for key in every if not typing or len(keymap.key_name(key)) > 1]
            if keys:
                found.append((keymap.key_name(keys[-1] if typing else keys[0]), action))
        return found

    async def on_click(self, event: events.Click) -> None:
        """Press the key under the pointer."""
        await _press(self, event, self._pieces)


class ProgressLine(Widget):
    """How far a file is that is being written; not there when none is."""

    DEFAULT_CSS = """
    ProgressLine { display: none; height: 1; background: $panel; color: $heading-ink; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._said = ""

    def say(self, words: str) -> None:
        """Show other words, or nothing."""
        self._said = words
        self.display = bool(words)
        self.refresh()

    def render(self) -> Text:
        """The words, cut to one line."""
        return Text(left(" " + clean(self._said), self.size.width), no_wrap=True, end="")


class Enlarge(Container):
    """Shown instead of everything when the window is too small to work in."""

    def render(self) -> Text:
        """One line, cut to what there is."""
        return Text(cut(_("请放大窗口 (至少 40x10)"), self.size.width), no_wrap=True, end="")


async def _press(widget: Widget, event: events.Click, pieces: list[Piece]) -> None:
    for start, end, act in pieces:
        if start <= event.x < end:
            event.stop()
            await widget.app.run_action(act, default_namespace=widget.screen)
            return

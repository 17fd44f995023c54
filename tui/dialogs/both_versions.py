"""Somebody saved first: both versions field by field, and for each field a choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.geometry import Offset
from textual.screen import ModalScreen
from textual.widgets import Static

from mediation.i18n import _
from tui.text import cell_len, clean, cut, hung, shown

_LONGEST = 400
_NARROWEST = 30


@dataclass(frozen=True, slots=True)
class Side:
    """One differing field: what we want to save and what is saved now."""

    name: str
    label: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Settled:
    """Of which fields the saved text is taken, and whether to save at once."""

    taken: frozenset[str]
    saves: bool


class SideLine(Static, can_focus=True):
    """One differing field: its label, what is typed here, what is saved; one of the two chosen."""

    DEFAULT_CSS = """
    SideLine { height: auto; }
    SideLine:focus { background: $cursor-ground; color: $cursor-ink; }
    """

    def __init__(self, side: Side) -> None:
        super().__init__("\n\n", markup=False)
        self.side = side
        self.is_mine: bool | None = None

    def cursor_place(self) -> Offset:
        """Where the cursor is within the widget, in cells."""
        return Offset(0, 0)

    def choose(self, is_mine: bool) -> None:
        """Take one of the two."""
        self.is_mine = is_mine
        self.draw()

    def draw(self) -> None:
        """Both texts, the chosen one marked by a sign."""
        line = Text("> " if self.has_focus else "  ", end="")
        line.append(clean(self.side.label), "bold")
        for words, text, chosen in (
            (_("我填的:{text}"), self.side.mine, self.is_mine is True),
            (_("已存的:{text}"), self.side.theirs, self.is_mine is False),
        ):
            head = f"    {'●' if chosen else '○'} {words.format(text='')}"
            told = cut(text, _LONGEST) or _("(空)")
            lines = hung(head, told, max(self.size.width, _NARROWEST), cell_len(head))
            line.append(f"\n{lines}", "bold" if chosen else "")
        self.update(line)

    def on_resize(self) -> None:
        """Draw for this width."""
        self.draw()

    def on_focus(self) -> None:
        """Mark the line."""
        self.draw()

    def on_blur(self) -> None:
        """Unmark it."""
        self.call_after_refresh(self.draw)

    def on_click(self) -> None:
        """The other one."""
        self.choose(self.is_mine is not True)


class BothVersions(ModalScreen[Settled | None]):
    """``sides`` ask for a choice; ``others`` were changed by the other alone and stay as saved.

    Answers ``None`` to go back without any change.
    """

    DEFAULT_CSS = """
    BothVersions { align: center middle; background: $background 60%; }
    BothVersions > Vertical { width: 76; max-width: 100%; height: auto; max-height: 100%; background: $panel; padding: 0 1; }
    BothVersions .asked { height: auto; text-style: bold; color: $heading-ink; }
    BothVersions .others, BothVersions .left { height: auto; color: $quiet; }
    BothVersions VerticalScroll { height: auto; max-height: 14; }
    """
    AUTO_FOCUS: ClassVar[str | None] = "SideLine"

    def __init__(self, message: str, sides: Sequence[Side], others: Sequence[Side] = ()) -> None:
        super().__init__()
        self._message = message
        self._sides = tuple(sides)
        self._others = tuple(others)

    def compose(self) -> ComposeResult:
        """What happened, the fields, what the other changed besides, the keys."""
        with Vertical():
            yield Static(shown(self._message), classes="asked", markup=False)
            with VerticalScroll(can_focus=False):
                for side in self._sides:
                    yield SideLine(side)
                if self._others:
                    yield Static(shown(self._told()), classes="others", markup=False)
            yield Static(shown(self._keys()), classes="keys", markup=False)
            yield Static("", classes="left", markup=False)

    def _told(self) -> str:
        lines = [_("别人还改了下面这些,您没有动,照已存的:")]
        lines += [
            _("  {field}:{text}").format(field=side.label, text=cut(side.theirs, 60) or _("(空)"))
            for side in self._others
        ]
        return "\n".join(lines)

    def _keys(self) -> str:
        own = [_("↑↓ 选项目,← 存我填的,→ 留已存的")] if self._sides else []
        return "\n".join(
            (
                *own,
                _("Ctrl+S F10  照上面所选保存") if self._sides else _("Ctrl+S F10  保存"),
                *([_("m  全部存我填的"), _("t  全部留已存的,填进表里再看")] if self._sides else []),
                _("Esc  回到表中再看看,什么也不改"),
            )
        )

    def on_key(self, event: events.Key) -> None:
        """Arrows walk and choose; nothing is saved by Enter."""
        lines = list(self.query(SideLine))
        here = self.focused if isinstance(self.focused, SideLine) else None
        act = _ACTS.get(event.key)
        if act is None:
            return
        event.stop()
        if act == "back":
            self.dismiss(None)
        elif act == "save":
            self._save(lines)
        elif act in ("all_mine", "all_theirs"):
            taken = frozenset() if act == "all_mine" else frozenset(s.side.name for s in lines)
            self.dismiss(Settled(taken, saves=act == "all_mine"))
        elif here is not None and act in ("mine", "theirs", "other"):
            here.choose({"mine": True, "theirs": False}.get(act, here.is_mine is not True))
        elif lines and act in ("down", "up"):
            at = lines.index(here) if here is not None else 0
            lines[(at + (1 if act == "down" else -1)) % len(lines)].focus()

    def _save(self, lines: Sequence[SideLine]) -> None:
        left = [line for line in lines if line.is_mine is None]
        if left:
            left[0].focus()
            words = _("还有 {count} 项没有选。").format(count=len(left))
            self.query_one(".left", Static).update(shown(words))
            return
        taken = frozenset(line.side.name for line in lines if not line.is_mine)
        self.dismiss(Settled(taken, saves=True))


_ACTS = {
    "escape": "back",
    "ctrl+s": "save",
    "f10": "save",
    "m": "all_mine",
    "t": "all_theirs",
    "left": "mine",
    "right": "theirs",
    "space": "other",
    "enter": "other",
    "down": "down",
    "tab": "down",
    "up": "up",
    "shift+tab": "up",
}

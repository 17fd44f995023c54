"""What can be done here, drawn from the keys that act here."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from mediation.i18n import _
from tui import keymap
from tui.text import cell_len, hung, left

_MOVING = (
    ("Up Down", _("上一行,下一行")),
    ("PgUp PgDn", _("上一屏,下一屏")),
    ("Home End", _("第一行,最后一行")),
    ("Left Right", _("选栏(筛选、排序用)")),
    ("Tab", _("到下一处")),
)
_WIDEST, _MARGINS, _LABEL = 78, 6, 10


class HelpScreen(ModalScreen[None]):
    """The keys of the screen below, then those that work everywhere."""

    AUTO_FOCUS: ClassVar[str | None] = "#help"

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        self._below = below

    def compose(self) -> ComposeResult:
        """One long text."""
        with VerticalScroll(id="help"):
            yield Static(self._text(), markup=False)

    def _text(self) -> Text:
        active = keymap.keys_in_effect(self._below)
        here = [each for each in keymap.ACTIONS if each.id in active and each.rooms]
        everywhere = [each for each in keymap.ACTIONS if each.id in active and not each.rooms]
        room = keymap.room_name(getattr(self._below, "room", "")) or _("这里")
        parts = [
            (
                _("{room}里能按的键").format(room=room),
                [_row(each, active[each.id]) for each in here],
            ),
            (_("移动"), [(keys, "", words) for keys, words in _MOVING]),
            (_("到处都能用"), [_row(each, active[each.id]) for each in everywhere]),
        ]
        wide = max(12, *(cell_len(keys) for _heading, rows in parts for keys, *_words in rows)) + 2
        cells = min(self.app.size.width, _WIDEST) - _MARGINS
        text = Text(end="")
        for heading, rows in parts:
            if rows:
                text.append(heading + "\n", "bold")
            for keys, label, words in rows:
                head = f"  {left(keys, wide)}{left(label, _LABEL) if label else ''}"
                text.append(hung(head, words, cells, min(cell_len(head), cells // 2)) + "\n")
            text.append("\n" if rows else "")
        text.append(_("正在输入文字时,字母键只是字母;这时请用功能键。按任意键关闭。"))
        return text

    def on_key(self, event: events.Key) -> None:
        """Arrows read on; any other key closes."""
        if event.key not in ("up", "down", "pageup", "pagedown", "home", "end", "tab"):
            event.stop()
            event.prevent_default()
            self.dismiss()


def _row(action: keymap.Action, keys: tuple[str, ...]) -> tuple[str, str, str]:
    return "  ".join(map(keymap.key_name, keys)), action.label, action.tooltip

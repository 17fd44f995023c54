"""What is about to be saved, shown line by line before it is: many cases changed, rows pasted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult

from mediation.i18n import _
from mediation.office.changing import Line, Wish
from mediation.office.pasting import Pasted, PastedRow, Verdict
from tui.chosen_keys import keys_of
from tui.dialogs.surely import tell_surely
from tui.going import GoesWhenDone
from tui.keymap import action_named, key_name
from tui.screens.room import Room
from tui.text import cell_len, clean, left
from tui.widgets.button import Press
from tui.widgets.case_columns import number_text, parties_text
from tui.widgets.sheet import Piece, Sheet, SheetLine, folded

if TYPE_CHECKING:
    from mediation.office.office import Office
    from tui.app import MediationApp

_NUMBER, _SIGN = 24, 6
_INDENT, _LEAST = 8, 30
_WORDS = {
    Verdict.NEW: _("新"),
    Verdict.UPDATED: _("更新"),
    Verdict.UNCHANGED: _("不变"),
    Verdict.REFUSED: _("不收"),
}


class PreviewRoom(Room, GoesWhenDone[None]):
    """Lines above, one button below that says what it does; Escape leaves everything as it was."""

    room = "preview"
    AUTO_FOCUS: ClassVar[str | None] = "Press"

    def body(self) -> ComposeResult:
        """The lines and the button."""
        yield Sheet()
        yield Press(self.button_words(), "do")

    def button_words(self) -> str:
        """What the button does."""
        return ""

    def lines(self) -> list[SheetLine]:
        """What will happen."""
        return []

    def load(self) -> None:
        """Everything is known already."""
        self.call_after_refresh(self._draw)

    def on_resize(self, _event: events.Resize) -> None:
        """Every line stays whole at any width."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        sheet = self.query_one(Sheet)
        width = max(sheet.scrollable_content_region.width - 1, _LEAST)
        sheet.show_lines([row for line in self.lines() for row in folded(line, width, _INDENT)])

    def on_key(self, event: events.Key) -> None:
        """Enter presses the button; the arrows scroll the lines."""
        if event.key == "enter" and isinstance(self.focused, Press):
            event.stop()
            self.action_do_it()
        elif event.key in ("up", "down", "pageup", "pagedown"):
            event.stop()
            step = self.query_one(Sheet).size.height if "page" in event.key else 1
            down = event.key in ("down", "pagedown")
            self.query_one(Sheet).scroll_relative(y=step if down else -step, animate=False)

    def on_press_pressed(self) -> None:
        """The button was clicked."""
        self.action_do_it()

    def action_do_it(self) -> None:
        """Save what is shown."""


class ChangeRoom(PreviewRoom):
    """批量更改: each case with what it has and would have."""

    def __init__(self, wish: Wish, name: str, lines: Sequence[Line]) -> None:
        super().__init__()
        self._wish, self._field, self._all = wish, name, list(lines)
        self._changing = [line for line in lines if not line.refusal and not line.same]

    def load(self) -> None:
        """How many change and how many do not."""
        same = sum(line.same for line in self._all)
        refused = len(self._all) - len(self._changing) - same
        self.say_heading(
            _("批量更改 › {field}: {value}").format(field=self._field, value=self._wish.words),
            _("改 {changing}  已是 {same}  不能改 {refused}").format(
                changing=len(self._changing), same=same, refused=refused
            ),
        )
        super().load()

    def button_words(self) -> str:
        """What the button does."""
        if not self._changing:
            return _("没有要改的:按 Esc 返回")
        return _("改这 {count} 件(一次保存,按 u 可一次撤销)").format(count=len(self._changing))

    def lines(self) -> list[SheetLine]:
        """Those refused first, then those that change, then those that stay."""
        order = sorted(self._all, key=lambda line: (not line.refusal, line.same))
        return [_change_line(line) for line in order]

    def action_do_it(self) -> None:
        """Save all of it at once; what was left as it is stays on screen with its reason."""
        if self._changing:
            wish, lines = self._wish, self._changing
            tell_surely(
                self.window,
                lambda office, sure: office.changing.change(lines, wish, sure_of=sure),
                self._done,
            )

    def _done(self, left_out: list[Line]) -> None:
        changed = len(self._changing) - len(left_out)
        self.window.saved(_("已改 {count} 件").format(count=changed))
        if left_out:
            room = ChangeRoom(self._wish, self._field, left_out)
            self.go(partial(self.window.switch_screen, room))
        else:
            self.go(self.dismiss)


def _change_line(line: Line) -> SheetLine:
    number = _whole(number_text(line.row), _NUMBER) + "  "
    old, new = line.old or _("(空)"), line.new or _("(空)")
    if line.refusal:
        return [
            Piece(_("不改") + "  " + number, "plain"),
            Piece(line.refusal, "fault"),
        ]
    if line.same:
        return [Piece(_("不变") + "  " + number + old, "quiet")]
    return [
        Piece(_("改") + "    " + number),
        Piece(_("{old} 改为 ").format(old=old), "quiet"),
        Piece(new, "heading"),
        Piece("  " + parties_text(line.row), "quiet"),
    ]


class PasteRoom(PreviewRoom):
    """粘贴: what each row of the clipboard would become; nothing is saved unseen."""

    def __init__(self, pasted: Pasted) -> None:
        super().__init__()
        self._pasted = pasted
        self._kept = pasted.counts[Verdict.NEW] + pasted.counts[Verdict.UPDATED]

    def load(self) -> None:
        """How many rows of each kind."""
        facts = "  ".join(
            f"{_WORDS[verdict]} {self._pasted.counts[verdict]}" for verdict in Verdict
        )
        self.say_heading(
            _("粘贴 › {count} 行,还没有保存").format(count=len(self._pasted.rows)), facts
        )
        super().load()

    def button_words(self) -> str:
        """What the button does."""
        if not self._kept:
            return _("没有要导入的:按 Esc 返回")
        refused = self._pasted.counts[Verdict.REFUSED]
        words = _("导入这 {count} 行").format(count=self._kept)
        return words + (_(",不收的 {count} 行不导入").format(count=refused) if refused else "")

    def lines(self) -> list[SheetLine]:
        """The notes, then the rows in their order."""
        notes: list[SheetLine] = [[Piece(note, "fault")] for note in self._pasted.notes]
        return [*notes, *map(_pasted_line, self._pasted.rows)]

    def action_do_it(self) -> None:
        """Import in one save."""
        if not self._kept:
            return
        pasted = self._pasted

        def call(office: Office, sure: int | None) -> Pasted:
            return office.pasting.keep(pasted, sure_of=sure)

        tell_surely(self.window, call, self._done)

    def _done(self, kept: Pasted) -> None:
        self.window.saved(
            _("已导入:新 {new} 件,更新 {updated} 件").format(
                new=kept.counts[Verdict.NEW], updated=kept.counts[Verdict.UPDATED]
            )
        )
        # Of the window: this room is gone when the answer comes.
        window = self.window
        window.ask(
            "ties",
            lambda office: len(office.conflicts.unlooked()),
            lambda count: _warn_of_ties(window, count),
            owner=window.screen_stack[0],
        )
        self.go(self.dismiss)


def _warn_of_ties(window: MediationApp, count: int) -> None:
    if count:
        words = _("{count} 件可能有利害关系(当事人与调解员的登记同名):在案件清单按 {key} 列出。")
        key = keys_of(action_named("cases.ties"), window.chosen_keys)[0]
        window.warn(words.format(count=count, key=key_name(key)))


def _pasted_line(row: PastedRow) -> SheetLine:
    look = "quiet" if row.verdict is Verdict.UNCHANGED else "plain"
    head = left(_WORDS[row.verdict], _SIGN) + _whole(row.number or _("(无号)"), _NUMBER) + "  "
    if row.why:
        return [Piece(head, look), Piece(row.why, "fault")]
    return [Piece(head + row.parties, look)]


def _whole(text: str, cells: int) -> str:
    """Padded where it is shorter; a longer number takes the room it needs."""
    return left(text, cells) if cell_len(text) <= cells else clean(text)

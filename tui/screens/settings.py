"""设置: colours, flat lines, widths of characters, and the key of every action."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from mediation import screen_choices as choices
from mediation.errors import MediationError
from mediation.i18n import _
from mediation.locking import LEAST
from mediation.office.preferences import LOCK_MINUTES, NAMES, USUAL_MINUTES, checked_setting
from tui.chosen_keys import FIXED, checked_keys, keys_of
from tui.keymap import ACTIONS, Action, action_named, key_name, room_name
from tui.screens.room import Room
from tui.text import shown
from tui.widgets.agenda_list import AgendaList, Line

if TYPE_CHECKING:
    from mediation.office.locking import Guard

_WORDS = {
    (choices.LANGUAGE, "zh"): "中文",
    (choices.LANGUAGE, "en"): "English",
    (choices.THEME, "night"): _("深色"),
    (choices.THEME, "day"): _("浅色"),
    (choices.FLAT, "off"): _("否"),
    (choices.FLAT, "on"): _("是"),
    (choices.AMBIGUOUS, "narrow"): _("一格"),
    (choices.AMBIGUOUS, "wide"): _("两格"),
}
_NAMES = {
    choices.LANGUAGE: (_("语言"), _("下次打开时起")),
    choices.THEME: (_("颜色"), _("浅色或深色")),
    choices.FLAT: (_("平铺界面"), _("给读屏软件:没有框,不并排,一行一件事")),
    choices.AMBIGUOUS: (_("模糊宽度"), _("终端把 · “ 这类字符画成几格;清单对不齐时换一换")),
}


class SettingsRoom(Room):
    """What can be chosen for the screens of this machine; Enter changes the line."""

    room = "settings"

    def __init__(self) -> None:
        super().__init__()
        self._guard: Guard | None = None

    def body(self) -> ComposeResult:
        """One list."""
        yield AgendaList(folds=True)

    def load(self) -> None:
        """Draw what holds now."""
        self.say_heading(_("设置   只管这台电脑上的界面"), _("Enter 改"))
        self._draw()
        self.ask("guard", lambda office: office.locking.guard(), self._guarded)

    def _guarded(self, guard: Guard) -> None:
        self._guard = guard
        self.window.cover_after(guard.minutes)
        self.window.mask_names(guard.masks_names)
        self._draw()

    def _draw(self) -> None:
        self.query_one(AgendaList).show(list(self._lines()))

    def _lines(self) -> Iterator[Line]:
        yield Line((_("界面"),), is_heading=True)
        for key, (name, note) in _NAMES.items():
            value = _WORDS[key, self.window.choices.choice(key)]
            yield Line((name, value, note), (14, 20), partial(self._turn, key), key)
        if self._guard is not None:
            yield from self._guard_lines(self._guard)
        for heading, actions in _by_room():
            yield Line(("",))
            yield Line((_("按键   {room}").format(room=heading),), is_heading=True)
            for action in actions:
                yield self._key_line(action)

    def _guard_lines(self, guard: Guard) -> Iterator[Line]:
        yield Line(("",))
        yield Line((_("防旁人看   管这个数据库,在哪台电脑打开都一样"),), is_heading=True)
        after = _("{minutes} 分钟").format(minutes=guard.minutes) if guard.minutes else _("不锁")
        note = _("这么久没有按键就盖住窗口;立即锁屏按 {key}").format(
            key=key_name(keys_of(action_named("lock"), self.window.chosen_keys)[0])
        )
        yield Line((_("自动锁屏"), after, note), (14, 20), self._ask_minutes)
        if guard.by_passphrase:
            yield Line((_("锁屏口令"), _("用数据库的口令"), ""), (14, 20))
        else:
            word = _("已设") if guard.has_word else _("没有设")
            note = _("解锁和打开窗口时要打;只挡屏幕,不是加密")
            yield Line((_("锁屏口令"), word, note), (14, 20), partial(self._ask_word, guard))
        names = _("脱敏") if guard.masks_names else _("全名")
        note = _("清单和首页上当事人的姓名;脱敏后按 H 看全名,留下审计记录")
        yield Line((_("清单里的姓名"), names, note), (14, 20), partial(self._turn_names, guard))

    def _ask_minutes(self) -> None:
        from tui.dialogs.ask_text import AskText

        def take(text: str | None) -> None:
            if text is not None:
                self.window.tell(
                    lambda office: office.put_setting(*checked_setting(LOCK_MINUTES, text or "0")),
                    lambda _kept: self.load(),
                )

        self.window.push_screen(
            AskText(
                _("几分钟没有按键就锁屏?0 为不锁"),
                _("分钟"),
                str(self._guard.minutes if self._guard else USUAL_MINUTES),
                lambda text: checked_setting(LOCK_MINUTES, text or "0"),
            ),
            take,
        )

    def _ask_word(self, guard: Guard) -> None:
        from tui.dialogs.ask_word import AskWord, Words

        def take(words: Words | None) -> None:
            if words is not None:
                self.window.tell(
                    lambda office: office.locking.set_word(words.new, words.old),
                    lambda _kept: self._say_word(words.new),
                )

        self.window.push_screen(
            AskWord(
                _("锁屏口令"),
                _("它只挡住屏幕。数据库没有加密时,拿到文件的人不用口令也能读。"),
                old=_("原来的口令") if guard.has_word else "",
                new=_("新的口令,至少 {least} 个字符;空着就不设").format(least=LEAST),
                least=LEAST,
            ),
            take,
        )

    def _say_word(self, word: str) -> None:
        self.window.say(_("锁屏口令已设。") if word else _("没有锁屏口令了。"))
        self.load()

    def _turn_names(self, guard: Guard) -> None:
        value = "" if guard.masks_names else "masked"
        self.window.tell(
            lambda office: office.put_setting(*checked_setting(NAMES, value)),
            lambda _kept: self._names_turned(),
        )

    def _names_turned(self) -> None:
        self.load()
        self.window.saved(_("已改。"))

    def _key_line(self, action: Action) -> Line:
        keys = "  ".join(map(key_name, keys_of(action, self.window.chosen_keys)))
        note = action.tooltip
        if action.id in self.window.chosen_keys:
            own = " ".join(map(key_name, action.keys))
            note = _("已改,原来是 {keys}   {note}").format(keys=own, note=note)
        target = None if action.id in FIXED else partial(self._ask_key, action)
        return Line((action.label, keys, note), (14, 20), target, action.id)

    @on(AgendaList.Opened)
    def action_open(self) -> None:
        """Change the line under the cursor."""
        line = self.query_one(AgendaList).line
        if line is not None and line.target is not None:
            line.target()

    def action_default_keys(self) -> None:
        """The line under the cursor as the program has it."""
        line = self.query_one(AgendaList).line
        if line is None or not isinstance(line.case, str):
            return
        if line.case in choices.CHOICES:
            self._put(line.case, "")
        else:
            self._take_key(line.case, "")

    def _turn(self, key: str) -> None:
        values = choices.CHOICES[key]
        at = values.index(self.window.choices.choice(key))
        self._put(key, values[(at + 1) % len(values)])

    def _put(self, key: str, value: str) -> None:
        self.window.choose(key, value)
        self.load()

    def _ask_key(self, action: Action) -> None:
        def take(text: str | None) -> None:
            if text is not None:
                self._take_key(action.id, text)

        self.window.push_screen(KeyAsked(action, self.window.chosen_keys), take)

    def _take_key(self, identifier: str, text: str) -> None:
        try:
            keys = checked_keys(identifier, text, self.window.chosen_keys)
        except MediationError as error:
            self.window.explain(error)
            return
        self._put(choices.KEYS + identifier, ",".join(keys))
        self.refresh_lines()


class KeyAsked(ModalScreen[str]):
    """Waits for the new key of an action and refuses one that is taken, by the name of who has it."""

    DEFAULT_CSS = """
    KeyAsked { align: center middle; background: $background 60%; }
    KeyAsked > Vertical { width: 70; max-width: 100%; height: auto; background: $panel; padding: 1 2; }
    KeyAsked Static { height: auto; }
    KeyAsked #refused { color: $error; }
    """

    def __init__(self, action: Action, chosen: dict[str, str]) -> None:
        super().__init__()
        self._action = action
        self._chosen = chosen

    def compose(self) -> ComposeResult:
        """What is asked, and why a key was not taken."""
        with Vertical():
            yield Static(
                shown(_("请按“{label}”的新键").format(label=self._action.label)),
                classes="title",
                markup=False,
            )
            yield Static(shown(self._action.tooltip), markup=False)
            yield Static("", id="refused", markup=False)
            yield Static(shown(_("功能键在打字时也能用,字母键不能。")), markup=False)
            yield Static(shown(_("Enter 恢复默认   Esc 不改")), markup=False)

    def on_key(self, event: events.Key) -> None:
        """Take the key that was pressed, or say why not."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss(None)
            return
        if event.key == "enter":
            self.dismiss("")
            return
        try:
            checked_keys(self._action.id, event.key, self._chosen)
        except MediationError as error:
            self.query_one("#refused", Static).update(shown(f"! {error.message}"))
        else:
            self.dismiss(event.key)


def _by_room() -> Iterator[tuple[str, list[Action]]]:
    """Every action once, under the first room it belongs to."""
    rooms = dict.fromkeys(action.rooms[0] if action.rooms else "" for action in ACTIONS)
    for room in sorted(rooms, key=lambda room: room != ""):
        actions = [each for each in ACTIONS if (each.rooms[0] if each.rooms else "") == room]
        yield room_name(room) if room else _("到处"), actions

"""What one person chose for the screens, in effect: colours, keys, flat lines, widths."""

from __future__ import annotations

from textual.geometry import Offset
from textual.scrollbar import ScrollBar, ScrollBarRender

from mediation.errors import MediationError
from mediation.i18n import _
from mediation.screen_choices import AMBIGUOUS, FLAT, KEYS, THEME, ScreenChoices
from tui import theme, widths
from tui.chosen_keys import sound_keys
from tui.keys_in_order import KeysInOrder
from tui.text import clean

_SHOW_CURSOR = "\x1b[?25h"


class _PlainBars(ScrollBarRender):
    """Whole cells by their ground alone: blocks of eighths are wide in some terminals."""

    VERTICAL_BARS = (" ",) * 8  # type: ignore[assignment]
    HORIZONTAL_BARS = (" ",) * 8  # type: ignore[assignment]


ScrollBar.renderer = _PlainBars


class ChosenScreens(KeysInOrder):
    """A window that looks and answers as its user chose; flat screens carry the class ``-lines``."""

    _typed_at = Offset(0, 0)

    def __init__(self, choices: ScreenChoices | None = None) -> None:
        super().__init__()
        self.choices = choices or ScreenChoices()
        self.chosen_keys: dict[str, str] = {}
        for colours in theme.THEMES:
            self.register_theme(colours)
        for key in (THEME, FLAT, AMBIGUOUS, KEYS):
            self._obey(key)

    @property
    def is_flat(self) -> bool:
        """Whether screens are laid out line by line for a reader of the screen."""
        return self.choices.is_flat

    def choose(self, key: str, value: str) -> None:
        """Let a choice hold from now on; it is kept for the next time."""
        try:
            self.choices.put(key, value)
        except MediationError as error:
            self.notify(clean(error.message), markup=False, severity="warning")
        self._obey(key)
        if key in (FLAT, AMBIGUOUS):
            self._lay_out_again()

    def say_keys_refused(self) -> None:
        """Say which chosen keys are not obeyed, and why."""
        _good, refused = sound_keys(self.choices.keys())
        for words in refused:
            self.notify(
                clean(words),
                title=_("设置里的按键没有照办"),
                markup=False,
                severity="warning",
                timeout=15,
            )

    def show_cursor(self) -> None:
        """On flat screens the terminal's own cursor is seen and followed."""
        if self.is_flat and self._driver is not None and not self.is_headless:
            self._driver.write(_SHOW_CURSOR)

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's cursor rests: at the line that has the focus, or where one types.

        Readers of the screen and the windows of input methods follow it.
        """
        focused = self.focused if self._running else None
        place = getattr(focused, "cursor_place", None)
        if focused is None or place is None:
            return self._typed_at
        here: Offset = focused.content_region.offset + place()
        return here

    @cursor_position.setter
    def cursor_position(self, place: Offset) -> None:
        self._typed_at = place

    def _obey(self, key: str) -> None:
        if key == THEME:
            self.theme = self.choices.choice(THEME)
        elif key == FLAT:
            self.set_class(self.is_flat, "-lines")
            self.show_cursor()
        elif key == AMBIGUOUS:
            widths.count_ambiguous(self.choices.choice(AMBIGUOUS) == "wide")
        else:
            self.chosen_keys, _refused = sound_keys(self.choices.keys())
            self.set_keymap(self.chosen_keys)

    def _lay_out_again(self) -> None:
        for stack in self._screen_stacks.values():
            for screen in stack:
                for widget in screen.walk_children(with_self=True):
                    widget.notify_style_update()
                    widget.refresh(layout=True)

"""A screen that goes away when what it told the office is done, whatever lies over it by then."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.screen import Screen, ScreenResultType


class GoesWhenDone(Screen[ScreenResultType]):
    """An answer may come when the help or the cover lies over the screen, or when the user has left it."""

    _going: Callable[[], object] | None = None

    def go(self, leave: Callable[[], object]) -> None:
        """Leave at once, or as soon as nothing lies over this screen; one that is gone stays gone."""
        self._going = leave
        self._go()

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        """Nothing lies over it any more."""
        self._go()

    def _go(self) -> None:
        leave = self._going
        if leave is not None and self.app.screen is self:
            self._going = None
            leave()

"""A window that covers itself when nobody is at it: nothing of the work stays on the screen."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from textual import events
from textual.await_complete import AwaitComplete
from textual.widget import AwaitMount
from textual.widgets import Input

from tui.choosing import ChosenScreens

if TYPE_CHECKING:
    from textual.screen import Screen

    from mediation.screen_choices import ScreenChoices
    from tui.screens.cover import CoverScreen

_HANDS = (events.Key, events.Paste, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp)
"""What somebody at the desk does; a mouse that merely moves is no sign of a person."""

LOOK = 15.0


def seconds() -> float:
    """A clock that nobody sets and that runs on while the machine sleeps, where there is one."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


@runtime_checkable
class ShowsNames(Protocol):
    """A screen that lists parties by name."""

    def names_turned(self) -> None:
        """Draw again: names are masked now, or shown."""


class Covering(ChosenScreens):
    """While the cover is up no screen comes over it and none goes away: that waits until it is lifted.

    ``clock`` counts seconds; what stood on the screen stays as it was beneath.
    """

    def __init__(
        self, choices: ScreenChoices | None = None, clock: Callable[[], float] = seconds
    ) -> None:
        super().__init__(choices)
        self._clock = clock
        self._touched = clock()
        self._minutes = 0
        self._cover: CoverScreen | None = None
        self._masks_names = False
        self._names_uncovered = False
        self._waiting: list[Callable[[], object]] = []

    @property
    def is_covered(self) -> bool:
        """Whether the cover is up."""
        return self._cover is not None

    def cover_after(self, minutes: int) -> None:
        """Cover the window after so many minutes without a key; 0 for never."""
        self._minutes = minutes

    def look_at_clock(self) -> None:
        """Cover the window when nobody was at it for too long."""
        if self._is_left_alone():
            self.cover()

    @property
    def shows_names(self) -> bool:
        """Whether lists show the parties' names whole."""
        return self._names_uncovered or not self._masks_names

    def mask_names(self, masked: bool) -> None:
        """Mask the names in lists from now on, or show them."""
        self._masks_names, self._names_uncovered = masked, False

    def uncover_names(self, uncovered: bool) -> None:
        """Show masked names whole for a while, or mask them again."""
        if uncovered != self._names_uncovered:
            self._names_uncovered = uncovered
            for stack in self._screen_stacks.values():
                for screen in stack:
                    if isinstance(screen, ShowsNames):
                        screen.names_turned()

    def on_app_blur(self) -> None:
        """Names do not stand open while another window is in front."""
        self.uncover_names(False)

    def cover(self) -> None:
        """Cover the window now."""
        from tui.screens.cover import CoverScreen

        self.uncover_names(False)
        if self._cover is None:
            self._cover = CoverScreen()
            super().push_screen(self._cover)

    def uncover(self) -> None:
        """Lift the cover; what screens wanted meanwhile happens now, in its order."""
        if self._cover is None:
            return
        self._cover, self._touched = None, self._clock()
        super().pop_screen()
        waiting, self._waiting = self._waiting, []
        for step in waiting:
            self.call_later(step)

    async def on_event(self, event: events.Event) -> None:
        """Note that somebody is there; the key that comes too late is for the cover, not for the work."""
        if isinstance(event, _HANDS) and not event.is_forwarded:
            if self._is_left_alone():
                self.cover()
                return
            self._touched = self._clock()
        await super().on_event(event)

    def copy_to_clipboard(self, text: str) -> None:
        """Put a text on the clipboard, but nothing that is hidden where it is typed."""
        field = self.focused
        if text and not (isinstance(field, Input) and field.password):
            super().copy_to_clipboard(text)

    def push_screen(self, screen: Any, *args: Any, **kwargs: Any) -> Any:
        """Put a screen on top, once the cover is lifted."""
        if self._cover is None:
            return super().push_screen(screen, *args, **kwargs)
        self._waiting.append(partial(self.push_screen, screen, *args, **kwargs))
        return AwaitMount(self._cover, [])

    def pop_screen(self) -> AwaitComplete:
        """Take the screen on top away, once the cover is lifted."""
        if self._cover is None:
            return super().pop_screen()
        self._waiting.append(self.pop_screen)
        return AwaitComplete()

    def switch_mode(self, mode: str) -> AwaitMount:
        """Go to another room, once the cover is lifted."""
        if self._cover is None:
            return super().switch_mode(mode)
        self._waiting.append(partial(self.switch_mode, mode))
        return AwaitMount(self._cover, [])

    def switch_screen(self, screen: Screen[Any] | str) -> Any:
        """Put a screen in the place of the one on top, once the cover is lifted."""
        if self._cover is None:
            return super().switch_screen(screen)
        self._waiting.append(partial(self.switch_screen, screen))
        return AwaitComplete()

    def _is_left_alone(self) -> bool:
        idle = self._clock() - self._touched
        return bool(self._minutes) and self._cover is None and idle >= self._minutes * 60

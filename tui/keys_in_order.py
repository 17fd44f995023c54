"""Keys act in the order they were pressed, however far the typist is ahead of the screen."""

from __future__ import annotations

from collections import deque
from time import monotonic

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.driver import Driver
from textual.message import Message
from textual.message_pump import MessagePump

from tui.posix_terminal import bearing

_PATIENCE = 0.5
_LOOK_AGAIN = 0.03


class Passed(Message):
    """Follows a key on its way through the widgets up to the app."""

    def __init__(self, target: MessagePump, turn: int, *, again: bool) -> None:
        super().__init__()
        self.target = target
        self.turn = turn
        self.again = again


class KeysInOrder(App[None]):
    """Hands a key on only when the one before it, and what that set going, is done.

    Textual forwards a key to the widget that has the focus when the key arrives, so that a quick
    ``Tab`` and a letter put the letter into the field before.
    """

    _under_way: float | None = None
    _turn: int = 0
    _target: MessagePump | None = None

    def get_driver_class(self) -> type[Driver]:
        """What reads the keys, whatever bytes the terminal sends."""
        return bearing(super().get_driver_class())

    def __init__(self) -> None:
        super().__init__()
        self._pressed: deque[events.Key | events.Paste] = deque()

    @property
    def keys_wait(self) -> bool:
        """Whether a key has not acted yet."""
        return bool(self._pressed) or not self._is_free()

    async def on_event(self, event: events.Event) -> None:
        """Queue keys and pastes; everything else goes its usual way."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._pressed.append(event)
        if self._is_free():
            await self._next_key()
        else:
            self.set_timer(_LOOK_AGAIN, self._look_for_stuck)

    async def on_passed(self, event: Passed) -> None:
        """A key has been through once: its consequences go the same way before the next key."""
        event.stop()
        if event.turn != self._turn:
            return
        if event.again and event.target.post_message(Passed(event.target, event.turn, again=False)):
            return
        await self._next_key()

    async def _next_key(self) -> None:
        while self._pressed:
            event = self._pressed.popleft()
            self._under_way = monotonic()
            self._turn += 1
            target = self._target = self.focused or self.screen
            await super().on_event(event)
            if event.is_forwarded and target.post_message(Passed(target, self._turn, again=True)):
                return
        self._under_way = None

    def _is_free(self) -> bool:
        """Whether the next key may go: none is on its way, or what had it is gone or too slow."""
        if self._under_way is None or monotonic() - self._under_way > _PATIENCE:
            return True
        return isinstance(self._target, DOMNode) and not self._target.is_attached

    async def _look_for_stuck(self) -> None:
        """A widget that left in the middle of its key must not keep the others waiting."""
        if not self._pressed:
            return
        if self._is_free():
            await self._next_key()
        else:
            self.set_timer(_LOOK_AGAIN, self._look_for_stuck)

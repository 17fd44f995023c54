"""Never lose typing: what is unsaved is kept every few seconds, on leaving, and on every signal."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, Protocol
from weakref import WeakKeyDictionary

from mediation.errors import MediationError
from mediation.i18n import _
from tui.work import explain

if TYPE_CHECKING:
    from textual.timer import Timer

    from mediation.office.office import Office
    from tui.app import MediationApp

QUIET = 1.5
LONGEST = 4.0
_SIGNALS = ("SIGHUP", "SIGTERM", "SIGINT")
_PATIENCE = 1.0
_LAST_MOMENT = 1.8


class Unsaved(Protocol):
    """A screen with input that may be unsaved."""

    is_saved: bool

    @property
    def draft_key(self) -> str:
        """Under which key the draft is kept."""

    def draft_title(self) -> str:
        """What the draft is called in the list of drafts."""

    def draft_values(self) -> Mapping[str, str] | None:
        """What is unsaved now; ``None`` when nothing is."""

    def set_timer(self, delay: float, callback: Any) -> Timer:
        """As of any widget."""


class DraftKeeper:
    """Keeps the drafts of one window."""

    _keepers: ClassVar[WeakKeyDictionary[Any, DraftKeeper]] = WeakKeyDictionary()

    def __init__(self, app: MediationApp) -> None:
        self._app = app
        self._open: list[Unsaved] = []
        self._waiting: dict[int, tuple[float, Timer]] = {}
        self._told = False

    @classmethod
    def of(cls, app: Any) -> DraftKeeper:
        """The window's one keeper."""
        if app not in cls._keepers:
            cls._keepers[app] = cls(app)
        return cls._keepers[app]

    def opened(self, form: Unsaved) -> None:
        """A form is on screen: what is typed into it is from now on this keeper's care."""
        self._open.append(form)

    def changed(self, form: Unsaved) -> None:
        """Something was typed: keep it when the typing rests, and during long typing every few seconds."""
        now = monotonic()
        first, timer = self._waiting.pop(id(form), (now, None))
        if timer is not None:
            timer.stop()
        delay = max(min(QUIET, first + LONGEST - now), 0.01)
        self._waiting[id(form)] = (first, form.set_timer(delay, partial(self.keep, form)))

    def keep(self, form: Unsaved) -> None:
        """Put what is unsaved now into the queue of writes; what was typed and taken back is dropped."""
        self._stop_waiting(form)
        values = form.draft_values()
        key, title = form.draft_key, form.draft_title()

        def call(office: Office) -> Path | None:
            if form.is_saved:
                return None
            if values is None:
                office.drafts.drop(key)
                return None
            return office.drafts.keep(key, title, values)

        self._app.tell(call, self._kept, partial(explain, self._app))

    def closed(self, form: Unsaved) -> None:
        """The form leaves the screen, by Escape or because the program ends."""
        waiting = self._stop_waiting(form)
        if form in self._open:
            self._open.remove(form)
            if waiting and not form.is_saved:
                self.keep(form)

    def drop(self, key: str) -> None:
        """Forget a draft."""
        self._app.tell(lambda office: office.drafts.drop(key))

    def _stop_waiting(self, form: Unsaved) -> bool:
        _first, timer = self._waiting.pop(id(form), (0.0, None))
        if timer is not None:
            timer.stop()
        return timer is not None

    def _kept(self, aside: Path | None) -> None:
        if aside is not None and not self._told:
            self._told = True
            self._app.notify(
                _("数据库现在写不进去,草稿另存为 {file};下次打开时会提出恢复。").format(
                    file=aside.name
                ),
                severity="warning",
                timeout=10,
                markup=False,
            )
        elif aside is None:
            self._told = False

    # --- signals ------------------------------------------------------------------------------

    def watch_signals(self) -> None:
        """On hang-up, termination and interrupt: keep the drafts, then leave (POSIX)."""
        loop = asyncio.get_running_loop()
        for name in _SIGNALS:
            number = getattr(signal, name, None)
            if number is not None:
                with suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self._leave, number)

    def _leave(self, number: int) -> None:
        code = 128 + number
        last = threading.Timer(_LAST_MOMENT, os._exit, (code,))
        last.daemon = True
        last.start()
        self.keep_at_once()
        self._app.exit(return_code=code)

    def keep_at_once(self) -> None:
        """Keep every unsaved form before this returns; beside the database when that is slow."""
        office = self._app.office
        if office is None:
            return
        for form in list(self._open):
            values = None if form.is_saved else form.draft_values()
            if values is not None:
                self._stop_waiting(form)
                _keep_or_set_aside(office, form.draft_key, form.draft_title(), values)


def _keep_or_set_aside(office: Office, key: str, title: str, values: Mapping[str, str]) -> None:
    kept = threading.Event()

    def keep() -> None:
        with suppress(MediationError):
            office.drafts.keep(key, title, values)
            kept.set()

    threading.Thread(target=keep, daemon=True).start()
    if not kept.wait(_PATIENCE):
        with suppress(MediationError):  # the window is closing: nobody is left to tell
            office.drafts.keep_aside(key, title, values)

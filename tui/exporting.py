"""Writing a file while the program stays usable: its progress in a line, cancelled by a key."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

from mediation.errors import MediationError
from mediation.i18n import _
from mediation.reports.whole_file import whole_file
from tui.dialogs.ask_file import make_folder
from tui.keymap import action_named, key_name
from tui.widgets.lines import ProgressLine

if TYPE_CHECKING:
    from mediation.office.office import Office
    from tui.app import MediationApp

Progress = Callable[[int, int], None]
Write = Callable[["Office", Path, Progress], object]
_APART = 0.2
"""Seconds between two drawings of the progress."""


class Cancelled(MediationError):
    """The user no longer wants the file."""


class Export:
    """One file on its way; under its own name it is complete or absent."""

    def __init__(self, window: MediationApp, target: Path) -> None:
        self._window = window
        self._target = target
        self._loop = asyncio.get_running_loop()
        self._cancelled = Event()
        self._drawn = 0.0

    def cancel(self) -> None:
        """Stop at the next step and leave nothing."""
        self._cancelled.set()

    def run(self, write: Write) -> None:
        """Write in a thread that no other reading or saving waits for."""
        self.show(_("正在计算.."))
        self._window.ask(
            "export", lambda office: self._written(office, write), self._done, owner=self._window
        )

    def _written(self, office: Office, write: Write) -> Path:
        try:
            make_folder(self._target.parent)
            with whole_file(self._target) as draft:
                write(office, draft, self._progress)
                self._check()
        finally:
            self._loop.call_soon_threadsafe(self._finish)
        return self._target

    def _check(self) -> None:
        if self._cancelled.is_set():
            raise Cancelled(_("已取消,没有写 {name}。").format(name=self._target.name))

    def _progress(self, done: int, whole: int) -> None:
        self._check()
        if monotonic() - self._drawn >= _APART:
            self._drawn = monotonic()
            words = _("{percent} %").format(percent=100 * done // max(whole, 1))
            self._loop.call_soon_threadsafe(self.show, words)

    def show(self, how_far: str) -> None:
        """Say how far it is in every room."""
        key = key_name(action_named("export.cancel").keys[0])
        words = _("正在写 {name}  {how_far}   {key} 取消")
        self._say(words.format(name=self._target.name, how_far=how_far, key=key))

    def _say(self, words: str) -> None:
        for stack in self._window._screen_stacks.values():
            for screen in stack:
                for line in screen.query(ProgressLine):
                    line.say(words)

    def _finish(self) -> None:
        self._window.exporting = None
        self._say("")

    def _done(self, path: Path) -> None:
        self._window.say(_("已存成 {path}").format(path=path))


def export(window: MediationApp, target: Path, write: Write) -> None:
    """Begin to write a file, one at a time; says where it was written."""
    if window.exporting is not None:
        window.say(_("上一个文件还在写,写完或取消以后再导出。"))
        return
    window.exporting = Export(window, target)
    window.exporting.run(write)

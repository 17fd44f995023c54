"""What a terminal sends that is no UTF-8 is shown as signs of replacement and ends no window.

A terminal set to GBK sends Chinese so, a paste may hold anything. Textual reads strictly, and a
failure of its reading thread prints a traceback.
"""

from __future__ import annotations

from codecs import getincrementaldecoder
from functools import partial
from typing import Any

from textual.driver import Driver

_READS_A_TERMINAL = "textual.drivers.linux_driver"


def reading_any_bytes(driver: type[Driver]) -> type[Driver]:
    """The driver; one that reads a POSIX terminal bears any bytes and fails as everything else does."""
    if driver.__module__ != _READS_A_TERMINAL:
        return driver
    from textual.drivers import linux_driver

    def lenient(encoding: str) -> Any:
        return partial(getincrementaldecoder(encoding), errors="replace")

    linux_driver.getincrementaldecoder = lenient  # type: ignore[attr-defined]

    class ReadingAnyBytes(linux_driver.LinuxDriver):
        def _run_input_thread(self) -> None:
            try:
                self.run_input_thread()
            except Exception as error:  # noqa: BLE001 — the thread's last door
                self._app.call_later(self._app._handle_exception, error)

    return ReadingAnyBytes

"""What a terminal sends that is no UTF-8 is shown as signs of replacement and ends no window.

A terminal set to GBK sends Chinese so, a paste may hold anything. Textual reads strictly,
stumbles over a key of an impossible number, and prints a traceback when its reading thread fails.
"""

from __future__ import annotations

from codecs import getincrementaldecoder
from functools import partial
from typing import Any

from textual.driver import Driver

_OFTEN = 1_000
"""So many key sequences that mean nothing are passed over; more are a fault of the reading itself."""

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
            left = _OFTEN
            while not self.exit_event.is_set():
                try:
                    self.run_input_thread()
                except Exception as error:  # noqa: BLE001 — the thread's last door
                    left -= 1
                    if not left or not isinstance(error, ValueError | OverflowError):
                        self._app.call_later(self._app._handle_exception, error)
                        return

    return ReadingAnyBytes

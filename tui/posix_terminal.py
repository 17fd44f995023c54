"""What Textual's driver of a POSIX terminal does not bear: bytes that are no UTF-8, a stop at any moment.

A terminal set to GBK sends Chinese so, a paste may hold anything. Textual reads strictly,
stumbles over a key of an impossible number, and prints a traceback when its reading thread fails.
It also answers SIGTSTP and SIGCONT in the middle of whatever it does, and waits for ever where that
was drawing.
"""

from __future__ import annotations

import asyncio
import signal
from codecs import getincrementaldecoder
from functools import partial
from typing import Any

from textual.driver import Driver

_OFTEN = 1_000
"""So many key sequences that mean nothing are passed over; more are a fault of the reading itself."""

_READS_A_TERMINAL = "textual.drivers.linux_driver"


def bearing(driver: type[Driver]) -> type[Driver]:
    """The driver; one of a POSIX terminal bears any bytes, any stop, and fails as all else does."""
    if driver.__module__ != _READS_A_TERMINAL:
        return driver
    from textual.drivers import linux_driver

    def lenient(encoding: str) -> Any:
        return partial(getincrementaldecoder(encoding), errors="replace")

    linux_driver.getincrementaldecoder = lenient  # type: ignore[attr-defined]

    class Bearing(linux_driver.LinuxDriver):
        _resumed = False

        def start_application_mode(self) -> None:
            super().start_application_mode()  # type: ignore[no-untyped-call]
            # Between two steps of the loop nothing is being drawn.
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGTSTP, self._stop)
            loop.add_signal_handler(signal.SIGCONT, self._go_on)

        def _stop(self) -> None:
            self._sigtstp_application()
            self._resumed = True  # at once: whatever comes next in the loop may draw
            self._sigcont_application()

        def _go_on(self) -> None:
            if not self._resumed:
                self._sigcont_application()
            self._resumed = False

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

    return Bearing

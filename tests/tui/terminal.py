"""A program on a pseudo-terminal: what it draws is collected, what is typed reaches it."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[2]
CEILING = 120.0
"""Seconds after which something is taken never to come: a busy machine is no failure."""


class Terminal:
    """One program in a terminal of 80x24 cells."""

    def __init__(self, command: Sequence[str]) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        environment = os.environ | {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            list(command),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment,
            cwd=ROOT,
            start_new_session=True,
            preexec_fn=_own_terminal,  # noqa: PLW1509 — no thread is running in these tests yet
        )
        os.close(theirs)
        self.drawn = self.stream = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(CEILING)
        self.close()

    def type(self, text: str) -> None:
        """Type as a person would, a character at a time."""
        for character in text:
            os.write(self._ours, character.encode())
            self._read(0.01)

    def wait_for(self, text: str, seconds: float = CEILING) -> None:
        """Until a text has been drawn since the last wait; fails when it never is."""
        wanted, until = text.encode(), time.monotonic() + seconds
        while wanted not in self.drawn:
            assert time.monotonic() < until, f"{text} was not drawn: {self.drawn[-2000:]!r}"
            if not self._read(0.1) and self.process.poll() is not None:
                code = self.process.returncode
                raise AssertionError(f"the program ended with {code}: {self.drawn[-2000:]!r}")
        self.drawn = b""

    def wait_until(self, true: object, seconds: float = CEILING) -> None:
        """Until a question answered by calling ``true`` is answered yes."""
        until = time.monotonic() + seconds
        while not true():  # type: ignore[operator]
            assert time.monotonic() < until, "it never came true"
            self._read(0.05)

    def stop(self) -> None:
        """Have the shell stop the program; fails when it does not stop."""
        self.process.send_signal(signal.SIGTSTP)
        until = time.monotonic() + CEILING
        while True:
            changed, status = os.waitpid(self.process.pid, os.WUNTRACED | os.WNOHANG)
            if changed:
                assert os.WIFSTOPPED(status), f"the program ended with {status}"
                return
            assert time.monotonic() < until, "the program did not stop"
            self._read(0.01)

    def kill(self, number: signal.Signals) -> int:
        """Send a signal and answer the exit code."""
        self.process.send_signal(number)
        return self.ended()

    def ended(self, seconds: float = CEILING) -> int:
        """The exit code once the program has ended."""
        until = time.monotonic() + seconds
        while self.process.poll() is None:
            assert time.monotonic() < until, "the program did not end"
            self._read(0.05)
        return self.process.wait()

    def close(self) -> None:
        """Close the window: the program is hung up."""
        if self._ours >= 0:
            os.close(self._ours)
            self._ours = -1

    def _read(self, seconds: float) -> bool:
        if self._ours < 0:
            time.sleep(seconds)
            return False
        ready, _write, _error = select.select([self._ours], [], [], seconds)
        if not ready:
            return False
        try:
            piece = os.read(self._ours, 65_536)
        except OSError:
            return False
        self.drawn += piece
        self.stream += piece
        return bool(piece)


def _own_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)

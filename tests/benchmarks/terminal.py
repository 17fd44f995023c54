"""A real terminal, 120 columns by 40 lines, that tells when a frame has been painted."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

LINES, COLUMNS = 40, 120
FRAME = b"\x1b[?2026l"
_ASKED = (
    (b"\x1b[?2026$p", b"\x1b[?2026;2$y"),
    (b"\x1b[?2048$p", b"\x1b[?2048;0$y"),
    (b"\x1b[6n", b"\x1b[1;1R"),
)
_ESCAPES = re.compile(rb"\x1b\[[0-9;?<>=]*[ -/]*[@-~]|\x1b[()].|\x1b\][^\x07]*\x07")


class Terminal:
    """A program on a pty. Times are seconds since it was started."""

    def __init__(self, command: Sequence[str], environment: dict[str, str]) -> None:
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.environ.update(environment)
            os.execv(command[0], command)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self._seen = b""

    def until(self, *words: str, timeout: float = 60) -> float:
        """Read until a frame has been completed in or after which all words were seen."""
        wanted = [word.encode() for word in words]
        text = b""
        end = time.perf_counter() + timeout
        while time.perf_counter() < end:
            chunk = self._read(end - time.perf_counter())
            now = time.perf_counter()
            text += chunk
            if text.rstrip().endswith(FRAME) or FRAME in chunk:
                shown = _ESCAPES.sub(b"", text)
                if all(word in shown for word in wanted):
                    return now - self.started
        raise TimeoutError(f"not seen on the terminal: {words}")

    def press(self, keys: bytes, timeout: float = 10) -> float:
        """Seconds from a key to the end of the first frame after it."""
        start = time.perf_counter()
        os.write(self._fd, keys)
        text = b""
        while FRAME not in text:
            left = start + timeout - time.perf_counter()
            if left <= 0:
                raise TimeoutError("nothing painted after a key")
            text += self._read(left)
        return time.perf_counter() - start

    def send(self, keys: bytes) -> None:
        """Keys without waiting for what they do."""
        os.write(self._fd, keys)

    def answer(self, keys: bytes, words: Sequence[str], timeout: float = 20) -> float:
        """Seconds from a key to the end of the frame in which the first of the words was painted."""
        wanted = re.compile(b"|".join(re.escape(word.encode()) for word in words))
        start = time.perf_counter()
        os.write(self._fd, keys)
        text = b""
        while time.perf_counter() < start + timeout:
            text += self._read(start + timeout - time.perf_counter())
            found = wanted.search(text)
            if found is not None and FRAME in text[found.end() :]:
                return time.perf_counter() - start
        raise TimeoutError(f"not painted after {keys!r}: {words[:3]}")

    def settle(self, quiet: float = 0.4, timeout: float = 30) -> None:
        """Read until nothing has been painted for a while."""
        end = time.perf_counter() + timeout
        while time.perf_counter() < end and self._read(quiet):
            pass

    def peak_memory(self) -> float:
        """The most memory the program had, in MiB."""
        with open(f"/proc/{self.pid}/status", encoding="ascii") as status:  # noqa: PTH123
            line = next(line for line in status if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024

    def close(self) -> None:
        """End the program."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)

    def _read(self, timeout: float) -> bytes:
        ready, _, _ = select.select([self._fd], [], [], max(timeout, 0))
        if not ready:
            return b""
        try:
            chunk = os.read(self._fd, 65_536)
        except OSError:
            raise RuntimeError(
                f"the program ended: {_ESCAPES.sub(b'', self._seen)[-2_000:].decode(errors='replace')}"
            ) from None
        self._seen = (self._seen + chunk)[-20_000:]
        for question, answer in _ASKED:
            if question in chunk:
                os.write(self._fd, answer)
        return chunk


def python(*arguments: str) -> list[str]:
    """A command of this interpreter."""
    return [sys.executable, *arguments]


@contextmanager
def opened(command: list[str]) -> Iterator[Terminal]:
    """A terminal that is closed afterwards."""
    terminal = Terminal(
        command,
        {
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "PYTHONPATH": str(Path.cwd()),
            "MEDIATION_LANG": "zh",
        },
    )
    try:
        yield terminal
    finally:
        terminal.close()

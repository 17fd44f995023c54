"""The screens opened as people open them: the program on a terminal."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.calling import ROOT

fcntl = pytest.importorskip("fcntl")
pty = pytest.importorskip("pty")
termios = pytest.importorskip("termios")
_PATIENCE = 30.0
_CTRL_Q, _DOWN, _ENTER = b"\x11", b"\x1b[B", b"\r"


class Terminal:
    """A program on a pseudo terminal of 80 columns and 24 lines."""

    def __init__(self, *arguments: str, env: dict[str, str]) -> None:
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mediation", *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
            env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", **env}
            | {"COLUMNS": "80", "LINES": "24"},
        )
        os.close(theirs)
        self.shown = b""

    def wait_for(self, text: str) -> None:
        """Read until the text was written."""
        until = time.monotonic() + _PATIENCE
        while text.encode() not in self.shown:
            if not self._read(until - time.monotonic()):
                raise AssertionError(f"{text} never came; the end was {self.shown[-300:]!r}")

    def wait_for_more(self) -> None:
        """Read what the last key changed."""
        assert self._read(_PATIENCE)

    def press(self, keys: bytes) -> None:
        """Type."""
        os.write(self._ours, keys)

    def leave(self) -> int:
        """Read to the end; answers the exit code."""
        until = time.monotonic() + _PATIENCE
        while self._read(until - time.monotonic()):
            pass
        os.close(self._ours)
        return self.process.wait(10)

    def _read(self, seconds: float) -> bool:
        if not select.select([self._ours], [], [], max(0.0, seconds))[0]:
            return False
        try:
            read = os.read(self._ours, 65_536)
        except OSError:  # the other end is closed
            return False
        self.shown += read
        return bool(read)


def test_the_demonstration_opens_and_leaves_nothing_behind(tmp_path: Path) -> None:
    terminal = Terminal("demo", env={"TMPDIR": str(tmp_path)})
    terminal.wait_for("demo.db")
    assert [folder.stat().st_mode & 0o777 for folder in tmp_path.iterdir()] == [0o700]
    terminal.press(_CTRL_Q)
    assert terminal.leave() == 0, terminal.shown[-900:].decode(errors="replace")
    assert list(tmp_path.iterdir()) == []
    assert b"Traceback" not in terminal.shown


def test_a_missing_database_is_asked_about_and_not_made(tmp_path: Path) -> None:
    missing = tmp_path / "none.db"
    terminal = Terminal("--db", str(missing), env={})
    terminal.wait_for("看演示数据")
    for _each in range(3):
        terminal.press(_DOWN)
        terminal.wait_for_more()
    terminal.press(_ENTER)
    assert terminal.leave() == 5, terminal.shown[-900:].decode(errors="replace")
    assert not missing.exists()
    assert b"Traceback" not in terminal.shown

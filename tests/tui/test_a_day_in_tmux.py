"""A person's way through a case in a real terminal of 80x24: registered by keys alone."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CEILING = 20.0


class Tmux:
    """One program in a tmux server of its own; what is read is what a person would see."""

    def __init__(self, socket, command, environment):
        self._base = ["tmux", "-f", "/dev/null", "-S", str(socket)]
        self._run("new-session", "-d", "-x", "80", "-y", "24", command, env=environment)

    def _run(self, *words, env=None):
        return subprocess.run(
            [*self._base, *words], capture_output=True, encoding="utf-8", check=True, env=env
        ).stdout

    def screen(self):
        return self._run("capture-pane", "-p")

    def press(self, *keys):
        self._run("send-keys", *keys)

    def type(self, text):
        self._run("send-keys", "-l", text)

    def see(self, *words):
        """Wait until all of this stands on the screen."""
        until = time.monotonic() + CEILING
        while not all(word in (screen := self.screen()) for word in words):
            assert time.monotonic() < until, f"{words} never came:\n{screen}"
            time.sleep(0.05)  # between two looks at a screen that belongs to another process
        return screen

    def field(self, label):
        """Go down until the field with this label has the cursor."""
        self.see(" > ")
        for _step in range(40):
            here = self._here()
            if here.split(" ")[0] == label:
                return
            self.press("Tab")
            until = time.monotonic() + CEILING
            while self._here() in ("", here):
                assert time.monotonic() < until, f"the cursor stays at {here}"
                time.sleep(0.05)
        raise AssertionError(f"no field {label}:\n{self.screen()}")

    def _here(self):
        lines = (line.strip() for line in self.screen().splitlines())
        return next((line[2:] for line in lines if line.startswith("> ")), "")

    def fill(self, label, text):
        self.field(label)
        self.type(text)
        self.see(text[-6:])

    def end(self):
        subprocess.run([*self._base, "kill-server"], capture_output=True, check=False)


@pytest.fixture
def terminal(tmp_path):
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "MEDIATION_STATE": str(tmp_path / "state"),
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
    }
    path = tmp_path / "day.db"
    made = [sys.executable, "-m", "mediation", "init", "--db", str(path)]
    subprocess.run(made, check=True, capture_output=True, env=environment, cwd=ROOT)
    started = Tmux(
        tmp_path / "tmux", f"cd {ROOT} && {sys.executable} -m mediation --db {path}", environment
    )
    yield started
    started.end()


def test_a_case_is_registered_and_stands_in_the_list(terminal):
    terminal.see("day.db", "按 n 登记第一件案件")
    terminal.press("n")
    terminal.see("登记新案", "调解编号")
    terminal.fill("申请人", "张秀英")
    terminal.fill("被申请人", "某商贸公司")
    terminal.press("Enter")
    assert "登记新案" in terminal.screen()
    terminal.press("C-s")
    terminal.see("已登记")
    terminal.press("2")
    terminal.see("[2案件]", "张秀英", "待签收")
    terminal.press("C-q")

"""A person's way through a case in a real terminal of 80x24, from registering to finding it again."""

import os
import shutil
import subprocess
import sys
import time
from datetime import datetime
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
            if here == label:
                return
            self.press("Tab")
            until = time.monotonic() + CEILING
            while self._here() in ("", here):
                assert time.monotonic() < until, f"the cursor stays at {here}"
                time.sleep(0.05)
        raise AssertionError(f"no field {label}:\n{self.screen()}")

    def _here(self):
        lines = (line.split() for line in self.screen().splitlines())
        return next((words[1] for words in lines if words[:1] == [">"] and words[1:]), "")

    def fill(self, label, text):
        self.field(label)
        self.type(text)
        self.see(text[-6:])

    def gone(self):
        """Wait until the program has ended, and with it the only window of the server."""
        until = time.monotonic() + CEILING
        asked = [*self._base, "has-session"]
        while not subprocess.run(asked, capture_output=True, check=False).returncode:
            assert time.monotonic() < until, "the program did not end"
            time.sleep(0.05)

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


def test_a_case_is_registered_signed_for_held_closed_and_found(terminal):
    terminal.see("day.db", "按 n 登记第一件案件")
    register(terminal)
    sign_for(terminal)
    hold_a_session(terminal)
    close_with_an_agreement(terminal)
    find_by_initials(terminal)


def today():
    return datetime.now().astimezone().date()


def register(terminal):
    terminal.press("n")
    terminal.see("登记新案", "> 调解编号       ", "-0001", "委派日期  必填 20")
    terminal.fill("申请人", "张秀英")
    terminal.fill("被申请人", "某商贸公司")
    terminal.press("Enter")
    terminal.see("登记新案", "某商贸公司")
    terminal.press("C-s")
    terminal.see("[1首页]", "已登记")
    terminal.press("2")
    terminal.see("[2案件]", "张秀英", "待签收")


def sign_for(terminal):
    terminal.press("g")
    terminal.see(f"> 签收日期  必填 {today()}")
    terminal.press("C-s")
    terminal.see("[2案件]", "已签收", "第 0 天")


def hold_a_session(terminal):
    terminal.press("Enter")
    terminal.see("调解会 (0)", "按 S 约一次")
    terminal.press("l")
    terminal.see("> 这次调解")
    terminal.type("10:00 @张秀英 双方同意分期 #事实 借款属实")
    terminal.see("= 到场: 张秀英", "= 经过: 双方同意分期", "= 无争议事实: 借款属实")
    terminal.press("C-s")
    terminal.see("调解会 (1)", "10:00", "借款属实", "(未书面确认)")


def close_with_an_agreement(terminal):
    terminal.press("c")
    terminal.see(f"> 终结日期  必填 {today()}")
    terminal.field("结果")
    terminal.press("1")
    terminal.see("[1 成功]", "协议金额(元)")
    terminal.fill("协议金额(元)", "80000")
    terminal.see("捌万元整", "[1 达成调解协议]")
    terminal.press("C-s")
    terminal.see("已结案:成功", "双方离开前,核对一遍协议?", "以后再说")
    terminal.press("Escape")
    terminal.see("已结案:成功", "来源      委托")
    assert "核对一遍" not in terminal.screen()


def find_by_initials(terminal):
    terminal.press("Escape")
    terminal.see("案件  全部 1 件", "成功")
    terminal.press("/")
    terminal.see("F3 查找")
    terminal.type("zxy")
    terminal.see("查找=zxy (1)", "拼音首字母 zxy", "> ", "张秀英")
    terminal.press("C-q")
    terminal.gone()

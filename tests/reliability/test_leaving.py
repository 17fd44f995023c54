"""A window that is stopped, resized, signalled twice; a console of another character set."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from mediation.bootstrap import open_window
from mediation.cases.case import Party
from mediation.cases.terms import Side
from mediation.cli.grammar import UsageError
from tests.cli.calling import GOOD, HEADINGS
from tests.tui.made_window import enter, kept_case, office_at, press, screen_text, settled, window
from tests.tui.terminal import ROOT, Terminal
from tui import drafts
from tui.dialogs.question import Question

POSIX = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


def form_on_a_terminal(path: Path) -> Terminal:
    return Terminal([sys.executable, "-m", "tests.tui.on_a_terminal", str(path)])


def typed(terminal: Terminal) -> None:
    terminal.wait_for("2026-0001")
    terminal.type("\t" * 6)
    terminal.type("王芳")
    terminal.wait_for("芳")


def drafted(path: Path) -> str:
    office = office_at(path)
    try:
        (draft,) = office.drafts.all()
        return draft.values["applicants"]
    finally:
        office.close()


@POSIX
def test_two_interrupts_keep_the_text_and_end_the_program(path: Path) -> None:
    office_at(path).close()
    with form_on_a_terminal(path) as terminal:
        typed(terminal)
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.kill(signal.SIGINT) == 128 + signal.SIGINT
    assert drafted(path) == "王芳"


@POSIX
def test_a_window_that_cannot_keep_its_text_is_gone_within_two_seconds(path: Path) -> None:
    office_at(path).close()
    stuck = (
        "import runpy, time, tui.drafts\n"
        "tui.drafts.DraftKeeper.keep_at_once = lambda _keeper: time.sleep(600)\n"
        "runpy.run_module('tests.tui.on_a_terminal', run_name='__main__')"
    )
    with Terminal([sys.executable, "-c", stuck, str(path)]) as terminal:
        terminal.wait_for("2026-0001")
        began = monotonic()
        assert terminal.kill(signal.SIGTERM) == 128 + signal.SIGTERM
        assert monotonic() - began < 20  # the rest is the business of the machine
    assert drafts._LAST_MOMENT < 2


@POSIX
def test_without_standard_error_commands_do_their_work_and_no_window_opens_unseen(
    path: Path,
) -> None:
    ledger = path.with_name("台账.csv")
    ledger.write_text(f"{HEADINGS}\n{GOOD}\n", "utf-8")
    program = f"exec {sys.executable} -m mediation --db {path}"
    for words, code in (("init", 0), (f"import {ledger}", 0), ("", UsageError.exit_code)):
        with Terminal(["sh", "-c", f"{program} {words} 2>&-"]) as terminal:
            assert terminal.ended() == code
            assert b"Traceback" not in terminal.stream
    with Terminal(["sh", "-c", f"{program} 2>/dev/null"]) as terminal:
        assert terminal.ended() == UsageError.exit_code


@POSIX
def test_a_stopped_program_draws_itself_again_and_goes_on(path: Path) -> None:
    office_at(path).close()
    with form_on_a_terminal(path) as terminal:
        typed(terminal)
        terminal.stop()
        terminal.drawn = b""
        terminal.process.send_signal(signal.SIGCONT)
        terminal.wait_for("王")
        terminal.type("李")
        terminal.wait_for("李")
        assert "另一个窗口使用" in open_window(path).read_only_because
        assert terminal.kill(signal.SIGTERM) == 128 + signal.SIGTERM
    assert drafted(path) == "王芳李"


@POSIX
def test_a_window_may_be_stopped_at_any_moment_of_drawing(path: Path) -> None:
    office_at(path).close()
    with form_on_a_terminal(path) as terminal:
        typed(terminal)
        for _often in range(25):
            terminal.type("王")
            terminal.stop()
            terminal.drawn = b""
            terminal.process.send_signal(signal.SIGCONT)
        terminal.wait_for(
            "登记"
        )  # until it is drawn again, the terminal itself shows what is typed
        terminal.type("李")
        terminal.wait_for("李")
        assert terminal.kill(signal.SIGTERM) == 128 + signal.SIGTERM
    kept = drafted(path)  # a terminal drops what it was sent in the moment of a stop
    assert (kept[:2], kept[-1]) == ("王芳", "李")


async def test_resizing_during_a_dialog_keeps_the_text_and_the_focus(path: Path) -> None:
    office_at(path).close()
    async with window(path) as (app, pilot):
        app.open_form("register")
        await settled(pilot)
        form: Any = app.screen
        form.row("applicants").take_focus()
        await enter(pilot, "张三")
        await press(pilot, "f1")
        assert isinstance(app.screen, Question)
        for size in ((20, 5), (1, 1), (30, 8), (80, 24)):
            await pilot.resize_terminal(*size)
            await settled(pilot)
        assert isinstance(app.screen, Question)
        await press(pilot, "escape")
        assert app.screen is form
        await pilot.resize_terminal(20, 5)
        await settled(pilot)
        assert screen_text(pilot).startswith("请放大窗口")
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert form.row("applicants").has_focus_within
        assert form.row("applicants").text == "张三"
        assert "张三" in screen_text(pilot)


@pytest.mark.parametrize("encoding", ["gbk", "cp936", "ascii"])
def test_a_console_of_another_character_set_gets_every_line(path: Path, encoding: str) -> None:
    office = office_at(path)
    kept_case(office, parties=(Party(side=Side.APPLICANT, name="𠮷田"),))
    office.close()
    ended = subprocess.run(
        [sys.executable, "-m", "mediation", "--db", str(path), "list"],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": encoding, "LC_ALL": "C", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    told = ended.stdout.decode(encoding)
    assert ended.returncode == 0, ended.stderr
    assert "2026-0001" in told
    assert b"Traceback" not in ended.stderr
    if encoding != "ascii":
        assert "?田" in told
        assert "调解中" in told  # the state is a word, not a colour

"""The exit codes that scripts rely on, each from a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.cli.calling import BAD, ROOT, Call

_OPENING = """
import os, signal
import mediation.bootstrap
def open_office(*_, **__):
    {action}
mediation.bootstrap.open_office = open_office
"""


def test_0_is_done(program: Call) -> None:
    answer = program("--version")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("mediation ")


def test_1_is_refused_by_content(program: Call, db: Path, ledger: Callable[..., Path]) -> None:
    answer = program("import", ledger(BAD), "--db", db)
    assert answer.code == 1
    assert "约20万" in answer.out


def test_2_is_a_wrong_command_line(program: Call) -> None:
    assert program("report", "next month").code == 2


def test_3_is_not_found(program: Call, db: Path) -> None:
    assert program("show", "A-99", "--db", db).code == 3
    assert program("import", "nowhere.xlsx", "--db", db).code == 3
    assert program("report", "2026", "--mediator", "无此人", "--db", db).code == 3


def test_4_is_a_conflict(program: Call, db: Path) -> None:
    action = (
        "from mediation.errors import Conflict; raise Conflict('别人先改了', mine={}, theirs={})"
    )
    answer = program("list", "--db", db, before=_OPENING.format(action=action))
    assert (answer.code, answer.out, answer.err) == (4, "", "别人先改了\n")


def test_5_is_a_store_that_cannot_be_used(program: Call, db: Path, tmp_path: Path) -> None:
    assert program("report", "2026", "--db", tmp_path / "none.db").code == 5
    assert not (tmp_path / "none.db").exists()
    (tmp_path / "text.db").write_text("这不是数据库" * 100, encoding="utf-8")
    assert program("list", "--db", tmp_path / "text.db").code == 5
    assert program("init", "--db", db).code in (1, 5)


def test_70_is_a_bug_told_without_a_traceback_and_without_the_data(
    program: Call, db: Path, own_home: Path
) -> None:
    before = _OPENING.format(action="raise RuntimeError('110105194912310016')")
    answer = program("list", "--db", db, before=before)
    assert (answer.code, answer.out) == (70, "")
    assert answer.err.count("\n") == 1
    noted = next(own_home.rglob("faults.log"))
    told = answer.err + noted.read_text(encoding="utf-8")
    assert "RuntimeError" in told
    assert "110105194912310016" not in told
    assert "Traceback" not in answer.err
    assert noted.stat().st_mode & 0o077 == 0


def test_130_is_an_interruption(program: Call, db: Path) -> None:
    action = "os.kill(os.getpid(), signal.SIGINT); signal.pause()"
    heard = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    before = heard + _OPENING.format(action=action)
    answer = program("list", "--db", db, before=before)
    assert (answer.code, answer.out, answer.err) == (130, "", "已中断。\n")


def test_a_reader_that_leaves_early_hears_nothing(demonstration: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "mediation",
        "list",
        "--limit",
        "0",
        "--db",
        str(demonstration),
    ]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.read(10)
        run.stdout.close()
        told = run.stderr.read().decode()
        assert run.wait(30) == 0
    assert "Error" not in told

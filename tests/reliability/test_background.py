"""What fails behind the screen is said and noted without data, and the program goes on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mediation.errors import StoreUnusable
from tests.tui.made_window import (
    TODAY,
    kept_case,
    office_at,
    press,
    said,
    screen_text,
    settled,
    window,
)
from tests.tui.terminal import ROOT
from tui.app import MediationApp
from tui.forms.register import RegisterForm
from tui.screens.door import DoorScreen

NAME = "张秀英"


def broken(*_anything: Any, **_more: Any) -> Any:
    raise ValueError(NAME)


async def test_a_read_a_write_and_a_draft_that_fail_are_said_and_the_window_goes_on(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office_at(path).close()
    noted: list[BaseException] = []
    async with window(path) as (app, pilot):
        app.work.note_fault = noted.append
        for start in (
            lambda: app.ask("one", broken, print),
            lambda: app.tell(broken),
        ):
            start()
            await settled(pilot)
            assert "程序出错(ValueError)" in said(pilot)[-1]
        assert app.office is not None
        app.open_form("register")
        await settled(pilot)
        form: Any = app.screen
        form.row("applicants").take_focus()
        await press(pilot, "z")
        with monkeypatch.context() as patch:
            patch.setattr(type(app.office.drafts), "keep", broken)
            patch.setattr(app.office.cases, "register", broken)
            await press(pilot, "ctrl+s")
            await press(pilot, "escape")
        assert len(noted) >= 3
        assert NAME not in "".join(said(pilot)) + screen_text(pilot)
        app.open_form("register")
        await settled(pilot)
        assert isinstance(app.screen, RegisterForm)
    assert app.return_code in (None, 0, 70)


async def test_an_office_that_fails_to_open_leaves_the_other_ways_in(path: Path) -> None:
    noted: list[BaseException] = []
    app = MediationApp(broken, today=lambda: TODAY, first="cases", note_fault=noted.append)
    async with app.run_test(notifications=True) as pilot:
        await settled(pilot)
        assert isinstance(app.screen, DoorScreen)
        assert "程序出错(ValueError)" in screen_text(pilot)
        app.reopen(lambda: office_at(path))
        await settled(pilot)
        assert app.office is not None
        assert NAME not in screen_text(pilot)
        app.office.close()
    assert noted


def test_a_backup_that_fails_at_the_end_is_told_in_words(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from db import backups

    office = office_at(path)
    kept_case(office)

    def no_room(*_args: object, **_given: object) -> None:
        raise StoreUnusable("磁盘已满,没有备份。")

    monkeypatch.setattr(backups, "make", no_room)
    assert office.leave() == "磁盘已满,没有备份。"


LITTLE_MEMORY = """
import resource, sys
from mediation.cli import import_ledger, main
from mediation.ledger import reading
import mediation.bootstrap, db.store, db.imports
used = int(open("/proc/self/statm").read().split()[0]) * 4096
resource.setrlimit(resource.RLIMIT_AS, (used + 16 * 2**20, resource.RLIM_INFINITY))
sys.exit(main.main(sys.argv[1:]))
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs limits of a process")
def test_without_memory_an_import_says_so_and_keeps_nothing(path: Path, tmp_path: Path) -> None:
    from mediation.store import CaseQuery

    office_at(path).close()
    ledger = tmp_path / "大表.csv"
    head = "调解编号,法院案号,承办法院,来源,案由,申请人,被申请人,委派日期,签收日期\n"
    rows = (
        f"A-{at},（2026）内0603民初{at}号,康巴什区法院,委托,民间借贷纠纷,王{at},赵{at},2026-10-08,2026-10-09\n"
        for at in range(1, 40_000)
    )
    ledger.write_text(head + "".join(rows), "utf-8")
    ended = subprocess.run(
        [sys.executable, "-c", LITTLE_MEMORY, "--db", str(path), "import", str(ledger)],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode not in (0, -9), ended.stdout[-500:]
    assert "内存不足" in ended.stderr, ended.stderr[-500:]
    assert "Traceback" not in ended.stderr
    office = office_at(path)
    assert office.cases.count(CaseQuery()) == 0
    office.close()

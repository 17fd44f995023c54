"""The disk is full, the database is locked, the medium is read-only: said, and the form stays."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from db import connection, engine, lock
from db.store import SqliteStore
from mediation.bootstrap import open_window
from tests.tui.made_window import (
    enter,
    kept_case,
    office_at,
    press,
    said,
    settled,
    window,
)
from tui import work
from tui.forms.casework import CorrectForm


async def changed_remark(app: Any, pilot: Any, case: Any) -> CorrectForm:
    app.open_form("correct", case=case.id)
    await settled(pilot)
    form = app.screen
    await enter(pilot, "核对")
    form.row("remark").take_focus()
    await enter(pilot, "新备注")
    assert isinstance(form, CorrectForm)
    return form


async def seconds_of_keys(pilot: Any) -> float:
    """How long three keys take until they are drawn."""
    began = monotonic()
    await pilot.press("home", "right", "左")
    return monotonic() - began


def kept(path: Path) -> Any:
    office = office_at(path)
    case = kept_case(office)
    office.close()
    return case


@contextmanager
def a_full_disk(store: Any, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """SQLite refuses to grow the file and says "database or disk is full", as on a real full disk."""
    assert isinstance(store, SqliteStore)
    real = engine.connect

    def connect(*args: Any, **given: Any) -> Any:
        made = real(*args, **given)
        pages = made.execute("PRAGMA page_count").fetchone()[0]
        made.execute(f"PRAGMA max_page_count={pages}")
        return made

    with patch.context() as full:
        full.setattr(engine, "connect", connect)
        store._engine.dispose()
        yield
    store._engine.dispose()


async def test_on_a_full_disk_the_form_stays_and_with_room_again_it_is_saved_once(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = kept(path)
    async with window(path) as (app, pilot):
        assert app.office is not None
        app.open_form("session", case=case.id)
        await settled(pilot)
        form = app.screen
        form.row("summary").take_focus()
        form.row("summary").text = "经过" * 20_000  # more than the free pages of the file hold
        with a_full_disk(app.office.store, monkeypatch):
            await press(pilot, "ctrl+s")
            assert app.screen is form
            assert any("磁盘已满,没有保存" in words for words in said(pilot))
        await press(pilot, "ctrl+s")
        assert not form.is_attached
    office = office_at(path)
    assert len(office.cases.open(case.id).sessions) == 1
    assert office.drafts.all() == []
    office.close()


async def test_a_locked_database_is_waited_for_in_sight_while_the_screen_answers(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = kept(path)
    monkeypatch.setattr(work, "SLOW", 0.05)
    monkeypatch.setattr(connection, "PATIENCE", 900)
    async with window(path) as (app, pilot):
        form = await changed_remark(app, pilot, case)
        calm = await seconds_of_keys(pilot)
        form.row("remark").text = "新备注"
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert app.office is not None
        app.office.store._engine.dispose()  # type: ignore[attr-defined]
        await pilot.press("ctrl+s")
        while not any("请稍候" in words for words in said(pilot)):
            await pilot.pause(0.01)
        # 100 ms a key, or, on a busy machine, what keys take there anyway
        assert await seconds_of_keys(pilot) < max(0.3, 3 * calm)
        assert form.row("remark").text != "新备注"
        await settled(pilot)
        assert any("正被另一个程序占用" in words for words in said(pilot))
        assert app.screen is form
        other.execute("ROLLBACK")
        other.close()
        await press(pilot, "ctrl+s")
        assert not form.is_attached
    office = office_at(path)
    assert office.cases.open(case.id).case.remark
    office.close()


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_is_read_only_opens_to_look_at_and_says_why(
    path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    kept(path)
    # Whoever is root may write everywhere, so the system's answer is given here.
    closed = path if what == "file" else path.parent
    monkeypatch.setattr(lock.os, "access", lambda each, _mode: Path(each) != closed)
    monkeypatch.setattr(lock, "take", lambda *_args, **_given: None)
    office = open_window(path)
    assert "只读" in office.read_only_because
    assert office.cases.next_number()
    assert office.leave() == ""


@contextmanager
def mounted(at: Path, *options: str) -> Iterator[None]:
    at.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *options, str(at)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("mounting is not allowed here: see docs/reliability.md, 手工步骤")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(at)], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a file system")
def test_a_read_only_medium_opens_to_look_at(tmp_path: Path) -> None:
    medium = tmp_path / "盘"
    with mounted(medium, "-t", "tmpfs", "-o", "size=8m", "tmpfs"):
        kept(medium / "案件.db")
        subprocess.run(["mount", "-o", "remount,ro", str(medium)], check=True)
        office = open_window(medium / "案件.db")
        assert "只读" in office.read_only_because
        assert office.cases.find("2026-0001")
        office.leave()


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a file system")
def test_a_medium_that_fills_up_keeps_what_was_saved(tmp_path: Path) -> None:
    from mediation.errors import StoreUnusable

    medium = tmp_path / "盘"
    with mounted(medium, "-t", "tmpfs", "-o", "size=2m", "tmpfs"):
        office = office_at(medium / "案件.db")
        case = kept_case(office)
        with pytest.raises(StoreUnusable, match="没有保存"):
            for at in range(60):
                office.put_setting(f"k{at}", "字" * 30_000)
        assert office.cases.open(case.id).case == case
        assert office.store.check()  # type: ignore[attr-defined]
        office.close()

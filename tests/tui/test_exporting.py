"""A file is written while the program stays usable; cancelled, nothing of it is left."""

from __future__ import annotations

import threading

import pytest

from mediation.office.figures import Figures
from tests.tui.made_window import enter, kept_case, office_at, press, said, screen_text, window
from tui.screens.cases import CasesRoom


@pytest.fixture
def path(tmp_path):
    """One open case."""
    path = tmp_path / "room.db"
    office = office_at(path)
    kept_case(office, "2026-0001")
    office.close()
    return path


@pytest.fixture
def slowly(monkeypatch):
    """Writing that waits half-way until it is let go on."""
    onward = threading.Event()

    def save(_figures, draft, _period, _scope, *, progress):
        progress(1, 4)
        onward.wait(10)
        progress(2, 4)
        draft.write_text("done", encoding="utf-8")

    monkeypatch.setattr(Figures, "save", save)
    yield onward
    onward.set()


async def begin(pilot, target):
    await press(pilot, "x", "ctrl+u")
    await enter(pilot, str(target))
    await pilot.press("enter")
    for _round in range(100):
        await pilot.pause(0.01)
        if "25 %" in screen_text(pilot):
            return


async def test_progress_stands_in_a_line_and_the_program_stays_usable(path, tmp_path, slowly):
    target = tmp_path / "out" / "month.txt"
    async with window(path, first="month") as (app, pilot):
        await begin(pilot, target)
        assert "正在写 month.txt  25 %   Ctrl+O 取消" in screen_text(pilot)
        assert not target.exists()
        await pilot.press("2")
        await pilot.pause(0.1)
        assert isinstance(app.screen, CasesRoom)
        slowly.set()
        await press(pilot, "3")
        assert any(f"已存成 {target}" in words for words in said(pilot))
        assert "正在写" not in screen_text(pilot)
    assert target.read_text(encoding="utf-8") == "done"


async def test_a_cancelled_file_is_absent_and_the_one_before_it_stays(path, tmp_path, slowly):
    target = tmp_path / "month.txt"
    target.write_text("old", encoding="utf-8")
    async with window(path, first="month") as (app, pilot):
        await press(pilot, "x", "ctrl+u")
        await enter(pilot, str(target))
        await press(pilot, "enter")
        await pilot.press("r")
        for _round in range(100):
            await pilot.pause(0.01)
            if "25 %" in screen_text(pilot):
                break
        await pilot.press("ctrl+o")
        slowly.set()
        await press(pilot, "r")
        assert any("已取消,没有写 month.txt" in words for words in said(pilot))
        assert app.exporting is None
    assert target.read_text(encoding="utf-8") == "old"
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".")]


async def test_a_second_file_waits_for_the_first(path, tmp_path, slowly):
    async with window(path, first="month") as (_app, pilot):
        await begin(pilot, tmp_path / "one.txt")
        await pilot.press("x", "ctrl+u")
        await enter(pilot, str(tmp_path / "two.txt"))
        await pilot.press("enter")
        await pilot.pause(0.1)
        assert any("还在写" in words for words in said(pilot))
        slowly.set()
        await press(pilot, "r")
    assert not (tmp_path / "two.txt").exists()

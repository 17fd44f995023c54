"""Deleting, undoing and what is said of it, by keyboard."""

from __future__ import annotations

from datetime import date

import pytest

from mediation.cases.case import Party
from mediation.cases.notes import PrivateNote
from mediation.cases.terms import Side
from mediation.identity import new_id
from mediation.office.office import Office
from tests.tui.made_window import (
    TODAY,
    kept_case,
    kept_cases,
    office_at,
    press,
    said,
    screen_text,
    window,
)
from tui.screens.case import CaseRoom
from tui.screens.cases import CasesRoom

WIDE = (160, 40)
WORDS = "只有自己知道的话"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "room.db"


def another(office: Office) -> Office:
    """Somebody else over the same store."""
    return Office(office.store, who="乙", today=lambda: TODAY)


async def test_a_case_is_deleted_from_its_own_room_and_undo_brings_it_back(path):
    office = office_at(path)
    kept_cases(office, 3)
    async with window(path, first="cases") as (app, pilot):
        await press(pilot, "enter")
        assert isinstance(app.screen, CaseRoom)
        await press(pilot, "delete")
        assert "放进回收站" in screen_text(pilot)
        app.screen.query_one("Input").value = "登重了"
        await press(pilot, "enter")
        assert isinstance(app.screen, CasesRoom)
        assert "全部 2 件" in screen_text(pilot)
        assert len(office.bin.everything()) == 1
        await press(pilot, "u")
        assert "全部 3 件" in screen_text(pilot)


async def test_undo_after_somebody_elses_change_shows_both_sides_and_asks(path):
    office = office_at(path)
    case = kept_case(office, number="2026-0001")
    case = office.cases.correct(case.id, case.version, {"claimed": 10_000}, why="核对")
    another(office).cases.correct(case.id, case.version, {"claimed": 20_000}, why="再核对")
    async with window(path, WIDE, first="cases") as (_app, pilot):
        await press(pilot, "u")
        text = screen_text(pilot)
        assert "没有撤销" in text
        assert "现在是:200.00" in text
        await press(pilot, "escape")
        assert office.cases.open(case.id).case.claimed == 20_000
        await press(pilot, "u", "m")
        assert office.cases.open(case.id).case.claimed != 20_000
        assert any("已撤销" in words for words in said(pilot))


async def test_the_question_before_an_undo_never_shows_a_private_note(path):
    office = office_at(path)
    case = kept_case(office, number="2026-0001")
    note = PrivateNote(id=new_id(), case=case.id, on=date(2026, 11, 10), text=WORDS)
    office.folders.put_note(note)
    another(office).folders.put_note(
        PrivateNote(id=note.id, case=case.id, on=note.on, text=WORDS * 2), before=note
    )
    async with window(path, WIDE, first="cases") as (_app, pilot):
        await press(pilot, "u")
        text = screen_text(pilot)
        assert "没有撤销" in text
        assert "私密笔记" in text
        assert WORDS not in text
        await press(pilot, "m")
        assert not any(WORDS in words for words in said(pilot))


async def test_what_is_removed_from_the_bin_for_good_is_named_there_and_not_undone(path):
    office = office_at(path)
    kept_cases(office, 2)
    async with window(path, WIDE, first="cases") as (app, pilot):
        await press(pilot, "delete")
        app.screen.query_one("Input").value = "登重了"
        await press(pilot, "enter", "D", "delete")
        assert "不能还原,也不能撤销" in screen_text(pilot)
        app.screen.query_one("Input").value = "核对过了"
        await press(pilot, "enter")
        text = screen_text(pilot)
        assert "已彻底删除" in text
        assert "核对过了" in text
        assert not office.bin.everything()
        await press(pilot, "escape", "u")
        assert "全部 1 件" in screen_text(pilot)
        assert any("彻底删除" in words for words in said(pilot))


async def test_rows_are_marked_from_the_last_mark_to_the_cursor(path):
    kept_cases(office_at(path), 6)
    async with window(path, first="cases") as (_app, pilot):
        await press(pilot, "space", "down", "down", "m")
        assert "选中 4" in screen_text(pilot)


async def test_a_column_is_taken_away_and_all_come_back(path):
    kept_cases(office_at(path), 2)
    async with window(path, WIDE, first="cases") as (app, pilot):
        for wish, has_cause in (("去掉 案由", False), ("全部栏目", True)):
            await press(pilot, "V")
            app.screen.query_one("Input").value = "选栏目"
            await pilot.pause()
            await press(pilot, "enter")
            app.screen.query_one("Input").value = wish
            await pilot.pause()
            await press(pilot, "enter")
            heading = screen_text(pilot).splitlines()[2]
            assert ("案由" in heading) is has_cause


async def test_the_column_of_what_was_found_goes_when_the_words_go(path):
    office = office_at(path)
    kept_case(office, parties=(Party(side=Side.APPLICANT, name="李强", phone="13800000000"),))
    async with window(path, WIDE, first="cases") as (app, pilot):
        await press(pilot, "right", "right")
        before = app.screen.table.column.key
        await press(pilot, "slash", "1", "3")
        await press(pilot, "enter")
        assert "找到" in screen_text(pilot)
        assert app.screen.table.column.key == before
        await press(pilot, "F")
        assert "找到" not in screen_text(pilot)
        assert app.screen.table.column.key == before


async def test_the_words_of_one_value_stand_in_the_find_line(path):
    office = office_at(path)
    kept_cases(office, 3)
    async with window(path, WIDE, first="cases") as (app, pilot):
        await press(pilot, "f")
        assert app.screen.query_one("#find").value == app.screen.shown_query.text != ""
        await press(pilot, "F")
        assert app.screen.query_one("#find").value == ""

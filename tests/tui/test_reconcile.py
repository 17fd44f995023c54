"""The court's list beside the cases on screen: pasted or from a file, nothing imported."""

from __future__ import annotations

import pytest
from textual.events import Paste

from tests.cli.calling import GOOD, HEADINGS, OPEN
from tests.tui.made_window import enter, office_at, press, screen_text, settled, window

THEIRS = OPEN.replace("86500", "90000")
OTHER = OPEN.replace("A-2", "A-7").replace("12号", "70号").replace("李强", "[red]某人[/]")


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "room.db"
    office = office_at(path)
    ledger = tmp_path / "ours.csv"
    ledger.write_text("\n".join([HEADINGS, GOOD, OPEN]), "utf-8")
    office.ledgers.bring_in([ledger])
    office.close()
    return path


def rows(*lines: str) -> str:
    return "\n".join(line.replace(",", "\t") for line in (HEADINGS, *lines))


async def test_pasted_rows_are_compared_and_enter_opens_the_case(path):
    async with window(path, (120, 40), first="cases") as (app, pilot):
        await press(pilot, "R")
        assert "粘贴到这里" in screen_text(pilot)
        app.screen.post_message(Paste(rows(GOOD, THEIRS, OTHER)))
        await settled(pilot)
        text = screen_text(pilot)
        assert "一致 1 件" in text
        assert "86,500.00" in text
        assert "法院 90,000.00" in text
        assert "只有法院有 1 件" in text
        await press(pilot, "enter")
        assert "蓝原商贸公司" in screen_text(pilot)
    office = office_at(path)
    with office.store.reading() as reading:
        assert reading.case_numbered("A-7") is None
    office.close()


async def test_a_file_is_compared_and_the_differences_are_written(path, tmp_path):
    theirs = tmp_path / "court.csv"
    theirs.write_text("\n".join([HEADINGS, GOOD, THEIRS]), "utf-8")
    target = tmp_path / "对账.xlsx"
    async with window(path, first="cases") as (_app, pilot):
        await press(pilot, "R", "o")
        await enter(pilot, str(theirs))
        await press(pilot, "ctrl+s")
        assert "两边不一致 1 件" in screen_text(pilot)
        await press(pilot, "x", "ctrl+u")
        await enter(pilot, str(target))
        await press(pilot, "ctrl+s")
        await settled(pilot)
    assert target.exists()


async def test_what_is_no_list_is_told_in_words(path):
    async with window(path, first="cases") as (app, pilot):
        await press(pilot, "R")
        app.screen.post_message(Paste("随便一句话"))
        await settled(pilot)
        assert "没有读到案件" in screen_text(pilot)

"""导出: the list as it is seen goes into a file, whole, without what concerns nobody else."""

from __future__ import annotations

import csv

import pytest
from openpyxl import load_workbook

from mediation.cases.case import Party
from mediation.cases.terms import Side
from mediation.ledger.reading import open_ledger
from mediation.ledger.rows import LedgerCase
from tests.tui.made_window import (
    enter,
    kept_case,
    kept_cases,
    office_at,
    press,
    said,
    screen_text,
    window,
)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "room.db"
    office = office_at(path)
    kept_cases(office, 12)
    office.close()
    return path


async def exported(pilot, target):
    await press(pilot, "x", "ctrl+u")
    await enter(pilot, str(target))
    await press(pilot, "enter")


def table(target):
    return list(csv.reader(target.read_text(encoding="utf-8-sig").splitlines()))


async def test_the_list_is_written_as_it_is_filtered_and_sorted(path, tmp_path):
    target = tmp_path / "清单.csv"
    async with window(path, first="cases") as (_app, pilot):
        await press(pilot, "slash")
        await enter(pilot, "2026-001")
        await press(pilot, "enter")
        await exported(pilot, target)
        assert any("已把 3 件存成" in note for note in said(pilot))
    heading, *rows = table(target)
    assert heading[:2] == ["调解编号", "法院案号"]
    assert [row[0] for row in rows] == ["2026-0010", "2026-0011", "2026-0012"]


async def test_marked_rows_alone_are_written_when_there_are_any(path, tmp_path):
    target = tmp_path / "清单.csv"
    async with window(path, first="cases") as (_app, pilot):
        await press(pilot, "space", "down", "space")
        assert "选中 2" in screen_text(pilot)
        await exported(pilot, target)
    assert [row[0] for row in table(target)[1:]] == ["2026-0001", "2026-0003"]


async def test_a_workbook_of_the_list_can_be_read_in_again(path, tmp_path):
    target = tmp_path / "清单.xlsx"
    async with window(path, first="cases") as (_app, pilot):
        await exported(pilot, target)
    sheet = load_workbook(target).active
    assert sheet["A1"].value.startswith("案件")
    cases = [each for each in open_ledger(target) if isinstance(each, LedgerCase)]
    assert [case.number for case in cases] == [f"2026-{at:04}" for at in range(1, 13)]
    assert cases[11].claimed == 12 * 100_00


async def test_no_phone_leaves_the_house_and_no_formula_is_run(tmp_path):
    path, target = tmp_path / "room.db", tmp_path / "清单.csv"
    office = office_at(path)
    kept_case(
        office,
        "2026-0001",
        parties=(
            Party(side=Side.APPLICANT, name="=1+1", phone="13900001111"),
            Party(side=Side.RESPONDENT, name="某商贸公司"),
        ),
    )
    office.close()
    async with window(path, first="cases") as (_app, pilot):
        await exported(pilot, target)
        await exported(pilot, target.with_suffix(".xlsx"))
    assert "13900001111" not in target.read_text(encoding="utf-8-sig")
    assert "'=1+1" in table(target)[1]
    sheet = load_workbook(target.with_suffix(".xlsx")).active
    cells = {cell.value: cell.data_type for row in sheet for cell in row}
    assert cells["=1+1"] == "s"


async def test_a_file_that_is_there_is_not_replaced_unasked(path, tmp_path):
    target = tmp_path / "清单.csv"
    target.write_text("旧")
    async with window(path, first="cases") as (_app, pilot):
        await exported(pilot, target)
        assert "已有这个文件" in screen_text(pilot)
        await press(pilot, "escape")
        assert target.read_text() == "旧"
        await exported(pilot, target)
        await press(pilot, "r")
    assert len(table(target)) == 13


async def test_another_ending_is_refused_in_words(path, tmp_path):
    async with window(path, first="cases") as (_app, pilot):
        await exported(pilot, tmp_path / "清单.doc")
        assert ".xlsx、.csv" in screen_text(pilot)


async def test_a_folder_that_cannot_be_written_leaves_no_half_file(path, tmp_path):
    (tmp_path / "名").write_text("这是文件")
    async with window(path, first="cases") as (_app, pilot):
        await exported(pilot, tmp_path / "名" / "清单.csv")
        assert any("建不了文件夹" in note for note in said(pilot))


async def test_an_empty_list_has_nothing_to_write(tmp_path):
    async with window(tmp_path / "room.db", first="cases") as (_app, pilot):
        await press(pilot, "x")
        assert any("没有可导出的" in note for note in said(pilot))

"""T1, T3: text from data in every file that the program writes is text, and nothing is lost of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from mediation.listing import CaseQuery
from mediation.reports.columns import printable
from tests.threats.exports import EXPORTS, NOT_FROM_DATA, openings, watched, write_all
from tests.threats.full_office import Given, office_at
from tests.threats.hostile import ESCAPES, FORMULAS, MARKED_UP
from tests.threats.judging import faults, told

NOTHING_OF_DATA = {"template.docx"}


@pytest.mark.parametrize("texts", [FORMULAS, MARKED_UP + ESCAPES], ids=["formulas", "markup"])
def test_no_export_obeys_any_text_of_any_column(
    filled: Callable[[Given], Path], tmp_path: Path, texts: tuple[str, ...]
) -> None:
    office = office_at(filled(lambda _table, column, at: texts[(at + len(column)) % len(texts)]))
    with watched() as begun:
        written = write_all(office, tmp_path)
    office.close()
    assert openings() - begun.functions == set(NOT_FROM_DATA)
    found = [fault for path in written.values() for fault in faults(path)]
    assert not found, "\n".join(found)
    assert {name for name, path in written.items() if not told(path)} == NOTHING_OF_DATA
    assert len(written) == sum(len(endings) for endings, _write in EXPORTS.values())


def test_a_text_comes_back_from_a_workbook_as_it_is_kept(
    filled: Callable[[Given], Path], tmp_path: Path
) -> None:
    office = office_at(
        filled(lambda _table, column, at: FORMULAS[(at + len(column)) % len(FORMULAS)])
    )
    keys = office.cases.keys(CaseQuery())
    office.cases.save_list(tmp_path / "a.xlsx", keys, "全部")
    kept = [(row.applicants, row.number, row.cause_name) for row in office.cases.rows(keys)]
    office.close()
    head, *rows = load_workbook(tmp_path / "a.xlsx").active.iter_rows(min_row=2, values_only=True)
    places = [head.index(name) for name in ("申请人", "调解编号", "案由")]
    assert [tuple(row[at] for at in places) for row in rows] == [
        tuple(printable(text) for text in texts) for texts in kept
    ]


def test_a_telephone_from_abroad_comes_back_whole(
    filled: Callable[[Given], Path], tmp_path: Path
) -> None:
    phone = "+8613900007391"
    office = office_at(filled(lambda _table, _column, _at: phone))
    EXPORTS["person"][1](office, tmp_path / "a.json")
    EXPORTS["case list"][1](office, tmp_path / "a.xlsx")
    office.close()
    assert phone in (tmp_path / "a.json").read_text("utf-8")
    cells = [
        cell
        for row in load_workbook(tmp_path / "a.xlsx").active.iter_rows(min_row=3)
        for cell in row
        if phone in str(cell.value)
    ]
    assert cells
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)

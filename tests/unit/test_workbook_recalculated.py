"""The workbook opened by LibreOffice: no error, and every formula gives the value stored with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mediation.cases.terms import Outcome
from mediation.reports.edition import Edition
from mediation.reports.workbook import write_workbook
from tests.made_reports import ROSTER, closed_case, edition_over, many_cases, october_totals
from tests.office_suite import converted, forgetful, needs_office

HOSTILE = ["=1+1", "*", "?", "~", ">5", "<>", '"', "a" * 300, "合计", "", "WEBSERVICE(1)"]


def busy() -> Edition:
    """Every kind of row, names that would be criteria or formulas among them."""
    cases = many_cases(600)
    for number, name in enumerate(HOSTILE, start=10_000):
        cases += [
            closed_case(number, outcome, cause=f"c{number}", cause_name=name, agreed=1_234_567)
            for outcome in (Outcome.SUCCEEDED,)
        ]
    totals = [october_totals("traffic", filings=180, mediated=128, closed=100, succeeded=90)]
    edition = edition_over(cases, totals)
    studios = zip((str(each.id) for each in ROSTER), ("*", "=1+1", "康巴什室"), strict=True)
    return replace(edition, studios={"": "", **dict(studios)})


def cells(path: Path, *, values: bool) -> dict[tuple[str, str], Any]:
    book = openpyxl.load_workbook(path, data_only=values)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
    }


@needs_office
@pytest.mark.parametrize("edition", [busy, edition_over], ids=["busy", "empty"])
def test_recalculated_values_are_the_stored_ones(edition: Any, tmp_path: Path) -> None:
    target = tmp_path / "月报.xlsx"
    write_workbook(edition(), target)
    again = converted(forgetful(target, tmp_path / "bare.xlsx"), "xlsx", tmp_path / "again")
    formulas, stored = cells(target, values=False), cells(target, values=True)
    calculated = cells(again, values=True)
    reckoned = [place for place, text in formulas.items() if str(text).startswith("=")]
    reckoned = [place for place in reckoned if stored[place] != formulas[place]]
    assert len(reckoned) > 30
    for place in reckoned:
        was, now = stored[place], calculated.get(place)
        assert (now or 0) == pytest.approx(was or 0, abs=1e-9), (place, formulas[place], was, now)
    assert not [each for each in calculated.items() if str(each[1]).startswith("#")]

"""The report as a workbook, opened again and read back."""

from __future__ import annotations

import math
import re
import zipfile
from datetime import date
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from mediation.cases.terms import Outcome
from mediation.figures.counts import Dimension
from mediation.reports.report import Report
from mediation.reports.workbook import write_workbook
from mediation.store import CaseRow
from tests.made_reports import closed_case, made_case, many_cases, october_totals, report_over

NAMES = ["总表", "案由", "调解员", "法院", "来源", "口径说明与校验"]


def written(report: Report, path: Path, *, values: bool = True) -> dict[str, Worksheet]:
    write_workbook(report, path)
    book = openpyxl.load_workbook(path, data_only=values)
    return {sheet.title: sheet for sheet in book.worksheets}


def row_of(sheet: Worksheet, first: object) -> list[object]:
    """The row whose first cell holds this."""
    for row in sheet.iter_rows(values_only=True):
        if row[0] == first:
            return list(row)
    raise AssertionError(f"no row {first}")


@pytest.fixture
def report() -> Report:
    return report_over(many_cases(), [october_totals(filings=180, mediated=128, transferred=62)])


def test_the_sheets_stand_in_order_and_print_on_a4(report: Report, tmp_path: Path) -> None:
    sheets = written(report, tmp_path / "a.xlsx")
    assert list(sheets) == NAMES
    for sheet in sheets.values():
        assert sheet.freeze_panes is not None
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet["A4"].font.name == "等线"


def test_counts_and_rates_read_back_as_the_report_has_them(report: Report, tmp_path: Path) -> None:
    sheets = written(report, tmp_path / "a.xlsx")
    flow = report.flow
    assert row_of(sheets["总表"], flow.opening)[:3] == [flow.opening, flow.received, flow.closed]
    assert row_of(sheets["总表"], flow.opening)[9] == flow.pending
    assert row_of(sheets["总表"], "标的额")[1] == flow.claimed / 100
    rate = report.indicator("success_rate")
    shown = row_of(sheets["总表"], "调解成功率")
    assert rate.value is not None
    assert rate.interval is not None
    assert shown[1:6] == [flow.succeeded, flow.closed, float(rate.value), *rate.interval]
    unknown = row_of(sheets["总表"], "道交平台应用率")
    assert unknown[1:6] == [None] * 5
    assert unknown[7] == "未知:2026年10月的法院收案(道路交通)未录入"


@pytest.mark.parametrize("dimension", list(Dimension))
def test_each_table_has_its_rows_and_their_total(
    report: Report, tmp_path: Path, dimension: Dimension
) -> None:
    sheet = list(written(report, tmp_path / "a.xlsx").values())[
        1 + list(Dimension).index(dimension)
    ]
    for group in report.groups[dimension]:
        row = row_of(sheet, group.name or "未登记")
        assert row[1:4] == [group.counts.opening, group.counts.received, group.counts.closed]
        assert row[10] == group.counts.pending
        assert row[11] == group.counts.claimed / 100
    total = row_of(sheet, "合计")
    assert total[1:5] == [
        report.flow.opening,
        report.flow.received,
        report.flow.closed,
        report.flow.succeeded,
    ]


def test_rates_and_totals_are_live_formulas(report: Report, tmp_path: Path) -> None:
    sheets = written(report, tmp_path / "a.xlsx", values=False)
    shown = row_of(sheets["总表"], "调解成功率")
    assert str(shown[3]).startswith("=IF(")
    assert isinstance(shown[1], int)
    assert str(row_of(sheets["法院"], "合计")[1]).startswith("=SUM(")


def test_every_formula_gives_the_value_that_is_shown_before_it_is_calculated(
    report: Report, tmp_path: Path
) -> None:
    shown = written(report, tmp_path / "a.xlsx")
    formulas = written(report, tmp_path / "a.xlsx", values=False)
    reckoned = 0
    for name, sheet in formulas.items():
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.data_type == "f":
                value = shown[name][cell.coordinate].value
                assert calculate(cell.value, shown[name]) == pytest.approx(
                    "" if value is None else value
                ), cell.value
                reckoned += 1
    assert reckoned > 60


def calculate(formula: str, sheet: Worksheet) -> float | str:
    """What a spreadsheet makes of one of our formulas: ranges, IF, MAX, MIN, SQRT and powers."""
    text = formula.removeprefix("=").replace("^", "**")
    text = re.sub(r"(?<![<>])=", "==", text)
    text = re.sub(r"([A-Z]+\d+):([A-Z]+\d+)", r"cells('\1','\2')", text)
    text = re.sub(r"(?<!')\b([A-Z]+\d+)\b(?!')", r"cell('\1')", text)
    text = re.sub(r"IF\((.*?),\"\",(.*)\)$", r"('' if \1 else \2)", text)

    def cells(first: str, last: str) -> list[float]:
        return [float(each.value or 0) for row in sheet[f"{first}:{last}"] for each in row]

    names = {
        "cell": lambda name: float(sheet[name].value or 0),
        "cells": cells,
        "SUM": sum,
        "MAX": max,
        "MIN": min,
        "SQRT": math.sqrt,
    }
    return eval(text, {"__builtins__": {}}, names)


def test_few_cases_carry_no_rate_in_a_table(tmp_path: Path) -> None:
    cases = [closed_case(number, cause="a", cause_name="九件") for number in range(1, 10)]
    cases += [closed_case(number, cause="b", cause_name="十件") for number in range(10, 20)]
    sheet = written(report_over(cases), tmp_path / "a.xlsx")["案由"]
    assert row_of(sheet, "九件")[14:] == [None, None, None, "件数少"]
    assert row_of(sheet, "十件")[14:] == [1, None, None, "样本少"]


FORMULAS = ["=1+1", "+86", "-1", "@A1", "=cmd|' /C calc'!A0", "\uff1d1", "{=1}", "http://a.b/c"]


@pytest.mark.parametrize("name", FORMULAS)
def test_text_is_never_a_formula_nor_a_link(tmp_path: Path, name: str) -> None:
    report = report_over([closed_case(1, cause="c", cause_name=name)])
    sheet = written(report, tmp_path / "a.xlsx", values=False)["案由"]
    (cell,) = [row[0] for row in sheet.iter_rows() if row[0].value == name]
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert cell.quotePrefix == (name[0] in "=+-@\uff1d")


def test_a_text_too_long_for_a_cell_is_cut_in_sight(tmp_path: Path) -> None:
    report = report_over([closed_case(1, cause="c", cause_name="长" * 40_000)])
    sheet = written(report, tmp_path / "a.xlsx")["案由"]
    (name,) = [row[0] for row in sheet.iter_rows(values_only=True) if str(row[0])[:2] == "长长"]
    assert len(name) == 32_767
    assert name.endswith("…")


def test_an_empty_month_is_a_workbook_that_says_so(tmp_path: Path) -> None:
    sheets = written(report_over(), tmp_path / "a.xlsx")
    assert row_of(sheets["案由"], "本期没有案件")
    assert row_of(sheets["总表"], "调解成功率")[7] == "未知:本期没有结案"


def test_definitions_and_every_check_are_in_the_last_sheet(report: Report, tmp_path: Path) -> None:
    sheet = written(report, tmp_path / "a.xlsx")["口径说明与校验"]
    assert "公开资料没有官方公式" in str(row_of(sheet, "道交平台应用率")[6])
    for check in report.checks:
        assert row_of(sheet, check.name)[1] == "通过"


def test_the_same_report_gives_the_same_bytes(report: Report, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(report, tmp_path / name)
    first, second = (zipfile.ZipFile(tmp_path / name) for name in ("a.xlsx", "b.xlsx"))
    assert first.namelist() == second.namelist()
    assert all(first.read(name) == second.read(name) for name in first.namelist())


def test_the_cases_behind_it_can_be_listed_with_it(tmp_path: Path) -> None:
    case = made_case(1)
    row = CaseRow(
        key=1,
        id=UUID(int=1),
        version=1,
        number="2026-0001",
        court_number="(2026)内0603民初1号",
        applicants="=1+1",
        respondents="某商贸",
        cause_name="买卖合同纠纷",
        court="内0603",
        channel="entrusted",
        claimed=8_650_050,
        mediator=None,
        mediator_name="乌兰图雅",
        referred_on=case.referred_on,
        signed_on=None,
        closed_on=date(2026, 10, 9),
        outcome=Outcome.WITHDRAWN,
        agreed=None,
        performed=None,
    )
    write_workbook(report_over([case]), tmp_path / "a.xlsx", [row])
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == [*NAMES, "案件"]
    shown = [cell.value for cell in book["案件"][2]]
    assert shown[0] == "2026-0001"
    assert shown[2:4] == ["康巴什区法院", "委托"]
    assert shown[8] == 86500.5
    assert shown[9].date() == case.referred_on
    assert shown[12:] == ["撤回", None, None]
    assert book["案件"]["F2"].data_type == "s"

"""The report as a workbook, opened again and read back."""

from __future__ import annotations

import tempfile
import tracemalloc
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter.worksheet
from openpyxl.worksheet.worksheet import Worksheet

from mediation.cases.case import Party
from mediation.cases.terms import Outcome, Side
from mediation.figures.checks import Check
from mediation.figures.keys import Dimension
from mediation.reports import case_sheet
from mediation.reports.edition import Edition
from mediation.reports.workbook import write_workbook
from mediation.store import CountedCase
from tests.made_reports import (
    ROSTER,
    closed_case,
    edition_over,
    made_case,
    many_cases,
    october_totals,
)

NAMES = [
    "总表",
    "案由",
    "委员",
    "法院",
    "来源",
    "三分表",
    "道路交通",
    "履行与确认",
    "图表",
    "口径说明与校验",
    "案件",
]
TABLES = dict(zip(Dimension, ("案由", "委员", "法院", "来源"), strict=True))


def written(edition: Edition, path: Path, *, values: bool = True) -> dict[str, Any]:
    write_workbook(edition, path)
    book = openpyxl.load_workbook(path, data_only=values)
    return {sheet.title: sheet for sheet in book.worksheets}


def row_of(sheet: Worksheet, words: object, column: int = 0) -> list[object]:
    """The row with this in a column."""
    for row in sheet.iter_rows(values_only=True):
        if len(row) > column and row[column] == words:
            return list(row)
    raise AssertionError(f"no row {words}")


@pytest.fixture
def edition() -> Edition:
    entered = [october_totals(filings=180, mediated=128, transferred=62)]
    return edition_over(many_cases(), entered)


def test_the_sheets_stand_in_order_and_print_on_a4(edition: Edition, tmp_path: Path) -> None:
    sheets = written(edition, tmp_path / "a.xlsx")
    assert list(sheets) == NAMES
    for sheet in sheets.values():
        assert sheet.freeze_panes is not None
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    for name in ("案由", "委员", "法院", "来源", "口径说明与校验", "案件"):
        assert sheets[name].print_title_rows, name
    assert sheets["案由"]["B5"].font.name == "等线"


def test_counts_and_rates_read_back_as_the_report_has_them(
    edition: Edition, tmp_path: Path
) -> None:
    sheet = written(edition, tmp_path / "a.xlsx")["总表"]
    report, flow = edition.report, edition.report.flow
    shown = {name: row_of(sheet, name)[1] for name in ("旧存", "收案", "结案", "未结", "转立案")}
    assert list(shown.values()) == [
        flow.opening,
        flow.received,
        flow.closed,
        flow.pending,
        flow.transferred,
    ]
    assert row_of(sheet, "标的额(元)")[1] == flow.claimed / 100
    rate = report.indicator("success_rate")
    assert rate.value is not None
    assert rate.interval is not None
    assert row_of(sheet, "调解成功率")[1:6] == [
        flow.succeeded,
        flow.closed,
        float(rate.value),
        *rate.interval,
    ]
    unknown = row_of(sheet, "道交平台应用率")
    assert unknown[1:6] == [None] * 5
    assert unknown[11] == "未知:2026年10月的法院收案(道路交通)未录入"


@pytest.mark.parametrize("dimension", list(Dimension))
def test_each_table_has_its_rows_and_their_total(
    edition: Edition, tmp_path: Path, dimension: Dimension
) -> None:
    sheet = written(edition, tmp_path / "a.xlsx")[TABLES[dimension]]
    for group in edition.report.groups[dimension]:
        counts = group.counts
        row = row_of(sheet, group.name or "未登记", 1)
        assert row[2:5] == [counts.opening, counts.received, counts.closed]
        assert row[11:13] == [counts.pending, counts.claimed / 100]
    flow = edition.report.flow
    assert row_of(sheet, "合计", 1)[2:6] == [
        flow.opening,
        flow.received,
        flow.closed,
        flow.succeeded,
    ]


def test_mediators_stand_by_name_and_in_no_order_of_merit(edition: Edition, tmp_path: Path) -> None:
    sheet = written(edition, tmp_path / "a.xlsx")["委员"]
    numbered = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    names = [row[1] for row in numbered]
    assert names == sorted(names)
    assert not [row for row in sheet.iter_rows(values_only=True) if "名次" in str(row[:3])[:3]]


def test_every_figure_of_the_flow_and_the_tables_is_a_formula_over_the_cases(
    edition: Edition, tmp_path: Path
) -> None:
    sheets = written(edition, tmp_path / "a.xlsx", values=False)
    assert row_of(sheets["总表"], "成功")[1] == '=COUNTIFS(结案,1,结果,"成功")'
    assert str(row_of(sheets["总表"], "标的额(元)")[1]).startswith("=ROUND(SUMIFS(标的额,收案,1")
    for dimension, name in TABLES.items():
        for place in range(1, len(edition.report.groups[dimension]) + 1):
            row = row_of(sheets[name], place)
            assert all(str(cell).startswith("=") for cell in row[2:15])


def test_the_cases_listed_are_those_behind_the_figures(edition: Edition, tmp_path: Path) -> None:
    rows = list(written(edition, tmp_path / "a.xlsx")["案件"].iter_rows(values_only=True))
    places = {name: place for place, name in enumerate(rows[0])}
    flow = edition.report.flow
    assert len(rows) - 1 == edition.case_count
    for name, count in (
        ("旧存", flow.opening),
        ("收案", flow.received),
        ("结案", flow.closed),
        ("转立案", flow.transferred),
        ("未结", flow.pending),
    ):
        assert sum(row[places[name]] for row in rows[1:]) == count


def test_few_cases_carry_no_rate_in_a_table(tmp_path: Path) -> None:
    cases = [closed_case(number, cause="a", cause_name="九件") for number in range(1, 10)]
    cases += [closed_case(number, cause="b", cause_name="十件") for number in range(10, 20)]
    sheet = written(edition_over(cases), tmp_path / "a.xlsx")["案由"]
    assert row_of(sheet, "九件", 1)[15:19] == [None, None, None, "件数少"]
    assert row_of(sheet, "十件", 1)[15:19] == [1, None, None, "样本少"]


FORMULAS = ["=1+1", "+86", "-1", "@A1", "=cmd|' /C calc'!A0", "\uff1d1", "{=1}", "http://a.b/c"]


@pytest.mark.parametrize("name", FORMULAS)
def test_text_is_never_a_formula_nor_a_link(tmp_path: Path, name: str) -> None:
    party = Party(side=Side.APPLICANT, name=name)
    case = replace(closed_case(1, cause="c", cause_name=name, parties=(party,)), number=name)
    sheets = written(edition_over([case]), tmp_path / "a.xlsx", values=False)
    found = [
        cell
        for title in ("案由", "案件", "图表")
        for row in sheets[title].iter_rows()
        for cell in row
        if cell.value == name
    ]
    assert len(found) == 5
    for cell in found:
        assert cell.data_type == "s"
        assert cell.hyperlink is None
        assert cell.quotePrefix == (name[0] in "=+-@\uff1d")


def test_a_text_too_long_for_a_cell_is_cut_in_sight(tmp_path: Path) -> None:
    edition = edition_over([closed_case(1, cause="c", cause_name="长" * 40_000)])
    sheet = written(edition, tmp_path / "a.xlsx")["案由"]
    name = str(row_of(sheet, 1)[1])
    assert len(name) == 32_767
    assert name.endswith("…")


def test_an_empty_month_is_a_workbook_that_says_so(tmp_path: Path) -> None:
    sheets = written(edition_over(), tmp_path / "a.xlsx")
    assert row_of(sheets["案由"], "本期没有案件")
    assert row_of(sheets["总表"], "调解成功率")[11] == "未知:本期没有结案"


def test_definitions_and_every_check_are_in_their_sheet(edition: Edition, tmp_path: Path) -> None:
    sheet = written(edition, tmp_path / "a.xlsx")["口径说明与校验"]
    assert "公开资料没有官方公式" in str(row_of(sheet, "道交平台应用率")[6])
    told = {row[:2] for row in sheet.iter_rows(values_only=True)}
    assert {(check.name, "通过") for check in edition.report.checks} <= told
    assert row_of(sheet, "旧存 + 收案 = 结案 + 未结")[1:3] == ["平", 0]


def test_a_failed_check_is_printed_on_the_first_sheet(edition: Edition, tmp_path: Path) -> None:
    failed = Check("table", "案由各行之和 = 总数", passed=False, detail="26994 > 18440")
    report = replace(edition.report, checks=(*edition.report.checks, failed))
    sheets = written(replace(edition, report=report), tmp_path / "a.xlsx")
    assert "26994 > 18440" in str(list(sheets["总表"].values)[-1][0])


def test_charts_are_native_and_never_rank_the_mediators(edition: Edition, tmp_path: Path) -> None:
    write_workbook(edition, tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        charts = [name for name in book.namelist() if name.startswith("xl/charts/chart")]
        words = [book.read(name).decode() for name in sorted(charts)]
    assert len(charts) == 4
    assert sum("scatterChart" in each for each in words) == 2
    assert sum("不是名次" in each for each in words) == 2


def test_the_same_report_gives_the_same_bytes(edition: Edition, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(edition, tmp_path / name)
    first, second = (zipfile.ZipFile(tmp_path / name) for name in ("a.xlsx", "b.xlsx"))
    assert first.namelist() == second.namelist()
    assert all(first.read(name) == second.read(name) for name in first.namelist())


def test_a_listed_case_reads_as_it_was_counted(tmp_path: Path) -> None:
    plain = made_case(
        1,
        court="内0603",
        claimed=8_650_050,
        closed_on=date(2026, 10, 9),
        outcome=Outcome.WITHDRAWN,
        parties=(Party(side=Side.APPLICANT, name="=1+1", phone="13800000000", id_number="150"),),
    )
    case = replace(plain, number="2026-0001")
    write_workbook(edition_over([case]), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)
    shown = [cell.value for cell in book["案件"][2]]
    assert shown[0] == "2026-0001"
    assert shown[2] == "康巴什区法院"
    assert shown[5] == "=1+1"
    assert shown[8] == 86500.5
    assert shown[9].date() == case.referred_on
    assert shown[12:17] == ["撤回", None, None, None, None]
    assert shown[18:23] == [0, 1, 1, 0, 0]


def test_no_phone_and_no_number_of_a_person_is_in_the_file(tmp_path: Path) -> None:
    secrets = {"phone": "13912345678", "id_number": "150602198001011234", "address": "某某街九号"}
    party = Party(side=Side.APPLICANT, name="王芳", **secrets)
    case = closed_case(1, parties=(party,), remark="私下的话")
    write_workbook(edition_over([case]), tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        content = b"".join(book.read(name) for name in book.namelist()).decode("utf-8", "replace")
    assert "王芳" in content
    for secret in (*secrets.values(), "私下的话"):
        assert secret not in content


def test_more_cases_than_a_sheet_holds_go_on_in_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_sheet, "PER_SHEET", 50)
    edition = edition_over(many_cases(), [])
    sheets = written(edition, tmp_path / "a.xlsx")
    assert edition.case_count > 50
    assert list(sheets)[len(NAMES) :][0] == "案件2"
    formulas = written(edition, tmp_path / "a.xlsx", values=False)
    assert "COUNTIFS(收案2,1)" in str(row_of(formulas["总表"], "收案")[1])
    assert sum(sheets[name].max_row - 1 for name in sheets if name.startswith("案件")) == (
        edition.case_count
    )


def test_memory_does_not_grow_with_the_cases_listed(edition: Edition, tmp_path: Path) -> None:
    def peak(number: int) -> int:
        many = islice(cycle(list(edition.cases())), number)
        longer = replace(edition, cases=lambda: many, case_count=number)
        tracemalloc.start()
        write_workbook(longer, tmp_path / "a.xlsx")
        try:
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(200)
    assert peak(3_000) < 1.3 * peak(300)


def test_progress_ends_with_all_the_cases(edition: Edition, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    write_workbook(edition, tmp_path / "a.xlsx", lambda done, total: told.append((done, total)))
    assert told[-1] == (edition.case_count, edition.case_count)


def test_nothing_is_left_behind_when_the_cases_stop_coming(
    edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))

    def broken() -> Iterator[CountedCase]:
        yield from list(edition.cases())[:20]
        raise OSError(5, "gone")

    with pytest.raises(Exception, match="gone"):
        write_workbook(replace(edition, cases=broken), tmp_path / "a.xlsx")
    assert [path.name for path in tmp_path.rglob("*")] == ["scratch"]


def test_no_formula_has_a_function_that_the_file_format_wants_marked(
    edition: Edition, tmp_path: Path
) -> None:
    sheets = written(edition, tmp_path / "a.xlsx", values=False)
    formulas = {
        cell
        for sheet in sheets.values()
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if isinstance(cell, str) and cell.startswith("=")
    }
    assert len(formulas) > 100
    bare = xlsxwriter.worksheet.Worksheet()
    bare.use_future_functions = True
    assert [f"={bare._prepare_formula(each)}" for each in formulas] == list(formulas)


def test_the_table_by_studio_balances_and_counts_over_the_cases(tmp_path: Path) -> None:
    roster = {str(each.id): f"{place}号调解室" for place, each in enumerate(ROSTER, start=1)}
    edition = replace(edition_over(many_cases()), studios={"": "", **roster})
    values = written(edition, tmp_path / "a.xlsx")
    formulas = written(edition, tmp_path / "b.xlsx", values=False)
    first = row_of(values["法院"], "调解室", 1)
    assert first[:5] == ["序号", "调解室", "旧存", "收案", "结案"]
    for group in edition.by_studio:
        assert row_of(values["法院"], group.name, 1)[3] == group.counts.received
        assert "调解室序号" in str(row_of(formulas["法院"], group.name, 1)[3])
    assert sum(group.counts.received for group in edition.by_studio) == edition.report.flow.received
    balance = row_of(values["口径说明与校验"], "调解室各行收案之和 = 收案")
    assert balance[1:3] == ["平", 0]
    listed = list(values["案件"].iter_rows(values_only=True))
    assert {row[listed[0].index("调解室")] for row in listed[1:]} == set(roster.values())
    titles = {str(chart.title.tx.rich.p[0].r[0].t) for chart in values["图表"]._charts}
    assert "各调解室成功率与控制限(漏斗图,不是名次)" in titles


def test_the_workbook_of_a_seal_without_studios_is_as_it_was(tmp_path: Path) -> None:
    edition = replace(edition_over(many_cases()), studios={})
    sheets = written(edition, tmp_path / "a.xlsx")
    words = {str(cell) for sheet in sheets.values() for row in sheet.values for cell in row if cell}
    assert not [each for each in words if "调解室" in each]
    assert [cell.value for cell in sheets["案件"][1]][-1] == "结束方式"

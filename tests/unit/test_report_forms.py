"""The report as text, JSON, CSV and as a file."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from rich.cells import cell_len

from mediation.cases.terms import Outcome
from mediation.figures.counts import Counts, Group
from mediation.figures.keys import Dimension
from mediation.reports.columns import fold_lines, printable, table
from mediation.reports.csv_form import as_csv, guarded
from mediation.reports.json_form import AMOUNTS, FLOW, as_json
from mediation.reports.report import Report
from mediation.reports.text_form import as_text
from tests.made_reports import (
    ROSTER,
    closed_case,
    made_case,
    many_cases,
    october_totals,
    report_over,
)

FORMULAS = [
    "=1+1",
    "+86 13800000000",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20A1",
]


def busy() -> Report:
    """A report with every kind of row and rate."""
    entered = [
        october_totals(filings=180, mediated=128, transferred=62),
        october_totals("traffic", filings=180, mediated=128, closed=100, succeeded=90),
    ]
    return report_over(many_cases(), entered)


def named(name: str) -> Report:
    """A report with one cause of this name."""
    return report_over([closed_case(1, cause="c", cause_name=name)])


def test_json_has_the_shape_that_scripts_rely_on() -> None:
    found = as_json(busy())
    assert list(found) == [
        "period",
        "scope",
        "flow",
        "amounts",
        "indicators",
        "by",
        "duration",
        "checks",
        "sealed",
        "sealed_months",
        "corrections",
        "comparison",
        "quality",
        "three_way",
        "trend",
    ]
    assert found["period"] == {"start": "2026-10-01", "end": "2026-10-31"}
    assert found["scope"] == {}
    assert list(found["flow"]) == [
        "opening",
        "received",
        "closed",
        "succeeded",
        "partly",
        "failed",
        "withdrawn",
        "returned",
        "transferred",
        "pending",
    ]
    assert list(found["by"]) == ["cause", "mediator", "court", "channel"]
    for rows in found["by"].values():
        for row in rows:
            assert list(row)[:5] == ["key", "name", "received", "closed", "succeeded"]
    for indicator in found["indicators"]:
        assert list(indicator) == [
            "key",
            "name",
            "definition",
            "numerator",
            "denominator",
            "value",
            "interval",
            "reason",
        ]
        assert (indicator["value"] is None) == (indicator["reason"] is not None)
    assert set(found["duration"]) == {"median_days", "p90_days"}
    assert json.loads(json.dumps(found)) == found


def test_json_gives_every_count_there_is() -> None:
    counted = {field.name for field in fields(Counts)} | {"pending"}
    assert counted == {*FLOW, *AMOUNTS}


def test_json_of_nothing_is_zero_amounts_and_reasons() -> None:
    found = as_json(report_over())
    assert found["amounts"] == {"claimed": "0.00", "agreed": "0.00", "performed": "0.00"}
    assert found["duration"] == {"median_days": None, "p90_days": None}
    assert found["by"] == {"cause": [], "mediator": [], "court": [], "channel": []}
    assert [each["value"] for each in found["indicators"]] == [None] * 7


def test_json_amounts_are_yuan_to_the_fen() -> None:
    case = closed_case(1, claimed=10**13 + 1, agreed=5, performed=None)
    assert as_json(report_over([case]))["amounts"] == {
        "claimed": "100000000000.01",
        "agreed": "0.05",
        "performed": "0.00",
    }


def test_json_scope_names_the_filters_as_given() -> None:
    report = report_over([], court="内0603", mediator=ROSTER[0].id, channel="entrusted")
    assert as_json(report)["scope"] == {
        "court": "内0603",
        "mediator": "乌兰图雅",
        "channel": "委托",
    }


def test_json_days_are_whole_or_half() -> None:
    cases = [closed_case(1), closed_case(2, closed_on=date(2026, 10, 21))]
    assert as_json(report_over(cases))["duration"] == {"median_days": 10.5, "p90_days": 10.9}
    assert repr(as_json(report_over(cases[:1]))["duration"]["median_days"]) == "10"


def test_json_has_a_row_for_cases_that_were_only_carried_over() -> None:
    carried = made_case(1, referred_on=date(2026, 9, 1), cause="c", cause_name="旧存")
    report = report_over([carried, closed_case(2, cause="d", cause_name="新收")])
    found = as_json(report)
    rows = found["by"]["cause"]
    assert [(row["name"], row["opening"], row["pending"]) for row in rows] == [
        ("新收", 0, 0),
        ("旧存", 1, 1),
    ]
    assert "旧存" in as_text(report)


def test_the_rows_of_every_json_table_add_up_to_the_flow_and_the_amounts() -> None:
    found = as_json(busy())
    for rows in found["by"].values():
        for name in FLOW:
            assert sum(row[name] for row in rows) == found["flow"][name]
        for name in AMOUNTS:
            assert sum(Decimal(row[name]) for row in rows) == Decimal(found["amounts"][name])


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_of_the_text_is_wider_than_the_terminal(width: int) -> None:
    for line in as_text(busy(), width).splitlines():
        assert cell_len(line) <= width, line


def test_the_text_prints_every_rate_with_fraction_interval_and_definition() -> None:
    text = "".join(as_text(busy()).split())
    assert "诉前调解分流率128/24652.0%(45.8-58.2)口径D1" in text
    assert "口径V1成功÷结案" in text
    assert "公开资料没有官方公式" in text
    assert "没有填“平台办理”" in text
    assert "按康巴什区法院录入的法院收案计算" in text


def test_the_text_of_a_small_month_has_fraction_and_flag() -> None:
    report = report_over([closed_case(1), closed_case(2, Outcome.FAILED)])
    text = " ".join(as_text(report).split())
    assert "调解成功率 1/2 件数少 口径 V1" in text
    assert "期初 0 + 收案 2 = 结案 2 + 未结 0" in text


def test_a_rate_over_a_thousand_and_more_has_two_decimals_as_it_is_published() -> None:
    entered = [october_totals("traffic", mediated=3039, disputes=5000, closed=999, succeeded=900)]
    text = " ".join(as_text(report_over([], entered)).split())
    assert "道交分流率 3039/5000 60.78 % (59.42-62.12)" in text
    assert "道交调解成功率 900/999 90.1 % (88.1-91.8)" in text


def test_the_text_of_nothing_gives_reasons_and_no_rates() -> None:
    text = as_text(report_over())
    assert "未知:本期没有结案" in text
    assert "本期没有已签收的结案" in text
    assert "案由:本期没有案件" in text
    assert "0.0 %" not in text


@pytest.mark.parametrize(
    ("closed", "shown"), [(9, "-"), (10, "样本少 100.0 %"), (30, "100.0 % (88.6-100.0)")]
)
def test_rows_show_rates_only_as_far_as_their_cases_carry(closed: int, shown: str) -> None:
    cases = [closed_case(number, cause="c", cause_name="借贷") for number in range(1, closed + 1)]
    (row,) = [line for line in as_text(report_over(cases)).splitlines() if line.startswith("借贷 ")]
    assert row.endswith("  " + shown)


def test_columns_of_a_table_end_in_the_same_cell() -> None:
    lines = table(["案由", "收案"], [["民间借贷纠纷", "1"], ["a", "1234"]], width=40)
    assert [cell_len(line) for line in lines] == [cell_len(lines[0])] * 3
    assert lines[1].startswith("民间借贷纠纷")


def test_a_name_wider_than_the_terminal_is_shown_whole() -> None:
    name = "很长的案由" * 60
    lines = table(["案由", "收案"], [[name, "7"]], width=40)
    assert "".join(line.strip() for line in lines[1:-1]) == name
    assert lines[-1].endswith("7")
    assert all(cell_len(line) <= 40 for line in lines)


def test_folding_keeps_figures_whole_and_no_line_begins_with_a_closing_mark() -> None:
    text = "法院公布的 65.18 % 按此复算相符(2585÷3966)," * 9
    for width in range(20, 60):
        lines = fold_lines(text, width)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert not any(line.lstrip()[0] in ",)%。" for line in lines[1:])
        assert all("65.18" in line for line in lines if "65." in line)


@pytest.mark.parametrize(
    "name", ["\x1b]0;x\x07甲", "甲\x9b31m", "甲\u202e乙", "甲\u200b乙", "甲\n乙", "\ud800甲"]
)
def test_no_control_character_reaches_text_or_csv(name: str) -> None:
    report = named(name)
    for shown in (as_text(report), as_csv(report)):
        assert all(each.isprintable() for each in shown if each not in "\r\n")
        assert "甲" in shown


@pytest.mark.parametrize(
    "name",
    ["\ue000某", "\U0002ebf0某", "\u1820\u180e\u1820", "张\u00a0三", "阿\u00b7某", "𠮷某"],
    ids=ascii,
)
def test_rare_characters_of_names_are_kept(name: str) -> None:
    report = named(name)
    assert name in as_text(report)
    assert name in as_csv(report)
    assert as_json(report)["by"]["cause"][0]["name"] == name


def test_markup_in_a_name_stays_as_it_is() -> None:
    assert "[/red]张三[bold]" in as_text(named("[/red]张三[bold]"))


def test_a_failed_check_is_printed_in_every_form(tmp_path: Path) -> None:
    sound = report_over([closed_case(1, cause="c", cause_name="甲")])
    rows = {**sound.groups, Dimension.CAUSE: (Group("c", "甲", sound.flow),) * 2}
    from mediation.figures.checks import check_groups

    checks = check_groups(sound.flow, Dimension.CAUSE, rows[Dimension.CAUSE])
    broken = replace(sound, groups=rows, checks=tuple(checks))
    assert "1 项不通过" in as_text(broken)
    assert "结案各行之和 2,总数 1" in as_text(broken)
    assert "不通过" in as_csv(broken)
    assert "校验 16 项全部通过" in as_text(sound)


def test_the_same_report_is_printed_the_same_twice() -> None:
    assert as_text(busy()) == as_text(busy())
    assert as_csv(busy()) == as_csv(busy())
    assert json.dumps(as_json(busy())) == json.dumps(as_json(busy()))


def test_csv_lines_have_one_figure_each_and_end_as_rfc_4180_says() -> None:
    text = as_csv(busy())
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    flow = {row["measure"]: row["value"] for row in rows if row["section"] == "flow"}
    assert int(flow["received"]) == busy().flow.received
    assert flow["claimed"] == as_json(busy())["amounts"]["claimed"]
    (rate,) = [
        row["value"] for row in rows if (row["key"], row["measure"]) == ("success_rate", "value")
    ]
    assert float(rate) == float(busy().indicator("success_rate").value or 0)


@pytest.mark.parametrize("name", FORMULAS)
def test_csv_never_holds_a_cell_that_a_spreadsheet_runs(name: str) -> None:
    rows = csv.reader(io.StringIO(as_csv(named(name)), newline=""))
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=+-@\uff1d\uff0b\uff0d\uff20\t\r" and cell]
    assert "'" + printable(name) in cells


def test_csv_leaves_ordinary_text_alone() -> None:
    assert [guarded(text) for text in ("", "甲=乙", '“a","b', "3-5")] == [
        "",
        "甲=乙",
        '“a","b',
        "3-5",
    ]

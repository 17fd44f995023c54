"""``mediation report`` in all its forms."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from tests.cli.calling import Call


def test_the_json_has_the_shape_that_scripts_read(call: Call, demonstration: Path) -> None:
    found = call("report", "2026-10", "--format", "json", "--db", demonstration).value
    assert found["period"] == {"start": "2026-10-01", "end": "2026-10-31"}
    assert {
        "period", "scope", "flow", "amounts", "indicators", "by", "duration",
    } <= found.keys()  # fmt: skip
    flow = found["flow"]
    assert set(flow) == {
        "opening", "received", "closed", "succeeded", "partly", "failed", "withdrawn", "returned",
        "transferred", "pending",
    }  # fmt: skip
    assert flow["opening"] + flow["received"] == flow["closed"] + flow["pending"]
    assert set(found["by"]) == {"cause", "mediator", "court", "channel"}
    for indicator in found["indicators"]:
        assert {
            "key", "name", "definition", "numerator", "denominator", "value", "interval", "reason",
        } <= indicator.keys()  # fmt: skip
        assert (indicator["value"] is None) == bool(indicator["reason"])
    assert set(found["duration"]) == {"median_days", "p90_days"}
    assert all("." in amount for amount in found["amounts"].values())


@pytest.mark.parametrize(
    "scope",
    [
        ("--court", "康巴什区法院"),
        ("--court", "内0603"),
        ("--mediator", "苏日娜"),
        ("--cause", "民间借贷纠纷"),
        ("--channel", "委托"),
        ("--channel", "entrusted"),
    ],
)
def test_a_filter_leaves_some_and_not_all(
    call: Call, demonstration: Path, scope: tuple[str, str]
) -> None:
    def received(*more: str) -> int:
        found = call("report", "2026", "--format", "json", "--db", demonstration, *more).value
        return int(found["flow"]["received"])

    assert 0 < received(*scope) < received()


@pytest.mark.parametrize(
    ("scope", "code", "told"),
    [
        (("--court", "天上法院"), 1, "天上法院"),
        (("--mediator", "无此人"), 3, "名册"),
        (("--cause", "天气纠纷"), 1, "天气纠纷"),
        (("--channel", "邮寄"), 1, "委托"),
    ],
)
def test_a_filter_that_names_nothing_is_refused(
    call: Call, demonstration: Path, scope: tuple[str, str], code: int, told: str
) -> None:
    answer = call("report", "2026", "--db", demonstration, *scope)
    assert (answer.code, answer.out) == (code, "")
    assert told in answer.err


def test_the_file_takes_its_form_from_its_name(
    call: Call, demonstration: Path, tmp_path: Path
) -> None:
    printed = call("report", "2026-10", "--format", "json", "--db", demonstration).value
    for suffix in ("xlsx", "docx", "pdf", "md", "json", "csv", "txt"):
        target = tmp_path / f"月报.{suffix}"
        answer = call("report", "2026-10", "-o", target, "--db", demonstration)
        assert (answer.code, answer.out) == (0, "")
        assert str(target) in answer.err
    written = json.loads((tmp_path / "月报.json").read_text(encoding="utf-8"))
    assert written["flow"] == printed["flow"]
    assert "口径" in (tmp_path / "月报.txt").read_text(encoding="utf-8")
    assert openpyxl.load_workbook(tmp_path / "月报.xlsx").sheetnames
    with (tmp_path / "月报.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) > 10


def test_the_workbook_lists_exactly_the_cases_behind_each_figure(
    call: Call, demonstration: Path, tmp_path: Path
) -> None:
    target = tmp_path / "月报.xlsx"
    assert call("report", "2026-10", "-o", target, "--db", demonstration).code == 0
    sheet = openpyxl.load_workbook(target, data_only=True)["案件"]
    headings, *rows = sheet.iter_rows(values_only=True)
    place = {name: column for column, name in enumerate(headings)}
    for figure, column in (("opening", "旧存"), ("received", "收案"), ("pending", "未结")):
        told = call("cases", "--of", figure, "2026-10", "--json", "--db", demonstration).value
        numbers = told["cases"] if isinstance(told, dict) else told
        listed = [row[place["调解编号"]] for row in rows if row[place[column]] == 1]
        assert sorted(listed) == sorted(numbers)
        assert listed


def test_a_report_is_written_over_a_template_of_ones_own(
    call: Call, demonstration: Path, tmp_path: Path
) -> None:
    template, target = tmp_path / "模板.docx", tmp_path / "通报.docx"
    assert call("template", template).code == 0
    assert call("template", template).code == 1
    answer = call("report", "2026-10", "-o", target, "--template", template, "--db", demonstration)
    assert answer.code == 0
    assert target.exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("-o", "月报.pdf", "--template", "t.docx"), 2),
        (("--template", "t.docx"), 2),
        (("-o", "月报.docx", "--template", "没有.docx"), 3),
    ],
)
def test_a_template_needs_a_word_document_and_has_to_be_there(
    call: Call, demonstration: Path, arguments: tuple[str, ...], code: int
) -> None:
    assert call("report", "2026-10", *arguments, "--db", demonstration).code == code


def test_a_missing_folder_is_not_found(call: Call, demonstration: Path, tmp_path: Path) -> None:
    assert call("report", "2026", "-o", tmp_path / "no" / "x.json", "--db", demonstration).code == 3


def test_every_rate_on_paper_has_its_fraction_and_its_definition(
    call: Call, demonstration: Path
) -> None:
    text = call("report", "2026-10", "--db", demonstration).out
    assert "调解成功率" in text
    assert "口径" in text
    assert "/" in text

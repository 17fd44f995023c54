"""Two-way counts and the three-way table on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calling import GOOD, OPEN, Call

MONTH = "2026-10"


def test_a_count_by_two_dimensions_adds_up_to_the_flow(call: Call, demonstration: Path) -> None:
    flow = call("report", MONTH, "--format", "json", "--db", demonstration).value["flow"]
    for figure in ("opening", "received", "closed", "succeeded", "pending"):
        words = ("cross", MONTH, "--by", "cause,band", "--figure", figure)
        found = call(*words, "--json", "--db", demonstration).value
        assert found["by"] == ["cause", "band"]
        assert found["total"] == flow[figure]
        for part in ("rows", "columns", "cells"):
            assert sum(each["count"] for each in found[part]) == flow[figure]


def test_the_table_has_sums_on_both_sides(call: Call, demonstration: Path) -> None:
    lines = call("cross", MONTH, "--by", "channel,outcome", "--db", demonstration).out.splitlines()
    assert lines[0] == "2026年10月  结案  来源 × 结果"
    assert lines[2].split()[-1] == "合计"
    numbers = [[int(cell) for cell in line.split()[1:]] for line in lines[3:]]
    assert numbers[-1] == [sum(column) for column in zip(*numbers[:-1], strict=True)]


@pytest.mark.parametrize("words", ["cause", "cause,cause", "cause,rank", "cause,band,court", ""])
def test_dimensions_that_make_no_table_are_a_wrong_command(
    call: Call, demonstration: Path, words: str
) -> None:
    answer = call("cross", MONTH, "--by", words, "--db", demonstration)
    assert answer.code == 2
    assert "用法" in answer.err or "两个不同的维度" in answer.err


def test_a_table_of_nothing_says_so(call: Call, db: Path) -> None:
    assert "没有案件" in call("cross", MONTH, "--by", "cause,court", "--db", db).out


def test_every_cell_of_the_three_way_table_opens_to_its_cases(
    call: Call, demonstration: Path
) -> None:
    found = call("report", MONTH, "--format", "json", "--db", demonstration).value["three_way"]
    for half in ("held", "not_held"):
        for name, number in found["total"][half].items():
            words = ("cases", "--of", f"three_way.{half}.{name}", MONTH, "--json")
            assert call(*words, "--db", demonstration).value["count"] == number
        words = ("cases", "--of", f"three_way.{half}", MONTH, "--json")
        count = call(*words, "--db", demonstration).value["count"]
        assert count == sum(found["total"][half].values())


def test_an_imported_ledger_has_no_session_on_record(call: Call, db: Path, ledger: Path) -> None:
    assert call("import", ledger(GOOD, OPEN), "--db", db).code == 0
    found = call("report", MONTH, "--format", "json", "--db", db).value
    assert found["three_way"]["without_session_record"] == found["flow"]["closed"] == 1
    assert "不能据此说没有开过" in call("report", MONTH, "--db", db).out


def test_the_trend_has_thirteen_months_up_to_the_period(call: Call, demonstration: Path) -> None:
    found = call("report", MONTH, "--format", "json", "--db", demonstration).value
    assert len(found["trend"]) == 13
    assert found["trend"][-1] == {
        "month": MONTH,
        "succeeded": found["flow"]["succeeded"],
        "closed": found["flow"]["closed"],
    }
    earlier = call("report", "2025-12", "--format", "json", "--db", demonstration).value["flow"]
    assert found["trend"][2] == {
        "month": "2025-12",
        "succeeded": earlier["succeeded"],
        "closed": earlier["closed"],
    }
    assert "成功率V1 13 个月:2025年10月" in call("report", MONTH, "--db", demonstration).out


def test_a_printed_report_and_one_in_a_file_are_the_same_examined_one(
    call: Call, demonstration: Path, tmp_path: Path
) -> None:
    import json

    target = tmp_path / "十月.json"
    assert call("report", MONTH, "-o", target, "--db", demonstration).code == 0
    written = json.loads(target.read_text(encoding="utf-8"))
    assert written["three_way"]
    assert written["comparison"]["year_on_year"]
    assert written["quality"]
    printed = call("report", MONTH, "--format", "json", "--db", demonstration).value
    assert written == printed

"""Definitions, the cases behind figures, comparisons, settings and funnel on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.calling import Call

FIELDS = {
    "key", "version", "name", "formula", "numerator", "denominator", "date_basis",
    "valid_from", "valid_to", "source",
}  # fmt: skip
MONTH = "2026-10"


def report(call: Call, db: Path, *words: object) -> Any:
    return call("report", *words, "--format", "json", "--db", db).value


def rate(found: Any, key: str = "success_rate") -> Any:
    return next(each for each in found["indicators"] if each["key"] == key)


def test_definitions_are_listed_without_a_database(call: Call, tmp_path: Path) -> None:
    listed = call("definitions", "--json", "--db", tmp_path / "none.db").value
    assert all(each.keys() >= FIELDS for each in listed)
    named = {(each["key"], each["version"]): each for each in listed}
    assert named["success_rate", "V1"]["formula"] == "成功÷结案(S÷C)"
    assert named["success_diversion_rate", "G3"]["valid_from"] == "2025-01-01"
    assert named["enforcement_rate", "E1"]["reason"]
    text = call("definitions").out
    assert "success_rate=V5" in text
    assert "算不出" in text


def test_a_definition_is_chosen_for_one_run(call: Call, demonstration: Path) -> None:
    usual = rate(report(call, demonstration, MONTH))
    chosen = rate(report(call, demonstration, MONTH, "--definition", "success_rate=v3"))
    assert usual["definition"].startswith("V1")
    assert chosen["definition"].startswith("V3")
    assert chosen["denominator"] < usual["denominator"]
    assert rate(report(call, demonstration, MONTH)) == usual


def test_a_rate_that_is_not_usually_reported_is_added_when_chosen(
    call: Call, demonstration: Path
) -> None:
    words = ("--definition", "confirmation_rate=Q1", "--definition", "performance_rate=L2")
    found = report(call, demonstration, "2026", *words)
    assert [each["key"] for each in found["indicators"][-2:]] == [
        "confirmation_rate",
        "performance_rate",
    ]
    text = call("report", "2026", *words, "--db", demonstration).out
    assert "司法确认率" in text


@pytest.mark.parametrize("words", ["success_rate", "success_rate=V9", "rank=V1", "success_rate="])
def test_a_definition_that_nobody_wrote_is_a_wrong_command(
    call: Call, demonstration: Path, words: str
) -> None:
    assert call("report", MONTH, "--definition", words, "--db", demonstration).code == 2


def test_the_report_compares_checks_and_asks(call: Call, demonstration: Path) -> None:
    found = report(call, demonstration, MONTH)
    yearly, monthly = (found["comparison"][kind] for kind in ("year_on_year", "period_on_period"))
    assert yearly["period"] == {"start": "2025-10-01", "end": "2025-10-31"}
    assert monthly["period"] == {"start": "2026-09-01", "end": "2026-09-30"}
    assert (yearly["comparable"], yearly["reason"]) == (True, None)
    for each in yearly["figures"] + monthly["figures"]:
        assert {"key", "now", "base", "change", "unit"} <= each.keys()
        assert (each["change"] is None) == bool(each["reason"])
    received = next(each for each in monthly["figures"] if each["key"] == "received")
    base = report(call, demonstration, "2026-09")["flow"]["received"]
    assert (received["now"], received["base"]) == (found["flow"]["received"], base)
    assert all(check["passed"] for check in found["checks"])
    assert {"flow", "confirmed", "transferred", "fractions", "comparison.year_on_year"} <= {
        check["key"] for check in found["checks"]
    }
    for doubt in found["quality"]:
        assert doubt["count"] >= len(doubt["cases"]) > 0


def test_nothing_is_compared_over_the_new_year_of_2025(call: Call, demonstration: Path) -> None:
    found = report(call, demonstration, "2025-03")["comparison"]
    assert found["year_on_year"]["comparable"] is False
    assert "口径调整,不可比" in found["year_on_year"]["reason"]
    assert {each["change"] for each in found["year_on_year"]["figures"]} == {None}
    assert found["period_on_period"]["comparable"] is True
    text = call("report", "2025-03", "--db", demonstration).out
    assert "同比:与2024年3月比;口径调整,不可比" in text
    assert "环比:与2025年2月比" in text


@pytest.mark.parametrize(
    "figure", ["opening", "received", "closed", "succeeded", "failed", "transferred", "pending"]
)
def test_a_count_opens_to_as_many_case_numbers(
    call: Call, demonstration: Path, figure: str
) -> None:
    found = call("cases", "--of", figure, MONTH, "--json", "--db", demonstration).value
    flow = report(call, demonstration, MONTH)["flow"]
    assert found["count"] == len(set(found["cases"])) == flow[figure]


def test_a_rate_opens_to_its_numerator_and_its_denominator(call: Call, demonstration: Path) -> None:
    words = ("cases", "--of", "success_rate", MONTH, "--court", "东胜区法院", "--db", demonstration)
    above = call(*words, "--json").value
    below = call(*words, "--part", "denominator", "--json").value
    shown = rate(report(call, demonstration, MONTH, "--court", "东胜区法院"))
    assert (above["count"], below["count"]) == (shown["numerator"], shown["denominator"])
    assert set(above["cases"]) < set(below["cases"])
    third = call(*words, "--part", "denominator", "--definition", "success_rate=V3")
    assert len(third.out.splitlines()) <= below["count"]


def test_sums_and_open_questions_open_too(call: Call, demonstration: Path) -> None:
    found = report(call, demonstration, MONTH)
    for doubt in found["quality"]:
        words = ("cases", "--of", doubt["key"], MONTH, "--json", "--db", demonstration)
        assert call(*words).value["cases"][:5] == doubt["cases"][:5]
        assert call(*words).value["count"] == doubt["count"]
    summed = call("cases", "--of", "agreed", MONTH, "--json", "--db", demonstration).value
    assert 0 < summed["count"] < found["flow"]["closed"]


def test_no_single_cases_stand_behind_what_a_court_entered(call: Call, demonstration: Path) -> None:
    answer = call("cases", "--of", "diversion_rate", MONTH, "--db", demonstration)
    assert (answer.code, answer.out) == (1, "")
    assert "没有单个案件" in answer.err
    assert call("cases", "--of", "rank", MONTH, "--db", demonstration).code == 2
    part = ("--part", "denominator")
    assert call("cases", "--of", "closed", MONTH, *part, "--db", demonstration).code == 1


def test_two_definitions_stand_side_by_side_with_the_cases_between(
    call: Call, demonstration: Path
) -> None:
    words = ("definitions", "--compare", "success_rate=V1,V3", MONTH, "--db", demonstration)
    found = call(*words, "--json").value
    first, second = found["definitions"]
    assert [first["version"], second["version"]] == ["V1", "V3"]
    assert first["denominator"] - second["denominator"] == len(first["denominator_only"])
    assert second["denominator_only"] == []
    text = call(*words).out
    assert "只在 V1 分母中" in text
    assert all(number in text.replace("\n    ", "") for number in first["denominator_only"])


def test_definitions_over_court_totals_are_compared_without_cases(
    call: Call, demonstration: Path
) -> None:
    found = call(
        "definitions", "--compare", "diversion_rate=D1,D2", "2024", "--json", "--db", demonstration
    ).value
    assert found["definitions"][0]["value"] > found["definitions"][1]["value"]
    assert "没有单个案件" in found["reason"]


@pytest.mark.parametrize(
    "words", [("2026-10",), ("--compare", "success_rate=V1,V3"), ("--compare", "V1,V3", "2026")]
)
def test_a_half_written_comparison_is_a_wrong_command(call: Call, words: tuple[str, ...]) -> None:
    assert call("definitions", *words).code == 2


def test_a_court_keeps_its_own_default(call: Call, demo_copy: Path) -> None:
    def versions() -> tuple[str, str]:
        court = ("--court", "康巴什区法院")
        found = report(call, demo_copy, MONTH), report(call, demo_copy, MONTH, *court)
        return tuple(rate(each)["definition"][:2] for each in found)  # type: ignore[return-value]

    assert versions() == ("V1", "V1")
    assert _set(call, demo_copy, "definition.康巴什区法院.success_rate", "v3") == 0
    assert versions() == ("V1", "V3")
    assert _set(call, demo_copy, "definition.success_rate", "V2") == 0
    assert versions() == ("V2", "V3")
    kept = call("settings", "--json", "--db", demo_copy).value
    assert kept["definition.内0603.success_rate"] == "V3"
    assert _set(call, demo_copy, "definition.success_rate", "") == 0
    assert versions() == ("V1", "V3")
    read = call("settings", "get", "definition.内0603.success_rate", "--db", demo_copy)
    assert read.out == "V3\n"
    assert _set(call, demo_copy, "definition.内0603.success_rate", "") == 0


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("definition.success_rate", "V9", 2),
        ("definition.rank", "V1", 2),
        ("colour", "red", 3),
        ("statistics.cutoff_day", "28", 1),
        ("statistics.year_start_month", "0", 1),
    ],
)
def test_a_setting_that_means_nothing_is_not_kept(
    call: Call, demo_copy: Path, key: str, value: str, code: int
) -> None:
    before = call("settings", "--json", "--db", demo_copy).value
    assert _set(call, demo_copy, key, value) == code
    assert call("settings", "--json", "--db", demo_copy).value == before


def test_months_and_years_are_cut_as_the_settings_say(call: Call, demo_copy: Path) -> None:
    _set(call, demo_copy, "statistics.cutoff_day", "25")
    found = report(call, demo_copy, MONTH)
    assert found["period"] == {"start": "2026-09-26", "end": "2026-10-25"}
    assert found["comparison"]["period_on_period"]["period"]["start"] == "2026-08-26"
    assert all(check["passed"] for check in found["checks"])
    listed = call("cases", "--of", "closed", MONTH, "--json", "--db", demo_copy).value
    assert listed["count"] == found["flow"]["closed"]
    _set(call, demo_copy, "statistics.cutoff_day", "0")
    _set(call, demo_copy, "statistics.year_start_month", "12")
    year = report(call, demo_copy, "2026")["period"]
    assert year == {"start": "2025-12-01", "end": "2026-11-30"}
    _set(call, demo_copy, "statistics.year_start_month", "")


def test_the_funnel_tells_limits_by_name_and_ranks_nobody(call: Call, demonstration: Path) -> None:
    found = call("funnel", "2023..2026", "--json", "--db", demonstration).value
    names = [each["name"] for each in found["points"]]
    assert names == sorted(names)
    observed = sum(each["succeeded"] for each in found["points"])
    assert sum(each["expected"] for each in found["points"]) == pytest.approx(observed)
    text = call("funnel", "2023..2026", "--by", "court", "--db", demonstration).out
    assert "不是名次" in text
    assert "在控制限内" in text
    assert "没有结案" in call("funnel", "2001", "--db", demonstration).err


def _set(call: Call, db: Path, key: str, value: str) -> int:
    return call("settings", "set", key, value, "--db", db).code

"""``mediation limit``: the last day, the rule, and the way there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calling import Call

ORDINARY = ("--referral", "entrusted", "--procedure", "ordinary")
SUMMARY = ("--referral", "entrusted", "--procedure", "summary")
DELEGATED = ("--referral", "delegated")


@pytest.mark.parametrize(
    ("kind", "signed", "due"),
    [
        (ORDINARY, "2026-09-10", "2026-09-28"),
        (DELEGATED, "2026-01-20", "2026-02-24"),
        (DELEGATED, "2026-01-29", "2026-02-28"),
        ((*DELEGATED, "--procedure", "summary"), "2025-12-02", "2026-01-04"),
        (ORDINARY, "2026-11-20", "2026-12-07"),
        (SUMMARY, "2026年11月20日", "2026-11-27"),
    ],
)
def test_the_last_day_is_told(call: Call, kind: tuple[str, ...], signed: str, due: str) -> None:
    answer = call("limit", *kind, "--signed", signed, "--json")
    assert (answer.code, answer.err) == (0, "")
    assert answer.value["due"] == due
    assert set(answer.value) == {"due", "rule", "source", "steps"}
    assert "法释〔2016〕14号" in answer.value["source"]
    assert answer.value["steps"][0].endswith("签收,次日起算")


def test_without_json_the_same_is_told_in_lines(call: Call) -> None:
    answer = call("limit", *ORDINARY, "--signed", "2026-09-10")
    assert answer.out.splitlines()[0] == "到期日: 2026-09-28"
    assert "2026-09-25 是中秋节,顺延到 2026-09-28" in answer.out


def test_thirty_days_of_extension_are_allowed_and_thirty_one_refused_with_the_reason(
    call: Call,
) -> None:
    extended = call("limit", *ORDINARY, "--signed", "2026-11-20", "--extend-days", "30", "--json")
    assert extended.value["due"] == "2027-01-04"
    refused = call("limit", *ORDINARY, "--signed", "2026-11-20", "--extend-days", "31", "--json")
    assert refused.code == 1
    assert "最多延长 30 日" in refused.value["error"]
    assert "最多延长 30 日" in refused.err


def test_the_filing_date_decides_by_which_years_rules_it_goes(call: Call) -> None:
    signed = ("--signed", "2025-01-03", "--extend-days", "45", "--json")
    assert call("limit", *SUMMARY, *signed, "--filed", "2024-12-31").code == 0
    assert call("limit", *SUMMARY, *signed, "--filed", "2025-01-01").code == 1
    assert call("limit", *SUMMARY, *signed).code == 1


def test_a_pause_moves_the_last_day_of_a_delegated_case_only(call: Call) -> None:
    pause = ("--pause", "2026-03-10..2026-03-19", "--json")
    moved = call("limit", *DELEGATED, "--signed", "2026-03-02", *pause)
    assert moved.value["due"] == "2026-04-13"
    assert any("暂停 10 日" in step for step in moved.value["steps"])
    kept = call("limit", *ORDINARY, "--signed", "2026-03-02", *pause)
    assert kept.value["due"] == "2026-03-17"
    assert any("未计入" in step for step in kept.value["steps"])


def test_days_whose_holidays_are_not_announced_yet_are_told(call: Call) -> None:
    answer = call("limit", *ORDINARY, "--signed", "2028-03-01", "--json")
    assert "尚未收录" in answer.value["steps"][-1]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("--referral", "entrusted", "--signed", "2026-09-10"), 2, "--procedure"),
        ((*DELEGATED,), 2, "缺少参数"),
        ((*DELEGATED, "--signed", "2026-02-30"), 2, "没有这一天"),
        ((*DELEGATED, "--signed", ""), 2, "日期"),
        ((*DELEGATED, "--signed", "2026-03-02", "--pause", "2026-03-05"), 2, "起止"),
        ((*DELEGATED, "--signed", "2026-03-02", "--pause", "2026-03-05..2026-03-01"), 1, "早于"),
        ((*ORDINARY, "--signed", "2026-03-02", "--filed", "2026-03-05"), 1, "晚于"),
        ((*ORDINARY, "--signed", "2026-03-02", "--extend-days", "-1"), 1, "不能为负"),
        ((*ORDINARY, "--signed", "2015-03-02"), 1, "2016-07-01"),
    ],
)
def test_what_cannot_be_reckoned_is_refused(
    call: Call, arguments: tuple[str, ...], code: int, told: str
) -> None:
    answer = call("limit", *arguments)
    assert answer.code == code
    assert told in answer.err


def test_a_file_of_holidays_makes_an_unknown_year_known(call: Call, tmp_path: Path) -> None:
    asked = ("limit", "--referral", "delegated", "--signed", "2026-12-02", "--json")
    assert "未核历法" in call(*asked).value["steps"][-1]
    notice = tmp_path / "2027.csv"
    notice.write_text("2027-01-01,休,元旦\n2027-01-02,休,元旦\n", encoding="utf-8")
    found = call(*asked, "--holidays", notice).value
    assert (found["due"], found["steps"][-1]) == (
        "2027-01-04",
        "2027-01-01 是元旦,顺延到 2027-01-04",
    )
    notice.write_text("2027-01-01,?,元旦\n", encoding="utf-8")
    assert "第 1 行" in call(*asked, "--holidays", notice).err

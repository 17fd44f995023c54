"""The three-way table: one ending for each closed case, checked against the flow."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from mediation.cases.terms import Channel, EndReason, Outcome
from mediation.figures.checks import check_three_way
from mediation.figures.counts import Scope
from mediation.figures.keys import Dimension
from mediation.figures.three_way import HELD, Ending, ThreeWay, ending_words
from mediation.reports.csv_form import as_csv
from mediation.reports.edition import gather
from mediation.reports.json_form import as_json
from mediation.reports.report import Report, build_report, examined
from mediation.reports.text_form import as_text
from mediation.reports.workbook import write_workbook
from tests.made_reports import (
    COURTS,
    MADE_AT,
    OCTOBER,
    ROSTER,
    closed_case,
    made_case,
    many_cases,
)
from tests.reference import ReferenceReading


def report_of(*cases: Any, met: Any = ()) -> Report:
    reading: Any = ReferenceReading(cases, met=met)
    return examined(build_report(reading, OCTOBER, Scope(), made_at=MADE_AT), reading)


def table_of(*cases: Any, met: Any = ()) -> ThreeWay:
    found = report_of(*cases, met=met).three_way
    assert found is not None
    return found


def seven() -> list[Any]:
    """Every ending without a session, an open case and one sent to trial."""
    return [
        closed_case(1, channel=Channel.ENTRUSTED),
        closed_case(2, Outcome.WITHDRAWN, reason=EndReason.SETTLED, channel=Channel.ENTRUSTED),
        closed_case(3, Outcome.RETURNED, channel=Channel.ENTRUSTED),
        closed_case(4, Outcome.FAILED, reason=EndReason.UNREACHABLE),
        closed_case(5, Outcome.FAILED, transfer_number="(2026)内0603民初1号"),
        closed_case(6, Outcome.WITHDRAWN, cause="离婚纠纷", cause_name="离婚纠纷"),
        made_case(7, referred_on=date(2026, 9, 1)),
    ]


def test_without_a_session_on_record_no_case_counts_as_held() -> None:
    found = table_of(*seven())
    assert {each: found.total.endings[each] for each in Ending if found.total.endings[each]} == {
        Ending.UNHELD_SETTLED: 2,
        Ending.UNHELD_UNSUITABLE: 1,
        Ending.UNHELD_NO_RESPONSE: 1,
        Ending.UNHELD_OTHER: 2,
    }
    assert (found.total.opening, found.total.received, found.total.pending) == (1, 6, 1)
    assert found.total.transferred == 1
    assert found.without_record == 6


def test_with_a_session_on_record_the_outcome_alone_tells_the_ending() -> None:
    cases = seven()
    found = table_of(*cases, met={case.id for case in cases})
    assert list(found.total.endings.values()) == [1, 0, 2, 3, 0, 0, 0, 0]
    assert found.without_record == 0


def test_a_ledger_without_sessions_says_so_instead_of_saying_none_was_held() -> None:
    text = as_text(report_of(*seven()))
    assert "本期 6 件结案都没有登记调解会,不能据此说没有开过。" in text
    assert "期初 1 + 收案 6 = 开过调解会 0 + 未登记调解会 6 + 未结 1" in text
    one = as_text(report_of(*seven(), met={seven()[0].id}))
    assert "本期结案 6 件,5 件没有登记调解会" in one


def test_a_wide_text_and_a_table_file_have_every_cell() -> None:
    report = report_of(*seven())
    assert "无·联系不上" in as_text(report, 130)
    lines = as_csv(report).splitlines()
    assert "three_way,,,not_held.no_response,未登记调解会 联系不上,1,件" in lines
    assert any(line.startswith("three_way.channel,entrusted,") for line in lines)


def test_the_table_balances_by_source_and_cause_in_json() -> None:
    found = as_json(report_of(*seven()))["three_way"]
    for row in (found["total"], *found["by"]["channel"], *found["by"]["cause"]):
        ended = sum(row["held"].values()) + sum(row["not_held"].values())
        assert row["opening"] + row["received"] == ended + row["pending"]
    for rows in found["by"].values():
        for half in ("held", "not_held"):
            for name, whole in found["total"][half].items():
                assert sum(row[half][name] for row in rows) == whole


def test_rows_that_do_not_give_the_total_fail_the_check() -> None:
    found = table_of(*seven())
    assert all(check.passed for check in check_three_way(found))
    rows = found.by[Dimension.CHANNEL][1:]
    short = replace(found, by={**found.by, Dimension.CHANNEL: rows})
    assert [check.key for check in check_three_way(short) if not check.passed] == [
        "three_way.sum.channel"
    ]


def test_an_ending_lost_on_the_way_fails_the_check() -> None:
    found = table_of(*seven())
    endings = {**found.total.endings, Ending.UNHELD_OTHER: 1}
    short = replace(found, total=replace(found.total, endings=endings))
    assert "three_way" in [check.key for check in check_three_way(short) if not check.passed]


def test_the_workbook_counts_every_ending_from_its_cases(tmp_path: Path) -> None:
    cases = many_cases(120)
    reading: Any = ReferenceReading(cases, ROSTER, (), COURTS, met={case.id for case in cases[::3]})
    report = build_report(reading, OCTOBER, Scope(), made_at=MADE_AT)
    edition = gather(examined(report, reading), reading)
    write_workbook(edition, tmp_path / "a.xlsx")
    found = edition.report.three_way
    assert found is not None
    shown, formulas = (
        openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=values)["三分表"]
        for values in (True, False)
    )
    (place,) = [row[0].row for row in shown.iter_rows() if row[1].value == "全部"]
    values = [cell.value for cell in shown[place]][2:]
    total = found.total
    assert values == [
        total.opening, total.received, *total.endings.values(), total.pending, total.transferred, 0,
    ]  # fmt: skip
    assert total.half(HELD) > 0
    assert all(str(cell.value).startswith("=") for cell in formulas[place][2:])
    listed = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)["案件"]
    headings = [cell.value for cell in listed[1]]
    closed, ending = headings.index("结案"), headings.index("结束方式")
    counted = Counter(row[ending] for row in listed.values if row[closed] == 1)
    assert counted == {
        ending_words(each): number for each, number in total.endings.items() if number
    }

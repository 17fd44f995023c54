"""The demonstration shows the published figures, and something on every screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mediation.bootstrap import open_office
from mediation.cases.terms import State
from mediation.cli.demo import last_day
from mediation.store import CaseQuery
from tests.cli.calling import Call

Report = Callable[..., Any]


@pytest.fixture
def report(call: Call, demonstration: Path) -> Report:
    def reported(period: str, *more: str) -> Any:
        answer = call("report", period, "--format", "json", "--db", demonstration, *more)
        assert answer.code == 0, answer.err
        return answer.value

    return reported


def _indicator(report: Any, key: str) -> Any:
    return next(each for each in report["indicators"] if each["key"] == key)


def _percent(report: Any, key: str) -> str:
    return f"{float(_indicator(report, key)['value']):.2%}"


def test_by_the_end_of_2024_865_were_taken_part_in_and_365_succeeded(report: Report) -> None:
    found = report("2023-01..2024-12")
    assert (found["flow"]["opening"], found["flow"]["received"]) == (0, 865)
    assert found["flow"]["succeeded"] == 365
    assert _percent(found, "success_rate.received") == "42.20%"


@pytest.mark.parametrize("period", ["2023-01..2024-12", "2023-01..2026-11"])
def test_one_studio_has_its_published_figures(report: Report, period: str) -> None:
    found = report(period, "--mediator", "苏日娜")
    assert 200 < found["flow"]["received"] < 300
    assert 100 < found["flow"]["succeeded"] < 200
    for amount in ("claimed", "agreed"):
        assert float(found["amounts"][amount]) > 20_000_000


def test_road_traffic_has_its_published_rates(report: Report) -> None:
    found = report("2024")
    assert _percent(found, "traffic.diversion_rate") == "60.78%"
    assert _percent(found, "traffic.success_rate") == "90.13%"
    assert _percent(found, "traffic.platform_rate") == "78.68%"


def test_in_2023_the_platform_had_14_percent_and_the_diversion_is_unknown(report: Report) -> None:
    found = report("2023")
    assert _percent(found, "traffic.platform_rate") == "14.00%"
    diverted = _indicator(found, "traffic.diversion_rate")
    assert diverted["value"] is None
    assert diverted["reason"]


def test_every_month_adds_up(report: Report) -> None:
    pending = 0
    for year in (2023, 2024, 2025, 2026):
        for month in range(1, 13 if year < 2026 else 12):
            flow = report(f"{year}-{month:02d}")["flow"]
            assert flow["opening"] == pending
            assert flow["opening"] + flow["received"] == flow["closed"] + flow["pending"]
            classes = ("succeeded", "partly", "failed", "withdrawn", "returned")
            assert sum(flow[each] for each in classes) == flow["closed"]
            pending = flow["pending"]
    assert pending > 20


def test_its_last_day_has_open_work_of_every_kind(demonstration: Path) -> None:
    office = open_office(demonstration, today=last_day)
    try:
        assert last_day() == date(2026, 11, 21)
        for state in State:
            assert office.cases.count(CaseQuery(state=state.value)) >= 5
        desk = [
            office.cases.open(row.id)
            for row in office.cases.first_rows(CaseQuery(state=State.IN_MEDIATION.value), 100)
        ]
        held = [session.held_on for file in desk for session in file.sessions]
        assert last_day() in held
        assert any(not file.sessions for file in desk)
        assert all(len(file.history) >= 2 for file in desk)
        assert len(office.roster.all()) == 15
        assert all(mediator.organisation for mediator in office.roster.all())
        assert office.drafts.all()
    finally:
        office.close()


def test_it_can_be_kept_and_its_ledger_imported_elsewhere(
    call: Call, program: Call, db: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    answer = program("demo", "--keep", kept)
    assert answer.code == 0
    assert "865" in answer.out
    assert sorted(path.name for path in kept.iterdir()) == ["demo.db", "演示台账.xlsx"]
    assert kept.stat().st_mode & 0o077 == 0
    assert call("import", kept / "演示台账.xlsx", "--db", db, "--json").value["rejected"] == 0
    assert program("demo", "--keep", kept).code == 2


def test_it_leaves_nothing_behind(program: Call, tmp_path: Path) -> None:
    state = tmp_path / "state"
    passing = tmp_path / "passing"
    passing.mkdir()
    answer = program("demo", env={"TMPDIR": str(passing), "MEDIATION_STATE": str(state)})
    assert answer.code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["passing"]
    assert list(passing.iterdir()) == []


def test_one_that_is_kept_is_watched_like_any_other(program: Call, tmp_path: Path) -> None:
    state = tmp_path / "state"
    answer = program("demo", "--keep", tmp_path / "kept", env={"MEDIATION_STATE": str(state)})
    assert answer.code == 0
    assert "demo.db" in (state / "known.json").read_text("utf-8")

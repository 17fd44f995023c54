"""A longer period over sealed months: it says so, and what differs from the sum handed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from db.store import open_store
from mediation.cases.terms import Outcome
from mediation.figures.counts import Scope
from mediation.figures.period import Period
from mediation.office.office import Office
from mediation.reports.csv_form import as_csv
from mediation.reports.json_form import as_json
from mediation.reports.report import Report
from mediation.reports.text_form import as_text
from tests.made_reports import ROSTER, made_case, many_cases

BOTH = Period.parse("2026-09..2026-10")
SEPTEMBER, OCTOBER = Period.parse("2026-09"), Period.parse("2026-10")
NOW = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)


@pytest.fixture
def office(path: Path) -> Iterator[Office]:
    """Three hundred cases over four months; September is sealed."""
    store = open_store(path)
    made = Office(store, who="甲", today=lambda: date(2026, 11, 2), now=lambda: NOW)
    with store.writing("甲") as writing:
        for mediator in ROSTER:
            writing.add_mediator(mediator)
        for number, case in enumerate(many_cases()):
            writing.add_case(replace(case, number=f"2026-{number:04d}"))
    made.seals.seal(SEPTEMBER)
    yield made
    made.close()


def late_case(office: Office, number: str, day: date) -> None:
    with office.store.writing("乙") as writing:
        writing.add_case(replace(made_case(9_000 + day.month, referred_on=day), number=number))


def told(report: Report) -> dict[str, tuple[object, object, tuple[str, ...]]]:
    return {each.figure: (each.sealed, each.now, each.cases) for each in report.corrections}


def test_a_period_of_sealed_months_says_so_and_agrees_with_their_sum(office: Office) -> None:
    office.seals.seal(OCTOBER)
    report = office.figures.examined_report(BOTH)
    assert report.sealed is None
    assert [each.month for each in report.sealed_months] == [SEPTEMBER, OCTOBER]
    assert report.corrections == ()
    months = as_json(report)["sealed_months"]
    assert [each["period"] for each in months] == ["2026-09", "2026-10"]
    assert "已封存的月份 2026-09、2026-10" in as_text(report, 200)
    assert months[0]["sha256"] in as_csv(report)


def test_what_was_handed_in_is_set_beside_the_sum_of_now(office: Office) -> None:
    office.seals.seal(OCTOBER)
    before = office.figures.examined_report(BOTH).flow
    late_case(office, "晚报-9", date(2026, 9, 30))
    report = office.figures.examined_report(BOTH)
    assert report.flow.received == before.received + 1
    found = told(report)
    assert found["received"] == (before.received, before.received + 1, ("晚报-9",))
    assert found["pending"] == (before.pending, before.pending + 1, ("晚报-9",))
    assert "opening" not in found
    assert "晚报-9" in as_text(report)


def test_a_case_that_only_changes_its_month_leaves_the_sum(office: Office) -> None:
    office.seals.seal(OCTOBER)
    row = next(
        row
        for row in office.figures.rows_behind("succeeded", OCTOBER)
        if row.referred_on < date(2026, 9, 1)
    )
    with office.store.writing("乙") as writing:
        case = writing.case(row.id)
        moved = replace(case, closed_on=date(2026, 9, 30), transferred_on=None)
        writing.save_case(moved.checked(), action="correct", why="核对卷宗")
    assert told(office.figures.examined_report(BOTH)) == {}
    assert "closed" in told(office.figures.examined_report(OCTOBER))


def test_where_only_some_months_are_sealed_their_part_is_told(office: Office) -> None:
    sealed = office.figures.report(SEPTEMBER).flow
    late_case(office, "晚报-9", date(2026, 9, 30))
    late_case(office, "晚报-10", date(2026, 10, 9))
    found = told(office.figures.examined_report(BOTH))
    assert found == {
        "sealed_months.received": (sealed.received, sealed.received + 1, ("晚报-9",)),
    }


def test_other_scopes_and_lifted_seals_do_not_count(office: Office) -> None:
    assert office.figures.report(BOTH, Scope(court="内0603")).sealed_months == ()
    assert office.figures.report(BOTH, Scope(cause="014")).sealed_months == ()
    office.seals.unseal(SEPTEMBER, reason="重报")
    assert office.figures.report(BOTH).sealed_months == ()


@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".md", ".txt", ".csv", ".json"])
def test_every_form_carries_the_corrections_of_a_longer_period(
    office: Office, tmp_path: Path, suffix: str
) -> None:
    import zipfile

    office.seals.seal(OCTOBER)
    with office.store.writing("乙") as writing:
        case = writing.case(office.figures.rows_behind("succeeded", SEPTEMBER)[0].id)
        writing.save_case(
            replace(case, outcome=Outcome.FAILED).checked(), action="correct", why="核"
        )
    file = tmp_path / f"两月{suffix}"
    office.figures.save(file, BOTH)
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as parts:
            words = "".join(parts.read(name).decode(errors="ignore") for name in parts.namelist())
    else:
        words = file.read_text(encoding="utf-8")
    assert case.number.replace("-", "") in words.replace("\\-", "").replace("-", "")
    assert "2026-09" in words.replace("\\", "")

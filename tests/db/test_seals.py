"""A sealed period stays as it was, whatever is done to its cases afterwards."""

from __future__ import annotations

import json
import random
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from db.store import open_store
from mediation.cases.case import Session
from mediation.cases.terms import Outcome
from mediation.errors import MediationError, NotFound, RuleViolation
from mediation.figures.corrections import Correction
from mediation.figures.counts import Scope
from mediation.figures.definitions import definition_in
from mediation.figures.keys import Figure
from mediation.figures.period import Period
from mediation.figures.two_way import Axis
from mediation.office.office import Office
from mediation.reports.csv_form import as_csv
from mediation.reports.edition import gather
from mediation.reports.json_form import as_json
from mediation.reports.report import Report
from mediation.reports.sealed_form import SealBroken, canonical
from mediation.reports.text_form import as_text
from tests.made_reports import ROSTER, closed_case, made_case, many_cases, october_totals

OCTOBER = Period.parse("2026-10")
NOW = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)


@pytest.fixture
def office(path: Path) -> Iterator[Office]:
    """Three hundred cases over four months, on the second of November."""
    store = open_store(path)
    clock = iter(NOW + timedelta(minutes=number) for number in range(10_000))
    made = Office(store, who="甲", today=lambda: date(2026, 11, 2), now=lambda: next(clock))
    with store.writing("甲") as writing:
        for mediator in ROSTER:
            writing.add_mediator(mediator)
        for number, case in enumerate(many_cases()):
            writing.add_case(replace(case, number=f"2026-{number:04d}"))
        writing.put_totals([october_totals(filings=900, mediated=300, transferred=40)])
    yield made
    made.close()


def printed(report: Report) -> tuple[Any, str, str]:
    bare = replace(report, corrections=())
    return as_json(bare), as_text(bare), as_csv(bare)


def found(office: Office, court: str | None = None) -> Report:
    return office.figures.examined_report(OCTOBER, Scope(court=court))


def changed(office: Office, number: str, **values: Any) -> None:
    with office.store.writing("乙") as writing:
        case = writing.case(office.cases.find(number))
        writing.save_case(replace(case, **values).checked(), action="correct", why="核对卷宗")


def one_closed(office: Office, outcome: Outcome, court: str | None = None) -> str:
    """The number of a case closed in October with this outcome."""
    rows = office.figures.rows_behind(outcome.value, OCTOBER, Scope(court=court))
    return rows[0].number


def by_figure(report: Report) -> dict[str, Correction]:
    return {each.figure: each for each in report.corrections}


def test_a_sealed_month_printed_twice_is_the_same(office: Office) -> None:
    before = found(office)
    row = office.seals.seal(OCTOBER)
    once, again = found(office), found(office)
    assert printed(once) == printed(again)
    assert once.corrections == ()
    assert once.sealed is not None
    assert (once.sealed.sha256, once.sealed.at) == (row.sha256, row.at)
    for name in ("flow", "indicators", "groups", "duration", "court", "checks", "findings"):
        assert getattr(once, name) == getattr(before, name), name


def test_everything_beside_the_figures_is_sealed_too(office: Office) -> None:
    with office.store.reading() as reading:
        before = gather(found(office), reading)
        cases = list(before.cases())
    office.seals.seal(OCTOBER)
    changed(office, one_closed(office, Outcome.SUCCEEDED), outcome=Outcome.FAILED)
    with office.store.reading() as reading:
        after = gather(found(office), reading)
        for name in ("trend", "particulars", "expected", "earlier", "traffic", "case_count"):
            assert getattr(after, name) == getattr(before, name), name
        assert list(after.cases()) == cases


def test_a_changed_outcome_leaves_the_sealed_figures_and_shows_as_corrections(
    office: Office,
) -> None:
    office.seals.seal(OCTOBER)
    sealed = found(office)
    number = one_closed(office, Outcome.SUCCEEDED)
    changed(office, number, outcome=Outcome.FAILED)
    report = found(office)
    assert printed(report) == printed(sealed)
    corrected = by_figure(report)
    in_tables = ("by.", "three_way.")
    assert {name for name in corrected if not name.startswith(in_tables)} == {
        "succeeded",
        "failed",
        "success_rate",
        "success_rate.received",
        "performance_unknown",
        "quality.no_session",
    }
    assert {name for name in corrected if name.count(".") == 2 and name[:9] == "three_way"} == {
        "three_way.not_held.settled",
        "three_way.not_held.other",
    }
    one = corrected["succeeded"]
    assert (one.sealed, one.now) == (sealed.flow.succeeded, sealed.flow.succeeded - 1)
    assert {each.cases for each in corrected.values()} == {(number,)}
    rate = corrected["success_rate"]
    assert rate.now == Fraction(sealed.flow.succeeded - 1, sealed.flow.closed)
    told = next(each for each in as_json(report)["corrections"] if each["figure"] == "succeeded")
    assert told == {
        "figure": "succeeded",
        "sealed": sealed.flow.succeeded,
        "now": sealed.flow.succeeded - 1,
        "cases": [number],
    }
    assert f"成功:封存 {sealed.flow.succeeded},现为 {sealed.flow.succeeded - 1}" in as_text(report)


def test_a_case_that_changes_hands_corrects_the_table_of_mediators_alone(office: Office) -> None:
    number = one_closed(office, Outcome.FAILED)
    case = office.cases.open(office.cases.find(number)).case
    other = next(each.id for each in ROSTER if each.id != case.mediator)
    office.seals.seal(OCTOBER)
    changed(office, number, mediator=other)
    figures = by_figure(found(office))
    assert figures
    assert all(name.startswith("by.mediator.") for name in figures)
    assert figures[f"by.mediator.{other}.failed"].cases == (number,)


def test_a_sealed_figure_opens_the_cases_it_was_made_of(office: Office) -> None:
    names = ("opening", "received", "closed", "succeeded", "transferred", "pending", "confirmed")
    before = {name: office.figures.rows_behind(name, OCTOBER) for name in names}
    divorces = office.figures.rows_behind(
        "success_rate", OCTOBER, part="denominator", definitions={"success_rate": "V4"}
    )
    numbers = {name: [row.number for row in rows] for name, rows in before.items()}
    office.seals.seal(OCTOBER)
    for name in names:
        opened = [row.number for row in office.figures.rows_behind(name, OCTOBER)]
        assert sorted(opened) == sorted(numbers[name]), name
    changed(office, before["succeeded"][0].number, outcome=Outcome.FAILED, cause="014")
    again = office.figures.rows_behind("succeeded", OCTOBER)
    assert [row.number for row in again] == numbers["succeeded"]
    assert len(again) == found(office).flow.succeeded
    as_sealed = office.figures.rows_behind(
        "success_rate", OCTOBER, part="denominator", definitions={"success_rate": "V4"}
    )
    assert {row.key for row in as_sealed} == {row.key for row in divorces}
    assert divorces


def test_cases_that_enter_or_leave_are_named(office: Office) -> None:
    number = one_closed(office, Outcome.FAILED)
    office.seals.seal(OCTOBER)
    with office.store.writing("乙") as writing:
        late = made_case(9_001, referred_on=date(2026, 10, 30))
        writing.add_case(replace(late, number="晚报-1"))
    case = office.cases.open(office.cases.find(number)).case
    changed(office, number, closed_on=date(2026, 11, 1), outcome=case.outcome)
    corrected = by_figure(found(office))
    assert corrected["received"].cases == ("晚报-1",)
    assert corrected["closed"].cases == (number,)
    assert set(corrected["pending"].cases) == {number, "晚报-1"}


def test_what_happens_in_later_months_corrects_nothing(office: Office) -> None:
    office.seals.seal(OCTOBER)
    number = office.figures.rows_behind("pending", OCTOBER)[0].number
    changed(
        office, number, closed_on=date(2026, 11, 2), outcome=Outcome.FAILED, remark="十一月终结"
    )
    changed(office, one_closed(office, Outcome.SUCCEEDED), remark="补记")
    assert found(office).corrections == ()


def test_court_totals_entered_late_correct_the_rate_without_a_case(office: Office) -> None:
    office.seals.seal(OCTOBER)
    (entry,) = office.figures.totals(OCTOBER)
    office.figures.put_totals([replace(entry, mediated=290)])
    corrected = by_figure(found(office))
    assert corrected["diversion_rate"].cases == ()
    assert corrected["diversion_rate"].sealed != corrected["diversion_rate"].now


def test_one_court_is_sealed_apart_from_the_others(office: Office) -> None:
    office.seals.seal(OCTOBER, "内0603")
    assert found(office).sealed is None
    assert found(office, "内0602").sealed is None
    assert found(office, "内0603").sealed is not None
    number = one_closed(office, Outcome.SUCCEEDED, "内0603")
    changed(office, number, court="内0602")
    report = found(office, "内0603")
    assert by_figure(report)["succeeded"].cases == (number,)


def test_another_definition_of_a_sealed_month_is_as_sealed(office: Office) -> None:
    asked = {"success_rate": "V3"}
    before = office.figures.examined_report(OCTOBER, Scope(), asked).indicator("success_rate")
    office.seals.seal(OCTOBER)
    changed(office, one_closed(office, Outcome.SUCCEEDED), outcome=Outcome.FAILED)
    report = office.figures.examined_report(OCTOBER, Scope(), asked)
    assert report.indicator("success_rate") == before
    assert all(each.key != "success_rate" for one in report.comparisons for each in one.figures)


def test_settings_changed_later_leave_a_sealed_month(office: Office) -> None:
    office.seals.seal(OCTOBER)
    sealed = found(office)
    office.put_setting("definition.success_rate", "V2")
    assert printed(found(office)) == printed(sealed)
    assert found(office).corrections == ()


def test_a_month_that_goes_on_is_not_sealed(office: Office) -> None:
    with pytest.raises(RuleViolation, match="还没有结束"):
        office.seals.seal(Period.parse("2026-11"))
    with pytest.raises(RuleViolation, match="还没有结束"):
        office.seals.seal(Period.parse("2026"))


def test_a_month_is_sealed_once_until_the_seal_is_lifted_with_a_reason(office: Office) -> None:
    first = office.seals.seal(OCTOBER)
    with pytest.raises(RuleViolation, match="已经封存"):
        office.seals.seal(OCTOBER)
    with pytest.raises(RuleViolation, match="原因"):
        office.seals.unseal(OCTOBER, reason=" ")
    office.seals.unseal(OCTOBER, reason="漏报两件")
    assert found(office).sealed is None
    with pytest.raises(NotFound):
        office.seals.unseal(OCTOBER, reason="再来")
    second = office.seals.seal(OCTOBER)
    assert second.sha256 != first.sha256
    newest, oldest = office.seals.all()
    assert newest == second
    assert (oldest.sha256, oldest.lifted_by, oldest.lifted_why) == (first.sha256, "甲", "漏报两件")
    assert oldest.lifted_at is not None


def test_failed_checks_are_sealed_only_with_a_reason(office: Office) -> None:
    with office.store.writing("甲") as writing:
        writing.put_totals([october_totals(closed=5, succeeded=9)])
    with pytest.raises(MediationError, match="不通过"):
        office.seals.seal(OCTOBER)
    assert office.seals.all() == []
    assert office.seals.seal(OCTOBER, anyway="法院答复原数如此").why == "法院答复原数如此"


@pytest.mark.parametrize("column", ["content", "cases"])
def test_a_seal_that_was_changed_in_the_file_is_told(
    office: Office, path: Path, column: str
) -> None:
    office.seals.seal(OCTOBER)
    with sqlite3.connect(path) as connection:
        connection.execute(f"UPDATE seals SET {column} = CAST(zeroblob(10) || {column} AS BLOB)")
    connection.close()
    with pytest.raises(SealBroken, match="校验码不符"):
        found(office)


@pytest.mark.parametrize("seed", range(6))
def test_corrections_explain_every_difference_by_their_cases(office: Office, seed: int) -> None:
    """Whatever is changed, sealed figures and the shares of the named cases give those of now."""
    office.seals.seal(OCTOBER)
    chance = random.Random(seed)
    for number in chance.sample(range(300), 25):
        case = office.cases.open(office.cases.find(f"2026-{number:04d}")).case
        kept = closed_case(0, chance.choice(list(Outcome)))
        days = {
            "signed_on": case.referred_on,
            "closed_on": case.referred_on + timedelta(chance.randrange(60)),
        }
        values = chance.choice(
            [
                {"court": chance.choice([None, "内0602"])},
                {"claimed": chance.randrange(10**9), "agreed": None, "performed": None},
                {"outcome": kept.outcome, **days, "agreed": None, "performed": None},
                {"mediator": chance.choice(ROSTER).id},
            ]
        )
        changed(office, case.number, **values)
    report = found(office)
    office.seals.unseal(OCTOBER, reason="对照")
    now = found(office)
    for each in report.corrections:
        if each.figure in ("received", "closed", "succeeded", "failed", "pending", "agreed"):
            assert each.now == getattr(now.flow, each.figure)
            assert each.cases
    corrected = by_figure(report)
    for name in ("opening", "received", "closed", "succeeded", "failed", "claimed", "pending"):
        if name not in corrected:
            assert getattr(report.flow, name) == getattr(now.flow, name)
    for dimension, groups in now.groups.items():
        known = {group.key: group.counts for group in report.groups[dimension]}
        for group in groups:
            for name in ("received", "closed", "claimed"):
                key = f"by.{dimension}.{group.key}.{name}"
                sealed = getattr(known[group.key], name) if group.key in known else 0
                value = getattr(group.counts, name)
                assert (corrected[key].now if key in corrected else sealed) == value
                assert key not in corrected or corrected[key].cases


def test_a_session_recorded_later_corrects_the_three_way_table_alone(office: Office) -> None:
    office.seals.seal(OCTOBER)
    sealed = found(office)
    number = one_closed(office, Outcome.SUCCEEDED)
    case = office.cases.open(office.cases.find(number)).case
    with office.store.writing("乙") as writing:
        writing.add_session(Session(id=UUID(int=77), case=case.id, held_on=case.referred_on))
    report = found(office)
    assert printed(report) == printed(sealed)
    corrected = by_figure(report)
    assert {each.cases for each in corrected.values()} == {(number,)}
    held, unheld = (corrected[f"three_way.{name}.settled"] for name in ("held", "not_held"))
    assert (held.now - held.sealed, unheld.now - unheld.sealed) == (1, -1)
    assert all(name.startswith(("three_way.", "quality.no_session")) for name in corrected)


def test_months_before_and_bases_are_corrected_with_the_cases_written_since(
    office: Office,
) -> None:
    september = Period.parse("2026-09")
    number = office.figures.rows_behind("succeeded", september)[0].number
    office.seals.seal(OCTOBER)
    sealed = found(office)
    changed(office, number, outcome=Outcome.FAILED)
    report = found(office)
    assert printed(report) == printed(sealed)
    corrected = by_figure(report)
    month = corrected["trend.2026-09.succeeded"]
    assert (month.now, month.cases) == (month.sealed - 1, (number,))
    base = corrected["comparison.period_on_period.succeeded.base"]
    assert (base.now, base.cases) == (base.sealed - 1, (number,))
    assert "trend.2026-08.succeeded" not in corrected
    assert number in as_text(report)


def test_court_totals_are_corrected_themselves(office: Office) -> None:
    office.seals.seal(OCTOBER)
    (entry,) = office.figures.totals(OCTOBER)
    office.figures.put_totals([replace(entry, mediated=290)])
    one = by_figure(found(office))["court.mediated"]
    assert (one.sealed, one.now, one.cases) == (300, 290, ())


def test_mediators_renamed_later_stay_as_they_were_in_a_sealed_month(office: Office) -> None:
    office.seals.seal(OCTOBER)
    sealed = found(office)
    with office.store.writing("乙") as writing:
        (first, *_others) = writing.mediators()
        writing.save_mediator(replace(first, name="改名者"))
    assert printed(found(office)) == printed(sealed)
    assert "改名者" not in as_text(found(office))


def test_a_seal_of_the_first_kind_is_still_read_corrected_and_proven(
    office: Office, path: Path, tmp_path: Path
) -> None:
    """What older versions sealed has no endings, sessions, doubts or place in the history."""
    office.seals.seal(OCTOBER)
    older = as_first_kind(path)
    report = found(office)
    assert report.sealed is not None
    assert report.sealed.sha256 == older
    assert report.corrections == ()
    file = tmp_path / "旧.xlsx"
    office.figures.save(file, OCTOBER)
    assert office.seals.verify(file)[1] == []
    number = one_closed(office, Outcome.SUCCEEDED)
    changed(office, number, outcome=Outcome.FAILED)
    assert by_figure(found(office))["succeeded"].cases == (number,)


def as_first_kind(path: Path) -> str:
    """Turn the one seal into what format 1 kept; answers its digest."""
    with sqlite3.connect(path) as connection:
        content, cases = map(
            zlib.decompress, connection.execute("SELECT content, cases FROM seals").fetchone()
        )
        facts = [row[:-1] for row in json.loads(cases)]
        kept = json.loads(content)
        for name in ("held", "doubts", "last_change"):
            del kept[name]
        kept["format"] = 1
        kept["cases"]["sha256"] = sha256(canonical(facts)).hexdigest()
        digest = sha256(canonical(kept)).hexdigest()
        values = (digest, *(zlib.compress(canonical(each)) for each in (kept, facts)))
        connection.execute("UPDATE seals SET sha256 = ?, content = ?, cases = ?", values)
    connection.close()
    return digest


def test_an_interrupted_seal_leaves_none(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever breaks after the row was written, before the end of the transaction."""
    put = type(office.store).writing

    @contextmanager
    def broken(store: Any, who: str) -> Iterator[Any]:
        with put(store, who) as writing:
            yield writing
            raise OSError("power cut")

    monkeypatch.setattr(type(office.store), "writing", broken)
    with pytest.raises(OSError, match="power cut"):
        office.seals.seal(OCTOBER)
    monkeypatch.undo()
    assert office.seals.all() == []
    assert office.seals.seal(OCTOBER).sha256


def test_an_empty_month_is_sealed_and_a_case_told_late_corrects_it(office: Office) -> None:
    march = Period.parse("2020-03")
    office.seals.seal(march)
    with office.store.writing("乙") as writing:
        late = made_case(9_002, referred_on=date(2020, 3, 30))
        writing.add_case(replace(late, number="晚报-2"))
    report = office.figures.examined_report(march)
    assert report.flow.received == 0
    assert by_figure(report)["received"].cases == ("晚报-2",)


def test_seals_over_one_another_stand_each_for_itself(office: Office) -> None:
    month, court = office.seals.seal(OCTOBER), office.seals.seal(OCTOBER, "内0603")
    longer = office.seals.seal(Period.parse("2026-09..2026-10"))
    assert len({month.sha256, court.sha256, longer.sha256}) == 3
    office.seals.unseal(OCTOBER, reason="只解全部")
    assert found(office).sealed is None
    assert found(office, "内0603").sealed is not None
    both = office.figures.examined_report(Period.parse("2026-09..2026-10"))
    assert both.sealed is not None


@pytest.mark.parametrize("axes", [(Axis.COURT, Axis.OUTCOME), (Axis.MEDIATOR, Axis.BAND)])
def test_a_count_by_two_dimensions_is_as_sealed_with_its_cases(
    office: Office, axes: tuple[Axis, Axis]
) -> None:
    before = {each: office.figures.two_way(*axes, OCTOBER, figure=each) for each in Figure}
    office.seals.seal(OCTOBER)
    changed(office, one_closed(office, Outcome.SUCCEEDED), outcome=Outcome.FAILED, court=None)
    for figure, then in before.items():
        now = office.figures.two_way(*axes, OCTOBER, figure=figure)
        assert replace(now, cases=None) == then, figure
        for pair, number in now.numbers.items():
            assert len(now.sealed_cases(*pair)) == number
        assert len(now.sealed_cases(None, None)) == now.number(None, None)


def test_cells_of_the_three_way_table_and_doubts_open_the_sealed_cases(office: Office) -> None:
    names = ("three_way.held", "three_way.not_held.settled", "no_session", "unsigned")

    def opened() -> dict[str, list[str]]:
        rows = {name: office.figures.rows_behind(name, OCTOBER) for name in names}
        return {name: sorted(row.number for row in found) for name, found in rows.items()}

    before = opened()
    office.seals.seal(OCTOBER)
    assert opened() == before
    number = before["no_session"][0]
    case = office.cases.open(office.cases.find(number)).case
    with office.store.writing("乙") as writing:
        writing.add_session(Session(id=UUID(int=78), case=case.id, held_on=case.referred_on))
    changed(office, before["no_session"][1], outcome=Outcome.FAILED)
    assert opened() == before
    office.seals.unseal(OCTOBER, reason="对照")
    assert opened() != before


def test_two_definitions_side_by_side_are_as_sealed(office: Office) -> None:
    pair = [
        definition_in("success_rate", OCTOBER, {"success_rate": version})
        for version in ("V1", "V4")
    ]
    before = office.figures.difference(*pair, OCTOBER)
    office.seals.seal(OCTOBER)
    changed(office, one_closed(office, Outcome.SUCCEEDED), outcome=Outcome.FAILED, cause="014")
    now = office.figures.difference(*pair, OCTOBER)
    assert (now.first, now.second) == (before.first, before.second)
    for name in ("numerator_only", "denominator_only"):
        assert [sorted(each) for each in getattr(now, name)] == [
            sorted(each) for each in getattr(before, name)
        ]

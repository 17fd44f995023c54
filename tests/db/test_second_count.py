"""A second computation, in plain Python over the cases themselves, gives what the program prints."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import sqrt
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from db.store import SqliteStore, create_store, open_store
from mediation.cases.case import Case, Session
from mediation.cases.terms import Channel, EndReason, Outcome, Performance
from mediation.figures.casemix import band_of
from mediation.figures.counts import Scope
from mediation.figures.keys import Figure
from mediation.figures.period import Period
from mediation.figures.three_way import HALVES, Ending
from mediation.figures.two_way import Axis
from mediation.office.behind import rows_behind
from mediation.office.crossing import cases_of
from mediation.reports.json_form import as_json
from mediation.reports.report import Report, build_report, examined
from mediation.reports.text_form import as_text
from mediation.store import CaseQuery
from tests.made_reports import CAUSES, ROSTER
from tests.reference import ReferenceReading, behind, ending_of, in_scope

MADE_AT = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)
PERIODS = [
    Period.parse(text)
    for text in ("2025-01", "2025-09", "2026-02", "2025-Q4", "2025", "2025-08-26..2025-09-25")
]
SCOPES = [
    Scope(),
    Scope(court="内0603"),
    Scope(court="", channel="police"),
    Scope(mediator=ROSTER[0].id),
    Scope(cause="民间借贷纠纷"),
]
COUNTED = ("opening", "received", "closed", "succeeded", "partly", "failed", "withdrawn",
           "returned", "transferred", "pending")  # fmt: skip
AMOUNTS = {"claimed": "received", "agreed": "closed", "performed": "closed"}
KEYS = {
    "cause": lambda case: case.cause or "",
    "mediator": lambda case: str(case.mediator or ""),
    "court": lambda case: case.court or "",
    "channel": lambda case: case.channel or "",
    "outcome": lambda case: case.outcome or "",
    "band": lambda case: str(band_of(case.claimed)),
}


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[list[Case], set[UUID]]:
    """Up to 80 cases as the rules allow them, and which of them have a session on record."""
    chance = random.Random(draw(st.integers(0, 2**32)))
    cases = [some_case(chance, number) for number in range(draw(st.sampled_from((0, 5, 80))))]
    share = draw(st.sampled_from((0, 0.5, 0.5, 1)))
    return cases, {case.id for case in cases if chance.random() < share}


def some_case(chance: random.Random, number: int) -> Case:
    """Unsigned, open or closed between the ends of 2024 and of 2026, anything left empty."""
    referred = date(2024, 10, 1) + timedelta(chance.randrange(600))
    signed = chance.choice([None, referred, referred + timedelta(chance.randrange(30))])
    outcome = chance.choices([None, *Outcome], [2, 5, 1, 4, 1, 1])[0]
    closed = outcome and (signed or referred) + timedelta(chance.randrange(90))
    moved = closed and outcome is Outcome.FAILED and chance.random() < 0.5
    agreed = chance.choice([None, 0, chance.randrange(10**12)])
    cause = chance.choice([None, *CAUSES])
    return Case(
        id=UUID(int=number + 1),
        number=f"T{number}",
        referred_on=referred,
        signed_on=signed,
        closed_on=closed,
        outcome=outcome,
        reason=chance.choice([None, *EndReason]) if closed else None,
        court=chance.choice([None, "内0602", "内0603"]),
        channel=chance.choice([None, *Channel]),
        cause=cause,
        cause_name=cause or "",
        mediator=chance.choice([None, *(each.id for each in ROSTER)]),
        claimed=chance.choice([None, 0, 999_999, 1_000_000, chance.randrange(10**12)]),
        agreed=agreed if closed else None,
        performed=chance.choice([None, agreed and agreed // 3]) if closed else None,
        performance=chance.choice([None, *Performance]) if closed else None,
        confirmation_number=chance.choice(["", "确1"]) if outcome is Outcome.SUCCEEDED else "",
        transfer_number=f"转{number}" if moved else "",
        transferred_on=chance.choice([None, closed]) if moved else None,
    )


@contextmanager
def kept(cases: Sequence[Case], met: set[UUID]) -> Iterator[SqliteStore]:
    """A real store with these cases; some are held in two sessions."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "second.db"
        create_store(path)
        store = open_store(path)
        with store.writing("tester") as writing:
            for person in ROSTER:
                writing.add_mediator(person)
            for case in cases:
                writing.add_case(case)
                for number in range(1 + case.id.int % 2 if case.id in met else 0):
                    session = UUID(int=case.id.int * 10 + number + 10**12)
                    writing.add_session(Session(id=session, case=case.id, held_on=case.referred_on))
        try:
            yield store
        finally:
            store.close()


SHARE_FROM = 10
"""Of fewer cases the counts alone are told."""


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDIATION_STATE", str(tmp_path / "state"))


@settings(max_examples=25, phases=(Phase.generate,))  # a smaller ledger tells no more
@given(ledgers(), st.sampled_from(PERIODS), st.sampled_from(SCOPES), st.booleans(), st.data())
def test_every_figure_of_a_random_ledger_is_what_its_cases_give(
    ledger: tuple[list[Case], set[UUID]],
    period: Period,
    scope: Scope,
    refreshed: bool,
    data: st.DataObject,
) -> None:
    cases, met = ledger
    with kept(cases, met) as store:
        if refreshed:
            store.refresh_rollup()
        with store.reading() as reading:
            report = examined(build_report(reading, period, scope, made_at=MADE_AT), reading)
            chosen = [case for case in cases if in_scope(case, scope)]
            agree(report, chosen, met, period)
            three_way_opens(reading, chosen, met, period, scope)
            axes = tuple(data.draw(st.permutations(list(Axis)))[:2])
            two_way_agrees(reading, chosen, period, scope, axes, data.draw(st.sampled_from(Figure)))


def agree(report: Report, cases: list[Case], met: set[UUID], period: Period) -> None:
    found = as_json(report)
    assert found["flow"] == counts(cases, period)
    assert found["amounts"] == amounts(cases, period)
    for name, rows in found["by"].items():
        assert {row["key"]: without_name(row) for row in rows} == table(cases, period, name)
        for measure in COUNTED:
            assert sum(row[measure] for row in rows) == found["flow"][measure]
    assert found["duration"] == durations(cases, period)
    assert success(found) == success_by_hand(cases, period)
    assert found["three_way"] == three_way(cases, met, period, found["three_way"])
    assert found["trend"] == trend(cases, period)
    assert [check for check in found["checks"] if not check["passed"]] == []
    text = as_text(report)
    rate = success_by_hand(cases, period)
    if rate["value"] is not None:
        share = Fraction(rate["numerator"], rate["denominator"]) * 100
        shown = decimal(share).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
        told = f"{rate['numerator']}/{rate['denominator']}"
        assert told in text
        line = next(line for line in text.splitlines() if told in line and "调解成功率" in line)
        assert (f"{shown} %" in line) is (rate["denominator"] >= SHARE_FROM)


def without_name(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("key", "name")}


def counts(cases: list[Case], period: Period) -> dict[str, int]:
    return {name: sum(behind(case, Figure(name), period) for case in cases) for name in COUNTED}


def amounts(cases: list[Case], period: Period) -> dict[str, str]:
    return {
        name: str(
            Decimal(
                sum(
                    getattr(case, name) or 0
                    for case in cases
                    if behind(case, Figure(figure), period)
                )
            ).scaleb(-2).quantize(Decimal("0.01"))
        )
        for name, figure in AMOUNTS.items()
    }  # fmt: skip


def table(cases: list[Case], period: Period, name: str) -> dict[str, dict[str, Any]]:
    """A row for every key with anything to count."""
    rows = {}
    for key in {KEYS[name](case) for case in cases}:
        of_key = [case for case in cases if KEYS[name](case) == key]
        row = counts(of_key, period)
        if any(row.values()):
            rows[key] = {**row, **amounts(of_key, period)}
    return rows


def durations(cases: list[Case], period: Period) -> dict[str, Any]:
    days = sorted(
        (case.closed_on - case.signed_on).days
        for case in cases
        if behind(case, Figure.CLOSED, period) and case.closed_on and case.signed_on
    )
    return {"median_days": quantile(days, 50), "p90_days": quantile(days, 90)}


def quantile(days: list[int], per_cent: int) -> int | float | None:
    """PERCENTILE.INC, by the neighbours it lies between."""
    if not days:
        return None
    whole, part = divmod(per_cent * (len(days) - 1), 100)
    above = days[min(whole + 1, len(days) - 1)]
    found = Fraction(days[whole] * (100 - part) + above * part, 100)
    return int(found) if found.denominator == 1 else float(found)


def success(found: dict[str, Any]) -> dict[str, Any]:
    (rate,) = (each for each in found["indicators"] if each["key"] == "success_rate")
    bounds = rate["interval"] and [round(bound, 12) for bound in rate["interval"]]
    return {
        "numerator": rate["numerator"],
        "denominator": rate["denominator"],
        "value": rate["value"],
        "interval": bounds,
    }


def success_by_hand(cases: list[Case], period: Period) -> dict[str, Any]:
    closed = [case for case in cases if behind(case, Figure.CLOSED, period)]
    wins = sum(case.outcome is Outcome.SUCCEEDED for case in closed)
    number = len(closed)
    if not number:
        return {"numerator": 0, "denominator": 0, "value": None, "interval": None}
    share, z = wins / number, 1.96
    middle = share + z * z / (2 * number)
    reach = z * sqrt(share * (1 - share) / number + z * z / (4 * number * number))
    whole = 1 + z * z / number
    bounds = [round(max(0.0, (middle - reach) / whole), 12),
              round(min(1.0, (middle + reach) / whole), 12)]  # fmt: skip
    return {"numerator": wins, "denominator": number, "value": share, "interval": bounds}


def three_way(
    cases: list[Case], met: set[UUID], period: Period, found: dict[str, Any]
) -> dict[str, Any]:
    """The whole table anew, in the order of rows found."""

    def row(of_row: list[Case]) -> dict[str, Any]:
        numbers = counts(of_row, period)
        closed = [case for case in of_row if behind(case, Figure.CLOSED, period)]
        endings = [ending_of(case, case.id in met).value for case in closed]
        halves = {
            half: {each.value.split(".")[1]: endings.count(each.value) for each in HALVES[half]}
            for half in HALVES
        }
        told = {name: numbers[name] for name in ("opening", "received", "pending", "transferred")}
        assert (
            told["opening"] + told["received"]
            == sum(sum(half.values()) for half in halves.values()) + told["pending"]
        )
        return {**told, **halves}

    closed = [case for case in cases if behind(case, Figure.CLOSED, period)]
    by = {
        name: [
            {
                "key": each["key"],
                "name": each["name"],
                **row([case for case in cases if KEYS[name](case) == each["key"]]),
            }
            for each in found["by"][name]
        ]
        for name in ("channel", "cause")
    }
    for name, rows in by.items():
        assert {each["key"] for each in rows} == set(table(cases, period, name))
    return {
        "total": row(cases),
        "by": by,
        "without_session_record": sum(case.id not in met for case in closed),
    }


def trend(cases: list[Case], period: Period) -> list[dict[str, Any]]:
    after = period.end + timedelta(days=1)
    starts = []
    for back in range(13, 0, -1):
        month = after.year * 12 + after.month - 1 - back
        starts.append(date(month // 12, month % 12 + 1, after.day))
    found = []
    for start, following in zip(starts, [*starts[1:], after], strict=True):
        closed = [
            case
            for case in cases
            if case.closed_on is not None and start <= case.closed_on < following
        ]
        last = following - timedelta(days=1)
        found.append(
            {
                "month": f"{start:%Y-%m}" if start.day == 1 else f"{start}..{last}",
                "succeeded": sum(case.outcome is Outcome.SUCCEEDED for case in closed),
                "closed": len(closed),
            }
        )
    return found


def three_way_opens(
    reading: Any, cases: list[Case], met: set[UUID], period: Period, scope: Scope
) -> None:
    """Every cell lists exactly its cases."""
    closed = [case for case in cases if behind(case, Figure.CLOSED, period)]
    for ending in Ending:
        rows = rows_behind(reading, f"three_way.{ending}", period, scope, chosen={})
        expected = {case.id for case in closed if ending_of(case, case.id in met) is ending}
        assert {row.id for row in rows} == expected
        assert len(rows) == len(expected)
    for half, name in ((True, "held"), (False, "not_held")):
        rows = rows_behind(reading, f"three_way.{name}", period, scope, chosen={})
        assert {row.id for row in rows} == {case.id for case in closed if (case.id in met) is half}


def two_way_agrees(
    reading: Any,
    cases: list[Case],
    period: Period,
    scope: Scope,
    axes: tuple[Axis, ...],
    figure: Figure,
) -> None:
    """Each pair has the number of its cases, and lists them."""
    one, other = axes
    table = reading.two_way(figure, (one, other), period, scope)
    pairs: dict[tuple[str, str], set[UUID]] = {}
    for case in cases:
        if behind(case, figure, period):
            pairs.setdefault((KEYS[one](case), KEYS[other](case)), set()).add(case.id)
    assert dict(table.numbers) == {pair: len(found) for pair, found in pairs.items()}
    assert table.number(None, None) == sum(map(len, pairs.values()))
    asked: list[tuple[str | None, str | None, set[UUID]]] = [
        (row, column, found) for (row, column), found in pairs.items()
    ]
    for place in table.rows:
        within = [found for (row, _column), found in pairs.items() if row == place.key]
        asked.append((place.key, None, set().union(*within)))
    for row, column, expected in asked:
        query: CaseQuery = cases_of(table, row, column, period, scope)
        keys = reading.list_keys(query)
        assert {each.id for each in reading.rows(keys)} == expected
        assert table.number(row, column) == len(keys) == reading.count(query)


def decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def test_the_reference_that_reports_are_tested_with_counts_as_the_store_does() -> None:
    cases = [
        Case(
            id=UUID(int=place),
            number=f"T{place}",
            referred_on=date(2025, 9, 1),
            signed_on=date(2025, 9, 2),
            closed_on=date(2025, 9, place),
            outcome=outcome,
            reason=reason,
        )
        for place, (outcome, reason) in enumerate(
            ((outcome, reason) for outcome in Outcome for reason in (None, *EndReason)), start=2
        )
        if place < 30
    ]
    met = {case.id for case in cases[::2]}
    period = Period.parse("2025-09")
    reference = ReferenceReading(cases=cases, roster=ROSTER, met=met)
    with kept(cases, met) as store, store.reading() as reading:
        assert sorted(reading.ended(period, Scope()), key=str) == sorted(
            reference.ended(period, Scope()), key=str
        )

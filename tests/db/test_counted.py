"""The cases that a period's workbook lists are exactly those behind its counts."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from db.schema import STAYS
from db.store import SqliteStore
from mediation.figures.counts import Scope
from mediation.figures.keys import Figure
from mediation.figures.period import Period
from mediation.store import CaseQuery
from tests.made_reports import ROSTER, _random_case
from tests.reference import ReferenceReading

PERIODS = ("2026-10", "2026-Q3", "2026-08-26..2026-09-25", "2030-01", "2020-01")


@pytest.fixture
def reference(store: SqliteStore) -> ReferenceReading:
    chance = random.Random(11)
    with store.writing("tester") as writing:
        for person in ROSTER:
            writing.add_mediator(person)
        made = [writing.add_case(_random_case(chance, number)) for number in range(1, 251)]
    return ReferenceReading(made, ROSTER)


@pytest.mark.parametrize("words", PERIODS)
@pytest.mark.parametrize("scope", [Scope(), Scope(court="内0603"), Scope(mediator=ROSTER[0].id)])
def test_every_case_behind_a_count_is_listed_once_in_the_order_of_referral(
    store: SqliteStore, reference: ReferenceReading, words: str, scope: Scope
) -> None:
    period = Period.parse(words)
    expected = list(reference.counted_cases(reference.counted_keys(period, scope)))
    with store.reading() as reading:
        listed = list(reading.counted_cases(reading.counted_keys(period, scope)))
    assert Counter(listed) == Counter(expected)
    assert [case.referred_on for case in listed] == [case.referred_on for case in expected]


def test_its_keys_are_those_behind_the_figures(
    store: SqliteStore, reference: ReferenceReading
) -> None:
    period = Period.parse("2026-10")
    assert reference.cases
    with store.reading() as reading:
        listed = set(reading.counted_keys(period, Scope()))
        behind = {
            key
            for figure in Figure
            for key in reading.list_keys(CaseQuery(figure=figure, period=period))
        }
    assert listed == behind
    assert behind


def test_a_month_is_read_through_indexes_alone(store: SqliteStore) -> None:
    from sqlalchemy import event

    asked: list[tuple[str, object]] = []
    with store.reading() as reading:
        event.listen(
            reading.connection.engine,
            "before_cursor_execute",
            lambda _c, _cur, statement, parameters, *_: asked.append((statement, parameters)),
        )
        reading.counted_keys(Period.parse("2026-10"), Scope())
        ((statement, parameters),) = asked
        plan = reading.connection.connection.cursor().execute(  # type: ignore[attr-defined]
            "EXPLAIN QUERY PLAN " + statement, parameters
        )
        steps = [row[3] for row in plan.fetchall()]
    reads = [step for step in steps if "cases" in step]
    assert len(reads) == 3 + len(STAYS)
    assert all(step.startswith("SEARCH") for step in reads), steps

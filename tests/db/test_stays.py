"""Which cases stood open when a day began, asked of an index of how long each stood."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, select

from db.schema import STAYS, cases
from db.stays import closed_since, open_after, open_at, still_open
from db.store import SqliteStore
from mediation.cases.case import Case
from mediation.cases.terms import EndReason, Outcome
from mediation.figures.counts import Scope
from mediation.figures.keys import Figure
from mediation.figures.period import Period
from mediation.figures.two_way import Axis
from mediation.identity import new_id
from mediation.store import CaseQuery

DAY = date(2020, 3, 1)
LONG = 6_000


def stood(referred: date, closed: date | None) -> Case:
    if closed is None:
        return Case(id=new_id(), referred_on=referred)
    return Case(
        id=new_id(),
        referred_on=referred,
        closed_on=closed,
        outcome=Outcome.FAILED,
        reason=EndReason.DISAGREEMENT,
    )


@pytest.fixture
def spans(store: SqliteStore) -> dict[UUID, tuple[date, date | None]]:
    """Stays of every length at the edge of a class, begun and ended about one day."""
    edges = {0, 1, LONG, *(days + off for days in STAYS[:-1] for off in (-1, 0, 1))}
    dates: list[tuple[date, date | None]] = [
        (DAY - timedelta(days=before), DAY + timedelta(days=days - before))
        for days in edges
        for before in {-1, 0, 1, 2, days - 1, days, days + 1}
    ]
    dates += [(date.min, DAY), (date.min, date.max), (DAY, date(2019, 1, 1))]
    dates += [(DAY + timedelta(days=off), None) for off in (-LONG, -1, 0, 1)]
    with store.writing("tester") as writing:
        return {writing.add_case(stood(*each)).id: each for each in dates}


@pytest.mark.parametrize("start", [DAY, DAY - timedelta(days=40), date.min, date.max])
def test_exactly_the_cases_received_before_a_day_and_not_closed_before_it(
    store: SqliteStore, spans: dict[UUID, tuple[date, date | None]], start: date
) -> None:
    open_then = {
        key
        for key, (referred, closed) in spans.items()
        if referred < start and (closed is None or closed >= start)
    }
    with store.reading() as reading:
        found = set(reading.connection.scalars(select(cases.c.id).where(open_at(start))))
    assert found == open_then


def test_what_was_open_after_the_last_day_there_is_is_open_today(
    store: SqliteStore, spans: dict[UUID, tuple[date, date | None]]
) -> None:
    with store.reading() as reading:
        found = set(reading.connection.scalars(select(cases.c.id).where(open_after(date.max))))
    assert found == {key for key, (_referred, closed) in spans.items() if closed is None}


def test_no_other_index_and_no_table_is_asked(store: SqliteStore) -> None:
    with store.reading() as reading:
        for stood_open in (still_open(DAY), closed_since(DAY)):
            asked = select(cases.c.seq, cases.c.cause, cases.c.court).where(stood_open)
            words = str(asked.compile(reading.connection, compile_kwargs={"literal_binds": True}))
            plan = reading.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}").all()
            steps = [row[3] for row in plan if row[3].startswith(("SCAN", "SEARCH"))]
            assert len(steps) in (1, len(STAYS))
            for step in steps:
                assert "COVERING INDEX ix_cases_open (referred_on<" in step or (
                    "INDEX ix_cases_stay (<expr>=? AND referred_on>? AND referred_on<?)" in step
                )


@pytest.mark.parametrize("descending", [True, False])
def test_the_list_of_a_past_opening_is_not_a_walk_through_all_cases(
    store: SqliteStore, descending: bool
) -> None:
    asked: list[tuple[str, Any]] = []
    month = Period.parse("2020-03")
    query = CaseQuery(figure=Figure.OPENING, period=month, descending=descending)
    with store.reading() as reading:
        event.listen(
            reading.connection.engine,
            "before_cursor_execute",
            lambda _c, _cur, statement, parameters, *_: asked.append((statement, parameters)),
        )
        reading.list_keys(query)
        reading.first_rows(query, 50)
        reading.count(query)
        reading.two_way(Figure.OPENING, (Axis.CAUSE, Axis.COURT), month, Scope())
        steps = [
            row[3]
            for statement, parameters in asked
            if "julianday" in statement
            for row in reading.connection.connection.cursor()
            .execute("EXPLAIN QUERY PLAN " + statement, parameters)
            .fetchall()
        ]
    assert len([step for step in steps if "ix_cases_stay" in step]) == 4 * len(STAYS)
    assert not [step for step in steps if step.startswith("SCAN")]

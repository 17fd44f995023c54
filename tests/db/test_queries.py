"""The case list: the right cases, in the right order, each figure opening to exactly its cases."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.store import SqliteStore, create_store, open_store
from mediation.cases.case import Case, Party
from mediation.cases.terms import Channel, Outcome, Side
from mediation.figures.counts import Scope
from mediation.figures.keys import Figure
from mediation.figures.period import Period
from mediation.identity import new_id
from mediation.listing import Range
from mediation.registry.mediators import Mediator
from mediation.store import SORTS, CaseQuery
from tests.reference import behind, in_scope

PEOPLE = [Mediator(id=new_id(), name=name) for name in ("王芳", "巴特尔")]
NAMES = {person.id: person.name for person in PEOPLE}
SORTED = [sort for sort in SORTS if sort != "limit_on"]  # reckoned by the clock
PERIODS = [Period.parse(text) for text in ("2025-02", "2025-Q1", "2024", "2026")]


def made_up(chance: random.Random, number: int) -> Case:
    referred = date(2025, 1, 1) + timedelta(days=chance.randrange(60))
    signed = referred + timedelta(days=chance.randrange(3)) if chance.random() < 0.7 else None
    closed: dict[str, Any] = {}
    if signed and chance.random() < 0.6:
        closed = {
            "closed_on": signed + timedelta(days=chance.randrange(40)),
            "outcome": chance.choice(list(Outcome)),
        }
        if closed["outcome"] is Outcome.FAILED:
            closed["transfer_number"] = "（2025）内0603民初9号"
    filed = chance.random() < 0.6
    return Case(
        id=new_id(),
        number=f"T{number:03d}" if chance.random() < 0.7 else "",
        court_number=f"(2025)内0603民初{number}号" if filed else "",
        court_number_key=f"（2025）内0603民初{number}号" if filed else "",
        court=chance.choice(["内0603", None]),
        channel=chance.choice([Channel.ENTRUSTED, None]),
        cause=chance.choice(["M1", "M2", None]),
        claimed=chance.choice([None, 0, 500, 70_000]),
        mediator=chance.choice([PEOPLE[0].id, PEOPLE[1].id, None]),
        parties=(
            Party(side=Side.APPLICANT, name=chance.choice(["王芳", "李芳娜", "某商贸有限公司"])),
            Party(side=Side.RESPONDENT, name="赵六", phone=f"1380000{number:04d}"),
        ),
        referred_on=referred,
        signed_on=signed,
        **closed,
    )


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[SqliteStore, dict[int, Case]]:
    """A store of 90 cases, and each case by its key in the list."""
    folder = tmp_path_factory.mktemp("queries")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("MEDIATION_STATE", str(folder / "state"))
        create_store(folder / "queries.db")
        store = open_store(folder / "queries.db")
    chance = random.Random(11)
    with store.writing("tester") as writing:
        for person in PEOPLE:
            writing.add_mediator(person)
        cases = [writing.add_case(made_up(chance, number)) for number in range(90)]
    with store.reading() as reading:
        rows = reading.rows(reading.list_keys(CaseQuery()))
    by_id = {case.id: case for case in cases}
    return store, {row.key: by_id[row.id] for row in rows}


def expected(cases: dict[int, Case], query: CaseQuery) -> list[int]:
    """The keys a query means, worked out in plain Python."""

    def wanted(case: Case) -> bool:
        names = [*(p.name for p in case.parties), NAMES.get(case.mediator, "")]
        said = "\n".join([case.number, case.court_number, *names]).lower()
        return (
            query.text in said
            and in_scope(case, query.scope)
            and (query.outcome is None or (case.outcome or "") == query.outcome)
            and all(shown(case, name) != value for name, value in query.shut_out)
            and all(lies_in(case, each) for each in query.ranges)
            and (query.state is None or case.state.value == query.state)
            and (
                query.figure is None
                or query.period is None
                or behind(case, query.figure, query.period)
            )
        )

    def value(case: Case, sort: str) -> Any:
        name = "court_number_key" if sort == "court_number" else sort
        found = getattr(case, name)
        return None if found == "" else NAMES[found] if sort == "mediator" and found else found

    chosen = sorted(key for key, case in cases.items() if wanted(case))
    if query.descending:
        chosen.reverse()
    for sort, descending in reversed(query.order):
        present = [key for key in chosen if value(cases[key], sort) is not None]
        absent = [key for key in chosen if value(cases[key], sort) is None]
        # Reversing keeps ties as they are: what was put in order before still holds among them.
        present.sort(key=lambda key, by=sort: value(cases[key], by), reverse=descending)
        chosen = present + absent
    return chosen


def shown(case: Case, name: str) -> str:
    found = getattr(case, name)
    return str(found) if found else ""


def lies_in(case: Case, limits: Range) -> bool:
    found = getattr(case, limits.field)
    low, high = limits.low, limits.high
    return found is not None and (low is None or found >= low) and (high is None or found <= high)


SCOPES = st.builds(
    Scope,
    court=st.sampled_from([None, None, "内0603", ""]),
    mediator=st.sampled_from([None, None, None, PEOPLE[0].id, PEOPLE[1].id]),
    cause=st.sampled_from([None, None, "M1", ""]),
    channel=st.sampled_from([None, None, "entrusted", ""]),
)
QUERIES = st.builds(
    CaseQuery,
    text=st.sampled_from(["", "", "", "芳", "王芳", "芳娜", "t0", "有限公司", "没有此人"]),
    scope=SCOPES,
    outcome=st.sampled_from([None, None, None, "succeeded", ""]),
    state=st.sampled_from([None, None, "registered", "in_mediation", "closed"]),
    figure=st.sampled_from([None, None, *Figure]),
    period=st.sampled_from(PERIODS),
    shut_out=st.lists(
        st.sampled_from(
            [
                ("court", "内0603"),
                ("court", ""),
                ("channel", "entrusted"),
                ("cause", "M1"),
                ("outcome", "failed"),
                ("mediator", str(PEOPLE[0].id)),
                ("mediator", ""),
            ]
        ),
        max_size=2,
    ).map(tuple),
    ranges=st.lists(
        st.builds(
            Range,
            st.sampled_from(["referred_on", "signed_on", "closed_on"]),
            st.one_of(st.none(), st.dates(date(2025, 1, 1), date(2025, 2, 1))),
            st.one_of(st.none(), st.dates(date(2025, 1, 20), date(2025, 3, 20))),
        )
        | st.builds(
            Range,
            st.just("claimed"),
            st.sampled_from([None, 0, 500, 501]),
            st.sampled_from([None, 499, 500, 70_000]),
        ),
        max_size=2,
    ).map(tuple),
    sort=st.sampled_from(SORTED),
    descending=st.booleans(),
    then=st.lists(
        st.tuples(st.sampled_from(SORTED), st.booleans()),
        max_size=3,
        unique_by=lambda each: each[0],
    ).map(tuple),
)


@settings(max_examples=300)
@given(query=QUERIES)
def test_every_query_lists_counts_and_begins_with_the_same_cases(
    kept: tuple[SqliteStore, dict[int, Case]], query: CaseQuery
) -> None:
    store, cases = kept
    keys = expected(cases, query)
    with store.reading() as reading:
        assert list(reading.list_keys(query)) == keys
        assert reading.count(query) == len(keys)
        assert [row.key for row in reading.first_rows(query, 7)] == keys[:7]


@pytest.mark.parametrize("figure", list(Figure))
def test_each_count_opens_to_exactly_as_many_cases(
    kept: tuple[SqliteStore, dict[int, Case]], figure: Figure
) -> None:
    store, _cases = kept
    for period in PERIODS:
        for scope in (Scope(), Scope(cause="M1"), Scope(mediator=PEOPLE[0].id, court="")):
            with store.reading() as reading:
                counted = getattr(reading.flow(period, scope), figure.value)
                query = CaseQuery(figure=figure, period=period, scope=scope)
                assert reading.count(query) == counted


def test_a_row_tells_the_case_as_it_is_kept(kept: tuple[SqliteStore, dict[int, Case]]) -> None:
    store, cases = kept
    names = {person.id: person.name for person in PEOPLE}
    with store.reading() as reading:
        rows = reading.rows(list(cases))
    assert [row.key for row in rows] == list(cases)
    for row in rows:
        case = cases[row.key]
        assert (row.id, row.version, row.number) == (case.id, case.version, case.number)
        assert row.applicants == "、".join(case.names(Side.APPLICANT))
        assert row.mediator == case.mediator
        assert row.mediator_name == names.get(case.mediator, "")  # type: ignore[arg-type]
        assert (row.referred_on, row.signed_on, row.closed_on) == (
            case.referred_on,
            case.signed_on,
            case.closed_on,
        )
        assert row.outcome is case.outcome
        assert (row.claimed, row.agreed, row.performed) == (
            case.claimed,
            case.agreed,
            case.performed,
        )


def test_rows_come_in_the_order_asked_for_without_those_that_are_gone(
    kept: tuple[SqliteStore, dict[int, Case]],
) -> None:
    store, cases = kept
    some = list(cases)[:20]
    asked = [*reversed(some), 999_999]
    with store.reading() as reading:
        assert [row.key for row in reading.rows(asked)] == asked[:-1]
        assert reading.rows([]) == []


def test_a_word_of_many_cases_and_of_few_is_listed_alike(
    kept: tuple[SqliteStore, dict[int, Case]], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, cases = kept
    for few, patience in ((4_000, 20), (1, 20), (1, 0), (4_000, 0)):
        monkeypatch.setattr("db.search.FEW", few)
        monkeypatch.setattr("db.search.PATIENCE", patience)
        monkeypatch.setattr("db.search._STEPS", 20)
        for text, sort in product(
            ("芳", "王芳", "有限公", "有限公司", "没有"), ("closed_on", "referred_on")
        ):
            query = CaseQuery(text=text, sort=sort)
            with store.reading() as reading:
                keys = expected(cases, query)
                assert list(reading.list_keys(query)) == keys
                assert [row.key for row in reading.first_rows(query, 5)] == keys[:5]


def test_the_whole_list_is_read_from_the_index_alone(
    kept: tuple[SqliteStore, dict[int, Case]],
) -> None:
    store, _cases = kept
    with store.reading() as reading:
        plan = reading.connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT seq FROM cases ORDER BY referred_on DESC, seq DESC"
        ).all()
    assert [row[3] for row in plan] == ["SCAN cases USING COVERING INDEX ix_cases_received"]


def test_full_cases_come_in_the_order_of_the_list(
    kept: tuple[SqliteStore, dict[int, Case]],
) -> None:
    store, cases = kept
    query = CaseQuery(sort="claimed", descending=False)
    with store.reading() as reading:
        read = list(reading.iter_cases(query))
    assert [case.id for case in read] == [cases[key].id for key in expected(cases, query)]
    assert replace(read[0]) == cases[expected(cases, query)[0]]


def test_keys_that_are_no_longer_wanted_are_not_read_on(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000) "
            "INSERT INTO cases (id, referred_on) "
            "SELECT CAST(printf('%016d', i) AS BLOB), '2026-01-01' FROM n"
        )
    connection.close()
    store = open_store(path)
    with store.reading() as reading:
        assert len(reading.list_keys(CaseQuery(sort="channel"), lambda: True)) == 40_000
        assert not reading.list_keys(CaseQuery(sort="channel"), lambda: False)
        assert len(reading.list_keys(CaseQuery(sort="channel"))) == 40_000
    store.close()

"""The counts of the store equal an independent count in plain Python, after every edit."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from db import counts, rollup
from db.reading import SqliteReading
from db.schema import rollup as kept_sums
from db.store import SqliteStore, create_store, open_store
from mediation.cases.case import Case, Party
from mediation.cases.terms import Channel, Outcome, Side
from mediation.figures.counts import Counts, CourtTotals, Group, Scope
from mediation.figures.keys import Dimension
from mediation.figures.period import Period
from mediation.identity import new_id
from mediation.ledger.rows import LedgerCase
from mediation.registry.mediators import Mediator
from tests.reference import ReferenceReading

PEOPLE = [Mediator(id=new_id(), name=name) for name in ("王芳", "巴特尔", "王芳")]
CAUSES = ("2020/1", "M2.1", None)
COURTS = ("内0603", "内0621", None)
FIRST, LAST = date(2024, 11, 1), date(2026, 3, 31)
PERIODS = [
    Period.parse(text)
    for text in ("2025-01", "2025-06", "2025", "2024-11..2026-03", "2026-Q1", "2027", "2023-01")
]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SqliteStore:
    monkeypatch.setenv("MEDIATION_STATE", str(tmp_path / "state"))
    create_store(tmp_path / "counts.db")
    opened = open_store(tmp_path / "counts.db")
    with opened.writing("tester") as writing:
        for person in PEOPLE:
            writing.add_mediator(person)
    return opened


def some_day(chance: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=chance.randrange((last - first).days + 1))


def life(chance: random.Random) -> dict[str, Any]:
    """Dates, outcome and amounts that may stand together."""
    referred = some_day(chance, FIRST, LAST)
    signed = some_day(chance, referred, LAST) if chance.random() < 0.8 else None
    drawn: dict[str, Any] = {
        "referred_on": referred,
        "signed_on": signed,
        "closed_on": None,
        "outcome": None,
        "agreed": None,
        "performed": None,
        "transfer_number": "",
        "transferred_on": None,
        "claimed": chance.choice([None, 0, 1, 99, 10**9]),
        "cause": chance.choice(CAUSES),
        "court": chance.choice(COURTS),
        "channel": chance.choice([Channel.ENTRUSTED, Channel.POLICE, None]),
    }
    if chance.random() < 0.7:
        outcome = chance.choice(list(Outcome))
        drawn |= {"closed_on": some_day(chance, signed or referred, LAST), "outcome": outcome}
        if outcome in (Outcome.SUCCEEDED, Outcome.PARTLY):
            drawn |= {"agreed": chance.choice([None, 5, 700]), "performed": None}
        elif chance.random() < 0.5:
            drawn |= {
                "transfer_number": "（2026）内0603民初1号",
                "transferred_on": chance.choice([None, some_day(chance, FIRST, LAST)]),
            }
    return drawn


def fresh_case(chance: random.Random, number: int) -> Case:
    return Case(
        id=new_id(),
        number=f"T{number}",
        mediator=chance.choice([person.id for person in PEOPLE] + [None]),
        parties=(Party(side=Side.APPLICANT, name="张三"),),
        **life(chance),
    )


def whole(groups: list[Group]) -> dict[str, Counts]:
    return {group.key: group.counts for group in groups}


def assert_equal_to_reference(reading: SqliteReading, cases: list[Case]) -> None:
    reference = ReferenceReading(cases=cases, roster=PEOPLE)
    nobody = UUID(int=0)
    scopes = [
        Scope(),
        Scope(court="内0603"),
        Scope(court=""),
        Scope(cause="M2.1", channel="police"),
        Scope(mediator=PEOPLE[0].id),
        Scope(channel=""),
    ]
    for period in PERIODS:
        for scope in scopes:
            assert reading.flow(period, scope) == reference.flow(period, scope), (period, scope)
            assert reading.days(period, scope) == reference.days(period, scope), (period, scope)
            for dimension in Dimension:
                assert whole(reading.groups(dimension, period, scope)) == whole(
                    reference.groups(dimension, period, scope)
                ), (period, scope, dimension)
        unassigned = ReferenceReading(cases=[case for case in cases if case.mediator is None])
        assert reading.flow(period, Scope(mediator=nobody)) == unassigned.flow(period, Scope())


@pytest.mark.parametrize("seed", range(4))
def test_kept_sums_are_exact_after_every_edit(store: SqliteStore, seed: int) -> None:
    chance = random.Random(seed)
    cases: dict[UUID, Case] = {}
    for step in range(14):
        with store.writing("tester") as writing:
            for _time in range(chance.randrange(4)):
                take_in(writing, chance, cases)
        with store.writing("tester") as writing:
            for _time in range(chance.randrange(1, 6)):
                if chance.random() < 0.5 or not cases:
                    case = writing.add_case(fresh_case(chance, len(cases)))
                    cases[case.id] = case
                else:
                    case = chance.choice(list(cases.values()))
                    changed = replace(
                        case,
                        mediator=chance.choice([person.id for person in PEOPLE] + [None]),
                        **life(chance),
                    )
                    cases[case.id] = writing.save_case(changed, action="correct", why="x")
        if chance.random() < 0.5:
            store.refresh_rollup()
        if step % 3 == 2 or step == 13:
            with store.reading() as reading:
                assert_equal_to_reference(reading, list(cases.values()))
    store.refresh_rollup()
    with store.reading() as reading:
        assert rollup.dirty_months(reading.connection) == set()
        assert_equal_to_reference(reading, list(cases.values()))


def take_in(writing: Any, chance: random.Random, cases: dict[UUID, Case]) -> None:
    """Import one new row and read back the case it became."""
    drawn = life(chance)
    number = f"I{len(cases)}"
    writing.import_cases(
        [LedgerCase(row=2, number=number, applicants=("李四",), mediators=("巴特尔",), **drawn)],
        source="ledger.xlsx",
    )
    case = writing.case(writing.case_numbered(number))
    cases[case.id] = case


def test_edits_leave_the_same_kept_sums_as_counting_all_anew(store: SqliteStore) -> None:
    chance = random.Random(7)
    cases: list[Case] = []
    for _round in range(6):
        with store.writing("tester") as writing:
            cases += [writing.add_case(fresh_case(chance, len(cases) + n)) for n in range(4)]
            index = chance.randrange(len(cases))
            changed = replace(cases[index], **life(chance))
            cases[index] = writing.save_case(changed, action="correct", why="x")
        store.refresh_rollup()
    stepwise = everything_kept(store)
    with store.writing("tester") as writing:
        writing.connection.execute(kept_sums.delete())
        months = {day.replace(day=1) for case in cases for day in days_of(case)}
        counts.mark_dirty(writing.connection, months)
    store.refresh_rollup()
    assert everything_kept(store) == stepwise


def days_of(case: Case) -> list[date]:
    days = (case.referred_on, case.closed_on, case.transfer_counts_on)
    return [day for day in days if day is not None]


def everything_kept(store: SqliteStore) -> set[tuple[Any, ...]]:
    with store.reading() as reading:
        return {tuple(row) for row in reading.connection.execute(select(kept_sums))}


def test_a_refresh_of_one_month_carries_its_open_cases_into_the_next(store: SqliteStore) -> None:
    with store.writing("tester") as writing:
        for day in (date(2025, 1, 5), date(2025, 2, 5), date(2025, 3, 5)):
            writing.add_case(Case(id=new_id(), referred_on=day))
    store.refresh_rollup()
    with store.writing("tester") as writing:
        writing.add_case(Case(id=new_id(), referred_on=date(2025, 1, 9), cause="M2.1"))
    for _time in ("before the refresh", "after it"):
        with store.reading() as reading:
            assert reading.flow(Period.parse("2025-03"), Scope()).opening == 3
            assert reading.flow(Period.parse("2026-03"), Scope()).opening == 4
            by_cause = whole(reading.groups(Dimension.CAUSE, Period.parse("2025-03"), Scope()))
            assert by_cause["M2.1"].opening == 1
            assert by_cause[""].opening == 2
        store.refresh_rollup()


def test_two_people_of_one_name_are_counted_apart(store: SqliteStore) -> None:
    day = date(2025, 1, 5)
    with store.writing("tester") as writing:
        for person in (PEOPLE[0], PEOPLE[2], PEOPLE[2]):
            writing.add_case(Case(id=new_id(), referred_on=day, mediator=person.id))
    with store.reading() as reading:
        groups = reading.groups(Dimension.MEDIATOR, Period.parse("2025-01"), Scope())
    assert [(g.key, g.name, g.counts.received) for g in groups] == [
        (str(PEOPLE[2].id), "王芳", 2),
        (str(PEOPLE[0].id), "王芳", 1),
    ]


def test_groups_are_named_for_people(store: SqliteStore) -> None:
    with store.writing("tester") as writing:
        writing.add_case(
            Case(
                id=new_id(),
                referred_on=date(2025, 1, 5),
                court="内0603",
                channel=Channel.POLICE,
                cause="no such cause",
            )
        )
        writing.add_case(Case(id=new_id(), referred_on=date(2025, 1, 5)))
    with store.reading() as reading:
        named = {
            dimension: {
                group.key: group.name
                for group in reading.groups(dimension, Period.parse("2025-01"), Scope())
            }
            for dimension in Dimension
        }
    assert named[Dimension.COURT] == {"内0603": "鄂尔多斯市康巴什区人民法院", "": "未登记"}
    assert named[Dimension.CHANNEL] == {"police": "公安交管移送", "": "未登记"}
    assert named[Dimension.CAUSE] == {"no such cause": "no such cause", "": "未登记"}
    assert named[Dimension.MEDIATOR] == {"": "未登记"}


def test_court_totals_come_by_court_month_and_category(store: SqliteStore) -> None:
    entered = [
        CourtTotals(court="内0621", month=date(2025, 2, 1), category="all", filings=9),
        CourtTotals(court="内0603", month=date(2025, 2, 1), category="traffic", platform=3),
        CourtTotals(court="内0603", month=date(2025, 1, 1), category="all", mediated=1),
        CourtTotals(court="内0603", month=date(2025, 4, 1), category="all", mediated=1),
    ]
    with store.writing("tester") as writing:
        writing.put_totals(entered)
    with store.reading() as reading:
        assert reading.totals(Period.parse("2025-Q1")) == [entered[2], entered[1], entered[0]]
        assert reading.totals(Period.parse("2025-02"), "内0603") == [entered[1]]


def test_spans_join_neighbouring_months_over_the_turn_of_the_year() -> None:
    months = [date(2025, 3, 1), date(2024, 12, 1), date(2025, 1, 1)]
    assert list(rollup.spans(months)) == [
        (date(2024, 12, 1), date(2025, 1, 31)),
        (date(2025, 3, 1), date(2025, 3, 31)),
    ]
    assert list(rollup.spans([])) == []

"""Counts over outcomes, open questions and the cases behind every rate, against plain Python."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from db.store import SqliteStore
from mediation.cases.agreement import Agreement
from mediation.cases.case import Case, Party, Session
from mediation.cases.terms import Channel, EndReason, Outcome, Performance, Side
from mediation.errors import MediationError
from mediation.figures.casemix import band_of
from mediation.figures.counts import Scope
from mediation.figures.definitions import DEFINITIONS, Basis
from mediation.figures.definitions.success import DIVORCE
from mediation.figures.keys import Dimension
from mediation.figures.particulars import Particular
from mediation.figures.period import Period
from mediation.figures.quality import Doubt, Finding
from mediation.identity import new_id
from mediation.office.behind import difference, rows_behind
from mediation.registry.mediators import Mediator
from mediation.reports.counting import count
from tests.reference import counts_of, in_scope

PEOPLE = [Mediator(id=new_id(), name=name) for name in ("乌兰", "陈静")]
OCTOBER = Period.parse("2026-10")
CUT_OFF = Period.parse("2026-09-26..2026-10-25")
QUARTER = Period.parse("2026-Q3")


def random_case(chance: random.Random, number: int) -> Case:
    referred = date(2026, 6, 1) + timedelta(chance.randrange(150))
    signed = referred + timedelta(chance.randrange(3))
    is_closed = chance.random() < 0.85
    outcome = chance.choice(list(Outcome)) if is_closed else None
    reached = outcome in (Outcome.SUCCEEDED, Outcome.PARTLY)
    return Case(
        id=new_id(),
        number=f"特调2026-{number:04d}",
        court=chance.choice(["内0603", "内0602", None]),
        channel=chance.choice([None, *Channel]),
        cause=chance.choice([DIVORCE, "015", None]),
        cause_name="某纠纷",
        claimed=chance.choice([None, chance.randrange(10**8)]),
        mediator=chance.choice([None, *(each.id for each in PEOPLE)]),
        referred_on=referred,
        signed_on=signed,
        closed_on=signed + timedelta(chance.randrange(40)) if is_closed else None,
        outcome=outcome,
        reason=chance.choice([None, *EndReason]) if is_closed else None,
        performance=chance.choice([None, *Performance]) if reached else None,
        confirmation_number="（2026）内0603诉前调确1号"
        if reached and chance.random() < 0.4
        else "",
        transfer_number="1" if outcome is Outcome.FAILED and chance.random() < 0.5 else "",
    )


@pytest.fixture
def cases(store: SqliteStore) -> list[Case]:
    chance = random.Random(7)
    with store.writing("tester") as writing:
        for person in PEOPLE:
            writing.add_mediator(person)
        return [writing.add_case(random_case(chance, number)) for number in range(250)]


def is_behind(case: Case, kind: Particular, period: Period) -> bool:
    """Whether a case is among those of a particular count, said once more in plain words."""
    reached = case.outcome in (Outcome.SUCCEEDED, Outcome.PARTLY)
    if kind in (Particular.COHORT_SUCCEEDED, Particular.COHORT_OPEN):
        if not period.start <= case.referred_on <= period.end:
            return False
        return (case.outcome is Outcome.SUCCEEDED) if "succ" in kind else case.closed_on is None
    if case.closed_on is None or not period.start <= case.closed_on <= period.end:
        return False
    done = case.performance in (Performance.IMMEDIATE, Performance.PERFORMED)
    late = case.performance in (Performance.PARTLY, Performance.OVERDUE)
    return {
        Particular.CONFIRMED: case.outcome is Outcome.SUCCEEDED and bool(case.confirmation_number),
        Particular.UNREACHABLE: case.outcome is Outcome.FAILED
        and case.reason is EndReason.UNREACHABLE,
        Particular.CLOSED_TRANSFERRED: bool(case.transfer_number),
        Particular.DUE: reached and (done or late),
        Particular.DUE_PERFORMED: reached and done,
        Particular.NOT_DUE: reached and case.performance is Performance.NOT_DUE,
        Particular.PERFORMANCE_UNKNOWN: reached and case.performance is None,
    }[kind]


@pytest.mark.parametrize("period", [OCTOBER, CUT_OFF, QUARTER], ids=str)
@pytest.mark.parametrize(
    "scope",
    [Scope(), Scope(court="内0603"), Scope(cause=DIVORCE, channel="entrusted"), Scope(court="")],
    ids=str,
)
def test_particular_counts_equal_those_in_plain_python(
    store: SqliteStore, cases: list[Case], period: Period, scope: Scope
) -> None:
    chosen = [case for case in cases if in_scope(case, scope)]
    with store.reading() as reading:
        counted = reading.particulars(period, scope).amounts()
        for kind in Particular:
            expected = {case.number for case in chosen if is_behind(case, kind, period)}
            assert counted[kind.value] == len(expected), kind
            keys = reading.particular_keys(kind, period, scope)
            assert {row.number for row in reading.rows(keys)} == expected


@pytest.mark.parametrize("scope", [Scope(), Scope(court="内0603"), Scope(cause="015")], ids=str)
def test_every_rate_opens_to_exactly_its_cases(
    store: SqliteStore, cases: list[Case], scope: Scope
) -> None:
    assert cases
    with store.reading() as reading:
        for definition in DEFINITIONS:
            chosen = {definition.key: definition.version}
            if definition.basis is not Basis.LEDGER or definition.unsupported:
                with pytest.raises(MediationError):
                    rows_behind(reading, definition.key, OCTOBER, scope, chosen=chosen)
                continue
            rate = count(reading, OCTOBER, scope, chosen).rate(definition)
            above, below = (
                rows_behind(reading, definition.key, OCTOBER, scope, part=part, chosen=chosen)
                for part in ("numerator", "denominator")
            )
            assert (len(above), len(below)) == (rate.numerator, rate.denominator), definition
            if definition.is_proportion and definition.version not in ("V2", "V6"):
                assert {row.key for row in above} <= {row.key for row in below}, definition


def test_the_cases_between_two_definitions_make_the_difference(
    store: SqliteStore, cases: list[Case]
) -> None:
    first, second = (
        next(each for each in DEFINITIONS if each.version == version) for version in ("V1", "V3")
    )
    with store.reading() as reading:
        found = difference(reading, first, second, OCTOBER, Scope())
    apart = {
        case.number
        for case in cases
        if case.closed_on is not None
        and OCTOBER.start <= case.closed_on <= OCTOBER.end
        and case.outcome in (Outcome.PARTLY, Outcome.WITHDRAWN, Outcome.RETURNED)
    }
    assert set(found.denominator_only[0]) == apart
    assert found.denominator_only[1] == found.numerator_only[0] == found.numerator_only[1] == ()
    assert (found.first.denominator or 0) - (found.second.denominator or 0) == len(apart) > 0


def test_a_cut_off_month_is_counted_by_its_days(store: SqliteStore, cases: list[Case]) -> None:
    store.refresh_rollup()
    with store.reading() as reading:
        for scope in (Scope(), Scope(court="内0603")):
            chosen = [case for case in cases if in_scope(case, scope)]
            assert reading.flow(CUT_OFF, scope) == counts_of(chosen, CUT_OFF)
            groups = reading.groups(Dimension.COURT, CUT_OFF, scope)
            assert (
                sum(each.counts.received for each in groups) == counts_of(chosen, CUT_OFF).received
            )
        assert sum(reading.days(CUT_OFF, Scope()).values()) == counts_of(cases, CUT_OFF).closed


def test_strata_equal_those_in_plain_python(store: SqliteStore, cases: list[Case]) -> None:
    expected: Counter[tuple[str, str, str, int]] = Counter()
    for case in cases:
        if case.closed_on is not None and OCTOBER.start <= case.closed_on <= OCTOBER.end:
            unit = str(case.mediator) if case.mediator else ""
            kind = (case.cause or "", case.channel or "", band_of(case.claimed))
            expected[(unit, *kind)] += 1
    with store.reading() as reading:
        cells = reading.strata(Dimension.MEDIATOR, OCTOBER, Scope())
    found = {
        (each.unit, each.stratum.cause, each.stratum.channel, each.stratum.band): each.closed
        for each in cells
    }
    assert found == dict(expected)


def doubts(store: SqliteStore, bulk: int = 3) -> dict[Doubt, Finding]:
    with store.reading() as reading:
        return {each.doubt: each for each in reading.findings(OCTOBER, Scope(), bulk=bulk)}


def sound(number: int, **values: object) -> Case:
    """A case of October with nothing to ask about but what is given."""
    usual = {
        "number": f"S-{number}",
        "referred_on": date(2026, 10, 1),
        "signed_on": date(2026, 10, 2),
        "closed_on": date(2026, 10, 2) + timedelta(number % 29),
        "outcome": Outcome.SUCCEEDED,
        "agreed": 100,
        "mediator": PEOPLE[0].id,
    }
    return Case(id=UUID(int=number), **{**usual, **values})  # type: ignore[arg-type]


def kept(store: SqliteStore, *cases: Case, sessions: bool = True) -> dict[Doubt, Finding]:
    with store.writing("tester") as writing:
        writing.add_mediator(PEOPLE[0])
        for case in cases:
            writing.add_case(case)
            if sessions:
                writing.add_session(Session(id=new_id(), case=case.id, held_on=date(2026, 10, 2)))
    return doubts(store)


def test_a_sound_case_raises_no_question(store: SqliteStore) -> None:
    assert kept(store, sound(1), sound(2)) == {}


@pytest.mark.parametrize(
    ("changed", "doubt"),
    [
        ({"agreed": None}, Doubt.NO_AMOUNT),
        ({"signed_on": date(2026, 10, 3)}, Doubt.ZERO_DAYS),
        ({"signed_on": None}, Doubt.UNSIGNED),
    ],
)
def test_each_doubt_names_its_case(
    store: SqliteStore, changed: dict[str, object], doubt: Doubt
) -> None:
    found = kept(store, sound(1, **changed), sound(2))
    assert {key: each.cases for key, each in found.items()} == {doubt: ("S-1",)}


def test_an_agreement_entered_without_its_day_is_asked_about(store: SqliteStore) -> None:
    dated, undated, never_entered = sound(1), sound(2), sound(3)
    kept(store, dated, undated, never_entered)
    with store.writing("tester") as writing:
        writing.agreements.put(Agreement(case=dated.id, signed_on=date(2026, 10, 3)))
        writing.agreements.put(Agreement(case=undated.id, all_signed=True))
    assert doubts(store)[Doubt.UNDATED].cases == ("S-2",)


def test_a_success_without_a_session_is_asked_about(store: SqliteStore) -> None:
    failed = sound(2, outcome=Outcome.FAILED, agreed=None)
    found = kept(store, sound(1), failed, sessions=False)
    assert found[Doubt.NO_SESSION].cases == ("S-1",)


def test_many_closings_of_one_mediator_on_one_day_are_asked_about(store: SqliteStore) -> None:
    day = date(2026, 10, 20)
    found = kept(store, *(sound(number, closed_on=day) for number in (1, 2, 3)), sound(4))
    assert found[Doubt.BULK_CLOSING].cases == ("S-1", "S-2", "S-3")
    assert doubts(store, bulk=4) == {}


@pytest.mark.parametrize("words", ["2026-10", "2025-10..2026-10"])
def test_one_phone_of_several_people_in_several_cases_is_asked_about(
    store: SqliteStore, words: str
) -> None:
    def with_phone(number: int, name: str, phone: str, **values: object) -> Case:
        party = Party(side=Side.APPLICANT, name=name, phone=phone)
        return replace(sound(number, **values), parties=(party,))

    before = {"signed_on": date(2025, 9, 2), "referred_on": date(2025, 9, 1)}
    kept(
        store,
        with_phone(1, "王芳", "13800000000"),
        with_phone(2, "李强", "13800000000"),
        with_phone(3, "赵敏", "13900000000"),
        with_phone(4, "赵敏", "13900000000"),
        with_phone(5, "孙伟", "13700000000"),
        with_phone(6, "周杰", "13700000000", closed_on=date(2025, 9, 30), **before),
        with_phone(7, "吴刚", ""),
        with_phone(8, "郑爽", ""),
    )
    with store.reading() as reading:
        found = {
            each.doubt: each for each in reading.findings(Period.parse(words), Scope(), bulk=9)
        }
    assert found[Doubt.SHARED_PHONE].cases == ("S-1", "S-2")
    assert found[Doubt.SHARED_PHONE].count == 2


def test_findings_name_at_most_a_hundred_cases_and_count_all(store: SqliteStore) -> None:
    many = [sound(number, agreed=None) for number in range(1, 131)]
    finding = kept(store, *many)[Doubt.NO_AMOUNT]
    assert (finding.count, len(finding.cases)) == (130, 100)

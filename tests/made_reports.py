"""Invented cases, and reports over them, for the tests of every renderer."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from mediation.cases.case import Case
from mediation.cases.terms import Channel, Outcome
from mediation.figures.counts import CourtTotals, Scope
from mediation.figures.period import Period
from mediation.registry.mediators import Mediator
from mediation.reports.edition import Edition, gather
from mediation.reports.report import Report, build_report, examined
from tests.reference import ReferenceReading

MADE_AT = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)
OCTOBER = Period.parse("2026-10")
ROSTER = tuple(
    Mediator(id=UUID(int=number), name=name)
    for number, name in enumerate(("乌兰图雅", "巴特尔", "陈静"), start=1)
)
COURTS = {"内0602": "鄂尔多斯市东胜区人民法院", "内0603": "鄂尔多斯市康巴什区人民法院"}
CAUSES = ("民间借贷纠纷", "买卖合同纠纷", "离婚纠纷")


def made_case(number: int = 0, **values: Any) -> Case:
    """A case of October 2026, received and open unless told otherwise."""
    return Case(id=UUID(int=number), **{"referred_on": date(2026, 10, 8), **values})


def closed_case(number: int, outcome: Outcome = Outcome.SUCCEEDED, **values: Any) -> Case:
    """A case received and closed in October 2026, with ten days from signing to closing."""
    days = {"signed_on": date(2026, 10, 10), "closed_on": date(2026, 10, 20)}
    return made_case(number, **{**days, "outcome": outcome, **values})


def many_cases(count: int = 300, *, seed: int = 1) -> list[Case]:
    """Cases from July to October 2026 over all causes, courts, channels and mediators."""
    chance = random.Random(seed)
    return [_random_case(chance, number) for number in range(1, count + 1)]


def _random_case(chance: random.Random, number: int) -> Case:
    referred = date(2026, 7, 1) + timedelta(chance.randrange(123))
    signed = referred + timedelta(chance.randrange(4))
    closed = signed + timedelta(chance.randrange(40))
    is_closed = chance.random() < 0.9
    outcome = chance.choices(list(Outcome), [50, 5, 35, 6, 4])[0]
    reached = is_closed and outcome in (Outcome.SUCCEEDED, Outcome.PARTLY)
    moved = is_closed and outcome is Outcome.FAILED and chance.random() < 0.5
    agreed = chance.randrange(10**8) if reached else None
    return made_case(
        number,
        court=chance.choice([*COURTS, None]),
        channel=chance.choice(list(Channel)),
        cause=(cause := chance.choices(CAUSES, [10, 7, 1])[0]),
        cause_name=cause,
        claimed=chance.choice([None, chance.randrange(10**9)]),
        mediator=chance.choice([*ROSTER]).id,
        referred_on=referred,
        signed_on=signed,
        closed_on=closed if is_closed else None,
        outcome=outcome if is_closed else None,
        agreed=agreed,
        performed=agreed // 2 if agreed else None,
        transfer_number=f"({closed.year})内0603民初{number}号" if moved else "",
    )


def report_over(
    cases: Sequence[Case] = (),
    entered: Sequence[CourtTotals] = (),
    period: Period = OCTOBER,
    **scope: Any,
) -> Report:
    """The report over invented cases, with counts from the reference in plain Python."""
    reading = ReferenceReading(cases, ROSTER, entered, COURTS)
    return build_report(reading, period, Scope(**scope), made_at=MADE_AT)  # type: ignore[arg-type]


def edition_over(
    cases: Sequence[Case] = (),
    entered: Sequence[CourtTotals] = (),
    period: Period = OCTOBER,
    **scope: Any,
) -> Edition:
    """The report as it leaves the house, with all that a printed edition shows beside it."""
    reading: Any = ReferenceReading(cases, ROSTER, entered, COURTS)
    report = build_report(reading, period, Scope(**scope), made_at=MADE_AT)
    return gather(examined(report, reading), reading)


def october_totals(category: str = "all", court: str = "内0603", **values: int) -> CourtTotals:
    """What a court entered for October 2026."""
    return CourtTotals(court=court, month=OCTOBER.start, category=category, **values)


_days = st.integers(0, 500).map(lambda offset: date(2025, 6, 1) + timedelta(offset))
_amounts = st.none() | st.integers(0, 10**12)


@st.composite
def any_case(draw: st.DrawFn) -> Case:
    """A case as the rules allow it: unsigned, open or closed, anything left empty."""
    referred = draw(_days)
    signed = draw(st.none() | st.integers(0, 30).map(lambda days: referred + timedelta(days)))
    outcome = draw(st.none() | st.sampled_from(Outcome))
    closed = (
        (signed or referred) + timedelta(draw(st.integers(0, 90))) if outcome is not None else None
    )
    moved = closed is not None and draw(st.booleans())
    return made_case(
        draw(st.integers(1, 10**9)),
        referred_on=referred,
        signed_on=signed,
        closed_on=closed,
        outcome=outcome,
        court=draw(st.sampled_from([None, *COURTS])),
        channel=draw(st.none() | st.sampled_from(Channel)),
        cause=(cause := draw(st.sampled_from([None, *CAUSES]))),
        cause_name=cause or "",
        mediator=draw(st.sampled_from([None, *(each.id for each in ROSTER)])),
        claimed=draw(_amounts),
        agreed=draw(_amounts),
        performed=draw(_amounts),
        transfer_number="(2026)内0603民初1号" if moved else "",
        transferred_on=draw(st.none() | _days) if moved else None,
    )

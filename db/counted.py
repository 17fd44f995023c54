"""The cases behind the figures of a period: open at its start, received or sent to trial in it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    LargeBinary,
    case,
    literal_column,
    select,
    type_coerce,
    union,
)

from db.among import among
from db.endings import ENDING
from db.schema import cases, mediators
from db.stays import closed_since, still_open
from mediation.cases.terms import Outcome, Performance
from mediation.figures.period import Period
from mediation.figures.three_way import Ending
from mediation.store import CountedCase

_AT_ONCE = 1_000
_MAKE: Callable[..., CountedCase] = CountedCase
_OUTCOMES: dict[str | None, Outcome] = {each.value: each for each in Outcome}
_PERFORMANCES: dict[str | None, Performance] = {each.value: each for each in Performance}
_ENDINGS: dict[str | None, Ending] = {each.value: each for each in Ending}
_LINES = select(
    cases.c.seq,
    cases.c.number,
    cases.c.court_number,
    cases.c.court,
    cases.c.channel,
    cases.c.cause,
    cases.c.cause_name,
    cases.c.applicants,
    cases.c.respondents,
    type_coerce(mediators.c.id, LargeBinary),
    mediators.c.name,
    cases.c.claimed,
    cases.c.agreed,
    cases.c.performed,
    cases.c.referred_on,
    cases.c.signed_on,
    cases.c.closed_on,
    cases.c.transfer_counts_on,
    cases.c.confirmation_number != "",
    cases.c.outcome,
    cases.c.performance,
    case((cases.c.closed_on.is_not(None), ENDING)),
).outerjoin_from(cases, mediators, mediators.c.seq == cases.c.mediator)


def keys(connection: Connection, period: Period, where: list[ColumnElement[bool]]) -> array[int]:
    """The row keys of every case that a count of the period is made of, by referral.

    Each part is read through one index, none of them over the years before.
    """
    found = behind(period, where).order_by(literal_column("2"), literal_column("1"))
    counted = array("q")
    counted.extend(chain.from_iterable((row[0],) for row in connection.execute(found)))
    return counted


def behind(period: Period, where: list[ColumnElement[bool]]) -> CompoundSelect[Any]:
    """Row key and day of referral of every case behind a count of the period, each case once."""
    start, end = period.start, period.end
    parts: list[ColumnElement[bool]] = [
        cases.c.referred_on.between(start, end),
        still_open(start),
        closed_since(start),
        cases.c.transfer_counts_on.between(start, end),
    ]
    return union(*(select(cases.c.seq, cases.c.referred_on).where(part, *where) for part in parts))


def lines(connection: Connection, wanted: array[int]) -> Iterator[CountedCase]:
    """The cases with these keys in the order given, a batch at a time."""
    for start in range(0, len(wanted), _AT_ONCE):
        batch = wanted[start : start + _AT_ONCE].tolist()
        chosen = _LINES.where(among(cases.c.seq, batch))
        rows = {row[0]: row for row in connection.execute(chosen)}
        for key in batch:
            if key in rows:
                yield _line(rows[key])


def _line(row: Any) -> CountedCase:
    person = row[9]
    return _MAKE(
        *row[1:9],
        UUID(bytes=person) if isinstance(person, bytes) else person,
        row[10] or "",
        *row[11:18],
        bool(row[18]),
        _OUTCOMES.get(row[19]),
        _PERFORMANCES.get(row[20]),
        _ENDINGS.get(row[21]),
    )

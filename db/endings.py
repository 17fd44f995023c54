"""How the closed cases of a period ended, with or without a session on record."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, or_, select

from db.schema import cases, sessions
from mediation.cases.terms import EndReason, Outcome, SessionState
from mediation.figures.period import Period
from mediation.figures.three_way import Ended, Ending, endings_named

Conditions = list[ColumnElement[bool]]

WAS_HELD = sessions.c.state == SessionState.HELD.value
"""The condition that a session took place: one only planned or cancelled is not counted."""
HELD = exists().where(sessions.c.case_seq == cases.c.seq, WAS_HELD)
_SETTLED = or_(
    cases.c.outcome.in_([Outcome.SUCCEEDED.value, Outcome.PARTLY.value]),
    and_(
        cases.c.outcome == Outcome.WITHDRAWN.value,
        func.coalesce(cases.c.reason, "") == EndReason.SETTLED.value,
    ),
)
_WITH_SESSION: ColumnElement[str] = case(
    (cases.c.outcome == Outcome.SUCCEEDED.value, Ending.HELD_SETTLED.value),
    (cases.c.outcome == Outcome.PARTLY.value, Ending.HELD_PARTLY.value),
    (cases.c.outcome == Outcome.FAILED.value, Ending.HELD_NOT_SETTLED.value),
    else_=Ending.HELD_OTHER.value,
)
_WITHOUT: ColumnElement[str] = case(
    (_SETTLED, Ending.UNHELD_SETTLED.value),
    (cases.c.outcome == Outcome.RETURNED.value, Ending.UNHELD_UNSUITABLE.value),
    (
        and_(
            cases.c.outcome == Outcome.FAILED.value,
            func.coalesce(cases.c.reason, "") == EndReason.UNREACHABLE.value,
        ),
        Ending.UNHELD_NO_RESPONSE.value,
    ),
    else_=Ending.UNHELD_OTHER.value,
)
ENDING: ColumnElement[str] = case((HELD, _WITH_SESSION), else_=_WITHOUT)
"""How a closed case ended; of an open one it says nothing."""
_VALUES = {each.value: each for each in Ending}


def ended(connection: Connection, period: Period, where: Conditions) -> list[Ended]:
    """The closed cases of the period by source, cause and ending."""
    closed = (
        select(
            func.coalesce(cases.c.channel, "").label("channel"),
            func.coalesce(cases.c.cause, "").label("cause"),
            ENDING.label("ending"),
        )
        .where(cases.c.closed_on.between(period.start, period.end), *where)
        .subquery("closed")
    )
    counted = select(closed, func.count()).group_by(*closed.c)
    return [
        Ended(channel, cause, _VALUES[ending], number)
        for channel, cause, ending, number in connection.execute(counted)
    ]


def is_ending(name: str) -> ColumnElement[bool]:
    """The condition that a closed case ended so: ``held.settled``, or a whole half (``held``)."""
    named = ENDING.in_([each.value for each in endings_named(name)])
    return and_(cases.c.closed_on.is_not(None), named)

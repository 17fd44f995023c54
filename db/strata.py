"""The closed cases of a period by unit and kind of case, for what the case mix lets one expect."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, case, func, select

from db.schema import cases, mediators
from mediation.cases.terms import Outcome
from mediation.figures.casemix import BANDS, Cell, Stratum
from mediation.figures.keys import Dimension
from mediation.figures.period import Period

Conditions = list[ColumnElement[bool]]

BAND = case(
    (cases.c.claimed.is_(None), -1),
    *((cases.c.claimed < end, place) for place, (end, _name) in enumerate(BANDS)),
    else_=len(BANDS),
)
"""The place of a case's amount among the bands; -1 where it is not known."""


def cells(
    connection: Connection, dimension: Dimension, period: Period, where: Conditions
) -> list[Cell]:
    """Closed and succeeded cases by unit of the dimension, cause, channel and amount band."""
    unit = cases.c[dimension.value]
    succeeded = case((cases.c.outcome == Outcome.SUCCEEDED.value, 1), else_=0)
    chosen = (
        select(unit, cases.c.cause, cases.c.channel, BAND, func.count(), func.sum(succeeded))
        .where(cases.c.closed_on.between(period.start, period.end), *where)
        .group_by(unit, cases.c.cause, cases.c.channel, BAND)
    )
    people = {}
    if dimension is Dimension.MEDIATOR:
        people = {
            seq: str(person)
            for seq, person in connection.execute(select(mediators.c.seq, mediators.c.id))
        }
    return [
        Cell(
            people.get(key, key) or "",
            Stratum(cause or "", channel or "", band),
            closed,
            successes,
        )
        for key, cause, channel, band, closed, successes in connection.execute(chosen)
    ]

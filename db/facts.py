"""The plain facts that a seal keeps of the cases of a period, in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    LargeBinary,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    select,
    type_coerce,
)

from db.among import among
from db.counted import behind
from db.endings import ENDING, HELD
from db.schema import cases, history, mediators
from mediation.cases.terms import EndReason, Outcome
from mediation.figures.corrections import Touched
from mediation.figures.facts import FACTS, Facts
from mediation.figures.period import Period

_COLUMNS: dict[str, ColumnElement[Any]] = {
    "key": cases.c.seq,
    "id": type_coerce(cases.c.id, LargeBinary),
    "is_unreachable": cast(
        and_(
            cases.c.outcome == Outcome.FAILED.value,
            cases.c.reason.is_not(None),
            cases.c.reason == EndReason.UNREACHABLE.value,
        ),
        Integer,
    ),
    "mediator": type_coerce(mediators.c.id, LargeBinary),
    "mediator_name": mediators.c.name,
    **{
        name: cast(cases.c[name], Text)
        for name in ("referred_on", "signed_on", "closed_on", "transfer_counts_on")
    },
    "ending": case((cases.c.closed_on.is_not(None), ENDING)),
    "is_confirmed": cast(cases.c.confirmation_number != "", Integer),
}
_AT_ONCE = 1_000
_DAYS = ("referred_on", "signed_on", "closed_on", "transferred_on")
_CLOSED = _DAYS.index("closed_on")
_SESSIONS = (
    "hold_session",
    "plan_session",
    "move_session",
    "cancel_session",
    "correct_session",
)
"""What is done to sessions; it stands in the history of their case."""
_PLACES = {name: place for place, name in enumerate(FACTS)}
_CASE, _UNREACHABLE = _PLACES["id"], _PLACES["is_unreachable"]
_PERSON, _PERSON_NAME = _PLACES["mediator"], _PLACES["mediator_name"]


def versions(
    connection: Connection, period: Period, where: list[ColumnElement[bool]]
) -> dict[int, int]:
    """The version of every case behind a count of the period, by row key."""
    counted = behind(period, where).subquery("counted")
    chosen = select(cases.c.seq, cases.c.version).join(counted, cases.c.seq == counted.c.seq)
    # Straight from the driver's cursor: pairs of whole numbers need nothing around them.
    cursor: Any = connection.execute(chosen).cursor
    return dict(cursor)


def facts_of(connection: Connection, keys: Sequence[int]) -> list[Facts]:
    """The values under ``FACTS`` of these cases."""
    found: list[Facts] = []
    for some in _batches(keys):
        batch = _chosen(cases).where(among(cases.c.seq, some))
        found += [_plain(list(row)) for row in connection.execute(batch).all()]
    return found


def facts(connection: Connection, period: Period, where: list[ColumnElement[bool]]) -> list[Facts]:
    """The values under ``FACTS`` of every case behind a count of the period, by referral."""
    counted = behind(period, where).subquery("counted")
    chosen = _chosen(counted.join(cases, cases.c.seq == counted.c.seq)).order_by(
        counted.c.referred_on, counted.c.seq
    )
    # Straight from the driver's cursor: every column is text, a whole number or bytes already.
    cursor: Any = connection.execute(chosen).cursor
    return [_plain(list(row)) for row in cursor]


def held(connection: Connection, period: Period, where: list[ColumnElement[bool]]) -> list[int]:
    """The row keys of the cases closed in the period that have a session on record."""
    chosen = select(cases.c.seq).where(
        cases.c.closed_on.between(period.start, period.end), HELD, *where
    )
    return list(connection.scalars(chosen))


def last_change(connection: Connection) -> int:
    """The number of the newest line of history; 0 without one."""
    return connection.scalar(select(func.max(history.c.seq))) or 0


def changed_since(
    connection: Connection, since: int, where: list[ColumnElement[bool]]
) -> list[Touched]:
    """The cases written after a line of history, by number, with the days they have and had."""
    fields: dict[int, set[str]] = {}
    closed: dict[int, set[str]] = {}
    days: dict[int, set[str]] = {}
    lines = select(history.c.case_seq, history.c.field, history.c.old).where(
        history.c.seq > since, history.c.action.not_in(_SESSIONS)
    )
    for key, field, old in connection.execute(lines).all():
        fields.setdefault(key, set()).add(field)
        if field in _DAYS:
            days.setdefault(key, set()).add(old)
        if field == "closed_on":
            closed.setdefault(key, set()).add(old)
    found = []
    columns = [cases.c[name] for name in ("seq", "id", "number", "court_number", *_DAYS)]
    for keys in _batches(sorted(fields)):
        chosen = select(*columns).where(among(cases.c.seq, keys), *where)
        for key, case_id, number, court_number, *dates in connection.execute(chosen).all():
            has = {str(day) for day in dates if day}
            ended = {str(dates[_CLOSED])} if dates[_CLOSED] else set()
            found.append(
                Touched(
                    str(number or court_number or case_id.hex),
                    frozenset(fields[key]),
                    frozenset(ended | closed.get(key, set())),
                    frozenset(has | days.get(key, set())),
                )
            )
    return sorted(found, key=lambda each: each.label)


def _batches(keys: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), _AT_ONCE):
        yield list(keys[start : start + _AT_ONCE])


def _chosen(source: FromClause) -> Select[Any]:
    columns = (_COLUMNS[name] if name in _COLUMNS else cases.c[name] for name in FACTS)
    return select(*columns).select_from(
        source.outerjoin(mediators, mediators.c.seq == cases.c.mediator)
    )


def _plain(values: list[Any]) -> Facts:
    values[_CASE] = values[_CASE].hex()
    values[_UNREACHABLE] = values[_UNREACHABLE] or 0
    values[_PERSON_NAME] = values[_PERSON_NAME] or ""
    if values[_PERSON] is not None:
        values[_PERSON] = values[_PERSON].hex()
    return values

"""The only bridge between kept rows and the values of the work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from operator import attrgetter
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, Connection, Date, Row, select
from sqlalchemy.types import TypeEngine

from db import people
from db.among import among_named, listed
from db.compact import compact
from db.prepared import Prepared
from db.schema import Key, assistants, cases, mediators
from mediation.cases.case import Case, Party, Session
from mediation.cases.terms import (
    Channel,
    EndReason,
    Means,
    Outcome,
    Performance,
    Procedure,
    SessionState,
    Side,
)
from mediation.clock.limits import Pause, counted_to
from mediation.registry.mediators import Mediator

CASE_COLUMNS = tuple(column.name for column in cases.columns if column.name != "seq")
_NOTHING: Mapping[str, str] = MappingProxyType({})

_lead = mediators.alias("lead")
_CASES = Prepared(
    select(cases, _lead.c.id.label("lead_id"))
    .outerjoin(_lead, _lead.c.seq == cases.c.mediator)
    .where(among_named(cases.c.seq, "seqs"))
)
_ASSISTANTS = Prepared(
    select(assistants.c.case_seq, mediators.c.id)
    .join(mediators, mediators.c.seq == assistants.c.mediator)
    .where(among_named(assistants.c.case_seq, "seqs"))
    .order_by(assistants.c.case_seq, assistants.c.position)
)


def case_values(case: Case, mediator_seq: int | None) -> tuple[Any, ...]:
    """The case's row in the order of ``CASE_COLUMNS``, what follows from other fields included."""
    return (
        case.id,
        case.version,
        case.number,
        case.court_number,
        case.court_number_key,
        case.court,
        case.channel,
        case.cause,
        case.cause_name,
        case.procedure,
        "、".join([party.name for party in case.parties if party.side is Side.APPLICANT]),
        "、".join([party.name for party in case.parties if party.side is Side.RESPONDENT]),
        case.claimed,
        case.agreed,
        case.performed,
        mediator_seq,
        case.referred_on,
        case.signed_on,
        case.closed_on,
        case.days,
        case.outcome,
        case.reason,
        case.reason_note,
        case.performance,
        case.confirmation_number,
        case.transfer_number,
        case.transferred_on,
        case.transfer_counts_on,
        case.on_platform,
        case.remark,
        dict(case.extra) if case.extra else None,
        limit_on(case),
    )


def limit_on(case: Case, extend_days: int = 0, pauses: Sequence[Pause] = ()) -> date | None:
    """The day that the limit of an open case is counted to; see :func:`counted_to`."""
    if case.closed_on is not None:
        return None
    return counted_to(
        case.channel,
        case.procedure,
        case.signed_on,
        case.referred_on,
        extend_days=extend_days,
        pauses=pauses,
    )


def case_record(case: Case, mediator_seq: int | None) -> dict[str, Any]:
    """The case's row by column name."""
    return dict(zip(CASE_COLUMNS, case_values(case, mediator_seq), strict=True))


def read_cases(connection: Connection, seqs: Sequence[int]) -> list[Case]:
    """The full cases of these row numbers, in the order given; those no longer there left out."""
    return list(read_by_seq(connection, seqs).values())


def read_by_seq(connection: Connection, seqs: Sequence[int]) -> dict[int, Case]:
    """As :func:`read_cases`, each with its row number."""
    wanted = listed(seqs)
    rows = {row.seq: row for row in _CASES.all(connection, seqs=wanted)}
    parties = people.read(connection, seqs)
    helpers: defaultdict[int, list[UUID]] = defaultdict(list)
    for seq, mediator in _ASSISTANTS.all(connection, seqs=wanted):
        helpers[seq].append(mediator)
    return {
        seq: _case(rows[seq], parties.get(seq, ()), tuple(helpers.get(seq, ())))
        for seq in seqs
        if seq in rows
    }


def _case(row: Row[Any], parties: tuple[Party, ...], helpers: tuple[UUID, ...]) -> Case:
    return Case(
        id=row.id,
        version=row.version,
        number=row.number,
        court_number=row.court_number,
        court_number_key=row.court_number_key,
        court=row.court,
        channel=Channel(row.channel) if row.channel else None,
        cause=row.cause,
        cause_name=row.cause_name,
        procedure=Procedure(row.procedure) if row.procedure else None,
        parties=parties,
        claimed=row.claimed,
        agreed=row.agreed,
        performed=row.performed,
        mediator=row.lead_id,
        assistants=helpers,
        referred_on=row.referred_on,
        signed_on=row.signed_on,
        closed_on=row.closed_on,
        outcome=Outcome(row.outcome) if row.outcome else None,
        reason=EndReason(row.reason) if row.reason else None,
        reason_note=row.reason_note,
        performance=Performance(row.performance) if row.performance else None,
        confirmation_number=row.confirmation_number,
        transfer_number=row.transfer_number,
        transferred_on=row.transferred_on,
        on_platform=row.on_platform,
        remark=row.remark,
        extra=MappingProxyType(row.extra) if row.extra else _NOTHING,
    )


def session_record(session: Session, case_seq: int) -> dict[str, Any]:
    """The session's row by column name."""
    return {
        "id": session.id,
        "version": session.version,
        "case_seq": case_seq,
        "held_on": session.held_on,
        "held_at": session.held_at,
        "means": session.means,
        "place": session.place,
        "present": session.present,
        "summary": session.summary,
        "state": session.state,
        "reason": session.reason,
    }


_SESSION_AS_IS = ("id", "version", "held_on", "held_at", "place", "present", "summary", "reason")


def session_from(row: Row[Any], case: UUID) -> Session:
    """The session of a row of ``sessions``."""
    return Session(
        case=case,
        means=Means(row.means),
        state=SessionState(row.state),
        **{name: getattr(row, name) for name in _SESSION_AS_IS},
    )


_MEDIATOR_AS_IS = tuple(
    column.name for column in mediators.columns if column.name not in ("seq", "courts")
)


def mediator_record(mediator: Mediator) -> dict[str, Any]:
    """The roster entry's row by column name."""
    record = {name: getattr(mediator, name) for name in _MEDIATOR_AS_IS}
    return {**record, "courts": ",".join(mediator.courts)}


def mediator_from(row: Row[Any]) -> Mediator:
    """The roster entry of a row of ``mediators``."""
    return Mediator(
        courts=tuple(filter(None, row.courts.split(","))),
        **{name: getattr(row, name) for name in _MEDIATOR_AS_IS},
    )


@lru_cache(maxsize=65_536)
def _iso(day: date) -> str:
    return day.isoformat()


def moment(at: datetime) -> datetime:
    """A moment as the tables keep it: UTC, without saying so."""
    return at.astimezone(UTC).replace(tzinfo=None)


_KEPT_AS: tuple[tuple[type[TypeEngine[Any]], Callable[[Any], Any]], ...] = (
    (Key, attrgetter("bytes")),
    (Date, _iso),
    (Boolean, int),
    (JSON, compact),
)
_CONVERTED = tuple(
    (place, convert)
    for place, name in enumerate(CASE_COLUMNS)
    for kind, convert in _KEPT_AS
    if isinstance(cases.c[name].type, kind)
)


def plain_case_values(case: Case, mediator_seq: int | None) -> list[Any]:
    """:func:`case_values` as SQLite keeps them, for many rows past SQLAlchemy's own conversion."""
    values = list(case_values(case, mediator_seq))
    for place, convert in _CONVERTED:
        value = values[place]
        if value is not None:
            values[place] = convert(value)
    return values

"""Keeping single cases and sessions: version checked, history written.

The text that a changed case is found by is written once, when the transaction ends.
"""

from __future__ import annotations

from dataclasses import fields, replace
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, bindparam, delete, insert, or_, select, update

from db import casetext, history, limits, marks, people, roster
from db.history import Stamp
from db.prepared import Prepared
from db.schema import assistants, cases, sessions
from db.translate import CASE_COLUMNS, case_record, read_cases, session_from, session_record
from mediation.cases.case import Case, Session
from mediation.cases.terms import SessionState
from mediation.errors import NotFound, RuleViolation
from mediation.i18n import _
from mediation.stale import conflict, differing

_SEQ = Prepared(select(cases.c.seq).where(cases.c.id == bindparam("case")))
_ADD = Prepared(insert(cases).values({name: bindparam(f"new_{name}") for name in CASE_COLUMNS}))


def _bears(column: ColumnElement[str]) -> ColumnElement[bool]:
    # The second condition lets SQLite use the index, which leaves empty numbers out.
    return (column == bindparam("wanted")) & (column != "")


_NUMBERED = Prepared(
    select(cases.c.id, cases.c.number).where(
        or_(_bears(cases.c.number), _bears(cases.c.court_number_key))
    )
)
_TAKEN_NUMBER, _TAKEN_COURT_NUMBER = (
    Prepared(select(cases.c.seq).where(_bears(column), cases.c.id != bindparam("case")))
    for column in (cases.c.number, cases.c.court_number_key)
)
_ALWAYS = ("version", "limit_on")
"""What a save writes in any case: a kept limit may have been counted with an extension."""

_UNVERSIONED_CASE = tuple(f.name for f in fields(Case) if f.name != "version")
_UNVERSIONED_SESSION = tuple(f.name for f in fields(Session) if f.name != "version")


def case_seq(connection: Connection, case: UUID) -> int:
    """The row number of a case; raises :class:`NotFound`."""
    seq: int | None = _SEQ.scalar(connection, case=case)
    if seq is None:
        raise NotFound(_("没有这个案件,可能已被删除。请返回列表刷新。"))
    return seq


def read_numbered(connection: Connection, case: UUID) -> tuple[int, Case]:
    """The case and its row number; raises :class:`NotFound`."""
    seq = case_seq(connection, case)
    return seq, read_cases(connection, [seq])[0]


def read_case(connection: Connection, case: UUID) -> Case:
    """The case; raises :class:`NotFound`."""
    return read_numbered(connection, case)[1]


def case_numbered(connection: Connection, number: str) -> UUID | None:
    """The case with this 调解编号 or, failing that, this canonical court number."""
    if not number:
        return None
    found = _NUMBERED.all(connection, wanted=number)
    by_number = [row.id for row in found if row.number == number]
    return next(iter(by_number or [row.id for row in found]), None)


def add_case(connection: Connection, stamp: Stamp, case: Case, *, why: str) -> Case:
    """Keep a new case; told twice with equal content it is kept once."""
    kept = _SEQ.scalar(connection, case=case.id)
    if kept is not None:
        theirs = read_cases(connection, [kept])[0]
        if not differing(case, theirs, _UNVERSIONED_CASE):
            return theirs
        raise conflict(case, theirs, _UNVERSIONED_CASE)
    _refuse_taken_numbers(connection, case)
    case = replace(case, version=1)
    record = case_record(case, roster.seq_of(connection, case.mediator))
    seq = _ADD.insert(connection, **{f"new_{name}": record[name] for name in record})
    people.add(connection, seq, case.parties)
    _write_assistants(connection, seq, case)
    casetext.refresh(connection, [seq], {seq: case})
    history.write(connection, stamp, seq, "register", [("", "", "")], why=why)
    marks.mark(connection, marks.months_of(case))
    return case


def save_case(
    connection: Connection,
    stamp: Stamp,
    case: Case,
    *,
    action: str,
    why: str,
    read: tuple[int, Case],
) -> Case:
    """Keep a changed case read at ``case.version``; raises Conflict when it is stale.

    ``read`` is what :func:`read_numbered` answers now.
    """
    seq, old = read
    if not differing(case, old, _UNVERSIONED_CASE):
        return old
    if old.version != case.version:
        raise conflict(case, old, _UNVERSIONED_CASE)
    if (old.number, old.court_number_key) != (case.number, case.court_number_key):
        _refuse_taken_numbers(connection, case)
    new = replace(case, version=old.version + 1)
    _put(connection, seq, old, new)
    limits.settle(connection, [seq])
    if (old.parties, old.assistants) != (new.parties, new.assistants):
        people.put(connection, seq, new.parties)
        connection.execute(delete(assistants).where(assistants.c.case_seq == seq))
        _write_assistants(connection, seq, new)
    changes = history.case_changes(old, new, roster.Names(connection))
    history.write(connection, stamp, seq, action, changes or [("", "", "")], why=why)
    marks.mark(connection, marks.months_of(old) | marks.months_of(new))
    return new


def _put(connection: Connection, seq: int, old: Case, new: Case) -> None:
    """Write the columns that changed: an index is written anew for every column that a save names."""
    lead = roster.seq_of(connection, new.mediator)
    before = case_record(old, roster.seq_of(connection, old.mediator))
    after = case_record(new, lead)
    names = [name for name in after if after[name] != before[name] or name in _ALWAYS]
    values = {f"new_{name}": after[name] for name in names}
    _update_of(tuple(names)).run(connection, this=seq, **values)


@lru_cache(maxsize=256)
def _update_of(names: tuple[str, ...]) -> Prepared:
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    return Prepared(update(cases).where(cases.c.seq == bindparam("this")).values(values))


def read_sessions(connection: Connection, case: UUID) -> list[Session]:
    """The case's sessions, oldest first."""
    seq = case_seq(connection, case)
    rows = connection.execute(
        select(sessions)
        .where(sessions.c.case_seq == seq)
        .order_by(sessions.c.held_on, sessions.c.held_at, sessions.c.seq)
    )
    return [session_from(row, case) for row in rows]


def add_session(connection: Connection, stamp: Stamp, session: Session) -> Session:
    """Keep a new session; told twice with equal content it is kept once."""
    seq = case_seq(connection, session.case)
    theirs = _kept_session(connection, session)
    if theirs is not None:
        if not differing(session, theirs, _UNVERSIONED_SESSION):
            return theirs
        raise conflict(session, theirs, _UNVERSIONED_SESSION)
    session = replace(session, version=1)
    connection.execute(insert(sessions).values(session_record(session, seq)))
    line = ("", "", history.session_text(session))
    action = "plan_session" if session.state is SessionState.PLANNED else "hold_session"
    history.write(connection, stamp, seq, action, [line])
    return session


def save_session(connection: Connection, stamp: Stamp, session: Session, *, action: str) -> Session:
    """Keep a changed session; raises Conflict when it is stale."""
    old = _kept_session(connection, session)
    if old is None or old.case != session.case:
        raise NotFound(_("没有这次调解会,可能已被删除。请返回案件刷新。"))
    if not differing(session, old, _UNVERSIONED_SESSION):
        return old
    if old.version != session.version:
        raise conflict(session, old, _UNVERSIONED_SESSION)
    new = replace(session, version=old.version + 1)
    seq = case_seq(connection, session.case)
    connection.execute(
        update(sessions).where(sessions.c.id == session.id).values(session_record(new, seq))
    )
    history.write(connection, stamp, seq, action, history.session_changes(old, new))
    return new


def _write_assistants(connection: Connection, seq: int, case: Case) -> None:
    if case.assistants:
        connection.execute(
            insert(assistants),
            [
                {
                    "case_seq": seq,
                    "position": position,
                    "mediator": roster.seq_of(connection, person),
                }
                for position, person in enumerate(case.assistants)
            ],
        )


def _kept_session(connection: Connection, session: Session) -> Session | None:
    row = connection.execute(
        select(sessions, cases.c.id.label("case_id"))
        .join(cases, cases.c.seq == sessions.c.case_seq)
        .where(sessions.c.id == session.id)
    ).first()
    return session_from(row, row.case_id) if row is not None else None


def _refuse_taken_numbers(connection: Connection, case: Case) -> None:
    for taken, value, field in (
        (_TAKEN_NUMBER, case.number, "number"),
        (_TAKEN_COURT_NUMBER, case.court_number_key, "court_number"),
    ):
        if value and taken.scalar(connection, wanted=value, case=case.id):
            raise RuleViolation(
                _("“{number}”已用在另一个案件上,请核对。").format(number=value), field=field
            )

"""Keeping the roster of mediators."""

from __future__ import annotations

from dataclasses import fields, replace
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select, update

from db.prepared import Prepared
from db.schema import assistants, cases, mediators
from db.translate import mediator_from, mediator_record
from mediation.errors import NotFound
from mediation.i18n import _
from mediation.registry.mediators import Mediator
from mediation.stale import conflict, differing

_UNVERSIONED = tuple(f.name for f in fields(Mediator) if f.name != "version")
_NAMES = Prepared(select(mediators.c.id, mediators.c.name))
_NAMED = Prepared(select(mediators.c.name).where(mediators.c.id == bindparam("mediator")))
_SEQ = Prepared(select(mediators.c.seq).where(mediators.c.id == bindparam("mediator")))


def everybody(connection: Connection) -> list[Mediator]:
    """The whole roster, by name."""
    rows = connection.execute(select(mediators).order_by(mediators.c.name, mediators.c.seq))
    return [mediator_from(row) for row in rows]


def names(connection: Connection) -> dict[UUID, str]:
    """The name of each mediator."""
    return dict(_NAMES.all(connection))


class Names(dict[UUID, str]):
    """The names of the few mediators that are asked for, each read once."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = connection

    def __missing__(self, mediator: UUID) -> str:
        self[mediator] = _NAMED.scalar(self._connection, mediator=mediator) or ""
        return self[mediator]


def seq_of(connection: Connection, mediator: UUID | None) -> int | None:
    """The row number of a mediator; raises :class:`NotFound`."""
    if mediator is None:
        return None
    seq: int | None = _SEQ.scalar(connection, mediator=mediator)
    if seq is None:
        raise NotFound(_("名册里没有这位调解员,请先加入名册。"))
    return seq


def add(connection: Connection, mediator: Mediator) -> Mediator:
    """Put a mediator on the roster; told twice with equal content, once."""
    theirs = _kept(connection, mediator.id)
    if theirs is not None:
        if not differing(mediator, theirs, _UNVERSIONED):
            return theirs
        raise conflict(mediator, theirs, _UNVERSIONED)
    mediator = replace(mediator, version=1)
    connection.execute(insert(mediators).values(mediator_record(mediator)))
    return mediator


def save(connection: Connection, mediator: Mediator) -> Mediator:
    """Keep a changed entry; raises Conflict when it is stale."""
    old = _kept(connection, mediator.id)
    if old is None:
        raise NotFound(_("名册里没有这位调解员,可能已被删除。"))
    if not differing(mediator, old, _UNVERSIONED):
        return old
    if old.version != mediator.version:
        raise conflict(mediator, old, _UNVERSIONED)
    new = replace(mediator, version=old.version + 1)
    connection.execute(
        update(mediators).where(mediators.c.id == new.id).values(mediator_record(new))
    )
    if old.name != new.name:
        _tell_cases(connection, new.id)
    return new


def _tell_cases(connection: Connection, mediator: UUID) -> None:
    """A mediator's cases are found by the new name."""
    from db import casetext

    seq = select(mediators.c.seq).where(mediators.c.id == mediator).scalar_subquery()
    leads = select(cases.c.seq).where(cases.c.mediator == seq)
    helps = select(assistants.c.case_seq).where(assistants.c.mediator == seq)
    casetext.refresh(connection, list(connection.scalars(leads.union(helps))))


def _kept(connection: Connection, mediator: UUID) -> Mediator | None:
    row = connection.execute(select(mediators).where(mediators.c.id == mediator)).first()
    return mediator_from(row) if row is not None else None

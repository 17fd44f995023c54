"""The roster by name while a ledger comes in; a name not on it yet is put on it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select

from db.prepared import Prepared
from db.schema import mediators
from mediation.identity import new_id

_PUT_ON = Prepared(
    insert(mediators).values(
        seq=bindparam("seq"), id=bindparam("id"), name=bindparam("name"), from_import=True
    )
)


class Roll:
    """Names to mediators; of two of the same name the one on the roster first is meant."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ids: dict[str, UUID] = {}
        self._seqs: dict[str, int] = {}
        self.seq_of: dict[UUID, int] = {}
        self.names: dict[UUID, str] = {}
        self._last = 0
        roster = select(mediators.c.name, mediators.c.id, mediators.c.seq)
        for name, mediator, seq in connection.execute(roster.order_by(mediators.c.seq.desc())):
            self._meet(name, mediator, seq)

    def id_named(self, name: str) -> UUID:
        """The mediator of this name."""
        if name not in self._ids:
            self._put_on(name)
        return self._ids[name]

    def seq_named(self, name: str) -> int:
        """The row number of the mediator of this name."""
        if name not in self._seqs:
            self._put_on(name)
        return self._seqs[name]

    def _put_on(self, name: str) -> None:
        mediator, seq = new_id(), self._last + 1
        _PUT_ON.run(self._connection, seq=seq, id=mediator, name=name)
        self._meet(name, mediator, seq)

    def _meet(self, name: str, mediator: UUID, seq: int) -> None:
        self._ids[name] = mediator
        self._seqs[name] = seq
        self.seq_of[mediator] = seq
        self.names[mediator] = name
        self._last = max(self._last, seq)

"""Keeping private notes: the only module that reads or writes their text."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update

from db import history
from db.folders import session_seq
from db.history import Stamp
from db.schema import private_notes, sessions
from db.writes import case_seq
from mediation.cases.notes import PrivateNote
from mediation.errors import NotFound
from mediation.i18n import _


class NoteLooks:
    """The notes as they are."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, case: UUID) -> list[PrivateNote]:
        """The case's notes, newest first."""
        table = private_notes
        found = self._connection.execute(
            select(table.c.id, table.c.on, table.c.text, sessions.c.id.label("session"))
            .outerjoin(sessions, sessions.c.seq == table.c.session_seq)
            .where(table.c.case_seq == case_seq(self._connection, case))
            .order_by(table.c.on.desc(), table.c.seq.desc())
        )
        return [
            PrivateNote(id=row.id, case=case, on=row.on, text=row.text, session=row.session)
            for row in found
        ]


class NoteBook(NoteLooks):
    """The notes, open for entries; the history says that there is one, never what it says."""

    def __init__(self, connection: Connection, stamp: Stamp) -> None:
        super().__init__(connection)
        self._stamp = stamp

    def put(self, note: PrivateNote) -> None:
        """Keep a note, or what became of one with the same id."""
        if note in self.of(note.case):
            return
        table = private_notes
        seq = case_seq(self._connection, note.case)
        values = {
            "session_seq": session_seq(self._connection, note.session),
            "on": note.on,
            "text": note.text,
        }
        changed = self._connection.execute(
            update(table).where(table.c.id == note.id, table.c.case_seq == seq).values(values)
        ).rowcount
        if not changed:
            row = {"id": note.id, "case_seq": seq, **values}
            self._connection.execute(insert(table).values(row))
        self._say(seq, "correct_private" if changed else "note_private")

    def drop(self, case: UUID, note: UUID) -> None:
        """Take a note out; raises NotFound."""
        seq = case_seq(self._connection, case)
        here = (private_notes.c.id == note, private_notes.c.case_seq == seq)
        if not self._connection.execute(delete(private_notes).where(*here)).rowcount:
            raise NotFound(_("这条备注已不在了。请返回案件刷新。"))
        self._say(seq, "drop_private")

    def _say(self, seq: int, action: str) -> None:
        history.write(self._connection, self._stamp, seq, action, [("", "", "")])

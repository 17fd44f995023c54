"""Keeping which fields of a case were typed into the other system."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from db.history import Stamp
from db.schema import transcripts
from db.translate import moment
from db.writes import case_seq
from mediation.cases.transcript import TranscriptLine, Typed


class TranscriptLooks:
    """The ticks as they are."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, case: UUID) -> Mapping[str, Typed]:
        """What was typed of a case, by field; raises NotFound."""
        found = self._connection.execute(
            select(transcripts).where(transcripts.c.case_seq == case_seq(self._connection, case))
        )
        return {
            row.field: Typed(row.field, row.mark, row.at.replace(tzinfo=UTC), row.who)
            for row in found
        }


class TranscriptBook(TranscriptLooks):
    """Ticks set and taken back."""

    def __init__(self, connection: Connection, stamp: Stamp) -> None:
        super().__init__(connection)
        self._stamp = stamp

    def tick(self, case: UUID, line: TranscriptLine) -> None:
        """Note that the line was typed as it is now."""
        self.untick(case, line.key)
        self._connection.execute(
            insert(transcripts).values(
                case_seq=case_seq(self._connection, case),
                field=line.key,
                mark=line.mark,
                at=moment(self._stamp.at),
                who=self._stamp.who,
            )
        )

    def untick(self, case: UUID, key: str) -> None:
        """Take a tick back; nothing happens where there is none."""
        self._connection.execute(
            delete(transcripts).where(
                transcripts.c.case_seq == case_seq(self._connection, case),
                transcripts.c.field == key,
            )
        )

"""私人备注: the mediator's own notes, which never leave in any file, report, search or listing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

PRIVATE_DRAFTS = ("private_note", "log")
"""The forms into which private words are typed: their drafts stay in the database alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateNote:
    """A note on a case, of a day and perhaps of a session."""

    id: UUID
    case: UUID
    on: date
    text: str
    session: UUID | None = None


class NoteReading(Protocol):
    """The only way to the text of private notes."""

    def of(self, case: UUID) -> list[PrivateNote]:
        """The case's notes, newest first."""


class NoteWriting(NoteReading, Protocol):
    """Notes made and taken out; the history says that, never what."""

    def put(self, note: PrivateNote) -> None:
        """Keep a note, or what became of one with the same id."""

    def drop(self, case: UUID, note: UUID) -> None:
        """Take a note out; raises NotFound."""

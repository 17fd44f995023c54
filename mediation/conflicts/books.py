"""What is kept of ties, searches, disclosures and assignments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from mediation.conflicts.assignments import Assignment
from mediation.conflicts.disclosures import Disclosure
from mediation.conflicts.hits import Meeting
from mediation.conflicts.interests import Interest
from mediation.registry.mediators import Mediator

LOOKED_AT = 20_000
"""So many of the newest cases with a name are looked at; a commoner name is said to be one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchNote:
    """A dated note of one search: who was searched for among what, and what was found, in words.

    ``lines`` are the findings, one each; empty means that nothing was found; ``asks`` are the keys
    of those that ask for a decision. ``is_cut`` says that a name was so common that only the newest cases were looked at.
    """

    at: datetime | None = None
    who: str = ""
    why: str = ""
    mediators: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    looked: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    is_cut: bool = False

    def says_the_same(self, other: SearchNote) -> bool:
        """Whether both searched for the same and found the same."""
        return (self.mediators, self.people, self.looked, self.lines) == (
            other.mediators,
            other.people,
            other.looked,
            other.lines,
        )


class ConflictReading(Protocol):
    """A consistent look at them."""

    def interests(self, mediators: Sequence[UUID] | None = None) -> list[Interest]:
        """The ties of these mediators, or of all, by mediator and kind."""

    def mediators(self, those: Sequence[UUID]) -> Mapping[UUID, Mediator]:
        """The roster's entries of these mediators."""

    def meetings(
        self, names: Sequence[str], *, mine: Sequence[UUID] | None = None, most: int = LOOKED_AT
    ) -> tuple[list[Meeting], bool]:
        """The cases, led or helped by any of these mediators, where somebody bears one of the names.

        The flag says whether a name was so common that only the ``most`` newest were looked at.
        """

    def bearing_own(self, most: int) -> list[int]:
        """The keys of open cases never searched where somebody bears a name of their own mediator's,
        newest first; of a common name only the ``most`` newest are looked at."""

    def searches(self, case: UUID) -> list[SearchNote]:
        """The notes of the case, newest first."""

    def disclosures(self, case: UUID) -> list[Disclosure]:
        """What was declared in the case, oldest first."""

    def assignments(self, case: UUID) -> list[Assignment]:
        """Who was asked to mediate the case, newest first."""

    def loads(self) -> Mapping[UUID, int]:
        """How many open cases each mediator leads."""

    def latest(self, since: date) -> Mapping[UUID, date]:
        """The day each mediator was last given a case to lead, where that was since then."""


class ConflictWriting(ConflictReading, Protocol):
    """Entries made; those of a case each with a line in its history."""

    def put_interest(self, interest: Interest) -> None:
        """Keep a tie, a new one or a changed one."""

    def drop_interest(self, interest: UUID) -> None:
        """Take a tie out; raises NotFound."""

    def note_search(self, case: UUID, note: SearchNote) -> None:
        """Keep the note of a search."""

    def put_disclosure(self, disclosure: Disclosure) -> None:
        """Keep a disclosure, a new one or a changed one."""

    def put_assignment(self, assignment: Assignment) -> None:
        """Keep an assignment, a new one or a changed one; the case itself is saved by the caller."""

"""What is kept beside the list of cases: views under a name, the bin, what can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class KeptView:
    """A view as it is kept: its name and what it shows, in plain values."""

    name: str
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class BinnedRow:
    """A case in the bin."""

    case: UUID
    number: str
    court_number: str
    applicants: str
    respondents: str
    who: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedRow:
    """A case taken out of the bin for good: nothing is left of it but this line."""

    case: UUID
    number: str
    court_number: str
    who: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoable:
    """One save of one person: ``action`` as in the history, ``title`` names its cases."""

    key: int
    at: datetime
    action: str
    title: str
    cases: int


@dataclass(frozen=True, slots=True)
class Stepped:
    """What an undo or redo did: which save it was about, and the cases it touched."""

    about: Undoable
    cases: tuple[UUID, ...]


class ViewReading(Protocol):
    """A look at the kept views."""

    def everything(self) -> list[KeptView]:
        """Every kept view, by name."""


class ViewWriting(ViewReading, Protocol):
    """Views kept and dropped."""

    def put(self, view: KeptView) -> None:
        """Keep a view under its name, replacing what was there."""

    def drop(self, name: str) -> None:
        """Forget a view; raises NotFound."""


class BinReading(Protocol):
    """A look into the bin."""

    def everything(self) -> list[BinnedRow]:
        """The cases in the bin, the last one put in first."""

    def removed(self) -> list[RemovedRow]:
        """What was taken out for good, newest first."""

    def numbered(self, numbers: Iterable[str]) -> dict[str, BinnedRow]:
        """Which of these 调解编号 and canonical court numbers are those of cases in the bin."""


class BinWriting(BinReading, Protocol):
    """Cases put into the bin, taken back and removed."""

    def put(self, case: UUID, version: int | None, *, why: str) -> None:
        """Move a case with all that hangs on it; raises Conflict when it was saved since."""

    def restore(self, case: UUID, *, why: str = "") -> None:
        """Put a case back as it was; raises RuleViolation when its number has been given away."""

    def remove(self, case: UUID, *, why: str) -> None:
        """Take a case out of the bin for good; a line says that it was there."""


class UndoReading(Protocol):
    """A look at what can be undone."""

    def last(self, who: str) -> Undoable | None:
        """The newest save of a person that still stands."""

    def last_undone(self, who: str) -> Undoable | None:
        """The save that would be done again."""


class UndoWriting(UndoReading, Protocol):
    """Saves taken back and done again."""

    def undo(self, *, force: bool = False) -> Stepped:
        """Take back the newest save of whoever writes; raises NotFound when there is none.

        Raises Conflict when a field was changed by another save since, unless ``force``.
        """

    def redo(self, *, force: bool = False) -> Stepped:
        """Do again what was taken back last; raises as :meth:`undo`."""

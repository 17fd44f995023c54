"""What the office needs kept, and the rows it gets back. ``db`` fulfils it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from mediation.kept_rows import (
    Change,
    CountedCase,
    Draft,
    Excerpts,
    ImportCounts,
    Sealed,
    SealRow,
    Underneath,
)
from mediation.listing import SORTS, CaseQuery, CaseRow

if TYPE_CHECKING:
    from mediation.auditing import AuditReading, AuditWriting, Verdict
    from mediation.cases.case import Case, Session
    from mediation.cases.earlier import EarlierCase, Somebody
    from mediation.cases.folder import FolderReading, FolderWriting
    from mediation.cases.notes import NoteReading, NoteWriting
    from mediation.cases.performing import AgreementReading, AgreementWriting
    from mediation.cases.persons import PersonReading, PersonWriting
    from mediation.cases.transcript import TranscriptReading, TranscriptWriting
    from mediation.clock.books import ClockReading, ClockWriting
    from mediation.conflicts.books import ConflictReading, ConflictWriting
    from mediation.exchange.books import ExchangeReading, ExchangeWriting
    from mediation.figures.casemix import Cell
    from mediation.figures.corrections import Touched
    from mediation.figures.counts import Counts, CourtTotals, Group, Scope
    from mediation.figures.facts import Facts
    from mediation.figures.keys import Dimension, Figure
    from mediation.figures.particulars import Particular, Particulars
    from mediation.figures.period import Period
    from mediation.figures.quality import Doubt, Finding
    from mediation.figures.three_way import Ended
    from mediation.figures.two_way import Axis, TwoWay
    from mediation.keeping import Occasion
    from mediation.ledger.rows import LedgerCase, LedgerTotals
    from mediation.registry.duties import DutyReading, DutyWriting
    from mediation.registry.mediators import Mediator
    from mediation.shelf import (
        BinReading,
        BinWriting,
        UndoReading,
        UndoWriting,
        ViewReading,
        ViewWriting,
    )
    from mediation.subsidy.books import PayReading, PayWriting

__all__ = [
    "SORTS",
    "CaseQuery",
    "CaseRow",
    "Change",
    "CountedCase",
    "Draft",
    "Excerpts",
    "ImportCounts",
    "Reading",
    "SealRow",
    "Sealed",
    "Store",
    "Underneath",
    "Writing",
]


class Reading(Protocol):
    """One consistent look at the store."""

    def case(self, case: UUID) -> Case:
        """The case; raises :class:`mediation.errors.NotFound`."""

    def case_numbered(self, number: str) -> UUID | None:
        """The case with this 调解编号 or canonical court number."""

    def earlier_cases(self, somebody: Somebody, limit: int) -> list[EarlierCase]:
        """The cases with this party: the surest first, of these the newest."""

    def sessions(self, case: UUID) -> list[Session]:
        """The case's sessions, oldest first."""

    def history(self, case: UUID) -> list[Change]:
        """Every change of the case, newest first."""

    def list_keys(self, query: CaseQuery, wanted: Callable[[], bool] | None = None) -> array[int]:
        """The row keys of all matching cases in order: an index-only read, 8 bytes a case.

        ``wanted`` is asked now and then; once it says no, the answer is empty.
        """

    def first_rows(self, query: CaseQuery, limit: int) -> list[CaseRow]:
        """The first rows in order, without reading the rest."""

    def rows(self, keys: Sequence[int]) -> list[CaseRow]:
        """The rows of these keys, in the order given; keys no longer there are left out."""

    def count(self, query: CaseQuery) -> int:
        """How many cases match."""

    def iter_cases(self, query: CaseQuery) -> Iterator[Case]:
        """The full cases in order, a batch at a time."""

    def counted_keys(self, period: Period, scope: Scope) -> array[int]:
        """The row keys of every case behind a count of the period, by referral."""

    def counted_cases(self, keys: array[int]) -> Iterator[CountedCase]:
        """What was counted in the cases with these keys, in order, a batch at a time."""

    def facts(self, period: Period, scope: Scope) -> list[Facts]:
        """Of every case behind a count of the period what its figures are made of, by referral."""

    def facts_of(self, keys: Sequence[int]) -> list[Facts]:
        """The facts of these cases."""

    def versions(self, period: Period, scope: Scope) -> dict[int, int]:
        """The version of every case behind a count of the period, by row key."""

    def held(self, period: Period, scope: Scope) -> list[int]:
        """The row keys of the cases closed in the period that have a session on record."""

    def last_change(self) -> int:
        """The number of the newest line of history; 0 without one."""

    def changed_since(self, since: int, scope: Scope) -> list[Touched]:
        """The cases written after a line of history, by number, with the days they have and had."""

    def sealed(self, period: Period, court: str | None) -> Sealed | None:
        """The seal that stands over exactly this period and court."""

    def sealed_with(self, sha256: str) -> Sealed | None:
        """The sealing with this digest, lifted or not."""

    def seals(self) -> list[SealRow]:
        """Every sealing ever made, newest first."""

    def mediators(self) -> list[Mediator]:
        """The whole roster, by name."""

    def flow(self, period: Period, scope: Scope) -> Counts:
        """The counts of the period."""

    def groups(self, dimension: Dimension, period: Period, scope: Scope) -> list[Group]:
        """The counts by one dimension, most received first; every key with anything to count."""

    def days(self, period: Period, scope: Scope) -> Mapping[int, int]:
        """Cases closed in the period by days from signing to closing; unsigned ones left out."""

    def particulars(self, period: Period, scope: Scope) -> Particulars:
        """The counts over outcomes and performance that the flow does not hold."""

    def particular_keys(self, kind: Particular, period: Period, scope: Scope) -> list[int]:
        """The row keys of exactly the cases of one particular count, by referral."""

    def doubt_keys(self, doubt: Doubt, period: Period, scope: Scope, *, bulk: int) -> list[int]:
        """The row keys of all cases of one doubt, by closing."""

    def strata(self, dimension: Dimension, period: Period, scope: Scope) -> list[Cell]:
        """Closed and succeeded cases by a dimension's keys and by cause, channel and amount band."""

    def ended(self, period: Period, scope: Scope) -> list[Ended]:
        """The closed cases of the period by source, cause and how they ended."""

    def trend(self, months: Sequence[Period], scope: Scope) -> list[tuple[int, int]]:
        """Closed and succeeded cases of each of these months, in order."""

    def two_way(
        self, figure: Figure, axes: tuple[Axis, Axis], period: Period, scope: Scope
    ) -> TwoWay:
        """The cases behind a count by two dimensions at once."""

    def two_way_of(self, query: CaseQuery, axes: tuple[Axis, Axis]) -> TwoWay:
        """The cases of a query by two dimensions at once."""

    def findings(self, period: Period, scope: Scope, *, bulk: int) -> list[Finding]:
        """The closed cases of the period that an auditor would ask about; ``bulk`` closings of one
        mediator on one day are many."""

    def totals(self, period: Period, court: str | None = None) -> list[CourtTotals]:
        """The court totals entered for the period, by court, month, category."""

    @property
    def audit(self) -> AuditReading:
        """A look at the audit trail."""

    @property
    def persons(self) -> PersonReading:
        """A look for one person."""

    @property
    def pay(self) -> PayReading:
        """The books of the subsidies."""

    @property
    def duties(self) -> DutyReading:
        """What members did beside their cases."""

    @property
    def agreements(self) -> AgreementReading:
        """What the parties promised and what of it is performed."""

    @property
    def clock(self) -> ClockReading:
        """Extensions, pauses and next steps, and what falls due."""

    @property
    def transcripts(self) -> TranscriptReading:
        """Which fields were typed into the other system."""

    @property
    def conflicts(self) -> ConflictReading:
        """Ties of mediators, searches for them, disclosures, assignments."""

    @property
    def exchange(self) -> ExchangeReading:
        """Partners, files and disputes of the exchange by file."""

    @property
    def folders(self) -> FolderReading:
        """What hangs on the cases beside their fields."""

    @property
    def notes(self) -> NoteReading:
        """The mediators' private notes."""

    def excerpts(self, keys: Sequence[int], text: str) -> Mapping[int, Excerpts]:
        """By row key, what of each case holds the text, each with its name."""

    @property
    def views(self) -> ViewReading:
        """The kept views of the list."""

    @property
    def bin(self) -> BinReading:
        """A look into the bin."""

    @property
    def undoing(self) -> UndoReading:
        """A look at what can be undone."""

    def drafts(self) -> list[Draft]:
        """Unsaved input, newest first."""

    def settings(self) -> Mapping[str, str]:
        """The office's settings kept with the data (name of the studio, …)."""


class Writing(Reading, Protocol):
    """One transaction: nothing is kept unless the block ends without an exception."""

    def add_case(self, case: Case, *, why: str = "") -> Case:
        """Keep a new case and its history; the same id twice with equal content is no error."""

    def save_case(self, case: Case, *, action: str, why: str = "") -> Case:
        """Keep a changed case: ``case.version`` is the version it was read at; raises
        :class:`mediation.errors.Conflict` when another save came first. Answers the saved case."""

    def add_session(self, session: Session) -> Session:
        """Keep a session and its history line."""

    def save_session(self, session: Session, *, action: str = "correct_session") -> Session:
        """Keep a changed session; ``action`` says what became of it. Raises Conflict as ``save_case``
        does."""

    def add_mediator(self, mediator: Mediator) -> Mediator:
        """Put a mediator on the roster."""

    def save_mediator(self, mediator: Mediator) -> Mediator:
        """Keep a changed roster entry; raises Conflict as ``save_case`` does."""

    def put_totals(self, totals: Sequence[CourtTotals | LedgerTotals]) -> tuple[int, int, int]:
        """Enter court totals by (court, month, category); answers new, updated, unchanged."""

    def import_cases(self, rows: Sequence[LedgerCase], *, source: str) -> ImportCounts:
        """Match rows by 调解编号, else by court number; add, update with history, or leave as they are."""

    def put_seal(self, sealed: Sealed) -> None:
        """Keep a sealing; raises RuleViolation when one stands over the same period and court."""

    def lift_seal(self, period: Period, court: str | None, *, why: str) -> SealRow:
        """Lift the seal that stands, which stays among ``seals``; raises NotFound without one."""

    @property
    def audit(self) -> AuditWriting:
        """The audit trail, open for what is no change."""

    @property
    def persons(self) -> PersonWriting:
        """One person, open for an erasure."""

    @property
    def pay(self) -> PayWriting:
        """The books of the subsidies, open for entries."""

    @property
    def duties(self) -> DutyWriting:
        """What members did beside their cases, open for entries."""

    @property
    def agreements(self) -> AgreementWriting:
        """What the parties promised and what of it is performed, open for entries."""

    @property
    def clock(self) -> ClockWriting:
        """Extensions, pauses and next steps, open for entries."""

    @property
    def transcripts(self) -> TranscriptWriting:
        """Which fields were typed into the other system, open for entries."""

    @property
    def conflicts(self) -> ConflictWriting:
        """Ties of mediators, searches, disclosures, assignments, open for entries."""

    @property
    def exchange(self) -> ExchangeWriting:
        """The exchange by file, open for entries."""

    @property
    def folders(self) -> FolderWriting:
        """What hangs on the cases beside their fields, open for entries."""

    @property
    def notes(self) -> NoteWriting:
        """The mediators' private notes, open for entries."""

    @property
    def views(self) -> ViewWriting:
        """The kept views of the list, open for entries."""

    @property
    def bin(self) -> BinWriting:
        """The bin, open for putting in and taking out."""

    @property
    def undoing(self) -> UndoWriting:
        """What can be undone and done again, by whoever writes."""

    def put_draft(self, draft: Draft) -> None:
        """Keep unsaved input under its key, replacing what was there."""

    def drop_draft(self, key: str) -> None:
        """Forget unsaved input."""

    def put_setting(self, key: str, value: str) -> None:
        """Keep one setting."""

    def bulk(self) -> None:
        """Say that many rows follow: the store may widen its cache and put off indexing to the end."""


class Envelope(Protocol):
    """What hides a file beside an encrypted store from whoever may not open the store."""

    def seal(self, plain: bytes) -> bytes:
        """The content, encrypted."""

    def unseal(self, sealed: bytes) -> bytes:
        """What was sealed; raises :class:`ValueError` for anything else."""


class Store(Protocol):
    """A file or server that keeps the work."""

    @property
    def name(self) -> str:
        """What to call it on screen (the file's name)."""

    def reading(self) -> AbstractContextManager[Reading]:
        """A consistent read."""

    def writing(self, who: str) -> AbstractContextManager[Writing]:
        """A write by ``who``: begun at once, kept only if the block ends without an exception."""

    def refresh_rollup(self) -> None:
        """Bring the kept monthly sums up to date; figures are right without it, only slower."""

    def verify_audit(self, named: Sequence[str] = ()) -> Verdict:
        """Verify the audit trail by what was noted outside and by the anchors in named files."""

    def back_up(self, occasion: Occasion) -> str:
        """Back the file up unless nothing was saved since the last time; answers what went wrong in
        the second place, empty when nothing did.

        Raises :class:`mediation.errors.StoreUnusable` when no verified copy could be made.
        """

    def close(self) -> None:
        """Let go of the file."""

"""One consistent look at the file: each question answered by the module of its subject."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import desk, history, roster, writes
from db.translate import read_cases
from mediation.cases.case import Case, Session
from mediation.figures.casemix import Cell
from mediation.figures.counts import Counts, CourtTotals, Group, Scope
from mediation.figures.keys import Dimension, Figure
from mediation.figures.particulars import Particular, Particulars
from mediation.figures.period import Period
from mediation.figures.quality import Doubt, Finding
from mediation.registry.initials import alphabetical
from mediation.registry.mediators import Mediator
from mediation.store import (
    CaseQuery,
    CaseRow,
    Change,
    CountedCase,
    Draft,
    Excerpts,
    Sealed,
    SealRow,
)

if TYPE_CHECKING:
    from db.agreements_book import AgreementLooks
    from db.audit import AuditLooks
    from db.bin import BinLooks
    from db.clock import ClockLooks
    from db.conflicts_book import ConflictLooks
    from db.duties import DutyBook
    from db.exchange import ExchangeLooks
    from db.folders import FolderLooks
    from db.notes import NoteLooks
    from db.persons import PersonLooks
    from db.subsidies import PayLooks
    from db.transcripts import TranscriptLooks
    from db.undo import UndoLooks
    from db.views import ViewLooks
    from mediation.cases.earlier import EarlierCase, Somebody
    from mediation.figures.corrections import Touched
    from mediation.figures.facts import Facts
    from mediation.figures.three_way import Ended
    from mediation.figures.two_way import Axis, TwoWay

_READ_AT_ONCE = 500


class SqliteReading:
    """One consistent look at the file."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def case(self, case: UUID) -> Case:
        """The case; raises NotFound."""
        return writes.read_case(self.connection, case)

    def case_numbered(self, number: str) -> UUID | None:
        """The case with this 调解编号 or canonical court number."""
        return writes.case_numbered(self.connection, number)

    def earlier_cases(self, somebody: Somebody, limit: int) -> list[EarlierCase]:
        """The cases with this party: the surest first, of these the newest."""
        from db import earlier

        return earlier.earlier_cases(self.connection, somebody, limit)

    def sessions(self, case: UUID) -> list[Session]:
        """The case's sessions, oldest first."""
        return writes.read_sessions(self.connection, case)

    def history(self, case: UUID) -> list[Change]:
        """Every change of the case, newest first."""
        return history.of_case(self.connection, case)

    def list_keys(self, query: CaseQuery, wanted: Callable[[], bool] | None = None) -> array[int]:
        """The row keys of all matching cases in order; none once they are no longer wanted."""
        from db import queries

        return queries.list_keys(self.connection, query, wanted)

    def first_rows(self, query: CaseQuery, limit: int) -> list[CaseRow]:
        """The first rows in order, without reading the rest."""
        from db import queries

        return queries.first_rows(self.connection, query, limit)

    def rows(self, keys: Sequence[int]) -> list[CaseRow]:
        """The rows of these keys, in the order given; keys no longer there are left out."""
        from db import queries

        return queries.rows(self.connection, keys)

    def count(self, query: CaseQuery) -> int:
        """How many cases match."""
        from db import queries

        return queries.count(self.connection, query)

    def iter_cases(self, query: CaseQuery) -> Iterator[Case]:
        """The full cases in order, a batch at a time."""
        keys = self.list_keys(query)
        for start in range(0, len(keys), _READ_AT_ONCE):
            yield from read_cases(self.connection, keys[start : start + _READ_AT_ONCE].tolist())

    def counted_keys(self, period: Period, scope: Scope) -> array[int]:
        """The row keys of every case behind a count of the period, by referral."""
        from db import counted, queries

        return counted.keys(self.connection, period, queries.in_scope(scope))

    def counted_cases(self, keys: array[int]) -> Iterator[CountedCase]:
        """What was counted in the cases with these keys, in order, a batch at a time."""
        from db import counted

        return counted.lines(self.connection, keys)

    def facts(self, period: Period, scope: Scope) -> list[Facts]:
        """Of every case behind a count of the period what its figures are made of, by referral."""
        from db import facts, queries

        return facts.facts(self.connection, period, queries.in_scope(scope))

    def facts_of(self, keys: Sequence[int]) -> list[Facts]:
        """The facts of these cases."""
        from db import facts

        return facts.facts_of(self.connection, keys)

    def versions(self, period: Period, scope: Scope) -> dict[int, int]:
        """The version of every case behind a count of the period, by row key."""
        from db import facts, queries

        return facts.versions(self.connection, period, queries.in_scope(scope))

    def held(self, period: Period, scope: Scope) -> list[int]:
        """The row keys of the cases closed in the period that have a session on record."""
        from db import facts, queries

        return facts.held(self.connection, period, queries.in_scope(scope))

    def last_change(self) -> int:
        """The number of the newest line of history; 0 without one."""
        from db import facts

        return facts.last_change(self.connection)

    def changed_since(self, since: int, scope: Scope) -> list[Touched]:
        """The cases written after a line of history, by number, with the days they have and had."""
        from db import facts, queries

        return facts.changed_since(self.connection, since, queries.in_scope(scope))

    def sealed(self, period: Period, court: str | None) -> Sealed | None:
        """The seal that stands over exactly this period and court."""
        from db import seals

        return seals.standing(self.connection, period, court)

    def sealed_with(self, sha256: str) -> Sealed | None:
        """The sealing with this digest, lifted or not."""
        from db import seals

        return seals.with_digest(self.connection, sha256)

    def seals(self) -> list[SealRow]:
        """Every sealing ever made, newest first."""
        from db import seals

        return seals.everything(self.connection)

    def mediators(self) -> list[Mediator]:
        """The whole roster, by pinyin."""
        return sorted(roster.everybody(self.connection), key=lambda each: alphabetical(each.name))

    def flow(self, period: Period, scope: Scope) -> Counts:
        """The counts of the period."""
        from db import counts

        return counts.flow(self.connection, period, scope)

    def groups(self, dimension: Dimension, period: Period, scope: Scope) -> list[Group]:
        """The counts by one dimension, most received first."""
        from db import counts

        return counts.groups(self.connection, dimension, period, scope)

    def days(self, period: Period, scope: Scope) -> Mapping[int, int]:
        """Cases closed in the period by days from signing to closing."""
        from db import counts

        return counts.days(self.connection, period, scope)

    def particulars(self, period: Period, scope: Scope) -> Particulars:
        """The counts over outcomes and performance that the flow does not hold."""
        from db import particulars, queries

        return particulars.particulars(self.connection, period, queries.in_scope(scope))

    def particular_keys(self, kind: Particular, period: Period, scope: Scope) -> list[int]:
        """The row keys of exactly the cases of one particular count, by referral."""
        from db import particulars, queries

        return particulars.keys(self.connection, kind, period, queries.in_scope(scope))

    def doubt_keys(self, doubt: Doubt, period: Period, scope: Scope, *, bulk: int) -> list[int]:
        """The row keys of all cases of one doubt, by closing."""
        from db import doubts, queries

        where = queries.in_scope(scope)
        return doubts.keys(self.connection, doubt, period, where, bulk=bulk)

    def strata(self, dimension: Dimension, period: Period, scope: Scope) -> list[Cell]:
        """Closed and succeeded cases by a dimension's keys and by cause, channel and amount band."""
        from db import queries, strata

        return strata.cells(self.connection, dimension, period, queries.in_scope(scope))

    def ended(self, period: Period, scope: Scope) -> list[Ended]:
        """The closed cases of the period by source, cause and how they ended."""
        from db import endings, queries

        return endings.ended(self.connection, period, queries.in_scope(scope))

    def trend(self, months: Sequence[Period], scope: Scope) -> list[tuple[int, int]]:
        """Closed and succeeded cases of each of these months, in order."""
        from db.trend import trend

        return trend(self.connection, months, scope)

    def two_way(
        self, figure: Figure, axes: tuple[Axis, Axis], period: Period, scope: Scope
    ) -> TwoWay:
        """The cases behind a count by two dimensions at once."""
        from db import cross

        return cross.cross(self.connection, figure, axes, period, scope)

    def two_way_of(self, query: CaseQuery, axes: tuple[Axis, Axis]) -> TwoWay:
        """The cases of a query by two dimensions at once."""
        from db import cross

        return cross.cross_of(self.connection, query, axes)

    def findings(self, period: Period, scope: Scope, *, bulk: int) -> list[Finding]:
        """The closed cases of the period that an auditor would ask about."""
        from db import doubts, queries

        return doubts.findings(self.connection, period, queries.in_scope(scope), bulk=bulk)

    def totals(self, period: Period, court: str | None = None) -> list[CourtTotals]:
        """The court totals entered for the period, by court, month, category."""
        from db import counts

        return counts.totals(self.connection, period, court)

    @property
    def audit(self) -> AuditLooks:
        """A look at the audit trail."""
        from db.audit import AuditLooks

        return AuditLooks(self.connection)

    @property
    def persons(self) -> PersonLooks:
        """A look for one person."""
        from db.persons import PersonLooks

        return PersonLooks(self.connection)

    @property
    def pay(self) -> PayLooks:
        """The books of the subsidies."""
        from db.subsidies import PayLooks

        return PayLooks(self.connection)

    @property
    def duties(self) -> DutyBook:
        """What members did beside their cases."""
        from db.duties import DutyBook

        return DutyBook(self.connection)

    @property
    def agreements(self) -> AgreementLooks:
        """What the parties promised and what of it is performed."""
        from db.agreements_book import AgreementLooks

        return AgreementLooks(self.connection)

    @property
    def clock(self) -> ClockLooks:
        """Extensions, pauses and next steps, and what falls due."""
        from db.clock import ClockLooks

        return ClockLooks(self.connection)

    @property
    def transcripts(self) -> TranscriptLooks:
        """Which fields were typed into the other system."""
        from db.transcripts import TranscriptLooks

        return TranscriptLooks(self.connection)

    @property
    def conflicts(self) -> ConflictLooks:
        """Ties of mediators, searches for them, disclosures, assignments."""
        from db.conflicts_book import ConflictLooks

        return ConflictLooks(self.connection)

    @property
    def exchange(self) -> ExchangeLooks:
        """Partners, files and disputes of the exchange by file."""
        from db.exchange import ExchangeLooks

        return ExchangeLooks(self.connection)

    @property
    def folders(self) -> FolderLooks:
        """What hangs on the cases beside their fields."""
        from db.folders import FolderLooks

        return FolderLooks(self.connection)

    @property
    def notes(self) -> NoteLooks:
        """The mediators' private notes."""
        from db.notes import NoteLooks

        return NoteLooks(self.connection)

    def excerpts(self, keys: Sequence[int], text: str) -> Mapping[int, Excerpts]:
        """By row key, what of each case holds the text, each with its name."""
        from db import casetext

        return casetext.excerpts(self.connection, keys, text)

    @property
    def views(self) -> ViewLooks:
        """The kept views of the list."""
        from db.views import ViewLooks

        return ViewLooks(self.connection)

    @property
    def bin(self) -> BinLooks:
        """A look into the bin."""
        from db.bin import BinLooks

        return BinLooks(self.connection)

    @property
    def undoing(self) -> UndoLooks:
        """A look at what can be undone."""
        from db.undo import UndoLooks

        return UndoLooks(self.connection)

    def drafts(self) -> list[Draft]:
        """Unsaved input, newest first."""
        return desk.read_drafts(self.connection)

    def settings(self) -> Mapping[str, str]:
        """The office's settings kept with the data."""
        return desk.read_settings(self.connection)

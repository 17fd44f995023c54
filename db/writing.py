"""One transaction of one person: each entry made by the module of its subject."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from db import desk, journal, roster, writes
from db.history import Stamp
from db.reading import SqliteReading
from mediation.cases.case import Case, Session
from mediation.figures.counts import CourtTotals
from mediation.figures.period import Period
from mediation.ledger.rows import LedgerCase, LedgerTotals
from mediation.registry.mediators import Mediator
from mediation.store import (
    Draft,
    ImportCounts,
    Sealed,
    SealRow,
)

if TYPE_CHECKING:
    from db.agreements_book import AgreementBook
    from db.audit import AuditBook
    from db.bin import Bin
    from db.bulk import BulkLoad
    from db.clock import ClockBook
    from db.conflicts_book import ConflictBook
    from db.exchange import ExchangeBook
    from db.folders import FolderBook
    from db.imports import Intake
    from db.notes import NoteBook
    from db.persons import PersonBook
    from db.subsidies import PayBooks
    from db.transcripts import TranscriptBook
    from db.undo import UndoBook
    from db.views import ViewBook


@dataclass(frozen=True, slots=True)
class _Known:
    """A case as it was kept after so many written rows."""

    at: int
    seq: int
    case: Case


class SqliteWriting(SqliteReading):
    """One transaction of one person."""

    def __init__(self, connection: Connection, stamp: Stamp) -> None:
        super().__init__(connection)
        self._stamp = stamp
        self._intake: Intake | None = None
        self._bulk: BulkLoad | None = None
        self._read: _Known | None = None
        self._saved: _Known | None = None

    def case(self, case: UUID) -> Case:
        """The case; raises NotFound."""
        self._read = _Known(self._writes(), *writes.read_numbered(self.connection, case))
        return self._read.case

    def add_case(self, case: Case, *, why: str = "") -> Case:
        """Keep a new case and its history; the same id twice with equal content is no error."""
        return writes.add_case(self.connection, self._stamp, case, why=why)

    def save_case(self, case: Case, *, action: str, why: str = "") -> Case:
        """Keep a changed case; raises Conflict when another save came first."""
        read = self._standing(self._read)
        if read is None or read.case.id != case.id:
            read = _Known(0, *writes.read_numbered(self.connection, case.id))
        saved = writes.save_case(
            self.connection, self._stamp, case, action=action, why=why, read=(read.seq, read.case)
        )
        self._saved = _Known(self._writes(), read.seq, saved)
        return saved

    def add_session(self, session: Session) -> Session:
        """Keep a session and its history line."""
        return writes.add_session(self.connection, self._stamp, session)

    def save_session(self, session: Session, *, action: str = "correct_session") -> Session:
        """Keep a changed session; raises Conflict when another save came first."""
        return writes.save_session(self.connection, self._stamp, session, action=action)

    def add_mediator(self, mediator: Mediator) -> Mediator:
        """Put a mediator on the roster."""
        return roster.add(self.connection, mediator)

    def save_mediator(self, mediator: Mediator) -> Mediator:
        """Keep a changed roster entry; raises Conflict when another save came first."""
        return roster.save(self.connection, mediator)

    def put_totals(self, totals: Sequence[CourtTotals | LedgerTotals]) -> tuple[int, int, int]:
        """Enter court totals by (court, month, category); answers new, updated, unchanged."""
        return desk.put_totals(self.connection, totals)

    def import_cases(self, rows: Sequence[LedgerCase], *, source: str) -> ImportCounts:
        """Match rows by 调解编号, else by court number; see :meth:`db.imports.Intake.take`."""
        from db.imports import Intake

        if self._intake is None:
            self._intake = Intake(self.connection, self._stamp)
        if self._bulk is not None:
            self._bulk.expect(len(rows))
        return self._intake.take(rows, source)

    def put_seal(self, sealed: Sealed) -> None:
        """Keep a sealing; raises RuleViolation when one stands over the same period and court."""
        from db import seals

        seals.put(self.connection, sealed)

    def lift_seal(self, period: Period, court: str | None, *, why: str) -> SealRow:
        """Lift the seal that stands; raises NotFound without one."""
        from db import seals

        return seals.lift(self.connection, self._stamp, period, court, why)

    @property
    def audit(self) -> AuditBook:
        """The audit trail, open for what is no change."""
        from db.audit import AuditBook

        return AuditBook(self.connection, self._stamp)

    @property
    def persons(self) -> PersonBook:
        """One person, open for an erasure."""
        from db.persons import PersonBook

        return PersonBook(self.connection, self._stamp)

    @property
    def pay(self) -> PayBooks:
        """The books of the subsidies, open for entries."""
        from db.subsidies import PayBooks

        return PayBooks(self.connection, self._stamp)

    @property
    def agreements(self) -> AgreementBook:
        """What the parties promised and what of it is performed, open for entries."""
        from db.agreements_book import AgreementBook

        return AgreementBook(self.connection, self._stamp)

    @property
    def clock(self) -> ClockBook:
        """Extensions, pauses and next steps, open for entries."""
        from db.clock import ClockBook

        return ClockBook(self.connection, self._stamp)

    @property
    def transcripts(self) -> TranscriptBook:
        """Which fields were typed into the other system, open for entries."""
        from db.transcripts import TranscriptBook

        return TranscriptBook(self.connection, self._stamp)

    @property
    def conflicts(self) -> ConflictBook:
        """Ties of mediators, searches, disclosures, assignments, open for entries."""
        from db.conflicts_book import ConflictBook

        return ConflictBook(self.connection, self._stamp)

    @property
    def exchange(self) -> ExchangeBook:
        """The exchange by file, open for entries."""
        from db.exchange import ExchangeBook

        return ExchangeBook(self.connection, self._stamp)

    @property
    def folders(self) -> FolderBook:
        """What hangs on the cases beside their fields, open for entries."""
        from db.folders import FolderBook

        return FolderBook(self.connection, self._stamp)

    @property
    def notes(self) -> NoteBook:
        """The mediators' private notes, open for entries."""
        from db.notes import NoteBook

        return NoteBook(self.connection, self._stamp)

    @property
    def views(self) -> ViewBook:
        """The kept views of the list, open for entries."""
        from db.views import ViewBook

        return ViewBook(self.connection, self._stamp)

    @property
    def bin(self) -> Bin:
        """The bin, open for putting in and taking out."""
        from db.bin import Bin

        return Bin(self.connection, self._stamp)

    @property
    def undoing(self) -> UndoBook:
        """What can be undone and done again, by whoever writes."""
        from db.undo import UndoBook

        return UndoBook(self.connection, self._stamp)

    def put_draft(self, draft: Draft) -> None:
        """Keep unsaved input under its key, replacing what was there."""
        desk.put_draft(self.connection, draft)

    def drop_draft(self, key: str) -> None:
        """Forget unsaved input."""
        desk.drop_draft(self.connection, key)

    def put_setting(self, key: str, value: str) -> None:
        """Keep one setting."""
        desk.put_setting(self.connection, key, value)

    def bulk(self) -> None:
        """Widen the cache, and put off indexing once more has come than was there."""
        from db.bulk import BulkLoad

        if self._bulk is None:
            journal.stop(self.connection)
            self._bulk = BulkLoad(self.connection)

    def finish(self) -> None:
        """What was put off, before the commit."""
        from db import audit, casetext, search

        saved = self._standing(self._saved)
        turns = journal.turned(self.connection)
        if self._bulk is not None:
            self._bulk.finish()
            audit.write_import(
                self.connection,
                self._stamp,
                turns,
                sources=self._intake.sources if self._intake else (),
                first=self._bulk.first,
                updated=self._intake.updated if self._intake else (),
            )
        else:
            noted = journal.settle(self.connection, self._stamp, turns)
            known = {} if saved is None else {saved.seq: saved.case}
            casetext.refresh(self.connection, noted.seqs, known)
            audit.write(self.connection, self._stamp, turns)
        search.settle(self.connection)

    def _standing(self, known: _Known | None) -> _Known | None:
        """What was met, while nothing at all was written since."""
        return known if known is not None and known.at == self._writes() else None

    def _writes(self) -> int:
        raw = self.connection.connection.dbapi_connection
        return 0 if raw is None else int(raw.total_changes)

    def let_go(self) -> None:
        """Leave the connection as it was found."""
        if self._bulk is not None:
            with suppress(DBAPIError):
                self._bulk.let_go()

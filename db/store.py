"""The store over one SQLite file: what the office reads and writes, a transaction at a time."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from db import desk, history, known, opening, roster, writes
from db.engine import beginning
from db.faults import told, unusable
from db.history import Stamp
from db.translate import read_cases
from mediation.cases.case import Case, Session
from mediation.errors import StoreUnusable
from mediation.figures.casemix import Cell
from mediation.figures.counts import Counts, CourtTotals, Group, Scope
from mediation.figures.keys import Dimension, Figure
from mediation.figures.particulars import Particular, Particulars
from mediation.figures.period import Period
from mediation.figures.quality import Doubt, Finding
from mediation.i18n import _
from mediation.identity import new_id
from mediation.ledger.rows import LedgerCase, LedgerTotals
from mediation.registry.mediators import Mediator
from mediation.store import (
    CaseQuery,
    CaseRow,
    Change,
    CountedCase,
    Draft,
    ImportCounts,
    Sealed,
    SealRow,
)

if TYPE_CHECKING:
    from db.bulk import BulkLoad
    from db.duties import DutyBook
    from db.imports import Intake
    from db.subsidies import PayBooks, PayLooks
    from mediation.figures.facts import Facts
    from mediation.figures.three_way import Ended
    from mediation.figures.two_way import Axis, TwoWay

_LAST_WRITE = "last_write"
_READ_AT_ONCE = 500


def utc_now() -> datetime:
    """The moment, aware."""
    return datetime.now(UTC)


def create_store(
    path: Path, *, now: Callable[[], datetime] = utc_now, passing: bool = False
) -> None:
    """Create a new, empty database; raises StoreUnusable when a file is there already.

    Of a ``passing`` one nothing is noted outside it for as long as this program runs.
    """
    if passing:
        known.pass_over(path)
    opening.create(path.absolute(), day=now().date().isoformat())


def open_store(
    path: Path,
    *,
    read_only: bool = False,
    accept_changed: bool = False,
    now: Callable[[], datetime] = utc_now,
) -> SqliteStore:
    """Open an existing database, upgrading an older one after a verified copy was made.

    ``accept_changed`` allows a file that was swapped or emptied since it was last seen here.
    Raises StoreUnusable for what is missing, foreign, damaged or newer, and leaves it untouched.
    """
    path = path.absolute()  # the program may change its folder while the store is open
    engine, identity = opening.open_checked(
        path, read_only=read_only, accept_changed=accept_changed, now=now
    )
    return SqliteStore(path, engine, identity=identity, read_only=read_only, now=now)


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

    def sessions(self, case: UUID) -> list[Session]:
        """The case's sessions, oldest first."""
        return writes.read_sessions(self.connection, case)

    def history(self, case: UUID) -> list[Change]:
        """Every change of the case, newest first."""
        return history.of_case(self.connection, case)

    def list_keys(self, query: CaseQuery) -> array[int]:
        """The row keys of all matching cases in order."""
        from db import queries

        return queries.list_keys(self.connection, query)

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
        """The whole roster, by name."""
        return roster.everybody(self.connection)

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

    def findings(self, period: Period, scope: Scope, *, bulk: int) -> list[Finding]:
        """The closed cases of the period that an auditor would ask about."""
        from db import doubts, queries

        return doubts.findings(self.connection, period, queries.in_scope(scope), bulk=bulk)

    def totals(self, period: Period, court: str | None = None) -> list[CourtTotals]:
        """The court totals entered for the period, by court, month, category."""
        from db import counts

        return counts.totals(self.connection, period, court)

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

    def drafts(self) -> list[Draft]:
        """Unsaved input, newest first."""
        return desk.read_drafts(self.connection)

    def settings(self) -> Mapping[str, str]:
        """The office's settings kept with the data."""
        return desk.read_settings(self.connection)


class SqliteWriting(SqliteReading):
    """One transaction of one person."""

    def __init__(self, connection: Connection, stamp: Stamp) -> None:
        super().__init__(connection)
        self._stamp = stamp
        self._intake: Intake | None = None
        self._bulk: BulkLoad | None = None

    def add_case(self, case: Case, *, why: str = "") -> Case:
        """Keep a new case and its history; the same id twice with equal content is no error."""
        return writes.add_case(self.connection, self._stamp, case, why=why)

    def save_case(self, case: Case, *, action: str, why: str = "") -> Case:
        """Keep a changed case; raises Conflict when another save came first."""
        return writes.save_case(self.connection, self._stamp, case, action=action, why=why)

    def add_session(self, session: Session) -> Session:
        """Keep a session and its history line."""
        return writes.add_session(self.connection, self._stamp, session)

    def save_session(self, session: Session) -> Session:
        """Keep a corrected session; raises Conflict when another save came first."""
        return writes.save_session(self.connection, self._stamp, session)

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
    def pay(self) -> PayBooks:
        """The books of the subsidies, open for entries."""
        from db.subsidies import PayBooks

        return PayBooks(self.connection, self._stamp)

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
            self._bulk = BulkLoad(self.connection)

    def finish(self) -> None:
        """What was put off, before the commit."""
        from db import search

        if self._bulk is not None:
            self._bulk.finish()
        search.settle(self.connection)

    def let_go(self) -> None:
        """Leave the connection as it was found."""
        if self._bulk is not None:
            with suppress(DBAPIError):
                self._bulk.let_go()


class SqliteStore:
    """One SQLite file. Writers take turns; reads run beside each other, from any thread."""

    def __init__(
        self,
        path: Path,
        engine: Engine,
        *,
        identity: str,
        read_only: bool,
        now: Callable[[], datetime],
    ) -> None:
        self.path = path
        self._engine = engine
        self._identity = identity
        self._read_only = read_only
        self._now = now
        self._turn = threading.RLock()
        self._closed = False

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    @contextmanager
    def reading(self) -> Iterator[SqliteReading]:
        """A consistent read."""
        with told(self.path), beginning(self._engine, write=False) as connection:
            yield SqliteReading(connection)

    @contextmanager
    def writing(self, who: str) -> Iterator[SqliteWriting]:
        """A write by ``who``: begun at once, kept only if the block ends without an exception."""
        if self._read_only:
            raise StoreUnusable(_("{path} 以只读方式打开,不能保存。").format(path=self.path))
        with self._turn, told(self.path), beginning(self._engine, write=True) as connection:
            before = _changes(connection)
            writing = SqliteWriting(connection, Stamp(who, self._now()))
            try:
                yield writing
                if _changes(connection) > before:
                    writing.finish()
                    self._commit(connection)
            finally:
                writing.let_go()

    def refresh_rollup(self) -> None:
        """Bring the kept monthly sums up to date; figures are right without it, only slower."""
        from db import counts

        with self._turn, told(self.path), beginning(self._engine, write=True) as connection:
            before = _changes(connection)
            counts.refresh(connection)
            if _changes(connection) > before:
                connection.commit()

    def check(self) -> bool:
        """Whether a quick check of every page finds the file sound."""
        with self.reading() as reading:
            verdict = reading.connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        return verdict == "ok"

    def close(self) -> None:
        """Let go of the file, noting outside it what it held."""
        with suppress(StoreUnusable):
            self._note()
        self._engine.dispose()
        if not self._closed:
            self._closed = True
            opening.released(self.path)

    def _commit(self, connection: Connection) -> None:
        """Commit; after an error, look whether it went in before saying that it did not."""
        token = str(new_id())
        desk.put_own_note(connection, _LAST_WRITE, token)
        try:
            connection.commit()
        except DBAPIError as error:
            with suppress(DBAPIError):
                connection.rollback()
            connection.invalidate()
            if not self._went_in(token):
                raise unusable(self.path, error.orig) or error from None

    def _went_in(self, token: str) -> bool:
        try:
            with beginning(self._engine, write=False) as connection:
                return desk.own_note(connection, _LAST_WRITE) == token
        except DBAPIError:
            raise StoreUnusable(
                _(
                    "保存到 {path} 时出错,暂时不能确定是否已保存。"
                    "请检查磁盘后重新打开核对;再存一次不会重复。"
                ).format(path=self.path)
            ) from None

    def _note(self) -> None:
        with self.reading() as reading:
            known.note(self.path, opening.seen_now(reading.connection, self._identity, self._now()))


def _changes(connection: Connection) -> int:
    raw = connection.connection.dbapi_connection
    return int(raw.total_changes) if raw is not None else 0

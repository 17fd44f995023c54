"""The store over one SQLite file: what the office reads and writes, a transaction at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from db import cipher, desk, journal, known, opening
from db.connection import key_at
from db.engine import beginning
from db.faults import told, unusable
from db.history import Stamp
from db.reading import SqliteReading
from db.schema import cases
from db.writing import SqliteWriting
from mediation.auditing import ADOPTED, Verdict
from mediation.errors import StoreUnusable
from mediation.i18n import _
from mediation.identity import new_id
from mediation.keeping import Occasion, Tell, untold
from mediation.store import Envelope


def utc_now() -> datetime:
    """The moment, aware."""
    return datetime.now(UTC)


def create_store(
    path: Path,
    *,
    now: Callable[[], datetime] = utc_now,
    passing: bool = False,
    passphrase: str | None = None,
) -> None:
    """Create a new, empty database; raises StoreUnusable when a file is there already.

    Of a ``passing`` one nothing is noted outside it for as long as this program runs. With a
    ``passphrase`` it is encrypted.
    """
    key = None if passphrase is None else cipher.new_key(passphrase)
    if passing:
        known.pass_over(path)
    opening.create(path.absolute(), day=now().date().isoformat(), key=key)


def open_store(
    path: Path,
    *,
    read_only: bool = False,
    accept_changed: bool = False,
    now: Callable[[], datetime] = utc_now,
    tell: Tell = untold,
) -> SqliteStore:
    """Open an existing database, upgrading an older one after a verified copy was made.

    ``accept_changed`` allows a file that was swapped or emptied since it was last seen here;
    ``tell`` hears how far an upgrade has come.
    Raises StoreUnusable for what is missing, foreign, damaged or newer, and leaves it untouched.
    """
    path = path.absolute()  # the program may change its folder while the store is open
    opened = opening.open_checked(
        path, read_only=read_only, accept_changed=accept_changed, now=now, tell=tell
    )
    return SqliteStore(path, opened, read_only=read_only, now=now)


class SqliteStore:
    """One SQLite file. Writers take turns; reads run beside each other, from any thread."""

    def __init__(
        self,
        path: Path,
        opened: opening.Opened,
        *,
        read_only: bool,
        now: Callable[[], datetime],
    ) -> None:
        self.path = path
        self.envelope: Envelope | None = key_at(path)
        self._engine = opened.engine
        self._identity = opened.identity
        self._given_up = opened.given_up
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
            raise StoreUnusable(
                _(
                    "{path} 以只读方式打开,不能保存。别的窗口在用的,先关掉那个窗口,再重新打开程序。"
                ).format(path=self.path)
            )
        with self._turn, told(self.path), beginning(self._engine, write=True) as connection:
            journal.begin(connection)
            before = _changes(connection)
            writing = SqliteWriting(connection, Stamp(who, self._now()))
            try:
                yield writing
                if _changes(connection) > before:
                    writing.finish()
                    self._commit(connection)
            finally:
                writing.let_go()

    def adopt(self, who: str) -> None:
        """Note in the audit trail that ``who`` accepted this database in the place of the one noted
        outside; nothing where it is that one."""
        if self._given_up:
            with self.writing(who) as writing:
                writing.audit.note(ADOPTED, "database:", f"noted={self._given_up}")
            self._given_up = ""

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

    def verify_audit(self, named: Sequence[str] = ()) -> Verdict:
        """Verify the audit trail by what was noted outside and by the anchors in named files."""
        from db import anchors

        with told(self.path):
            return anchors.verify_at(self.path, named)

    def back_up(self, occasion: Occasion) -> str:
        """Back the file up unless nothing was saved since the last time; a file without cases, or one that
        is thrown away anyway, needs no backup."""
        from db import backups

        if known.is_passing(self.path) or not self._holds_cases():
            return ""
        with self._turn:
            return backups.make(self.path, occasion, now=self._now())[1]

    def close(self) -> None:
        """Let go of the file, noting outside it what it held."""
        with suppress(StoreUnusable):
            self._note()
        self._engine.dispose()
        if not self._closed:
            self._closed = True
            opening.released(self.path)

    def _holds_cases(self) -> bool:
        with self.reading() as reading:
            return reading.connection.scalar(select(cases.c.seq).limit(1)) is not None

    def _commit(self, connection: Connection) -> None:
        """Commit; after an error, look whether it went in before saying that it did not."""
        token = str(new_id())
        desk.put_own_note(connection, desk.LAST_WRITE, token)
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
                return desk.own_note(connection, desk.LAST_WRITE) == token
        except DBAPIError:
            raise StoreUnusable(
                _(
                    "保存到 {path} 时出错,暂时不能确定是否已保存。"
                    "请检查磁盘后重新打开核对;再存一次不会重复。"
                ).format(path=self.path)
            ) from None

    def _note(self) -> None:
        with self.reading() as reading:
            before = known.noted(self.path)
            if self._read_only and (before is None or not before.audit_count):
                return  # who only looks leaves no first anchor of what was found
            seen = opening.seen_now(reading.connection, self._identity, self._now(), before)
        known.note(self.path, seen)


def _changes(connection: Connection) -> int:
    raw = connection.connection.dbapi_connection
    return int(raw.total_changes) if raw is not None else 0

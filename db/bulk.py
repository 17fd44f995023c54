"""Many rows at once: a wide cache, and indexes built once at the end instead of row by row."""

from __future__ import annotations

import gc

from sqlalchemy import Connection, func, select

from db import search
from db.schema import cases

_WIDE_KIBIBYTES = 256 * 1024
_USUAL_KIBIBYTES = 2_000
_WORTH_IT = 5_000
_ROWS_BETWEEN_SWEEPS = 50_000

# Numbers are looked up while rows come in, so their indexes stay; tables with few rows do not matter.
_PUT_OFF = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND ("
_INDEXES = (
    "type = 'index' AND tbl_name IN ('cases', 'history', 'parties', 'assistants')"
    " AND name NOT IN ('uq_cases_number', 'uq_cases_court_number_key')"
)
_TRIGGERS = "type = 'trigger' AND tbl_name = 'case_text'"


class BulkLoad:
    """The put-off work of one transaction; a rollback undoes it with everything else."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._there = connection.scalar(select(func.max(cases.c.seq))) or 0
        self._arrived = 0
        self._indexes: list[str] = []
        self._triggers: list[str] = []
        # Rows are many, short-lived and without cycles: looking for cycles among them after every
        # 700 takes a tenth of an import.
        self._usual_threshold = gc.get_threshold()
        gc.set_threshold(_ROWS_BETWEEN_SWEEPS, *self._usual_threshold[1:])
        self._set_cache(_WIDE_KIBIBYTES)

    @property
    def first(self) -> int:
        """The row number of the first case that came."""
        return self._there + 1

    def expect(self, rows: int) -> None:
        """Say that so many rows come now; indexing is put off once more has come than was there."""
        if not self._triggers and self._arrived > max(_WORTH_IT, self._there):
            self._indexes = self._drop("INDEX", _INDEXES)
            self._triggers = self._drop("TRIGGER", _TRIGGERS)
        self._arrived += rows

    def finish(self) -> None:
        """Build what was put off."""
        for statement in (*self._indexes, *self._triggers):
            self._connection.exec_driver_sql(statement)
        if self._triggers:
            search.rebuild(self._connection)
        self._indexes, self._triggers = [], []

    def let_go(self) -> None:
        """Give the connection its usual cache back."""
        gc.set_threshold(*self._usual_threshold)
        if not self._connection.invalidated:
            self._set_cache(_USUAL_KIBIBYTES)

    def _set_cache(self, kibibytes: int) -> None:
        # Past SQLAlchemy, which would begin a transaction for it.
        raw = self._connection.connection.dbapi_connection
        if raw is not None:
            raw.execute(f"PRAGMA cache_size=-{kibibytes}")

    def _drop(self, kind: str, which: str) -> list[str]:
        found = self._connection.exec_driver_sql(_PUT_OFF + which + ")").all()
        for name, _sql in found:
            self._connection.exec_driver_sql(f'DROP {kind} "{name}"')
        return [sql for _name, sql in found]

"""The chained audit trail: hashes, ids and what was done, never what was said of a person."""

from __future__ import annotations

from sqlalchemy import DDL, Column, Index, LargeBinary, Table, Text, event
from sqlalchemy.schema import ExecutableDDLElement

from db.schema.base import metadata, seq, words

audit = Table(
    "audit",
    metadata,
    seq(),
    Column("at", Text, nullable=False),
    words("who"),
    Column("action", Text, nullable=False),
    Column("object", Text, nullable=False),
    words("detail"),
    Column("before", LargeBinary),
    Column("after", LargeBinary),
    Column("hash", LargeBinary, nullable=False),
    Column("salt", LargeBinary),
    Index("ix_audit_object", "object"),
)
"""``before`` and ``after`` are digests with ``salt``, which alone may be forgotten: without it nobody
can try out which particulars lead to a digest."""

_CHAINED = ", ".join(f'"{column.name}"' for column in audit.columns if column.name != "salt")
AUDIT_GUARDS = {
    "audit_no_update": f"CREATE TRIGGER audit_no_update BEFORE UPDATE OF {_CHAINED} ON audit "
    "BEGIN SELECT RAISE(ABORT, 'kept for good'); END",
    "audit_no_salt": "CREATE TRIGGER audit_no_salt BEFORE UPDATE OF salt ON audit "
    "WHEN NEW.salt IS NOT NULL BEGIN SELECT RAISE(ABORT, 'kept for good'); END",
    "audit_no_replace": "CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit "
    "WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq) "
    "BEGIN SELECT RAISE(ABORT, 'kept for good'); END",
    "audit_no_delete": "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit "
    "BEGIN SELECT RAISE(ABORT, 'kept for good'); END",
}
"""Triggers by name: an entry is never changed or taken out, not even by another program."""

for _guard in AUDIT_GUARDS.values():
    _made: ExecutableDDLElement = DDL(_guard)  # type: ignore[no-untyped-call]
    event.listen(audit, "after_create", _made.execute_if(dialect="sqlite"))

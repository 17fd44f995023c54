"""Tariffs, gradings, frozen pay lists and their reversals."""

from __future__ import annotations

from sqlalchemy import (
    DDL,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    event,
)
from sqlalchemy.schema import ExecutableDDLElement

from db.schema.base import Key, metadata, seq, words

tariffs = Table(
    "tariffs",
    metadata,
    seq(),
    words("file"),
    words("who"),
    Column("at", DateTime, nullable=False),
)

tariff_rates = Table(
    "tariff_rates",
    metadata,
    Column("tariff", ForeignKey("tariffs.seq"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("grade", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    words("tier"),
    Column("amount", BigInteger, nullable=False),
    Column("performed_first", Boolean, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    words("source"),
    sqlite_with_rowid=False,
)

gradings = Table(
    "gradings",
    metadata,
    Column("case_seq", ForeignKey("cases.seq"), primary_key=True, autoincrement=False),
    Column("grade", Text),
    words("tier"),
    words("separate"),
    words("who"),
    Column("at", DateTime, nullable=False),
)

pay_lists = Table(
    "pay_lists",
    metadata,
    seq(),
    Column("start", Date, nullable=False),
    Column("end", Date, nullable=False),
    Column("cases", Integer, nullable=False),
    Column("total", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    words("who"),
    Column("content", LargeBinary, nullable=False),
)

pay_reversals = Table(
    "pay_reversals",
    metadata,
    seq(),
    Column("pay_list", ForeignKey("pay_lists.seq"), nullable=False),
    Column("case_id", Key, nullable=False),
    words("label"),
    words("mediator_name"),
    Column("amount", BigInteger, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    words("who"),
    Index("uq_pay_reversals_line", "pay_list", "case_id", unique=True),
)

GUARDS = {
    f"{table.name}_no_{act}": f"CREATE TRIGGER {table.name}_no_{act} BEFORE {act.upper()} ON "
    f"{table.name} BEGIN SELECT RAISE(ABORT, 'kept for good'); END"
    for table in (tariffs, tariff_rates, pay_lists, pay_reversals)
    for act in ("update", "delete")
}
"""Triggers by name: an entry about money is never changed or taken out, not even by another program."""

for _name, _guard in GUARDS.items():
    _guarded = metadata.tables[_name.rsplit("_no_", 1)[0]]
    _made: ExecutableDDLElement = DDL(_guard)  # type: ignore[no-untyped-call]
    event.listen(_guarded, "after_create", _made.execute_if(dialect="sqlite"))

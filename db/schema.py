"""The tables. Dates are dates, moments UTC, amounts whole fen, ``seq`` the row's own number."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import (
    DDL,
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Time,
    TypeDecorator,
    Uuid,
    event,
    text,
)
from sqlalchemy.schema import ExecutableDDLElement
from sqlalchemy.types import TypeEngine

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Key(TypeDecorator[UUID]):
    """A UUID in 16 bytes on SQLite, native elsewhere."""

    impl = LargeBinary(16)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(LargeBinary(16))
        return dialect.type_descriptor(Uuid())

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        return value.bytes if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:  # noqa: ARG002
        return UUID(bytes=value) if isinstance(value, bytes) else value


def _seq() -> Column[int]:
    return Column("seq", Integer, primary_key=True)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


mediators = Table(
    "mediators",
    metadata,
    _seq(),
    Column("id", Key, nullable=False, unique=True),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("name", Text, nullable=False, index=True),
    _text("level"),
    _text("sector"),
    _text("specialities"),
    _text("organisation"),
    Column("term_from", Date),
    Column("term_to", Date),
    Column("holds_office", Boolean),
    _text("courts"),
    _text("phone"),
    _text("remark"),
    Column("from_import", Boolean, nullable=False, server_default="0"),
)

cases = Table(
    "cases",
    metadata,
    _seq(),
    Column("id", Key, nullable=False, unique=True),
    Column("version", Integer, nullable=False, server_default="1"),
    _text("number"),
    _text("court_number"),
    _text("court_number_key"),
    Column("court", Text),
    Column("channel", Text),
    Column("cause", Text),
    _text("cause_name"),
    Column("procedure", Text),
    _text("applicants"),
    _text("respondents"),
    Column("claimed", BigInteger),
    Column("agreed", BigInteger),
    Column("performed", BigInteger),
    Column("mediator", ForeignKey("mediators.seq")),
    Column("referred_on", Date, nullable=False),
    Column("signed_on", Date),
    Column("closed_on", Date),
    Column("days", Integer),
    Column("outcome", Text),
    Column("reason", Text),
    _text("reason_note"),
    Column("performance", Text),
    _text("confirmation_number"),
    _text("transfer_number"),
    Column("transferred_on", Date),
    Column("transfer_counts_on", Date),
    Column("on_platform", Boolean),
    _text("remark"),
    Column("extra", JSON(none_as_null=True)),
    Index("uq_cases_number", "number", unique=True, sqlite_where=text("number <> ''")),
    Index(
        "uq_cases_court_number_key",
        "court_number_key",
        unique=True,
        sqlite_where=text("court_number_key <> ''"),
    ),
    Index(
        "ix_cases_received",
        "referred_on",
        "seq",
        "cause",
        "mediator",
        "court",
        "channel",
        "claimed",
    ),
    Index(
        "ix_cases_closed",
        "closed_on",
        "seq",
        "outcome",
        "cause",
        "mediator",
        "court",
        "channel",
        "agreed",
        "performed",
        "days",
        "referred_on",
        sqlite_where=text("closed_on IS NOT NULL"),
    ),
    Index(
        "ix_cases_open",
        "referred_on",
        "seq",
        "cause",
        "mediator",
        "court",
        "channel",
        "signed_on",
        "closed_on",
        sqlite_where=text("closed_on IS NULL"),
    ),
    Index(
        "ix_cases_transferred",
        "transfer_counts_on",
        "cause",
        "mediator",
        "court",
        "channel",
        sqlite_where=text("transfer_counts_on IS NOT NULL"),
    ),
    sqlite_autoincrement=True,
)

parties = Table(
    "parties",
    metadata,
    Column("case_seq", ForeignKey("cases.seq"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("side", Text, nullable=False),
    Column("name", Text, nullable=False),
    _text("phone"),
    _text("id_number"),
    _text("address"),
    _text("agent"),
    sqlite_with_rowid=False,
)

assistants = Table(
    "assistants",
    metadata,
    Column("case_seq", ForeignKey("cases.seq"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("mediator", ForeignKey("mediators.seq"), nullable=False),
    sqlite_with_rowid=False,
)

sessions = Table(
    "sessions",
    metadata,
    _seq(),
    Column("id", Key, nullable=False, unique=True),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("case_seq", ForeignKey("cases.seq"), nullable=False, index=True),
    Column("held_on", Date, nullable=False, index=True),
    Column("held_at", Time),
    Column("means", Text, nullable=False),
    _text("place"),
    _text("present"),
    _text("summary"),
)

history = Table(
    "history",
    metadata,
    _seq(),
    Column("case_seq", ForeignKey("cases.seq"), nullable=False, index=True),
    Column("at", DateTime, nullable=False),
    _text("who"),
    _text("action"),
    _text("field"),
    _text("old"),
    _text("new"),
    _text("why"),
)

court_totals = Table(
    "court_totals",
    metadata,
    Column("court", Text, primary_key=True),
    Column("month", Date, primary_key=True),
    Column("category", Text, primary_key=True),
    Column("filings", Integer),
    Column("mediated", Integer),
    Column("closed", Integer),
    Column("succeeded", Integer),
    Column("transferred", Integer),
    Column("platform", Integer),
    Column("disputes", Integer),
    Column("version", Integer, nullable=False, server_default="1"),
    sqlite_with_rowid=False,
)

drafts = Table(
    "drafts",
    metadata,
    Column("key", Text, primary_key=True),
    _text("title"),
    Column("values", JSON, nullable=False),
    Column("saved_at", DateTime, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

rollup = Table(
    "rollup",
    metadata,
    Column("month", Date, primary_key=True),
    Column("dimension", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    *(
        Column(name, BigInteger, nullable=False, server_default="0")
        for name in (
            "opening",
            "received",
            "closed",
            "succeeded",
            "partly",
            "failed",
            "withdrawn",
            "returned",
            "transferred",
            "claimed",
            "agreed",
            "performed",
        )
    ),
    sqlite_with_rowid=False,
)

rollup_dirty = Table(
    "rollup_dirty",
    metadata,
    Column("month", Date, primary_key=True),
)

case_text = Table(
    "case_text",
    metadata,
    Column("seq", ForeignKey("cases.seq"), primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
)

seals = Table(
    "seals",
    metadata,
    _seq(),
    Column("start", Date, nullable=False),
    Column("end", Date, nullable=False),
    _text("court"),
    Column("sha256", Text, nullable=False, index=True),
    Column("at", DateTime, nullable=False),
    _text("who"),
    _text("why"),
    Column("lifted_at", DateTime),
    _text("lifted_by"),
    _text("lifted_why"),
    Column("content", LargeBinary, nullable=False),
    Column("cases", LargeBinary, nullable=False),
    Index(
        "uq_seals_standing",
        "start",
        "end",
        "court",
        unique=True,
        sqlite_where=text("lifted_at IS NULL"),
    ),
)

tariffs = Table(
    "tariffs",
    metadata,
    _seq(),
    _text("file"),
    _text("who"),
    Column("at", DateTime, nullable=False),
)

tariff_rates = Table(
    "tariff_rates",
    metadata,
    Column("tariff", ForeignKey("tariffs.seq"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("grade", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    _text("tier"),
    Column("amount", BigInteger, nullable=False),
    Column("performed_first", Boolean, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    _text("source"),
    sqlite_with_rowid=False,
)

gradings = Table(
    "gradings",
    metadata,
    Column("case_seq", ForeignKey("cases.seq"), primary_key=True, autoincrement=False),
    Column("grade", Text),
    _text("tier"),
    _text("separate"),
    _text("who"),
    Column("at", DateTime, nullable=False),
)

pay_lists = Table(
    "pay_lists",
    metadata,
    _seq(),
    Column("start", Date, nullable=False),
    Column("end", Date, nullable=False),
    Column("cases", Integer, nullable=False),
    Column("total", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    _text("who"),
    Column("content", LargeBinary, nullable=False),
)

pay_reversals = Table(
    "pay_reversals",
    metadata,
    _seq(),
    Column("pay_list", ForeignKey("pay_lists.seq"), nullable=False),
    Column("case_id", Key, nullable=False),
    _text("label"),
    _text("mediator_name"),
    Column("amount", BigInteger, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    _text("who"),
    Index("uq_pay_reversals_line", "pay_list", "case_id", unique=True),
)

duties = Table(
    "duties",
    metadata,
    _seq(),
    Column("mediator", ForeignKey("mediators.seq"), nullable=False),
    Column("on", Date, nullable=False),
    Column("kind", Text, nullable=False),
    _text("title"),
    Column("count", Integer, nullable=False, server_default="1"),
    Index("ix_duties_mediator_on", "mediator", "on"),
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

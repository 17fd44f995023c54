"""Agreements: clauses, instalments, payments, and the steps that follow a closing."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    text,
)

from db.schema.base import Key, metadata, seq, words

agreements = Table(
    "agreements",
    metadata,
    Column("case_seq", ForeignKey("cases.seq"), primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("signed_on", Date),
    Column("all_signed", Boolean),
    Column("confirming", Boolean),
    Index("ix_agreements_confirming", "signed_on", sqlite_where=text("confirming = 1")),
)

clauses = Table(
    "clauses",
    metadata,
    seq(),
    Column("id", Key, nullable=False, unique=True),
    Column("case_seq", ForeignKey("cases.seq"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    words("payer"),
    words("payee"),
    words("what"),
    Column("fen", BigInteger),
    words("words"),
    Column("how", Text),
    words("account"),
)

instalments = Table(
    "instalments",
    metadata,
    Column("clause", ForeignKey("clauses.seq"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("due_on", Date),
    Column("fen", BigInteger),
    Column("left", BigInteger, nullable=False),
    Index("ix_instalments_open", "due_on", sqlite_where=text('"left" > 0')),
    sqlite_with_rowid=False,
)

payments = Table(
    "payments",
    metadata,
    seq(),
    Column("id", Key, nullable=False, unique=True),
    Column("case_seq", ForeignKey("cases.seq"), nullable=False, index=True),
    Column("clause", ForeignKey("clauses.seq"), nullable=False),
    Column("paid_on", Date, nullable=False),
    Column("fen", BigInteger),
    Column("how", Text),
    Column("proof", Text),
    words("proof_words"),
)

closing_steps = Table(
    "closing_steps",
    metadata,
    Column("case_seq", ForeignKey("cases.seq"), primary_key=True),
    Column("step", Text, primary_key=True),
    Column("done_on", Date, nullable=False),
    words("note"),
    words("who"),
    Column("at", DateTime, nullable=False),
    sqlite_with_rowid=False,
)

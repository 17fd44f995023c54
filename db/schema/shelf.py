"""Saved views of the list, the bin, and what can be undone."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Index,
    Integer,
    Table,
    Text,
)

from db.schema.base import Key, metadata, seq, words

saved_views = Table(
    "saved_views",
    metadata,
    Column("name", Text, primary_key=True),
    Column("content", JSON, nullable=False),
    words("who"),
    Column("at", DateTime, nullable=False),
)

binned_cases = Table(
    "binned_cases",
    metadata,
    seq(),
    Column("case_id", Key, nullable=False, unique=True),
    words("number"),
    words("court_number"),
    words("court_number_key"),
    words("applicants"),
    words("respondents"),
    words("who"),
    Column("at", DateTime, nullable=False),
    words("why"),
    Column("content", Text, nullable=False),
    Index("ix_binned_cases_number", "number"),
    Index("ix_binned_cases_court_number_key", "court_number_key"),
)

bin_removals = Table(
    "bin_removals",
    metadata,
    seq(),
    Column("case_id", Key, nullable=False),
    words("number"),
    words("court_number"),
    words("who"),
    Column("at", DateTime, nullable=False),
    words("why"),
)

undoables = Table(
    "undoables",
    metadata,
    seq(),
    words("who"),
    Column("at", DateTime, nullable=False),
    words("action"),
    words("title"),
    Column("cases", Integer, nullable=False),
    Column("undone", Boolean, nullable=False, server_default="0"),
    Column("content", Text, nullable=False),
    Index("ix_undoables_who", "who", "undone"),
    sqlite_autoincrement=True,
)

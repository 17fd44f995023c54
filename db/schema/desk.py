"""What is kept beside the cases: court totals, unsaved input, settings."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    Date,
    DateTime,
    Integer,
    Table,
    Text,
)

from db.schema.base import metadata, words

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
    words("title"),
    Column("values", JSON, nullable=False),
    Column("saved_at", DateTime, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

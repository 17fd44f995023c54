"""Sealed periods."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Index,
    LargeBinary,
    Table,
    Text,
    text,
)

from db.schema.base import metadata, seq, words

seals = Table(
    "seals",
    metadata,
    seq(),
    Column("start", Date, nullable=False),
    Column("end", Date, nullable=False),
    words("court"),
    Column("sha256", Text, nullable=False, index=True),
    Column("at", DateTime, nullable=False),
    words("who"),
    words("why"),
    Column("lifted_at", DateTime),
    words("lifted_by"),
    words("lifted_why"),
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

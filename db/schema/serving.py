"""What members did beside their cases."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
)

from db.schema.base import metadata, seq, words

duties = Table(
    "duties",
    metadata,
    seq(),
    Column("mediator", ForeignKey("mediators.seq"), nullable=False),
    Column("on", Date, nullable=False),
    Column("kind", Text, nullable=False),
    words("title"),
    Column("count", Integer, nullable=False, server_default="1"),
    Index("ix_duties_mediator_on", "mediator", "on"),
)

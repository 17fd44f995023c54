"""The exchange by file: partners, files sent and taken, states agreed upon, conflicts for a person."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    text,
)

from db.schema.base import Key, metadata, seq, words

partners = Table(
    "partners",
    metadata,
    seq(),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("mediator", ForeignKey("mediators.seq")),
    Column("sign", LargeBinary, nullable=False),
    Column("seal", LargeBinary, nullable=False),
    words("who"),
    Column("added_at", DateTime, nullable=False),
    Column("revoked_at", DateTime),
    Column("sent", Integer, nullable=False, server_default="0"),
    words("sent_sha256"),
    Column("heard", Integer, nullable=False, server_default="0"),
    words("heard_sha256"),
    Index("uq_partners_sign", "sign", unique=True),
)

exchanged_files = Table(
    "exchanged_files",
    metadata,
    seq(),
    Column("partner", ForeignKey("partners.seq"), nullable=False),
    Column("is_ours", Boolean, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("bundle", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("cases", Integer, nullable=False),
    words("who"),
    Column("at", DateTime, nullable=False),
    Column("answered_at", DateTime),
    words("answers"),
    Index("uq_exchanged_files_bundle", "bundle", "is_ours", unique=True),
)

agreed_states = Table(
    "agreed_states",
    metadata,
    Column("partner", ForeignKey("partners.seq"), primary_key=True),
    Column("case_id", Key, primary_key=True),
    Column("state", Text, nullable=False),
    words("trail"),
    Column("version", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""Of each case the newest state of a partner's that is part of what is kept here."""

merge_conflicts = Table(
    "merge_conflicts",
    metadata,
    seq(),
    Column("partner", ForeignKey("partners.seq"), nullable=False),
    Column("case_id", Key, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("other", Key),
    words("label"),
    Column("theirs", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("settled_at", DateTime),
    words("settled_by"),
    words("choices"),
    Index("ix_merge_conflicts_open", "seq", sqlite_where=text("settled_at IS NULL")),
)
"""``content`` is what arrived, word for word; ``choices`` is empty where a newer arrival settled it."""

"""What hangs on a case: tags, papers on file, and what was said, each zone in a table of its own."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Table,
    Text,
)

from db.schema.base import Key, metadata, seq, words

case_tags = Table(
    "case_tags",
    metadata,
    Column("case_seq", ForeignKey("cases.seq"), primary_key=True),
    Column("tag", Text, primary_key=True),
    Index("ix_case_tags_tag", "tag", "case_seq"),
    sqlite_with_rowid=False,
)

case_papers = Table(
    "case_papers",
    metadata,
    Column("case_seq", ForeignKey("cases.seq"), primary_key=True),
    Column("paper", Text, primary_key=True),
    Column("on", Date, nullable=False),
    words("remark"),
    sqlite_with_rowid=False,
)


def _said(name: str, *more: Column[object]) -> Table:
    """A table of things said or noted on a case, on a day, perhaps in a session."""
    return Table(
        name,
        metadata,
        seq(),
        Column("id", Key, nullable=False, unique=True),
        Column("case_seq", ForeignKey("cases.seq"), nullable=False, index=True),
        Column("session_seq", ForeignKey("sessions.seq")),
        Column("on", Date, nullable=False),
        Column("text", Text, nullable=False),
        *more,
    )


undisputed_facts = _said("undisputed_facts", Column("confirmed_on", Date))
compromises = _said("compromises")
private_notes = _said("private_notes")

"""What of a case was typed into the other system: the mark of the text, never the text again."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, ForeignKey, Table, Text

from db.schema.base import metadata, words

transcripts = Table(
    "transcripts",
    metadata,
    Column("case_seq", ForeignKey("cases.seq"), primary_key=True),
    Column("field", Text, primary_key=True),
    Column("mark", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    words("who"),
    sqlite_with_rowid=False,
)

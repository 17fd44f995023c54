"""The clocks of a case: extensions, pauses, the next step; and the days that notices name."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, Table, Text, Time

from db.schema.base import metadata, seq, words

extensions = Table(
    "extensions",
    metadata,
    seq(),
    Column("case_seq", ForeignKey("cases.seq"), nullable=False, index=True),
    Column("days", Integer, nullable=False),
    Column("agreed_on", Date, nullable=False),
    words("words"),
)

pauses = Table(
    "pauses",
    metadata,
    seq(),
    Column("case_seq", ForeignKey("cases.seq"), nullable=False, index=True),
    Column("start", Date, nullable=False),
    Column("end", Date),
    words("words"),
)

next_steps = Table(
    "next_steps",
    metadata,
    Column("case_seq", ForeignKey("cases.seq"), primary_key=True, autoincrement=False),
    Column("on", Date, nullable=False, index=True),
    Column("at", Time),
    Column("kind", Text, nullable=False),
    words("words"),
)

special_days = Table(
    "special_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("is_off", Boolean, nullable=False),
    words("name"),
    words("source"),
    sqlite_with_rowid=False,
)

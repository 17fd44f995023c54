"""Ties of mediators, searches for them in cases, disclosures with decisions, and assignments."""

from __future__ import annotations

from sqlalchemy import (
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

mediator_interests = Table(
    "mediator_interests",
    metadata,
    seq(),
    Column("id", Key, nullable=False, unique=True),
    Column("mediator", ForeignKey("mediators.seq"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    words("role"),
    Column("start", Date),
    Column("end", Date),
    words("id_number"),
    words("words"),
)

conflict_searches = Table(
    "conflict_searches",
    metadata,
    seq(),
    Column("case_seq", ForeignKey("cases.seq"), nullable=False, index=True),
    Column("at", DateTime, nullable=False),
    words("who"),
    words("why"),
    Column("hits", Integer, nullable=False),
    Column("content", Text, nullable=False),
)

disclosures = Table(
    "disclosures",
    metadata,
    seq(),
    Column("id", Key, nullable=False, unique=True),
    Column("case_seq", ForeignKey("cases.seq"), nullable=False, index=True),
    Column("mediator", ForeignKey("mediators.seq"), nullable=False),
    words("subject"),
    Column("kind", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("disclosed_on", Date, nullable=False),
    words("applicants_who"),
    Column("applicants_on", Date),
    Column("applicants_how", Text),
    words("respondents_who"),
    Column("respondents_on", Date),
    Column("respondents_how", Text),
    Column("decision", Text),
    Column("decider", Text),
    Column("decided_on", Date),
    words("why"),
)

assignments = Table(
    "assignments",
    metadata,
    seq(),
    Column("id", Key, nullable=False, unique=True),
    Column("case_seq", ForeignKey("cases.seq"), nullable=False, index=True),
    Column("mediator", ForeignKey("mediators.seq"), nullable=False),
    Column("host", Boolean, nullable=False),
    Column("way", Text, nullable=False),
    Column("on", Date, nullable=False),
    Column("answer", Text),
    Column("answered_on", Date),
    words("reason"),
    Column("ended_on", Date),
    words("why_ended"),
    Index("ix_assignments_mediator_on", "mediator", "on"),
    Index(
        "ix_assignments_waiting",
        "on",
        "case_seq",
        sqlite_where=text("answer IS NULL AND ended_on IS NULL AND host"),
    ),
)

"""The roster, the cases and what hangs on them: parties, sessions, history, search text."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
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
    Time,
    text,
)

from db.schema.base import Key, metadata, seq, words

STAYS = (32, 64, 128, 256, 512, 1_024, 2_048, 4_096, 4_000_000)
"""Classes of closed cases by how long they stood: fewer days than this, from referral to closing."""
STAY = (
    "CASE"
    + "".join(
        f" WHEN julianday(closed_on) - julianday(referred_on) < {days} THEN {days}"
        for days in STAYS[:-1]
    )
    + f" ELSE {STAYS[-1]} END"
)
"""The class of a closed case, word for word as its index has it."""

mediators = Table(
    "mediators",
    metadata,
    seq(),
    Column("id", Key, nullable=False, unique=True),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("name", Text, nullable=False, index=True),
    words("level"),
    words("sector"),
    words("specialities"),
    words("organisation"),
    Column("term_from", Date),
    Column("term_to", Date),
    Column("holds_office", Boolean),
    words("courts"),
    words("phone"),
    words("remark"),
    Column("from_import", Boolean, nullable=False, server_default="0"),
)

cases = Table(
    "cases",
    metadata,
    seq(),
    Column("id", Key, nullable=False, unique=True),
    Column("version", Integer, nullable=False, server_default="1"),
    words("number"),
    words("court_number"),
    words("court_number_key"),
    Column("court", Text),
    Column("channel", Text),
    Column("cause", Text),
    words("cause_name"),
    Column("procedure", Text),
    words("applicants"),
    words("respondents"),
    Column("claimed", BigInteger),
    Column("agreed", BigInteger),
    Column("performed", BigInteger),
    Column("mediator", ForeignKey("mediators.seq")),
    Column("referred_on", Date, nullable=False),
    Column("signed_on", Date),
    Column("closed_on", Date),
    Column("days", Integer),
    Column("outcome", Text),
    Column("reason", Text),
    words("reason_note"),
    Column("performance", Text),
    words("confirmation_number"),
    words("transfer_number"),
    Column("transferred_on", Date),
    Column("transfer_counts_on", Date),
    Column("on_platform", Boolean),
    words("remark"),
    Column("extra", JSON(none_as_null=True)),
    Column("limit_on", Date),
    Index("uq_cases_number", "number", unique=True, sqlite_where=text("number <> ''")),
    Index(
        "uq_cases_court_number_key",
        "court_number_key",
        unique=True,
        sqlite_where=text("court_number_key <> ''"),
    ),
    Index(
        "ix_cases_received",
        "referred_on",
        "seq",
        "cause",
        "mediator",
        "court",
        "channel",
        "claimed",
    ),
    Index(
        "ix_cases_closed",
        "closed_on",
        "seq",
        "outcome",
        "cause",
        "mediator",
        "court",
        "channel",
        "agreed",
        "performed",
        "days",
        "referred_on",
        sqlite_where=text("closed_on IS NOT NULL"),
    ),
    Index(
        "ix_cases_open",
        "referred_on",
        "seq",
        "cause",
        "mediator",
        "court",
        "channel",
        "signed_on",
        "closed_on",
        sqlite_where=text("closed_on IS NULL"),
    ),
    Index(
        "ix_cases_stay",
        text(STAY),
        "referred_on",
        "closed_on",
        "seq",
        "cause",
        "mediator",
        "court",
        "channel",
        sqlite_where=text("closed_on IS NOT NULL"),
    ),
    Index(
        "ix_cases_limit",
        "limit_on",
        "seq",
        sqlite_where=text("closed_on IS NULL AND limit_on IS NOT NULL"),
    ),
    Index("ix_cases_cause", "cause", "referred_on", "seq", sqlite_where=text("cause IS NOT NULL")),
    Index("ix_cases_claimed", "claimed", "seq", sqlite_where=text("claimed IS NOT NULL")),
    # As expressions they serve an order alone: for a condition other indexes hold what is counted.
    Index("ix_cases_by_court", text("court || ''")),
    Index("ix_cases_by_channel", text("channel || ''")),
    Index("ix_cases_by_mediator", text("mediator + 0")),
    Index("ix_cases_by_agreed", text("agreed + 0")),
    Index("ix_cases_signed", "signed_on", "seq", sqlite_where=text("signed_on IS NOT NULL")),
    Index(
        "ix_cases_transferred",
        "transfer_counts_on",
        "cause",
        "mediator",
        "court",
        "channel",
        sqlite_where=text("transfer_counts_on IS NOT NULL"),
    ),
    sqlite_autoincrement=True,
)

parties = Table(
    "parties",
    metadata,
    Column("case_seq", ForeignKey("cases.seq"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("side", Text, nullable=False),
    Column("name", Text, nullable=False),
    words("phone"),
    words("id_number"),
    words("address"),
    Column("kind", Text),
    words("number_note"),
    words("representative"),
    words("post"),
    words("service_address"),
    Column("electronic", Boolean),
    Column("electronic_means", Text),
    words("electronic_address"),
    Index("ix_parties_phone", "phone", "case_seq", "name", sqlite_where=text("phone <> ''")),
    sqlite_with_rowid=False,
)

agents = Table(
    "agents",
    metadata,
    Column("case_seq", ForeignKey("cases.seq"), primary_key=True),
    Column("party", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    words("phone"),
    Column("kind", Text),
    Column("power", Text),
    words("papers"),
    sqlite_with_rowid=False,
)

assistants = Table(
    "assistants",
    metadata,
    Column("case_seq", ForeignKey("cases.seq"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("mediator", ForeignKey("mediators.seq"), nullable=False),
    sqlite_with_rowid=False,
)

sessions = Table(
    "sessions",
    metadata,
    seq(),
    Column("id", Key, nullable=False, unique=True),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("case_seq", ForeignKey("cases.seq"), nullable=False, index=True),
    Column("held_on", Date, nullable=False, index=True),
    Column("held_at", Time),
    Column("means", Text, nullable=False),
    words("place"),
    words("present"),
    words("summary"),
    Column("state", Text, nullable=False, server_default="held"),
    words("reason"),
    Index("ix_sessions_planned", "held_on", "seq", sqlite_where=text("state = 'planned'")),
)

history = Table(
    "history",
    metadata,
    seq(),
    Column("case_seq", ForeignKey("cases.seq"), nullable=False, index=True),
    Column("at", DateTime, nullable=False),
    words("who"),
    words("action"),
    words("field"),
    words("old"),
    words("new"),
    words("why"),
)

case_text = Table(
    "case_text",
    metadata,
    Column("seq", ForeignKey("cases.seq"), primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
)

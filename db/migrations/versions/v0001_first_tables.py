"""The first tables, spelt out: later changes of ``db.schema`` do not reach back into this step."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Create every table, its indexes and the search index with its triggers."""
    _court_totals(op)
    _drafts(op)
    _mediators(op)
    _rollup(op)
    _rollup_dirty(op)
    _settings(op)
    _cases(op)
    _assistants(op)
    _case_text(op)
    _history(op)
    _parties(op)
    _sessions(op)
    for statement in _SEARCH:
        op.get_bind().exec_driver_sql(statement)


def _court_totals(op: Operations) -> None:
    op.create_table(
        "court_totals",
        sa.Column("court", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("filings", sa.Integer()),
        sa.Column("mediated", sa.Integer()),
        sa.Column("closed", sa.Integer()),
        sa.Column("succeeded", sa.Integer()),
        sa.Column("transferred", sa.Integer()),
        sa.Column("platform", sa.Integer()),
        sa.Column("disputes", sa.Integer()),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("court", "month", "category", name="pk_court_totals"),
        sqlite_with_rowid=False,
    )


def _drafts(op: Operations) -> None:
    op.create_table(
        "drafts",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_drafts"),
    )


def _mediators(op: Operations) -> None:
    op.create_table(
        "mediators",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), server_default="", nullable=False),
        sa.Column("sector", sa.Text(), server_default="", nullable=False),
        sa.Column("specialities", sa.Text(), server_default="", nullable=False),
        sa.Column("organisation", sa.Text(), server_default="", nullable=False),
        sa.Column("term_from", sa.Date()),
        sa.Column("term_to", sa.Date()),
        sa.Column("holds_office", sa.Boolean()),
        sa.Column("courts", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("remark", sa.Text(), server_default="", nullable=False),
        sa.Column("from_import", sa.Boolean(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_mediators"),
        sa.UniqueConstraint("id", name="uq_mediators_id"),
    )
    op.create_index("ix_mediators_name", "mediators", ["name"], unique=False)


def _rollup(op: Operations) -> None:
    op.create_table(
        "rollup",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("dimension", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("opening", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("received", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("closed", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("succeeded", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("partly", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("failed", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("withdrawn", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("returned", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("transferred", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("claimed", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("agreed", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("performed", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("month", "dimension", "key", name="pk_rollup"),
        sqlite_with_rowid=False,
    )


def _rollup_dirty(op: Operations) -> None:
    op.create_table(
        "rollup_dirty",
        sa.Column("month", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("month", name="pk_rollup_dirty"),
    )


def _settings(op: Operations) -> None:
    op.create_table(
        "settings",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_settings"),
    )


def _cases(op: Operations) -> None:
    op.create_table(
        "cases",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("court_number", sa.Text(), server_default="", nullable=False),
        sa.Column("court_number_key", sa.Text(), server_default="", nullable=False),
        sa.Column("court", sa.Text()),
        sa.Column("channel", sa.Text()),
        sa.Column("cause", sa.Text()),
        sa.Column("cause_name", sa.Text(), server_default="", nullable=False),
        sa.Column("procedure", sa.Text()),
        sa.Column("applicants", sa.Text(), server_default="", nullable=False),
        sa.Column("respondents", sa.Text(), server_default="", nullable=False),
        sa.Column("claimed", sa.BigInteger()),
        sa.Column("agreed", sa.BigInteger()),
        sa.Column("performed", sa.BigInteger()),
        sa.Column("mediator", sa.Integer()),
        sa.Column("referred_on", sa.Date(), nullable=False),
        sa.Column("signed_on", sa.Date()),
        sa.Column("closed_on", sa.Date()),
        sa.Column("days", sa.Integer()),
        sa.Column("outcome", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.Column("reason_note", sa.Text(), server_default="", nullable=False),
        sa.Column("performance", sa.Text()),
        sa.Column("confirmation_number", sa.Text(), server_default="", nullable=False),
        sa.Column("transfer_number", sa.Text(), server_default="", nullable=False),
        sa.Column("transferred_on", sa.Date()),
        sa.Column("transfer_counts_on", sa.Date()),
        sa.Column("on_platform", sa.Boolean()),
        sa.Column("remark", sa.Text(), server_default="", nullable=False),
        sa.Column("extra", sa.JSON(none_as_null=True)),
        sa.ForeignKeyConstraint(["mediator"], ["mediators.seq"], name="fk_cases_mediator"),
        sa.PrimaryKeyConstraint("seq", name="pk_cases"),
        sa.UniqueConstraint("id", name="uq_cases_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_cases_closed",
        "cases",
        [
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
        ],
        unique=False,
        sqlite_where=sa.text("closed_on IS NOT NULL"),
    )
    op.create_index(
        "ix_cases_open",
        "cases",
        ["referred_on", "seq", "cause", "mediator", "court", "channel", "signed_on", "closed_on"],
        unique=False,
        sqlite_where=sa.text("closed_on IS NULL"),
    )
    op.create_index(
        "ix_cases_received",
        "cases",
        ["referred_on", "seq", "cause", "mediator", "court", "channel", "claimed"],
        unique=False,
    )
    op.create_index(
        "ix_cases_transferred",
        "cases",
        ["transfer_counts_on", "cause", "mediator", "court", "channel"],
        unique=False,
        sqlite_where=sa.text("transfer_counts_on IS NOT NULL"),
    )
    op.create_index(
        "uq_cases_court_number_key",
        "cases",
        ["court_number_key"],
        unique=True,
        sqlite_where=sa.text("court_number_key <> ''"),
    )
    op.create_index(
        "uq_cases_number", "cases", ["number"], unique=True, sqlite_where=sa.text("number <> ''")
    )


def _assistants(op: Operations) -> None:
    op.create_table(
        "assistants",
        sa.Column("case_seq", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("mediator", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_seq"], ["cases.seq"], name="fk_assistants_case_seq"),
        sa.ForeignKeyConstraint(["mediator"], ["mediators.seq"], name="fk_assistants_mediator"),
        sa.PrimaryKeyConstraint("case_seq", "position", name="pk_assistants"),
        sqlite_with_rowid=False,
    )


def _case_text(op: Operations) -> None:
    op.create_table(
        "case_text",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["cases.seq"], name="fk_case_text_seq"),
        sa.PrimaryKeyConstraint("seq", name="pk_case_text"),
    )


def _history(op: Operations) -> None:
    op.create_table(
        "history",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("case_seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("who", sa.Text(), server_default="", nullable=False),
        sa.Column("action", sa.Text(), server_default="", nullable=False),
        sa.Column("field", sa.Text(), server_default="", nullable=False),
        sa.Column("old", sa.Text(), server_default="", nullable=False),
        sa.Column("new", sa.Text(), server_default="", nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["case_seq"], ["cases.seq"], name="fk_history_case_seq"),
        sa.PrimaryKeyConstraint("seq", name="pk_history"),
    )
    op.create_index("ix_history_case_seq", "history", ["case_seq"], unique=False)


def _parties(op: Operations) -> None:
    op.create_table(
        "parties",
        sa.Column("case_seq", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("id_number", sa.Text(), server_default="", nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("agent", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["case_seq"], ["cases.seq"], name="fk_parties_case_seq"),
        sa.PrimaryKeyConstraint("case_seq", "position", name="pk_parties"),
        sqlite_with_rowid=False,
    )


def _sessions(op: Operations) -> None:
    op.create_table(
        "sessions",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("case_seq", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("held_at", sa.Time()),
        sa.Column("means", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), server_default="", nullable=False),
        sa.Column("present", sa.Text(), server_default="", nullable=False),
        sa.Column("summary", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["case_seq"], ["cases.seq"], name="fk_sessions_case_seq"),
        sa.PrimaryKeyConstraint("seq", name="pk_sessions"),
        sa.UniqueConstraint("id", name="uq_sessions_id"),
    )
    op.create_index("ix_sessions_case_seq", "sessions", ["case_seq"], unique=False)
    op.create_index("ix_sessions_held_on", "sessions", ["held_on"], unique=False)


_SEARCH = (
    """CREATE VIRTUAL TABLE case_search USING fts5(
        text, content='case_text', content_rowid='seq',
        tokenize='trigram case_sensitive 1', detail='none', columnsize=0)""",
    "CREATE VIRTUAL TABLE case_terms USING fts5vocab('case_search', 'row')",
    "CREATE TABLE search_queue (seq INTEGER PRIMARY KEY, old TEXT)",
    """CREATE TRIGGER case_text_added AFTER INSERT ON case_text BEGIN
        INSERT OR IGNORE INTO search_queue VALUES (new.seq, NULL); END""",
    """CREATE TRIGGER case_text_removed AFTER DELETE ON case_text BEGIN
        INSERT OR IGNORE INTO search_queue VALUES (old.seq, old.text); END""",
    """CREATE TRIGGER case_text_changed AFTER UPDATE ON case_text
        WHEN old.seq <> new.seq OR old.text <> new.text BEGIN
        INSERT OR IGNORE INTO search_queue VALUES (old.seq, old.text);
        INSERT OR IGNORE INTO search_queue VALUES (new.seq, NULL); END""",
)

"""Saved views, the bin, what can be undone, indexes for lists in order."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Create the tables and indexes."""
    _views(op)
    _bin(op)
    _undoables(op)
    for name, *columns in (
        ("cause", "cause", "referred_on", "seq"),
        ("claimed", "claimed", "seq"),
        ("signed", "signed_on", "seq"),
    ):
        present = sa.text(f"{columns[0]} IS NOT NULL")
        op.create_index(f"ix_cases_{name}", "cases", columns, sqlite_where=present)


def _views(op: Operations) -> None:
    op.create_table(
        "saved_views",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("who", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_saved_views"),
    )


def _bin(op: Operations) -> None:
    op.create_table(
        "binned_cases",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.LargeBinary(16), nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("court_number", sa.Text(), server_default="", nullable=False),
        sa.Column("court_number_key", sa.Text(), server_default="", nullable=False),
        sa.Column("applicants", sa.Text(), server_default="", nullable=False),
        sa.Column("respondents", sa.Text(), server_default="", nullable=False),
        sa.Column("who", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_binned_cases"),
        sa.UniqueConstraint("case_id", name="uq_binned_cases_case_id"),
    )
    op.create_index("ix_binned_cases_number", "binned_cases", ["number"])
    op.create_index("ix_binned_cases_court_number_key", "binned_cases", ["court_number_key"])
    op.create_table(
        "bin_removals",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.LargeBinary(16), nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("court_number", sa.Text(), server_default="", nullable=False),
        sa.Column("who", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_bin_removals"),
    )


def _undoables(op: Operations) -> None:
    op.create_table(
        "undoables",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("action", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("undone", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_undoables"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_undoables_who", "undoables", ["who", "undone"])

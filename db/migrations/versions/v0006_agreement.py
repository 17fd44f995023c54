"""Clauses, instalments and payments of an agreement, and the steps that follow a closing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Create the tables."""
    _agreements(op)
    _clauses(op)
    _payments(op)
    op.create_table(
        "closing_steps",
        sa.Column("case_seq", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("who", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("case_seq", "step", name="pk_closing_steps"),
        sa.ForeignKeyConstraint(["case_seq"], ["cases.seq"], name="fk_closing_steps_case_seq"),
        sqlite_with_rowid=False,
    )


def _agreements(op: Operations) -> None:
    op.create_table(
        "agreements",
        sa.Column("case_seq", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("signed_on", sa.Date()),
        sa.Column("all_signed", sa.Boolean()),
        sa.Column("confirming", sa.Boolean()),
        sa.PrimaryKeyConstraint("case_seq", name="pk_agreements"),
        sa.ForeignKeyConstraint(["case_seq"], ["cases.seq"], name="fk_agreements_case_seq"),
    )
    op.create_index(
        "ix_agreements_confirming",
        "agreements",
        ["signed_on"],
        sqlite_where=sa.text("confirming = 1"),
    )


def _clauses(op: Operations) -> None:
    op.create_table(
        "clauses",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("case_seq", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payer", sa.Text(), server_default="", nullable=False),
        sa.Column("payee", sa.Text(), server_default="", nullable=False),
        sa.Column("what", sa.Text(), server_default="", nullable=False),
        sa.Column("fen", sa.BigInteger()),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("how", sa.Text()),
        sa.Column("account", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_clauses"),
        sa.UniqueConstraint("id", name="uq_clauses_id"),
        sa.ForeignKeyConstraint(["case_seq"], ["cases.seq"], name="fk_clauses_case_seq"),
    )
    op.create_index("ix_clauses_case_seq", "clauses", ["case_seq"])
    op.create_table(
        "instalments",
        sa.Column("clause", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("fen", sa.BigInteger()),
        sa.Column("left", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("clause", "number", name="pk_instalments"),
        sa.ForeignKeyConstraint(["clause"], ["clauses.seq"], name="fk_instalments_clause"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_instalments_open", "instalments", ["due_on"], sqlite_where=sa.text('"left" > 0')
    )


def _payments(op: Operations) -> None:
    op.create_table(
        "payments",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("case_seq", sa.Integer(), nullable=False),
        sa.Column("clause", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("fen", sa.BigInteger()),
        sa.Column("how", sa.Text()),
        sa.Column("proof", sa.Text()),
        sa.Column("proof_words", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_payments"),
        sa.UniqueConstraint("id", name="uq_payments_id"),
        sa.ForeignKeyConstraint(["case_seq"], ["cases.seq"], name="fk_payments_case_seq"),
        sa.ForeignKeyConstraint(["clause"], ["clauses.seq"], name="fk_payments_clause"),
    )
    op.create_index("ix_payments_case_seq", "payments", ["case_seq"])

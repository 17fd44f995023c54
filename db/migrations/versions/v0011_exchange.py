"""Partners of the exchange, what was sent and received, and open conflicts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Create the tables of the exchange by file."""
    _partners(op)
    _states(op)
    _conflicts(op)


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _partners(op: Operations) -> None:
    op.create_table(
        "partners",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("mediator", sa.Integer()),
        sa.Column("sign", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        _words("who"),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime()),
        sa.Column("sent", sa.Integer(), server_default="0", nullable=False),
        _words("sent_sha256"),
        sa.Column("heard", sa.Integer(), server_default="0", nullable=False),
        _words("heard_sha256"),
        sa.PrimaryKeyConstraint("seq", name="pk_partners"),
        sa.ForeignKeyConstraint(["mediator"], ["mediators.seq"], name="fk_partners_mediator"),
    )
    op.create_index("uq_partners_sign", "partners", ["sign"], unique=True)
    op.create_table(
        "exchanged_files",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("partner", sa.Integer(), nullable=False),
        sa.Column("is_ours", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("bundle", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        _words("who"),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("answered_at", sa.DateTime()),
        _words("answers"),
        sa.PrimaryKeyConstraint("seq", name="pk_exchanged_files"),
        sa.ForeignKeyConstraint(["partner"], ["partners.seq"], name="fk_exchanged_files_partner"),
    )
    op.create_index(
        "uq_exchanged_files_bundle", "exchanged_files", ["bundle", "is_ours"], unique=True
    )


def _states(op: Operations) -> None:
    op.create_table(
        "agreed_states",
        sa.Column("partner", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.LargeBinary(16), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        _words("trail"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("partner", "case_id", name="pk_agreed_states"),
        sa.ForeignKeyConstraint(["partner"], ["partners.seq"], name="fk_agreed_states_partner"),
        sqlite_with_rowid=False,
    )


def _conflicts(op: Operations) -> None:
    op.create_table(
        "merge_conflicts",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("partner", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("other", sa.LargeBinary(16)),
        _words("label"),
        sa.Column("theirs", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("settled_at", sa.DateTime()),
        _words("settled_by"),
        _words("choices"),
        sa.PrimaryKeyConstraint("seq", name="pk_merge_conflicts"),
        sa.ForeignKeyConstraint(["partner"], ["partners.seq"], name="fk_merge_conflicts_partner"),
    )
    op.create_index("ix_merge_conflicts_case_id", "merge_conflicts", ["case_id"])
    op.create_index(
        "ix_merge_conflicts_open",
        "merge_conflicts",
        ["seq"],
        sqlite_where=sa.text("settled_at IS NULL"),
    )

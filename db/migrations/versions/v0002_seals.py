"""Sealed periods: the figures and cases as they were, and who lifted a seal and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Create the table of seals; of one period and scope only one may stand."""
    op.create_table(
        "seals",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("court", sa.Text(), server_default="", nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("who", sa.Text(), server_default="", nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("lifted_at", sa.DateTime()),
        sa.Column("lifted_by", sa.Text(), server_default="", nullable=False),
        sa.Column("lifted_why", sa.Text(), server_default="", nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("cases", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_seals"),
    )
    op.create_index("ix_seals_sha256", "seals", ["sha256"])
    op.create_index(
        "uq_seals_standing",
        "seals",
        ["start", "end", "court"],
        unique=True,
        sqlite_where=sa.text("lifted_at IS NULL"),
    )

"""What of a case was typed into the other system, and when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Create the table."""
    op.create_table(
        "transcripts",
        sa.Column("case_seq", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("who", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("case_seq", "field", name="pk_transcripts"),
        sa.ForeignKeyConstraint(["case_seq"], ["cases.seq"], name="fk_transcripts_case_seq"),
        sqlite_with_rowid=False,
    )

"""Sessions that are planned or were cancelled, told apart from those that were held."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Give sessions a state and assignments an index of those without an answer.

    A session of a day after the last line of history lay ahead when it was entered: it was planned.
    """
    op.add_column("sessions", sa.Column("state", sa.Text(), server_default="held", nullable=False))
    op.add_column("sessions", sa.Column("reason", sa.Text(), server_default="", nullable=False))
    op.execute(
        "UPDATE sessions SET state = 'planned' WHERE held_on > "
        "(SELECT date(at) FROM history ORDER BY seq DESC LIMIT 1)"
    )
    op.create_index(
        "ix_sessions_planned",
        "sessions",
        ["held_on", "seq"],
        unique=False,
        sqlite_where=sa.text("state = 'planned'"),
    )
    op.create_index(
        "ix_assignments_waiting",
        "assignments",
        ["on", "case_seq"],
        unique=False,
        sqlite_where=sa.text("answer IS NULL AND ended_on IS NULL AND host"),
    )

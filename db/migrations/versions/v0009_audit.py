"""The chained audit trail, to which lines are only added."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations

_CHAINED = ("seq", "at", "who", "action", "object", "detail", "before", "after", "hash")


def upgrade(op: Operations) -> None:
    """Create the table and what guards it."""
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), server_default="", nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("before", sa.LargeBinary()),
        sa.Column("after", sa.LargeBinary()),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
    )
    op.create_index("ix_audit_object", "audit", ["object"])
    chained = ", ".join(f'"{name}"' for name in _CHAINED)
    for trigger in (
        f"CREATE TRIGGER audit_no_update BEFORE UPDATE OF {chained} ON audit "
        "BEGIN SELECT RAISE(ABORT, 'kept for good'); END",
        "CREATE TRIGGER audit_no_salt BEFORE UPDATE OF salt ON audit "
        "WHEN NEW.salt IS NOT NULL BEGIN SELECT RAISE(ABORT, 'kept for good'); END",
        "CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit "
        "WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq) "
        "BEGIN SELECT RAISE(ABORT, 'kept for good'); END",
        "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit "
        "BEGIN SELECT RAISE(ABORT, 'kept for good'); END",
    ):
        op.get_bind().exec_driver_sql(trigger)

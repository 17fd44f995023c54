"""Extensions, pauses, the next step, days of notices; what the limit of an open case is counted to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Create the tables, and count the limits of the open cases that are there."""
    for name, *columns in (
        (
            "extensions",
            sa.Column("days", sa.Integer(), nullable=False),
            sa.Column("agreed_on", sa.Date(), nullable=False),
        ),
        ("pauses", sa.Column("start", sa.Date(), nullable=False), sa.Column("end", sa.Date())),
    ):
        op.create_table(
            name,
            sa.Column("seq", sa.Integer(), nullable=False),
            sa.Column("case_seq", sa.Integer(), nullable=False),
            *columns,
            sa.Column("words", sa.Text(), server_default="", nullable=False),
            sa.PrimaryKeyConstraint("seq", name=f"pk_{name}"),
            sa.ForeignKeyConstraint(["case_seq"], ["cases.seq"], name=f"fk_{name}_case_seq"),
        )
        op.create_index(f"ix_{name}_case_seq", name, ["case_seq"])
    op.create_table(
        "next_steps",
        sa.Column("case_seq", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.Time()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("case_seq", name="pk_next_steps"),
        sa.ForeignKeyConstraint(["case_seq"], ["cases.seq"], name="fk_next_steps_case_seq"),
    )
    op.create_index("ix_next_steps_on", "next_steps", ["on"])
    op.create_table(
        "special_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_off", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_special_days"),
        sqlite_with_rowid=False,
    )
    op.add_column("cases", sa.Column("limit_on", sa.Date()))
    _count(op.get_bind())
    op.create_index(
        "ix_cases_limit",
        "cases",
        ["limit_on", "seq"],
        sqlite_where=sa.text("closed_on IS NULL AND limit_on IS NOT NULL"),
    )


def _count(connection: sa.Connection) -> None:
    from mediation.cases.terms import Channel, Procedure
    from mediation.clock.limits import counted_to

    cases = sa.table(
        "cases",
        sa.column("seq", sa.Integer),
        *(sa.column(name, sa.Text) for name in ("channel", "procedure")),
        *(sa.column(name, sa.Date) for name in ("referred_on", "signed_on", "closed_on")),
        sa.column("limit_on", sa.Date),
    )
    found = []
    for row in connection.execute(
        sa.select(cases).where(
            cases.c.closed_on.is_(None),
            cases.c.signed_on.is_not(None),
            cases.c.channel.is_not(None),
        )
    ):
        procedure = Procedure(row.procedure) if row.procedure else None
        last = counted_to(Channel(row.channel), procedure, row.signed_on, row.referred_on)
        if last is not None:
            found.append({"this": row.seq, "last": last})
    if found:
        connection.execute(
            sa.update(cases)
            .where(cases.c.seq == sa.bindparam("this"))
            .values(limit_on=sa.bindparam("last")),
            found,
        )

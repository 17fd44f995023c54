"""Subsidies and duties: tariffs, grades, frozen pay lists with their reversals, what members did.

Entries about money cannot be changed or taken out again, not even by another program.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations

_FOR_GOOD = ("tariffs", "tariff_rates", "pay_lists", "pay_reversals")


def upgrade(op: Operations) -> None:
    """Create the tables and what guards them."""
    _tariffs(op)
    _gradings(op)
    _pay_lists(op)
    _duties(op)
    for table in _FOR_GOOD:
        for act in ("update", "delete"):
            op.get_bind().exec_driver_sql(
                f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'kept for good'); END"
            )


def _tariffs(op: Operations) -> None:
    op.create_table(
        "tariffs",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), server_default="", nullable=False),
        sa.Column("who", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_tariffs"),
    )
    op.create_table(
        "tariff_rates",
        sa.Column("tariff", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), server_default="", nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("performed_first", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("tariff", "position", name="pk_tariff_rates"),
        sa.ForeignKeyConstraint(["tariff"], ["tariffs.seq"], name="fk_tariff_rates_tariff"),
        sqlite_with_rowid=False,
    )


def _gradings(op: Operations) -> None:
    op.create_table(
        "gradings",
        sa.Column("case_seq", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("grade", sa.Text()),
        sa.Column("tier", sa.Text(), server_default="", nullable=False),
        sa.Column("separate", sa.Text(), server_default="", nullable=False),
        sa.Column("who", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("case_seq", name="pk_gradings"),
        sa.ForeignKeyConstraint(["case_seq"], ["cases.seq"], name="fk_gradings_case_seq"),
    )


def _pay_lists(op: Operations) -> None:
    op.create_table(
        "pay_lists",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("who", sa.Text(), server_default="", nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_pay_lists"),
    )
    op.create_table(
        "pay_reversals",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("pay_list", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.LargeBinary(16), nullable=False),
        sa.Column("label", sa.Text(), server_default="", nullable=False),
        sa.Column("mediator_name", sa.Text(), server_default="", nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("who", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_pay_reversals"),
        sa.ForeignKeyConstraint(["pay_list"], ["pay_lists.seq"], name="fk_pay_reversals_pay_list"),
    )
    op.create_index("uq_pay_reversals_line", "pay_reversals", ["pay_list", "case_id"], unique=True)


def _duties(op: Operations) -> None:
    op.create_table(
        "duties",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("mediator", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("count", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_duties"),
        sa.ForeignKeyConstraint(["mediator"], ["mediators.seq"], name="fk_duties_mediator"),
    )
    op.create_index("ix_duties_mediator_on", "duties", ["mediator", "on"])

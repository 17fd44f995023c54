"""Interests of mediators, declarations, searches and assignments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Create the tables."""
    _of_a_mediator(op)
    _of_a_case(
        op,
        "conflict_searches",
        sa.Column("at", sa.DateTime(), nullable=False),
        _words("who"),
        _words("why"),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
    )
    _of_a_case(
        op,
        "disclosures",
        *_who(),
        _words("subject"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("disclosed_on", sa.Date(), nullable=False),
        *_consent("applicants"),
        *_consent("respondents"),
        sa.Column("decision", sa.Text()),
        sa.Column("decider", sa.Text()),
        sa.Column("decided_on", sa.Date()),
        _words("why"),
    )
    _of_a_case(
        op,
        "assignments",
        *_who(),
        sa.Column("host", sa.Boolean(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text()),
        sa.Column("answered_on", sa.Date()),
        _words("reason"),
        sa.Column("ended_on", sa.Date()),
        _words("why_ended"),
    )
    op.create_index("ix_assignments_mediator_on", "assignments", ["mediator", "on"])


def _of_a_mediator(op: Operations) -> None:
    name = "mediator_interests"
    op.create_table(
        name,
        sa.Column("seq", sa.Integer(), nullable=False),
        *_who(),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        _words("role"),
        sa.Column("start", sa.Date()),
        sa.Column("end", sa.Date()),
        _words("id_number"),
        _words("words"),
        sa.PrimaryKeyConstraint("seq", name=f"pk_{name}"),
        *_keys(name),
    )
    op.create_index(f"ix_{name}_mediator", name, ["mediator"])


def _of_a_case(op: Operations, name: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("case_seq", sa.Integer(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("seq", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["case_seq"], ["cases.seq"], name=f"fk_{name}_case_seq"),
        *(_keys(name) if any(column.name == "mediator" for column in columns) else ()),
    )
    op.create_index(f"ix_{name}_case_seq", name, ["case_seq"])


def _who() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("mediator", sa.Integer(), nullable=False),
    )


def _keys(name: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.UniqueConstraint("id", name=f"uq_{name}_id"),
        sa.ForeignKeyConstraint(["mediator"], ["mediators.seq"], name=f"fk_{name}_mediator"),
    )


def _consent(side: str) -> tuple[sa.Column[object], ...]:
    return (
        _words(f"{side}_who"),
        sa.Column(f"{side}_on", sa.Date()),
        sa.Column(f"{side}_how", sa.Text()),
    )


def _words(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)

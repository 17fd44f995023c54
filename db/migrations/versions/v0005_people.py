"""Agents, organisations, tags, zones and private notes of a case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Give parties their particulars and agents their own table; create what hangs on a case."""
    _parties(op)
    _agents(op)
    _folders(op)


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _parties(op: Operations) -> None:
    for column in (
        sa.Column("kind", sa.Text()),
        _words("number_note"),
        _words("representative"),
        _words("post"),
        _words("service_address"),
        sa.Column("electronic", sa.Boolean()),
        sa.Column("electronic_means", sa.Text()),
        _words("electronic_address"),
    ):
        op.add_column("parties", column)


def _agents(op: Operations) -> None:
    """What stood in ``parties.agent`` becomes an agent's name; kind and power stay unknown."""
    op.create_table(
        "agents",
        sa.Column("case_seq", sa.Integer(), nullable=False),
        sa.Column("party", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        _words("phone"),
        sa.Column("kind", sa.Text()),
        sa.Column("power", sa.Text()),
        _words("papers"),
        sa.PrimaryKeyConstraint("case_seq", "party", "position", name="pk_agents"),
        sa.ForeignKeyConstraint(["case_seq"], ["cases.seq"], name="fk_agents_case_seq"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO agents (case_seq, party, position, name) "
        "SELECT case_seq, position, 0, agent FROM parties WHERE agent <> ''"
    )
    op.drop_column("parties", "agent")


def _folders(op: Operations) -> None:
    op.create_table(
        "case_tags",
        sa.Column("case_seq", sa.Integer(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_seq", "tag", name="pk_case_tags"),
        sa.ForeignKeyConstraint(["case_seq"], ["cases.seq"], name="fk_case_tags_case_seq"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_case_tags_tag", "case_tags", ["tag", "case_seq"])
    op.create_table(
        "case_papers",
        sa.Column("case_seq", sa.Integer(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        _words("remark"),
        sa.PrimaryKeyConstraint("case_seq", "paper", name="pk_case_papers"),
        sa.ForeignKeyConstraint(["case_seq"], ["cases.seq"], name="fk_case_papers_case_seq"),
        sqlite_with_rowid=False,
    )
    _said(op, "undisputed_facts", sa.Column("confirmed_on", sa.Date()))
    _said(op, "compromises")
    _said(op, "private_notes")


def _said(op: Operations, name: str, *more: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("case_seq", sa.Integer(), nullable=False),
        sa.Column("session_seq", sa.Integer()),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *more,
        sa.PrimaryKeyConstraint("seq", name=f"pk_{name}"),
        sa.UniqueConstraint("id", name=f"uq_{name}_id"),
        sa.ForeignKeyConstraint(["case_seq"], ["cases.seq"], name=f"fk_{name}_case_seq"),
        sa.ForeignKeyConstraint(["session_seq"], ["sessions.seq"], name=f"fk_{name}_session_seq"),
    )
    op.create_index(f"ix_{name}_case_seq", name, ["case_seq"])

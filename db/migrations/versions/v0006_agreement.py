"""Clauses, instalments and payments of an agreement."""

from __future__ import annotations

from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Nothing yet."""

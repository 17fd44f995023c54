"""Indexes and marks that make long searches short."""

from __future__ import annotations

from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Nothing yet."""

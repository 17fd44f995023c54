"""Saved views, the bin and what can be undone."""

from __future__ import annotations

from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Nothing yet."""

"""Agents, organisations, tags, zones and private notes of a case."""

from __future__ import annotations

from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Nothing yet."""

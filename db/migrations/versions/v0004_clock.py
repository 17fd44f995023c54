"""Extensions, pauses and the other clocks of a case."""

from __future__ import annotations

from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Nothing yet."""

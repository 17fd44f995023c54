"""Partners of the exchange, what was sent and received, and open conflicts."""

from __future__ import annotations

from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Nothing yet."""

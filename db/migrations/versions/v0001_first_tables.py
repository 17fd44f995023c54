"""The first tables."""

from __future__ import annotations

from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Create every table and index."""
    from db import search
    from db.schema import metadata

    metadata.create_all(op.get_bind())
    search.create(op.get_bind())

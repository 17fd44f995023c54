"""Indexes that the list is ordered by: court, source, mediator, agreed amount."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations

_ORDERS = {
    "court": "court || ''",
    "channel": "channel || ''",
    "mediator": "mediator + 0",
    "agreed": "agreed + 0",
}


def upgrade(op: Operations) -> None:
    """Index each as an expression, which serves an order and is never taken for a condition."""
    for name, expression in _ORDERS.items():
        op.create_index(f"ix_cases_by_{name}", "cases", [sa.text(expression)])

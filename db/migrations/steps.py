"""The steps from an empty file to the tables of today; ``user_version`` counts those taken.

A released step never changes: a change of ``db.schema`` is a new file ``v0002_what_it_does`` with
``upgrade(op)`` and a line in ``STEPS``; a test compares where the steps lead with the schema.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from sqlalchemy import Connection

STEPS: tuple[str, ...] = (
    "v0001_first_tables",
    "v0002_seals",
    "v0003_subsidies",
    "v0004_clock",
    "v0005_people",
    "v0006_agreement",
    "v0007_conflict",
    "v0008_shelf",
    "v0009_audit",
    "v0010_marks",
    "v0011_exchange",
    "v0012_transcript",
    "v0013_sessions",
    "v0014_orders",
)


def latest() -> int:
    """The version of the tables that this program writes."""
    return len(STEPS)


def take(
    connection: Connection,
    done: int,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Take the steps after ``done`` in the open transaction and set ``user_version``.

    ``progress`` is called with steps taken and steps in all.
    """
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    operations = Operations(MigrationContext.configure(connection))
    for taken, name in enumerate(STEPS[done:]):
        progress(taken, len(STEPS) - done)
        import_module(f"db.migrations.versions.{name}").upgrade(operations)
    connection.exec_driver_sql(f"PRAGMA user_version={latest()}")

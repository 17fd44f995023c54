"""The kept monthly sums."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Table,
    Text,
)

from db.schema.base import metadata

rollup = Table(
    "rollup",
    metadata,
    Column("month", Date, primary_key=True),
    Column("dimension", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    *(
        Column(name, BigInteger, nullable=False, server_default="0")
        for name in (
            "opening",
            "received",
            "closed",
            "succeeded",
            "partly",
            "failed",
            "withdrawn",
            "returned",
            "transferred",
            "claimed",
            "agreed",
            "performed",
        )
    ),
    sqlite_with_rowid=False,
)

rollup_dirty = Table(
    "rollup_dirty",
    metadata,
    Column("month", Date, primary_key=True),
)

"""Indexes that keep long looks short: those open on a day long past, those with one phone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations

_STAY = (
    "CASE WHEN julianday(closed_on) - julianday(referred_on) < 32 THEN 32"
    " WHEN julianday(closed_on) - julianday(referred_on) < 64 THEN 64"
    " WHEN julianday(closed_on) - julianday(referred_on) < 128 THEN 128"
    " WHEN julianday(closed_on) - julianday(referred_on) < 256 THEN 256"
    " WHEN julianday(closed_on) - julianday(referred_on) < 512 THEN 512"
    " WHEN julianday(closed_on) - julianday(referred_on) < 1024 THEN 1024"
    " WHEN julianday(closed_on) - julianday(referred_on) < 2048 THEN 2048"
    " WHEN julianday(closed_on) - julianday(referred_on) < 4096 THEN 4096"
    " ELSE 4000000 END"
)


def upgrade(op: Operations) -> None:
    """Index the closed cases by how long they stood, the parties by phone."""
    op.create_index(
        "ix_cases_stay",
        "cases",
        [
            sa.text(_STAY),
            "referred_on",
            "closed_on",
            "seq",
            "cause",
            "mediator",
            "court",
            "channel",
        ],
        sqlite_where=sa.text("closed_on IS NOT NULL"),
    )
    op.create_index(
        "ix_parties_phone",
        "parties",
        ["phone", "case_seq", "name"],
        sqlite_where=sa.text("phone <> ''"),
    )

"""Keeping what lies beside the cases: court totals, drafts, settings."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from db.prepared import Prepared
from db.schema import court_totals, drafts, settings
from db.translate import moment
from mediation.figures.counts import CourtTotals
from mediation.ledger.rows import LedgerTotals
from mediation.stale import conflict
from mediation.store import Draft

_FIGURES = ("filings", "mediated", "closed", "succeeded", "transferred", "platform", "disputes")
INTERNAL = "_"
"""What the store notes for itself begins with this."""

_SETTING = Prepared(
    update(settings).where(settings.c.key == bindparam("name")).values(value=bindparam("words"))
)

DATABASE_ID, LAST_WRITE = "database_id", "last_write"


def put_totals(
    connection: Connection, totals: Sequence[CourtTotals | LedgerTotals]
) -> tuple[int, int, int]:
    """Enter court totals by (court, month, category); answers new, updated, unchanged.

    A ledger's empty cell leaves a kept figure as it is; an emptied field of the grid clears it.
    """
    new = updated = unchanged = 0
    for entered in totals:
        key = (
            (court_totals.c.court == entered.court)
            & (court_totals.c.month == entered.month.replace(day=1))
            & (court_totals.c.category == entered.category)
        )
        figures: dict[str, Any] = {name: getattr(entered, name) for name in _FIGURES}
        kept = connection.execute(select(court_totals).where(key)).first()
        if kept is None:
            connection.execute(
                insert(court_totals).values(
                    court=entered.court,
                    month=entered.month.replace(day=1),
                    category=entered.category,
                    version=1,
                    **figures,
                )
            )
            new += 1
            continue
        if isinstance(entered, LedgerTotals):
            figures = {name: value for name, value in figures.items() if value is not None}
        if all(getattr(kept, name) == value for name, value in figures.items()):
            unchanged += 1
            continue
        if isinstance(entered, CourtTotals) and entered.version != kept.version:
            raise conflict(entered, kept, _FIGURES)
        connection.execute(
            update(court_totals).where(key).values(version=kept.version + 1, **figures)
        )
        updated += 1
    return new, updated, unchanged


def read_drafts(connection: Connection) -> list[Draft]:
    """Unsaved input, newest first."""
    rows = connection.execute(select(drafts).order_by(drafts.c.saved_at.desc(), drafts.c.key))
    return [
        Draft(row.key, row.title, row._mapping["values"], row.saved_at.replace(tzinfo=UTC))
        for row in rows
    ]


def put_draft(connection: Connection, draft: Draft) -> None:
    """Keep unsaved input under its key, replacing what was there."""
    drop_draft(connection, draft.key)
    connection.execute(
        insert(drafts),
        {
            "key": draft.key,
            "title": draft.title,
            "values": dict(draft.values),
            "saved_at": moment(draft.saved_at),
        },
    )


def drop_draft(connection: Connection, key: str) -> None:
    """Forget unsaved input."""
    connection.execute(delete(drafts).where(drafts.c.key == key))


def read_settings(connection: Connection) -> dict[str, str]:
    """The office's settings, without what the store notes for itself."""
    rows = connection.execute(select(settings.c.key, settings.c.value))
    return {key: value for key, value in rows if not key.startswith(INTERNAL)}


def own_note(connection: Connection, key: str) -> str | None:
    """What the store noted for itself."""
    return connection.scalar(select(settings.c.value).where(settings.c.key == INTERNAL + key))


def database_id(connection: sqlite3.Connection) -> str:
    """The id of the database behind a bare connection; empty in a file that has none."""
    found = connection.execute(
        "SELECT value FROM settings WHERE key = ?", (INTERNAL + DATABASE_ID,)
    ).fetchone()
    return found[0] if found else ""


def put_own_note(connection: Connection, key: str, value: str) -> None:
    """Note something for the store itself."""
    put_setting(connection, INTERNAL + key, value)


def put_setting(connection: Connection, key: str, value: str) -> None:
    """Keep one setting."""
    if not _SETTING.run(connection, name=key, words=value):
        connection.execute(insert(settings).values(key=key, value=value))

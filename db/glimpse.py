"""The top of the case list before anything heavy is loaded: one bare read, for the first paint only.

Importing SQLAlchemy takes longer than all of a window's start; these rows stand until the store
is open and has checked its file.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from db.cipher import errors
from db.connection import APPLICATION_ID, connected, salt_at
from mediation.cases.terms import Outcome
from mediation.listing import CaseRow

_MAKE: Callable[..., CaseRow] = CaseRow
_TOP = """
SELECT c.seq, c.id, c.version, c.number, c.court_number, c.applicants, c.respondents,
       c.cause_name, c.court, c.channel, c.claimed, m.id, m.name,
       c.referred_on, c.signed_on, c.closed_on, c.outcome, c.agreed, c.performed, c.procedure,
       c.limit_on,
       (SELECT "on" FROM next_steps WHERE case_seq = c.seq),
       (SELECT kind || ' ' || words FROM next_steps WHERE case_seq = c.seq)
FROM cases c LEFT JOIN mediators m ON m.seq = c.mediator
WHERE c.seq IN (SELECT seq FROM cases ORDER BY referred_on DESC, seq DESC LIMIT ?)
ORDER BY c.referred_on DESC, c.seq DESC
"""
_GUARDED = """
SELECT 1 FROM settings
WHERE key = 'lock.word' AND value <> '' OR key = 'privacy.names' AND value = 'masked'
"""


def top_rows(path: Path, limit: int) -> list[CaseRow] | None:
    """The newest cases as the default list shows them; ``None`` when the file does not answer, or is
    not to be seen before the window asked for a word."""
    try:
        if salt_at(path) is not None:
            return None
        with connected(path, read_only=True, patience=50) as connection:
            if connection.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
                return None
            if connection.execute(_GUARDED).fetchone():
                return None
            return [_row(values) for values in connection.execute(_TOP, (limit,))]
    except errors(OSError, ValueError, TypeError):
        return None


def _row(values: tuple[Any, ...]) -> CaseRow:
    seq, case, *plain = values
    mediator, name = values[11:13]
    return _MAKE(
        seq,
        UUID(bytes=case),
        *plain[:9],
        UUID(bytes=mediator) if mediator else None,
        name or "",
        *(date.fromisoformat(day) if day else None for day in values[13:16]),
        Outcome(values[16]) if values[16] else None,
        *values[17:20],
        *(date.fromisoformat(day) if day else None for day in values[20:22]),
        values[22],
    )

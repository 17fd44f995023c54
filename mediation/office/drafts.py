"""Unsaved input, kept until it is saved or thrown away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from mediation.store import Draft, Store


class Drafts:
    """草稿: what was typed and not yet saved."""

    def __init__(self, store: Store, *, who: str, now: Callable[[], datetime]) -> None:
        self._store = store
        self._who = who
        self._now = now

    def all(self) -> list[Draft]:
        """Every draft, newest first."""
        with self._store.reading() as reading:
            return reading.drafts()

    def keep(self, key: str, title: str, values: Mapping[str, str]) -> None:
        """Keep what stands in a form now."""
        with self._store.writing(self._who) as writing:
            writing.put_draft(Draft(key, title, dict(values), self._now()))

    def drop(self, key: str) -> None:
        """Forget a draft."""
        with self._store.writing(self._who) as writing:
            writing.drop_draft(key)

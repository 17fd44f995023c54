"""Unsaved input, kept until it is saved or thrown away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from mediation.cases.notes import PRIVATE_DRAFTS
from mediation.cases.persons import spelt
from mediation.errors import StoreUnusable
from mediation.i18n import _
from mediation.office.draft_files import DraftFiles
from mediation.store import Draft, Store


class Drafts:
    """草稿: what was typed and not yet saved."""

    def __init__(self, store: Store, *, who: str, now: Callable[[], datetime]) -> None:
        self._store = store
        self._who = who
        self._now = now
        self._files = _files_beside(store)

    def all(self) -> list[Draft]:
        """Every draft, newest first. Of one key that of a file counts, whatever the clock said: it is
        dropped as soon as the store takes the draft again."""
        with self._store.reading() as reading:
            found = reading.drafts()
        if self._files is not None:
            found += self._files.all()
        counting = {draft.key: draft for draft in found}
        return sorted(counting.values(), key=lambda draft: draft.saved_at, reverse=True)

    def keep(self, key: str, title: str, values: Mapping[str, str]) -> Path | None:
        """Keep what stands in a form now.

        When the store cannot take it, the draft goes to a file beside the database and the file is
        answered; raises :class:`StoreUnusable` when neither can be written. Private words never go
        to a file.
        """
        draft = Draft(key, title, dict(values), self._now())
        try:
            with self._store.writing(self._who) as writing:
                writing.put_draft(draft)
        except StoreUnusable:
            aside = self._aside(draft)
            if aside is None:
                raise
            return aside
        if self._files is not None:
            self._files.drop(key)
        return None

    def keep_aside(self, key: str, title: str, values: Mapping[str, str]) -> Path | None:
        """Keep a draft in a file beside the database at once, without waiting for the store."""
        return self._aside(Draft(key, title, dict(values), self._now()))

    def drop(self, key: str) -> None:
        """Forget a draft."""
        if self._files is not None:
            self._files.drop(key)
        with self._store.writing(self._who) as writing:
            writing.drop_draft(key)

    def _aside(self, draft: Draft) -> Path | None:
        if self._files is None or draft.key.partition(":")[0] in PRIVATE_DRAFTS:
            return None
        try:
            return self._files.keep(draft)
        except OSError as error:
            raise StoreUnusable(
                _("草稿存不进数据库,也写不进它旁边的文件夹({why}):请先抄下内容。").format(
                    why=error.strerror or type(error).__name__
                )
            ) from error


def forget_files(store: Store, texts: Sequence[str]) -> None:
    """Remove the drafts beside the database that name one of these texts."""
    files = _files_beside(store)
    if files is None:
        return
    for draft in files.all():
        told = "\n".join([draft.key, draft.title, *draft.values.values()])
        if spelt(tuple(texts)).search(told):
            files.drop(draft.key)


def _files_beside(store: Store) -> DraftFiles | None:
    """The files beside a store that is a file itself."""
    path: Path | None = getattr(store, "path", None)
    return None if path is None else DraftFiles(path, getattr(store, "envelope", None))

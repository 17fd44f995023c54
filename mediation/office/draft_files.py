"""Drafts kept as files beside the database, for when the database cannot take them."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from mediation.store import Draft, Envelope

_LARGEST = 4_000_000
_IN_THE_CLEAR = b"{"


class DraftFiles:
    """One file a draft, readable by its owner only, named after the database it waits for.

    Beside an encrypted database they are in its ``envelope``.
    """

    def __init__(self, database: Path, envelope: Envelope | None = None) -> None:
        self._envelope = envelope
        self._folder = database.parent
        self._stem = f".{database.name}.draft-"

    def keep(self, draft: Draft) -> Path:
        """Write the draft, whole or not at all; raises ``OSError``."""
        path = self._path(draft.key)
        content = {
            "key": draft.key,
            "title": draft.title,
            "values": dict(draft.values),
            "saved_at": draft.saved_at.isoformat(),
        }
        handle, name = tempfile.mkstemp(prefix=self._stem, suffix=".part", dir=self._folder)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(self._sealed(json.dumps(content, ensure_ascii=False).encode()))
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError:
            with suppress(OSError):
                part.unlink()
            raise
        return path

    def all(self) -> list[Draft]:
        """Every draft that can be read; a broken file is left where it is."""
        found = []
        with suppress(OSError):
            for path in self._folder.iterdir():
                if path.name.startswith(self._stem) and path.suffix == ".json":
                    draft = _read(path, self._envelope)
                    if draft is not None:
                        found.append(draft)
        return found

    def drop(self, key: str) -> None:
        """Remove the draft of this key if there is one."""
        with suppress(OSError):
            self._path(key).unlink(missing_ok=True)

    def _sealed(self, content: bytes) -> bytes:
        return content if self._envelope is None else self._envelope.seal(content)

    def _path(self, key: str) -> Path:
        return self._folder / f"{self._stem}{hashlib.sha256(key.encode()).hexdigest()[:16]}.json"


def _read(path: Path, envelope: Envelope | None) -> Draft | None:
    try:
        if path.stat().st_size > _LARGEST:
            return None
        told = path.read_bytes()
        if envelope is not None and not told.startswith(_IN_THE_CLEAR):
            told = envelope.unseal(told)
        content = json.loads(told)
        values = {str(name): str(text) for name, text in content["values"].items()}
        moment = datetime.fromisoformat(content["saved_at"])
        return Draft(str(content["key"]), str(content["title"]), values, moment)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None

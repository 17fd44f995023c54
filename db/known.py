"""What was last seen at each path, noted outside the databases: an emptied or swapped file is told."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

_KEPT = 200
_passing: set[str] = set()


@dataclass(frozen=True, slots=True)
class Note:
    """The database last opened at a path, how many cases it held and on which day that was."""

    database: str
    cases: int
    day: str


def noted(path: Path) -> Note | None:
    """What was noted of a path; an unreadable state file notes nothing."""
    return _read().get(str(path.absolute()))


def note(path: Path, seen: Note) -> None:
    """Note what is at a path now. Failing to is no reason to stop the work."""
    key = str(path.absolute())
    if key in _passing:
        return
    notes = _read()
    if notes.get(key) == seen:
        return
    notes.pop(key, None)
    notes[key] = seen
    _write(dict(list(notes.items())[-_KEPT:]))


def pass_over(path: Path) -> None:
    """Note nothing of a throw-away database for as long as this program runs."""
    _passing.add(str(path.absolute()))


def _state_file() -> Path:
    folder = os.environ.get("MEDIATION_STATE")
    if folder:
        return Path(folder) / "known.json"
    from platformdirs import user_state_path

    return user_state_path("mediation") / "known.json"


def _read() -> dict[str, Note]:
    try:
        entries = json.loads(_state_file().read_text("utf-8"))
        return {
            str(path): Note(str(entry["database"]), int(entry["cases"]), str(entry["day"]))
            for path, entry in entries.items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _write(notes: dict[str, Note]) -> None:
    text = json.dumps({path: asdict(note) for path, note in notes.items()}, ensure_ascii=False)
    with suppress(OSError):
        file = _state_file()
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        built = file.with_name(f"{file.name}.{os.getpid()}.tmp")
        handle = os.open(built, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
        built.replace(file)

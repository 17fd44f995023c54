"""What was last seen at each path, noted outside the databases: an emptied or swapped file is told."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from db.files import sweep, unfinished

_KEPT = 200
_NOTES, _SECOND_PLACES = "known.json", "second-places.json"
_FORMER_PLACES = "former-places.json"
_EXPECTED = "expected"
_passing: set[str] = set()


@dataclass(frozen=True, slots=True)
class Note:
    """The database last opened at a path, how many cases it held and on which day that was.

    ``audit_count`` and ``audit_head`` are the number and digest of its last audit entry.
    """

    database: str
    cases: int
    day: str
    audit_count: int = 0
    audit_head: str = ""


def noted(path: Path) -> Note | None:
    """What was noted of a path; an unreadable state file notes nothing."""
    return _note_in(_entry(path))


def expected(path: Path) -> Note | None:
    """What a restore was about to put at a path; nothing once something was noted after it."""
    return _note_in(_entry(path).get(_EXPECTED))


def note(path: Path, seen: Note) -> None:
    """Note what is at a path now. Failing to is no reason to stop the work."""
    _keep(path, asdict(seen))


def expect(path: Path, coming: Note) -> None:
    """Note beside what was seen at a path what is about to take its place."""
    _keep(path, {**_entry(path), _EXPECTED: asdict(coming)})


def expect_nothing(path: Path) -> None:
    """Forget what was about to take a place, and did not."""
    entry = _entry(path)
    if entry.pop(_EXPECTED, None) is not None:
        _keep(path, entry)


def second_place(path: Path) -> Path | None:
    """The folder named for a second copy of every backup of a database."""
    named = _texts(_SECOND_PLACES).get(str(path.absolute()))
    return Path(named) if named else None


def former_places(path: Path) -> list[Path]:
    """The folders that were named for second copies before; copies may lie there still."""
    named = _texts(_FORMER_PLACES).get(str(path.absolute()))
    return [Path(str(place)) for place in named] if isinstance(named, list) else []


def name_second_place(path: Path, folder: Path | None) -> None:
    """Name the folder for second copies, or none; the one before is remembered as a former one."""
    key, places, former = str(path.absolute()), _texts(_SECOND_PLACES), _texts(_FORMER_PLACES)
    left = {*map(str, former_places(path)), places.pop(key, "")}
    if folder is not None:
        places[key] = str(folder.absolute())
    _write(_SECOND_PLACES, places)
    former[key] = sorted(left - {"", places.get(key)})
    _write(_FORMER_PLACES, former)


def is_passing(path: Path) -> bool:
    """Whether a database is thrown away in the end."""
    return str(path.absolute()) in _passing


def pass_over(path: Path) -> None:
    """Note nothing of a throw-away database for as long as this program runs."""
    _passing.add(str(path.absolute()))


def _state_file(name: str) -> Path:
    folder = os.environ.get("MEDIATION_STATE")
    if folder:
        return Path(folder) / name
    from platformdirs import user_state_path

    return user_state_path("mediation") / name


def _texts(name: str) -> dict[str, Any]:
    try:
        entries = json.loads(_state_file(name).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return entries if isinstance(entries, dict) else {}


def _entry(path: Path) -> dict[str, Any]:
    entry = _texts(_NOTES).get(str(path.absolute()))
    return entry if isinstance(entry, dict) else {}


def _note_in(entry: Any) -> Note | None:
    try:
        return Note(
            str(entry["database"]),
            int(entry["cases"]),
            str(entry["day"]),
            int(entry.get("audit_count", 0)),
            str(entry.get("audit_head", "")),
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _keep(path: Path, entry: dict[str, Any]) -> None:
    key, notes = str(path.absolute()), _texts(_NOTES)
    if key in _passing or notes.get(key) == entry:
        return
    notes.pop(key, None)
    _write(_NOTES, dict([*notes.items(), (key, entry)][-_KEPT:]))


def _write(name: str, entries: Mapping[str, Any]) -> None:
    text = json.dumps(entries)  # escaped: a name on disk need not be text that can be encoded
    with suppress(OSError):
        file = _state_file(name)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with unfinished(file) as built:
            built.write_text(text, "utf-8")
            sweep(file, datetime.fromtimestamp(built.stat().st_mtime, UTC))
            built.replace(file)

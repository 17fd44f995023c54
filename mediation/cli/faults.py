"""The note of a bug: its kind and places in the program, nothing of the data it met."""

from __future__ import annotations

import traceback
from datetime import UTC, datetime
from pathlib import Path

from mediation import settings

_LARGEST = 1_000_000


def note_fault(error: BaseException) -> Path | None:
    """Append kind and places to the fault log; answers the file, or ``None`` if none can be kept."""
    lines = [
        f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {type(error).__module__}.{type(error).__qualname__}"
    ]
    lines += [
        f"  {frame.f_code.co_filename}:{line} {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    try:
        path = settings.fault_log()
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists() and path.stat().st_size > _LARGEST:
            path.replace(path.with_suffix(".old.log"))
        with path.open("a", encoding="utf-8", errors="replace") as log:
            log.write("\n".join(lines) + "\n")
        path.chmod(0o600)
    except Exception:  # noqa: BLE001 -- noting a bug must never be the next bug
        return None
    return path

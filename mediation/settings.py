"""Where the program keeps its files on this machine."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_PROGRAM = "mediation"


def database_path(named: str | None = None) -> Path:
    """The database to open: the one named, else MEDIATION_DB, else the one in the data folder.

    Of a link the file itself: its lock, its backups and what a kill leaves lie beside that.
    """
    chosen = named or os.environ.get("MEDIATION_DB", "")
    if chosen:
        path = Path(chosen)
        with suppress(RuntimeError):  # nobody's home: there is no such file, which is told later
            path = path.expanduser()
        with suppress(OSError):  # told later too
            path = path.resolve() if path.is_symlink() and path.exists() else path
        return path
    import platformdirs

    return platformdirs.user_data_path(_PROGRAM, appauthor=False) / "mediation.db"


def fault_log() -> Path:
    """The file that notes bugs: kinds and places only, never what was worked on."""
    import platformdirs

    return platformdirs.user_state_path(_PROGRAM, appauthor=False) / "faults.log"


def screen_choices() -> Path:
    """The file of what was chosen for the screens of this machine."""
    folder = os.environ.get("MEDIATION_STATE", "")
    if folder:
        return Path(folder) / "screen.json"
    import platformdirs

    return platformdirs.user_config_path(_PROGRAM, appauthor=False) / "screen.json"


def exchange_keys() -> Path:
    """The file with this machine's private keys for the exchange by file."""
    folder = os.environ.get("MEDIATION_STATE", "")
    if folder:
        return Path(folder) / "exchange.keys"
    import platformdirs

    return platformdirs.user_state_path(_PROGRAM, appauthor=False) / "exchange.keys"

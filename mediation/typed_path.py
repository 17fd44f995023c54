"""The path of a file or a folder as somebody types it, pastes it, or drops it on the terminal."""

from __future__ import annotations

from pathlib import Path

from mediation.errors import RuleViolation
from mediation.i18n import _


def typed_path(text: str) -> Path:
    """The path, ``~`` for the home folder and quotes around it left out.

    Raises RuleViolation for one that the system cannot look at: nobody's home, a name too long, a
    folder that may not be entered.
    """
    text = text.strip().strip('"')
    try:
        path = Path(text).expanduser()
        path.exists()
    except (RuntimeError, OSError):
        raise RuleViolation(
            _("这个路径用不了:{path}。请检查写法和权限。").format(path=text)
        ) from None
    return path

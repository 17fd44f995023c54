"""``mediation`` without a command: the screens."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import date
from pathlib import Path

from mediation import settings
from mediation.cli.grammar import UsageError
from mediation.i18n import _


def run(arguments: Namespace) -> int:
    """Open the screens on the database that the arguments name."""
    if not on_terminal():
        raise UsageError(_("界面要在终端里打开;在脚本里请用命令,见 mediation --help。"))
    return show_screens(settings.database_path(arguments.db), today=date.today)


def on_terminal() -> bool:
    """Whether both ends of the program are a terminal."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def show_screens(path: Path, *, today: Callable[[], date]) -> int:
    """Run the screens over a database until the user leaves; answers the exit code."""
    from mediation.bootstrap import open_office
    from tui.app import MediationApp

    app = MediationApp(lambda: open_office(path, today=today), today=today)
    app.run()
    return app.return_code or 0

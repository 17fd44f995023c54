"""``mediation`` without a command: the screens."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from mediation import settings
from mediation.cli import faults
from mediation.cli.grammar import UsageError
from mediation.cli.passphrases import unlock_by_file
from mediation.cli.speech import say
from mediation.i18n import _

if TYPE_CHECKING:
    from mediation.keeping import Backup, Tell
    from mediation.office.office import Office


def run(arguments: Namespace) -> int:
    """Open the screens on the database that the arguments name."""
    if not on_terminal() and not is_served():
        raise UsageError(_("界面要在终端里打开;在脚本里请用命令,见 mediation --help。"))
    return show_screens(settings.database_path(arguments.db), today=date.today, flat=arguments.flat)


def on_terminal() -> bool:
    """Whether keys come from a terminal and the picture, which is drawn on stderr, goes to one."""
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return all(stream is not None and stream.isatty() for stream in streams)


def is_served() -> bool:
    """Whether the program draws for a page of ``mediation serve``."""
    return os.environ.get("TEXTUAL_DRIVER", "").endswith("web_driver:WebDriver")


def show_screens(path: Path, *, today: Callable[[], date], flat: bool = False) -> int:
    """Run the screens over a database until the user leaves; answers the exit code."""
    from mediation.bootstrap import create_office, glimpse, newest_backup, open_window, unlock
    from mediation.screen_choices import ScreenChoices
    from tui.app import Doors, MediationApp

    with ExitStack() as leaving:
        doors = Doors(
            open_path=lambda other: open_window(other, today=today),
            create=lambda new: create_office(new, today=today),
            demonstrate=lambda: _demonstration(leaving),
            path=path,
            newest_backup=lambda: newest_backup(path),
            restore=lambda made: _restored(path, made, today),
            unlock=unlock,
        )
        app = MediationApp(
            lambda: _opened(path, today, app.tell_opening),
            today=today,
            doors=doors,
            note_fault=faults.note_fault,
            glimpse=lambda: glimpse(path),
            choices=ScreenChoices(settings.screen_choices(), flat=flat),
        )
        app.run()
        trouble = app.office.leave() if app.office is not None else ""
        if trouble:
            say(trouble)
    return app.return_code or 0


def _opened(path: Path, today: Callable[[], date], tell: Tell) -> Office:
    from mediation.bootstrap import open_window

    unlock_by_file(path)
    return open_window(path, today=today, tell=tell)


def _restored(path: Path, made: Backup, today: Callable[[], date]) -> Office:
    """The office over the backup that was put in the place of the database."""
    from mediation.bootstrap import open_window, restore

    restore(path, made)
    return open_window(path, today=today, accept_changed=True)


def _demonstration(leaving: ExitStack) -> Office:
    """An office over a throw-away demonstration, removed when the screens are left."""
    from mediation.bootstrap import open_office
    from mediation.cli.demo import make_demonstration

    folder = leaving.enter_context(
        TemporaryDirectory(prefix="mediation-demo-", ignore_cleanup_errors=True)
    )
    return open_office(make_demonstration(Path(folder)))

"""``mediation demo``."""

from __future__ import annotations

import signal
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from mediation.cli.grammar import UsageError
from mediation.cli.screens import on_terminal, show_screens
from mediation.cli.speech import say
from mediation.i18n import _

NAME = "demo.db"
_PUBLISHED = "2023-01..2024-12"


def run(arguments: Namespace) -> int:
    """Make the demonstration and open the screens on it; without a terminal print its figures."""
    with _folder(arguments.keep) as folder:
        path = make_demonstration(folder, passing=not arguments.keep)
        if arguments.keep:
            say(_("演示数据库和台账在 {folder}").format(folder=folder))
        if on_terminal():
            return show_screens(path, today=last_day, flat=arguments.flat)
        _print_figures(path)
    return 0


def make_demonstration(folder: Path, *, passing: bool = True) -> Path:
    """Build the demonstration database in a folder; answers the database file.

    A ``passing`` one goes with its folder and leaves no trace.
    """
    from mediation.bootstrap import create_office
    from mediation.demo.build import fill_with_demonstration

    office = create_office(folder / NAME, who=_("演示"), today=last_day, passing=passing)
    try:
        fill_with_demonstration(office, folder)
    finally:
        office.close()
    return folder / NAME


def last_day() -> date:
    """The day on which the demonstration stands still."""
    from mediation.demo.living import TODAY

    return TODAY


@contextmanager
def _folder(kept: str | None) -> Iterator[Path]:
    if kept is not None:
        folder = Path(kept)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if (folder / NAME).exists():
            raise UsageError(
                _("{file} 已在,不会覆盖;请换一个文件夹,或用 --db 打开它。").format(
                    file=folder / NAME
                )
            )
        yield folder
        return
    before = signal.signal(signal.SIGTERM, _leave)
    try:
        with tempfile.TemporaryDirectory(
            prefix="mediation-demo-", ignore_cleanup_errors=True
        ) as name:
            yield Path(name)
    finally:
        signal.signal(signal.SIGTERM, before)


def _leave(number: int, _frame: object) -> None:
    sys.exit(128 + number)


def _print_figures(path: Path) -> None:
    from mediation.bootstrap import open_office
    from mediation.cli.report import print_report
    from mediation.figures.period import Period

    say(_("这里不是终端,画面打不开;下面是演示数据 {period} 的月报。").format(period=_PUBLISHED))
    office = open_office(path, today=last_day)
    try:
        print_report(office.figures.examined_report(Period.parse(_PUBLISHED)), "text")
    finally:
        office.close()

"""The database that a command works on."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager

from mediation import settings
from mediation.cli.passphrases import unlock
from mediation.cli.progress import upgrade_bar
from mediation.office.office import Office


@contextmanager
def opened(arguments: Namespace, *, read_only: bool = False) -> Iterator[Office]:
    """The office over the database that the arguments name; raises StoreUnusable."""
    from mediation.bootstrap import open_office

    path = settings.database_path(arguments.db)
    unlock(path, arguments)
    with upgrade_bar() as tell:
        office = open_office(path, read_only=read_only, tell=tell)
    try:
        yield office
    finally:
        office.close()

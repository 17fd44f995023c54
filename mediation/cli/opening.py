"""The database that a command works on."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager

from mediation import settings
from mediation.office.office import Office


@contextmanager
def opened(arguments: Namespace, *, read_only: bool = False) -> Iterator[Office]:
    """The office over the database that the arguments name; raises StoreUnusable."""
    from mediation.bootstrap import open_office

    office = open_office(settings.database_path(arguments.db), read_only=read_only)
    try:
        yield office
    finally:
        office.close()

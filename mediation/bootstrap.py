"""Opens the store that a path names and returns an office: the only place that picks one."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mediation.office.office import Office
    from mediation.store import CaseRow, Underneath


def open_office(
    path: Path,
    *,
    who: str | None = None,
    today: Callable[[], date] = date.today,
    read_only: bool = False,
    accept_changed: bool = False,
) -> Office:
    """The office over an existing database; raises :class:`mediation.errors.StoreUnusable`.

    ``accept_changed`` allows a file that was swapped or emptied since it was last seen there.
    """
    from db.store import open_store
    from mediation.office.office import Office

    store = open_store(path, read_only=read_only, accept_changed=accept_changed)
    return Office(store, who=who or user_name(), today=today)


def create_office(
    path: Path,
    *,
    who: str | None = None,
    today: Callable[[], date] = date.today,
    passing: bool = False,
) -> Office:
    """Create a new, empty database (never over a file that is there) and open it.

    Of a ``passing`` one, which is thrown away in the end, nothing is noted outside its folder.
    """
    from db.store import create_store

    create_store(path, passing=passing)
    return open_office(path, who=who, today=today)


def glimpse(path: Path, limit: int = 80) -> list[CaseRow] | None:
    """The top of the case list without opening an office: for a window's first paint, nothing else."""
    from db.glimpse import top_rows

    return top_rows(path, limit)


def about_store(path: Path) -> Underneath:
    """What the store at a path stands on, told without opening it."""
    from db.about import underneath

    return underneath(path)


def user_name() -> str:
    """The signed-on user's name for the history."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "user"

"""What the store is made of, told without opening it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from db.connection import APPLICATION_ID
from db.files import read_header
from db.migrations.steps import latest
from mediation.errors import StoreUnusable
from mediation.i18n import _
from mediation.store import Underneath


def underneath(path: Path) -> Underneath:
    """The library, the newest version of the tables, and that of the file at ``path``."""
    version, problem = None, ""
    try:
        if path.exists():
            header = read_header(path)
            if header.application_id == APPLICATION_ID:
                version = header.user_version
            else:
                problem = _("是别的程序的数据库")
    except StoreUnusable as error:
        problem = error.message
    library = f"SQLite {sqlite3.sqlite_version}"
    return Underneath(library=library, newest=latest(), version=version, problem=problem)

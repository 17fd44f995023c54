"""A real database file for each test, and cases to put into it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import SqliteStore, create_store, open_store


@pytest.fixture(autouse=True)
def state_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the store notes what it last saw at a path."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("MEDIATION_STATE", str(folder))
    return folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A fresh, empty database."""
    file = tmp_path / "案件 库.db"
    create_store(file)
    return file


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    """The database, opened."""
    opened = open_store(path)
    yield opened
    opened.close()

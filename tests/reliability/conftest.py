"""Every test here notes what it saw of a database in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def state_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the store notes what it last saw at a path."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("MEDIATION_STATE", str(folder))
    return folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a test's database stands."""
    return tmp_path / "案件.db"

"""An office full of everything, built once for each process that tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import call  # noqa: F401 — the command line in this process
from tests.threats.full_office import Given, full_office, overwrite


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office to copy from."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("MEDIATION_STATE", str(tmp_path_factory.mktemp("state")))
        return full_office(tmp_path_factory.mktemp("pattern") / "full.db", 20)


@pytest.fixture
def filled(pattern: Path, tmp_path: Path) -> Callable[[Given], Path]:
    """A copy of it with any text in every column of words."""

    def made(given: Given) -> Path:
        path = tmp_path / "work.db"
        shutil.copy(pattern, path)
        assert overwrite(path, given) > 2_000
        return path

    return made

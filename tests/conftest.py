"""What every test may use: a home of its own, and the demonstration built once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "steady",
    deadline=None,  # a slow or busy machine is no failure
    derandomize="CI" in os.environ,  # a submission is judged on the same examples twice
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
    ],
)
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test sees the user's database, settings or logs."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name in ("MEDIATION_DB", "MEDIATION_LANG", "MEDIATION_STATE"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration database, to be read only; use ``demo_copy`` to change it."""
    from mediation.cli.demo import make_demonstration

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MEDIATION_STATE", str(tmp_path_factory.mktemp("state")))
        return make_demonstration(tmp_path_factory.mktemp("demonstration"))


@pytest.fixture
def demo_copy(demonstration: Path, tmp_path: Path) -> Iterator[Path]:
    """A demonstration database of the test's own."""
    copy = tmp_path / "demo.db"
    shutil.copy(demonstration, copy)
    yield copy

"""A liaison's office and mediators' PCs, each with a database and keys of its own, files in between."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exchange.machines import Machine, World


@pytest.fixture(autouse=True)
def state_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the store notes what it last saw at a path."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("MEDIATION_STATE", str(folder))
    return folder


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A centre with 高文彬 and 乌兰 as partners, each with a PC; the roster known to all."""
    made = World(tmp_path)
    yield made
    made.close()


@pytest.fixture
def centre(world: World) -> Machine:
    """The liaison's office."""
    return world.centre


@pytest.fixture
def pc(world: World) -> Machine:
    """高文彬's PC."""
    return world.pcs["高文彬"]


@pytest.fixture
def other(world: World) -> Machine:
    """乌兰's PC."""
    return world.pcs["乌兰"]

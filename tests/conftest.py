"""What every test shares: nothing is noted in the user's own folders."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    state: Path = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("MEDIATION_STATE", str(state))

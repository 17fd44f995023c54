"""A database that was swapped is used again only when somebody says so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mediation.cli.main import main


def test_a_swapped_database_is_refused_until_it_is_adopted(
    demo_copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list", "--db", str(demo_copy)]) == 0
    other = tmp_path / "other.db"
    assert main(["init", "--db", str(other)]) == 0
    shutil.copy(other, demo_copy)
    assert main(["list", "--db", str(demo_copy)]) == 5
    assert "换成了另一个数据库" in capsys.readouterr().err
    assert main(["init", "--adopt", "--db", str(demo_copy)]) == 0
    assert main(["list", "--db", str(demo_copy)]) == 0

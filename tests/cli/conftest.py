"""The command line called in this process, or as a program of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mediation.cli.main import main
from tests.cli.calling import HEADINGS, ROOT, Answer, Call


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """``main`` on these arguments."""

    def called(*arguments: object) -> Answer:
        capsys.readouterr()
        try:
            code = main([str(each) for each in arguments])
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        told = capsys.readouterr()
        return Answer(code, told.out, told.err)

    return called


@pytest.fixture
def program() -> Call:
    """The program in a process of its own; ``before`` is Python run first, ``env`` is added."""

    def ran(*arguments: object, before: str = "", env: dict[str, str] | None = None) -> Answer:
        script = f"{before}\nfrom mediation.cli.main import run\nrun()"
        done = subprocess.run(
            [sys.executable, "-c", script, *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **(env or {})},
            timeout=60,
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    return ran


@pytest.fixture
def db(tmp_path: Path, call: Call) -> Path:
    """A new, empty database."""
    path = tmp_path / "work.db"
    assert call("init", "--db", path).code == 0
    return path


@pytest.fixture
def ledger(tmp_path: Path) -> Callable[..., Path]:
    """Writes a CSV ledger with these rows."""

    def written(*rows: str, name: str = "台账.csv", headings: str = HEADINGS) -> Path:
        path = tmp_path / name
        path.write_text("\n".join((headings, *rows)) + "\n", encoding="utf-8")
        return path

    return written

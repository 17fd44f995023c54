"""Who may load whom, seen in a fresh process: a linter does not see imports inside functions."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_ENV = {**os.environ, "PYTHONPATH": str(ROOT)}


def _loaded(code: str) -> set[str]:
    script = f"{code}\nimport sys; print('\\n'.join(sys.modules), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=_ENV, check=True
    )
    return {name.partition(".")[0] for name in done.stderr.split()}


_HELP = """
import sys
from mediation.cli.main import main
try:
    main(sys.argv[1:] or ["{command}", "--help"])
except SystemExit:
    pass
"""
_HEAVY = {"textual", "rich", "sqlalchemy", "alembic", "sqlite3", "python_calamine", "xlsxwriter"}
_HEAVY |= {"docx", "lxml", "typst"}


@pytest.mark.parametrize("command", ["--help", "import", "report", "demo"])
def test_help_loads_nothing_heavy(command: str) -> None:
    assert not _loaded(_HELP.format(command=command)) & (_HEAVY | {"db", "tui"})


@pytest.mark.parametrize(
    ("module", "never"),
    [
        ("mediation.office.office", {"sqlalchemy", "sqlite3", "textual", "db", "tui"}),
        ("mediation.figures.counts", _HEAVY),
        ("mediation.cases.case", _HEAVY),
        ("tui.app", {"sqlalchemy", "alembic", "sqlite3", "db"}),
        ("db.store", {"textual", "tui"}),
    ],
)
def test_a_room_does_not_load_its_neighbours(module: str, never: set[str]) -> None:
    assert not _loaded(f"import {module}") & never


def test_help_loads_few_modules() -> None:
    """How long that takes beside a bare start of Python is measured by the benchmark ``start``."""
    script = _HELP.format(command="--help") + "print(len(sys.modules), file=sys.stderr)"
    counts = [
        int(
            subprocess.run(
                [sys.executable, "-c", code], capture_output=True, text=True, env=_ENV, check=True
            ).stderr
        )
        for code in (script, "import sys; print(len(sys.modules), file=sys.stderr)")
    ]
    assert counts[0] - counts[1] <= 80, counts

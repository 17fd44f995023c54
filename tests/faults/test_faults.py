"""A sample of the faults that ``python -m tests.faults`` strikes with at every point."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults import tracing

ROOT = Path(__file__).parents[2]


def struck(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The harness in a process of its own, which has one thread and can be forked."""
    return subprocess.run(
        [sys.executable, "-m", "tests.faults", *arguments],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


@pytest.fixture(autouse=True)
def can_be_stopped() -> None:
    """Skip where no process can be traced."""
    if why := tracing.obstacle():
        pytest.skip(why)


@pytest.mark.parametrize(
    "names",
    [
        ("save", "seal"),
        ("import", "leave"),
        ("backup", "restore"),
        ("migrate-v1", "migrate-v11"),
        ("report-csv", "list-xlsx"),
        ("bundle-make", "bundle-take"),
    ],
    ids="+".join,
)
def test_a_fault_leaves_all_or_nothing_and_the_next_start_works(names: tuple[str, str]) -> None:
    chosen = [word for name in names for word in ("--only", name)]
    done = struck(*chosen, "--sample", "4")
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_was_acknowledged_before_a_kill_is_there() -> None:
    done = struck("--random", "10")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("10 kills")

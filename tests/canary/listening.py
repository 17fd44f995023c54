"""A plugin of pytest: keeps what tests and the programs that they start say on standard error.

The folder is named by ``CANARY_STREAMS``. Tests read what they captured through two doors only, the
fixtures of capture and ``Popen.communicate``; what none of them read stands in the test's report.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

FOLDER = "CANARY_STREAMS"
TEST, END = "\x1e", "\x1f"
"""What stands before the name of a test, and behind it."""

_real_read = pytest.CaptureFixture.readouterr
_real_communicate = subprocess.Popen.communicate


def pytest_configure() -> None:
    """Listen at both doors, in this process."""
    pytest.CaptureFixture.readouterr = _read  # type: ignore[method-assign]
    subprocess.Popen.communicate = _communicated  # type: ignore[method-assign]


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep what a test left unread on its streams, and what was logged; its last report has it all."""
    if "PYTEST_XDIST_WORKER" not in os.environ and report.when == "teardown":
        _keep("".join(text for _title, text in report.sections), report.nodeid)


def _read(fixture: pytest.CaptureFixture[Any]) -> Any:
    told = _real_read(fixture)
    _keep(told.err)
    return told


def _communicated(process: Any, *arguments: Any, **words: Any) -> Any:
    told = _real_communicate(process, *arguments, **words)
    _keep(told[1])
    return told


def _keep(said: str | bytes | None, test: str = "") -> None:
    if not said:
        return
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    test = test or os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]
    with (Path(os.environ[FOLDER]) / f"{os.getpid()}.txt").open("a", encoding="utf-8") as kept:
        kept.write(f"{TEST}{test}{END}{text.encode('utf-8', 'replace').decode()}")

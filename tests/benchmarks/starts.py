"""How long the command line takes to say how it is used."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

from tests.benchmarks.measure import Ratio, in_turn


def run(rounds: int) -> Iterator[Ratio]:
    """``mediation --help`` beside a bare interpreter."""
    bare, telling = [sys.executable, "-c", "pass"], [sys.executable, "-m", "mediation", "--help"]
    times = in_turn(lambda: _call(telling), lambda: _call(bare), rounds * 2)
    yield Ratio("mediation --help / python -c pass", *times, bound=8)


def _call(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

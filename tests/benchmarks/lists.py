"""The case list on a real terminal: opening, scrolling, memory."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measure import Ratio
from tests.benchmarks.terminal import Terminal, opened, python

_EMPTY = "from textual.app import App\nApp().run()\n"
_LIST = """
import sys
from datetime import date
from pathlib import Path
from mediation.bootstrap import glimpse, open_office
from tui.app import MediationApp
path = Path(sys.argv[1])
MediationApp(lambda: open_office(path), today=lambda: date(2026, 11, 21), first="cases",
             glimpse=lambda: glimpse(path)).run()
"""
_DOWN, _PAGE = b"\x1b[B", b"\x1b[6~"
_ROWS = "特调2026-"
_SCROLLED, _PAGED = 60, 25


def run(large: Path, small: Path, rounds: int) -> Iterator[Ratio]:
    """Process start to first rows beside an empty app; keys and memory beside a short list."""
    ours, empty = [], []
    for _round in range(rounds):
        with opened(python("-c", _LIST, str(large))) as terminal:
            ours.append(terminal.until(_ROWS) * 1000)
        with opened(python("-c", _EMPTY)) as terminal:
            empty.append(terminal.until() * 1000)
    middle = statistics.median
    yield Ratio("list: process start to first rows / empty app", middle(ours), middle(empty), 1.5)
    yield from _keys(large, small, max(3, rounds // 3))


def _keys(large: Path, small: Path, rounds: int) -> Iterator[Ratio]:
    times: dict[str, tuple[list[float], list[float]]] = {
        "down": ([], []),
        "scroll": ([], []),
        "page": ([], []),
    }
    memory: tuple[list[float], list[float]] = ([], [])
    for _round in range(rounds):
        for side, path in enumerate((large, small)):
            with opened(python("-c", _LIST, str(path))) as terminal:
                terminal.until(_ROWS)
                # The keys of a million cases are still being read; what is timed is the list itself.
                terminal.settle(quiet=2.5)
                times["down"][side].extend(_pressed(terminal, _DOWN, 20))
                for _step in range(20):
                    terminal.press(_DOWN)
                times["scroll"][side].extend(_pressed(terminal, _DOWN, _SCROLLED))
                times["page"][side].extend(_pressed(terminal, _PAGE, _PAGED // (1 + side)))
                memory[side].append(terminal.peak_memory())
    for key, (of_large, of_small) in times.items():
        yield Ratio(
            f"list: key {key} / the same on 1,000 cases",
            statistics.median(of_large),
            statistics.median(of_small),
            2,
        )
    yield Ratio(
        "list: peak memory after scrolling / on 1,000 cases",
        statistics.median(memory[0]),
        statistics.median(memory[1]),
        1.5,
        unit="MiB",
    )


def _pressed(terminal: Terminal, key: bytes, times: int) -> list[float]:
    found = []
    for _time in range(times):
        found.append(terminal.press(key) * 1000)
        terminal.settle(quiet=0.03)
    return found

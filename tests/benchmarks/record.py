"""Telling the figures: a table on the terminal and the page in docs."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests.benchmarks.measure import Ratio

_HEADINGS = ("what", "A: ours", "B: yardstick", "ratio", "bound", "verdict")
_BEGIN, _END = "<!-- figures -->", "<!-- end of figures -->"


def tell(ratio: Ratio) -> None:
    """One line on the terminal, as soon as it is known."""
    name, *rest = ratio.cells()
    print(f"{name:<62}" + "".join(f"{cell:>16}" for cell in rest), flush=True)


def write(path: Path, ratios: Sequence[Ratio], cases: int) -> None:
    """Put the figures between the marks of the page, with the machine and the date."""
    page = path.read_text("utf-8")
    rows = [_HEADINGS, ("---",) * len(_HEADINGS), *(ratio.cells() for ratio in ratios)]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
    figures = f"{_BEGIN}\n\n{machine(cases)}\n\n{table}\n\n{_END}"
    marked = re.compile(f"{re.escape(_BEGIN)}.*{re.escape(_END)}", re.DOTALL)
    path.write_text(marked.sub(lambda _match: figures, page), "utf-8")


def machine(cases: int) -> str:
    """What it was measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{date.today():%Y-%m-%d}: {cases:,} cases; {os.cpu_count()} cores, {memory:.0f} GiB of "  # noqa: DTZ011
        f"memory; Linux, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}."
    )

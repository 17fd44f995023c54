"""A verified backup beside SQLite's own copy of the same file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from db.backup import back_up
from tests.benchmarks.measure import Ratio, in_turn


def run(path: Path, rounds: int) -> Iterator[Ratio]:
    """Copied, examined page by page, references and rows counted, digested, flushed, named."""
    with TemporaryDirectory(dir=path.parent) as folder:
        numbers = count()

        def ours() -> None:
            back_up(path, Path(folder) / f"ours-{next(numbers)}.db").unlink()

        def yardstick() -> None:
            copy = Path(folder) / f"bare-{next(numbers)}.db"
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("VACUUM INTO ?", (str(copy),))
            copy.unlink()

        times = in_turn(ours, yardstick, max(1, rounds // 3))
    yield Ratio("a verified backup / VACUUM INTO", *times, bound=2.5)

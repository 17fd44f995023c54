"""Importing a workbook beside reading it bare and inserting the bare rows."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from mediation.bootstrap import create_office
from tests.benchmarks.measure import Ratio, in_turn


def run(book: Path, rounds: int) -> Iterator[Ratio]:
    """One import into a new database, all safety included."""
    with tempfile.TemporaryDirectory() as folder:
        numbers = count()

        def ours() -> None:
            path = Path(folder) / f"ours-{next(numbers)}.db"
            office = create_office(path, who="benchmark", today=lambda: date(2026, 11, 21))
            outcome = office.ledgers.bring_in([book])
            assert outcome.written, [each.reason for each in outcome.rejections[:3]]
            assert outcome.new > 0
            office.close()
            path.unlink()

        def bare() -> None:
            path = Path(folder) / f"bare-{next(numbers)}.db"
            _insert(path, CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python())
            path.unlink()

        times = in_turn(ours, bare, max(1, rounds // 3))
        yield Ratio("import of a workbook / calamine and sqlite3 bare", *times, bound=4)


def _insert(path: Path, rows: list[list[Any]]) -> None:
    width = len(rows[0])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"CREATE TABLE bare ({', '.join(f'c{n}' for n in range(width))})")
        told = [
            [cell.isoformat() if hasattr(cell, "isoformat") else cell for cell in row]
            for row in rows[1:]
        ]
        connection.executemany(f"INSERT INTO bare VALUES ({', '.join('?' * width)})", told)
        connection.commit()

"""The month's workbook beside XlsxWriter bare, writing the same cells, plus the bare queries."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from mediation.bootstrap import open_office
from mediation.figures.period import Period
from tests.benchmarks.measure import Ratio, in_turn
from tests.benchmarks.reports import MONTH, over_the_index

_TODAY = date(2026, 11, 21)
_WRITING = (
    "write_string",
    "write_number",
    "write_formula",
    "write_blank",
    "write_datetime",
    "set_row",
)
_Call = tuple[str, str, tuple[Any, ...]]


def run(path: Path, rounds: int) -> Iterator[Ratio]:
    """The workbook of a month."""
    office = open_office(path, who="benchmark", today=lambda: _TODAY)
    period = Period.parse(MONTH)
    with (
        TemporaryDirectory() as folder,
        closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as bare,
    ):

        def ours() -> None:
            office.figures.save(Path(folder) / "ours.xlsx", period)

        calls = _recorded(ours)

        def yardstick() -> None:
            over_the_index(bare, period)
            cases_behind(bare, period)
            write_bare(calls, Path(folder) / "bare.xlsx")

        yield Ratio(
            "month's workbook / XlsxWriter bare, same cells, and bare queries",
            *in_turn(ours, yardstick, max(1, rounds // 3), time.process_time),
            bound=1.5,
        )
    office.close()


def cases_behind(bare: sqlite3.Connection, period: Period) -> list[tuple[Any, ...]]:
    """Every case behind a count of the period, in one hand-written query."""
    span = {"start": period.start.isoformat(), "end": period.end.isoformat()}
    return bare.execute(
        """SELECT c.*, m.name FROM cases c LEFT JOIN mediators m ON m.seq = c.mediator
        WHERE c.seq IN (
            SELECT seq FROM cases WHERE referred_on BETWEEN :start AND :end
            UNION SELECT seq FROM cases WHERE closed_on IS NULL AND referred_on < :start
            UNION SELECT seq FROM cases WHERE closed_on >= :start AND referred_on < :start
            UNION SELECT seq FROM cases WHERE transfer_counts_on BETWEEN :start AND :end
        ) ORDER BY c.referred_on, c.seq""",
        span,
    ).fetchall()


def write_bare(calls: list[_Call], path: Path) -> None:
    """The same cells, straight into XlsxWriter."""
    book = Workbook(str(path), {"constant_memory": True})
    shape = book.add_format({"border": 1})
    sheets: dict[str, Worksheet] = {}
    for name, title, arguments in calls:
        if title not in sheets:
            sheets[title] = book.add_worksheet(title)
        if name == "set_row":
            sheets[title].set_row(*arguments)
            continue
        plain = [shape if isinstance(each, Format) else each for each in arguments]
        getattr(sheets[title], name)(*plain)
    book.close()


def _recorded(writing: Any) -> list[_Call]:
    """Every cell that the program writes."""
    calls: list[_Call] = []
    known = {name: getattr(Worksheet, name) for name in _WRITING}

    def recording(name: str) -> Any:
        def record(sheet: Worksheet, *arguments: Any) -> Any:
            calls.append((name, sheet.name, arguments))
            return known[name](sheet, *arguments)

        return record

    try:
        for name in _WRITING:
            setattr(Worksheet, name, recording(name))
        writing()
    finally:
        for name, method in known.items():
            setattr(Worksheet, name, method)
    return calls

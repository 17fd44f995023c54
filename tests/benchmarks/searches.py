"""Searching beside LIKE '%…%' over the same text on the same file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from sqlalchemy import bindparam

from db import queries
from db.schema import case_text, cases
from db.store import SqliteStore, open_store
from mediation.office.office import Office
from mediation.store import CaseQuery, CaseRow
from tests.benchmarks import invented
from tests.benchmarks.measure import Ratio, in_turn

FEW = 1_000
FASTER, NO_SLOWER = 50.0, 1.0
_FIRST = (
    queries.WITH_TEXT.where(case_text.c.text.like(bindparam("pattern")))
    .order_by(cases.c.referred_on.desc(), cases.c.seq.desc())
    .limit(50)
)
_COUNT = "SELECT count(*) FROM case_text WHERE text LIKE :pattern"


def run(path: Path, rounds: int) -> Iterator[Ratio]:
    """The first 50 rows and the exact count for words of every kind."""
    store = open_store(path, read_only=True)
    office = Office(store, who="benchmark", today=lambda: date(2026, 11, 21))
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as bare:
        for kind, word in _words(bare):
            query, pattern = CaseQuery(text=word), {"pattern": f"%{word}%"}
            number = bare.execute(_COUNT, pattern).fetchone()[0]
            assert office.cases.first_rows(query, 50) == by_like(store, pattern)
            assert office.cases.count(query) == number
            few = number <= FEW and len(word) > 1
            goal = {"bound": FASTER if few else NO_SLOWER, "at_least": few}

            def first(query: CaseQuery = query) -> object:
                return office.cases.first_rows(query, 50)

            def first_by_like(pattern: dict[str, str] = pattern) -> object:
                return by_like(store, pattern)

            def counted(query: CaseQuery = query) -> object:
                return office.cases.count(query)

            def counted_by_like(pattern: dict[str, str] = pattern) -> object:
                return bare.execute(_COUNT, pattern).fetchall()

            for what, ours, theirs in (
                ("first 50", first, first_by_like),
                ("count", counted, counted_by_like),
            ):
                name = f"search, {kind} ({number:,} hits): {what} / LIKE"
                yield Ratio(name, *in_turn(ours, theirs, rounds), **goal)  # type: ignore[arg-type]
    office.close()


def by_like(store: SqliteStore, pattern: dict[str, str]) -> list[CaseRow]:
    """The same rows of the list through the same store, found by LIKE alone."""
    with store.reading() as reading:
        return [queries.row_of(row) for row in reading.connection.execute(_FIRST, pattern).all()]


def _words(bare: sqlite3.Connection) -> list[tuple[str, str]]:
    """What is searched for. The digits stand in a court number from the ledger's middle."""
    (number,) = bare.execute(
        """SELECT court_number FROM cases WHERE court_number <> ''
            AND seq > (SELECT max(seq) * 7 / 13 FROM cases) ORDER BY seq LIMIT 1"""
    ).fetchone()
    return [
        ("two characters, rare name", invented.RARE_NAME),
        ("two characters inside a name", invented.INNER_NAME),
        ("two characters, no hit", invented.NOBODY),
        ("three characters, no hit", "仉犇犇"),
        ("digits inside a number", number[-7:-1]),
        ("a run of one digit", "000000"),
        ("one character", "王"),
        ("two characters, frequent", "有限"),
        ("four characters, frequent", "有限公司"),
    ]

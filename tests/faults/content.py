"""What a database holds, row by row, and whether it is what it was before or what it should be after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from db.cipher import errors
from db.connection import connected

Row = tuple[object, ...]
Tables = dict[str, list[Row]]
"""The rows of each table; ``None`` stands for a database that is not there."""

_DERIVED = ("case_search", "case_terms", "rollup")
"""The search index, which has its own check, and sums that are made anew when they are wanted."""


def tables_of(path: Path) -> Tables | None:
    """Every row of every table, after what an interrupted save left was taken back.

    What is derived from them is left out: the search index has a check of its own in
    :func:`trouble_in`, and monthly sums may be brought up to date later.
    """
    if not path.exists():
        return None
    with connected(path) as connection:
        names = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            )
            if not name.startswith(_DERIVED)
        ]
        found: Tables = {
            name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in names
        }
        found["PRAGMA user_version"] = connection.execute("PRAGMA user_version").fetchall()
        return found


def trouble_in(path: Path) -> list[str]:
    """What SQLite itself finds wrong with a database, its search index included."""
    if not path.exists():
        return []
    with connected(path) as connection:
        found = [
            f"integrity_check: {verdict}"
            for (verdict,) in connection.execute("PRAGMA integrity_check")
            if verdict != "ok"
        ]
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            found.append("foreign_key_check finds a row without its parent")
        for index in connection.execute(
            "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5(%'"
        ).fetchall():
            try:
                connection.execute(f"INSERT INTO {index[0]}({index[0]}) VALUES ('integrity-check')")
            except errors(kind="DatabaseError") as error:
                found.append(f"search index {index[0]}: {error}")
    return found


class Oracle:
    """The states that a database may be found in, told from clean runs of the same act.

    Cells that differ between clean runs (keys, moments, digests over them) are left out of the
    comparison, in rows that the act wrote; all other rows must be equal to the last character.
    """

    def __init__(
        self, before: Tables | None, clean_runs: Sequence[Sequence[Tables | None]]
    ) -> None:
        self._before = {name: set(rows) for name, rows in (before or {}).items()}
        self._varying = _varying(self._before, clean_runs)
        self._states = [self._plain(before), *map(self._plain, clean_runs[0])]

    def states_of(self, found: Tables | None) -> list[int]:
        """The numbers of the states that this is: 0 is before, and so on; none for any other."""
        plain = self._plain(found)
        return [number for number, state in enumerate(self._states) if state == plain]

    def difference(self, found: Tables | None) -> str:
        """The tables in which this differs from what was before, and from what is to be after."""
        plain = self._plain(found) or {}
        told = []
        for number in (0, len(self._states) - 1):
            state = self._states[number] or {}
            names = [name for name in {*state, *plain} if state.get(name) != plain.get(name)]
            told.append(f"from state {number} in {', '.join(sorted(names)) or 'nothing'}")
        return "; ".join(told)

    def _plain(self, tables: Tables | None) -> dict[str, Counter[Row]] | None:
        if tables is None:
            return None
        return {
            name: Counter(
                _without(row, self._varying.get(name, ()))
                if row not in self._before.get(name, ())
                else row
                for row in rows
            )
            for name, rows in tables.items()
        }


def _varying(
    before: dict[str, set[Row]], runs: Sequence[Sequence[Tables | None]]
) -> dict[str, set[int]]:
    """The columns of each table whose cells differ between clean runs, in rows that the act wrote."""
    found: dict[str, set[int]] = {}
    for states in zip(*runs, strict=True):
        for name in states[0] or {}:
            written = [
                [row for row in (tables or {}).get(name, ()) if row not in before.get(name, ())]
                for tables in states
            ]
            for rows in zip(*written, strict=False):
                for column, cells in enumerate(zip(*rows, strict=True)):
                    if len(set(map(repr, cells))) > 1:
                        found.setdefault(name, set()).add(column)
    return found


def _without(row: Row, columns: Iterable[int]) -> Row:
    left_out = set(columns)
    return tuple("*" if number in left_out else cell for number, cell in enumerate(row))

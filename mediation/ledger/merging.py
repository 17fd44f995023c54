"""Rows under merged cells: values filled down, and one case spread over rows made one row again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mediation.ledger.cells import shown
from mediation.ledger.headings import Table
from mediation.ledger.sheets import Cell, Merge

_LISTS = frozenset({"applicants", "respondents", "mediators"})
_TEXTS = frozenset({"remark", "reason", ""})
_AMOUNTS = frozenset({"claimed", "agreed", "performed"})
Numbered = tuple[int, list[Cell]]


class MergedRows:
    """The rows of a table with the merged cells of its body resolved."""

    def __init__(self, table: Table, merges: Iterable[Merge], below: int) -> None:
        self._columns = {column.index: column for column in table.columns}
        numbers = {
            column.index for column in table.columns if column.field in ("number", "court_number")
        }
        tall = [merge for merge in merges if merge.top > below and merge.bottom > merge.top]
        self._starts: dict[int, list[Merge]] = {}
        self._ends: dict[int, int] = {}
        for merge in tall:
            self._starts.setdefault(merge.top, []).append(merge)
            if merge.left in numbers:
                self._ends[merge.top] = max(self._ends.get(merge.top, 0), merge.bottom)
        self._sums = self._sums_over_cases(tall)

    def _sums_over_cases(self, tall: Iterable[Merge]) -> dict[int, int]:
        """Rows with an amount merged over several cases, which belongs to none of them alone."""
        case_of = {row: top for top, end in self._ends.items() for row in range(top, end + 1)}
        sums = {}
        for merge in tall:
            column = self._columns.get(merge.left)
            if column is None or column.field not in _AMOUNTS:
                continue
            if case_of.get(merge.top, 0) != case_of.get(merge.bottom, -1):
                sums.update(dict.fromkeys(range(merge.top, merge.bottom + 1), merge.left))
        return sums

    def __call__(self, rows: Iterable[Numbered]) -> Iterator[tuple[int, list[Cell], int | None]]:
        """Row number, cells, and the column whose merging leaves the row's own value unclear."""
        group: list[list[Cell]] = []
        first = end = 0
        for row, cells in self._filled(rows):
            if group:
                group.append(cells)
            elif row in self._ends:
                group, first, end = [cells], row, self._ends[row]
            else:
                yield row, cells, self._sums.get(row)
                continue
            end = max(end, self._ends.get(row, 0))
            if row >= end:
                yield first, *self._joined(group)
                group = []
        if group:
            yield first, *self._joined(group)

    def _filled(self, rows: Iterable[Numbered]) -> Iterator[Numbered]:
        running: dict[int, tuple[int, Cell]] = {}
        for row, cells in rows:
            for index, (bottom, value) in list(running.items()):
                if row > bottom:
                    del running[index]
                elif cells[index] == "":
                    cells[index] = value
            for merge in self._starts.get(row, ()):
                if merge.left < len(cells):
                    running[merge.left] = (merge.bottom, cells[merge.left])
            yield row, cells

    def _joined(self, group: list[list[Cell]]) -> tuple[list[Cell], int | None]:
        joined = list(group[0])
        for index in range(len(joined)):
            values = list(dict.fromkeys((type(c), c) for row in group if (c := row[index]) != ""))
            if len(values) < 2:
                joined[index] = values[0][1] if values else ""
                continue
            column = self._columns.get(index)
            field = column.field if column else ""
            if field in _LISTS and all(kind is str for kind, _value in values):
                joined[index] = "\n".join(str(value) for _kind, value in values)
            elif field in _TEXTS:
                joined[index] = "\n".join(shown(value) for _kind, value in values)
            elif field in _LISTS:
                joined[index] = next(value for kind, value in values if kind is not str)
            else:
                return group[0], index
        return joined, None

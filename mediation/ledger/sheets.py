"""A sheet as rows of cells, whatever file it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

Cell = str | int | float | bool | date | time | timedelta


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range: rows from 1, columns from 0, both ends included."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(slots=True)
class Sheet:
    """One sheet; ``rows`` yields each row once, the first being row ``first`` of the sheet.

    ``ragged`` sheets (CSV) keep each row's own width; others are rectangular.
    ``serial_shift`` is added to a bare date serial (1,462 days in workbooks of the 1904 calendar).
    """

    name: str
    rows: Iterator[list[Cell]]
    count: int
    first: int = 1
    merges: tuple[Merge, ...] = ()
    ragged: bool = False
    has_nul: bool = False
    serial_shift: int = 0
    notes: tuple[str, ...] = ()

"""Where each official table comes from and since when it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

_PACKAGE = Path(__file__).parent.parent
_TABLES = (
    _PACKAGE / "registry" / "tables" / "causes_2025.tsv",
    _PACKAGE / "registry" / "tables" / "causes_2020.tsv",
    _PACKAGE / "registry" / "tables" / "courts.tsv",
    _PACKAGE / "clock" / "tables" / "holidays.tsv",
)


@dataclass(frozen=True, slots=True)
class TableSource:
    """An official table's name, the first day it holds for, and where it comes from."""

    name: str
    valid_from: date
    source: str


def table_sources() -> list[TableSource]:
    """Every official table of the package."""
    return [read_table(path)[0] for path in _TABLES]


def read_table(path: Path) -> tuple[TableSource, list[list[str]]]:
    """A table's provenance from its head lines, and its rows without the headings."""
    lines = path.read_text(encoding="utf-8").splitlines()
    height = next(at for at, line in enumerate(lines) if not line.startswith("# "))
    head = dict(line[2:].split("\t", 1) for line in lines[:height])
    source = TableSource(head["name"], date.fromisoformat(head["valid_from"]), head["source"])
    return source, [line.split("\t") for line in lines[height + 1 :]]

"""Small ledgers made for one test, and what reading one gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from mediation.ledger.limits import Limits
from mediation.ledger.reading import Ledger, open_ledger
from mediation.ledger.rows import LedgerCase, LedgerTotals, LeftOut, Rejection


@dataclass
class Result:
    """Everything that came out of one file."""

    ledger: Ledger
    cases: list[LedgerCase] = field(default_factory=list)
    totals: list[LedgerTotals] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def refused(self) -> list[tuple[int, str, str]]:
        return [(one.row, one.heading, one.value) for one in self.rejections]


@pytest.fixture
def read() -> Callable[..., Result]:
    def read(path: Path, **limits: int) -> Result:
        ledger = open_ledger(path, Limits(**limits))
        result = Result(ledger)
        for row in ledger:
            if isinstance(row, LedgerCase):
                result.cases.append(row)
            elif isinstance(row, LedgerTotals):
                result.totals.append(row)
            elif isinstance(row, LeftOut):
                result.left_out[row.kind.value] += 1
            else:
                result.rejections.append(row)
        return result

    return read


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """Writes sheets of rows; ``dress`` may merge, hide and so on before the file is closed."""

    def book(
        *sheets: Sequence[Sequence[Any]],
        names: Sequence[str] = (),
        dress: Callable[[xlsxwriter.Workbook], None] | None = None,
        options: dict[str, Any] | None = None,
        name: str = "台账.xlsx",
    ) -> Path:
        path = tmp_path / name
        workbook = xlsxwriter.Workbook(str(path), options or {})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for number, rows in enumerate(sheets):
            sheet = workbook.add_worksheet(names[number] if names else None)
            for r, cells in enumerate(rows):
                for c, cell in enumerate(cells):
                    if isinstance(cell, date):
                        sheet.write_datetime(r, c, cell, day)
                    elif isinstance(cell, str):
                        sheet.write_string(r, c, cell)
                    elif cell is not None:
                        sheet.write(r, c, cell)
        if dress is not None:
            dress(workbook)
        workbook.close()
        return path

    return book


@pytest.fixture
def text(tmp_path: Path) -> Callable[..., Path]:
    def text(content: str | bytes, name: str = "台账.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return text

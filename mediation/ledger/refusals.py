"""Making refusals of rows: the value shown, the raw cells kept, the sheet named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from mediation.cases.money import decimal_yuan
from mediation.cases.plain import clean_note
from mediation.errors import Unreadable
from mediation.i18n import _
from mediation.ledger.cells import shown
from mediation.ledger.headings import CASE_HEADINGS, Table
from mediation.ledger.rows import LedgerCase, Rejection
from mediation.ledger.sheets import Cell

_SPELT_OUT = 5


class Fault(NamedTuple):
    """What is wrong with a row: in the cell of ``column``, or, without one, under ``heading``."""

    reason: str
    column: int | None = None
    heading: str = ""


class Refuser:
    """Refuses rows of one sheet. ``several`` says whether messages must name the sheet."""

    def __init__(self, file: str, sheet: str, table: Table, *, several: bool) -> None:
        self._file = file
        self._sheet = sheet
        self._several = several
        self._columns = {column.index: column for column in table.columns}
        self._by_heading = {column.heading: column for column in table.columns}
        self._headings = tuple(column.shown for column in table.columns)

    def place(self, row: int) -> str:
        """How a message names a row of this sheet."""
        if self._several:
            return _("“{sheet}”表第 {row} 行").format(sheet=self._sheet, row=row)
        return _("第 {row} 行").format(row=row)

    def refuse_cell(self, row: int, cells: Sequence[Cell], index: int, reason: str) -> Rejection:
        """Refuse a row for one of its cells."""
        return self._rejection(
            row, cells, self._columns[index].heading, shown(cells[index]), reason
        )

    def refuse(self, row: int, cells: Sequence[Cell], heading: str, reason: str) -> Rejection:
        """Refuse a row under a canonical heading, which the sheet may lack."""
        column = self._by_heading.get(heading)
        value = (
            shown(cells[column.index]) if column is not None and column.index < len(cells) else ""
        )
        return self._rejection(row, cells, heading, value, reason)

    def refuse_for(self, row: int, cells: Sequence[Cell], faults: Sequence[Fault]) -> Rejection:
        """Refuse a row for all its faults: under the first, with the others named after its reason."""
        first, *others = faults
        reason = first.reason
        if others:
            reason += _("另外:{faults}").format(
                faults="".join(self._spoken(cells, fault) for fault in others[:_SPELT_OUT])
            )
        if len(others) > _SPELT_OUT:
            reason += _("还有 {count} 处。").format(count=len(others) - _SPELT_OUT)
        if first.column is None:
            return self.refuse(row, cells, first.heading, reason)
        return self.refuse_cell(row, cells, first.column, reason)

    def _spoken(self, cells: Sequence[Cell], fault: Fault) -> str:
        """A fault with its heading, which the reason of a cell does not always name."""
        if fault.column is None:
            return fault.reason
        heading = self._columns[fault.column].heading
        if fault.reason.startswith(f"“{_presentable(shown(cells[fault.column]))}”"):
            return heading + fault.reason
        return _("{heading}:{reason}").format(heading=heading, reason=fault.reason)

    def refuse_row(self, row: int, cells: Sequence[Cell], reason: str) -> Rejection:
        """Refuse a row as a whole."""
        return self._rejection(row, cells, "", "", reason)

    def _rejection(
        self, row: int, cells: Sequence[Cell], heading: str, value: str, reason: str
    ) -> Rejection:
        width = len(cells)
        kept = [shown(cells[i]) if i < width else "" for i in self._columns]
        headings = self._headings
        beyond = [shown(c) for i, c in enumerate(cells) if i not in self._columns and c != ""]
        if beyond:
            kept.append("; ".join(beyond))
            headings = (*headings, _("多出的内容"))
        return Rejection(
            file=self._file,
            row=row,
            heading=heading,
            value=_presentable(value),
            reason=reason,
            cells=tuple(kept),
            sheet=self._sheet,
            headings=headings,
        )


def _presentable(value: str) -> str:
    if value.isprintable():
        return value
    try:
        return clean_note(value)
    except Unreadable:
        return ascii(value)


def refuse_case(case: LedgerCase, *, file: str, heading: str, value: str, reason: str) -> Rejection:
    """Refuse a case that was read well but that the store would not take, its cells spelt out anew."""
    headings, cells = _spelt_out(case)
    return Rejection(
        file=file,
        row=case.row,
        heading=heading,
        value=value,
        reason=reason,
        cells=cells,
        headings=headings,
    )


def _spelt_out(case: LedgerCase) -> tuple[tuple[str, ...], tuple[str, ...]]:
    values: dict[str, str] = {}
    value: Any
    for heading, (name, _others) in CASE_HEADINGS.items():
        value = case.reason_note if name == "reason" else getattr(case, name)
        if name == "cause":
            value = case.cause_name
        if value is None or value == "":
            text = ""
        elif name in ("claimed", "agreed", "performed"):
            text = decimal_yuan(value)
        elif isinstance(value, tuple):
            text = "、".join(value)
        elif isinstance(value, bool):
            text = "是" if value else "否"
        else:
            text = str(getattr(value, "chinese", value))
        values[heading] = text
    if case.reason is not None and not case.reason_note:
        values["不成功原因"] = case.reason.chinese
    values.update(case.extra)
    return tuple(values), tuple(values.values())

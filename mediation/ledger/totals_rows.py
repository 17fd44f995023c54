"""A row of the court totals (法院收案) to one month of one court and category."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from mediation.errors import Unreadable
from mediation.i18n import _
from mediation.ledger import cells as reading
from mediation.ledger import words
from mediation.ledger.headings import TOTALS_HEADINGS, Table
from mediation.ledger.refusals import Fault, Refuser
from mediation.ledger.rows import LedgerTotals, Rejection
from mediation.ledger.sheets import Cell

_HEADINGS = {found[0]: heading for heading, found in TOTALS_HEADINGS.items()}
_NEEDED = ("court", "month", "category")
TakenTotals = dict[tuple[str, date, str], str]


class TotalsRows:
    """Reads rows of court totals under one heading row."""

    def __init__(
        self, table: Table, refuser: Refuser, taken: TakenTotals, *, serial_shift: int = 0
    ) -> None:
        self._refuser = refuser
        self._taken = taken
        self._known = [
            (column.index, column.field, _reader(column.field, serial_shift))
            for column in table.columns
            if column.field
        ]

    def read(self, row: int, cells: list[Cell]) -> LedgerTotals | Rejection:
        """The totals of a row, or its refusal under its first fault in the order of columns."""
        values: dict[str, Any] = {}
        faults: dict[str, Fault] = {}
        for index, name, parse in self._known:
            try:
                values[name] = parse(cells[index])
                if name == "category":
                    category_at = index
            except Unreadable as fault:
                faults[name] = Fault(fault.message, index)
        category = values.get("category")
        if category not in (None, "", words.WHOLE_COURT[0], words.TRAFFIC[0]):
            try:
                values["category"] = reading.cause(category, values.get("month"))
            except Unreadable as fault:
                faults["category"] = Fault(fault.message, category_at)
        for name in _NEEDED:
            if name not in faults and not values.get(name):
                heading = _HEADINGS[name]
                reason = _("“{heading}”是空的:请补填。").format(heading=heading)
                faults[name] = Fault(reason, heading=heading)
        if faults:
            found = sorted(faults.values(), key=lambda fault: (fault.column is None, fault.column))
            return self._refuser.refuse_for(row, cells, found)
        key = (values["court"], values["month"], values["category"])
        if place := self._taken.get(key):
            return self._refuser.refuse(
                row,
                cells,
                _HEADINGS["month"],
                _("与{place}重复:同一法院、月份、类别只留一行。").format(place=place),
            )
        self._taken[key] = self._refuser.place(row)
        return LedgerTotals(row=row, **values)


def _reader(name: str, serial_shift: int) -> Callable[[Cell], Any]:
    if name == "court":
        return reading.court
    if name == "month":
        return reading.month_reader(serial_shift)
    if name == "category":
        return _category
    return reading.count


def _category(cell: Cell) -> str:
    """``all``, ``traffic``, or the cause's name as it stands, to be looked up for its month."""
    if not isinstance(cell, str):
        raise Unreadable(
            _("“{value}”不是类别,可填:全部、道路交通,或案由名称。").format(
                value=reading.shown(cell)
            )
        )
    text = reading.line(cell)
    for code, names in (words.WHOLE_COURT, words.TRAFFIC):
        if text in names:
            return code
    return "" if text in words.BLANK else text

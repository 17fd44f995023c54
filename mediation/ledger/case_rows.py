"""A row of the case ledger (台账) to one case, or to the reason why it is none."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from mediation.cases.number import CaseNumber
from mediation.cases.plain import fold
from mediation.cases.terms import EndReason
from mediation.errors import Unreadable
from mediation.i18n import _
from mediation.ledger import cells as reading
from mediation.ledger import words
from mediation.ledger.headings import CASE_HEADINGS, Table
from mediation.ledger.refusals import Fault, Refuser
from mediation.ledger.rows import UNTOLD_DAY, LedgerCase, Rejection
from mediation.ledger.sheets import Cell
from mediation.registry.courts import is_court_code

# Cells that are right or wrong only beside each other; with one unreadable nothing can be said.
_JUDGED_TOGETHER = frozenset({"number", "court_number", "referred_on", "closed_on", "outcome"})
_HEADINGS = {found[0]: heading for heading, found in CASE_HEADINGS.items()}


@dataclass(slots=True)
class Taken:
    """Numbers already met in this import file, each with its sheet and row."""

    numbers: dict[str, tuple[Refuser, int]] = field(default_factory=dict)
    court_numbers: dict[str, tuple[Refuser, int]] = field(default_factory=dict)


class RowFault(Exception):
    """A fault of a whole row; ``heading`` is the canonical one it is told under."""

    def __init__(self, heading: str, reason: str) -> None:
        super().__init__(reason)
        self.heading = heading
        self.reason = reason


class CaseRows:
    """Reads rows under one heading row; parsers are bound to their columns once."""

    def __init__(
        self, table: Table, refuser: Refuser, taken: Taken, *, serial_shift: int = 0
    ) -> None:
        self._refuser = refuser
        self._taken = taken
        self._known = [
            (column.index, column.field, _reader(column.field, column.unit, serial_shift))
            for column in table.columns
            if column.field
        ]
        self._unknown = [
            (column.index, column.heading) for column in table.columns if not column.field
        ]
        self._cause_at = next((c.index for c in table.columns if c.field == "cause"), None)

    def read(self, row: int, cells: list[Cell]) -> LedgerCase | Rejection:
        """The case of a row, or its refusal under its first fault in the order of columns."""
        values: dict[str, Any] = {}
        try:
            for index, name, parse in self._known:
                cell = cells[index]
                # Nearly all cells are true or the empty text; only 0 and FALSE need the comparison.
                if cell or cell != "":
                    values[name] = parse(cell)
            return self._case(row, cells, values)
        except (Unreadable, RowFault) as fault:
            faults = self._faults(cells)
            if not faults and isinstance(fault, RowFault):  # its numbers are an earlier row's
                return self._refuser.refuse(row, cells, fault.heading, fault.reason)
            refused = self._refuser.refuse_for(row, cells, faults)
            return replace(refused, legible=self._legible(row, cells))

    def _legible(self, row: int, cells: list[Cell]) -> LedgerCase | None:
        """What can be read of a refused row; ``None`` where that tells no case apart."""
        values: dict[str, Any] = {"referred_on": UNTOLD_DAY}
        for index, name, parse in self._known:
            with suppress(Unreadable):
                if cells[index] != "":
                    values[name] = parse(cells[index])
        if cause_name := values.pop("cause", ""):
            with suppress(Unreadable):
                values["cause"] = reading.cause(cause_name, values["referred_on"])
        number: CaseNumber | None = values.pop("court_number", None)
        if number is not None:
            values |= {"court_number": number.raw, "court_number_key": number.key}
        _conclude(values)
        own, key = _same(values.get("number", "")), values.get("court_number_key", "")
        if own in self._taken.numbers or key in self._taken.court_numbers:
            return None
        if own or key or (values.get("applicants") and values.get("respondents")):
            return LedgerCase(row=row, cause_name=cause_name, **values)
        return None

    def _faults(self, cells: list[Cell]) -> list[Fault]:
        """All that is wrong with a row, in the order of columns, then with the row as a whole."""
        values: dict[str, Any] = {}
        faults: dict[str, Fault] = {}
        for index, name, parse in self._known:
            try:
                if cells[index] != "":
                    values[name] = parse(cells[index])
            except Unreadable as fault:
                faults[name] = Fault(fault.message, index)
        if (cause := values.pop("cause", "")) and self._cause_at is not None:
            try:
                reading.cause(cause, values.get("referred_on"))
            except Unreadable as fault:
                faults["cause"] = Fault(fault.message, self._cause_at)
        for index, heading in self._unknown:
            try:
                if cells[index] != "":
                    reading.note(cells[index])
            except Unreadable as fault:
                faults[heading] = Fault(fault.message, index)
        found = sorted(faults.values(), key=lambda fault: fault.column or 0)
        if not faults.keys() & _JUDGED_TOGETHER and (whole := _fault_together(values)):
            found.append(Fault(whole.reason, heading=whole.heading))
        return found

    def _case(self, row: int, cells: list[Cell], values: dict[str, Any]) -> LedgerCase:
        cause_name = values.pop("cause", "")
        if cause_name:
            try:
                values["cause"] = reading.cause(cause_name, values.get("referred_on"))
            except Unreadable as fault:
                raise RowFault(_HEADINGS["cause"], fault.message) from None
        number: CaseNumber | None = values.pop("court_number", None)
        if number is not None:
            values["court_number"] = number.raw
            values["court_number_key"] = number.key
            if values.get("court") is None and is_court_code(number.court):
                values["court"] = number.court
        _conclude(values)
        _check(values)
        if self._unknown:
            values["extra"] = self._extra(cells)
        self._take(row, values)
        return LedgerCase(row=row, cause_name=cause_name, **values)

    def _extra(self, cells: list[Cell]) -> dict[str, str]:
        extra = {}
        for index, heading in self._unknown:
            cell = cells[index]
            if cell != "":
                try:
                    extra[heading] = reading.note(cell)
                except Unreadable as fault:
                    raise RowFault(heading, fault.message) from None
        return extra

    def _take(self, row: int, values: dict[str, Any]) -> None:
        """Claim the row's numbers, or find them claimed by an earlier row of this file."""
        number = _same(values.get("number", ""))
        key = values.get("court_number_key", "")
        if number and (place := self._taken.numbers.get(number)):
            raise RowFault(_HEADINGS["number"], _twin(*place))
        if key and (place := self._taken.court_numbers.get(key)):
            raise RowFault(_HEADINGS["court_number"], _twin(*place))
        if number:
            self._taken.numbers[number] = (self._refuser, row)
        if key:
            self._taken.court_numbers[key] = (self._refuser, row)


def _same(number: str) -> str:
    return number if number.isascii() else fold(number)


def _twin(refuser: Refuser, row: int) -> str:
    return _("与{place}重复:同一件只留一行,另一行请删去或改正编号。").format(
        place=refuser.place(row)
    )


def _fault_together(values: dict[str, Any]) -> RowFault | None:
    number: CaseNumber | None = values.pop("court_number", None)
    if number is not None:
        values["court_number_key"] = number.key
    _conclude(values)
    try:
        _check(values)
    except RowFault as fault:
        return fault
    return None


def _conclude(values: dict[str, Any]) -> None:
    """The outcome's class and reason: the outcome word's own reason wins over the free text."""
    found = values.pop("outcome", None)
    reason: EndReason | None = None
    if found is not None:
        values["outcome"], reason = found
    text = values.pop("reason", "")
    if text and text not in words.BLANK:
        values["reason_note"] = text
        reason = reason or words.REASONS.get(text)
    if reason is not None:
        values["reason"] = reason


def _check(values: dict[str, Any]) -> None:
    referred_on: date | None = values.get("referred_on")
    closed_on: date | None = values.get("closed_on")
    if not values.get("number") and not values.get("court_number_key"):
        raise RowFault(_HEADINGS["number"], _("调解编号和法院案号都是空的:请至少填一个。"))
    if referred_on is None:
        raise RowFault(_HEADINGS["referred_on"], _("没有委派日期:请补填,收案月份由它决定。"))
    if closed_on is None:
        if values.get("outcome") is not None:
            raise RowFault(
                _HEADINGS["closed_on"],
                _("有结果“{outcome}”而没有终结日期:请补填日期,未结案的请清空结果。").format(
                    outcome=values["outcome"].label
                ),
            )
        return
    if values.get("outcome") is None:
        raise RowFault(
            _HEADINGS["outcome"],
            _("有终结日期 {closed} 而没有结果:请补填结果,未结案的请清空日期。").format(
                closed=closed_on
            ),
        )
    if closed_on < referred_on:
        raise RowFault(
            _HEADINGS["closed_on"],
            _("终结日期 {closed} 早于委派日期 {referred}:请核对这两个日期。").format(
                closed=closed_on, referred=referred_on
            ),
        )


def _reader(name: str, unit: int, serial_shift: int) -> Callable[[Cell], Any]:
    if name in ("referred_on", "signed_on", "closed_on", "transferred_on"):
        return reading.day_reader(serial_shift)
    if name in ("claimed", "agreed", "performed"):
        return reading.amount_reader(unit)
    return _READERS[name]


@lru_cache(maxsize=2048, typed=True)
def _cause_text(cell: Cell) -> str:
    if isinstance(cell, str):
        text = reading.line(cell)
        return "" if text in words.BLANK else text
    raise Unreadable(_("“{value}”不是案由,请照案由表填写。").format(value=reading.shown(cell)))


def _remark(cell: Cell) -> str:
    text = reading.note(cell)
    return "" if text in words.BLANK else text


_READERS: dict[str, Callable[[Cell], Any]] = {
    "number": reading.own_number,
    "court_number": reading.court_number,
    "court": reading.court,
    "channel": reading.channel,
    "cause": _cause_text,
    "applicants": reading.names,
    "respondents": reading.names,
    "mediators": reading.names,
    "outcome": reading.outcome,
    "reason": reading.note,
    "performance": reading.performance,
    "confirmation_number": reading.other_number,
    "transfer_number": reading.other_number,
    "on_platform": reading.yes_or_no,
    "remark": _remark,
}

"""A tariff as people send it: a sheet (.xlsx or .csv) with a row for each class, outcome and tier."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from mediation.cases.plain import fold
from mediation.cases.terms import Outcome
from mediation.errors import FileRefused, Unreadable
from mediation.i18n import _
from mediation.ledger import cells
from mediation.ledger.limits import Limits
from mediation.ledger.sheets import Cell, Sheet
from mediation.subsidy.grades import grade_named
from mediation.subsidy.tariff import Rate, faults

_HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "grade": ("难易等级", "难易程度", "案件等级", "等级", "案件类别"),
    "outcome": ("结果", "调解结果"),
    "tier": ("档次", "档", "补贴档"),
    "amount": ("金额", "补贴标准", "补贴金额", "标准"),
    "performed_first": ("须先履行", "履行后发放", "须履行"),
    "valid_from": ("有效期起", "起", "施行日期", "生效日期"),
    "valid_to": ("有效期止", "止", "失效日期", "终止日期"),
    "source": ("依据", "文件依据", "来源", "文号"),
}
_NAMES: Final = {name: key for key, names in _HEADINGS.items() for name in names}
_NEEDED: Final = ("grade", "outcome", "amount", "valid_from", "source")
_LOOKED_AT: Final = 20
_SHOWN: Final = 8
_MOST: Final = 2_000
DEFAULT: Final = Limits()
_UNIT: Final = re.compile(r"\((元|万元)\)$")


def read_tariff(path: Path, limits: Limits = DEFAULT) -> tuple[Rate, ...]:
    """All rows of the file; raises FileRefused naming every row that cannot be read, and why."""
    rates: list[Rate] = []
    wrong: list[str] = []
    sheet, columns, units, first = _table(_sheets(path, limits), path)
    for number, row in enumerate(sheet, start=first):
        if not any(cells.line(cell) for cell in row):
            continue
        if len(rates) + len(wrong) >= _MOST:
            raise FileRefused(
                _("{file} 超过 {count} 行,不像补贴标准。").format(file=path.name, count=_MOST)
            )
        try:
            rates.append(_rate(row, columns, units))
        except Unreadable as error:
            wrong.append(_("第 {row} 行:{reason}").format(row=number, reason=error.message))
    wrong = wrong or [*faults(rates)]
    if wrong:
        more = _("\n等 {count} 处").format(count=len(wrong)) if len(wrong) > _SHOWN else ""
        raise FileRefused(
            _("{file} 一行也没有录入:\n{reasons}").format(
                file=path.name, reasons="\n".join(wrong[:_SHOWN]) + more
            )
        )
    if not rates:
        raise FileRefused(_("{file} 里没有一行标准。").format(file=path.name))
    return tuple(rates)


def _sheets(path: Path, limits: Limits) -> list[Sheet]:
    from mediation.ledger.text_sheets import text_sheet
    from mediation.ledger.workbook_sheets import workbook_sheets

    if path.stat().st_size > limits.file_bytes:
        raise FileRefused(_("{file} 太大,不像补贴标准。").format(file=path.name))
    content = path.read_bytes()
    if path.suffix.lower() == ".csv":
        return [text_sheet(content, limits)]
    if path.suffix.lower() == ".xlsx":
        return workbook_sheets(content, limits)[0]
    raise FileRefused(_("{file}:补贴标准请存成 .xlsx 或 .csv。").format(file=path.name))


def _table(
    sheets: Sequence[Sheet], path: Path
) -> tuple[Iterator[list[Cell]], dict[str, int], int, int]:
    """The rows under the headings, where each column stands, yuan in the amount, the next row."""
    for sheet in sheets:
        rows = iter(sheet.rows)
        for number, row in enumerate(rows, start=sheet.first):
            if number > _LOOKED_AT:
                break
            columns, unit = _columns(row)
            if all(key in columns for key in _NEEDED):
                return rows, columns, unit, number + 1
    raise FileRefused(
        _("{file} 里找不到表头:要有 {needed} 各列,另可有 {more}。").format(
            file=path.name,
            needed=_("、").join(_HEADINGS[key][0] for key in _NEEDED),
            more=_("、").join(names[0] for key, names in _HEADINGS.items() if key not in _NEEDED),
        )
    )


def _columns(row: Sequence[Cell]) -> tuple[dict[str, int], int]:
    columns: dict[str, int] = {}
    unit = 1
    for place, cell in enumerate(row):
        word = fold(cells.line(cell)).replace(" ", "")
        marked = _UNIT.search(word)
        key = _NAMES.get(_UNIT.sub("", word))
        if key is not None and key not in columns:
            columns[key] = place
            if key == "amount" and marked and marked[1] == "万元":
                unit = 10_000
    return columns, unit


def _rate(row: Sequence[Cell], columns: Mapping[str, int], unit: int) -> Rate:
    def cell(key: str) -> Cell:
        place = columns.get(key, len(row))
        return row[place] if place < len(row) else ""

    day: Callable[[Cell], date | None] = cells.day_reader()
    amount = _given("amount", cells.amount_reader(unit)(cell("amount")))
    return Rate(
        grade=grade_named(_given("grade", cells.line(cell("grade")))),
        outcome=_outcome(cell("outcome")),
        tier=cells.line(cell("tier")),
        amount=amount,
        performed_first=bool(cells.yes_or_no(cell("performed_first"))),
        valid_from=_given("valid_from", day(cell("valid_from"))),
        valid_to=day(cell("valid_to")),
        source=_given("source", cells.line(cell("source"))),
    )


def _outcome(cell: Cell) -> Outcome:
    read = _given("outcome", cells.outcome(cell))
    found: Outcome = read[0]
    return found


def _given(key: str, value: Any) -> Any:
    if value is None or value == "":
        raise Unreadable(_("没有填“{heading}”。").format(heading=_HEADINGS[key][0]))
    return value

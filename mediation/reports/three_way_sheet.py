"""三分表 of the workbook: what became of every case, each figure a formula over the listed cases."""

from __future__ import annotations

from typing import Final

from mediation.figures.checks import COUNT_NAMES
from mediation.figures.keys import Dimension
from mediation.figures.three_way import (
    ENDING_NAMES,
    HALF_NAMES,
    HALVES,
    Ending,
    ThreeWay,
    ThreeWayRow,
)
from mediation.i18n import _
from mediation.reports.case_sheet import BY, CaseSheets
from mediation.reports.edition import Edition
from mediation.reports.group_sheets import NAMES
from mediation.reports.names import unrecorded
from mediation.reports.sheet_head import head
from mediation.reports.sheets import Cell, Formula, Sheet, Style, at
from mediation.reports.three_way_form import three_way_words, total_words

_BEFORE: Final = ("opening", "received")
_AFTER: Final = ("pending", "transferred")
_FIRST: Final = 2
"""The place of the first count, behind the row's number and name."""
_WIDTHS: Final = (5, 26, 9, 9, *(11,) * len(Ending), 9, 9, 9)


def fill_three_way_sheet(sheet: Sheet, edition: Edition, cases: CaseSheets) -> None:
    """The total, then the rows by source and by cause, each row with its balance."""
    sheet.give_widths(_WIDTHS)
    head(sheet, edition, _("三分表"))
    found = edition.report.three_way
    sheet.freeze(columns=_FIRST, repeated=False)
    if found is None:
        sheet.line(_("本期没有三分表"))
        return
    sheet.line(total_words(found))
    sheet.gap()
    sheet.put(_headings(_("合计")), "heading")
    sheet.put(_row(found.total, None, cases, sheet.row), _styles())
    for dimension, rows in found.by.items():
        sheet.gap()
        sheet.put(_headings(NAMES[dimension]), "heading")
        for row in rows:
            number = cases.order[dimension][row.key]
            cells = _row(row, (dimension, number), cases, sheet.row)
            sheet.put(cells, _styles())
    sheet.gap()
    for words in _notes(found):
        sheet.line(words, "note")


def _headings(first: str) -> list[Cell]:
    names = [f"{HALF_NAMES[half]} {ENDING_NAMES[each]}" for half, each in _endings()]
    after = [COUNT_NAMES[name] for name in _AFTER]
    return [_("序号"), first, _("旧存"), COUNT_NAMES["received"], *names, *after, _("差")]


def _endings() -> list[tuple[str, Ending]]:
    return [(half, each) for half, endings in HALVES.items() for each in endings]


def _styles() -> list[Style]:
    return ["count", "listed", *["count"] * (len(_WIDTHS) - _FIRST)]  # type: ignore[list-item]


def _row(
    row: ThreeWayRow,
    narrowed: tuple[Dimension, int] | None,
    cases: CaseSheets,
    place: int,
) -> list[Cell]:
    number: Cell = None
    more: tuple[tuple[str, str], ...] = ()
    name = _("全部")
    if narrowed is not None:
        dimension, number = narrowed
        more = ((BY[dimension], at(place, 0)),)
        name = row.name or unrecorded()

    def count(figure: str, value: int) -> Cell:
        return Formula(f"={cases.figure(figure, *more)}", value)

    cells: list[Cell] = [number, name]
    cells += [count(each, getattr(row, each)) for each in _BEFORE]
    cells += [count(each.value, row.endings[each]) for _half, each in _endings()]
    cells += [count(each, getattr(row, each)) for each in _AFTER]
    came = f"{at(place, _FIRST)}+{at(place, _FIRST + 1)}"
    ended = f"SUM({at(place, _FIRST + 2)}:{at(place, _FIRST + 2 + len(Ending))})"
    return [*cells, Formula(f"={came}-{ended}", 0)]


def _notes(found: ThreeWay) -> list[str]:
    return [
        _("旧存+收案 = 开过调解会的+未登记调解会的+未结,“差”应为 0;转立案另计。"),
        _("没有登记调解会而已成功、部分成功或自行和解的,记“已解决”;退回的记“不宜退回”。"),
        three_way_words(found),
        _("各数是“案件”表上的公式:筛选 结案=1 和“结束方式”即见案件。"),
    ]

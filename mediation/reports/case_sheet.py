"""The cases behind a report as sheets of its workbook."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Final

from xlsxwriter.workbook import Workbook

from mediation.cases.terms import Channel
from mediation.i18n import _
from mediation.reports.report import court_name
from mediation.reports.sheets import Cell, Sheet, Style, Styles
from mediation.store import CaseRow

_PER_SHEET: Final = 1_000_000
_STYLES: Final[tuple[Style, ...]] = (
    *("text",) * 8,
    "amount",
    *("day",) * 3,
    "text",
    "amount",
    "amount",
)
_WIDTHS: Final = (16, 28, 18, 14, 24, 20, 20, 12, 16, 12, 12, 12, 10, 16, 16)


def add_case_sheets(book: Workbook, styles: Styles, cases: Iterable[CaseRow]) -> None:
    """List the cases row by row, a further sheet for each million; phones and numbers stay out."""
    rows = iter(cases)
    batch: Iterable[CaseRow] = list(islice(rows, 1))
    number = 1
    while batch or number == 1:
        name = _("案件") if number == 1 else _("案件{number}").format(number=number)
        sheet = Sheet(book, styles, name, landscape=True)
        sheet.finish(widths=_WIDTHS)
        sheet.put(_headings(), "heading")
        sheet.freeze(columns=2)
        for case in batch:
            sheet.put(_cells(case), _STYLES)
        for case in islice(rows, _PER_SHEET - 1):
            sheet.put(_cells(case), _STYLES)
        batch = list(islice(rows, 1))
        number += 1


def _headings() -> list[Cell]:
    return [
        _("调解编号"),
        _("法院案号"),
        _("承办法院"),
        _("来源"),
        _("案由"),
        _("申请人"),
        _("被申请人"),
        _("调解员"),
        _("标的额(元)"),
        _("委派日期"),
        _("签收日期"),
        _("终结日期"),
        _("结果"),
        _("协议金额(元)"),
        _("到位金额(元)"),
    ]


def _cells(case: CaseRow) -> list[Cell]:
    return [
        case.number,
        case.court_number,
        court_name(case.court) if case.court else "",
        next((each.label for each in Channel if each.value == case.channel), case.channel),
        case.cause_name,
        case.applicants,
        case.respondents,
        case.mediator_name,
        _yuan(case.claimed),
        case.referred_on,
        case.signed_on,
        case.closed_on,
        case.outcome.label if case.outcome else "",
        _yuan(case.agreed),
        _yuan(case.performed),
    ]


def _yuan(fen: int | None) -> float | None:
    return None if fen is None else fen / 100

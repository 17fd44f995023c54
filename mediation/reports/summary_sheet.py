"""总表: what came, what was closed and how, beside a year and a month before, and the rates."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from xlsxwriter.workbook import Workbook

from mediation.figures.checks import CLASSES, COUNT_NAMES
from mediation.figures.comparison import Change, Comparison, Kind
from mediation.figures.definitions import Basis, Quantity
from mediation.figures.indicators import Indicator
from mediation.figures.intervals import FEW_BELOW
from mediation.i18n import _
from mediation.reports.case_sheet import BEHIND, END, START, SUMMED, CaseSheets, shown
from mediation.reports.edition import Edition
from mediation.reports.rate_cells import RATE_STYLES, rate_cells
from mediation.reports.report import Report
from mediation.reports.sheet_head import head
from mediation.reports.sheets import Cell, Formula, Sheet, Style, at
from mediation.reports.wording import comparison_head, coverage_words, restated_words, title

FLOW: Final = ("opening", "received", "closed", *CLASSES, "transferred", "pending", *SUMMED)
_WIDTHS: Final = (22, 17, 17, 10, 17, 10, 10, 10, 10, 10, 24, 36)


def fill_summary(sheet: Sheet, book: Workbook, edition: Edition, cases: CaseSheets) -> None:
    """Write the sheet and name the cells with both days of the period."""
    report = edition.report
    sheet.give_widths(_WIDTHS)
    head(sheet, edition, title(report))
    days: list[Cell] = [_("统计期间"), report.period.start, report.period.end]
    for name, column in ((START, 1), (END, 2)):
        book.define_name(name, f"={sheet.name}!{at(sheet.row, column, fixed=True)}")
    sheet.put(days, ["text", "day", "day"])
    sheet.freeze(columns=1, repeated=False)
    sheet.gap()
    places = _flow(sheet, report, cases)
    for comparison in report.comparisons:
        for words in filter(None, (comparison_head(comparison), restated_words(comparison))):
            sheet.line(words, "note")
    sheet.line(
        _("金额单位元;基期不足 {few} 件不算增减,率的增减是百分点。").format(few=FEW_BELOW), "note"
    )
    sheet.gap()
    _rates(sheet, report, cases, places)
    for words in coverage_words(report):
        sheet.line(words, "note")
    sheet.gap()
    _days(sheet, report)
    sheet.gap()
    sheet.line(check_words(report))


def _flow(sheet: Sheet, report: Report, cases: CaseSheets) -> dict[str, str]:
    """Write the flow; answers the cell of each figure."""
    sheet.put([_("项目"), _("本期"), _("上年同期"), _("同比"), _("上期"), _("环比")], "heading")
    places = {}
    for name in FLOW:
        row = sheet.row
        places[name] = at(row, 1)
        number: Style = "amount" if name in SUMMED else "count"
        own = Formula(f"={cases.figure(name)}", shown(report.flow, name))
        beside, reasons = _beside(report.comparisons, name, row)
        label = _("旧存") if name == "opening" else COUNT_NAMES[name]
        if name in SUMMED:
            label = _("{name}(元)").format(name=label)
        sheet.put(
            [label, own, *beside, reasons],
            ["text", number, number, "change", number, "change", "remark"],
        )
    return places


def _beside(comparisons: Sequence[Comparison], name: str, row: int) -> tuple[list[Cell], str]:
    cells: list[Cell] = []
    reasons = []
    for kind, column in ((Kind.YEAR_ON_YEAR, 2), (Kind.PERIOD_ON_PERIOD, 4)):
        change = _change_of(comparisons, kind, name)
        if change is None:
            cells += [None, None]
            continue
        base = change.base
        shown_base = _number(base)
        cells.append(shown_base / 100 if name in SUMMED and shown_base else shown_base)
        if change.change is None:
            cells.append("—")
            word = _("同比") if kind is Kind.YEAR_ON_YEAR else _("环比")
            reasons.append(_("{word}:{reason}").format(word=word, reason=change.reason))
        else:
            now, before = at(row, 1), at(row, column)
            cells.append(Formula(f"={now}/{before}-1", float(change.change)))
    return cells, ";".join(reasons)


def _number(value: int | Fraction | None) -> int | float | None:
    return float(value) if isinstance(value, Fraction) else value


def _change_of(comparisons: Sequence[Comparison], kind: Kind, name: str) -> Change | None:
    figures = next((each.figures for each in comparisons if each.kind is kind), ())
    return next((each for each in figures if each.key == name), None)


def _rates(sheet: Sheet, report: Report, cases: CaseSheets, places: dict[str, str]) -> None:
    headings = [_("指标"), _("分子"), _("分母"), _("比率"), _("区间下限"), _("区间上限")]
    headings += [_("上年同期"), _("同比(点)"), _("上期"), _("环比(点)"), _("口径"), _("说明")]
    sheet.put(headings, "heading")
    for indicator in report.indicators:
        row = sheet.row
        definition = indicator.definition
        counts = [
            _counted(number, quantity, indicator, cases, places)
            for number, quantity in (
                (indicator.numerator, definition.numerator),
                (indicator.denominator, definition.denominator),
            )
        ]
        *rate, remark = rate_cells(indicator, at(row, 1), at(row, 2))
        beside = _rates_beside(report.comparisons, indicator, row)
        sheet.put(
            [definition.name, *counts, *rate, *beside, definition.label, remark],
            [
                "text",
                "count",
                "count",
                *RATE_STYLES[:3],
                *("share", "points") * 2,
                "listed",
                "listed",
            ],
        )


def _rates_beside(comparisons: Sequence[Comparison], indicator: Indicator, row: int) -> list[Cell]:
    cells: list[Cell] = []
    for kind, column in ((Kind.YEAR_ON_YEAR, 6), (Kind.PERIOD_ON_PERIOD, 8)):
        change = _change_of(comparisons, kind, indicator.key)
        if change is None or change.base is None:
            cells += [None, None]
        elif change.is_few:
            cells += [change.counted[1], "—"]
        elif change.change is None:
            cells += [_number(change.base), "—"]
        else:
            points = f"=({at(row, 3)}-{at(row, column)})*100"
            cells += [_number(change.base), Formula(points, float(change.change))]
    return cells


def _counted(
    number: int | None,
    quantity: Quantity,
    indicator: Indicator,
    cases: CaseSheets,
    places: dict[str, str],
) -> Cell:
    """The count of a rate: as a formula where the listed cases carry it, else as entered."""
    if number is None or indicator.definition.basis is not Basis.LEDGER:
        return number
    if not all(name in places or name in BEHIND for name in quantity.fields):
        return number

    def part(name: str) -> str:
        return places.get(name) or cases.figure(name)

    formula = "+".join(map(part, quantity.plus))
    return Formula("=" + "-".join([formula, *map(part, quantity.minus)]), number)


def _days(sheet: Sheet, report: Report) -> None:
    duration = report.duration
    sheet.put([_("办理天数"), _("中位数"), _("第90百分位"), _("件数")], "heading")
    days = [None if each is None else float(each) for each in (duration.median, duration.p90)]
    sheet.put([_("签收至终结"), *days, duration.cases], ["text", "wan", "wan", "count"])


def check_words(report: Report) -> str:
    """One line that says whether all checks hold, and which do not."""
    failed = report.failed_checks
    if not failed:
        return _("校验 {count} 项全部通过").format(count=len(report.checks))
    return _("校验 {count} 项,{failed} 项不通过:{names}").format(
        count=len(report.checks),
        failed=len(failed),
        names=";".join(f"{check.name}({check.detail})" for check in failed),
    )

"""The report as a workbook for print and for further reckoning: rates are formulas over counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from pathlib import Path
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException

from mediation.errors import MediationError
from mediation.figures.checks import CLASSES, COUNT_NAMES, DIMENSION_NAMES
from mediation.figures.counts import Counts, Dimension, Group
from mediation.figures.indicators import Indicator, success_rate
from mediation.figures.intervals import COUNTS_ONLY_BELOW, FEW_BELOW, Sample
from mediation.i18n import _
from mediation.reports.case_sheet import add_case_sheets
from mediation.reports.json_form import AMOUNTS
from mediation.reports.report import Report, unrecorded
from mediation.reports.sheets import FONT, Cell, Formula, Sheet, Style, Styles, at
from mediation.reports.whole_file import whole_file
from mediation.reports.wording import (
    coverage_words,
    few_words,
    made_words,
    period_words,
    title,
)
from mediation.store import CaseRow

_COUNTS: Final = ("opening", "received", "closed", *CLASSES, "transferred", "pending")
_YUAN: Final = 100


def write_workbook(report: Report, path: Path, cases: Iterable[CaseRow] | None = None) -> None:
    """Write the workbook, whole or not at all; ``cases`` adds a sheet that lists them.

    Raises MediationError when the file cannot be written.
    """
    with whole_file(path) as draft:
        book = Workbook(str(draft), {"constant_memory": cases is not None})
        book.set_properties(
            {
                "title": f"{title(report)} {period_words(report.period)}",
                "created": report.made_at.astimezone(UTC).replace(tzinfo=None),
            }
        )
        book.formats[0].set_font_name(FONT)
        styles = Styles(book)
        _summary(Sheet(book, styles, _("总表"), landscape=True), report)
        for dimension in Dimension:
            name = DIMENSION_NAMES[dimension]
            _groups(Sheet(book, styles, name, landscape=True), report, dimension)
        _definitions(Sheet(book, styles, _("口径说明与校验"), landscape=True), report)
        if cases is not None:
            add_case_sheets(book, styles, cases)
        try:
            book.close()
        except XlsxWriterException as error:
            raise MediationError(
                _("写不了“{path}”:磁盘已满或没有权限。").format(path=path)
            ) from error


def _head(sheet: Sheet, report: Report, words: str) -> None:
    sheet.line(f"{words}  {period_words(report.period)}", "title")
    dates = f"{report.period.start.isoformat()} - {report.period.end.isoformat()}"
    sheet.line(
        _("范围:{scope}    统计期间:{dates}    制表:{made}").format(
            scope=report.names, dates=dates, made=made_words(report.made_at)
        )
    )
    sheet.gap()


def _summary(sheet: Sheet, report: Report) -> None:
    _head(sheet, report, title(report))
    sheet.freeze(columns=0, repeated=False)
    sheet.put([COUNT_NAMES[name] for name in _COUNTS], "heading")
    sheet.put(_count_cells(report.flow, sheet.row, first=0), "count")
    sheet.gap()
    sheet.put([_("金额"), _("元"), _("万元")], "heading")
    for name in AMOUNTS:
        yuan = getattr(report.flow, name) / _YUAN
        wan = Formula(f"={at(sheet.row, 1)}/10000", yuan / 10_000)
        sheet.put([COUNT_NAMES[name], yuan, wan], ["text", "amount", "wan"])
    sheet.gap()
    headings = [_("指标"), _("分子"), _("分母"), _("比率"), _("区间下限"), _("区间上限")]
    sheet.put([*headings, _("口径"), _("说明")], "heading")
    for indicator in report.indicators:
        _rate_row(sheet, indicator)
    for words in coverage_words(report):
        sheet.line(words)
    sheet.gap()
    duration = report.duration
    sheet.put([_("办理天数"), _("中位数"), _("第90百分位"), _("件数")], "heading")
    days = [None if each is None else float(each) for each in (duration.median, duration.p90)]
    sheet.put([_("签收至终结"), *days, duration.cases], ["text", "wan", "wan", "count"])
    sheet.gap()
    sheet.line(_check_words(report))
    sheet.finish()


def _rate_row(sheet: Sheet, indicator: Indicator) -> None:
    row = sheet.row
    part, whole = at(row, 1), at(row, 2)
    value, bounds = indicator.value, indicator.interval
    share = None if value is None else Formula(f'=IF({whole}=0,"",{part}/{whole})', float(value))
    low, high = (
        (None, None)
        if bounds is None
        else (
            Formula(_wilson(part, whole, "-", f"{whole}=0"), bounds.low),
            Formula(_wilson(part, whole, "+", f"{whole}=0"), bounds.high),
        )
    )
    remark = (
        _("未知:{reason}").format(reason=indicator.reason)
        if value is None
        else few_words(indicator)
    )
    definition = indicator.definition
    sheet.put(
        [
            definition.name,
            indicator.numerator,
            indicator.denominator,
            share,
            low,
            high,
            definition.label,
            remark,
        ],
        ["text", "count", "count", "share", "share", "share", "text", "text"],
    )


def _wilson(part: str, whole: str, sign: str, blank_when: str) -> str:
    """Wilson's bound as a formula over two cells, z = 1.96, kept within 0 and 1."""
    middle = f"2*{part}+1.96^2"
    reach = f"1.96*SQRT(1.96^2+4*{part}*(1-{part}/{whole}))"
    bound = f"({middle}{sign}{reach})/(2*({whole}+1.96^2))"
    kept = f"MAX(0,{bound})" if sign == "-" else f"MIN(1,{bound})"
    return f'=IF({blank_when},"",{kept})'


def _count_cells(counts: Counts, row: int, *, first: int) -> list[Cell]:
    cells: list[Cell] = [getattr(counts, name) for name in _COUNTS[:-1]]
    opening, received, closed = (at(row, first + column) for column in range(3))
    return [*cells, Formula(f"={opening}+{received}-{closed}", counts.pending)]


def _groups(sheet: Sheet, report: Report, dimension: Dimension) -> None:
    name = DIMENSION_NAMES[dimension]
    _head(sheet, report, _("按{name}").format(name=name))
    money = [_("{name}(元)").format(name=COUNT_NAMES[each]) for each in AMOUNTS]
    rates = [_("成功率"), _("区间下限"), _("区间上限"), _("说明")]
    sheet.put([name, *(COUNT_NAMES[each] for each in _COUNTS), *money, *rates], "heading")
    sheet.freeze()
    first = sheet.row
    styles = _group_styles()
    for group in report.groups[dimension]:
        sheet.put(_group_cells(group, sheet.row), styles)
    if sheet.row > first:
        total: list[Cell] = []
        for column, field in enumerate((*_COUNTS, *AMOUNTS), start=1):
            value = getattr(report.flow, field)
            shown = value / _YUAN if field in AMOUNTS else value
            total.append(Formula(f"=SUM({at(first, column)}:{at(sheet.row - 1, column)})", shown))
        sheet.put([_("合计"), *total, *_rate_cells(report.flow, sheet.row)], styles)
    else:
        sheet.line(_("本期没有案件"))
    sheet.gap()
    sheet.line(
        _(
            "结案不足 {few} 件标“件数少”、不算率,不足 {enough} 件标“样本少”、不给区间;按收案多少排列,不是名次。"
        ).format(few=COUNTS_ONLY_BELOW, enough=FEW_BELOW)
    )
    sheet.finish()


def _group_styles() -> list[Style]:
    counts: list[Style] = ["count"] * len(_COUNTS)
    amounts: list[Style] = ["amount"] * len(AMOUNTS)
    return ["text", *counts, *amounts, "share", "share", "share", "text"]


def _group_cells(group: Group, row: int) -> list[Cell]:
    amounts = [getattr(group.counts, name) / _YUAN for name in AMOUNTS]
    return [
        group.name or unrecorded(),
        *_count_cells(group.counts, row, first=1),
        *amounts,
        *_rate_cells(group.counts, row),
    ]


def _rate_cells(counts: Counts, row: int) -> list[Cell]:
    rate = success_rate(counts)
    closed = at(row, 1 + _COUNTS.index("closed"))
    succeeded = at(row, 1 + _COUNTS.index("succeeded"))
    value, bounds = rate.value, rate.interval
    shown = "" if value is None or rate.sample is Sample.COUNTS_ONLY else float(value)
    low, high = ("", "") if bounds is None or rate.sample is not Sample.ENOUGH else bounds
    too_few, few = f"{closed}<{COUNTS_ONLY_BELOW}", f"{closed}<{FEW_BELOW}"
    return [
        Formula(f'=IF({too_few},"",{succeeded}/{closed})', shown),
        Formula(_wilson(succeeded, closed, "-", few), low),
        Formula(_wilson(succeeded, closed, "+", few), high),
        _("件数少") if rate.sample is Sample.COUNTS_ONLY else few_words(rate),
    ]


def _definitions(sheet: Sheet, report: Report) -> None:
    _head(sheet, report, _("口径说明与校验"))
    sheet.put(
        [
            _("指标"),
            _("口径"),
            _("分子"),
            _("分母"),
            _("日期"),
            _("不计与注意"),
            _("来源"),
            _("有效期"),
        ],
        "heading",
    )
    sheet.freeze()
    for each in (indicator.definition for indicator in report.indicators):
        sheet.put(
            [
                each.name,
                each.version,
                each.numerator.words,
                each.denominator.words,
                each.date_basis,
                each.left_out,
                each.source,
                _validity(each.valid_from, each.valid_to),
            ],
            "wrapped",
        )
    sheet.gap()
    sheet.line(_("区间为 95 % Wilson 区间(z = 1.96);第90百分位按线性内插(同 PERCENTILE.INC)。"))
    sheet.gap()
    sheet.put([_("校验"), _("结果"), _("明细")], "heading")
    for check in report.checks:
        passed = _("通过") if check.passed else _("不通过")
        sheet.put([check.name, passed, check.detail], ["wrapped", "text", "wrapped"])
    sheet.line(_check_words(report))
    sheet.finish(widths=(28, 8, 30, 30, 26, 34, 34, 14))


def _validity(start: object, end: object) -> str:
    if start is None and end is None:
        return _("不限")
    return f"{start or ''} - {end or ''}"


def _check_words(report: Report) -> str:
    failed = report.failed_checks
    if not failed:
        return _("校验 {count} 项全部通过").format(count=len(report.checks))
    return _("校验 {count} 项,{failed} 项不通过:{names}").format(
        count=len(report.checks),
        failed=len(failed),
        names=";".join(f"{check.name}({check.detail})" for check in failed),
    )

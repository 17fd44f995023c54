"""口径说明与校验: by what formula each rate was formed, and whether everything adds up."""

from __future__ import annotations

from collections.abc import Sequence

from mediation.figures.checks import CLASSES
from mediation.i18n import _
from mediation.reports.edition import Edition
from mediation.reports.group_sheets import Placed, column_of
from mediation.reports.report import unrecorded
from mediation.reports.seal_wording import (
    anchor_words,
    correction_lines,
    corrections_head,
    seal_words,
    sealed_months_words,
)
from mediation.reports.sheet_head import head
from mediation.reports.sheets import Formula, Sheet, at
from mediation.reports.summary_sheet import FLOW, check_words

_SUMMARY_FIRST = 6
_WIDTHS = (30, 10, 34, 30, 26, 36, 36, 14)


def fill_definitions(
    sheet: Sheet, edition: Edition, summary: str, tables: Sequence[Placed]
) -> None:
    """Definitions, live balances, checks, and the cases to be asked about."""
    report = edition.report
    sheet.give_widths(_WIDTHS)
    head(sheet, edition, _("口径说明与校验"))
    headings = [_("指标"), _("口径"), _("分子"), _("分母"), _("日期"), _("不计与注意"), _("来源")]
    sheet.put([*headings, _("有效期")], "heading")
    sheet.freeze()
    for each in (indicator.definition for indicator in report.indicators):
        words = [each.name, each.version, each.numerator.words, each.denominator.words]
        words += [each.date_basis, each.left_out, each.source]
        sheet.put([*words, _validity(each.valid_from, each.valid_to)], "wrapped")
    sheet.gap()
    sheet.line(_("区间为 95 % Wilson 区间(z = 1.96);第90百分位按线性内插(同 PERCENTILE.INC)。"))
    sheet.gap()
    _balances(sheet, summary, tables)
    sheet.gap()
    if report.sealed is not None:
        for line in seal_words(report.sealed):
            sheet.line(line)
    if report.sealed_months:
        sheet.line(sealed_months_words(report.sealed_months))
    if report.corrections:
        sheet.line(corrections_head(report.corrections))
        for line in correction_lines(report.corrections):
            sheet.line(line)
    if report.sealed is not None or report.sealed_months:
        sheet.gap()
    sheet.put([_("校验"), _("结果"), _("明细")], "heading")
    for check in report.checks:
        passed = _("通过") if check.passed else _("不通过")
        sheet.put([check.name, passed, check.detail], ["wrapped", "text", "wrapped"])
    sheet.line(check_words(report))
    if edition.anchor:
        sheet.line(anchor_words(edition.anchor))
    sheet.gap()
    sheet.put([_("数据质量(供核对)"), _("件数"), _("案件")], "heading")
    for finding in report.findings:
        cases = _("、").join(number or unrecorded() for number in finding.cases)
        sheet.put([finding.name, finding.count, cases], ["wrapped", "count", "wrapped"])
    if not report.findings:
        sheet.line(_("没有要核对的案件"))


def _balances(sheet: Sheet, summary: str, tables: Sequence[Placed]) -> None:
    """The identities as formulas, so that a cell changed by hand shows at once."""

    def place(name: str) -> str:
        return f"{summary}!{at(_SUMMARY_FIRST + FLOW.index(name), 1)}"

    sheet.put([_("平衡(随表计算)"), _("结果"), _("差")], "heading")
    differences = [
        (
            _("旧存 + 收案 = 结案 + 未结"),
            f"{place('opening')}+{place('received')}-{place('closed')}-{place('pending')}",
        ),
        (
            _("各类结果之和 = 结案"),
            "+".join(map(place, CLASSES)) + f"-{place('closed')}",
        ),
    ]
    for table in tables:
        if table.lines:
            column = column_of("received")
            span = f"{at(table.first, column)}:{at(table.first + table.lines - 1, column)}"
            words = _("{name}各行收案之和 = 收案").format(name=table.name)
            differences.append((words, f"SUM({table.sheet}!{span})-{place('received')}"))
    for words, difference in differences:
        told = Formula(f'=IF({at(sheet.row, 2)}=0,"{_("平")}","{_("不平")}")', _("平"))
        sheet.put([words, told, Formula(f"={difference}", 0)], ["wrapped", "text", "count"])


def _validity(start: object, end: object) -> str:
    if start is None and end is None:
        return _("不限")
    return f"{start or ''} - {end or ''}"

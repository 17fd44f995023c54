"""The report as one tidy table: a line for each figure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from mediation.cases.money import decimal_yuan
from mediation.figures.checks import COUNT_NAMES
from mediation.figures.comparison import Change
from mediation.figures.counts import Counts
from mediation.figures.indicators import Indicator
from mediation.i18n import _
from mediation.reports.columns import printable
from mediation.reports.json_form import AMOUNTS, FLOW
from mediation.reports.report import Report, unrecorded
from mediation.reports.seal_wording import correction_value
from mediation.reports.three_way_form import three_way_lines
from mediation.reports.wording import few_words, made_words, title

HEADINGS = ("section", "key", "name", "measure", "label", "value", "unit")
FORMULA_STARTS: Final = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
"""First characters that make a spreadsheet run a cell, the full-width forms among them."""

_Line = tuple[str, str, str, str, str, str | int | float | None, str]


def as_csv(report: Report) -> str:
    """RFC 4180 text with one heading line; write it as UTF-8 with a BOM for spreadsheets.

    Counts are whole numbers, amounts yuan with two decimals, ratios fractions of 1, left empty below
    ten cases. Text that a
    spreadsheet would take for a formula has an apostrophe before it.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for line in _lines(report):
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in line])
    return out.getvalue()


def guarded(text: str) -> str:
    """The text on one line, with an apostrophe before what a spreadsheet would run (CWE-1236)."""
    shown = printable(text)
    return "'" + shown if shown[:1] in FORMULA_STARTS else shown


def _lines(report: Report) -> Iterator[_Line]:
    head = (
        ("title", _("标题"), title(report)),
        ("start", _("起"), report.period.start.isoformat()),
        ("end", _("止"), report.period.end.isoformat()),
        ("scope", _("范围"), str(report.names)),
        ("made_at", _("制表"), made_words(report.made_at)),
    )
    for measure, label, value in head:
        yield ("report", "", "", measure, label, value, "")
    yield from _seal(report)
    yield from _counts("flow", "", "", report.flow)
    for indicator in report.indicators:
        yield from _indicator(indicator)
    duration = report.duration
    for measure, label, days in (
        ("median_days", _("办理天数中位数"), duration.median),
        ("p90_days", _("办理天数第90百分位"), duration.p90),
    ):
        yield ("duration", "", "", measure, label, _decimal(days), _("天"))
    for dimension, groups in report.groups.items():
        for group in groups:
            name = group.name or unrecorded()
            yield from _counts(dimension.value, group.key, name, group.counts)
    for month in report.trend:
        for measure in ("closed", "succeeded"):
            number = getattr(month, measure)
            yield ("trend", str(month.month), "", measure, COUNT_NAMES[measure], number, _("件"))
    if report.three_way is not None:
        yield from three_way_lines(report.three_way)
    for comparison in report.comparisons:
        for each in comparison.figures:
            yield from _change(comparison.kind.value, each)
        for each in comparison.restated:
            yield from _restated(comparison.kind.value, each)
    for finding in report.findings:
        words = "、".join(finding.cases)
        yield ("quality", finding.doubt.value, finding.name, "cases", words, finding.count, _("件"))
    for check in report.checks:
        passed = _("通过") if check.passed else _("不通过")
        yield ("check", check.key, check.name, "passed", check.detail, passed, "")


def _seal(report: Report) -> Iterator[_Line]:
    if report.sealed is not None:
        sealed_at = made_words(report.sealed.at)
        yield ("report", "", "", "sealed_at", _("已封存"), sealed_at, "")
        yield ("report", "", "", "sha256", "SHA-256", report.sealed.sha256, "")
    for month in report.sealed_months:
        yield ("report", str(month.month), "", "sealed_month", _("已封存"), month.sha256, "")
    for each in report.corrections:
        for measure, label, value in (
            ("sealed", _("封存"), correction_value(each, each.sealed)),
            ("now", _("现为"), correction_value(each, each.now)),
            ("cases", _("案件"), "、".join(each.cases)),
        ):
            name = " ".join((each.row, each.name)).strip()
            yield ("correction", each.figure, name, measure, label, value, "")


def _counts(section: str, key: str, name: str, counts: Counts) -> Iterator[_Line]:
    for measure in FLOW:
        label = COUNT_NAMES[measure]
        yield (section, key, name, measure, label, getattr(counts, measure), _("件"))
    for measure in AMOUNTS:
        amount = decimal_yuan(getattr(counts, measure))
        yield (section, key, name, measure, COUNT_NAMES[measure], amount, _("元"))


def _indicator(indicator: Indicator) -> Iterator[_Line]:
    told = indicator.told
    bounds = told.interval
    words = indicator.definition
    for measure, label, value in (
        ("numerator", words.numerator.short, indicator.numerator),
        ("denominator", words.denominator.short, indicator.denominator),
        ("value", words.formula, _decimal(told.share)),
        ("sample", _("件数"), few_words(indicator) or None),
        ("low", _("95 % 区间下限"), bounds and bounds.low),
        ("high", _("95 % 区间上限"), bounds and bounds.high),
        *zip(
            (f"beside.{each.fields[0]}" for each in words.beside),
            (each.short for each in words.beside),
            indicator.beside,
            strict=False,
        ),
        ("reason", _("未知的原因"), indicator.reason or None),
        ("definition", _("口径"), f"{words.version}:{words.formula_words}"),
    ):
        yield ("indicator", indicator.key, indicator.name, measure, label, value, "")


def _change(section: str, change: Change) -> Iterator[_Line]:
    base = _decimal(change.base) if isinstance(change.base, Fraction) else change.base
    if change.key in AMOUNTS and isinstance(base, int):
        yield (section, change.key, "", "base", _("基期"), decimal_yuan(base), _("元"))
    else:
        yield (section, change.key, "", "base", _("基期"), base, "")
    words = change.reason or _("变化")
    yield (section, change.key, "", "change", words, _decimal(change.change), change.unit.value)


def _restated(section: str, change: Change) -> Iterator[_Line]:
    """A figure over the break of 2025 on one base."""
    for measure, label, value in (
        ("restated_now", _("同一基数重列"), change.now),
        ("restated_base", _("同一基数重列的基期"), change.base),
        ("restated_change", _("同一基数重列的变化"), change.change),
    ):
        shown = _decimal(value) if isinstance(value, Fraction) else value
        unit = change.unit.value if measure == "restated_change" else ""
        yield (section, change.key, "", measure, label, shown, unit)


def _decimal(value: Fraction | None) -> float | None:
    return None if value is None else float(value)

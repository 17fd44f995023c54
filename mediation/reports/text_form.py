"""The report as a liaison reads it in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from mediation.cases.money import format_wan, format_yuan
from mediation.figures.checks import CLASSES, COUNT_NAMES, DIMENSION_NAMES
from mediation.figures.counts import Group
from mediation.figures.indicators import Indicator, success_rate
from mediation.figures.keys import Dimension
from mediation.i18n import _
from mediation.reports.columns import fold_lines, left, printable, right, table
from mediation.reports.report import Report, court_name, unrecorded
from mediation.reports.seal_wording import (
    anchor_words,
    correction_lines,
    corrections_head,
    seal_words,
    sealed_months_words,
)
from mediation.reports.three_way_form import three_way_text
from mediation.reports.wording import (
    beside_words,
    change_words,
    compared_name,
    compared_words,
    comparison_head,
    coverage_words,
    days_words,
    few_words,
    interval_words,
    made_words,
    period_words,
    remark_words,
    restated_words,
    share_words,
    title,
    trend_words,
    usual_rate,
)

_NARROWEST = 40
_NAMED = 5
_WIDE, _MIDDLE = 96, 76
_COLUMNS = {
    _WIDE: ("opening", "received", "closed", "succeeded", "partly", "transferred", "pending"),
    _MIDDLE: ("opening", "received", "closed", "succeeded", "partly", "pending"),
    0: ("received", "closed", "succeeded", "pending"),
}


def as_text(report: Report, width: int = 80, *, anchor: str = "") -> str:
    """Title, flow, amounts, rates, tables, days, checks, definitions; ``width`` in cells."""
    width = max(_NARROWEST, width)
    parts = [
        _head(report, width),
        list(_corrections(report, width)),
        list(_flow(report, width)),
        list(_rates(report, width)),
        list(_trend(report, width)),
        list(_comparisons(report, width)),
        [] if report.three_way is None else list(three_way_text(report.three_way, width)),
        *(list(_table(report, dimension, width)) for dimension in Dimension),
        list(_checks(report, width)),
        list(_findings(report, width)),
        list(_definitions(report, width)),
        [
            _("制表:{moment}").format(moment=made_words(report.made_at)),
            *([anchor_words(anchor)] if anchor else []),
        ],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _head(report: Report, width: int) -> list[str]:
    words = f"{title(report)}  {period_words(report.period)}  {printable(str(report.names))}"
    dates = f"{report.period.start.isoformat()} - {report.period.end.isoformat()}"
    dated = _("统计期间 {dates}(首尾两天都在内)").format(dates=dates)
    sealed = [] if report.sealed is None else seal_words(report.sealed)
    if report.sealed_months:
        sealed = list(fold_lines(sealed_months_words(report.sealed_months), width))
    return [*fold_lines(words, width), dated, *sealed]


def _corrections(report: Report, width: int) -> Iterator[str]:
    if report.corrections:
        yield from fold_lines(corrections_head(report.corrections), width, indent="  ")
        for line in correction_lines(report.corrections):
            yield from fold_lines("  " + line, width, indent="    ")


def _flow(report: Report, width: int) -> Iterator[str]:
    flow = report.flow
    line = _("期初 {opening} + 收案 {received} = 结案 {closed} + 未结 {pending}")
    yield line.format(
        opening=flow.opening, received=flow.received, closed=flow.closed, pending=flow.pending
    )
    classes = "  ".join(f"{COUNT_NAMES[name]} {getattr(flow, name)}" for name in CLASSES)
    moved = _("转立案 {count}").format(count=flow.transferred)
    yield from fold_lines(
        _("结案之中:{classes}  另计 {moved}").format(classes=classes, moved=moved),
        width,
        indent="  ",
    )
    sums = [
        (COUNT_NAMES[name], format_yuan(getattr(flow, name)), format_wan(getattr(flow, name)))
        for name in ("claimed", "agreed", "performed")
    ]
    yuan, wan = (max(cell_len(line[column]) for line in sums) for column in (1, 2))
    for name, in_yuan, in_wan in sums:
        whose = _("(收案)") if name == COUNT_NAMES["claimed"] else _("(结案)")
        yield (
            f"{left(name + whose, 14)}  {right(in_yuan, yuan)} {_('元')}"
            f"  {right(in_wan, wan)} {_('万元')}"
        )
    yield _days(report)


def _days(report: Report) -> str:
    duration = report.duration
    if not duration.cases:
        return _("办理天数:本期没有已签收的结案,无从计算")
    return _("办理天数(签收至终结):中位数 {median} 天  第90百分位 {p90} 天  ({cases} 件)").format(
        median=days_words(duration.median),
        p90=days_words(duration.p90),
        cases=duration.cases,
    )


def _rates(report: Report, width: int) -> Iterator[str]:
    known = [each for each in report.indicators if each.value is not None]
    name_width = max(cell_len(each.name) for each in report.indicators)
    sizes = [
        max((cell_len(_cells(each)[column]) for each in known), default=0) for column in range(3)
    ]
    for each in report.indicators:
        formula = _("口径 {label}").format(label=each.definition.label)
        start = left(each.name, name_width)
        if each.value is None:
            reason = _("未知:{reason}").format(reason=printable(each.reason))
            reason = "  ".join(filter(None, (reason, beside_words(each))))
            yield from fold_lines(f"{start}  {reason}", width, indent=" " * (name_width + 2))
            continue
        ratio, share, interval = _cells(each)
        aligned = (
            f"{start}  {right(ratio, sizes[0])}  {right(share, sizes[1])}"
            f"  {left(interval, sizes[2])}"
        ).rstrip()
        tail = "  ".join(word for word in (remark_words(each), formula) if word)
        whole = f"{left(aligned, name_width + sum(sizes) + 6)}  {tail}"
        if cell_len(whole) <= width:
            yield whole
        else:
            yield aligned
            yield from fold_lines(" " * (name_width + 2) + tail, width, indent=" " * 4)
    for words in coverage_words(report):
        yield from fold_lines(words, width, indent="  ")


def _trend(report: Report, width: int) -> Iterator[str]:
    if any(each.closed for each in report.trend):
        yield from fold_lines(trend_words(report.trend), width, indent="  ")


def _cells(indicator: Indicator) -> tuple[str, str, str]:
    return (
        f"{indicator.numerator}/{indicator.denominator}",
        share_words(indicator),
        interval_words(indicator),
    )


def _table(report: Report, dimension: Dimension, width: int) -> Iterator[str]:
    groups = report.groups[dimension]
    name = DIMENSION_NAMES[dimension]
    if not groups:
        yield _("{name}:本期没有案件").format(name=name)
        return
    columns = next(names for least, names in _COLUMNS.items() if width >= least)
    headings = [name, *(_short(column) for column in columns), usual_rate()]
    rows = [_row(group, dimension, columns) for group in groups]
    yield from table(headings, rows, width=width)


def _short(column: str) -> str:
    return _("部分") if column == "partly" else COUNT_NAMES[column]


def _row(group: Group, dimension: Dimension, columns: tuple[str, ...]) -> list[str]:
    counts = [str(getattr(group.counts, column)) for column in columns]
    name = court_name(group.key) if dimension is Dimension.COURT and group.key else group.name
    return [printable(name) or unrecorded(), *counts, _group_rate(group)]


def _group_rate(group: Group) -> str:
    """A dash where only the counts may be told."""
    rate = success_rate(group.counts)
    words = (few_words(rate), share_words(rate), interval_words(rate))
    return " ".join(filter(None, words)) if share_words(rate) else "-"


def _checks(report: Report, width: int) -> Iterator[str]:
    failed = report.failed_checks
    if not failed:
        yield _("校验 {count} 项全部通过").format(count=len(report.checks))
        return
    yield _("校验 {count} 项,{failed} 项不通过:").format(
        count=len(report.checks), failed=len(failed)
    )
    for check in failed:
        words = f"  ! {check.name}:{printable(check.detail)}"
        yield from fold_lines(words, width, indent="    ")


def _comparisons(report: Report, width: int) -> Iterator[str]:
    if not report.comparisons:
        return
    for comparison in report.comparisons:
        yield from fold_lines(comparison_head(comparison), width, indent="  ")
        if words := restated_words(comparison):
            yield from fold_lines("  " + words, width, indent="    ")
    headings = ["", _("本期"), _("上年同期"), _("同比"), _("上期"), _("环比")]
    rows = []
    for changes in zip(*(each.figures for each in report.comparisons), strict=True):
        cells = [compared_name(changes[0]), compared_words(changes[0], base=False)]
        for change in changes:
            cells += [compared_words(change, base=True), change_words(change)]
        rows.append(cells)
    yield from table(headings, rows, width=width)
    yield from fold_lines(
        _("基期不足 30 件的只列件数;率的变化是百分点;“—”是没有可比的数。"), width, indent="  "
    )


def _findings(report: Report, width: int) -> Iterator[str]:
    if not report.findings:
        return
    yield _("数据质量(供核对,不是差错)")
    for finding in report.findings:
        shown = _("、").join(printable(number) or unrecorded() for number in finding.cases[:_NAMED])
        words = _("  {name} {count} 件:{cases}").format(
            name=finding.name, count=finding.count, cases=shown
        )
        more = _(" 等") if finding.count > _NAMED else ""
        yield from fold_lines(words + more, width, indent="    ")


def _definitions(report: Report, width: int) -> Iterator[str]:
    yield _("口径")
    definitions = [indicator.definition for indicator in report.indicators]
    for each in definitions:
        formula = f"  {each.name} {each.version}:{each.formula_words}"
        yield from fold_lines(formula, width, indent="    ")
        for line in (
            _("说明:{words}").format(words=each.left_out),
            _("来源:{words}").format(words=each.source),
        ):
            yield from fold_lines("    " + line, width, indent="      ")
    for words in dict.fromkeys(each.date_basis for each in definitions):
        yield from fold_lines("  " + _("日期:{words}").format(words=words), width, indent="    ")
    yield from fold_lines(
        "  "
        + _(
            "括号内是 95 % 区间(Wilson);各行结案不足 10 件只列件数,不足 30 件标“样本少”;"
            "各行按收案多少、调解员按姓名排列,不是名次。"
        ),
        width,
        indent="    ",
    )

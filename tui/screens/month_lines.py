"""The month on lines: flow, amounts, rates with their fractions, tables; each count opens its cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from uuid import UUID

from mediation.cases.money import format_wan, format_yuan
from mediation.figures.comparison import BREAK
from mediation.figures.counts import NOBODY, Counts, Group, Scope
from mediation.figures.definitions import Basis
from mediation.figures.indicators import Indicator, success_rate
from mediation.figures.intervals import Sample
from mediation.figures.keys import Dimension, Figure
from mediation.figures.period import Period
from mediation.figures.three_way import ENDING_NAMES, HALF_NAMES, HALVES, ThreeWay
from mediation.figures.trend import has_break, sparkline
from mediation.i18n import _
from mediation.reports.columns import fold_lines
from mediation.reports.report import Report
from mediation.reports.wording import (
    coverage_words,
    days_words,
    few_words,
    interval_words,
    month_rate_words,
    percent,
    period_words,
    share_words,
)
from tui.text import cell_len, cut, left, right
from tui.widgets.sheet import Piece, SheetLine

WIDE = 116
_GAP = 3
_WORDS = {
    Figure.OPENING: _("期初"),
    Figure.RECEIVED: _("收案"),
    Figure.CLOSED: _("结案"),
    Figure.SUCCEEDED: _("成功"),
    Figure.PARTLY: _("部分成功"),
    Figure.FAILED: _("不成功"),
    Figure.WITHDRAWN: _("撤回"),
    Figure.RETURNED: _("退回"),
    Figure.TRANSFERRED: _("转立案"),
    Figure.PENDING: _("未结"),
}
_FIGURES = frozenset(figure.value for figure in Figure)
_CLASSES = (
    Figure.SUCCEEDED,
    Figure.PARTLY,
    Figure.FAILED,
    Figure.WITHDRAWN,
    Figure.RETURNED,
)
_TABLES = (
    (Dimension.CAUSE, _("案由")),
    (Dimension.CHANNEL, _("来源")),
    (Dimension.MEDIATOR, _("调解员")),
    (Dimension.COURT, _("法院")),
)


@dataclass(frozen=True, slots=True)
class CasesBehind:
    """What a count opens: its figure within a scope; ``words`` name it on the list.

    ``ending`` narrows closed cases down to a cell of the three-way table; ``period`` is another
    period than the report's.
    """

    figure: Figure
    scope: Scope
    words: str
    ending: str = ""
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class TotalsBehind:
    """What a number of the court totals opens: the room where they are entered."""


def month_lines(report: Report, width: int, *, definitions: bool) -> list[SheetLine]:
    """The whole report as lines of at most ``width`` cells."""
    lines: list[SheetLine] = [
        *_flow(report),
        [],
        *_rates(report, width, definitions=definitions),
        *_trend(report),
        *([] if report.three_way is None else _three_way(report.three_way, report.scope)),
        [],
    ]
    tables = [list(_table(report, dimension, name, width)) for dimension, name in _TABLES]
    if width >= WIDE:
        half = (width - _GAP) // 2
        tables = [list(_table(report, dimension, name, half)) for dimension, name in _TABLES]
        lines += _beside(tables[0], tables[1], half)
        lines += [[], *_beside(tables[2], tables[3], half)]
    else:
        for table in tables:
            lines += [*table, []]
    return [*lines, *_checks(report, width)]


def _count(figure: Figure, counts: Counts, scope: Scope, about: str = "") -> Piece:
    number: int = getattr(counts, figure.value)
    words = " ".join(filter(None, (about, _WORDS[figure])))
    return Piece(str(number), opens=CasesBehind(figure, scope, words))


def _flow(report: Report) -> Iterator[SheetLine]:
    flow, scope = report.flow, report.scope

    def number(figure: Figure) -> Piece:
        return _count(figure, flow, scope)

    yield [
        Piece(_("期初 ")),
        number(Figure.OPENING),
        Piece(_(" + 收案 ")),
        number(Figure.RECEIVED),
        Piece(_(" = 结案 ")),
        number(Figure.CLOSED),
        Piece(_(" + 未结 ")),
        number(Figure.PENDING),
        Piece(_("     转立案 ")),
        number(Figure.TRANSFERRED),
        _verdict(report),
    ]
    classes: list[Piece] = [Piece(_("结案其中 "), "quiet")]
    for figure in _CLASSES:
        classes += [Piece(f"{_WORDS[figure]} "), number(figure), Piece("  ")]
    yield classes
    yield [
        Piece(_("标的 ")),
        Piece(_("{wan} 万元").format(wan=format_wan(flow.claimed)), "heading"),
        Piece(_("  协议 ")),
        Piece(_("{wan} 万元").format(wan=format_wan(flow.agreed)), "heading"),
        Piece(_("  到位 ")),
        Piece(_("{wan} 万元").format(wan=format_wan(flow.performed)), "heading"),
        Piece(
            _("  (协议 {agreed} 元)").format(agreed=format_yuan(flow.agreed)),
            "quiet",
        ),
    ]
    yield [Piece(_days(report))]


def _verdict(report: Report) -> Piece:
    if report.failed_checks:
        return Piece(
            _("   校验 {failed} 项不通过,见末尾").format(failed=len(report.failed_checks)), "fault"
        )
    return Piece(_("   校验 {count} 项全部通过").format(count=len(report.checks)), "quiet")


def _days(report: Report) -> str:
    days = report.duration
    if not days.cases:
        return _("办理天数 不知道:本期没有签收后结案的案件")
    return _("办理天数 中位 {median} 天,九成在 {ninth} 天内({count} 件,签收到结案)").format(
        median=days_words(days.median), ninth=days_words(days.p90), count=days.cases
    )


def _trend(report: Report) -> Iterator[SheetLine]:
    """The success rate over 13 months; its first and last month open their closed cases."""
    trend = report.trend
    if not any(each.closed for each in trend):
        return
    words = [
        Piece(
            f"{period_words(each.month)} {month_rate_words(each)}",
            opens=CasesBehind(Figure.CLOSED, report.scope, _("结案"), period=each.month)
            if each.closed
            else None,
        )
        for each in (trend[0], trend[-1])
    ]
    name = Piece(_("{count} 个月 ").format(count=len(trend)), "quiet")
    yield [name, words[0], Piece(f" {sparkline(trend)} ", "heading"), words[1]]
    if has_break(trend):
        mark = _("    | {month} 口径调整,前后不可比").format(month=f"{BREAK:%Y-%m}")
        yield [Piece(mark, "quiet")]


def _three_way(found: ThreeWay, scope: Scope) -> Iterator[SheetLine]:
    """The three-way table's total: every ending opens its cases."""
    for half, endings in HALVES.items():
        line = [Piece(f"{HALF_NAMES[half]} ", "quiet")]
        line.append(_ended(found.total.half(half), half, HALF_NAMES[half], scope))
        line.append(Piece(":", "quiet"))
        for ending in endings:
            name = ENDING_NAMES[ending]
            about = f"{HALF_NAMES[half]} {name}"
            number = _ended(found.total.endings[ending], ending.value, about, scope)
            line += [Piece(f" {name} "), number]
        yield line


def _ended(number: int, ending: str, words: str, scope: Scope) -> Piece:
    return Piece(str(number), opens=CasesBehind(Figure.CLOSED, scope, words, ending=ending))


def _rates(report: Report, width: int, *, definitions: bool) -> Iterator[SheetLine]:
    name_cells = max(cell_len(each.name) for each in report.indicators) if report.indicators else 0
    name_cells = min(name_cells, 24)
    for each in report.indicators:
        yield _rate(each, report, name_cells, width)
        if definitions:
            words = _("{formula}。{left_out}。依据:{source}").format(
                formula=each.definition.formula_words,
                left_out=each.definition.left_out,
                source=each.definition.source,
            )
            for line in fold_lines(words, max(width - 6, 20)):
                yield [Piece("    " + line, "quiet")]
    if definitions:
        for covered in coverage_words(report):
            for line in fold_lines(covered, max(width - 6, 20)):
                yield [Piece("    " + line, "quiet")]


def _rate(each: Indicator, report: Report, name_cells: int, width: int) -> SheetLine:
    name = Piece(left(each.name, name_cells) + " ")
    if each.value is None:
        room = max(width - name_cells - 10, 10)
        return [name, Piece(_("不知道 ")), Piece(cut(each.reason, room), "quiet", _source(each))]
    fraction = f"{each.numerator}/{each.denominator}"
    pieces = [
        name,
        Piece(" " * max(9 - len(fraction), 0)),
        _part(each, each.numerator, report, upper=True),
        Piece("/"),
        _part(each, each.denominator, report, upper=False),
        Piece(f" {right(share_words(each), 8)} ", "heading"),
        Piece(left(interval_words(each), 13), "quiet"),
    ]
    words = " ".join(filter(None, (few_words(each), each.definition.label)))
    room = width - sum(cell_len(piece.text) for piece in pieces) - 1
    return [*pieces, Piece(cut(f" {words}", room), "quiet")]


def _part(each: Indicator, number: int | None, report: Report, *, upper: bool) -> Piece:
    quantity = each.definition.numerator if upper else each.definition.denominator
    of_cases = each.definition.basis is Basis.LEDGER and not quantity.minus
    if of_cases and len(quantity.plus) == 1 and quantity.plus[0] in _FIGURES:
        figure = Figure(quantity.plus[0])
        return Piece(str(number), opens=CasesBehind(figure, report.scope, _WORDS[figure]))
    return Piece(str(number), opens=_source(each))


def _source(each: Indicator) -> TotalsBehind | None:
    return TotalsBehind() if each.definition.basis in (Basis.COURT, Basis.TRAFFIC) else None


def _table(report: Report, dimension: Dimension, name: str, width: int) -> Iterator[SheetLine]:
    groups = report.groups[dimension]
    if not groups:
        yield [Piece(_("{name}:本期没有案件").format(name=name), "quiet")]
        return
    rate_cells = 17
    first = max(width - 3 * 7 - rate_cells - 1, 8)
    heads = (_("收案"), _("结案"), _("成功"))
    heading = left(name, first) + "".join(right(head, 7) for head in heads)
    yield [Piece(heading + right(_("成功率"), rate_cells), "heading")]
    idle = 0
    for group in groups:
        if group.counts.received or group.counts.closed:
            yield _group_row(report, dimension, group, first, rate_cells)
        else:
            idle += 1
    if idle:
        yield [
            Piece(
                _("另有 {count} 个{name}本期没有收案和结案").format(count=idle, name=name), "quiet"
            )
        ]


def _group_row(
    report: Report, dimension: Dimension, group: Group, first: int, rate_cells: int
) -> SheetLine:
    name = group.name or _("未登记")
    scope = _within(report.scope, dimension, group.key)
    row = [Piece(left(name, first))]
    for figure in (Figure.RECEIVED, Figure.CLOSED, Figure.SUCCEEDED):
        number = str(getattr(group.counts, figure.value))
        row.append(Piece(" " * max(7 - len(number), 1)))
        row.append(Piece(number, opens=CasesBehind(figure, scope, f"{name} {_WORDS[figure]}")))
    row.append(Piece(right(_group_rate(group.counts), rate_cells)))
    return row


def _group_rate(counts: Counts) -> str:
    """Below 10 closed cases the counts alone, below 30 a rate that says so."""
    rate = success_rate(counts)
    if rate.value is None:
        return "-"
    if rate.sample is Sample.COUNTS_ONLY:
        return f"{rate.numerator}/{rate.denominator}"
    if rate.sample is Sample.FEW:
        return _("样本少 {percent}").format(percent=percent(rate.value))
    return percent(rate.value)


def _within(scope: Scope, dimension: Dimension, key: str) -> Scope:
    """The scope of one row; an empty key is what was not recorded."""
    if dimension is Dimension.MEDIATOR:
        return replace(scope, mediator=UUID(key) if key else NOBODY)
    if dimension is Dimension.CAUSE:
        return replace(scope, cause=key)
    if dimension is Dimension.COURT:
        return replace(scope, court=key)
    return replace(scope, channel=key)


def _beside(one: Sequence[SheetLine], other: Sequence[SheetLine], half: int) -> list[SheetLine]:
    lines: list[SheetLine] = []
    for before, after in zip_longest(one, other, fillvalue=()):
        used = sum(cell_len(piece.text) for piece in before)
        lines.append([*before, Piece(" " * (half + _GAP - used)), *after])
    return lines


def _checks(report: Report, width: int) -> Iterator[SheetLine]:
    for check in report.failed_checks:
        words = _("校验不通过 {name}:{detail}").format(name=check.name, detail=check.detail)
        for line in fold_lines(words, width, indent="  "):
            yield [Piece(line, "fault")]

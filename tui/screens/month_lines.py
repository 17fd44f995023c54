"""The month on lines: cards, flow, rates with their fractions, tables; each count opens its cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mediation.cases.money import format_wan
from mediation.figures.checks import COUNT_NAMES
from mediation.figures.comparison import BREAK
from mediation.figures.counts import Counts, Group, Scope, within
from mediation.figures.definitions import Basis
from mediation.figures.indicators import Indicator
from mediation.figures.keys import Dimension, Figure
from mediation.figures.period import Period
from mediation.figures.three_way import ENDING_NAMES, HALF_NAMES, HALVES, ThreeWay
from mediation.figures.trend import has_break, sparkline
from mediation.i18n import _
from mediation.reports.columns import fold_lines
from mediation.reports.edition import is_traffic
from mediation.reports.report import Report
from mediation.reports.wording import (
    coverage_words,
    days_words,
    interval_words,
    month_rate_words,
    period_words,
    remark_words,
    share_words,
)
from tui.screens.behind import CasesBehind, NameBehind, TotalsBehind
from tui.screens.month_cards import KINDS, ONE_CARD, card_lines, change_short, headlines, part_piece
from tui.screens.month_tables import table_lines
from tui.text import cell_len, cut, left, right
from tui.widgets.sheet import Piece, SheetLine

WIDE = 110
_CHANGE = 18
_CLASSES = (
    Figure.SUCCEEDED,
    Figure.PARTLY,
    Figure.FAILED,
    Figure.WITHDRAWN,
    Figure.RETURNED,
)
_AMOUNTS = ("claimed", "agreed", "performed")


def month_lines(report: Report, width: int, *, flat: bool = False) -> list[SheetLine]:
    """The whole report as lines of at most ``width`` cells; ``flat`` puts nothing side by side."""
    abreast = ONE_CARD if flat else width
    return [
        *_flow(report, width),
        [],
        *card_lines(report, abreast),
        [],
        *_rates(report, width, headlines(report, abreast)),
        *_traffic(report),
        *_trend(report),
        *_three_way(report.three_way, report.scope),
        *_amounts(report),
        [],
        *table_lines(report, width),
        *_findings(report),
        *_checks(report, width),
        *_coverage(report, width),
    ]


def _count(figure: Figure, counts: Counts, scope: Scope, about: str = "") -> Piece:
    number: int = getattr(counts, figure.value)
    words = " ".join(filter(None, (about, COUNT_NAMES[figure.value])))
    return Piece(str(number), opens=CasesBehind(figure, scope, words))


def _flow(report: Report, width: int) -> Iterator[SheetLine]:
    flow, scope = report.flow, report.scope

    def number(figure: Figure) -> Piece:
        return _count(figure, flow, scope)

    line = [
        Piece(_("期初 ")),
        number(Figure.OPENING),
        Piece(_(" + 收案 ")),
        number(Figure.RECEIVED),
        Piece(_(" = 结案 ")),
        number(Figure.CLOSED),
        Piece(_(" + 未结 ")),
        number(Figure.PENDING),
        Piece(_("   转立案 ")),
        number(Figure.TRANSFERRED),
    ]
    verdict = _verdict(report)
    room = width - sum(cell_len(piece.text) for piece in line) - cell_len(verdict.text)
    yield [*line, Piece(" " * max(room, 3)), verdict]
    classes: list[Piece] = [Piece(_("结案其中 "), "quiet")]
    for figure in _CLASSES:
        classes += [Piece(f"{COUNT_NAMES[figure.value]} "), number(figure), Piece("  ")]
    yield classes


def _verdict(report: Report) -> Piece:
    if report.failed_checks:
        return Piece(
            _("校验 {failed} 项不通过,见末尾").format(failed=len(report.failed_checks)), "fault"
        )
    return Piece(_("校验 {count} 项全部通过").format(count=len(report.checks)), "quiet")


def _amounts(report: Report) -> Iterator[SheetLine]:
    line: list[Piece] = []
    for key in _AMOUNTS:
        fen: int = getattr(report.flow, key)
        name = COUNT_NAMES[key]
        line += [
            Piece(f"{name} "),
            Piece(format_wan(fen), opens=NameBehind(key, report.scope, name)),
            Piece(_(" 万元  ")),
        ]
    yield line
    days = report.duration
    if not days.cases:
        words = _("办理天数 不知道:本期没有签收后结案的案件")
    else:
        words = _("办理天数 中位 {median} 天,九成在 {ninth} 天内({count} 件,签收到结案)").format(
            median=days_words(days.median), ninth=days_words(days.p90), count=days.cases
        )
    yield [Piece(words)]


def _traffic(report: Report) -> Iterator[SheetLine]:
    """The road traffic cases of the ledger, a line for each of their causes."""
    for group in report.groups[Dimension.CAUSE]:
        if is_traffic(group.key):
            yield _traffic_line(group, report.scope)


def _traffic_line(group: Group, scope: Scope) -> SheetLine:
    inside = within(scope, Dimension.CAUSE, group.key)
    line = [Piece(_("道路交通 "), "quiet"), Piece(f"{group.name} ")]
    for figure in (Figure.RECEIVED, Figure.CLOSED, Figure.SUCCEEDED, Figure.PENDING):
        line.append(Piece(f" {COUNT_NAMES[figure.value]} "))
        line.append(_count(figure, group.counts, inside, group.name))
    return line


def _trend(report: Report) -> Iterator[SheetLine]:
    """The success rate over 13 months; its first and last month open their closed cases."""
    trend = report.trend
    if not any(each.closed for each in trend):
        return
    words = [
        Piece(
            f"{period_words(each.month)} {month_rate_words(each)}",
            opens=_closed_in(each.month, report) if each.closed else None,
        )
        for each in (trend[0], trend[-1])
    ]
    name = Piece(_("{count} 个月 ").format(count=len(trend)), "quiet")
    yield [name, words[0], Piece(" - "), words[1], Piece(f"  {sparkline(trend)}", "heading")]
    if has_break(trend):
        mark = _("    | {month} 口径调整,前后不可比").format(month=f"{BREAK:%Y-%m}")
        yield [Piece(mark, "quiet")]


def _closed_in(month: Period, report: Report) -> CasesBehind:
    """The closed cases of a month of the trend; those of the report's own month as it has them."""
    other = None if month == report.period else month
    return CasesBehind(Figure.CLOSED, report.scope, COUNT_NAMES["closed"], period=other)


def _three_way(found: ThreeWay | None, scope: Scope) -> Iterator[SheetLine]:
    """The three-way table's total: every ending opens its cases. Its lines stand from the first."""
    for half, endings in HALVES.items():
        line = [Piece(left(HALF_NAMES[half], 13), "quiet")]
        if found is None:
            yield [*line, Piece("..", "quiet")]
            continue
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


def _rates(report: Report, width: int, on_cards: Sequence[str]) -> Iterator[SheetLine]:
    """The rates that have no card, and whose court totals they sum."""
    rates = [each for each in report.indicators if each.key not in on_cards]
    name_cells = min(max((cell_len(each.name) for each in rates), default=0), 24)
    for each in rates:
        yield _rate(each, report, name_cells, width)


def _rate(each: Indicator, report: Report, name_cells: int, width: int) -> SheetLine:
    name = Piece(left(each.name, name_cells) + " ")
    if each.value is None:
        room = max(width - name_cells - 10, 10)
        opens = TotalsBehind() if each.definition.basis in (Basis.COURT, Basis.TRAFFIC) else None
        return [name, Piece(_("不知道 ")), Piece(cut(each.reason, room), "quiet", opens)]
    fraction = f"{each.numerator}/{each.denominator}"
    pieces = [
        name,
        Piece(" " * max(9 - len(fraction), 0)),
        part_piece(each, report, upper=True),
        Piece("/"),
        part_piece(each, report, upper=False),
        Piece(f" {right(share_words(each) or '-', 8)} ", "heading"),
        Piece(left(interval_words(each), 14), "quiet"),
    ]
    changes = ""
    if width >= WIDE:
        changes = "".join(
            left(f" {name} {change_short(report.comparison(kind), each.key)}", _CHANGE)
            for kind, name in KINDS.items()
        )
    words = " ".join(filter(None, (remark_words(each), each.definition.label.replace("÷", "/"))))
    room = width - sum(cell_len(piece.text) for piece in pieces) - len(KINDS) * _CHANGE
    room = room if changes else room + len(KINDS) * _CHANGE
    return [*pieces, Piece(left(words, max(room, 0))), Piece(changes, "quiet")]


def _findings(report: Report) -> Iterator[SheetLine]:
    """What an auditor would ask about; each count opens its cases as they stand now."""
    if report.findings:
        yield [Piece(_("数据质量(供核对,不是差错)"), "heading")]
    for each in report.findings:
        opens = NameBehind(each.doubt.value, report.scope, each.name)
        yield [Piece(f"  {each.name} "), Piece(str(each.count), opens=opens), Piece(_(" 件"))]


def _coverage(report: Report, width: int) -> Iterator[SheetLine]:
    """Whose court totals the rates sum."""
    for covered in coverage_words(report):
        for line in fold_lines(covered, width, indent="  "):
            yield [Piece(line, "quiet")]


def _checks(report: Report, width: int) -> Iterator[SheetLine]:
    for check in report.failed_checks:
        words = _("校验不通过 {name}:{detail}").format(name=check.name, detail=check.detail)
        for line in fold_lines(words, width, indent="  "):
            yield [Piece(line, "fault")]

"""The month's tables: a row for each cause, source, mediator and court; every count opens its cases."""

from __future__ import annotations

from collections.abc import Iterator

from mediation.figures.checks import COUNT_NAMES, DIMENSION_NAMES
from mediation.figures.counts import Counts, Group, within
from mediation.figures.indicators import success_rate
from mediation.figures.keys import Dimension, Figure
from mediation.i18n import _
from mediation.reports.names import court_name, unrecorded
from mediation.reports.report import Report
from mediation.reports.wording import interval_words, rate_words
from tui.screens.behind import CasesBehind
from tui.text import cell_len, left, right
from tui.widgets.sheet import Piece, SheetLine

_TABLES = (Dimension.CAUSE, Dimension.CHANNEL, Dimension.MEDIATOR, Dimension.COURT)
_FEW_COLUMNS = (
    Figure.OPENING,
    Figure.RECEIVED,
    Figure.CLOSED,
    Figure.SUCCEEDED,
    Figure.TRANSFERRED,
    Figure.PENDING,
)
_ALL_WIDE = 116
_LEAST, _RATE, _INTERVAL = 6, 15, 14
_NAME = (10, 30)


def table_lines(report: Report, width: int) -> Iterator[SheetLine]:
    """All four tables, one under the other; no order in them is a rank."""
    for dimension in _TABLES:
        yield from _table(report, dimension, width)
        yield []


def _table(report: Report, dimension: Dimension, width: int) -> Iterator[SheetLine]:
    groups, name = report.groups[dimension], DIMENSION_NAMES[dimension]
    if not groups:
        yield [Piece(_("{name}:本期没有案件").format(name=name), "quiet")]
        return
    figures = tuple(Figure) if width >= _ALL_WIDE else _FEW_COLUMNS
    rest = width - sum(map(_cells, figures)) - _RATE
    interval = _INTERVAL if rest >= _INTERVAL + _NAME[1] else 0
    first = min(max(rest - interval, _NAME[0]), _NAME[1])
    heading = left(name, first)
    heading += "".join(right(_heading(figure), _cells(figure)) for figure in figures)
    heading += right(_("成功率"), _RATE)
    yield [Piece(heading, "heading")]
    for group in groups:
        yield _row(report, dimension, group, figures, first, bounded=bool(interval))


def _row(
    report: Report,
    dimension: Dimension,
    group: Group,
    figures: tuple[Figure, ...],
    first: int,
    *,
    bounded: bool,
) -> SheetLine:
    name = group.name or unrecorded()
    if dimension is Dimension.COURT and group.key:
        name = court_name(group.key)
    scope = within(report.scope, dimension, group.key)
    row = [Piece(left(left(name, first - 1), first))]
    for figure in figures:
        number: int = getattr(group.counts, figure.value)
        shown = str(number) if number else "."
        row.append(Piece(" " * max(_cells(figure) - len(shown), 1)))
        opens = CasesBehind(figure, scope, f"{name} {COUNT_NAMES[figure.value]}")
        row.append(Piece(shown, "plain" if number else "quiet", opens if number else None))
    row.append(Piece(right(_rate(group.counts), _RATE)))
    if bounded:
        row.append(Piece(" " + interval_words(success_rate(group.counts)), "quiet"))
    return row


def _cells(figure: Figure) -> int:
    return max(_LEAST, cell_len(_heading(figure)) + 1)


def _heading(figure: Figure) -> str:
    return _("部分") if figure is Figure.PARTLY else COUNT_NAMES[figure.value]


def _rate(counts: Counts) -> str:
    return rate_words(counts.succeeded, counts.closed) if counts.closed else "-"

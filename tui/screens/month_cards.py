"""The head of the month: headline figures side by side, each with what it is made of and its change."""

from __future__ import annotations

from collections.abc import Sequence

from mediation.figures.comparison import COMPARED, Change, Comparison, Kind
from mediation.figures.counts import Counts
from mediation.figures.definitions import Basis
from mediation.figures.indicators import Indicator
from mediation.figures.keys import Figure
from mediation.i18n import _
from mediation.reports.report import Report
from mediation.reports.wording import (
    change_words,
    compared_words,
    few_words,
    interval_words,
    share_words,
)
from tui.screens.behind import CasesBehind, NameBehind, TotalsBehind
from tui.text import cell_len, cut
from tui.widgets.sheet import Piece, SheetLine

_LEAST = 24
_MOST = 5
_GAP = 2
_HEADLINES = ("success_rate", "received", "diversion_rate", "closed", "clearance_rate")
"""Counts and rates by key; the wider the window, the more of them stand at the top."""
COUNTS = {
    Figure.RECEIVED: (_("收案"), _("按委派日期")),
    Figure.CLOSED: (_("结案"), _("按终结日期,含旧存")),
}
KINDS = {Kind.YEAR_ON_YEAR: _("同比"), Kind.PERIOD_ON_PERIOD: _("环比")}

ONE_CARD = _LEAST
"""The width in cells at which one card stands alone."""


def headlines(report: Report, width: int) -> tuple[str, ...]:
    """The keys of the figures that stand at the top of a page this wide."""
    rates = {each.key for each in report.indicators}
    known = [key for key in _HEADLINES if key in rates or key in COMPARED]
    return tuple(known[: min(_MOST, max(1, (width + _GAP) // (_LEAST + _GAP)))])


def card_lines(report: Report, width: int) -> list[SheetLine]:
    """Six lines of as many cards as stand side by side."""
    keys = headlines(report, width)
    cells = (width + _GAP) // len(keys) - _GAP
    cards = [_card(report, key, cells) for key in keys]
    lines: list[SheetLine] = []
    for row in zip(*cards, strict=True):
        line: list[Piece] = []
        for place, pieces in enumerate(row):
            line += pieces
            if place + 1 < len(row):
                line.append(Piece(" " * (cells + _GAP - _cells(pieces))))
        lines.append(line)
    return lines


def change_short(comparison: Comparison | None, key: str) -> str:
    """The change of a figure in a few cells, or what keeps it from being told."""
    if comparison is None:
        return ".."
    change = change_of(comparison, key)
    if change is None:
        return "-"
    if change.change is not None:
        return change_words(change)
    if not comparison.is_comparable or change.reason.startswith(_("口径调整")):
        return _("口径调整,不可比")
    base = compared_words(change, base=True)
    return "-" if base == "—" else _("基期 {base}").format(base=base)


def change_of(comparison: Comparison, key: str) -> Change | None:
    """The compared figure with this key."""
    return next((each for each in comparison.figures if each.key == key), None)


def part_piece(each: Indicator, report: Report, *, upper: bool) -> Piece:
    """The numerator or the denominator of a rate, which opens its cases."""
    number = each.numerator if upper else each.denominator
    if each.definition.basis in (Basis.COURT, Basis.TRAFFIC):
        return Piece(str(number), opens=TotalsBehind())
    if each.definition.basis is Basis.ROSTER:
        return Piece(str(number))
    quantity = each.definition.numerator if upper else each.definition.denominator
    if not quantity.minus and len(quantity.plus) == 1 and quantity.plus[0] in set(Figure):
        figure = Figure(quantity.plus[0])
        return Piece(str(number), opens=CasesBehind(figure, report.scope, quantity.short))
    words = _("{name}的分子:{part}") if upper else _("{name}的分母:{part}")
    return Piece(
        str(number),
        opens=NameBehind(
            each.key,
            report.scope,
            words.format(name=each.name, part=quantity.short),
            "numerator" if upper else "denominator",
            each.definition.version,
        ),
    )


def _card(report: Report, key: str, cells: int) -> list[list[Piece]]:
    changes = [
        [
            Piece(f"{name} ", "quiet"),
            Piece(cut(change_short(report.comparison(kind), key), cells - 5)),
        ]
        for kind, name in KINDS.items()
    ]
    if key in COUNTS:
        return [*_count_card(key, report, cells), *changes]
    return [*_rate_card(report.indicator(key), report, cells), *changes]


def _count_card(key: str, report: Report, cells: int) -> list[list[Piece]]:
    figure = Figure(key)
    name, basis = COUNTS[figure]
    number: int = getattr(report.flow, key)
    opens = CasesBehind(figure, report.scope, name)
    return [
        [Piece(name, "quiet")],
        [Piece(str(number), "heading", opens), Piece(_(" 件"), "heading")],
        _made_of(report.flow, figure),
        [Piece(cut(basis, cells), "quiet")],
    ]


def _made_of(flow: Counts, figure: Figure) -> list[Piece]:
    words = (
        _("期初 {opening},共 {all}").format(opening=flow.opening, all=flow.opening + flow.received)
        if figure is Figure.RECEIVED
        else _("期末未结 {pending}").format(pending=flow.pending)
    )
    return [Piece(words, "quiet")]


def _rate_card(each: Indicator, report: Report, cells: int) -> list[list[Piece]]:
    name, label = cut(each.name, cells), cut(each.definition.label.replace("÷", "/"), cells)
    if each.value is None:
        opens = TotalsBehind() if each.definition.basis in (Basis.COURT, Basis.TRAFFIC) else None
        return [
            [Piece(name, "quiet")],
            [Piece(_("不知道"), "heading")],
            [Piece(cut(each.reason, cells), "quiet", opens)],
            [Piece(label, "quiet")],
        ]
    shown = " ".join(filter(None, (share_words(each), few_words(each))))
    fraction = [
        part_piece(each, report, upper=True),
        Piece("/"),
        part_piece(each, report, upper=False),
    ]
    room = cells - _cells(fraction) - 1
    return [
        [Piece(name, "quiet")],
        [Piece(shown, "heading")],
        [*fraction, Piece(cut(f" {interval_words(each)}", room), "quiet")],
        [Piece(label, "quiet")],
    ]


def _cells(pieces: Sequence[Piece]) -> int:
    return sum(cell_len(piece.text) for piece in pieces)

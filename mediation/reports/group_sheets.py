"""Tables by cause, mediator, court and channel, each figure a formula over the listed cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len

from mediation.figures.checks import CLASSES, COUNT_NAMES, DIMENSION_NAMES
from mediation.figures.counts import Counts, Group
from mediation.figures.definitions import definition_of
from mediation.figures.funnel import STANDING_NAMES
from mediation.figures.indicators import success_rate
from mediation.figures.intervals import COUNTS_ONLY_BELOW, FEW_BELOW
from mediation.figures.keys import Dimension
from mediation.i18n import _
from mediation.reports.case_sheet import BY, SUMMED, CaseSheets, rows_of, shown
from mediation.reports.edition import COMPARED_UNITS, Edition
from mediation.reports.rate_cells import RATE_STYLES, rate_cells, rate_headings, share_cell
from mediation.reports.report import unrecorded
from mediation.reports.sheet_head import head
from mediation.reports.sheets import Cell, Formula, Sheet, Style, at

COLUMNS: Final = (
    "opening",
    "received",
    "closed",
    *CLASSES,
    "transferred",
    "pending",
    *SUMMED,
)
FIRST: Final = 2
"""The place of the first count, behind the row's number and name."""
_NARROWEST_NAME, _WIDEST_NAME = 12, 30
_BESIDE: Final = FIRST + len(COLUMNS) + len(RATE_STYLES)
NAMES: Final = {**DIMENSION_NAMES, Dimension.MEDIATOR: _("委员")}


def sheet_name(dimension: Dimension) -> str:
    """The name of the sheet of a dimension."""
    return NAMES[dimension]


def column_of(name: str) -> int:
    """The place of a count in the tables, from 0."""
    return FIRST + COLUMNS.index(name)


def fill_group_sheet(
    sheet: Sheet, edition: Edition, cases: CaseSheets, dimension: Dimension
) -> int:
    """Write the table; answers the row, from 0, of its first line."""
    groups = rows_of(edition.report, dimension)
    sheet.give_widths(_widths(dimension, groups))
    head(sheet, edition, _("按{name}").format(name=NAMES[dimension]))
    sheet.put(_headings(dimension), "heading")
    sheet.freeze(columns=FIRST)
    first = sheet.row
    styles = _styles(dimension)
    last = first + len(groups)
    for number, group in enumerate(groups, start=1):
        sheet.put(
            _row(
                edition,
                cases,
                dimension,
                number=number,
                group=group,
                row=sheet.row,
                last=last,
            ),
            styles,
        )
    if groups:
        sheet.put(_total(edition.report.flow, first, sheet.row, len(styles)), styles)
    else:
        sheet.line(_("本期没有案件"))
    sheet.gap()
    for words in _notes(edition, dimension):
        sheet.line(words, "note")
    return first


def _headings(dimension: Dimension) -> list[Cell]:
    counts = [_("旧存") if name == "opening" else COUNT_NAMES[name] for name in COLUMNS]
    headings: list[Cell] = [_("序号"), NAMES[dimension], *counts, *rate_headings()]
    if dimension in COMPARED_UNITS:
        headings += [_("控制限"), _("预期成功"), _("实际÷预期")]
    if dimension is Dimension.CAUSE:
        headings += [_("占收案"), _("上年同期收案"), _("增减")]
    return headings


def _styles(dimension: Dimension) -> list[Style]:
    counts: list[Style] = ["amount" if name in SUMMED else "count" for name in COLUMNS]
    styles: list[Style] = ["count", "listed", *counts, *RATE_STYLES]
    if dimension in COMPARED_UNITS:
        styles += ["text", "wan", "amount"]
    if dimension is Dimension.CAUSE:
        styles += ["share", "count", "change"]
    return styles


def _widths(dimension: Dimension, groups: Sequence[Group]) -> list[int]:
    longest = max((cell_len(group.name) for group in groups), default=0)
    name = min(_WIDEST_NAME, max(_NARROWEST_NAME, longest + 2))
    counts = [14 if name in SUMMED else 7 for name in COLUMNS]
    beside = [10, 9, 10] if len(_styles(dimension)) > _BESIDE else []
    return [5, name, *counts, 8, 8, 8, 8, *beside]


def _row(
    edition: Edition,
    cases: CaseSheets,
    dimension: Dimension,
    *,
    number: int,
    group: Group,
    row: int,
    last: int,
) -> list[Cell]:
    key = (BY[dimension], at(row, 0))
    cells: list[Cell] = [number, group.name or unrecorded()]
    cells += [Formula(f"={cases.figure(name, key)}", shown(group.counts, name)) for name in COLUMNS]
    cells += rate_cells(
        success_rate(group.counts),
        at(row, column_of("succeeded")),
        at(row, column_of("closed")),
    )
    if dimension in COMPARED_UNITS:
        cells += _standing(edition, dimension, group, row)
    if dimension is Dimension.CAUSE:
        cells += _beside_last_year(edition, group, row, last)
    return cells


def _standing(edition: Edition, dimension: Dimension, group: Group, row: int) -> list[Cell]:
    points = {point.key: point for point in edition.funnels[dimension][1]}
    if group.key not in points:
        return ["", None, None]
    expectation = edition.expected[dimension][group.key]
    expected = float(expectation.expected)
    share: Cell = None
    if expected and group.counts.closed >= COUNTS_ONLY_BELOW:
        share = Formula(
            f"={at(row, column_of('succeeded'))}/{at(row, _BESIDE + 1)}",
            group.counts.succeeded / expected,
        )
    return [STANDING_NAMES[points[group.key].standing], expected, share]


def _beside_last_year(edition: Edition, group: Group, row: int, last: int) -> list[Cell]:
    received = at(row, column_of("received"))
    all_received = at(last, column_of("received"), fixed=True)
    whole = edition.report.flow.received
    share = share_cell(group.counts.received, whole, received, all_received)
    if edition.break_words:
        return [share, None, _("不可比")]
    before = edition.earlier.get(group.key, 0)
    base = at(row, _BESIDE + 1)
    change: float | str = "—" if before < FEW_BELOW else group.counts.received / before - 1
    return [share, before, Formula(f'=IF({base}<{FEW_BELOW},"—",{received}/{base}-1)', change)]


def _total(flow: Counts, first: int, row: int, width: int) -> list[Cell]:
    cells: list[Cell] = [None, _("合计")]
    for name in COLUMNS:
        column = column_of(name)
        span = f"{at(first, column)}:{at(row - 1, column)}"
        total = f"=ROUND(SUM({span}),2)" if name in SUMMED else f"=SUM({span})"
        cells.append(Formula(total, shown(flow, name)))
    cells += rate_cells(
        success_rate(flow), at(row, column_of("succeeded")), at(row, column_of("closed"))
    )
    return [*cells, *[None] * (width - len(cells))]


def _notes(edition: Edition, dimension: Dimension) -> list[str]:
    notes = [
        _(
            "各数是“案件”表上的公式:在“案件”表筛选相应的列(如 收案=1、{by}=本行序号)即见案件。"
        ).format(by=_("{name}序号").format(name=NAMES[dimension])),
        _(
            "金额单位元:标的额按收案,协议、到位金额按结案。结案不足 {few} 件标“件数少”、不算率,"
        ).format(few=COUNTS_ONLY_BELOW)
        + _("不足 {enough} 件标“样本少”、不给区间;各行先后不是名次。").format(enough=FEW_BELOW),
        _("成功率口径 {label}").format(label=definition_of("success_rate").label),
    ]
    if dimension in COMPARED_UNITS:
        notes.append(
            _("控制限:与总体成功率相比,95 % 限内为在控制限内,限外为提示,99.8 % 限外为需复核。")
            + _("预期成功按案由、来源、标的档的总体成功率推得。")
        )
    if dimension is Dimension.CAUSE and edition.break_words:
        notes.append(edition.break_words)
    return notes

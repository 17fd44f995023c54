"""Tables by cause, mediator, court, studio and channel, each figure a formula over the listed cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len

from mediation.figures.checks import CLASSES, COUNT_NAMES, DIMENSION_NAMES
from mediation.figures.counts import Counts, Group
from mediation.figures.definitions import definition_of
from mediation.figures.funnel import STANDING_NAMES
from mediation.figures.indicators import success_rate
from mediation.figures.intervals import COUNTS_ONLY_BELOW, FEW_BELOW
from mediation.figures.keys import Dimension, FunnelUnit
from mediation.i18n import _
from mediation.reports.case_sheet import BY, SUMMED, CaseSheets, rows_of, shown
from mediation.reports.edition import Edition
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
UNITS: Final[Mapping[FunnelUnit, str]] = {
    **{FunnelUnit(each.value): name for each, name in NAMES.items()},
    FunnelUnit.STUDIO: _("调解室"),
}
_COLUMN: Final[Mapping[FunnelUnit, str]] = {
    **{FunnelUnit(each.value): column for each, column in BY.items()},
    FunnelUnit.STUDIO: "by_studio",
}
_COMPARED: Final = (FunnelUnit.MEDIATOR, FunnelUnit.COURT, FunnelUnit.STUDIO)


def sheet_name(dimension: Dimension) -> str:
    """The name of the sheet of a dimension."""
    return NAMES[dimension]


def column_of(name: str) -> int:
    """The place of a count in the tables, from 0."""
    return FIRST + COLUMNS.index(name)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a table stands: its name, its sheet, the row of its first line from 0, and its lines."""

    name: str
    sheet: str
    first: int
    lines: int


def fill_group_sheet(
    sheet: Sheet, edition: Edition, cases: CaseSheets, dimension: Dimension
) -> list[Placed]:
    """Write the table, that by court with that by studio below; answers where they stand."""
    groups = rows_of(edition.report, dimension)
    unit = FunnelUnit(dimension.value)
    studios = edition.by_studio if dimension is Dimension.COURT else ()
    sheet.give_widths(_widths(unit, (*groups, *studios)))
    head(sheet, edition, _("按{name}").format(name=UNITS[unit]))
    sheet.put(_headings(unit), "heading")
    sheet.freeze(columns=FIRST)
    placed = [_put_table(sheet, edition, cases, unit, groups)]
    sheet.gap()
    if studios:
        sheet.line(_("按{name}").format(name=UNITS[FunnelUnit.STUDIO]))
        sheet.put(_headings(FunnelUnit.STUDIO), "heading")
        placed.append(_put_table(sheet, edition, cases, FunnelUnit.STUDIO, studios))
        sheet.gap()
    for words in _notes(edition, unit):
        sheet.line(words, "note")
    return placed


def _put_table(
    sheet: Sheet, edition: Edition, cases: CaseSheets, unit: FunnelUnit, groups: Sequence[Group]
) -> Placed:
    styles = _styles(unit)
    first = sheet.row
    last = first + len(groups)
    for number, group in enumerate(groups, start=1):
        cells = _row(edition, cases, unit, number=number, group=group, row=sheet.row, last=last)
        sheet.put(cells, styles)
    if groups:
        sheet.put(_total(edition.report.flow, first, sheet.row, len(styles)), styles)
    else:
        sheet.line(_("本期没有案件"))
    return Placed(UNITS[unit], sheet.name, first, len(groups))


def _headings(unit: FunnelUnit) -> list[Cell]:
    counts = [_("旧存") if name == "opening" else COUNT_NAMES[name] for name in COLUMNS]
    headings: list[Cell] = [_("序号"), UNITS[unit], *counts, *rate_headings()]
    if unit in _COMPARED:
        headings += [_("控制限"), _("预期成功"), _("实际÷预期")]
    if unit is FunnelUnit.CAUSE:
        headings += [_("占收案"), _("上年同期收案"), _("增减")]
    return headings


def _styles(unit: FunnelUnit) -> list[Style]:
    counts: list[Style] = ["amount" if name in SUMMED else "count" for name in COLUMNS]
    styles: list[Style] = ["count", "listed", *counts, *RATE_STYLES]
    if unit in _COMPARED:
        styles += ["text", "wan", "amount"]
    if unit is FunnelUnit.CAUSE:
        styles += ["share", "count", "change"]
    return styles


def _widths(unit: FunnelUnit, groups: Sequence[Group]) -> list[int]:
    longest = max((cell_len(group.name) for group in groups), default=0)
    name = min(_WIDEST_NAME, max(_NARROWEST_NAME, longest + 2))
    counts = [14 if name in SUMMED else 7 for name in COLUMNS]
    beside = [10, 9, 10] if len(_styles(unit)) > _BESIDE else []
    return [5, name, *counts, 8, 8, 8, 8, *beside]


def _row(
    edition: Edition,
    cases: CaseSheets,
    unit: FunnelUnit,
    *,
    number: int,
    group: Group,
    row: int,
    last: int,
) -> list[Cell]:
    key = (_COLUMN[unit], at(row, 0))
    cells: list[Cell] = [number, group.name or unrecorded()]
    cells += [Formula(f"={cases.figure(name, key)}", shown(group.counts, name)) for name in COLUMNS]
    cells += rate_cells(
        success_rate(group.counts),
        at(row, column_of("succeeded")),
        at(row, column_of("closed")),
    )
    if unit in _COMPARED:
        cells += _standing(edition, unit, group, row)
    if unit is FunnelUnit.CAUSE:
        cells += _beside_last_year(edition, group, row, last)
    return cells


def _standing(edition: Edition, unit: FunnelUnit, group: Group, row: int) -> list[Cell]:
    points = {point.key: point for point in edition.funnels[unit][1]}
    if group.key not in points:
        return ["", None, None]
    expectations = (
        edition.expected_by_studio
        if unit is FunnelUnit.STUDIO
        else edition.expected[Dimension(unit.value)]
    )
    expected = float(expectations[group.key].expected)
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


def _notes(edition: Edition, unit: FunnelUnit) -> list[str]:
    notes = [
        _(
            "各数是“案件”表上的公式:在“案件”表筛选相应的列(如 收案=1、{by}=本行序号)即见案件。"
        ).format(by=_("{name}序号").format(name=UNITS[unit])),
        _(
            "金额单位元:标的额按收案,协议、到位金额按结案。结案不足 {few} 件标“件数少”、不算率,"
        ).format(few=COUNTS_ONLY_BELOW)
        + _("不足 {enough} 件标“样本少”、不给区间;各行先后不是名次。").format(enough=FEW_BELOW),
        _("成功率口径 {label}").format(label=definition_of("success_rate").label),
    ]
    if unit in _COMPARED:
        notes.append(
            _("控制限:与总体成功率相比,95 % 限内为在控制限内,限外为提示,99.8 % 限外为需复核。")
            + _("预期成功按案由、来源、标的档的总体成功率推得。")
        )
    if unit is FunnelUnit.COURT and edition.studios:
        notes.append(
            _("调解室是委员名册里写的调解组织,按制表时的名册;没有写的、没有委员的列在未登记。")
        )
    if unit is FunnelUnit.CAUSE and edition.break_words:
        notes.append(edition.break_words)
    return notes

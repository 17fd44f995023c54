"""图表: 13 months, what the cases were about, and funnels instead of a ranking; native charts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from xlsxwriter.workbook import Workbook

from mediation.figures.definitions import definition_of
from mediation.figures.funnel import STANDING_NAMES, Point, limits
from mediation.figures.intervals import COUNTS_ONLY_BELOW
from mediation.figures.keys import Dimension, FunnelUnit
from mediation.figures.telling import telling
from mediation.i18n import _
from mediation.reports.edition import Edition
from mediation.reports.group_sheets import UNITS
from mediation.reports.report import unrecorded
from mediation.reports.sheet_head import head
from mediation.reports.sheets import FONT, Sheet, Style
from mediation.reports.wording import usual_rate

CAUSES_SHOWN: Final = 8
LEAST_UNITS: Final = 3
"""Fewer units than this say nothing side by side."""
_STEPS: Final = 40
_ROWS_OF_A_CHART: Final = 14
_LAST_COLUMN: Final = 8
_BLUE, _ORANGE, _GREY, _RED, _GREEN = "#2F5597", "#C55A11", "#7F7F7F", "#C00000", "#548235"
_SIZE: Final = {"width": 860, "height": 310}


def fill_chart_sheet(sheet: Sheet, book: Workbook, edition: Edition) -> None:
    """Charts above, the figures they are drawn from below."""
    sheet.give_widths((22, *(12,) * _LAST_COLUMN))
    head(sheet, edition, _("图表"))
    sheet.freeze(columns=0, repeated=False)
    top = sheet.row
    funnels = [(each, *edition.funnels[each]) for each in edition.funnels]
    drawn = [
        (each, rate, points)
        for each, rate, points in funnels
        if rate is not None and (each is not FunnelUnit.STUDIO or _are_several(points))
    ]
    sheet.row = top + _ROWS_OF_A_CHART * (2 + len(drawn))
    charts = [_trend(sheet, book, edition), _composition(sheet, book, edition)]
    for unit, rate, points in drawn:
        charts.append(_funnel(sheet, book, unit, rate, points))
    for place, chart in enumerate(charts):
        if chart is not None:
            sheet.chart(top + _ROWS_OF_A_CHART * place, 0, chart)
    sheet.print_on_one_page(top + _ROWS_OF_A_CHART * len(charts) - 1, _LAST_COLUMN)


def _are_several(points: list[Point]) -> bool:
    """Whether there are so many named units that setting them side by side tells something."""
    return sum(bool(point.key) for point in points) >= LEAST_UNITS


def _trend(sheet: Sheet, book: Workbook, edition: Edition) -> Any:
    sheet.put([_("月份"), _("收案"), _("结案"), _("成功"), usual_rate(), _("未结")], "heading")
    first = sheet.row
    styles: list[Style] = ["text", "count", "count", "count", "share", "count"]
    for month, counts in edition.trend:
        share = told_share(counts.succeeded, counts.closed)
        name = f"{month.end:%Y-%m}"
        sheet.put(
            [name, counts.received, counts.closed, counts.succeeded, share, counts.pending], styles
        )
    last = sheet.row - 1
    sheet.line(
        _("往月为制表时的数;成功率口径 {label};结案不足 {few} 件的不画。").format(
            label=definition_of("success_rate").label, few=COUNTS_ONLY_BELOW
        ),
        "note",
    )
    sheet.gap()
    bars: Any = book.add_chart({"type": "column"})
    for column, name, colour in ((1, _("收案"), _BLUE), (2, _("结案"), _GREY)):
        bars.add_series(
            {
                "name": name,
                "categories": _range(sheet, first, last, 0),
                "values": _range(sheet, first, last, column),
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    line: Any = book.add_chart({"type": "line"})
    line.add_series(
        {
            "name": usual_rate(),
            "categories": _range(sheet, first, last, 0),
            "values": _range(sheet, first, last, 4),
            "y2_axis": True,
            "line": {"color": _ORANGE, "width": 2.0},
            "marker": {"type": "circle", "size": 5, "fill": {"color": _ORANGE}},
        }
    )
    bars.combine(line)
    line.set_y2_axis({**_axis(usual_rate()), "num_format": "0%", "min": 0, "max": 1})
    bars.set_y_axis(_axis(_("件")))
    bars.set_x_axis(_axis(""))
    bars.show_blanks_as("gap")
    return _finished(bars, _("近13个月收案、结案与成功率"))


def _composition(sheet: Sheet, book: Workbook, edition: Edition) -> Any:
    groups = [g for g in edition.report.groups[Dimension.CAUSE] if g.counts.received]
    if not groups:
        return None
    sheet.put([_("案由"), _("收案")], "heading")
    first = sheet.row
    for group in groups[:CAUSES_SHOWN]:
        sheet.put([group.name or unrecorded(), group.counts.received], ["text", "count"])
    rest = sum(group.counts.received for group in groups[CAUSES_SHOWN:])
    if rest:
        sheet.put([_("其他"), rest], ["text", "count"])
    last = sheet.row - 1
    sheet.gap()
    chart: Any = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": _("收案"),
            "categories": _range(sheet, first, last, 0),
            "values": _range(sheet, first, last, 1),
            "fill": {"color": _BLUE},
            "gap": 40,
            "data_labels": {"value": True, "font": {"name": FONT, "size": 9}},
        }
    )
    chart.set_y_axis({**_axis(""), "reverse": True, "major_gridlines": {"visible": False}})
    chart.set_x_axis({**_axis(_("件")), "label_position": "high"})
    chart.set_legend({"none": True})
    return _finished(chart, _("收案的案由构成"), legend=False)


def _funnel(
    sheet: Sheet, book: Workbook, unit: FunnelUnit, rate: Fraction, points: list[Point]
) -> Any:
    name = UNITS[unit]
    sheet.put([name, _("结案"), usual_rate(), _("控制限")], "heading")
    first = sheet.row
    for point in points:
        sheet.put(
            [
                point.name or unrecorded(),
                point.cases,
                told_share(point.succeeded, point.cases),
                STANDING_NAMES[point.standing],
            ],
            ["text", "count", "share", "text"],
        )
    last = sheet.row - 1
    sheet.gap()
    curves = _curves(sheet, rate, max(point.cases for point in points))
    chart: Any = book.add_chart({"type": "scatter", "subtype": "straight"})
    names = [_("99.8 % 下限"), _("95 % 下限"), _("总体"), _("95 % 上限"), _("99.8 % 上限")]
    looks = [(_RED, "dash"), (_GREY, "solid"), (_GREEN, "solid"), (_GREY, "solid"), (_RED, "dash")]
    for column, (label, (colour, dash)) in enumerate(zip(names, looks, strict=True), start=1):
        chart.add_series(
            {
                "name": label,
                "categories": _range(sheet, *curves, 0),
                "values": _range(sheet, *curves, column),
                "line": {"color": colour, "width": 1.25, "dash_type": dash},
                "marker": {"type": "none"},
            }
        )
    chart.add_series(
        {
            "name": name,
            "categories": _range(sheet, first, last, 1),
            "values": _range(sheet, first, last, 2),
            "line": {"none": True},
            "marker": {"type": "circle", "size": 7, "fill": {"color": _BLUE}},
        }
    )
    chart.set_x_axis({**_axis(_("结案件数")), "min": 0, "major_gridlines": {"visible": False}})
    chart.set_y_axis({**_axis(usual_rate()), "num_format": "0%", "min": 0, "max": 1})
    return _finished(chart, _("各{name}成功率与控制限(漏斗图,不是名次)").format(name=name))


def _curves(sheet: Sheet, rate: Fraction, most: int) -> tuple[int, int]:
    """Write the limits by number of cases; answers the first and the last row."""
    headings = [_("结案"), _("99.8 % 下限"), _("95 % 下限"), _("总体"), _("95 % 上限")]
    sheet.put([*headings, _("99.8 % 上限")], "heading")
    first = sheet.row
    for cases in funnel_steps(most):
        around = limits(rate, cases)
        alert, review = around.alert, around.review
        sheet.put(
            [cases, review.low, alert.low, float(rate), alert.high, review.high],
            ["count", *["share"] * 5],  # type: ignore[list-item]
        )
    last = sheet.row - 1
    sheet.gap()
    return first, last


def funnel_steps(most: int) -> list[int]:
    """Numbers of cases at which limits are drawn, denser where they bend, a little past ``most``."""
    end = max(COUNTS_ONLY_BELOW + 2, round(most * 1.1))
    span = end / COUNTS_ONLY_BELOW
    steps = (COUNTS_ONLY_BELOW * span ** (step / _STEPS) for step in range(_STEPS + 1))
    return sorted({round(each) for each in steps})


def told_share(part: int, whole: int) -> float | None:
    """A share of 1 to be drawn; ``None`` where only the counts may be told."""
    share = telling(part, whole).share
    return None if share is None else float(share)


def _range(sheet: Sheet, first: int, last: int, column: int) -> list[object]:
    return [sheet.name, first, column, last, column]


def _axis(name: str) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "num_font": {"name": FONT, "size": 9},
        "line": {"color": _GREY},
        "major_gridlines": {"visible": True, "line": {"color": "#E3E3E3"}},
    }
    if name:
        axis |= {"name": name, "name_font": {"name": FONT, "size": 9, "bold": False}}
    return axis


def _finished(chart: Any, words: str, *, legend: bool = True) -> Any:
    chart.set_title({"name": words, "name_font": {"name": FONT, "size": 12}, "overlay": False})
    if legend:
        chart.set_legend({"position": "bottom", "font": {"name": FONT, "size": 9}})
    chart.set_size(_SIZE)
    return chart

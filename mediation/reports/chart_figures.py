"""What the charts of a written report are drawn from, as plain values."""

from __future__ import annotations

from typing import Any, Final

from mediation.figures.funnel import Point, limits
from mediation.figures.intervals import COUNTS_ONLY_BELOW
from mediation.figures.keys import Dimension, FunnelUnit
from mediation.figures.telling import telling
from mediation.i18n import _
from mediation.reports.chart_sheet import CAUSES_SHOWN, LEAST_UNITS, funnel_steps, told_share
from mediation.reports.columns import printable
from mediation.reports.edition import Edition
from mediation.reports.narrative import percentage
from mediation.reports.report import unrecorded
from mediation.reports.wording import usual_rate

_TICKS: Final = 5


def chart_figures(edition: Edition) -> dict[str, Any]:
    """The figures of every chart by its name."""
    return {
        "trend": _trend(edition),
        "causes": _causes(edition),
        "funnel": funnel_figures(edition),
    }


def ticks(most: int) -> list[int]:
    """Round numbers from 0 to ``most`` or a little more, about five of them."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if step * _TICKS >= most:
                return list(range(0, max(step, -(-most // step) * step) + 1, step))
        size *= 10


def _trend(edition: Edition) -> dict[str, Any]:
    months: list[dict[str, Any]] = []
    for place, (month, counts) in enumerate(edition.trend):
        is_new = place == 0 or month.end.month == 1
        months.append(
            {
                "name": _("{month}月").format(month=month.end.month),
                "year": _("{year}年").format(year=month.end.year) if is_new else None,
                "received": counts.received,
                "closed": counts.closed,
                "rate": told_share(counts.succeeded, counts.closed),
            }
        )
    most = max(max(each["received"], each["closed"]) for each in months)
    return {
        "months": months,
        "ticks": ticks(most),
        "names": [_("收案"), _("结案"), _("{rate}（右轴）").format(rate=usual_rate())],
    }


def _causes(edition: Edition) -> dict[str, Any]:
    rows = [row for row in edition.report.groups[Dimension.CAUSE] if row.counts.received]
    named = [(printable(row.name) or unrecorded(), row.counts.received) for row in rows]
    rest = sum(count for _name, count in named[CAUSES_SHOWN:])
    shown = named[:CAUSES_SHOWN] + ([(_("其他"), rest)] if rest else [])
    whole = sum(count for _name, count in named)
    return {
        "rows": [
            {
                "name": name,
                "count": count,
                "told": _share(count, whole),
            }
            for name, count in shown
        ]
    }


def _share(count: int, whole: int) -> str:
    words = _("{count}件").format(count=count)
    share = telling(count, whole).share
    return words if share is None else f"{words} {percentage(share)}"


def funnel_unit(edition: Edition) -> FunnelUnit | None:
    """What the points of the funnel are: courts, or studios, or mediators, whichever has units with
    cases enough; ``None`` when none has."""
    for unit in (FunnelUnit.COURT, FunnelUnit.STUDIO, FunnelUnit.MEDIATOR):
        if len(_seen(edition, unit)) >= LEAST_UNITS:
            return unit
    return None


def funnel_figures(edition: Edition) -> dict[str, Any] | None:
    """By :func:`funnel_unit`; ``None`` when there is none."""
    unit = funnel_unit(edition)
    if unit is None:
        return None
    rate, seen = edition.funnels[unit][0], _seen(edition, unit)
    assert rate is not None
    steps = funnel_steps(max(point.cases for point in seen))
    return {
        "most": steps[-1],
        "ticks": [tick for tick in ticks(steps[-1]) if tick <= steps[-1]],
        "rate": float(rate),
        "points": [[point.cases, point.succeeded / point.cases] for point in seen],
        "curves": [
            [cases, around.review.low, around.alert.low, around.alert.high, around.review.high]
            for cases in steps
            for around in (limits(rate, cases),)
        ],
        "axis": _("结案件数"),
        "names": [usual_rate(), _("总体"), _("95%控制限"), _("99.8%控制限")],
    }


def _seen(edition: Edition, unit: FunnelUnit) -> list[Point]:
    _rate, points = edition.funnels.get(unit, (None, []))
    return [each for each in points if each.key and each.cases >= COUNTS_ONLY_BELOW]

"""``mediation funnel``: success rates between control limits, and what the mix of cases lets expect."""

from __future__ import annotations

from argparse import Namespace
from fractions import Fraction
from operator import attrgetter
from typing import Any

from mediation.cli.filters import scope_of
from mediation.cli.opening import opened
from mediation.cli.speech import one_line, say, tell, tell_json
from mediation.figures.casemix import Expectation
from mediation.figures.definitions import definition_of
from mediation.figures.funnel import STANDING_NAMES, Point, Standing
from mediation.figures.intervals import Interval
from mediation.figures.keys import FunnelUnit
from mediation.figures.period import Period
from mediation.i18n import _
from mediation.reports.columns import table
from mediation.reports.names import court_name, unrecorded
from mediation.reports.wording import decimals, percent, rate_words, usual_rate

_WIDTH = 100
_SUMMED = attrgetter("cases"), attrgetter("succeeded")


def run(arguments: Namespace) -> int:
    """Print a line for each unit by name, or all of them as JSON."""
    Period.parse(arguments.period)
    unit = FunnelUnit(arguments.by)
    with opened(arguments) as office:
        period = office.figures.period(arguments.period)
        rate, rows = office.figures.funnel(unit, period, scope_of(arguments, office))
    if arguments.json:
        tell_json(
            {
                "by": unit.value,
                "period": {"start": period.start.isoformat(), "end": period.end.isoformat()},
                "rate": None if rate is None else float(rate),
                "points": [_json(point, expected) for point, expected in rows],
            }
        )
        return 0
    if rate is None:
        say(_("本期没有结案。"))
        return 0
    closed, succeeded = (sum(map(of, (point for point, _expected in rows))) for of in _SUMMED)
    tell(
        _("总成功率 {rate},口径 {label};按名称排列,不是名次。").format(
            rate=rate_words(succeeded, closed), label=definition_of("success_rate").label
        )
    )
    headings = ["", _("成功/结案"), usual_rate(), _("95 % 控制限"), _("99.8 % 控制限")]
    headings += [_("判断"), _("期望成功"), _("实际÷期望")]
    lines = [_line(unit, point, expected) for point, expected in rows]
    tell("\n".join(table(headings, lines, width=_WIDTH)))
    return 0


def _json(point: Point, expected: Expectation) -> dict[str, Any]:
    return {
        "key": point.key,
        "name": point.name,
        "succeeded": point.succeeded,
        "closed": point.cases,
        "limits_95": list(point.limits.alert),
        "limits_99_8": list(point.limits.review),
        "standing": point.standing.value,
        "expected": float(expected.expected),
        "ratio": None if expected.ratio is None else float(expected.ratio),
    }


def _line(unit: FunnelUnit, point: Point, expected: Expectation) -> list[str]:
    name = court_name(point.key) if unit is FunnelUnit.COURT and point.key else point.name
    few = point.standing is Standing.TOO_FEW
    share = expected.ratio if not few else None
    return [
        one_line(name) or unrecorded(),
        f"{point.succeeded}/{point.cases}",
        "-" if few else percent(_share(point)),
        "-" if few else _band(point.limits.alert),
        "-" if few else _band(point.limits.review),
        STANDING_NAMES[point.standing],
        "-" if few else decimals(expected.expected),
        "-" if share is None else decimals(share, 2),
    ]


def _share(point: Point) -> Fraction:
    return Fraction(point.succeeded, point.cases)


def _band(band: Interval) -> str:
    return f"{band.low * 100:.1f}-{band.high * 100:.1f}"

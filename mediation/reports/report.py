"""The report of a period as one finished value; renderers receive it and compute nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from mediation.figures.checks import (
    Check,
    check_comparison,
    check_counts,
    check_days,
    check_fractions,
    check_groups,
    check_outcomes,
    check_three_way,
    check_totals,
)
from mediation.figures.comparison import Comparison, Kind, Side, base_of, compare
from mediation.figures.corrections import Correction, Seal, SealedMonth
from mediation.figures.counts import Counts, Group, Scope
from mediation.figures.duration import Duration
from mediation.figures.indicators import Indicator
from mediation.figures.keys import Dimension
from mediation.figures.period import Period
from mediation.figures.quality import BULK, Finding
from mediation.figures.three_way import ThreeWay, three_way
from mediation.figures.trend import TrendMonth, trend_months
from mediation.reports.counting import categories, count, totals_refused
from mediation.reports.names import ScopeNames, court_name, scope_names, unrecorded
from mediation.store import Reading

__all__ = [
    "Report",
    "ScopeNames",
    "build_report",
    "court_name",
    "examined",
    "totals_refused",
    "unrecorded",
]

_NOTHING_CHOSEN: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """月报: what was counted in a period and scope, when it was made (aware), and whether it adds up.

    ``groups`` has the rows of every dimension, most received first, but
    mediators by name. ``comparisons``, ``findings`` and
    ``three_way`` are there once the report was examined, as it is before it leaves the house. ``court``
    are the sums of the court totals that are known, ``trend`` the 13 months up to the end. Of a sealed period (``sealed``) every figure is as sealed, and
    ``corrections`` tell what counting anew would give. A longer period is counted as the cases stand;
    of the ``sealed_months`` in it the corrections tell where their sums are otherwise now.
    """

    period: Period
    scope: Scope
    names: ScopeNames
    flow: Counts
    indicators: tuple[Indicator, ...]
    groups: Mapping[Dimension, tuple[Group, ...]]
    duration: Duration
    checks: tuple[Check, ...]
    made_at: datetime
    court: Mapping[str, int] = field(default_factory=dict)
    comparisons: tuple[Comparison, ...] = ()
    findings: tuple[Finding, ...] = ()
    sealed: Seal | None = None
    corrections: tuple[Correction, ...] = ()
    sealed_months: tuple[SealedMonth, ...] = ()
    trend: tuple[TrendMonth, ...] = ()
    three_way: ThreeWay | None = None

    def indicator(self, key: str) -> Indicator:
        """The indicator with this key; raises KeyError."""
        for indicator in self.indicators:
            if indicator.key == key:
                return indicator
        raise KeyError(key)

    def comparison(self, kind: Kind) -> Comparison | None:
        """The comparison of this kind; ``None`` before the report was examined."""
        return next((each for each in self.comparisons if each.kind is kind), None)

    @property
    def failed_checks(self) -> tuple[Check, ...]:
        """The checks that do not hold."""
        return tuple(check for check in self.checks if not check.passed)


def build_report(
    reading: Reading,
    period: Period,
    scope: Scope,
    *,
    made_at: datetime,
    chosen: Mapping[str, str] = _NOTHING_CHOSEN,
) -> Report:
    """Count the period within the scope and form every indicator, table and self-check.

    ``chosen`` names the version of a definition by its key; a rate that is usually not reported is
    added when its key is chosen.
    """
    names = scope_names(reading, scope)
    counted = count(reading, period, scope, chosen)
    groups = {
        dimension: tuple(sorted(reading.groups(dimension, period, scope), key=_ORDERS[dimension]))
        for dimension in Dimension
    }
    duration = Duration.of(reading.days(period, scope))
    flow = counted.flow
    checks = [*check_counts(flow), check_days(flow, duration.cases)]
    for dimension, rows in groups.items():
        checks += check_groups(flow, dimension, rows)
    for category, label in categories(scope):
        checks += check_totals(category, label, counted.sums[category])
    checks.append(check_fractions(counted.indicators, flow, counted.more))
    months = list(trend_months(period))
    return Report(
        period=period,
        scope=scope,
        names=names,
        flow=flow,
        indicators=counted.indicators,
        groups=MappingProxyType(groups),
        duration=duration,
        checks=tuple(checks),
        made_at=made_at,
        court=counted.court,
        trend=tuple(
            TrendMonth(month, *closed)
            for month, closed in zip(months, reading.trend(months, scope), strict=True)
        ),
    )


def examined(
    report: Report,
    reading: Reading,
    *,
    chosen: Mapping[str, str] = _NOTHING_CHOSEN,
    bulk: int = BULK,
) -> Report:
    """The report with its comparisons, the checks over outcomes, and the cases to be asked about."""
    now = Side(report.period, report.flow, report.indicators, report.court)
    comparisons = tuple(
        compare(kind, now, count(reading, base_of(report.period, kind), report.scope, chosen).side)
        for kind in Kind
    )
    particulars = reading.particulars(report.period, report.scope)
    endings = three_way_of(report, reading)
    return replace(
        report,
        three_way=endings,
        comparisons=comparisons,
        checks=(
            *report.checks,
            *check_outcomes(report.flow, particulars),
            *check_three_way(endings),
            *(check_comparison(report.period, each) for each in comparisons),
        ),
        findings=tuple(reading.findings(report.period, report.scope, bulk=bulk)),
    )


def three_way_of(report: Report, reading: Reading) -> ThreeWay:
    """The three-way table of the report's period and scope."""
    return three_way(report.flow, report.groups, reading.ended(report.period, report.scope))


def _most_first(group: Group) -> tuple[int, int, str, str]:
    return (-group.counts.received, -group.counts.closed, group.name, group.key)


def _by_name(group: Group) -> tuple[bool, str, str]:
    return (not group.name, group.name, group.key)


_ORDERS: Final[Mapping[Dimension, Callable[[Group], tuple[int | str, ...]]]] = {
    dimension: _by_name if dimension is Dimension.MEDIATOR else _most_first
    for dimension in Dimension
}

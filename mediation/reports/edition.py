"""A report with what a printed edition shows beside it, read in the same look at the store."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Final

from mediation.errors import MediationError
from mediation.figures.casemix import Expectation, expectations
from mediation.figures.comparison import Kind, base_of, broken
from mediation.figures.counts import Counts, CourtTotals, Group
from mediation.figures.definitions import Basis
from mediation.figures.funnel import Point, funnel_of
from mediation.figures.keys import Dimension, FunnelUnit
from mediation.figures.particulars import Particulars
from mediation.figures.period import Period
from mediation.figures.studios import by_studio, expected_by_studio
from mediation.figures.trend import trend_months
from mediation.reports.report import Report
from mediation.store import CountedCase, Reading

COMPARED_UNITS: Final = (Dimension.MEDIATOR, Dimension.COURT)
TRAFFIC_CAUSE: Final = "机动车交通事故责任纠纷"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What the workbook and the document are made from.

    ``trend`` has the counts of 13 months, the last one the end of the period; ``earlier`` the cases
    received a year before by cause, empty where the two years may not be compared (``break_words``);
    ``cases`` reads the cases behind the figures one by one, while the look at the store lasts.
    ``studios`` are the names of studios by mediator's key; older seals did not keep them.
    ``anchor`` is that of the audit trail; a sealed one is anchored by the digest of its seal.
    """

    report: Report
    studio: str
    trend: tuple[tuple[Period, Counts], ...]
    particulars: Particulars
    expected: Mapping[Dimension, Mapping[str, Expectation]]
    earlier: Mapping[str, int]
    break_words: str
    traffic: tuple[CourtTotals, ...]
    case_count: int
    cases: Callable[[], Iterator[CountedCase]]
    studios: Mapping[str, str] = field(default_factory=dict)
    anchor: str = ""

    @cached_property
    def by_studio(self) -> tuple[Group, ...]:
        """The counts of each studio; none where an older seal did not keep whose studio is whose."""
        if not self.studios:
            return ()
        return by_studio(self.report.groups[Dimension.MEDIATOR], self.studios)

    @cached_property
    def expected_by_studio(self) -> Mapping[str, Expectation]:
        """The successes that the mix of cases lets one expect of each studio."""
        return expected_by_studio(self.expected[Dimension.MEDIATOR], self.studios)

    @cached_property
    def funnels(self) -> Mapping[FunnelUnit, tuple[Fraction | None, list[Point]]]:
        """The overall success rate and each mediator, court and studio between its limits, by name."""
        units = {
            FunnelUnit(dimension.value): funnel_of(self.report.groups[dimension])
            for dimension in COMPARED_UNITS
        }
        if self.studios:
            units[FunnelUnit.STUDIO] = funnel_of(self.by_studio)
        return units


def gather(report: Report, reading: Reading, keys: array[int] | None = None) -> Edition:
    """Read what stands beside the figures of a report in print; of a sealed one it is as sealed.

    ``keys`` are those of the cases behind the figures, where they were read already.
    """
    if report.sealed is not None and (sealed := reading.sealed_with(report.sealed.sha256)):
        from mediation.reports.sealed_form import sealed_edition

        return replace(sealed_edition(sealed), report=report)
    period, scope = report.period, report.scope
    year_before = base_of(period, Kind.YEAR_ON_YEAR)
    break_words = broken(period, year_before)
    earlier: dict[str, int] = {}
    if not break_words:
        groups = reading.groups(Dimension.CAUSE, year_before, scope)
        earlier = {group.key: group.counts.received for group in groups}
    counted = reading.counted_keys(period, scope) if keys is None else keys
    return Edition(
        report=report,
        studio=reading.settings().get("studio", ""),
        trend=tuple((month, reading.flow(month, scope)) for month in trend_months(period)),
        particulars=reading.particulars(period, scope),
        expected=MappingProxyType(
            {
                dimension: expectations(reading.strata(dimension, period, scope))
                for dimension in COMPARED_UNITS
            }
        ),
        earlier=MappingProxyType(earlier),
        break_words=break_words,
        traffic=tuple(
            entry
            for entry in reading.totals(period, scope.court or None)
            if entry.category == Basis.TRAFFIC
        ),
        case_count=len(counted),
        cases=lambda: reading.counted_cases(counted),
        studios=MappingProxyType(_among(report, studios_of(reading))),
    )


def studios_of(reading: Reading) -> dict[str, str]:
    """The organisation of each mediator of the roster by key, empty for none and for nobody."""
    return {"": "", **{str(each.id): each.organisation.strip() for each in reading.mediators()}}


def _among(report: Report, studios: Mapping[str, str]) -> dict[str, str]:
    keys = ["", *(group.key for group in report.groups[Dimension.MEDIATOR])]
    return {key: studios.get(key, "") for key in keys}


def is_traffic(code: str) -> bool:
    """Whether a cause is road traffic of motor vehicles, or a kind of it."""
    from mediation.registry.causes import cause_by_code

    if not code:
        return False
    try:
        return TRAFFIC_CAUSE in cause_by_code(code).path.split("/")
    except (KeyError, MediationError):
        return False

"""Who or what is set between the limits of a funnel: mediators, courts, studios."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from mediation.figures.casemix import Expectation, expectations
from mediation.figures.counts import Group, Scope, within
from mediation.figures.funnel import Point, funnel
from mediation.figures.keys import Dimension, FunnelUnit
from mediation.figures.period import Period
from mediation.i18n import _
from mediation.office.seals import as_sealed
from mediation.store import Reading

UNIT_NAMES: Final[Mapping[FunnelUnit, str]] = {
    FunnelUnit.MEDIATOR: _("调解员"),
    FunnelUnit.COURT: _("法院"),
    FunnelUnit.STUDIO: _("调解组织"),
    FunnelUnit.CAUSE: _("案由"),
    FunnelUnit.CHANNEL: _("来源"),
}


def units_between_limits(
    reading: Reading, unit: FunnelUnit, period: Period, scope: Scope
) -> tuple[Fraction | None, list[tuple[Point, Expectation]]]:
    """The overall success rate, and each unit with its limits and its expected successes, by name.

    Of a period sealed with exactly this scope what was sealed for the unit is as sealed.
    """
    dimension = Dimension.MEDIATOR if unit is FunnelUnit.STUDIO else Dimension(unit.value)
    sealed = as_sealed(reading, period, scope)
    groups: Sequence[Group]
    if sealed is not None and dimension in sealed.expected:
        groups, expected = sealed.report.groups[dimension], sealed.expected[dimension]
    else:
        groups = reading.groups(dimension, period, scope)
        expected = expectations(reading.strata(dimension, period, scope))
    counted = [
        (group.key, group.name, group.counts.succeeded, group.counts.closed) for group in groups
    ]
    if unit is FunnelUnit.STUDIO:
        studios = _studios(reading)
        counted, expected = _by_studio(counted, studios), _expected_of(expected, studios)
    rate, points = funnel(counted)
    return rate, [(point, expected[point.key]) for point in points]


def scopes_of(reading: Reading, unit: FunnelUnit, key: str, scope: Scope) -> list[Scope]:
    """The scopes whose cases are together those of one unit."""
    if unit is FunnelUnit.STUDIO:
        return [within(scope, Dimension.MEDIATOR, each) for each in _mediators_of(reading, key)]
    return [within(scope, Dimension(unit.value), key)]


def _mediators_of(reading: Reading, studio: str) -> list[str]:
    """The keys of the mediators whose organisation this is; those without one for the empty name."""
    return [key for key, name in _studios(reading).items() if name == studio]


def _studios(reading: Reading) -> dict[str, str]:
    return {"": "", **{str(each.id): each.organisation.strip() for each in reading.mediators()}}


def _by_studio(
    counted: Sequence[tuple[str, str, int, int]], studios: Mapping[str, str]
) -> list[tuple[str, str, int, int]]:
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for key, _name, succeeded, closed in counted:
        sums[studios.get(key, "")][0] += succeeded
        sums[studios.get(key, "")][1] += closed
    return [(name, name, *both) for name, both in sums.items()]  # type: ignore[misc]


def _expected_of(
    expected: Mapping[str, Expectation], studios: Mapping[str, str]
) -> dict[str, Expectation]:
    """What is expected of a studio is the sum over its mediators: the pools are the same."""
    sums: dict[str, Expectation] = {}
    for key, each in expected.items():
        name = studios.get(key, "")
        before = sums.get(name, Expectation(name, 0, 0, Fraction(0)))
        sums[name] = Expectation(
            name,
            before.closed + each.closed,
            before.observed + each.observed,
            before.expected + each.expected,
        )
    return sums

"""Who or what is set between the limits of a funnel: mediators, courts, studios."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from mediation.figures.casemix import Expectation, expectations
from mediation.figures.corrections import Seal
from mediation.figures.counts import Group, Scope, within
from mediation.figures.funnel import Point, funnel_of
from mediation.figures.keys import Dimension, FunnelUnit
from mediation.figures.period import Period
from mediation.figures.studios import by_studio, expected_by_studio
from mediation.i18n import _
from mediation.office.seals import as_sealed
from mediation.reports.edition import studios_of
from mediation.reports.sealed_form import sealed_edition
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
    if unit is FunnelUnit.STUDIO:
        studios = (sealed.studios if sealed is not None else {}) or studios_of(reading)
        groups, expected = by_studio(groups, studios), expected_by_studio(expected, studios)
    rate, points = funnel_of(groups)
    return rate, [(point, expected[point.key]) for point in points]


def scopes_of(
    reading: Reading, unit: FunnelUnit, key: str, scope: Scope, seal: Seal | None = None
) -> list[Scope]:
    """The scopes whose cases are together those of one unit; of a studio as it was when sealed."""
    if unit is not FunnelUnit.STUDIO:
        return [within(scope, Dimension(unit.value), key)]
    sealed = None if seal is None else reading.sealed_with(seal.sha256)
    studios = ({} if sealed is None else sealed_edition(sealed).studios) or studios_of(reading)
    return [
        within(scope, Dimension.MEDIATOR, mediator)
        for mediator, name in studios.items()
        if name == key
    ]

"""What a sealed period answers beside its report: counts by two dimensions, and the cases of a doubt,
as they were sealed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mediation.cases.terms import Outcome
from mediation.figures.casemix import band_name, band_of
from mediation.figures.counts import Scope
from mediation.figures.definitions import Definition
from mediation.figures.facts import Facts, fact, key_in, shares
from mediation.figures.indicators import Indicator
from mediation.figures.keys import Dimension, Figure
from mediation.figures.period import Period
from mediation.figures.quality import Doubt
from mediation.figures.two_way import Axis, TwoWay, two_way
from mediation.i18n import _
from mediation.office.seals import standing
from mediation.reports.names import unrecorded
from mediation.reports.sealed_form import checked_content, edition_in, sealed_facts, sealed_rates
from mediation.store import Reading

_OUTCOMES = {outcome.value: outcome.label for outcome in Outcome}


def sealed_two_way(
    reading: Reading, figure: Figure, axes: tuple[Axis, Axis], period: Period, scope: Scope
) -> TwoWay | None:
    """The count of a sealed period with the row keys of its cases; ``None`` when it is not sealed."""
    sealed = standing(reading, period, scope)
    if sealed is None:
        return None
    report = edition_in(checked_content(sealed), sealed).report
    cases: dict[tuple[str, str], list[int]] = {}
    for facts in sealed_facts(sealed):
        if shares(facts, period).get(figure.value, 0):
            pair = _key(facts, axes[0]), _key(facts, axes[1])
            cases.setdefault(pair, []).append(int(fact(facts, "key") or 0))
    groups = {
        dimension.value: {group.key: group.name for group in rows}
        for dimension, rows in report.groups.items()
    }
    names = tuple(
        {
            key: _name(axis, key, groups.get(axis.value, {}))
            for key in {pair[side] for pair in cases}
        }
        for side, axis in enumerate(axes)
    )
    counted = ((*pair, len(keys)) for pair, keys in cases.items())
    kept = MappingProxyType({pair: tuple(keys) for pair, keys in cases.items()})
    return two_way(figure, axes, counted, (names[0], names[1]), cases=kept)


def sealed_doubts(reading: Reading, doubt: Doubt, period: Period, scope: Scope) -> list[int] | None:
    """The row keys of the cases of a doubt when the period was sealed; ``None`` when it is not, or
    was by an older version that kept their number alone."""
    sealed = standing(reading, period, scope)
    if sealed is None:
        return None
    kept = checked_content(sealed).get("doubts")
    return None if kept is None or doubt not in kept else list(kept[doubt])


def sealed_rate(
    reading: Reading, definition: Definition, period: Period, scope: Scope
) -> Indicator | None:
    """The rate of a sealed period by one definition; ``None`` when it was not sealed with it."""
    sealed = standing(reading, period, scope)
    if sealed is None:
        return None
    wanted = definition.key, definition.version
    found = (each for each in sealed_rates(sealed) if (each.key, each.definition.version) == wanted)
    return next(found, None)


def _key(facts: Facts, axis: Axis) -> str:
    if axis is Axis.BAND:
        claimed = fact(facts, "claimed")
        return str(band_of(None if claimed is None else int(claimed)))
    if axis is Axis.OUTCOME:
        return str(fact(facts, "outcome") or "")
    return key_in(facts, Dimension(axis.value))


def _name(axis: Axis, key: str, groups: Mapping[str, str]) -> str:
    if axis is Axis.BAND:
        return band_name(int(key))
    if axis is Axis.OUTCOME:
        return _OUTCOMES.get(key) or _("未结")
    return groups.get(key) or unrecorded()

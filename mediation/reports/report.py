"""The report of a period as one finished value; renderers receive it and compute nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from mediation.cases.terms import Channel
from mediation.errors import MediationError
from mediation.figures.checks import (
    Check,
    check_counts,
    check_days,
    check_groups,
    check_totals,
)
from mediation.figures.counts import Counts, Dimension, Group, Scope
from mediation.figures.definitions import DEFINITIONS, Basis, Definition
from mediation.figures.duration import Duration
from mediation.figures.indicators import (
    Indicator,
    ledger_indicator,
    totals_indicator,
    unknown,
)
from mediation.figures.period import Period
from mediation.figures.totals import TotalsSum, sum_totals
from mediation.i18n import _
from mediation.store import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeNames:
    """The words for a scope's filters; empty where nothing is filtered."""

    court: str = ""
    mediator: str = ""
    cause: str = ""
    channel: str = ""

    def __str__(self) -> str:
        words = [word for word in (self.court, self.mediator, self.cause, self.channel) if word]
        return " ".join(words) or _("全部案件")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """月报: what was counted in a period and scope, when it was made (aware), and whether it adds up.

    ``groups`` has the rows of every dimension, most received first.
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

    def indicator(self, key: str) -> Indicator:
        """The indicator with this key; raises KeyError."""
        for indicator in self.indicators:
            if indicator.key == key:
                return indicator
        raise KeyError(key)

    @property
    def failed_checks(self) -> tuple[Check, ...]:
        """The checks that do not hold."""
        return tuple(check for check in self.checks if not check.passed)


def build_report(reading: Reading, period: Period, scope: Scope, *, made_at: datetime) -> Report:
    """Count the period within the scope and form every indicator, table and self-check."""
    flow = reading.flow(period, scope)
    groups = {
        dimension: tuple(sorted(reading.groups(dimension, period, scope), key=_order))
        for dimension in Dimension
    }
    duration = Duration.of(reading.days(period, scope))
    names = _scope_names(reading, scope)
    entries = reading.totals(period, scope.court or None)
    sums = {
        category: sum_totals(
            entries,
            period,
            category,
            court=scope.court or None,
            court_name=court_name,
            category_name=label,
        )
        for category, label in _categories(scope, names)
    }
    checks = [*check_counts(flow), check_days(flow, duration.cases)]
    for dimension, rows in groups.items():
        checks += check_groups(flow, dimension, rows)
    for category, label in _categories(scope, names):
        checks += check_totals(category, label, sums[category])
    return Report(
        period=period,
        scope=scope,
        names=names,
        flow=flow,
        indicators=tuple(_indicator(each, flow, scope, sums) for each in DEFINITIONS),
        groups=MappingProxyType(groups),
        duration=duration,
        checks=tuple(checks),
        made_at=made_at,
    )


def court_name(code: str) -> str:
    """The short name of a court, or its code when no table knows it."""
    from mediation.registry.courts import short_name

    try:
        return short_name(code)
    except (KeyError, MediationError):
        return code


def totals_refused(scope: Scope) -> str:
    """Why a scope cannot have rates from court totals; empty when it can."""
    if scope.mediator is not None:
        return _("法院收案不按调解员录入,不能按调解员计算")
    if scope.channel is not None:
        return _("法院收案不按来源录入,不能按来源计算")
    if scope.court == "":
        return _("未登记法院的案件没有对应的法院收案")
    if scope.cause == "":
        return _("未登记案由的案件没有对应的法院收案")
    return ""


def _indicator(
    definition: Definition, flow: Counts, scope: Scope, sums: Mapping[str, TotalsSum]
) -> Indicator:
    if definition.basis is Basis.LEDGER:
        return ledger_indicator(definition, flow)
    if refusal := totals_refused(scope):
        return unknown(definition, refusal)
    if definition.basis is Basis.TRAFFIC and scope.cause is not None:
        return unknown(definition, _("道路交通的法院收案不分案由录入,不能按案由计算"))
    category = scope.cause if definition.basis is Basis.COURT and scope.cause else definition.basis
    return totals_indicator(definition, sums[str(category)])


def _categories(scope: Scope, names: ScopeNames) -> list[tuple[str, str]]:
    if totals_refused(scope):
        return []
    if scope.cause is not None:
        return [(scope.cause, names.cause)]
    return [(str(Basis.COURT), _("全部")), (str(Basis.TRAFFIC), _("道路交通"))]


def _order(group: Group) -> tuple[int, int, str, str]:
    return (-group.counts.received, -group.counts.closed, group.name, group.key)


def _scope_names(reading: Reading, scope: Scope) -> ScopeNames:
    return ScopeNames(
        court="" if scope.court is None else court_name(scope.court) or unrecorded(),
        mediator="" if scope.mediator is None else _mediator_name(reading, scope.mediator),
        cause="" if scope.cause is None else _cause_name(scope.cause) or unrecorded(),
        channel="" if scope.channel is None else _channel_name(scope.channel) or unrecorded(),
    )


def unrecorded() -> str:
    """The name of what was left empty."""
    return _("未登记")


def _mediator_name(reading: Reading, mediator: UUID) -> str:
    for each in reading.mediators():
        if each.id == mediator:
            return each.name
    return str(mediator)


def _cause_name(code: str) -> str:
    from mediation.registry.causes import cause_by_code

    if not code:
        return ""
    try:
        return cause_by_code(code).name
    except (KeyError, MediationError):
        return code


def _channel_name(value: str) -> str:
    for channel in Channel:
        if channel.value == value:
            return channel.label
    return value

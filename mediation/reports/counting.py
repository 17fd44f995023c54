"""Everything counted for one period and scope, and the rates over it by chosen definitions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

from mediation.cases.terms import Channel
from mediation.figures.comparison import Side
from mediation.figures.counts import Counts, Scope
from mediation.figures.definitions import (
    REPORTED,
    Basis,
    Definition,
    definition_in,
)
from mediation.figures.definitions.success import OF_CAUSE
from mediation.figures.indicators import Indicator, ledger_indicator, totals_indicator, unknown
from mediation.figures.keys import Dimension
from mediation.figures.particulars import Particular
from mediation.figures.period import Period
from mediation.figures.totals import TotalsSum, sum_totals
from mediation.i18n import _
from mediation.reports.names import cause_name, court_name
from mediation.store import Reading

_IN_FLOW = frozenset((*(field.name for field in fields(Counts)), "pending"))
_OF_CASES = (Basis.LEDGER, Basis.ROSTER)
_MEMBERS = frozenset(("active_members", "roster_members"))
_PARTICULAR = frozenset(each.value for each in Particular)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The flow, the sums of the court totals by category, and what else the definitions need."""

    period: Period
    scope: Scope
    flow: Counts
    sums: Mapping[str, TotalsSum]
    more: Mapping[str, int]
    definitions: tuple[Definition, ...]

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The rates by all definitions, in order."""
        return tuple(map(self.rate, self.definitions))

    @property
    def side(self) -> Side:
        """As one side of a comparison."""
        return Side(self.period, self.flow, self.indicators, self.court)

    @property
    def court(self) -> Mapping[str, int]:
        """The sums of the court totals over all cases that are known."""
        found = self.sums.get(str(Basis.COURT))
        return {} if found is None else found.amounts

    def rate(self, definition: Definition) -> Indicator:
        """The rate by one of the definitions, or why there is none."""
        if refusal := definition.refusal(self.period):
            return unknown(definition, refusal)
        if definition.basis is Basis.ROSTER and self.scope.mediator is not None:
            return unknown(definition, _("按一名调解员没有参与面可言"))
        if definition.basis in _OF_CASES:
            return ledger_indicator(definition, self.flow, self.more)
        if refusal := totals_refused(self.scope):
            return unknown(definition, refusal)
        cause = self.scope.cause
        if definition.basis is Basis.TRAFFIC and cause is not None:
            return unknown(definition, _("道路交通的法院收案不分案由录入,不能按案由计算"))
        category = cause if definition.basis is Basis.COURT and cause else definition.basis
        return totals_indicator(definition, self.sums[str(category)])


def count(reading: Reading, period: Period, scope: Scope, chosen: Mapping[str, str]) -> Counted:
    """Count a period for the usual rates and those chosen besides; ``chosen`` is version by key."""
    keys = dict.fromkeys((*REPORTED, *chosen))
    definitions = tuple(definition_in(key, period, chosen) for key in keys)
    entries = reading.totals(period, scope.court or None)
    return Counted(
        period=period,
        scope=scope,
        flow=reading.flow(period, scope),
        sums={
            category: sum_totals(
                entries,
                period,
                category,
                court=scope.court or None,
                court_name=court_name,
                category_name=label,
            )
            for category, label in categories(scope)
        },
        more=counts_beyond(reading, period, scope, definitions),
        definitions=definitions,
    )


def counts_beyond(
    reading: Reading, period: Period, scope: Scope, definitions: Iterable[Definition]
) -> dict[str, int]:
    """The counts that these definitions need and the flow does not hold; read only when needed."""
    needed = {
        name
        for definition in definitions
        if definition.basis in _OF_CASES and not definition.refusal(period)
        for name in definition.fields
    } - _IN_FLOW
    more: dict[str, int] = {}
    if needed & _PARTICULAR:
        more.update(reading.particulars(period, scope).amounts())
    if needed & _MEMBERS:
        more.update(_members(reading, period, scope))
    for name in sorted(needed - _PARTICULAR - _MEMBERS):
        narrowed, figure = narrowed_to(name, scope)
        more[name] = getattr(reading.flow(period, narrowed), figure) if narrowed else 0
    return more


def _members(reading: Reading, period: Period, scope: Scope) -> dict[str, int]:
    """How many mediators were on the roster on the last day, and how many of them had a case."""
    on_roster = {
        str(each.id)
        for each in reading.mediators()
        if (each.term_from or period.end) <= period.end <= (each.term_to or period.end)
    }
    had_cases = {
        group.key
        for group in reading.groups(Dimension.MEDIATOR, period, scope)
        if group.counts.received
    }
    return {"active_members": len(on_roster & had_cases), "roster_members": len(on_roster)}


def narrowed_to(name: str, scope: Scope) -> tuple[Scope | None, str]:
    """The scope and flow count behind ``cause.014.failed`` or ``entrusted``; ``None`` when empty."""
    if name in {channel.value for channel in Channel}:
        other = scope.channel not in (None, name)
        return (None if other else replace(scope, channel=name)), "received"
    cause, _dot, figure = name.removeprefix(OF_CAUSE).rpartition(".")
    other = scope.cause not in (None, cause)
    return (None if other else replace(scope, cause=cause)), figure


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


def categories(scope: Scope) -> list[tuple[str, str]]:
    """The categories of court totals that a scope has, with their names."""
    if totals_refused(scope):
        return []
    if scope.cause is not None:
        return [(scope.cause, cause_name(scope.cause))]
    return [(str(Basis.COURT), _("全部")), (str(Basis.TRAFFIC), _("道路交通"))]

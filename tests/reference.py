"""The counts in plain Python over a list of cases: an independent reference for the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mediation.cases.case import Case
from mediation.cases.terms import Channel, Outcome
from mediation.figures.counts import Counts, CourtTotals, Dimension, Figure, Group, Scope
from mediation.figures.period import Period
from mediation.registry.mediators import Mediator


@dataclass
class ReferenceReading:
    """Fulfils the part of ``mediation.store.Reading`` that a report asks for."""

    cases: Sequence[Case] = ()
    roster: Sequence[Mediator] = ()
    entered: Sequence[CourtTotals] = ()
    court_names: Mapping[str, str] = field(default_factory=dict)

    def flow(self, period: Period, scope: Scope) -> Counts:
        return counts_of([case for case in self.cases if in_scope(case, scope)], period)

    def groups(self, dimension: Dimension, period: Period, scope: Scope) -> list[Group]:
        rows: dict[str, list[Case]] = {}
        for case in self.cases:
            if in_scope(case, scope):
                rows.setdefault(key_of(case, dimension), []).append(case)
        counted = [
            Group(key, self.name_of(dimension, key, cases[0]), counts_of(cases, period))
            for key, cases in rows.items()
        ]
        return sorted(
            (group for group in counted if group.counts != Counts()),
            key=lambda group: (-group.counts.received, -group.counts.closed, group.name),
        )

    def days(self, period: Period, scope: Scope) -> Mapping[int, int]:
        return Counter(
            case.days
            for case in self.cases
            if in_scope(case, scope)
            and case.closed_on is not None
            and period.start <= case.closed_on <= period.end
            and case.days is not None
        )

    def totals(self, period: Period, court: str | None = None) -> list[CourtTotals]:
        chosen = [
            entry
            for entry in self.entered
            if period.start <= entry.month <= period.end and court in (None, entry.court)
        ]
        return sorted(chosen, key=lambda entry: (entry.court, entry.month, entry.category))

    def mediators(self) -> list[Mediator]:
        return sorted(self.roster, key=lambda mediator: mediator.name)

    def name_of(self, dimension: Dimension, key: str, case: Case) -> str:
        if not key:
            return ""
        if dimension is Dimension.CAUSE:
            return case.cause_name or key
        if dimension is Dimension.CHANNEL:
            return Channel(key).label  # type: ignore[call-arg]
        if dimension is Dimension.COURT:
            return self.court_names.get(key, key)
        return next((each.name for each in self.roster if str(each.id) == key), key)

    def __getattr__(self, name: str) -> Any:
        raise NotImplementedError(f"a report does not ask for {name}")


def in_scope(case: Case, scope: Scope) -> bool:
    """Whether a case is among those the scope means; an empty string means not recorded."""
    return (
        (scope.court is None or (case.court or "") == scope.court)
        and (scope.mediator is None or case.mediator == scope.mediator)
        and (scope.cause is None or (case.cause or "") == scope.cause)
        and (scope.channel is None or (case.channel or "") == scope.channel)
    )


def key_of(case: Case, dimension: Dimension) -> str:
    """The group a case belongs to."""
    if dimension is Dimension.MEDIATOR:
        return str(case.mediator) if case.mediator else ""
    return str(getattr(case, dimension.value) or "")


def behind(case: Case, figure: Figure, period: Period) -> bool:
    """Whether a case is one of those that a count is made of."""
    closed, moved = case.closed_on, case.transfer_counts_on
    outcomes = {outcome.value: outcome for outcome in Outcome}
    if figure is Figure.OPENING:
        return case.referred_on < period.start and (closed is None or closed >= period.start)
    if figure is Figure.PENDING:
        return case.referred_on <= period.end and (closed is None or closed > period.end)
    if figure is Figure.RECEIVED:
        return period.start <= case.referred_on <= period.end
    if figure is Figure.TRANSFERRED:
        return moved is not None and period.start <= moved <= period.end
    if closed is None or not period.start <= closed <= period.end:
        return False
    return figure is Figure.CLOSED or case.outcome is outcomes[figure.value]


def counts_of(cases: Sequence[Case], period: Period) -> Counts:
    """Every count of the period over these cases, each counted for itself."""
    behind_figure = {
        figure: [case for case in cases if behind(case, figure, period)] for figure in Figure
    }
    counted = {
        figure.value: len(found)
        for figure, found in behind_figure.items()
        if figure is not Figure.PENDING
    }
    received, closed = behind_figure[Figure.RECEIVED], behind_figure[Figure.CLOSED]
    return Counts(
        **counted,
        claimed=sum(case.claimed or 0 for case in received),
        agreed=sum(case.agreed or 0 for case in closed),
        performed=sum(case.performed or 0 for case in closed),
    )

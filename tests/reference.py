"""The counts in plain Python over a list of cases: an independent reference for the store."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from mediation.cases.case import Case
from mediation.cases.terms import Channel, EndReason, Outcome, Performance, Side
from mediation.figures.casemix import Cell, Stratum, band_of
from mediation.figures.counts import Counts, CourtTotals, Group, Scope
from mediation.figures.keys import Dimension, Figure
from mediation.figures.particulars import Particulars
from mediation.figures.period import Period
from mediation.figures.quality import Finding
from mediation.figures.three_way import Ended, Ending
from mediation.registry.mediators import Mediator
from mediation.store import CountedCase


@dataclass
class ReferenceReading:
    """Fulfils the part of ``mediation.store.Reading`` that a report asks for."""

    cases: Sequence[Case] = ()
    roster: Sequence[Mediator] = ()
    entered: Sequence[CourtTotals] = ()
    court_names: Mapping[str, str] = field(default_factory=dict)
    met: Collection[UUID] = ()

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

    def counted_keys(self, period: Period, scope: Scope) -> array[int]:
        behind_any = [
            (case.referred_on, place)
            for place, case in enumerate(self.cases)
            if in_scope(case, scope) and any(behind(case, figure, period) for figure in Figure)
        ]
        return array("q", [place for _day, place in sorted(behind_any)])

    def counted_cases(self, keys: array[int]) -> Iterator[CountedCase]:
        names = {each.id: each.name for each in self.roster}
        for case in (self.cases[key] for key in keys):
            yield CountedCase(
                number=case.number,
                court_number=case.court_number,
                court=case.court,
                channel=case.channel,
                cause=case.cause,
                cause_name=case.cause_name,
                applicants="、".join(case.names(Side.APPLICANT)),
                respondents="、".join(case.names(Side.RESPONDENT)),
                mediator=case.mediator,
                mediator_name=names.get(case.mediator, "") if case.mediator else "",
                claimed=case.claimed,
                agreed=case.agreed,
                performed=case.performed,
                referred_on=case.referred_on,
                signed_on=case.signed_on,
                closed_on=case.closed_on,
                transfer_counts_on=case.transfer_counts_on,
                is_confirmed=bool(case.confirmation_number),
                outcome=case.outcome,
                performance=case.performance,
                ending=ending_of(case, case.id in self.met) if case.closed_on else None,
            )

    def particulars(self, period: Period, scope: Scope) -> Particulars:
        chosen = [case for case in self.cases if in_scope(case, scope)]
        closed = [case for case in chosen if behind(case, Figure.CLOSED, period)]
        reached = [case for case in closed if case.outcome in (Outcome.SUCCEEDED, Outcome.PARTLY)]
        states = Counter(case.performance for case in reached)
        done = states[Performance.IMMEDIATE] + states[Performance.PERFORMED]
        received = [case for case in chosen if behind(case, Figure.RECEIVED, period)]
        return Particulars(
            confirmed=sum(
                case.outcome is Outcome.SUCCEEDED and bool(case.confirmation_number)
                for case in closed
            ),
            unreachable=sum(
                case.outcome is Outcome.FAILED and case.reason is EndReason.UNREACHABLE
                for case in closed
            ),
            closed_transferred=sum(case.transfer_counts_on is not None for case in closed),
            due=done + states[Performance.PARTLY] + states[Performance.OVERDUE],
            due_performed=done,
            not_due=states[Performance.NOT_DUE],
            performance_unknown=states[None],
            cohort_succeeded=sum(case.outcome is Outcome.SUCCEEDED for case in received),
            cohort_open=sum(case.closed_on is None for case in received),
        )

    def strata(self, dimension: Dimension, period: Period, scope: Scope) -> list[Cell]:
        closed = Counter(
            (key_of(case, dimension), case.cause or "", case.channel or "", band_of(case.claimed))
            for case in self.cases
            if in_scope(case, scope) and behind(case, Figure.CLOSED, period)
        )
        succeeded = Counter(
            (key_of(case, dimension), case.cause or "", case.channel or "", band_of(case.claimed))
            for case in self.cases
            if in_scope(case, scope) and behind(case, Figure.SUCCEEDED, period)
        )
        return [
            Cell(kind[0], Stratum(*kind[1:]), number, succeeded[kind])
            for kind, number in closed.items()
        ]

    def ended(self, period: Period, scope: Scope) -> list[Ended]:
        counted = Counter(
            (case.channel or "", case.cause or "", ending_of(case, case.id in self.met))
            for case in self.cases
            if in_scope(case, scope) and behind(case, Figure.CLOSED, period)
        )
        return [Ended(*kind, number) for kind, number in counted.items()]

    def trend(self, months: Sequence[Period], scope: Scope) -> list[tuple[int, int]]:
        flows = [self.flow(month, scope) for month in months]
        return [(flow.closed, flow.succeeded) for flow in flows]

    def findings(self, _period: Period, _scope: Scope, *, bulk: int) -> list[Finding]:
        assert bulk > 0
        return []

    def settings(self) -> Mapping[str, str]:
        return {}

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


def ending_of(case: Case, met: bool) -> Ending:
    """How a closed case ended, where ``met`` says whether a session is on record."""
    word = case.outcome.value if case.outcome else ""
    if met:
        held = {"succeeded": "settled", "partly": "partly", "failed": "not_settled"}
        return Ending(f"held.{held.get(word, 'other')}")
    if word in ("succeeded", "partly"):
        return Ending.UNHELD_SETTLED
    if word == "withdrawn" and case.reason is EndReason.SETTLED:
        return Ending.UNHELD_SETTLED
    if word == "returned":
        return Ending.UNHELD_UNSUITABLE
    if word == "failed" and case.reason is EndReason.UNREACHABLE:
        return Ending.UNHELD_NO_RESPONSE
    return Ending.UNHELD_OTHER


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

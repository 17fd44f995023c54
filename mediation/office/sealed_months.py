"""A longer period over sealed months: it is counted as the cases stand now, and says what differs
from the sum of what was handed in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dateutil.relativedelta import relativedelta

from mediation.figures.checks import COUNT_NAMES
from mediation.figures.corrections import Correction, Measure, Moved, SealedMonth
from mediation.figures.counts import Counts, Scope
from mediation.figures.facts import AMOUNTS, COUNTED
from mediation.figures.period import Period
from mediation.office.seals import changed_cases
from mediation.reports.report import Report
from mediation.reports.sealed_form import checked_content, edition_in
from mediation.store import Reading, SealRow

_AT_THE_ENDS = {"opening": 0, "pending": -1}
"""Counts of a moment, with the month of the period that has the same moment."""


@dataclass(frozen=True, slots=True)
class _Month:
    """A sealed month: its counts as sealed and now, and the cases that were changed since."""

    sealed: SealedMonth
    then: Counts
    now: Counts
    moved: Sequence[Moved]


def with_sealed_months(reading: Reading, report: Report) -> Report:
    """The report with the sealed months among its own, and where their sums are otherwise now."""
    period, scope = report.period, report.scope
    if len(period) < 2 or scope != Scope(court=scope.court) or scope.court == "":
        return report
    wanted = list(_months(period))
    known = {row.period for row in reading.seals() if _stands(row, scope)}
    months = [_looked_at(reading, each, scope) for each in wanted if each in known]
    if not months:
        return report
    return replace(
        report,
        sealed_months=tuple(month.sealed for month in months),
        corrections=tuple(_corrections(months, wanted)),
    )


def _stands(row: SealRow, scope: Scope) -> bool:
    return row.lifted_at is None and row.court == scope.court


def _months(period: Period) -> Iterator[Period]:
    last = period.start + relativedelta(months=1, days=-1)
    first = Period(period.start, last)
    for number in range(len(period)):
        yield first.shifted(number)


def _looked_at(reading: Reading, month: Period, scope: Scope) -> _Month:
    sealed = reading.sealed(month, scope.court)
    assert sealed is not None
    content = checked_content(sealed)
    return _Month(
        SealedMonth(month, sealed.row.sha256, sealed.row.at),
        edition_in(content, sealed).report.flow,
        reading.flow(month, scope),
        changed_cases(reading, sealed, content, scope),
    )


def _corrections(months: Sequence[_Month], wanted: Sequence[Period]) -> Iterator[Correction]:
    """Sums over the sealed months; under the plain key of a count where no month is missing."""
    prefix = "" if len(months) == len(wanted) else "sealed_months."
    for name in (*COUNTED, *AMOUNTS):
        counted = list(months)
        if name in _AT_THE_ENDS:
            counted = [each for each in months if each.sealed.month == wanted[_AT_THE_ENDS[name]]]
        then = sum(getattr(each.then, name) for each in counted)
        now = sum(getattr(each.now, name) for each in counted)
        cases = _behind(counted, name)
        if cases or then != now:
            measure = Measure.FEN if name in AMOUNTS else Measure.COUNT
            yield Correction(prefix + name, COUNT_NAMES[name], measure, then, now, cases)


def _behind(months: Sequence[_Month], name: str) -> tuple[str, ...]:
    """The cases that add something else to the sum: one that only changed its month does not."""
    added: Counter[str] = Counter()
    for case in (case for month in months for case in month.moved):
        added[case.label] += case.after.get(name, 0) - case.before.get(name, 0)
    return tuple(sorted(label for label, number in added.items() if number))

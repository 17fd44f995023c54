"""Use case: the court's list laid beside our cases; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise, product
from pathlib import Path
from uuid import UUID

from mediation.cases.case import Case
from mediation.errors import FileRefused
from mediation.figures.counts import Scope
from mediation.figures.keys import Figure
from mediation.figures.period import Period
from mediation.i18n import _
from mediation.ledger.comparing import Compared, Standing, compare
from mediation.ledger.rows import UNTOLD_DAY, LedgerCase, Rejection
from mediation.store import CaseQuery, Reading, Store


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What a comparison found; ``rejected`` are rows of theirs with cells that could not be read.

    Such a row is compared by what could be read of it, where that tells a case apart. ``months`` are
    what was compared: one period asked for, or each month in which the list has a case.
    """

    months: tuple[Period, ...]
    courts: tuple[str, ...]
    compared: tuple[Compared, ...]
    rejected: tuple[Rejection, ...]

    @property
    def period(self) -> Period:
        """From the first of the months to the last; there may be others in between."""
        return Period(self.months[0].start, self.months[-1].end)

    @property
    def span(self) -> str:
        """The time compared, in words."""
        if all(_follow(*pair) for pair in pairwise(self.months)):
            return _("{start} 至 {end}").format(start=self.period.start, end=self.period.end)
        return _("、").join(f"{month.start:%Y-%m}" for month in self.months)

    def of(self, standing: Standing) -> list[Compared]:
        """The disputes that stand so."""
        return [each for each in self.compared if each.standing is standing]


class Reconciling:
    """对账."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def beside(self, listed: Path | str, period: Period | None = None) -> Reconciliation:
        """Compare a court's list, a file or rows pasted, with our cases referred in the period (unless
        given, the months of the list) to the courts that the list names. Raises FileRefused when it
        holds no case."""
        theirs, rejected = _read(listed)
        months = (period,) if period is not None else _months_of(theirs)
        courts = tuple(sorted({row.court for row in theirs if row.court}))
        if period is not None:
            theirs = [row for row in theirs if _falls_in(row, period)]
        with self._store.reading() as reading:
            names = {each.id: each.name for each in reading.mediators()}
            ours = _ours(reading, months, courts, theirs)
            compared = compare(ours, theirs, _namer(names))
        return Reconciliation(months, courts, tuple(compared), tuple(rejected))


def _read(listed: Path | str) -> tuple[list[LedgerCase], list[Rejection]]:
    from mediation.ledger.reading import open_ledger, read_pasted

    theirs: list[LedgerCase] = []
    rejected: list[Rejection] = []
    for row in open_ledger(listed) if isinstance(listed, Path) else read_pasted(listed):
        if isinstance(row, LedgerCase):
            theirs.append(row)
        elif isinstance(row, Rejection):
            rejected.append(row)
            if row.legible is not None:
                theirs.append(row.legible)
    if not theirs:
        raise FileRefused(_("法院的表里没有读到案件,无从对账。"))
    return theirs, rejected


def _falls_in(row: LedgerCase, within: Period) -> bool:
    return row.referred_on == UNTOLD_DAY or within.start <= row.referred_on <= within.end


def _follow(month: Period, after: Period) -> bool:
    return month.end + timedelta(days=1) == after.start


def _months_of(theirs: Iterable[LedgerCase]) -> tuple[Period, ...]:
    """Each month once, so that one mistyped year asks for none of the years between."""
    days = {row.referred_on for row in theirs} - {UNTOLD_DAY}
    if not days:
        raise FileRefused(_("法院的表里没有读得懂的委派日期:请写明期间,如 --period 2026-10。"))
    return tuple(Period.month(day) for day in sorted({day.replace(day=1) for day in days}))


def _ours(
    reading: Reading,
    months: tuple[Period, ...],
    courts: tuple[str, ...],
    theirs: Iterable[LedgerCase],
) -> Iterable[Case]:
    """Our cases of the months and courts, and those of other days that their numbers name."""
    found: dict[UUID, Case] = {}
    for court, month in product(courts or (None,), months):
        query = CaseQuery(
            scope=Scope(court=court), figure=Figure.RECEIVED, period=month, descending=False
        )
        found.update((case.id, case) for case in reading.iter_cases(query))
    for row in theirs:
        for number in (row.court_number_key, row.number):
            known = reading.case_numbered(number) if number else None
            if known is not None and known not in found:
                found[known] = reading.case(known)
    return found.values()


def _namer(names: dict[UUID, str]) -> Callable[[Case], tuple[str, ...]]:
    def of(case: Case) -> tuple[str, ...]:
        people = (*((case.mediator,) if case.mediator else ()), *case.assistants)
        return tuple(names.get(each, "") for each in people)

    return of

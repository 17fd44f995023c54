"""Use case: the court's list laid beside our cases; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
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

    Such a row is compared by what could be read of it, where that tells a case apart.
    """

    period: Period
    courts: tuple[str, ...]
    compared: tuple[Compared, ...]
    rejected: tuple[Rejection, ...]

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
        within = period or _months_of(theirs)
        courts = tuple(sorted({row.court for row in theirs if row.court}))
        if period is not None:
            theirs = [row for row in theirs if _falls_in(row, within)]
        with self._store.reading() as reading:
            names = {each.id: each.name for each in reading.mediators()}
            ours = _ours(reading, within, courts, theirs)
            compared = compare(ours, theirs, _namer(names))
        return Reconciliation(within, courts, tuple(compared), tuple(rejected))


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


def _months_of(theirs: Iterable[LedgerCase]) -> Period:
    days = {row.referred_on for row in theirs} - {UNTOLD_DAY}
    if not days:
        raise FileRefused(_("法院的表里没有读得懂的委派日期:请写明期间,如 --period 2026-10。"))
    return Period(Period.month(min(days)).start, Period.month(max(days)).end)


def _ours(
    reading: Reading, within: Period, courts: tuple[str, ...], theirs: Iterable[LedgerCase]
) -> Iterable[Case]:
    """Our cases of the period and courts, and those of other days that their numbers name."""
    found: dict[UUID, Case] = {}
    for court in courts or (None,):
        query = CaseQuery(
            scope=Scope(court=court), figure=Figure.RECEIVED, period=within, descending=False
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

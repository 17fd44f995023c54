"""Use case of the first room: what waits for somebody, and how the last months went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from mediation.cases.case import Session
from mediation.cases.terms import SessionState
from mediation.clock.calendar import WorkCalendar
from mediation.figures.counts import Counts, Scope
from mediation.figures.period import Period
from mediation.office.dues import WITHIN, Dues, Group, Task, meeting
from mediation.store import CaseRow, Store

__all__ = ["MONTHS", "Agenda", "AgendaDesk", "Group", "Task"]

MONTHS = 13
_ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Agenda:
    """What needs somebody now, and the counts of thirteen months, oldest first."""

    groups: tuple[Group, ...]
    months: tuple[tuple[date, Counts], ...]

    @property
    def this_month(self) -> Counts:
        """The month so far."""
        return self.months[-1][1]


class AgendaDesk:
    """首页."""

    def __init__(
        self, store: Store, *, today: Callable[[], date], calendar: Callable[[], WorkCalendar]
    ) -> None:
        self._store = store
        self._today = today
        self._calendar = calendar

    def now(self, most: int = 15) -> Agenda:
        """The agenda with at most ``most`` lines in each group."""
        today = self._today()
        last = Period.month(today)
        calendar = self._calendar()
        with self._store.reading() as reading:
            return Agenda(
                groups=Dues(reading, today, calendar, WITHIN, most).groups(),
                months=tuple(
                    (period.start, reading.flow(period, Scope()))
                    for period in (last.shifted(back) for back in range(1 - MONTHS, 1))
                ),
            )

    def changed_meetings(
        self, within: int = WITHIN, *, on: date | None = None
    ) -> tuple[list[Task], list[Task]]:
        """The sessions that a calendar made before may still show on another day, and those it must
        strike out; :meth:`groups` has neither."""
        today = on or self._today()
        until = today + timedelta(days=within)
        with self._store.reading() as reading:
            found = reading.clock.changed_meetings(today, until)
        moved = [each for each in found if _still_planned(*each)]
        over = [each for each in found if not _still_planned(*each)]
        return [meeting(*each, today) for each in moved], [meeting(*each, today) for each in over]

    def groups(self, within: int = WITHIN, *, on: date | None = None) -> tuple[Group, ...]:
        """Every group with all its tasks; ``on`` stands in for today."""
        calendar = self._calendar()
        with self._store.reading() as reading:
            return Dues(reading, on or self._today(), calendar, within, _ALL).groups()


def _still_planned(row: CaseRow, session: Session) -> bool:
    return session.state is SessionState.PLANNED and row.closed_on is None

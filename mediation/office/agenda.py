"""Use case of the first room: what waits for somebody, and how the last months went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from mediation.cases.terms import State
from mediation.figures.counts import Counts, Scope
from mediation.figures.period import Period
from mediation.office.dues import WITHIN, Due, Task, days_left, near_limits, tasks
from mediation.store import CaseQuery, CaseRow, Reading, Store

__all__ = ["MONTHS", "NEAR", "Agenda", "AgendaDesk", "Due", "Task", "Waiting", "days_left"]

MONTHS = 13
NEAR = 3
_LOOKED_AT = 2_000
_SESSIONS_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits; ``days`` since it was handed over, signed for or last talked about."""

    row: CaseRow
    days: int
    sessions: int = 0


@dataclass(frozen=True, slots=True)
class Agenda:
    """What needs somebody now, longest wait first, and the counts of thirteen months, oldest first.

    ``due`` cases are past their limit or within ``NEAR`` days of it, ``unsigned`` ones wait to be
    signed for, ``quiet`` ones for the next session; each ``_count`` is of all such cases, but
    ``due_count`` is of the longest open ones alone where ``due_goes_on``.
    """

    due: tuple[Due, ...]
    due_count: int
    due_goes_on: bool
    unsigned: tuple[Waiting, ...]
    unsigned_count: int
    quiet: tuple[Waiting, ...]
    open_count: int
    months: tuple[tuple[date, Counts], ...]

    @property
    def this_month(self) -> Counts:
        """The month so far."""
        return self.months[-1][1]


class AgendaDesk:
    """首页."""

    def __init__(self, store: Store, *, today: Callable[[], date]) -> None:
        self._store = store
        self._today = today

    def now(self, limit: int = 6) -> Agenda:
        """The agenda with at most ``limit`` cases of each kind."""
        today = self._today()
        unsigned = CaseQuery(state=State.REGISTERED.value, sort="referred_on", descending=False)
        signed = CaseQuery(state=State.IN_MEDIATION.value, sort="signed_on", descending=False)
        last = Period.month(today)
        with self._store.reading() as reading:
            longest = reading.first_rows(signed, _LOOKED_AT)
            due = near_limits(longest, today, NEAR)
            shown = {case.row.id for case in due[:limit]}
            others = [row for row in longest if row.id not in shown]
            return Agenda(
                due=tuple(due[:limit]),
                due_count=len(due),
                due_goes_on=len(longest) == _LOOKED_AT,
                unsigned=tuple(
                    Waiting(row, (today - row.referred_on).days)
                    for row in reading.first_rows(unsigned, limit)
                ),
                unsigned_count=reading.count(unsigned),
                quiet=_longest_quiet(reading, others, today, limit),
                open_count=reading.count(signed),
                months=tuple(
                    (period.start, reading.flow(period, Scope()))
                    for period in (last.shifted(back) for back in range(1 - MONTHS, 1))
                ),
            )

    def tasks(self, within: int = WITHIN, *, on: date | None = None) -> list[Task]:
        """All limits over or at most ``within`` days off and all cases to be signed for, by day.

        ``on`` stands in for today.
        """
        with self._store.reading() as reading:
            return tasks(reading, on or self._today(), within)


def _longest_quiet(
    reading: Reading, rows: Sequence[CaseRow], today: date, limit: int
) -> tuple[Waiting, ...]:
    """Among the cases signed for longest ago, those whose last session is furthest back."""
    found = []
    for row in rows[:_SESSIONS_LOOKED_AT]:
        sessions = reading.sessions(row.id)
        last = max((session.held_on for session in sessions), default=None)
        since = last or row.signed_on or row.referred_on
        found.append(Waiting(row, (today - since).days, len(sessions)))
    found.sort(key=lambda waiting: -waiting.days)
    return tuple(found[:limit])

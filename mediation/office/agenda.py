"""Use case of the first room: what waits for somebody, and how the last months went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from mediation.cases.terms import State
from mediation.figures.counts import Counts, Scope
from mediation.figures.period import Period
from mediation.store import CaseQuery, CaseRow, Reading, Store

MONTHS = 13
_CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits; ``days`` since it was handed over, signed for or last talked about."""

    row: CaseRow
    days: int
    sessions: int = 0


@dataclass(frozen=True, slots=True)
class Agenda:
    """What needs somebody now, longest wait first, and the counts of thirteen months, oldest first.

    ``unsigned`` cases wait to be signed for, ``quiet`` ones for the next session; the ``_count``
    of each is of all such cases.
    """

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
            return Agenda(
                unsigned=tuple(
                    Waiting(row, (today - row.referred_on).days)
                    for row in reading.first_rows(unsigned, limit)
                ),
                unsigned_count=reading.count(unsigned),
                quiet=_longest_quiet(reading, signed, today, limit),
                open_count=reading.count(signed),
                months=tuple(
                    (period.start, reading.flow(period, Scope()))
                    for period in (last.shifted(back) for back in range(1 - MONTHS, 1))
                ),
            )


def _longest_quiet(
    reading: Reading, signed: CaseQuery, today: date, limit: int
) -> tuple[Waiting, ...]:
    """Among the cases signed for longest ago, those whose last session is furthest back."""
    found = []
    for row in reading.first_rows(signed, _CANDIDATES):
        sessions = reading.sessions(row.id)
        last = max((session.held_on for session in sessions), default=None)
        since = last or row.signed_on or row.referred_on
        found.append(Waiting(row, (today - since).days, len(sessions)))
    found.sort(key=lambda waiting: -waiting.days)
    return tuple(found[:limit])

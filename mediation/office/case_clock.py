"""The clocks of one case as they stand."""

from __future__ import annotations

from dataclasses import dataclass

from mediation.cases.case import Case
from mediation.clock.books import Extension, NextStep
from mediation.clock.calendar import WorkCalendar
from mediation.clock.limits import Limit, Pause, limit_of, why_no_limit
from mediation.i18n import _
from mediation.store import Reading


@dataclass(frozen=True, slots=True)
class CaseClock:
    """What is kept of a case's clocks, and its limit; ``why_none`` says why no limit runs."""

    limit: Limit | None
    why_none: str
    extensions: tuple[Extension, ...]
    pauses: tuple[Pause, ...]
    step: NextStep | None

    @property
    def open_pause(self) -> Pause | None:
        """The pause that lasts."""
        return next((pause for pause in self.pauses if pause.end is None), None)


def clock_of(reading: Reading, case: Case, calendar: WorkCalendar) -> CaseClock:
    """A case's clocks as they stand; a closed case has no limit any more."""
    extensions = tuple(reading.clock.extensions(case.id))
    pauses = tuple(reading.clock.pauses(case.id))
    limit = None
    if case.closed_on is None:
        limit = limit_of(
            case.channel,
            case.procedure,
            case.signed_on,
            case.referred_on,
            extend_days=sum(each.days for each in extensions),
            pauses=pauses,
            calendar=calendar,
        )
    why = why_no_limit(case.channel, case.procedure, case.signed_on, case.referred_on)
    if case.closed_on is not None:
        why = _("已于 {day} 结案。").format(day=case.closed_on)
    return CaseClock(limit, why or "", extensions, pauses, reading.clock.step(case.id))

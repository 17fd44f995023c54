"""The case list: its lines, and which cases it shows. All that a window's first paint needs to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import TYPE_CHECKING
from uuid import UUID

from mediation.figures.counts import Scope

if TYPE_CHECKING:
    from mediation.cases.terms import Outcome
    from mediation.figures.keys import Figure
    from mediation.figures.period import Period


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the case list. ``key`` is the store's own row number, stable for a case's life.

    ``limit_on`` is the day that the limit of an open case is counted to, before a day off moves it;
    extensions and pauses are in it (:data:`mediation.clock.limits.STANDING_STILL` while one lasts).
    ``step_on`` is the day of the next step, ``step`` its kind and the words after a space;
    ``session_on`` and ``session_at`` are those of the nearest session planned.
    """

    key: int
    id: UUID
    version: int
    number: str
    court_number: str
    applicants: str
    respondents: str
    cause_name: str
    court: str | None
    channel: str | None
    claimed: int | None
    mediator: UUID | None
    mediator_name: str
    referred_on: date
    signed_on: date | None
    closed_on: date | None
    outcome: Outcome | None
    agreed: int | None
    performed: int | None
    procedure: str | None = None
    limit_on: date | None = None
    step_on: date | None = None
    step: str | None = None
    session_on: date | None = None
    session_at: time | None = None


SORTS = (
    "referred_on",
    "signed_on",
    "closed_on",
    "claimed",
    "number",
    "court_number",
    "agreed",
    "performed",
    "cause",
    "court",
    "channel",
    "outcome",
    "mediator",
    "limit_on",
)
"""By what the list can be put in order; ``mediator`` is by name, causes by their official order."""

SHUT_OUT = ("court", "cause", "channel", "outcome", "mediator")
"""The fields of which a value can be shut out."""

RANGED = (
    "referred_on",
    "signed_on",
    "closed_on",
    "limit_on",
    "claimed",
    "agreed",
    "performed",
)
"""The fields that can be narrowed to a range: days, and amounts in fen."""


@dataclass(frozen=True, slots=True)
class Range:
    """Values of a field from ``low`` to ``high``, both included, open where ``None``."""

    field: str
    low: date | int | None
    high: date | int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseQuery:
    """Which cases to list, and in what order. All given conditions hold together.

    ``text`` finds any part of numbers, party names, phones, mediator-independent, case folded.
    ``figure`` with ``period`` lists exactly the cases behind a count of that period.
    ``is_open`` True: not closed; False: closed. ``state``: a ``State`` value.
    ``blank`` in court, cause, channel or outcome (the empty string) means "not recorded".
    ``ending`` with a count of closed cases: a value of ``Ending``, or ``held`` or ``not_held``.
    ``tag``: cases that bear this tag.
    ``shut_out``: pairs of a field of :data:`SHUT_OUT` and a value that no case may have.
    ``then``: more sort keys, each with whether it descends.
    ``band``: the place of the claimed amount among the amount bands, -1 for not known.
    """

    text: str = ""
    scope: Scope = field(default_factory=Scope)
    outcome: str | None = None
    state: str | None = None
    figure: Figure | None = None
    period: Period | None = None
    ending: str = ""
    band: int | None = None
    tag: str = ""
    shut_out: tuple[tuple[str, str], ...] = ()
    ranges: tuple[Range, ...] = ()
    sort: str = "referred_on"
    descending: bool = True
    then: tuple[tuple[str, bool], ...] = ()

    @property
    def order(self) -> tuple[tuple[str, bool], ...]:
        """All sort keys, the first one first."""
        return ((self.sort, self.descending), *self.then)

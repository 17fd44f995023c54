"""What is kept of a case's clocks: extensions, pauses, the next step; and days that a notice names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from mediation.cases.terms import Term
from mediation.clock.calendar import SpecialDay
from mediation.clock.limits import Pause

if TYPE_CHECKING:
    from mediation.cases.case import Session
    from mediation.listing import CaseRow


class StepKind(Term):
    """What kind of thing is to be done next."""

    CALL = "call", "电话"
    MEETING = "meeting", "调解会"
    URGE = "urge", "催办"
    VISIT = "visit", "走访"
    OTHER = "other", "其他"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """下一步: what is planned next in a case; a case has one at a time."""

    on: date
    at: time | None = None
    kind: StepKind = StepKind.CALL
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """延期: days that both parties agreed to on a day; ``words`` say how. ``number`` is 0 until kept."""

    days: int
    agreed_on: date
    words: str = ""
    number: int = 0


class ClockReading(Protocol):
    """A consistent look at the clocks. A window of days includes both ends; ``most`` bounds each read."""

    def extensions(self, case: UUID) -> list[Extension]:
        """The case's extensions, oldest first."""

    def pauses(self, case: UUID) -> list[Pause]:
        """The case's pauses, oldest first."""

    def step(self, case: UUID) -> NextStep | None:
        """The case's next step."""

    def special_days(self) -> list[SpecialDay]:
        """The days entered from notices, by day."""

    def limits(self, first: date, last: date, most: int) -> list[CaseRow]:
        """Open cases whose limit is counted to a day of the window, the earliest first."""

    def limit_count(self, first: date, last: date, most: int) -> int:
        """How many they are, counted no further than ``most``."""

    def rows_of(self, those: Sequence[UUID]) -> Mapping[UUID, CaseRow]:
        """The list's lines of these cases."""

    def steps(self, first: date, last: date, most: int) -> list[tuple[CaseRow, NextStep]]:
        """Next steps of open cases planned in the window, by day and time."""

    def meetings(self, first: date, last: date, most: int) -> list[tuple[CaseRow, Session]]:
        """Planned sessions of open cases in the window, by day and time."""

    def changed_meetings(self, since: date, until: date) -> list[tuple[CaseRow, Session]]:
        """What a calendar made before may still show wrongly, of the days from ``since`` on: sessions
        cancelled or planned in a case now closed, and those moved to a day after ``until``."""

    def engagements(self, case: UUID, since: date) -> list[tuple[CaseRow, Session]]:
        """Planned sessions from a day on that whoever leads this case has, by day and time."""

    def waiting_answers(self, most: int) -> list[tuple[CaseRow, date]]:
        """Open cases whose mediator was asked and has not answered, with the day of asking, the
        earliest first."""

    def unsigned(self, most: int) -> list[CaseRow]:
        """Open cases not signed for, the earliest referral first."""

    def unsigned_count(self, most: int) -> int:
        """How many they are, counted no further than ``most``."""

    def unplanned(self, most: int) -> list[CaseRow]:
        """Cases in mediation without a next step or a planned session, the earliest first."""

    def unplanned_count(self, most: int) -> int:
        """How many they are, counted no further than ``most``."""

    def last_talks(self, cases: Sequence[int]) -> Mapping[int, date]:
        """The day of the last session held of each of these row keys that had one."""

    def unconfirmed(self, first: date, last: date, most: int) -> list[CaseRow]:
        """Delegated cases closed by success in the window, neither confirmed nor with an agreement
        of their own, by closing."""

    def load(self, first: date, last: date) -> Mapping[date, int]:
        """How many steps and planned sessions of open cases stand on each day of the window."""


class ClockWriting(ClockReading, Protocol):
    """Entries made, each with its line in the case's history."""

    def extend(self, case: UUID, extension: Extension) -> None:
        """Keep an extension."""

    def drop_extension(self, case: UUID, number: int, why: str) -> None:
        """Take out an extension entered by mistake; raises NotFound."""

    def pause(self, case: UUID, pause: Pause) -> None:
        """Keep a pause: a new one, or a changed one by its number."""

    def drop_pause(self, case: UUID, number: int, why: str) -> None:
        """Take out a pause entered by mistake; raises NotFound."""

    def plan(self, case: UUID, step: NextStep | None, *, action: str, words: str = "") -> None:
        """Keep the next step in place of the one before, or none; ``action`` says how that one ended."""

    def put_special_days(self, days: Sequence[SpecialDay], source: str) -> int:
        """Keep days of a notice in place of what was kept of them; answers how many are news."""

    def drop_special_days(self, year: int) -> int:
        """Forget the entered days of a year; answers how many there were."""

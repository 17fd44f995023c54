"""Use case: which day which case asks for something, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mediation.cases.terms import Channel, Procedure, State
from mediation.clock.limits import Limit, limit_of
from mediation.i18n import _
from mediation.store import CaseQuery, CaseRow, Reading

WITHIN = 7
"""How many days ahead of a limit it is spoken of, unless asked otherwise."""

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Due:
    """A case whose limit is over or near: ``left`` is 0 on the last day, negative after it."""

    row: CaseRow
    left: int
    on: date
    limit: Limit


class TaskKind(StrEnum):
    """What a case asks for."""

    LIMIT = "limit"
    SIGNING = "signing"


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do about a case: ``on`` is the last day of a limit, or the day of the referral of a
    case that waits to be signed for; ``why`` is a sentence without anybody's name."""

    on: date
    kind: TaskKind
    row: CaseRow
    why: str

    @property
    def case(self) -> str:
        """The number that the case is known by."""
        return self.row.court_number or self.row.number or str(self.row.id)


def days_left(row: CaseRow, today: date) -> int | None:
    """Days to the end of a case's limit; ``None`` when none runs or none is known."""
    found = limit_of_row(row)
    return None if found is None else (found.due - today).days


def limit_of_row(row: CaseRow) -> Limit | None:
    """The limit of an open case; ``None`` when none runs or none is known."""
    if row.closed_on is not None or not row.channel:
        return None
    procedure = Procedure(row.procedure) if row.procedure else None
    return limit_of(Channel(row.channel), procedure, row.signed_on, row.referred_on)


def near_limits(rows: Iterable[CaseRow], today: date, within: int) -> list[Due]:
    """The cases past their limit or at most ``within`` days from it, the most urgent first."""
    found = []
    for row in rows:
        limit = limit_of_row(row)
        if limit is not None and (left := (limit.due - today).days) <= within:
            found.append(Due(row, left, limit.due, limit))
    found.sort(key=lambda case: case.left)
    return found


def tasks(reading: Reading, today: date, within: int) -> list[Task]:
    """All limits past or near and all cases waiting to be signed for, by day."""
    found = [
        Task(due.on, TaskKind.LIMIT, due.row, _why(due))
        for due in near_limits(_all(reading, State.IN_MEDIATION), today, within)
    ]
    for row in _all(reading, State.REGISTERED):
        if (days := (today - row.referred_on).days) >= 0:
            why = _("委派后 {days} 天还没有签收;签收次日起算期限").format(days=days)
            found.append(Task(row.referred_on, TaskKind.SIGNING, row, why))
    found.sort(key=lambda task: (task.on, task.kind, task.case))
    return found


def _why(due: Due) -> str:
    if due.left < 0:
        standing = _("已逾期 {days} 天").format(days=-due.left)
    elif due.left == 0:
        standing = _("今天到期")
    else:
        standing = _("还剩 {days} 天").format(days=due.left)
    return ";".join((standing, *due.limit.steps))


def _all(reading: Reading, state: State) -> Iterator[CaseRow]:
    keys = reading.list_keys(CaseQuery(state=state.value, sort="referred_on", descending=False))
    for start in range(0, len(keys), _AT_ONCE):
        yield from reading.rows(keys[start : start + _AT_ONCE])

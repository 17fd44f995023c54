"""What falls due: on which day which case asks for something, and why. Every read is bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from mediation.cases.masking import masked_text
from mediation.cases.money import format_yuan
from mediation.cases.terms import Channel, Procedure
from mediation.clock.calendar import WorkCalendar
from mediation.clock.limits import STANDING_STILL, Limit, counted_to, limit_of
from mediation.clock.periods import Clock, period_of, rule_of
from mediation.i18n import _
from mediation.store import CaseRow, Reading

if TYPE_CHECKING:
    from mediation.cases.case import Session
    from mediation.cases.performing import InstalmentRow

WITHIN = 7
"""How many days ahead of a day it is spoken of, unless asked otherwise."""
NEAR = 3
"""A limit this many days off is near."""
COUNTED = 500
"""Groups are counted no further."""

_LAPSED_FOR = 7
_LONGEST_HOLIDAY = 12
_DAY = timedelta(days=1)
_LONG_AGO = timedelta(days=3_650)


class TaskKind(StrEnum):
    """What a case asks for."""

    LIMIT = "limit"
    SESSION = "session"
    STEP = "step"
    INSTALMENT = "instalment"
    CONFIRMATION = "confirmation"
    SIGNING = "signing"
    ANSWER = "answer"
    UNPLANNED = "unplanned"


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do about a case, on the day ``on`` (at ``at``).

    ``why`` is a sentence without anybody's name; ``words`` are the user's own and may name people;
    ``known`` is false where the day depends on holidays that nobody has entered.
    For a case to be signed for the day is that of the referral, for one without a next step that of
    the last talk or of signing. ``session`` is what a session's task speaks of.
    """

    on: date
    kind: TaskKind
    row: CaseRow
    why: str
    at: time | None = None
    words: str = ""
    known: bool = True
    session: Session | None = None

    @property
    def case(self) -> str:
        """The number that the case is known by."""
        return self.row.court_number or self.row.number or str(self.row.id)


class GroupKind(StrEnum):
    """The groups of the desk, the most urgent first."""

    OVERDUE = "overdue"
    TODAY = "today"
    NEAR = "near"
    INSTALMENTS = "instalments"
    CONFIRMATIONS = "confirmations"
    WEEK = "week"
    SIGNING = "signing"
    ANSWERS = "answers"
    UNPLANNED = "unplanned"


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks of one kind, the first of ``count``; ``soon`` of them are within ``NEAR`` days.

    A count of ``COUNTED`` means that many or more.
    """

    kind: GroupKind
    tasks: tuple[Task, ...]
    count: int
    soon: int = 0


@dataclass(frozen=True, slots=True)
class Dues:
    """Reads what falls due up to ``within`` days after ``today``, at most ``most`` of each group."""

    reading: Reading
    today: date
    calendar: WorkCalendar
    within: int
    most: int

    def groups(self) -> tuple[Group, ...]:
        """Every group that has something in it, the most urgent first."""
        found = (
            self._overdue(),
            self._planned(GroupKind.TODAY, self.today - _LONG_AGO, self.today),
            self._near(),
            self._instalments(),
            self._confirmations(),
            self._planned(GroupKind.WEEK, self.today + _DAY, self._until),
            self._signing(),
            self._bounded(GroupKind.ANSWERS, self._answers),
            self._unplanned(),
        )
        return tuple(group for group in found if group.tasks)

    @property
    def _until(self) -> date:
        return self.today + timedelta(days=self.within)

    # --- limits -------------------------------------------------------------------------------

    def _overdue(self) -> Group:
        last = self.calendar.workday_until(self.today - _DAY)
        return self._limits(GroupKind.OVERDUE, date.min, last)

    def _near(self) -> Group:
        first = self.calendar.workday_until(self.today - _DAY) + _DAY
        last = self.calendar.workday_until(self._until)
        soon = self.calendar.workday_until(self.today + timedelta(days=min(NEAR, self.within)))
        group = self._limits(GroupKind.NEAR, first, last)
        return Group(group.kind, group.tasks, group.count, self._limit_count(first, soon))

    def _limits(self, kind: GroupKind, first: date, last: date) -> Group:
        rows = self.reading.clock.limits(first, last, self.most) if first <= last else []
        tasks = [task for row in rows if (task := self._limit(row)) is not None]
        return Group(
            kind, tuple(tasks), self._counted(tasks, lambda: self._limit_count(first, last))
        )

    def _limit_count(self, first: date, last: date) -> int:
        return self.reading.clock.limit_count(first, last, COUNTED) if first <= last else 0

    def _counted(self, tasks: Sequence[Task], count: Callable[[], int]) -> int:
        return max(len(tasks), count()) if len(tasks) == self.most else len(tasks)

    def _bounded(self, kind: GroupKind, read: Callable[[int], list[Task]]) -> Group:
        """The first tasks of what ``read`` answers up to a bound, counted by reading further."""
        tasks = read(self.most)
        further = len(tasks) >= self.most < COUNTED
        count = len(read(COUNTED)) if further else len(tasks)
        return Group(kind, tuple(tasks[: self.most]), count)

    def _limit(self, row: CaseRow) -> Task | None:
        limit = limit_of_row(self.reading, row, self.calendar)
        if limit is None:
            return None
        why = ";".join((standing(limit.due, self.today), *limit.steps))
        return Task(
            limit.due, TaskKind.LIMIT, row, why, words=limit.rule, known=limit.calendar_known
        )

    # --- what was planned ---------------------------------------------------------------------

    def _planned(self, kind: GroupKind, first: date, last: date) -> Group:
        def read(most: int) -> list[Task]:
            tasks = [*self._meetings(first, last, most)]
            tasks += self._steps(first, last, most)
            return sorted(tasks, key=lambda task: (task.on, task.at or time.max))[:most]

        return self._bounded(kind, read)

    def _meetings(self, first: date, last: date, most: int) -> Iterator[Task]:
        for row, session in self.reading.clock.meetings(first, last, most):
            yield meeting(row, session, self.today)

    def _steps(self, first: date, last: date, most: int) -> Iterator[Task]:
        for row, step in self.reading.clock.steps(first, last, most):
            when = _moment(step.on, step.at)
            why = _("{day} 下一步:{kind}").format(day=when, kind=step.kind.label)
            words = " ".join(filter(None, (step.kind.label, masked_text(step.words))))
            yield Task(step.on, TaskKind.STEP, row, why, step.at, words)

    def _unplanned(self) -> Group:
        clock = self.reading.clock
        rows = clock.unplanned(self.most)
        talks = clock.last_talks([row.key for row in rows])
        tasks = []
        for row in rows:
            last = talks.get(row.key)
            since = last or row.signed_on or row.referred_on
            words = _("上次调解 {days} 天前") if last else _("签收 {days} 天,还没有调解")
            why = words.format(days=(self.today - since).days)
            tasks.append(Task(since, TaskKind.UNPLANNED, row, _("没有定下一步;") + why, words=why))
        tasks.sort(key=lambda task: task.on)
        count = self._counted(tasks, lambda: clock.unplanned_count(COUNTED))
        return Group(GroupKind.UNPLANNED, tuple(tasks), count)

    def _signing(self) -> Group:
        clock = self.reading.clock
        tasks = [
            Task(row.referred_on, TaskKind.SIGNING, row, self._why_sign(row))
            for row in clock.unsigned(self.most)
            if row.referred_on <= self.today
        ]
        count = self._counted(tasks, lambda: clock.unsigned_count(COUNTED))
        return Group(GroupKind.SIGNING, tuple(tasks), count)

    def _why_sign(self, row: CaseRow) -> str:
        days = (self.today - row.referred_on).days
        why = _("委派后 {days} 天还没有签收;签收次日起算期限").format(days=days)
        accept = period_of(Clock.ACCEPTANCE, row.referred_on, channel_of(row), self.calendar)
        if accept is None:
            return why
        return why + _(";在线调解的应在 {day} 前确认接受").format(day=accept.due)

    def _answers(self, most: int) -> list[Task]:
        tasks = []
        for row, asked in self.reading.clock.waiting_answers(most):
            limit = period_of(Clock.ACCEPTANCE, asked, None, self.calendar)
            if limit is None:
                continue
            why = ";".join((standing(limit.due, self.today), *limit.steps))
            known = limit.calendar_known
            tasks.append(Task(limit.due, TaskKind.ANSWER, row, why, words=limit.rule, known=known))
        return tasks

    # --- after an agreement -------------------------------------------------------------------

    def _instalments(self) -> Group:
        return self._bounded(GroupKind.INSTALMENTS, self._parts)

    def _parts(self, most: int) -> list[Task]:
        parts = self.reading.agreements.falling_due(self._until, most)
        rows = self.reading.clock.rows_of([part.case for part in parts])
        return [
            Task(
                part.on,
                TaskKind.INSTALMENT,
                rows[part.case],
                _("{standing};协议第 {number} 期,共 {of} 期").format(
                    standing=standing(part.on, self.today), number=part.number, of=part.of
                ),
                words=instalment_words(part),
            )
            for part in parts
            if part.case in rows
        ]

    def _confirmations(self) -> Group:
        return self._bounded(GroupKind.CONFIRMATIONS, self._unconfirmed)

    def _unconfirmed(self, most: int) -> list[Task]:
        """By the agreement where one was entered, else by the closing."""
        rule = rule_of(Clock.CONFIRMATION, self.today, Channel.DELEGATED)
        if rule is None:
            return []
        counted = timedelta(days=rule.days)
        begun = self.today - counted - timedelta(days=_LAPSED_FOR + _LONGEST_HOLIDAY)
        since = {row.case: row.since for row in self.reading.agreements.confirming(begun)}
        rows = dict(self.reading.clock.rows_of(list(since)))
        for row in self.reading.clock.unconfirmed(begun, self._until - counted, most):
            rows[row.id] = row
            since[row.id] = row.closed_on or self.today
        tasks = [
            task
            for case, row in rows.items()
            if (task := self._confirmation(row, since[case])) is not None
        ]
        return sorted(tasks, key=lambda task: task.on)[:most]

    def _confirmation(self, row: CaseRow, since: date) -> Task | None:
        limit = period_of(Clock.CONFIRMATION, since, channel_of(row), self.calendar)
        lapsed = self.today - timedelta(days=_LAPSED_FOR)
        if limit is None or not lapsed <= limit.due <= self._until:
            return None
        why = ";".join((standing(limit.due, self.today), *limit.steps))
        return Task(limit.due, TaskKind.CONFIRMATION, row, why, known=limit.calendar_known)


def meeting(row: CaseRow, session: Session, today: date) -> Task:
    """The task of a planned session: to hold it, or once its day is over to record what came of it."""
    why = _("{day} 调解会({means})").format(
        day=_moment(session.held_on, session.held_at), means=session.means.label
    )
    if session.held_on < today:
        why += _(";还没有记:开过的记下来,没开的改期或取消")
    at, place = session.held_at, masked_text(session.place)
    return Task(session.held_on, TaskKind.SESSION, row, why, at, place, session=session)


def channel_of(row: CaseRow) -> Channel | None:
    """The row's source."""
    return Channel(row.channel) if row.channel else None


def due_of_row(row: CaseRow, calendar: WorkCalendar) -> date | None:
    """The last day of an open case's limit, extensions and pauses counted; ``None`` when none runs.

    ``STANDING_STILL`` during a pause without an end.
    """
    if row.closed_on is not None or row.limit_on is None or row.limit_on == STANDING_STILL:
        return row.limit_on if row.closed_on is None else None
    return calendar.workday_from(row.limit_on)


def limit_of_row(reading: Reading, row: CaseRow, calendar: WorkCalendar) -> Limit | None:
    """The limit of an open case with how it was found; ``None`` when none runs or none is known."""
    if row.closed_on is not None or not row.channel:
        return None
    channel = Channel(row.channel)
    procedure = Procedure(row.procedure) if row.procedure else None
    if row.limit_on == counted_to(channel, procedure, row.signed_on, row.referred_on):
        return limit_of(channel, procedure, row.signed_on, row.referred_on, calendar=calendar)
    return limit_of(
        channel,
        procedure,
        row.signed_on,
        row.referred_on,
        extend_days=sum(each.days for each in reading.clock.extensions(row.id)),
        pauses=reading.clock.pauses(row.id),
        calendar=calendar,
    )


def standing(due: date, today: date) -> str:
    """How far a last day is from today, in words."""
    left = (due - today).days
    if left < 0:
        return _("已逾期 {days} 天").format(days=-left)
    return _("今天到期") if left == 0 else _("还剩 {days} 天").format(days=left)


def instalment_words(part: InstalmentRow) -> str:
    """What falls due, in a few words without anybody's name: 第3期 5,000.00元."""
    words = _("第{number}期").format(number=part.number) if part.of > 1 else _("履行")
    owed = part.what if part.left is None else _("{yuan}元").format(yuan=format_yuan(part.left))
    return f"{words} {owed}".strip()


def _moment(day: date, at: time | None) -> str:
    return str(day) if at is None else f"{day} {at:%H:%M}"

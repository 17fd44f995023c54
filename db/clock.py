"""Keeping the clocks of cases, and reading by index what falls due on which days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    delete,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    true,
    update,
)

from db import history, limits
from db.among import among
from db.endings import WAS_HELD
from db.history import Stamp
from db.queries import COLUMNS, row_of
from db.schema import (
    agreements,
    assignments,
    cases,
    extensions,
    mediators,
    next_steps,
    pauses,
    sessions,
    special_days,
)
from db.translate import session_from
from mediation.cases.case import Session
from mediation.cases.terms import Channel, Outcome, SessionState
from mediation.clock.books import Extension, NextStep, StepKind
from mediation.clock.calendar import SpecialDay
from mediation.clock.limits import STANDING_STILL, Pause
from mediation.errors import NotFound
from mediation.i18n import _
from mediation.listing import CaseRow

_OPEN = cases.c.closed_on.is_(None)
_PLANNED: ColumnElement[bool] = literal_column("sessions.state = 'planned'")
_WAITING: ColumnElement[bool] = literal_column(
    "assignments.answer IS NULL AND assignments.ended_on IS NULL AND assignments.host"
)
# Both are said in the words of their indexes, so that these are used.
_UNPLANNED = select(cases.c.seq).where(
    _OPEN,
    cases.c.signed_on.is_not(None),
    ~exists().where(next_steps.c.case_seq == cases.c.seq),
    ~exists().where(sessions.c.case_seq == cases.c.seq, _PLANNED),
)
_AT_ONCE = 500
_CHANGED = 1_000
_LISTED = len(COLUMNS)
_AGREED = (Outcome.SUCCEEDED.value, Outcome.PARTLY.value)


def _seq(connection: Connection, case: UUID) -> int:
    from db.writes import case_seq

    return case_seq(connection, case)


class ClockLooks:
    """A consistent look at the clocks."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def extensions(self, case: UUID) -> list[Extension]:
        """The case's extensions, oldest first."""
        seq = _seq(self._connection, case)
        rows = self._connection.execute(
            select(extensions).where(extensions.c.case_seq == seq).order_by(extensions.c.seq)
        )
        return [
            Extension(days=row.days, agreed_on=row.agreed_on, words=row.words, number=row.seq)
            for row in rows
        ]

    def pauses(self, case: UUID) -> list[Pause]:
        """The case's pauses, oldest first."""
        seq = _seq(self._connection, case)
        rows = self._connection.execute(
            select(pauses).where(pauses.c.case_seq == seq).order_by(pauses.c.start, pauses.c.seq)
        )
        return [Pause(row.start, row.end, row.words, row.seq) for row in rows]

    def step(self, case: UUID) -> NextStep | None:
        """The case's next step."""
        seq = _seq(self._connection, case)
        row = self._connection.execute(
            select(next_steps).where(next_steps.c.case_seq == seq)
        ).first()
        return None if row is None else _step(row)

    def special_days(self) -> list[SpecialDay]:
        """The days entered from notices, by day."""
        rows = self._connection.execute(select(special_days).order_by(special_days.c.day))
        return [SpecialDay(row.day, row.is_off, row.name) for row in rows]

    def limits(self, first: date, last: date, most: int) -> list[CaseRow]:
        """Open cases whose limit is counted to a day of the window, the earliest first."""
        chosen = _listed(_within(first, last)).order_by(cases.c.limit_on, cases.c.seq)
        return self._rows(chosen, most)

    def limit_count(self, first: date, last: date, most: int) -> int:
        """How many they are, counted no further than ``most``."""
        return self._count(select(cases.c.seq).where(_within(first, last)), most)

    def rows_of(self, those: Sequence[UUID]) -> Mapping[UUID, CaseRow]:
        """The list's lines of these cases."""
        found: dict[UUID, CaseRow] = {}
        for start in range(0, len(those), _AT_ONCE):
            some = cases.c.id.in_(those[start : start + _AT_ONCE])
            found |= {row.id: row for row in self._rows(_listed(some), _AT_ONCE)}
        return found

    def steps(self, first: date, last: date, most: int) -> list[tuple[CaseRow, NextStep]]:
        """Next steps of open cases planned in the window, by day and time."""
        chosen = (
            select(*COLUMNS, *next_steps.c)
            .select_from(next_steps)
            .join(cases, cases.c.seq == next_steps.c.case_seq)
            .outerjoin(mediators, mediators.c.seq == cases.c.mediator)
            .where(_OPEN, next_steps.c.on.between(first, last))
            .order_by(next_steps.c.on, next_steps.c.at.is_(None), next_steps.c.at)
            .limit(most)
        )
        return [
            (
                row_of(row[:_LISTED]),
                NextStep(
                    on=row[_LISTED + 1],
                    at=row[_LISTED + 2],
                    kind=StepKind(row[_LISTED + 3]),
                    words=row[_LISTED + 4],
                ),
            )
            for row in self._connection.execute(chosen).all()
        ]

    def meetings(self, first: date, last: date, most: int) -> list[tuple[CaseRow, Session]]:
        """Planned sessions of open cases in the window, by day and time."""
        return self._met(and_(_PLANNED, _OPEN, sessions.c.held_on.between(first, last)), most)

    def changed_meetings(self, since: date, until: date) -> list[tuple[CaseRow, Session]]:
        """What a calendar made before may still show wrongly, of the days from ``since`` on: sessions
        cancelled or planned in a case now closed, and those moved to a day after ``until``."""
        over = or_(
            sessions.c.state == SessionState.CANCELLED.value,
            and_(_PLANNED, or_(~_OPEN, and_(sessions.c.held_on > until, sessions.c.version > 1))),
        )
        return self._met(and_(sessions.c.held_on >= since, over), _CHANGED)

    def engagements(self, case: UUID, since: date) -> list[tuple[CaseRow, Session]]:
        """Planned sessions from a day on that whoever leads this case has, by day and time."""
        lead = select(cases.c.mediator).where(cases.c.id == case).scalar_subquery()
        theirs = cases.c.mediator.is_not_distinct_from(lead)
        return self._met(and_(_PLANNED, _OPEN, sessions.c.held_on >= since, theirs), _AT_ONCE)

    def waiting_answers(self, most: int) -> list[tuple[CaseRow, date]]:
        """Open cases whose mediator was asked and has not answered, with the day of asking, the
        earliest first."""
        asked = self._connection.execute(
            select(assignments.c.case_seq, assignments.c.on)
            .join(cases, cases.c.seq == assignments.c.case_seq)
            .where(_WAITING, _OPEN, cases.c.mediator == assignments.c.mediator)
            .order_by(assignments.c.on, assignments.c.case_seq)
            .limit(most)
        ).all()
        of = self._by_key([row.case_seq for row in asked])
        return [(of[row.case_seq], row.on) for row in asked]

    def unsigned(self, most: int) -> list[CaseRow]:
        """Open cases not signed for, the earliest referral first."""
        chosen = _listed(and_(_OPEN, cases.c.signed_on.is_(None)))
        return self._rows(chosen.order_by(cases.c.referred_on, cases.c.seq), most)

    def unsigned_count(self, most: int) -> int:
        """How many they are, counted no further than ``most``."""
        return self._count(select(cases.c.seq).where(_OPEN, cases.c.signed_on.is_(None)), most)

    def unplanned(self, most: int) -> list[CaseRow]:
        """Cases in mediation without a next step or a planned session, the earliest first."""
        chosen = _UNPLANNED.order_by(cases.c.referred_on, cases.c.seq).limit(most)
        keys = list(self._connection.scalars(chosen))
        of = {row.key: row for row in self._rows(_listed(among(cases.c.seq, keys)), most)}
        return [of[key] for key in keys]

    def unplanned_count(self, most: int) -> int:
        """How many they are, counted no further than ``most``."""
        return self._count(_UNPLANNED, most)

    def last_talks(self, cases: Sequence[int]) -> Mapping[int, date]:
        """The day of the last session held of each of these row keys that had one."""
        rows = self._connection.execute(
            select(sessions.c.case_seq, func.max(sessions.c.held_on))
            .where(among(sessions.c.case_seq, list(cases)), WAS_HELD)
            .group_by(sessions.c.case_seq)
        )
        return {row[0]: row[1] for row in rows}

    def unconfirmed(self, first: date, last: date, most: int) -> list[CaseRow]:
        """Delegated cases closed by success in the window, neither confirmed nor with an agreement
        of their own, by closing."""
        chosen = _listed(
            and_(
                cases.c.closed_on.between(first, last),
                cases.c.outcome.in_(_AGREED),
                cases.c.channel == Channel.DELEGATED.value,
                cases.c.confirmation_number == "",
                ~exists().where(agreements.c.case_seq == cases.c.seq),
            )
        )
        return self._rows(chosen.order_by(cases.c.closed_on, cases.c.seq), most)

    def load(self, first: date, last: date) -> Mapping[date, int]:
        """How many steps and planned sessions of open cases stand on each day of the window."""
        found: defaultdict[date, int] = defaultdict(int)
        for day, seq, which in (
            (next_steps.c.on, next_steps.c.case_seq, true()),
            (sessions.c.held_on, sessions.c.case_seq, _PLANNED),
        ):
            chosen = select(day, func.count()).join(cases, cases.c.seq == seq)
            within = chosen.where(_OPEN, which, day.between(first, last)).group_by(day)
            for on, count in self._connection.execute(within):
                found[on] += count
        return found

    def _met(self, where: Any, most: int) -> list[tuple[CaseRow, Session]]:
        kept = self._connection.execute(
            select(sessions, cases.c.id.label("case_id"))
            .join(cases, cases.c.seq == sessions.c.case_seq)
            .where(where)
            .order_by(sessions.c.held_on, sessions.c.held_at.is_(None), sessions.c.held_at)
            .limit(most)
        ).all()
        of = self._by_key([row.case_seq for row in kept])
        return [(of[row.case_seq], session_from(row, row.case_id)) for row in kept]

    def _by_key(self, keys: Sequence[int]) -> dict[int, CaseRow]:
        return {row.key: row for row in self._rows(_listed(among(cases.c.seq, keys)), len(keys))}

    def _rows(self, chosen: Select[Any], most: int) -> list[CaseRow]:
        return [row_of(row) for row in self._connection.execute(chosen.limit(most)).all()]

    def _count(self, chosen: Select[Any], most: int) -> int:
        some = chosen.limit(most).subquery()
        return self._connection.scalar(select(func.count()).select_from(some)) or 0


class ClockBook(ClockLooks):
    """Entries made, each with its line in the case's history."""

    def __init__(self, connection: Connection, stamp: Stamp) -> None:
        super().__init__(connection)
        self._stamp = stamp

    def extend(self, case: UUID, extension: Extension) -> None:
        """Keep an extension."""
        seq = _seq(self._connection, case)
        self._connection.execute(
            insert(extensions).values(
                case_seq=seq,
                days=extension.days,
                agreed_on=extension.agreed_on,
                words=extension.words,
            )
        )
        self._note(seq, "extend", ("extension", "", _extension_text(extension)))

    def drop_extension(self, case: UUID, number: int, why: str) -> None:
        """Take out an extension entered by mistake; raises NotFound."""
        seq = _seq(self._connection, case)
        old = next((each for each in self.extensions(case) if each.number == number), None)
        if old is None:
            raise NotFound(_("没有这条延期,可能已被撤销。请返回案件刷新。"))
        self._connection.execute(delete(extensions).where(extensions.c.seq == number))
        self._note(seq, "drop_extension", ("extension", _extension_text(old), ""), why)

    def pause(self, case: UUID, pause: Pause) -> None:
        """Keep a pause: a new one, or a changed one by its number."""
        seq = _seq(self._connection, case)
        kept = {"start": pause.start, "end": pause.end, "words": pause.words}
        old = next((each for each in self.pauses(case) if each.number == pause.number), None)
        if old is None:
            self._connection.execute(insert(pauses).values(case_seq=seq, **kept))
        else:
            self._connection.execute(
                update(pauses).where(pauses.c.seq == pause.number).values(kept)
            )
        before = "" if old is None else _pause_text(old)
        action = "resume" if old is not None and pause.end is not None else "pause"
        self._note(seq, action, ("pause", before, _pause_text(pause)))

    def drop_pause(self, case: UUID, number: int, why: str) -> None:
        """Take out a pause entered by mistake; raises NotFound."""
        seq = _seq(self._connection, case)
        old = next((each for each in self.pauses(case) if each.number == number), None)
        if old is None:
            raise NotFound(_("没有这段暂停,可能已被撤销。请返回案件刷新。"))
        self._connection.execute(delete(pauses).where(pauses.c.seq == number))
        self._note(seq, "drop_pause", ("pause", _pause_text(old), ""), why)

    def plan(self, case: UUID, step: NextStep | None, *, action: str, words: str = "") -> None:
        """Keep the next step in place of the one before, or none; ``action`` says how that one ended."""
        seq = _seq(self._connection, case)
        old = self.step(case)
        self._connection.execute(delete(next_steps).where(next_steps.c.case_seq == seq))
        if step is not None:
            self._connection.execute(
                insert(next_steps).values(
                    case_seq=seq, on=step.on, at=step.at, kind=step.kind, words=step.words
                )
            )
        before = "" if old is None else _step_text(old)
        after = "" if step is None else _step_text(step)
        self._note(seq, action, ("step", before, after), words)

    def put_special_days(self, days: Sequence[SpecialDay], source: str) -> int:
        """Keep days of a notice in place of what was kept of them; answers how many are news."""
        news = [day for day in days if day not in set(self.special_days())]
        if news:
            self._connection.execute(
                delete(special_days).where(special_days.c.day.in_([each.day for each in news]))
            )
            self._connection.execute(
                insert(special_days),
                [
                    {"day": each.day, "is_off": each.is_off, "name": each.name, "source": source}
                    for each in news
                ],
            )
        return len(news)

    def drop_special_days(self, year: int) -> int:
        """Forget the entered days of a year; answers how many there were."""
        window = special_days.c.day.between(date(year, 1, 1), date(year, 12, 31))
        return self._connection.execute(delete(special_days).where(window)).rowcount

    def _note(self, seq: int, action: str, line: tuple[str, str, str], why: str = "") -> None:
        limits.count_again(self._connection, seq)
        history.write(self._connection, self._stamp, seq, action, [line], why=why)


def _listed(where: Any) -> Select[Any]:
    return (
        select(*COLUMNS)
        .outerjoin_from(cases, mediators, mediators.c.seq == cases.c.mediator)
        .where(where)
    )


def _within(first: date, last: date) -> Any:
    # Said in the words of the index, so that it is used.
    return and_(
        literal_column("closed_on IS NULL AND limit_on IS NOT NULL"),
        cases.c.limit_on.between(first, min(last, STANDING_STILL)),
    )


def _step(row: Any) -> NextStep:
    return NextStep(on=row.on, at=row.at, kind=StepKind(row.kind), words=row.words)


def _step_text(step: NextStep) -> str:
    when = str(step.on) if step.at is None else f"{step.on} {step.at:%H:%M}"
    return " ".join(filter(None, (when, step.kind.chinese, step.words)))


def _extension_text(extension: Extension) -> str:
    words = _("{days} 日,双方 {day} 同意").format(days=extension.days, day=extension.agreed_on)
    return " ".join(filter(None, (words, extension.words)))


def _pause_text(pause: Pause) -> str:
    end = _("未定") if pause.end is None else str(pause.end)
    words = _("{start} 至 {end}").format(start=pause.start, end=end)
    return " ".join(filter(None, (words, pause.words)))

"""Use cases of the sessions of a case: plan, move, hold, cancel, correct, and what stands beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from uuid import UUID

from mediation.cases.case import Case, Session
from mediation.cases.plain import clean_line, clean_note
from mediation.cases.terms import SessionState
from mediation.errors import NotFound, RuleViolation
from mediation.i18n import _
from mediation.store import CaseRow, Store, Writing

_APART = timedelta(hours=1)
"""Two sessions that begin nearer to each other than this cannot both be led."""


@dataclass(frozen=True, slots=True)
class Engagement:
    """A planned session of the mediator who leads a case, ``row`` its own case."""

    row: CaseRow
    session: Session


@dataclass(frozen=True, slots=True)
class SessionFile:
    """A case with its sessions, oldest first, and what its mediator has planned from today on."""

    case: Case
    sessions: tuple[Session, ...]
    engagements: tuple[Engagement, ...]

    def session(self, key: str) -> Session | None:
        """The session with this key."""
        return next((each for each in self.sessions if str(each.id) == key), None)

    def planned(self) -> list[Session]:
        """The sessions that are still to be held or recorded."""
        return [each for each in self.sessions if each.state is SessionState.PLANNED]

    def due(self, today: date) -> Session | None:
        """The planned session that today or an earlier day waits to be recorded, the earliest first."""
        return next((each for each in self.planned() if each.held_on <= today), None)

    def beside(self, on: date, but: UUID | None = None) -> list[Engagement]:
        """What else is planned on a day."""
        return [
            each
            for each in self.engagements
            if each.session.held_on == on and each.session.id != but
        ]


class Sessions:
    """调解会."""

    def __init__(self, store: Store, *, who: str, today: Callable[[], date]) -> None:
        self._store = store
        self._who = who
        self._today = today

    def open(self, case: UUID) -> SessionFile:
        """The case's sessions with the engagements of its mediator."""
        with self._store.reading() as reading:
            return SessionFile(
                reading.case(case),
                tuple(reading.sessions(case)),
                tuple(
                    Engagement(row, session)
                    for row, session in reading.clock.engagements(case, self._today())
                ),
            )

    def plan(self, session: Session) -> Session:
        """Keep a new planned session, or another day, time or place of one that is there.

        One that was cancelled is planned again. Raises RuleViolation for a day that is over and a
        closed case, Conflict when another save came first.
        """
        if session.held_on < self._today():
            raise RuleViolation(
                _("{day} 已经过去:约好的日子要在今天或以后;开过的按 s 记。").format(
                    day=session.held_on
                ),
                field="held_on",
            )
        planned = replace(session, state=SessionState.PLANNED, reason="")
        with self._store.writing(self._who) as writing:
            _refuse_closed(writing.case(session.case))
            old = _kept(writing, planned)
            if old is None:
                return writing.add_session(planned.of(writing.case(session.case)))
            if old.state is SessionState.HELD:
                raise RuleViolation(_("这次调解会已经记过,不能再改期;记错了请更正记录。"))
            again = old.state is SessionState.CANCELLED
            return writing.save_session(planned, action="plan_session" if again else "move_session")

    def hold(self, session: Session) -> Session:
        """Record what came of a planned session, or correct the record of one.

        Raises RuleViolation for a day to come, NotFound when it is no longer there, Conflict when
        another save came first.
        """
        if session.held_on > self._today():
            raise RuleViolation(
                _("{day} 还没有到:开过以后再记;改期请按 m。").format(day=session.held_on),
                field="held_on",
            )
        held = replace(session, state=SessionState.HELD, reason="")
        with self._store.writing(self._who) as writing:
            old = _kept(writing, held)
            if old is None:
                raise NotFound(_("没有这次调解会,可能已被删除。请返回案件刷新。"))
            corrected = old.state is SessionState.HELD
            return writing.save_session(
                held.of(writing.case(session.case)),
                action="correct_session" if corrected else "hold_session",
            )

    def cancel(self, session: Session, why: str) -> Session:
        """A planned session will not be, with the reason; raises RuleViolation without one."""
        reason = given_reason(why)
        with self._store.writing(self._who) as writing:
            old = _kept(writing, session)
            if old is None or old.state is not SessionState.PLANNED:
                raise RuleViolation(_("只有约好的调解会可以取消。请返回刷新。"))
            cancelled = replace(session, state=SessionState.CANCELLED, reason=reason)
            return writing.save_session(cancelled, action="cancel_session")


def record(writing: Writing, session: Session, today: date) -> Session:
    """Keep a session told as held; the planned one that it plainly is becomes its record."""
    told = session.of(writing.case(session.case)).as_of(today)
    if told.state is not SessionState.HELD:
        return writing.add_session(told)
    kept = writing.sessions(session.case)
    planned = next((each for each in kept if _is_meant(each, told)), None)
    if planned is None or any(each.id == told.id for each in kept):
        return writing.add_session(told)
    held = replace(
        told,
        id=planned.id,
        version=planned.version,
        held_at=told.held_at or planned.held_at,
        place=told.place or planned.place,
        present=told.present or planned.present,
    )
    return writing.save_session(held, action="hold_session")


def cancel_planned(writing: Writing, closed: Case) -> None:
    """Cancel what is still planned in a case that was just closed."""
    for session in writing.sessions(closed.id):
        if session.state is SessionState.PLANNED:
            cancelled = replace(
                session, state=SessionState.CANCELLED, reason=_("案件已结案,随结案取消")
            )
            writing.save_session(cancelled, action="cancel_session")


def clash_words(beside: Sequence[Engagement], at: time | None) -> str:
    """What else the mediator has on the same day, in words: what clashes with ``at`` first."""
    if not beside:
        return ""
    clashing = [each for each in beside if _too_near(each.session.held_at, at)]
    told = clashing or beside
    words = _("、").join(_engagement(each) for each in told[:3])
    if len(told) > 3:
        words = _("{some} 等 {count} 场").format(some=words, count=len(told))
    asked = _("时间相冲:{others}") if clashing else _("同一天还有:{others}")
    return asked.format(others=words)


def given_reason(why: str) -> str:
    """The reason as kept; raises RuleViolation without one."""
    reason = clean_line(clean_note(why))
    if not reason:
        raise RuleViolation(_("请写明取消的原因。"), field="why")
    return reason


def _engagement(each: Engagement) -> str:
    at = _("时间未定") if each.session.held_at is None else f"{each.session.held_at:%H:%M}"
    return f"{at} {each.row.court_number or each.row.number}".strip()


def _too_near(one: time | None, other: time | None) -> bool:
    if one is None or other is None:
        return False
    minutes = abs((one.hour - other.hour) * 60 + one.minute - other.minute)
    return timedelta(minutes=minutes) < _APART


def _is_meant(planned: Session, told: Session) -> bool:
    return (
        planned.state is SessionState.PLANNED
        and (planned.held_on, planned.means) == (told.held_on, told.means)
        and (told.held_at is None or planned.held_at in (None, told.held_at))
    )


def _kept(writing: Writing, session: Session) -> Session | None:
    return next((each for each in writing.sessions(session.case) if each.id == session.id), None)


def _refuse_closed(case: Case) -> None:
    if case.closed_on is not None:
        raise RuleViolation(_("案件已于 {day} 结案。").format(day=case.closed_on))

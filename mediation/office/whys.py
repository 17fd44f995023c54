"""Why this day: every day that a case has to keep, by which rule and in which steps it was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from mediation.cases.case import Case
from mediation.cases.performing import clause_states
from mediation.cases.terms import Outcome, SessionState
from mediation.clock.books import NextStep
from mediation.clock.calendar import WorkCalendar
from mediation.clock.limits import Limit, unknown_calendar
from mediation.clock.periods import Clock, period_of
from mediation.i18n import _
from mediation.office.case_clock import CaseClock
from mediation.office.dues import TaskKind
from mediation.store import Reading


@dataclass(frozen=True, slots=True)
class Why:
    """One day of a case with how it was found; ``title`` says what is due."""

    kind: TaskKind
    title: str
    limit: Limit


def whys(
    reading: Reading,
    case: Case,
    clock: CaseClock,
    calendar: WorkCalendar,
    today: date,
) -> list[Why]:
    """Every day of the case, by day; days that are over are left out unless they are still owed."""
    found = [
        *([Why(TaskKind.LIMIT, _("调解期限"), clock.limit)] if clock.limit is not None else ()),
        *_online(reading, case, calendar),
        *_answer(reading, case, calendar),
        *_meetings(reading, case, calendar),
        *_confirmation(reading, case, calendar),
        *_instalments(reading, case, calendar, today),
        *_step(clock.step, calendar),
    ]
    found.sort(key=lambda why: why.limit.due)
    return found


def _online(reading: Reading, case: Case, calendar: WorkCalendar) -> Iterator[Why]:
    """The workdays of online mediation that run in the state the case is in."""
    if case.closed_on is not None:
        return
    if case.signed_on is None:
        clock, start = Clock.ACCEPTANCE, case.referred_on
        title = _("在线调解:确认接受")
    elif case.on_platform and not reading.sessions(case.id):
        clock, start = Clock.CONTACT, case.signed_on
        title = _("在线调解:联系对方")
    else:
        return
    limit = period_of(clock, start, case.channel, calendar)
    if limit is not None:
        yield Why(TaskKind.SIGNING, title, limit)


def _confirmation(reading: Reading, case: Case, calendar: WorkCalendar) -> Iterator[Why]:
    if case.confirmation_number or case.outcome not in (Outcome.SUCCEEDED, Outcome.PARTLY):
        return
    effective = reading.agreements.of(case.id).signed_on or case.closed_on
    limit = None
    if effective is not None:
        limit = period_of(Clock.CONFIRMATION, effective, case.channel, calendar)
    if limit is not None:
        yield Why(TaskKind.CONFIRMATION, _("双方共同申请司法确认"), limit)


def _instalments(
    reading: Reading, case: Case, calendar: WorkCalendar, today: date
) -> Iterator[Why]:
    agreement = reading.agreements.of(case.id)
    payments = reading.agreements.payments(case.id)
    for clause in agreement.clauses if agreement.clauses else ():
        for state in clause_states(clause, payments):
            due = state.instalment.due_on
            if not state.left or due is None:
                continue
            steps = [_("协议第 {number} 期约定 {day}").format(number=state.number, day=due)]
            on = calendar.workday_from(due)
            if on != due:
                steps.append(
                    _("{day} 是{name},最迟可到 {on}").format(
                        day=due, name=calendar.name(due), on=on
                    )
                )
            known = calendar.knows(due) and calendar.knows(on)
            if not known:
                steps.append(unknown_calendar(due.year))
            if due < today:
                steps.append(_("已逾期 {days} 天").format(days=(today - due).days))
            title = _("履行第 {number} 期").format(number=state.number)
            source = _("双方的协议;期间末日遇休假日顺延见《民法典》第二百零三条")
            yield Why(
                TaskKind.INSTALMENT,
                title,
                Limit(due, _("协议约定的履行期"), source, tuple(steps), known, due),
            )


def _answer(reading: Reading, case: Case, calendar: WorkCalendar) -> Iterator[Why]:
    """The mediator's answer that is waited for."""
    if case.closed_on is not None:
        return
    for asked in reading.conflicts.assignments(case.id):
        if asked.stands and asked.host and asked.answer is None and asked.mediator == case.mediator:
            limit = asked.answer_limit(calendar)
            if limit is not None:
                yield Why(TaskKind.ANSWER, _("调解员答复派案"), limit)


def _meetings(reading: Reading, case: Case, calendar: WorkCalendar) -> Iterator[Why]:
    """The sessions that are planned, or wait to be recorded."""
    if case.closed_on is not None:
        return
    for session in reading.sessions(case.id):
        if session.state is SessionState.PLANNED:
            words = "  ".join(filter(None, (session.means.label, session.place)))
            source = _("案件的调解会,按 S 改期、取消、记下来")
            when = (session.held_on, session.held_at)
            yield _own(TaskKind.SESSION, when, words, source, calendar)


def _step(step: NextStep | None, calendar: WorkCalendar) -> Iterator[Why]:
    if step is None:
        return
    words = " ".join(filter(None, (step.kind.label, step.words)))
    source = _("案件的下一步,按 t 改")
    yield _own(TaskKind.STEP, (step.on, step.at), words, source, calendar)


def _own(
    kind: TaskKind,
    moment: tuple[date, time | None],
    words: str,
    source: str,
    calendar: WorkCalendar,
) -> Why:
    """A day that people chose themselves."""
    on, at = moment
    when = str(on) if at is None else f"{on} {at:%H:%M}"
    steps = [_("定在 {when}:{words}").format(when=when, words=words)]
    if not calendar.is_workday(on):
        steps.append(_("{day} 是{name}").format(day=on, name=calendar.name(on)))
    known = calendar.knows(on)
    if not known:
        steps.append(unknown_calendar(on.year))
    title = _("调解会") if kind is TaskKind.SESSION else _("下一步")
    return Why(kind, title, Limit(on, _("自己定的日子"), source, tuple(steps), known, on))

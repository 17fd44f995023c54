"""Use cases of a case's clocks: extend, pause, plan the next step, and say why each day is due."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from mediation.cases.case import Case
from mediation.cases.plain import clean_line
from mediation.clock.books import Extension, NextStep
from mediation.clock.calendar import WorkCalendar
from mediation.clock.limits import (
    Limit,
    Pause,
    check_extension,
    counted_to,
    rule_for,
)
from mediation.errors import NotFound, RuleViolation
from mediation.i18n import _
from mediation.office.case_clock import CaseClock, clock_of
from mediation.office.whys import Why, whys
from mediation.stale import refuse_stale
from mediation.store import Reading, Store

AHEAD = 730
"""The days whose load is known when a day is chosen."""


class Clocks:
    """The clocks of the cases."""

    def __init__(
        self,
        store: Store,
        *,
        who: str,
        today: Callable[[], date],
        calendar: Callable[[], WorkCalendar],
    ) -> None:
        self._store = store
        self._who = who
        self._today = today
        self._calendar = calendar

    def of(self, case: UUID) -> CaseClock:
        """A case's clocks."""
        calendar = self._calendar()
        with self._store.reading() as reading:
            return clock_of(reading, reading.case(case), calendar)

    def whys(self, case: UUID) -> list[Why]:
        """Every day that the case has to keep, the next first, each with how it was found."""
        calendar = self._calendar()
        with self._store.reading() as reading:
            found = reading.case(case)
            clock = clock_of(reading, found, calendar)
            return whys(reading, found, clock, calendar, self._today())

    def load(self) -> Mapping[date, int]:
        """How many talks and steps stand on each of the coming days."""
        today = self._today()
        with self._store.reading() as reading:
            return reading.clock.load(today, today + timedelta(days=AHEAD - 1))

    # --- extensions and pauses ----------------------------------------------------------------

    def extend(
        self,
        case: UUID,
        extension: Extension,
        *,
        both_agreed: bool,
        seen: Sequence[Extension] | None = None,
    ) -> Limit:
        """Keep an extension and answer the limit with it.

        Raises RuleViolation without both consents, beyond the cap of the rule, and when the consent
        came after the limit had run out; Conflict when there are others than were ``seen``. One told
        a second time is kept once.
        """
        extension = replace(extension, words=clean_line(extension.words))
        self._refuse_future(extension.agreed_on, "agreed_on", _("同意日期"))
        calendar = self._calendar()
        with self._store.writing(self._who) as writing:
            found = _in_mediation(writing, case)
            before = clock_of(writing, found, calendar)
            if seen is not None and _is_there(extension, before, seen):
                return _limit(before)
            if extension.days <= 0:
                raise RuleViolation(_("延长天数要是正数。"), field="extend_days")
            if before.limit is None:
                raise RuleViolation(
                    _("没有在走的期限,不能延长:{why}").format(why=before.why_none),
                    field="extend_days",
                )
            check_extension(
                found.channel,
                found.procedure,
                found.referred_on,
                sum(each.days for each in before.extensions) + extension.days,
                both_agreed=both_agreed,
                agreed_on=extension.agreed_on,
                due=before.limit.due,
            )
            if found.signed_on is not None and extension.agreed_on < found.referred_on:
                raise RuleViolation(
                    _("同意日期早于委派日期 {day}。").format(day=found.referred_on),
                    field="agreed_on",
                )
            writing.clock.extend(case, extension)
            return _limit(clock_of(writing, found, calendar))

    def drop_extension(self, case: UUID, number: int, why: str) -> None:
        """Take out an extension entered by mistake, with a reason; raises NotFound."""
        with self._store.writing(self._who) as writing:
            writing.clock.drop_extension(case, number, _reason(why))

    def pause(self, case: UUID, pause: Pause, *, seen: Sequence[Pause] | None = None) -> Limit:
        """Keep a pause, or the end of one that lasts, and answer the limit with it.

        Raises RuleViolation where the rule knows no pause, and for days that cannot be; Conflict when
        there are others than were ``seen``. One told a second time is kept once.
        """
        self._refuse_future(pause.start, "start", _("暂停开始日期"))
        pause = replace(pause, words=clean_line(pause.words))
        calendar = self._calendar()
        with self._store.writing(self._who) as writing:
            found = _in_mediation(writing, case)
            before = clock_of(writing, found, calendar)
            if seen is not None and _is_paused(pause, before, seen):
                return _limit(before)
            _check_pause(found, before, pause)
            lasting = before.open_pause
            if lasting is not None:
                pause = replace(pause, number=lasting.number)
            writing.clock.pause(case, pause)
            return _limit(clock_of(writing, found, calendar))

    def drop_pause(self, case: UUID, number: int, why: str) -> None:
        """Take out a pause entered by mistake, with a reason; raises NotFound."""
        with self._store.writing(self._who) as writing:
            writing.clock.drop_pause(case, number, _reason(why))

    # --- the next step ------------------------------------------------------------------------

    def plan(
        self,
        case: UUID,
        step: NextStep,
        *,
        done: bool = False,
        words: str = "",
        seen: tuple[NextStep | None] | None = None,
    ) -> None:
        """Set the next step. The one before is ``done``, or has moved; ``words`` say how it went.

        Raises Conflict when the one before is not the one that was ``seen``.
        """
        if step.on < self._today():
            raise RuleViolation(
                _("{day} 已经过去:下一步要定在今天或以后。").format(day=step.on), field="on"
            )
        with self._store.writing(self._who) as writing:
            before = writing.clock.step(case)
            kept = replace(step, words=clean_line(step.words))
            if seen is not None and before is not None:
                refuse_stale(kept, seen[0], before)
            if before is not None and done:
                writing.clock.plan(case, None, action="finish_step", words=clean_line(words))
            moved = before is not None and not done
            if kept != before or done:
                writing.clock.plan(
                    case, kept, action="move_step" if moved else "plan", words=clean_line(words)
                )

    def finish(
        self, case: UUID, *, done: bool = True, words: str = "", seen: NextStep | None = None
    ) -> None:
        """The next step is done, or dropped, and none follows yet.

        Raises NotFound without one, Conflict when it is not the one that was ``seen``.
        """
        with self._store.writing(self._who) as writing:
            step = writing.clock.step(case)
            if step is None:
                raise NotFound(_("这件案件没有定下一步。"))
            if seen is not None:
                refuse_stale(seen, seen, step)
            action = "finish_step" if done else "drop_step"
            writing.clock.plan(case, None, action=action, words=clean_line(words))

    def _refuse_future(self, day: date, field: str, word: str) -> None:
        if day > self._today():
            raise RuleViolation(
                _("{word} {day} 晚于今天 {today}。").format(
                    word=word, day=day, today=self._today()
                ),
                field=field,
            )


def _check_pause(case: Case, clock: CaseClock, pause: Pause) -> None:
    rule = rule_for(case.channel, case.procedure, case.referred_on)
    if clock.limit is None or rule is None or case.signed_on is None:
        raise RuleViolation(
            _("没有在走的期限,不能暂停:{why}").format(why=clock.why_none), field="start"
        )
    if not rule.pauses:
        raise RuleViolation(
            _(
                "{rule}的期限不因鉴定评估暂停:只有立案前委派的才暂停(法释〔2021〕23号第二十六条)。"
            ).format(rule=rule.name),
            field="start",
        )
    if pause.end is not None and pause.end < pause.start:
        raise RuleViolation(_("暂停的结束日期早于开始日期。"), field="end")
    if pause.start <= case.signed_on:
        raise RuleViolation(
            _("期限从 {day} 次日起算,暂停不能更早开始。").format(day=case.signed_on), field="start"
        )
    others = tuple(each for each in clock.pauses if each.end is not None)
    ends = counted_to(
        case.channel,
        case.procedure,
        case.signed_on,
        case.referred_on,
        extend_days=sum(each.days for each in clock.extensions),
        pauses=others,
    )
    if ends is not None and pause.start > ends:
        raise RuleViolation(
            _("{start} 时期限已于 {due} 届满,不能再暂停。").format(start=pause.start, due=ends),
            field="start",
        )
    if any(
        each.start <= (pause.end or date.max) and pause.start <= (each.end or date.max)
        for each in others
    ):
        raise RuleViolation(_("与已登记的一段暂停重叠。"), field="start")


def _is_there(mine: Extension, clock: CaseClock, seen: Sequence[Extension]) -> bool:
    """Whether the extension is kept already; raises Conflict for another that was not seen."""
    news = [each for each in clock.extensions if each not in seen]
    if any(replace(each, number=0) == mine for each in news):
        return True
    if news:
        refuse_stale(mine, None, replace(news[-1], number=0))
    return False


def _is_paused(mine: Pause, clock: CaseClock, seen: Sequence[Pause]) -> bool:
    """Whether the pause is kept already; raises Conflict for another that was not seen."""
    news = [each for each in clock.pauses if each not in seen]
    if any(replace(each, number=0) == replace(mine, number=0) for each in news):
        return True
    if news:
        refuse_stale(replace(mine, number=0), None, replace(news[-1], number=0))
    return False


def _in_mediation(reading: Reading, case: UUID) -> Case:
    found = reading.case(case)
    if found.closed_on is not None:
        raise RuleViolation(_("案件已于 {day} 结案。").format(day=found.closed_on))
    return found


def _limit(clock: CaseClock) -> Limit:
    assert clock.limit is not None
    return clock.limit


def _reason(why: str) -> str:
    if not clean_line(why):
        raise RuleViolation(_("请写明撤销的原因。"), field="why")
    return clean_line(why)

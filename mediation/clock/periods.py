"""期间: the other clocks of mediation, each a row with its days, its start, its source and since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mediation.cases.terms import Channel
from mediation.clock.calendar import WorkCalendar
from mediation.clock.limits import Limit, rolled, unknown_calendar
from mediation.i18n import _


class Clock(StrEnum):
    """What a period is about."""

    CONFIRMATION = "confirmation"
    CHOICE = "choice"
    APPOINTMENT = "appointment"
    ACCEPTANCE = "acceptance"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRule:
    """A period of ``days`` (workdays alone where ``workdays``) from the day after ``begins``.

    ``channels`` are the sources it is for, empty for all.
    """

    clock: Clock
    name: str
    begins: str
    days: int
    workdays: bool
    channels: tuple[Channel, ...]
    valid_from: date
    valid_to: date | None
    source: str


_ONLINE_SINCE = date(2022, 1, 1)


def _online(clock: Clock, name: str, begins: str, days: int, article: str) -> PeriodRule:
    return PeriodRule(
        clock=clock,
        name=name,
        begins=begins,
        days=days,
        workdays=True,
        channels=(),
        valid_from=_ONLINE_SINCE,
        valid_to=None,
        source=f"《人民法院在线调解规则》(法释〔2021〕23号){article}",
    )


PERIODS: tuple[PeriodRule, ...] = (
    PeriodRule(
        clock=Clock.CONFIRMATION,
        name=_("申请司法确认"),
        begins=_("协议生效"),
        days=30,
        workdays=False,
        channels=(Channel.DELEGATED,),
        valid_from=date(2011, 1, 1),
        valid_to=None,
        source="《人民调解法》第三十三条;《民事诉讼法》(2023 修正)第二百零五条",
    ),
    _online(Clock.CHOICE, _("双方共同选定调解员"), _("通知选定"), 2, "第十条"),
    _online(Clock.APPOINTMENT, _("法院指定调解员"), _("双方未选定"), 3, "第十条"),
    _online(Clock.ACCEPTANCE, _("调解员确认接受"), _("收到委派委托"), 3, "第十二条"),
    _online(Clock.CONTACT, _("联系对方当事人问意愿"), _("接受委派委托"), 3, "第十五条"),
)
"""The periods known to the program."""


def period_of(
    clock: Clock, start: date, channel: Channel | None, calendar: WorkCalendar
) -> Limit | None:
    """The last day of a period that began on ``start``; ``None`` when no rule gives one.

    The day of the start does not count; a last day off moves to the next workday (民事诉讼法 art. 85).
    """
    rule = rule_of(clock, start, channel)
    if rule is None:
        return None
    steps = [_("{day} {begins},次日起算").format(day=start, begins=rule.begins)]
    if rule.workdays:
        due = calendar.workdays_after(start, rule.days)
        steps.append(
            _("{name} {days} 个工作日,末日 {day}").format(name=rule.name, days=rule.days, day=due)
        )
        steps += _skipped(start, due, calendar)
        known = calendar.knows(start) and calendar.knows(due)
        if not known:
            steps.append(unknown_calendar(due.year))
        return Limit(due, rule.name, rule.source, tuple(steps), known, due, rule.valid_from)
    nominal = start + timedelta(days=rule.days)
    steps.append(
        _("{name} {days} 日,末日 {day}").format(name=rule.name, days=rule.days, day=nominal)
    )
    due, known = rolled(nominal, calendar, steps)
    return Limit(due, rule.name, rule.source, tuple(steps), known, nominal, rule.valid_from)


def rule_of(clock: Clock, start: date, channel: Channel | None) -> PeriodRule | None:
    """The rule for a period that began on this day; ``None`` when none is known."""
    for rule in PERIODS:
        if (
            rule.clock is clock
            and (not rule.channels or channel in rule.channels)
            and rule.valid_from <= start
            and (rule.valid_to is None or start <= rule.valid_to)
        ):
            return rule
    return None


def _skipped(start: date, due: date, calendar: WorkCalendar) -> Sequence[str]:
    days = (start + timedelta(days=ahead) for ahead in range(1, (due - start).days))
    off = [day for day in days if not calendar.is_workday(day)]
    if not off:
        return ()
    words = _("、").join(f"{day:%m-%d} {calendar.name(day)}" for day in off)
    return (_("其间 {count} 天不是工作日,不计:{days}").format(count=len(off), days=words),)

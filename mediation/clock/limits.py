"""期限: the limits of court mediation; every due date says by which rule and by which steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mediation.cases.terms import Channel, Procedure
from mediation.clock.calendar import WorkCalendar, official_calendar
from mediation.errors import RuleViolation
from mediation.i18n import _


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRule:
    """A limit in days for referrals from ``valid_from`` to ``valid_to`` (``None``: still in force).

    ``longest_extension`` is in days, ``None`` without an upper bound; ``pauses`` says whether
    appraisal before filing stops the clock; ``source`` names the provision.
    """

    name: str
    channel: Channel
    procedure: Procedure | None
    days: int
    longest_extension: int | None
    pauses: bool
    valid_from: date
    valid_to: date | None
    source: str


STANDING_STILL = date.max
"""The last day of a limit whose pause has no end yet."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not count, both ends included (appraisal entrusted before filing).

    ``end`` is ``None`` while the pause lasts; ``number`` is 0 until kept.
    """

    start: date
    end: date | None = None
    words: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Limit:
    """A last day and how it was found.

    ``rule`` and ``source`` name the provision, in force since ``valid_from``; ``steps`` are sentences
    for the user in order; ``calendar_known`` is false when the holidays around the last day are not
    announced yet. ``counted_to`` is the day counted to before a day off moved it.
    """

    due: date
    rule: str
    source: str
    steps: tuple[str, ...]
    calendar_known: bool
    counted_to: date = STANDING_STILL
    valid_from: date | None = None

    @property
    def stands_still(self) -> bool:
        """Whether a pause without an end keeps it from running out."""
        return self.due == STANDING_STILL


_INVITED = "《最高人民法院关于人民法院特邀调解的规定》(法释〔2016〕14号)第二十七条"
_ONLINE = "《人民法院在线调解规则》(法释〔2021〕23号)第二十四条、第二十六条"
_FILED_FIRST = (
    "最高人民法院《关于严格依法规范民事案件立案与调解工作的意见》(2025-01-01 起施行)第三条"
)
_SINCE_2016, _BEFORE_2025, _SINCE_2025 = date(2016, 7, 1), date(2024, 12, 31), date(2025, 1, 1)


def _entrusted(procedure: Procedure, days: int) -> tuple[LimitRule, LimitRule]:
    name = _("委托调解({procedure})").format(procedure=procedure.label)
    return (
        LimitRule(
            name=name,
            channel=Channel.ENTRUSTED,
            procedure=procedure,
            days=days,
            longest_extension=None,
            pauses=False,
            valid_from=_SINCE_2016,
            valid_to=_BEFORE_2025,
            source=_INVITED,
        ),
        LimitRule(
            name=name,
            channel=Channel.ENTRUSTED,
            procedure=procedure,
            days=days,
            longest_extension=30,
            pauses=False,
            valid_from=_SINCE_2025,
            valid_to=None,
            source=f"{_INVITED};{_FILED_FIRST}",
        ),
    )


RULES: tuple[LimitRule, ...] = (
    LimitRule(
        name=_("委派调解"),
        channel=Channel.DELEGATED,
        procedure=None,
        days=30,
        longest_extension=None,
        pauses=True,
        valid_from=_SINCE_2016,
        valid_to=None,
        source=f"{_INVITED};{_ONLINE}",
    ),
    *_entrusted(Procedure.ORDINARY, 15),
    *_entrusted(Procedure.SUMMARY, 7),
)
"""The limits known to the program. Other channels have none: nothing is invented for them."""


def limit_of(
    channel: Channel | None,
    procedure: Procedure | None,
    signed_on: date | None,
    referred_on: date,
    *,
    extend_days: int = 0,
    pauses: Sequence[Pause] = (),
    calendar: WorkCalendar | None = None,
) -> Limit | None:
    """The last day of the mediation; ``None`` when no limit runs or none is known.

    The clock runs from the day after signing (民事诉讼法 art. 85); a last day off moves to the next
    workday. ``extend_days`` are days that both parties agreed to. Raises :class:`RuleViolation` for an
    extension that the rule in force on the day of referral does not allow.
    """
    rule = rule_for(channel, procedure, referred_on)
    if rule is None or signed_on is None:
        return None
    _check_length(rule, extend_days)
    nominal = signed_on + timedelta(days=rule.days)
    steps = [
        _("{day} 签收,次日起算").format(day=signed_on),
        _("{rule} {days} 日,末日 {day}").format(rule=rule.name, days=rule.days, day=nominal),
    ]
    if extend_days:
        nominal += timedelta(days=extend_days)
        steps.append(_("双方同意延长 {days} 日,末日 {day}").format(days=extend_days, day=nominal))
    nominal = _paused(rule, pauses, signed_on, nominal, steps)
    due, known = rolled(nominal, calendar or official_calendar(), steps)
    return Limit(due, rule.name, rule.source, tuple(steps), known, nominal, rule.valid_from)


def rolled(nominal: date, calendar: WorkCalendar, steps: list[str]) -> tuple[date, bool]:
    """The first workday from the day counted to, and whether the calendar there is known.

    民事诉讼法 art. 85; what moved it is added to ``steps``.
    """
    if nominal == STANDING_STILL:
        return nominal, True
    due = calendar.workday_from(nominal)
    if due != nominal:
        steps.append(
            _("{day} 是{name},顺延到 {due}").format(
                day=nominal, name=calendar.name(nominal), due=due
            )
        )
    known = calendar.knows(nominal) and calendar.knows(due)
    if not known:
        steps.append(unknown_calendar(due.year))
    return due, known


def unknown_calendar(year: int) -> str:
    """What is said where a date depends on a year whose holidays nobody has entered."""
    return _("未核历法:{year} 年前后的放假安排尚未收录,只按周末推算,请核对").format(year=year)


def counted_to(
    channel: Channel | None,
    procedure: Procedure | None,
    signed_on: date | None,
    referred_on: date,
    *,
    extend_days: int = 0,
    pauses: Sequence[Pause] = (),
) -> date | None:
    """The day that a limit is counted to before a day off moves it; ``None`` when none runs.

    It depends on no calendar, so that it can be kept with a case; :data:`STANDING_STILL` during a
    pause without an end.
    """
    rule = rule_for(channel, procedure, referred_on) if signed_on is not None else None
    if rule is None or signed_on is None:
        return None
    nominal = signed_on + timedelta(days=rule.days + extend_days)
    return _paused(rule, pauses, signed_on, nominal, []) if pauses else nominal


def rule_for(
    channel: Channel | None, procedure: Procedure | None, referred_on: date
) -> LimitRule | None:
    """The rule for a referral on this day; ``None`` when none is known."""
    for rule in RULES:
        if (
            rule.channel is channel
            and rule.procedure in (None, procedure)
            and rule.valid_from <= referred_on
            and (rule.valid_to is None or referred_on <= rule.valid_to)
        ):
            return rule
    return None


def why_no_limit(
    channel: Channel | None, procedure: Procedure | None, signed_on: date | None, referred_on: date
) -> str | None:
    """What keeps the limit from being known, as a sentence; ``None`` when it is known."""
    if channel is Channel.ENTRUSTED and procedure is None and referred_on >= _SINCE_2016:
        return _("未登记程序:普通程序 15 日,简易程序 7 日。")
    if rule_for(channel, procedure, referred_on) is None:
        return _("这一来源没有法定调解期限。")
    if signed_on is None:
        return _("尚未签收,期限未起算。")
    return None


def check_extension(
    channel: Channel | None,
    procedure: Procedure | None,
    referred_on: date,
    extend_days: int,
    *,
    both_agreed: bool,
    agreed_on: date,
    due: date,
) -> None:
    """Whether an extension of so many days in all may be entered; raises :class:`RuleViolation`.

    ``due`` is the last day without it: consent must be there before the limit has run out.
    """
    rule = rule_for(channel, procedure, referred_on)
    if rule is None:
        raise RuleViolation(_("这一来源没有法定调解期限,不用延长。"), field="extend_days")
    if extend_days == 0:
        raise RuleViolation(_("请填写延长的天数。"), field="extend_days")
    _check_length(rule, extend_days)
    if not both_agreed:
        raise RuleViolation(_("延长期限须双方当事人都同意。"), field="both_agreed")
    if agreed_on > due:
        raise RuleViolation(
            _("{agreed} 同意时期限已于 {due} 届满,不能再延长:请结案,或改正同意日期。").format(
                agreed=agreed_on, due=due
            ),
            field="agreed_on",
        )


def _check_length(rule: LimitRule, extend_days: int) -> None:
    if extend_days < 0:
        raise RuleViolation(_("延长天数不能为负。"), field="extend_days")
    if rule.longest_extension is not None and extend_days > rule.longest_extension:
        raise RuleViolation(
            _("2025 年起委托调解最多延长 {most} 日,不能延长 {days} 日。").format(
                most=rule.longest_extension, days=extend_days
            ),
            field="extend_days",
        )


def _paused(
    rule: LimitRule, pauses: Sequence[Pause], signed_on: date, nominal: date, steps: list[str]
) -> date:
    """The last day after the pauses that began while the clock ran; days in two pauses count once."""
    last = signed_on
    for pause in sorted(pauses, key=lambda pause: pause.start):
        if pause.end is not None and pause.end < pause.start:
            raise RuleViolation(_("暂停的结束日期早于开始日期。"), field="pauses")
        if not rule.pauses:
            steps.append(_("立案后的鉴定评估期间不从调解期限中扣除,未计入暂停"))
            return nominal
        start = max(pause.start, last + timedelta(days=1))
        if start > nominal or (pause.end is not None and pause.end < start):
            continue
        if pause.end is None:
            steps.append(_("{start} 起暂停,恢复以前期限不走").format(start=start))
            return STANDING_STILL
        days = (pause.end - start).days + 1
        last = pause.end
        nominal += timedelta(days=days)
        steps.append(
            _("{start} 至 {end} 暂停 {days} 日,末日 {day}").format(
                start=start, end=pause.end, days=days, day=nominal
            )
        )
    return nominal

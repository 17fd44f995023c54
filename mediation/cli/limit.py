"""``mediation limit``."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path

from mediation.cases.terms import Channel, Procedure
from mediation.cli.grammar import UsageError
from mediation.cli.speech import tell, tell_json
from mediation.clock.calendar import WorkCalendar, official_calendar
from mediation.clock.dates import parse_date
from mediation.clock.limits import Limit, Pause, limit_of, why_no_limit
from mediation.clock.notice_file import read_notice
from mediation.errors import RuleViolation, Unreadable
from mediation.i18n import _


def run(arguments: Namespace) -> int:
    """Print the last day of a mediation and how it was found."""
    limit = _reckon(arguments)
    if arguments.json:
        tell_json(
            {
                "due": limit.due.isoformat(),
                "rule": limit.rule,
                "source": limit.source,
                "steps": list(limit.steps),
            }
        )
        return 0
    tell(_("到期日: {due}").format(due=limit.due))
    tell(_("规则: {rule}").format(rule=limit.rule))
    tell(_("依据: {source}").format(source=limit.source))
    for number, step in enumerate(limit.steps, 1):
        tell(f"  {number}. {step}")
    return 0


def _reckon(arguments: Namespace) -> Limit:
    channel = Channel(arguments.referral)
    procedure = Procedure(arguments.procedure) if arguments.procedure else None
    if channel is Channel.ENTRUSTED and procedure is None:
        raise UsageError(
            _("委托调解要写程序:--procedure ordinary(普通,15 日)或 summary(简易,7 日)。")
        )
    signed = named_day(arguments.signed, "--signed")
    filed = named_day(arguments.filed, "--filed") if arguments.filed else signed
    if channel is Channel.ENTRUSTED and filed > signed:
        raise RuleViolation(
            _("立案日期 {filed} 晚于签收日期 {signed}:委托调解是立案以后的调解。").format(
                filed=filed, signed=signed
            ),
            field="filed",
        )
    limit = limit_of(
        channel,
        procedure,
        signed,
        filed,
        extend_days=arguments.extend_days,
        pauses=[_pause(text) for text in arguments.pause],
        calendar=_calendar(arguments),
    )
    if limit is None:
        raise RuleViolation(
            _("{filed} 时还没有这一类调解的期限规定(自 2016-07-01 起有)。").format(filed=filed)
            if filed < date(2016, 7, 1)
            else why_no_limit(channel, procedure, signed, filed) or "",
            field="filed",
        )
    return limit


def _calendar(arguments: Namespace) -> WorkCalendar:
    days = read_notice(Path(arguments.holidays)) if arguments.holidays else ()
    return official_calendar().with_days(days)


def named_day(text: str, option: str) -> date:
    """The day that an option names; raises UsageError."""
    try:
        day = parse_date(text)
    except Unreadable as error:
        raise UsageError(f"{option}: {error.message}") from None
    if day is None:
        raise UsageError(_("{option} 后面要写日期,如 2026-11-20。").format(option=option))
    return day


def _pause(text: str) -> Pause:
    start, dots, end = text.partition("..")
    if not dots:
        raise UsageError(_("--pause 要写起止两天,如 2026-02-01..2026-02-10。"))
    return Pause(named_day(start, "--pause"), named_day(end, "--pause"))

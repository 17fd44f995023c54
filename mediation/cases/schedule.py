"""分期: instalments by a rule; their sum is the amount to the fen, the last one takes the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mediation.cases.terms import Term
from mediation.errors import RuleViolation
from mediation.i18n import _

MOST_INSTALMENTS = 360
"""Thirty years of months."""
_LAST_DAY_EVERYWHERE = 28


class Every(Term):
    """How far apart instalments fall due."""

    MONTH = "month", "每月"
    QUARTER = "quarter", "每季"
    WEEK = "week", "每周"
    YEAR = "year", "每年"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """One part of what a clause promises: ``fen`` by ``due_on``.

    ``fen`` is ``None`` for a deed, ``due_on`` where the paper names no day.
    """

    due_on: date | None
    fen: int | None


def instalments(
    total: int,
    first: date,
    *,
    times: int | None = None,
    each: int | None = None,
    every: Every = Every.MONTH,
    month_end: bool = False,
) -> tuple[Instalment, ...]:
    """Equal instalments of ``total`` fen from the first due day on.

    Either ``times`` (equal parts in whole yuan where there are enough) or ``each`` in fen is given,
    or both and they must fit; the last one is what remains. A day that a month lacks is its last
    day; ``month_end`` is the last day of every month. Raises RuleViolation.
    """
    times, each = _parts(total, times, each)
    days = due_days(first, times, every=every, month_end=month_end)
    amounts = [each] * (times - 1) + [total - each * (times - 1)]
    return tuple(Instalment(due_on=day, fen=fen) for day, fen in zip(days, amounts, strict=True))


def due_days(
    first: date, times: int, *, every: Every = Every.MONTH, month_end: bool = False
) -> list[date]:
    """So many days one interval apart, the first one ``first`` or, by ``month_end``, its month's end."""
    from dateutil.rrule import MONTHLY, WEEKLY, rrule

    if every is Every.WEEK:
        return [moment.date() for moment in rrule(WEEKLY, dtstart=_moment(first), count=times)]
    months = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}[every]
    day = 31 if month_end else first.day
    wanted = range(min(day, _LAST_DAY_EVERYWHERE), day + 1)
    found = rrule(
        MONTHLY,
        dtstart=_moment(first.replace(day=1)),
        interval=months,
        bymonthday=list(wanted),
        bysetpos=-1,
        count=times,
    )
    return [moment.date() for moment in found]


def _parts(total: int, times: int | None, each: int | None) -> tuple[int, int]:
    if total <= 0:
        raise RuleViolation(_("先填金额,才能分期。"), field="fen")
    if each is not None and each <= 0:
        raise RuleViolation(_("每期金额要大于 0。"), field="each")
    if times is None:
        if each is None:
            raise RuleViolation(_("请填期数或每期金额。"), field="times")
        times = -(-total // each)
    if not 1 <= times <= MOST_INSTALMENTS:
        raise RuleViolation(
            _("期数要是 1 至 {most}。").format(most=MOST_INSTALMENTS), field="times"
        )
    if each is None:
        each = total // times // 100 * 100 or total // times
    if each <= 0 or total - each * (times - 1) <= 0:
        raise RuleViolation(
            _("{times} 期每期这么多,超过了总额:请改期数或每期金额。").format(times=times),
            field="each",
        )
    return times, each


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 -- rrule counts in days

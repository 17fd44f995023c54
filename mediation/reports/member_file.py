"""一人一档: one mediator's period on a page, counted and never set beside anybody else's.

It holds no party, no phone, no number of a person and no note: only counts, causes and the titles
that the office entered for this page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mediation.cases.money import format_yuan
from mediation.cases.terms import Means
from mediation.figures.counts import Counts, Group, Scope
from mediation.figures.duration import Duration
from mediation.figures.keys import Dimension
from mediation.figures.period import Period
from mediation.i18n import _
from mediation.registry.duties import Duty, DutyKind
from mediation.registry.mediators import Mediator
from mediation.reports.names import cause_name, court_name, unrecorded
from mediation.reports.wording import days_words, period_words
from mediation.store import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFile:
    """``causes`` and ``courts`` are names with cases received and closed, ``cause_codes`` the codes of
    the same causes; amounts are fen."""

    name: str
    level: str
    sector: str
    organisation: str
    term_from: date | None
    term_to: date | None
    period: Period
    counts: Counts
    causes: tuple[tuple[str, int, int], ...]
    cause_codes: tuple[str, ...]
    courts: tuple[tuple[str, int, int], ...]
    days: Duration
    sessions: Mapping[Means, int]
    duties: tuple[Duty, ...]
    studio: str
    made_at: datetime

    @property
    def trainings(self) -> tuple[Duty, ...]:
        """The trainings, oldest first."""
        return tuple(each for each in self.duties if each.kind is DutyKind.TRAINING)

    @property
    def duty_counts(self) -> dict[DutyKind, int]:
        """How many of each other kind were entered, in the order of the kinds."""
        return {
            kind: sum(each.count for each in self.duties if each.kind is kind)
            for kind in DutyKind
            if kind is not DutyKind.TRAINING and any(each.kind is kind for each in self.duties)
        }


def _named(groups: Sequence[Group], name: Callable[[str], str]) -> tuple[tuple[str, int, int], ...]:
    return tuple(
        (
            name(group.key) if group.key else unrecorded(),
            group.counts.received,
            group.counts.closed,
        )
        for group in groups
    )


def build_member_file(
    reading: Reading, mediator: Mediator, period: Period, *, studio: str, made_at: datetime
) -> MemberFile:
    """The file of the cases that the mediator leads; assistants' cases are not counted."""
    scope = Scope(mediator=mediator.id)

    causes, courts = (
        [
            group
            for group in reading.groups(dimension, period, scope)
            if group.counts.received or group.counts.closed
        ]
        for dimension in (Dimension.CAUSE, Dimension.COURT)
    )
    return MemberFile(
        name=mediator.name,
        level=mediator.level,
        sector=mediator.sector,
        organisation=mediator.organisation,
        term_from=mediator.term_from,
        term_to=mediator.term_to,
        period=period,
        counts=reading.flow(period, scope),
        causes=_named(causes, cause_name),
        cause_codes=tuple(group.key for group in causes),
        courts=_named(courts, court_name),
        days=Duration.of(reading.days(period, scope)),
        sessions=reading.duties.sessions_held(mediator.id, period),
        duties=tuple(reading.duties.of(mediator.id, period)),
        studio=studio,
        made_at=made_at,
    )


def heading(file: MemberFile) -> str:
    """The title of the page."""
    return _("{name} {period}调解工作档案").format(name=file.name, period=period_words(file.period))


def person_rows(file: MemberFile) -> list[tuple[str, str]]:
    """Who it is, from the roster."""
    term = _("{start} 至 {end}").format(
        start=file.term_from or unrecorded(), end=file.term_to or unrecorded()
    )
    return [
        (_("层级"), file.level or unrecorded()),
        (_("界别"), file.sector or unrecorded()),
        (_("调解组织"), file.organisation or unrecorded()),
        (_("聘期"), term if file.term_from or file.term_to else unrecorded()),
    ]


def figure_rows(file: MemberFile) -> list[tuple[str, int | None, str]]:
    """Name, figure and its unit; amounts in yuan stand in :func:`amount_rows`."""
    counts, unit = file.counts, _("件")
    return [
        (_("旧存"), counts.opening, unit),
        (_("收案"), counts.received, unit),
        (_("结案"), counts.closed, unit),
        (_("其中:成功"), counts.succeeded, unit),
        (_("部分成功"), counts.partly, unit),
        (_("不成功"), counts.failed, unit),
        (_("撤回"), counts.withdrawn, unit),
        (_("退回"), counts.returned, unit),
        (_("转立案"), counts.transferred, unit),
        (_("期末未结"), counts.pending, unit),
        (_("调解会"), sum(file.sessions.values()), _("次")),
    ]


def amount_rows(file: MemberFile) -> list[tuple[str, int]]:
    """Name and amount in fen."""
    return [
        (_("收案标的额"), file.counts.claimed),
        (_("结案协议金额"), file.counts.agreed),
        (_("结案到位金额"), file.counts.performed),
    ]


def time_words(file: MemberFile) -> str:
    """How long the closed cases took."""
    if file.days.median is None:
        return _("没有可计算用时的结案")
    return _("中位 {median} 天,90% 在 {p90} 天以内({count} 件有签收日期的结案)").format(
        median=days_words(file.days.median), p90=days_words(file.days.p90), count=file.days.cases
    )


def session_words(file: MemberFile) -> str:
    """The sessions by means."""
    parts = [f"{means.label} {file.sessions[means]}" for means in Means if means in file.sessions]
    return _("、").join(parts) or unrecorded()


def training_words(file: MemberFile) -> list[str]:
    """A line for each training."""
    lines = [
        " ".join(filter(None, (each.on.isoformat(), each.title or each.kind.label)))
        for each in file.trainings
    ]
    return lines or [unrecorded()]


def duty_words(file: MemberFile) -> str:
    """The duties beside the cases, by kind."""
    counts = (f"{kind.label} {count}" for kind, count in file.duty_counts.items())
    return _("、").join(counts) or unrecorded()


def amount_words(fen: int) -> str:
    """An amount with its unit."""
    return _("{yuan} 元").format(yuan=format_yuan(fen))


def notes() -> list[str]:
    """How it was counted, and what it must not be used for."""
    return [
        _("收案按委派日期,结案按终结日期,转立案按转立案日期;只计担任主调解员的案件,协助调解不计。"),
        _("本档只记本人的工作数量,不含排名、评分,也不与他人比较。"),
        _("不含当事人的姓名、电话、证件号码和调解内容。"),
    ]

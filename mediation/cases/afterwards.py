"""结案以后: what has to be done next, by referral and outcome, each step with its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mediation.cases.agreement import Agreement
from mediation.cases.case import Case
from mediation.cases.endings import END_RULES
from mediation.cases.terms import Channel, Outcome
from mediation.i18n import _

_INVITED = "法释〔2016〕14号"
_ONLINE = "法释〔2021〕23号"
_LAW = "民事诉讼法(2023)"
_REACHED = (Outcome.SUCCEEDED, Outcome.PARTLY)


@dataclass(frozen=True, slots=True)
class NextDuty:
    """A step after closing: ``words`` in the imperative, ``source`` the provision it comes from.

    ``last_day_from`` is the day from which a period runs, ``None`` where none does; ``optional``
    depends on what the parties want.
    """

    key: str
    words: str
    source: str
    last_day_from: date | None = None
    optional: bool = False


def duties_after(case: Case, agreement: Agreement) -> tuple[NextDuty, ...]:
    """The steps of a closed case in order; none while it is open."""
    if case.outcome is None:
        return ()
    steps: list[NextDuty] = []
    if case.outcome in _REACHED:
        steps += _reached(case, agreement)
    if case.outcome in (Outcome.PARTLY, Outcome.FAILED):
        steps += _not_reached(case)
    if case.outcome in (Outcome.WITHDRAWN, Outcome.RETURNED):
        steps += _given_back(case)
    return (*steps, *_report(case))


def confirmation_refused(case: Case) -> str:
    """Why 司法确认 is not the way of this referral; empty when it may be."""
    if case.channel is Channel.ENTRUSTED:
        return _("委托调解的协议交法院制作调解书或者申请撤诉,不走司法确认。")
    if case.channel is Channel.INVITED:
        return _("邀请调解由法官主持,协议由法院制作调解书,不走司法确认。")
    return ""


def _reached(case: Case, agreement: Agreement) -> Iterator[NextDuty]:
    serve = NextDuty(
        "serve", _("把调解协议送达双方当事人"), _("{law} 第十九条").format(law=_INVITED)
    )
    if case.channel is Channel.ENTRUSTED:
        yield NextDuty(
            "hand_over",
            _("把调解协议交法院审查:制作调解书,或者由当事人申请撤诉"),
            _("{law} 第二十条").format(law=_INVITED),
        )
        yield NextDuty(
            "at_once",
            _("已撤诉或当场履行完的,请法院记录在案、以其他方式结案;当事人要文书的,请法院出具"),
            _("关于严格依法规范民事案件立案与调解工作的意见(2025)第四条"),
            optional=True,
        )
        return
    if case.channel is Channel.INVITED:
        yield NextDuty(
            "hand_over",
            _("把协议内容交主持调解的法官,由法院制作调解书"),
            _("{law} 第一百条").format(law=_LAW),
        )
        return
    yield serve
    if case.channel is Channel.DELEGATED:
        yield NextDuty(
            "file",
            _("把调解协议报委派法院备案"),
            _("{law} 第十九条").format(law=_INVITED),
        )
    if agreement.confirming is not False and not case.confirmation_number:
        yield NextDuty(
            "confirm",
            _("双方共同申请司法确认:协议生效之日起三十日内"),
            _("{law} 第二百零五条").format(law=_LAW),
            last_day_from=agreement.signed_on or case.closed_on,
            optional=agreement.confirming is None,
        )


def _not_reached(case: Case) -> Iterator[NextDuty]:
    yield NextDuty(
        "facts",
        _("经各方同意,书面记载无争议事实,由各方签字"),
        _("{law} 第二十二条、第十八条").format(law=_ONLINE),
        optional=True,
    )
    if case.channel is Channel.DELEGATED:
        yield NextDuty(
            "papers",
            _("把起诉状等材料移送法院;坚持起诉、符合条件的由法院登记立案"),
            _("{invited} 第二十一条;{law} 第一百二十六条").format(invited=_INVITED, law=_LAW),
        )
    elif case.channel in (Channel.ENTRUSTED, Channel.INVITED):
        yield NextDuty(
            "trial",
            _("把材料退回法院,转入审判程序"),
            _("{law} 第二十一条").format(law=_INVITED),
        )
    yield NextDuty(
        "record",
        _("写明基本情况、没有调解成的原因,以及要提示法院的事项"),
        _("{law} 第二十一条").format(law=_ONLINE),
    )


def _given_back(case: Case) -> Iterator[NextDuty]:
    if case.channel in (Channel.DELEGATED, Channel.ENTRUSTED, Channel.INVITED):
        yield NextDuty(
            "papers",
            _("写明原因,把材料退回法院"),
            _("{invited} 第二十六条;{online} 第九条、第十五条").format(
                invited=_INVITED, online=_ONLINE
            ),
        )


def _report(case: Case) -> Iterator[NextDuty]:
    if case.channel in (Channel.DELEGATED, Channel.ENTRUSTED):
        words = _("把终结情况书面报告法院,并移送材料")
        if case.reason is not None:
            ground = END_RULES[case.reason].ground.label
            words = _("把终结情况(事由:{ground})书面报告法院,并移送材料").format(ground=ground)
        yield NextDuty("report", words, _("{law} 第二十六条").format(law=_INVITED))

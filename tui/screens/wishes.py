"""What many cases can be given at once: every choice of the list, narrowed by what is typed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from mediation.cases.folder import tag_of
from mediation.cases.money import format_yuan, parse_amount
from mediation.cases.number import parse_case_number
from mediation.cases.terms import Channel, EndReason, Performance, Procedure
from mediation.clock.books import NextStep
from mediation.clock.dates import parse_date
from mediation.errors import MediationError
from mediation.i18n import _
from mediation.office.changing import CONFIRMING, PAID_UP, Wish
from mediation.registry.causes import search_causes
from mediation.registry.courts import search_courts
from tui.screens.picker import Choice, names_match

_SHOWN = 8

_Choose = Callable[[str, str, Any, str], Choice]


def wishes(text: str, mediators: list[Any], tags: list[tuple[str, int]]) -> list[Choice]:
    """What many cases can be given; what is typed narrows it, or is itself a tag or a day."""

    def choice(name: str, field: str, value: Any, words: str) -> Choice:
        return Choice(f"{name}: {words}", "", (name, Wish(field, value, words)))

    found = [choice(_("调解员"), "mediator", each.id, each.name) for each in mediators]
    found += [choice(_("来源"), "channel", each, each.label) for each in Channel]
    found += [choice(_("程序"), "procedure", each, each.label) for each in Procedure]
    found += [choice(_("平台办理"), "on_platform", True, _("是"))]
    found += [choice(_("平台办理"), "on_platform", False, _("否"))]
    found += [choice(_("终结事由"), "reason", each, each.label) for each in EndReason]
    found += [choice(_("到位金额"), PAID_UP, True, _("等于协议金额,已履行"))]
    found += [choice(_("履行状态"), "performance", each, each.label) for each in Performance]
    found += [choice(_("申请司法确认"), CONFIRMING, True, _("要申请"))]
    found += [choice(_("申请司法确认"), CONFIRMING, False, _("不申请"))]
    found += [choice(_("加标签"), "tag", tag, tag) for tag, _count in tags]
    found += [choice(_("去标签"), "no_tag", tag, tag) for tag, _count in tags]
    found = [each for each in found if names_match(text, each.label)]
    if not text:
        return found
    found += [
        choice(_("案由"), "cause", each.code, each.name)
        for each in search_causes(text, limit=_SHOWN)
    ]
    found += [
        choice(_("承办法院"), "court", each.code, each.name)
        for each in search_courts(text, limit=_SHOWN)
    ]
    return [*found, *_typed(text, choice)]


def _typed(text: str, choice: _Choose) -> list[Choice]:
    found = []
    first, _gap, words = text.partition(" ")
    try:
        day = parse_date(first)
    except MediationError:
        day = None
    if day is not None:
        found.append(choice(_("签收日期"), "signed_on", day, day.isoformat()))
        step = NextStep(on=day, words=words.strip())
        found.append(
            choice(_("下一步"), "step", step, f"{day} {step.kind.label} {step.words}".strip())
        )
    found += _typed_of_the_ending(text, choice)
    try:
        tag = tag_of(text)
    except MediationError:
        return found
    return [*found, choice(_("加标签"), "tag", tag, tag), choice(_("备注"), "remark", text, text)]


def _typed_of_the_ending(text: str, choice: _Choose) -> list[Choice]:
    """An amount typed, or the number of the court's ruling."""
    with suppress(MediationError):
        if number := parse_case_number(text):
            return [choice(_("司法确认案号"), "confirmation_number", number.key, number.key)]
    with suppress(MediationError):
        if (fen := parse_amount(text)) is not None:
            return [choice(name, field, fen, format_yuan(fen)) for name, field in _amounts()]
    return []


def _amounts() -> tuple[tuple[str, str], ...]:
    return (_("标的额"), "claimed"), (_("协议金额"), "agreed"), (_("到位金额"), "performed")

"""The words for courts, causes, channels and people that a report is about."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from mediation.cases.terms import Channel
from mediation.errors import MediationError
from mediation.figures.counts import Scope
from mediation.i18n import _
from mediation.store import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeNames:
    """The words for a scope's filters; empty where nothing is filtered."""

    court: str = ""
    mediator: str = ""
    cause: str = ""
    channel: str = ""

    def __str__(self) -> str:
        words = [word for word in (self.court, self.mediator, self.cause, self.channel) if word]
        return " ".join(words) or _("全部案件")


def scope_names(reading: Reading, scope: Scope) -> ScopeNames:
    """The words for a scope."""
    return ScopeNames(
        court="" if scope.court is None else court_name(scope.court) or unrecorded(),
        mediator="" if scope.mediator is None else _mediator_name(reading, scope.mediator),
        cause="" if scope.cause is None else cause_name(scope.cause) or unrecorded(),
        channel="" if scope.channel is None else _channel_name(scope.channel) or unrecorded(),
    )


def court_name(code: str) -> str:
    """The short name of a court, or its code when no table knows it."""
    from mediation.registry.courts import short_name

    try:
        return short_name(code)
    except (KeyError, MediationError):
        return code


def unrecorded() -> str:
    """The name of what was left empty."""
    return _("未登记")


def cause_name(code: str) -> str:
    """The name of a cause, or its code when no table knows it."""
    from mediation.registry.causes import cause_by_code

    if not code:
        return ""
    try:
        return cause_by_code(code).name
    except (KeyError, MediationError):
        return code


def _mediator_name(reading: Reading, mediator: UUID) -> str:
    for each in reading.mediators():
        if each.id == mediator:
            return each.name
    return str(mediator)


def _channel_name(value: str) -> str:
    for channel in Channel:
        if channel.value == value:
            return channel.label
    return value

"""Names typed on the command line, read as the conditions they stand for."""

from __future__ import annotations

from argparse import Namespace

from mediation.cases.terms import Channel, State
from mediation.errors import Unreadable
from mediation.figures.counts import Scope
from mediation.i18n import _
from mediation.office.office import Office


def scope_of(arguments: Namespace, office: Office) -> Scope:
    """The scope that ``--court --mediator --cause --channel`` name.

    Raises Unreadable for a court, cause or channel that is none, NotFound for a mediator who is
    not on the roster.
    """
    from mediation.registry.causes import cause_named
    from mediation.registry.courts import court_named

    return Scope(
        court=court_named(arguments.court).code if arguments.court else None,
        mediator=office.roster.named(arguments.mediator).id if arguments.mediator else None,
        cause=cause_named(arguments.cause, None).code if arguments.cause else None,
        channel=_channel(arguments.channel).value if arguments.channel else None,
    )


def state_of(text: str) -> State:
    """The state named in Chinese or by its value."""
    for state in State:
        if text in (state.value, state.label, state.chinese):
            return state
    raise Unreadable(
        _("没有“{text}”这种状态,可用:{known}。").format(
            text=text, known=_("、").join(state.label for state in State)
        )
    )


def _channel(text: str) -> Channel:
    for channel in Channel:
        if text in (channel.value, channel.label, channel.chinese):
            return channel
    raise Unreadable(
        _("没有“{text}”这种来源,可用:{known}。").format(
            text=text, known=_("、").join(channel.label for channel in Channel)
        )
    )

"""``mediation duty``: trainings and other duties, entered for the members' files."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from mediation.cli.limit import named_day
from mediation.cli.opening import opened
from mediation.cli.speech import say, tell, tell_json
from mediation.i18n import _
from mediation.office.office import Office
from mediation.registry.duties import Duty, duty_named


def run(arguments: Namespace) -> int:
    """Enter, list or take out entries."""
    with opened(arguments) as office:
        if arguments.action == "drop":
            return _drop(arguments, office)
        if arguments.action == "list":
            period = office.figures.period(arguments.period)
            entries = office.members.duties(office.roster.named(arguments.name), period)
        else:
            entries = [_added(arguments, office)]
    if arguments.json:
        tell_json([_as_json(each) for each in entries])
    elif arguments.action == "list":
        _print(entries)
    for each in entries if arguments.action == "add" else ():
        say(_("已登记第 {number} 条:{kind}。").format(number=each.number, kind=each.kind.label))
    return 0


def _added(arguments: Namespace, office: Office) -> Duty:
    return office.members.note(
        Duty(
            mediator=office.roster.named(arguments.name).id,
            on=named_day(arguments.on, "DATE"),
            kind=duty_named(arguments.kind),
            title=arguments.title,
            count=arguments.count,
        )
    )


def _drop(arguments: Namespace, office: Office) -> int:
    office.members.drop(arguments.number)
    if arguments.json:
        tell_json({"dropped": arguments.number})
    say(_("已删去第 {number} 条。").format(number=arguments.number))
    return 0


def _as_json(duty: Duty) -> dict[str, Any]:
    return {
        "number": duty.number,
        "on": duty.on.isoformat(),
        "kind": duty.kind.value,
        "title": duty.title,
        "count": duty.count,
    }


def _print(entries: Sequence[Duty]) -> None:
    from mediation.cli.listing import aligned

    heads = (_("号"), _("日期"), _("类别"), _("次数"), _("名称"))
    lines = [
        (str(each.number), str(each.on), each.kind.label, str(each.count), each.title)
        for each in entries
    ]
    if lines:
        tell(aligned([heads, *lines], widest=(6, 10, 12, 6, 60), right=(0, 3)))
    say(_("共 {count} 条。").format(count=len(lines)))

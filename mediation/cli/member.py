"""``mediation member``: one mediator's year on a page."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from mediation.cli.opening import opened
from mediation.cli.speech import say, tell, tell_json
from mediation.figures.period import Period
from mediation.i18n import _


def run(arguments: Namespace) -> int:
    """Print the file of a mediator, or put it into a file."""
    Period.parse(arguments.period)
    with opened(arguments) as office:
        period = office.figures.period(arguments.period)
        mediator = office.roster.named(arguments.name)
        if arguments.output:
            file = office.members.save(Path(arguments.output), mediator, period)
        else:
            file = office.members.file(mediator, period)
    from mediation.reports.member_forms import as_json, as_text

    if arguments.json:
        tell_json(as_json(file))
    elif not arguments.output:
        tell(as_text(file).rstrip("\n"))
    if arguments.output:
        say(_("已存成 {path}").format(path=arguments.output))
    return 0

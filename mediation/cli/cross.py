"""``mediation cross``: a count of cases by two dimensions at once."""

from __future__ import annotations

from argparse import Namespace

from mediation.cli.filters import scope_of
from mediation.cli.grammar import UsageError
from mediation.cli.opening import opened
from mediation.cli.speech import tell, tell_json
from mediation.figures.keys import Figure
from mediation.figures.period import Period
from mediation.figures.two_way import Axis
from mediation.i18n import _
from mediation.reports.two_way_form import two_way_json, two_way_text

_WIDTH = 100


def run(arguments: Namespace) -> int:
    """Print the table, or all of it as JSON."""
    Period.parse(arguments.period)
    rows, columns = _axes(arguments.by)
    figure = Figure(arguments.figure)
    with opened(arguments) as office:
        period = office.figures.period(arguments.period)
        scope = scope_of(arguments, office)
        found = office.figures.two_way(rows, columns, period, scope, figure=figure)
    if arguments.json:
        tell_json(two_way_json(found, period))
    else:
        tell(two_way_text(found, period, _WIDTH))
    return 0


def _axes(text: str) -> tuple[Axis, Axis]:
    known = {axis.value: axis for axis in Axis}
    names = [name.strip() for name in text.replace("，", ",").split(",")]
    if len(names) != 2 or names[0] == names[1] or not all(name in known for name in names):
        raise UsageError(
            _("--by 要写两个不同的维度,用逗号隔开,可用:{known}。").format(known=_("、").join(known))
        )
    return known[names[0]], known[names[1]]

"""``mediation cases``: the case numbers behind a figure."""

from __future__ import annotations

from argparse import Namespace

from mediation.cli.filters import scope_of
from mediation.cli.opening import opened
from mediation.cli.report import chosen_definitions
from mediation.cli.speech import one_line, say, tell, tell_json
from mediation.figures.period import Period
from mediation.i18n import _
from mediation.office.behind import case_label


def run(arguments: Namespace) -> int:
    """Print one number a line, or all of them as JSON."""
    Period.parse(arguments.period)
    definitions = chosen_definitions(arguments.definition)
    with opened(arguments) as office:
        period = office.figures.period(arguments.period)
        rows = office.figures.rows_behind(
            arguments.of,
            period,
            scope_of(arguments, office),
            part=arguments.part,
            definitions=definitions,
        )
    numbers = [case_label(row) for row in rows]
    if arguments.json:
        tell_json(
            {
                "figure": arguments.of,
                "part": arguments.part,
                "period": {"start": period.start.isoformat(), "end": period.end.isoformat()},
                "count": len(numbers),
                "cases": numbers,
            }
        )
        return 0
    if numbers:
        tell("\n".join(one_line(number) for number in numbers))
    say(_("共 {count} 件。").format(count=len(numbers)))
    return 0

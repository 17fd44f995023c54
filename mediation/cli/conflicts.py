"""``mediation conflicts``: the ties found between a case's mediators and its people."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from mediation.cli.opening import opened
from mediation.cli.speech import say, tell, tell_json
from mediation.conflicts.hits import Hit
from mediation.i18n import _
from mediation.office.conflicts import ConflictFile
from mediation.reports.conflict_form import text_of


def run(arguments: Namespace) -> int:
    """Search as of now and print what was found; nothing is kept."""
    from mediation.cli.show import find

    with opened(arguments) as office:
        case = find(office, arguments.number)
        instead = office.roster.named(arguments.mediator).id if arguments.mediator else None
        file = office.conflicts.open(case, instead=instead)
        if arguments.output:
            office.conflicts.save(case, Path(arguments.output), instead=instead)
            say(_("已存成 {file}。").format(file=arguments.output))
            return 0
    if arguments.json:
        tell_json(as_json(file))
    else:
        tell(text_of(file).rstrip())
    return 0


def as_json(file: ConflictFile) -> dict[str, Any]:
    """The search as data: dates in ISO form, words beside keys."""
    note = file.found.note
    return {
        "case": file.case.court_number_key or file.case.number,
        "searched_on": file.today.isoformat(),
        "mediators": list(note.mediators),
        "people": list(note.people),
        "against": list(note.looked),
        "newest_only": note.is_cut,
        "hits": [_hit(hit, file) for hit in file.found.hits],
        "undecided": len(file.undecided),
        "notes": [
            {
                "at": None if each.at is None else each.at.isoformat(),
                "who": each.who,
                "why": each.why,
                "found": list(each.lines),
            }
            for each in file.notes
        ],
    }


def _hit(hit: Hit, file: ConflictFile) -> dict[str, Any]:
    decided = file.decided.get(hit.key)
    return {
        "kind": hit.kind.value,
        "mediator": hit.mediator_name,
        "name": hit.name,
        "role": hit.role,
        "against": hit.against,
        "sureness": hit.sureness.value,
        "source": hit.source,
        "cases": [{"case": number, "role": role} for number, role in hit.cases],
        "case_count": hit.count,
        "decision": decided.decision.value if decided and decided.decision else None,
    }

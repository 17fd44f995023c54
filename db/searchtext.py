"""What a case can be found by, as one folded text; the query text is folded by the same function."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mediation.cases.case import Case
from mediation.cases.plain import fold

# Survives folding, unlike a line feed; stands between fields until they are folded together.
_BETWEEN = "\ue000"
_DIGITS = re.compile("[0-9]+")


def search_text(case: Case) -> str:
    """Numbers, people, cause and remark, each on a line of its own that ends with a line feed."""
    return joined(
        number=case.number,
        court_number=case.court_number,
        key=case.court_number_key,
        cause_name=case.cause_name,
        remark=case.remark,
        confirmation_number=case.confirmation_number,
        transfer_number=case.transfer_number,
        people=[
            particular
            for party in case.parties
            for particular in (
                *(party.name, party.phone, party.id_number, party.representative),
                *(named for agent in party.agents for named in (agent.name, agent.phone)),
            )
        ],
    )


def joined(
    *,
    number: str,
    court_number: str,
    key: str,
    cause_name: str,
    remark: str,
    confirmation_number: str,
    transfer_number: str,
    people: Iterable[str],
) -> str:
    """The text of these fields; the canonical court number once more as bare digits."""
    fields = (
        number,
        key,
        "".join(_DIGITS.findall(key)),
        court_number if court_number != key else "",
        cause_name,
        remark,
        confirmation_number,
        transfer_number,
        *people,
    )
    text = fold(_BETWEEN.join([field for field in fields if field]))
    return text.replace(_BETWEEN, "\n") + "\n"

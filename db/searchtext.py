"""What a case can be found by, as one folded text; the query text is folded by the same function."""

from __future__ import annotations

import re

from mediation.cases.case import Case
from mediation.cases.plain import fold

# Survives folding, unlike a line feed; stands between fields until they are folded together.
_BETWEEN = "\ue000"
_DIGITS = re.compile("[0-9]+")


def search_text(case: Case) -> str:
    """Numbers, people, cause and remark, each on a line of its own that ends with a line feed."""
    key = case.court_number_key
    fields = [
        case.number,
        key,
        "".join(_DIGITS.findall(key)),
        case.court_number if case.court_number != key else "",
        case.cause_name,
        case.remark,
        case.confirmation_number,
        case.transfer_number,
    ]
    for party in case.parties:
        fields += (party.name, party.phone, party.id_number, party.agent)
    kept = [field for field in fields if field]
    return fold(_BETWEEN.join(kept)).replace(_BETWEEN, "\n") + "\n"

"""Finding the earlier cases of a party by the index of what cases are found by."""

from __future__ import annotations

from sqlalchemy import Connection

from db import search
from db.translate import read_cases
from mediation.cases.earlier import EarlierCase, Sameness, Somebody, met_in

_LOOKED_AT = 60


def earlier_cases(connection: Connection, somebody: Somebody, limit: int) -> list[EarlierCase]:
    """The newest cases with this party: by number first, then by phone, then by name."""
    seqs: dict[int, None] = {}
    for text in (somebody.id_number, somebody.phone, somebody.name):
        wanted = search.needle(text)
        if wanted is not None and len(wanted) > 1:
            seqs.update(dict.fromkeys(search.newest(connection, wanted, _LOOKED_AT)))
    cases = read_cases(connection, sorted(seqs, reverse=True))
    found = [earlier for case in cases if (earlier := met_in(case, somebody)) is not None]
    order = list(Sameness)
    found.sort(key=lambda one: (-order.index(one.same), one.case.referred_on), reverse=True)
    return found[:limit]

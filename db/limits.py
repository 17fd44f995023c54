"""The day that the limit of an open case is counted to, kept with the case so that an index orders it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, select, union, update

from db.among import among_named, listed
from db.prepared import Prepared
from db.schema import cases, extensions, pauses
from db.translate import limit_on, read_cases
from mediation.clock.limits import Pause

_AT_ONCE = 500
_EXTENDED = Prepared(
    select(extensions.c.case_seq, func.sum(extensions.c.days))
    .where(among_named(extensions.c.case_seq, "seqs"))
    .group_by(extensions.c.case_seq)
)
_SHIFTED = Prepared(
    union(
        select(extensions.c.case_seq).where(among_named(extensions.c.case_seq, "seqs")),
        select(pauses.c.case_seq).where(among_named(pauses.c.case_seq, "seqs")),
    )
)
_PAUSED = Prepared(select(pauses).where(among_named(pauses.c.case_seq, "seqs")))


def settle(connection: Connection, seqs: Sequence[int]) -> None:
    """Count the limits of these saved cases again, of those with an extension or a pause.

    The others were counted when they were written.
    """
    for start in range(0, len(seqs), _AT_ONCE):
        some = listed(seqs[start : start + _AT_ONCE])
        for (seq,) in _SHIFTED.all(connection, seqs=some):
            count_again(connection, seq)


def count_again(connection: Connection, seq: int) -> None:
    """Count the limit of one case again, with what extends and pauses it now."""
    longer, paused = _extended(connection, [seq]), _paused(connection, [seq])
    case = read_cases(connection, [seq])[0]
    last = limit_on(case, longer.get(seq, 0), paused.get(seq, ()))
    connection.execute(update(cases).where(cases.c.seq == seq).values(limit_on=last))


def _extended(connection: Connection, seqs: list[int]) -> dict[int, int]:
    found = _EXTENDED.all(connection, seqs=listed(seqs))
    return {seq: int(days) for seq, days in found}


def _paused(connection: Connection, seqs: list[int]) -> Mapping[int, list[Pause]]:
    found: defaultdict[int, list[Pause]] = defaultdict(list)
    for row in _PAUSED.all(connection, seqs=listed(seqs)):
        found[row.case_seq].append(Pause(row.start, row.end))
    return found

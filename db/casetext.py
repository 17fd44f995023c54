"""Keeping the text that each case is found by in step with all it is made of; what of it was met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select, update

from db import roster, search
from db.among import among_named, listed
from db.prepared import Prepared
from db.schema import case_tags, case_text, cases, sessions
from db.searchtext import Labelled, labelled, search_text
from db.translate import read_by_seq
from mediation.cases.case import Case
from mediation.cases.plain import fold

SINCE = 8
"""Older versions of the tables kept texts without mediators, addresses and initials."""

_AT_ONCE, _TOLD_EVERY = 500, 5_000
_LEAD = 8
_NONE: Mapping[int, Case] = MappingProxyType({})
_KEPT = Prepared(
    select(case_text.c.seq, case_text.c.text).where(among_named(case_text.c.seq, "seqs"))
)
_SUMMARIES = Prepared(
    select(sessions.c.case_seq, sessions.c.summary)
    .where(among_named(sessions.c.case_seq, "seqs"))
    .order_by(sessions.c.held_on, sessions.c.held_at, sessions.c.seq)
)
_TAGS = Prepared(
    select(case_tags.c.case_seq, case_tags.c.tag)
    .where(among_named(case_tags.c.case_seq, "seqs"))
    .order_by(case_tags.c.tag)
)
_NEW = Prepared(insert(case_text).values(seq=bindparam("this"), text=bindparam("words")))
_CHANGED = Prepared(
    update(case_text).where(case_text.c.seq == bindparam("this")).values(text=bindparam("words"))
)


def refresh(connection: Connection, seqs: Sequence[int], known: Mapping[int, Case] = _NONE) -> None:
    """Write the text of these cases anew where it has changed.

    Those ``known`` by row number as they are kept now are not read again.
    """
    names = roster.Names(connection)
    for start in range(0, len(seqs), _AT_ONCE):
        some = list(seqs[start : start + _AT_ONCE])
        kept: dict[int, str] = dict(_KEPT.all(connection, seqs=listed(some)))
        for seq, lines in _lines(connection, some, names, known):
            text = search_text(lines)
            if seq not in kept:
                _NEW.run(connection, this=seq, words=text)
            elif kept[seq] != text:
                _CHANGED.run(connection, this=seq, words=text)


def rewrite(
    connection: Connection, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> None:
    """Write every text anew and build the index from them: after an older program's file was met.

    ``progress`` is called with cases done and cases in all.
    """
    for name in ("case_text_added", "case_text_removed", "case_text_changed"):
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
    seqs = list(connection.scalars(select(cases.c.seq).order_by(cases.c.seq)))
    for start in range(0, len(seqs), _TOLD_EVERY):
        progress(start, len(seqs))
        refresh(connection, seqs[start : start + _TOLD_EVERY])
    for trigger in search.TRIGGERS:
        connection.exec_driver_sql(trigger)
    search.rebuild(connection)


def excerpts(
    connection: Connection, seqs: Sequence[int], text: str
) -> dict[int, tuple[Labelled, ...]]:
    """By row number, what of each case holds the text, each with its name."""
    wanted = search.needle(text)
    if wanted is None:
        return {}
    return {
        seq: tuple(
            (label, _around(value, wanted))
            for label, value in lines
            if value and wanted in fold(value)
        )
        for seq, lines in _lines(connection, seqs, roster.Names(connection))
    }


def _around(value: str, wanted: str) -> str:
    """A long text from a little before what was searched for."""
    at = fold(value).find(wanted)
    return value if at <= _LEAD else ".." + value[at - _LEAD :]


def _lines(
    connection: Connection,
    seqs: Sequence[int],
    names: Mapping[UUID, str],
    known: Mapping[int, Case] = _NONE,
) -> Iterator[tuple[int, list[Labelled]]]:
    wanted = listed(seqs)
    said = _by_case(_SUMMARIES.all(connection, seqs=wanted))
    tagged = _by_case(_TAGS.all(connection, seqs=wanted))
    found = known if known.keys() >= set(seqs) else read_by_seq(connection, seqs)
    for seq in (seq for seq in seqs if seq in found):
        case = found[seq]
        leads = [case.mediator, *case.assistants]
        mediators = [names[person] for person in leads if person is not None]
        yield (
            seq,
            list(
                labelled(
                    case,
                    mediators=mediators,
                    summaries=said.get(seq, ()),
                    tags=tagged.get(seq, ()),
                )
            ),
        )


def _by_case(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for seq, text in rows:
        if text:
            found[seq].append(text)
    return found

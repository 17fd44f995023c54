"""Finding any part of a case's text: the trigram index of SQLite's FTS5, with the hits of LIKE.

The index follows ``case_text`` through a queue: triggers in plain SQL note which rows changed and
what stood there before, :func:`settle` brings the index up to date, and a search looks through the
queued rows by itself. So any program may write the file, and a hit is right at every moment.
(Triggers that write the index themselves are refused by SQLite 3.40 under ``trusted_schema=OFF``.)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    column,
    exists,
    func,
    literal_column,
    select,
    table,
    union,
)

from db.schema import case_text
from mediation.cases.plain import fold

FEW = 4_000
"""Up to so many hits are fetched by row; more are met soon enough by looking row by row."""

_MOST_TERMS = 400
_MOST_TRIGRAMS = 12
_HALF = re.compile("[\ud800-\udfff]")
_LAST = "\U0010ffff"
# The tokenizer reads these as U+FFFD, so a search for them must look at the text again.
_REPLACED = str.maketrans({"\ufffe": "\ufffd", "\uffff": "\ufffd"})

_index = table("case_search", column("rowid"))
_terms = table("case_terms", column("term"))
_queue = table("search_queue", column("seq"), column("old"))

TRIGGERS = (
    """CREATE TRIGGER case_text_added AFTER INSERT ON case_text BEGIN
        INSERT OR IGNORE INTO search_queue VALUES (new.seq, NULL); END""",
    """CREATE TRIGGER case_text_removed AFTER DELETE ON case_text BEGIN
        INSERT OR IGNORE INTO search_queue VALUES (old.seq, old.text); END""",
    """CREATE TRIGGER case_text_changed AFTER UPDATE ON case_text
        WHEN old.seq <> new.seq OR old.text <> new.text BEGIN
        INSERT OR IGNORE INTO search_queue VALUES (old.seq, old.text);
        INSERT OR IGNORE INTO search_queue VALUES (new.seq, NULL); END""",
)
"""The triggers that fill the queue; whoever drops them for a large load rebuilds afterwards."""

_OBJECTS: tuple[str, ...] = (
    """CREATE VIRTUAL TABLE case_search USING fts5(
        text, content='case_text', content_rowid='seq',
        tokenize='trigram case_sensitive 1', detail='none', columnsize=0)""",
    "CREATE VIRTUAL TABLE case_terms USING fts5vocab('case_search', 'row')",
    "CREATE TABLE search_queue (seq INTEGER PRIMARY KEY, old TEXT)",
    *TRIGGERS,
)

_SETTLING = (
    """INSERT INTO case_search (case_search, rowid, text)
        SELECT 'delete', seq, old FROM search_queue WHERE old IS NOT NULL""",
    """INSERT INTO case_search (rowid, text)
        SELECT seq, text FROM case_text WHERE seq IN (SELECT seq FROM search_queue)""",
    "DELETE FROM search_queue",
)


def create(connection: Connection) -> None:
    """Create the index over ``case_text`` and what keeps it; indexes the rows already there."""
    for statement in _OBJECTS:
        connection.exec_driver_sql(statement)
    rebuild(connection)


def rebuild(connection: Connection) -> None:
    """Build the index anew from ``case_text``."""
    connection.exec_driver_sql("INSERT INTO case_search (case_search) VALUES ('rebuild')")
    connection.exec_driver_sql("DELETE FROM search_queue")


def settle(connection: Connection) -> None:
    """Bring the index up to date with the rows changed since; a transaction's last step."""
    if connection.scalar(select(exists(select(_queue.c.seq)))):
        for statement in _SETTLING:
            connection.exec_driver_sql(statement)


@dataclass(frozen=True, slots=True)
class Needle:
    """What is looked for: ``match`` is the index's expression, ``None`` where only reading helps.

    ``exact`` says that the index alone decides; otherwise its hits are read to be sure.
    """

    text: str
    match: str | None
    exact: bool


def needle(connection: Connection, text: str) -> Needle | None:
    """The needle of a query; ``None`` when nothing is asked for. Nothing in it is syntax."""
    wanted = fold(text)
    if not wanted:
        return None
    if not wanted.isascii() and _HALF.search(wanted):
        return Needle("\0", "", exact=True)
    indexed = wanted.translate(_REPLACED)
    plain = "\ufffd" not in indexed
    if len(wanted) == 1 or "\0" in wanted:
        return Needle(wanted, None, exact=False)
    if len(wanted) == 2:
        terms = _terms_from(connection, indexed)
        if len(terms) > _MOST_TERMS:
            return Needle(wanted, None, exact=False)
        return Needle(wanted, " OR ".join(map(_quoted, terms)), exact=plain)
    grams = list(dict.fromkeys(indexed[at : at + 3] for at in range(len(indexed) - 2)))
    step = -(-len(grams) // _MOST_TRIGRAMS)
    match = " AND ".join(map(_quoted, grams[::step]))
    return Needle(wanted, match, exact=plain and len(wanted) == 3)


def _terms_from(connection: Connection, prefix: str) -> list[str]:
    """The trigrams in use that begin with two characters."""
    term = _terms.c.term
    found = select(term).where(term >= prefix, term <= prefix + _LAST).limit(_MOST_TERMS + 1)
    return list(connection.scalars(found))


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def are_few(connection: Connection, wanted: Needle) -> bool:
    """Whether the index names at most :data:`FEW` rows, found out without reading on."""
    if wanted.match is None:
        return False
    if not wanted.match:
        return True
    some = select(_index.c.rowid).where(_matches(wanted.match)).limit(FEW + 1)
    found = connection.scalar(select(func.count()).select_from(some.subquery()))
    return found is not None and found <= FEW


def count(connection: Connection, wanted: Needle) -> int:
    """How many cases hold the needle."""
    if wanted.match is None or not (wanted.exact or are_few(connection, wanted)):
        read = select(func.count()).select_from(case_text).where(_holds(case_text.c.text, wanted))
        return connection.scalar(read) or 0
    return (
        connection.scalar(select(func.count()).select_from(hits(connection, wanted).subquery()))
        or 0
    )


def hits(connection: Connection, wanted: Needle) -> Select[int]:
    """The row numbers of the cases that hold the needle, by way of the index where it has one."""
    if wanted.match is None:
        return select(case_text.c.seq).where(_holds(case_text.c.text, wanted))
    found = select(_index.c.rowid.label("seq")).where(_matches(wanted.match))
    if not wanted.match:
        found = found.where(literal_column("0"))
    queued = connection.scalar(select(exists(select(_queue.c.seq))))
    if wanted.exact and not queued:
        return found
    near = found.subquery()
    sure = (
        select(case_text.c.seq)
        .join_from(near, case_text, case_text.c.seq == near.c.seq)
        .where(_holds(case_text.c.text, wanted))
    )
    if not queued:
        return sure
    waiting = (
        select(case_text.c.seq)
        .join_from(_queue, case_text, case_text.c.seq == _queue.c.seq)
        .where(_holds(case_text.c.text, wanted))
    )
    both = union(sure, waiting).subquery()
    return select(both.c.seq)


def holds(seq: ColumnElement[int], wanted: Needle) -> ColumnElement[bool]:
    """A condition that reads the text of one row after the other: best in a list of many hits."""
    text = case_text.alias("read_text")
    return exists(select(literal_column("1")).where(text.c.seq == seq, _holds(text.c.text, wanted)))


def those_holding(connection: Connection, keys: Sequence[int], wanted: Needle) -> list[int]:
    """Those of some cases that hold the needle, in the order given."""
    read = select(case_text.c.seq).where(
        case_text.c.seq.in_(keys), _holds(case_text.c.text, wanted)
    )
    found = set(connection.scalars(read))
    return [key for key in keys if key in found]


def _holds(text: ColumnElement[str], wanted: Needle) -> ColumnElement[bool]:
    return func.instr(text, wanted.text) > 0


def _matches(expression: str) -> ColumnElement[bool]:
    return literal_column("case_search").bool_op("MATCH")(expression)

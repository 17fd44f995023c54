"""Finding any part of a case's text: the trigram index of SQLite's FTS5, with the hits of LIKE.

The index follows ``case_text`` through a queue: triggers in plain SQL note which rows changed and
what stood there before, :func:`settle` brings the index up to date, and a search looks through the
queued rows by itself. So any program may write the file, and a hit is right at every moment.
(Triggers that write the index themselves are refused by SQLite 3.40 under ``trusted_schema=OFF``.)
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    column,
    exists,
    false,
    func,
    literal_column,
    select,
    table,
    union,
)
from sqlalchemy.exc import OperationalError

from db.cipher import errors
from db.schema import case_text
from mediation.cases.plain import fold

FEW = 4_000
"""Up to so many hits are fetched by row; more are met soon enough by looking row by row."""

PATIENCE = 20
"""How many thousands of SQLite's steps a read of the texts may take before the index is asked."""

_STEPS = 1_000
# Bytes of terms that FTS5 collects in memory before it writes them; the second is its own default.
_WIDE, _USUAL = 32 * 1024 * 1024, 1024 * 1024
# Fetching a row by its number costs about as much as reading on through so many.
_FETCH_COST = 4
_FEW_OF_ALL = 16
_MOST_TERMS = 400
_MOST_TRIGRAMS = 12
# LIKE takes no pattern beyond 50,000 bytes.
_LONGEST = 10_000
_NEVER_KEPT = re.compile("[\0\ud800-\udfff]")
_LAST = "\U0010ffff"
# SQLite reads these two as U+FFFD, in LIKE and in the tokenizer.
_REPLACED = str.maketrans({"\ufffe": "\ufffd", "\uffff": "\ufffd"})

NOWHERE = "\0"
"""The needle of a query that no kept text can hold."""

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
    # Collected in fewer, larger pieces there is half as much to merge afterwards.
    for statement, value in (
        ("INSERT INTO case_search (case_search, rank) VALUES ('hashsize', ?)", (_WIDE,)),
        ("INSERT INTO case_search (case_search) VALUES ('rebuild')", ()),
        ("INSERT INTO case_search (case_search, rank) VALUES ('hashsize', ?)", (_USUAL,)),
        ("DELETE FROM search_queue", ()),
    ):
        connection.exec_driver_sql(statement, value)


def settle(connection: Connection) -> None:
    """Bring the index up to date with the rows changed since; a transaction's last step."""
    cursor = connection.connection.cursor()
    cursor.execute("SELECT EXISTS (SELECT 1 FROM search_queue)")
    if cursor.fetchone() == (1,):
        for statement in _SETTLING:
            cursor.execute(statement)


def needle(text: str) -> str | None:
    """What a query looks for, folded as the text is; ``None`` when nothing. Nothing is syntax."""
    wanted = fold(text)
    if len(wanted) > _LONGEST or _NEVER_KEPT.search(wanted):
        return NOWHERE
    return wanted.translate(_REPLACED) or None


def pattern(wanted: str) -> str:
    """The needle as LIKE takes it, with ``\\`` to escape."""
    for sign in "\\%_":
        wanted = wanted.replace(sign, "\\" + sign)
    return f"%{wanted}%"


@dataclass(frozen=True, slots=True)
class Way:
    """How the index leads to a needle.

    ``match`` is its expression, ``exact`` whether the rows it names are the hits or must be read to
    be sure, ``few`` these rows when they are few, ``worth_it`` whether fetching them should beat
    reading through every text.
    """

    needle: str
    match: str
    exact: bool
    few: tuple[int, ...] | None
    worth_it: bool


def way(connection: Connection, wanted: str) -> Way | None:
    """The way to a needle; ``None`` where only reading every text helps."""
    if wanted == NOWHERE:
        return Way(wanted, "", exact=True, few=(), worth_it=True)
    if len(wanted) == 1:
        return None
    exact = len(wanted) <= 3
    match = _expression(connection, wanted)
    if match is None:
        return None
    rows = tuple(connection.scalars(_named(match).limit(FEW + 1))) if match else ()
    if len(rows) <= FEW:
        return Way(wanted, match, exact, rows, worth_it=True)
    # The rows come in their order: the further apart the first ones lie, the fewer there are.
    few_by_look = rows[-1] >= FEW * _FETCH_COST
    worth_it = few_by_look or (not exact and _are_few(connection, match))
    return Way(wanted, match, exact, None, worth_it)


def newest(connection: Connection, wanted: str, most: int) -> list[int]:
    """The newest rows that may hold a needle of two characters or more, at most ``most``; some may not."""
    match = _expression(connection, wanted)
    if match is None:
        return []
    found = list(connection.scalars(_named(match).order_by(_index.c.rowid.desc()).limit(most)))
    return [*found, *connection.scalars(select(_queue.c.seq).limit(most))]


def _expression(connection: Connection, wanted: str) -> str | None:
    """What the index is asked for a needle; ``None`` where too many trigrams begin like it."""
    if len(wanted) == 2:
        terms = _terms_from(connection, wanted)
        return None if len(terms) > _MOST_TERMS else " OR ".join(map(_quoted, terms))
    grams = list(dict.fromkeys(wanted[at : at + 3] for at in range(len(wanted) - 2)))
    step = -(-len(grams) // _MOST_TRIGRAMS)
    return " AND ".join(map(_quoted, grams[::step]))


def _are_few(connection: Connection, match: str) -> bool:
    """Whether the rows lie close together only at the start: few of all are named."""
    there = connection.scalar(select(func.max(case_text.c.seq))) or 0
    one_more = _named(match).limit(1).offset(there // _FEW_OF_ALL)
    return connection.scalar(one_more) is None


def _terms_from(connection: Connection, prefix: str) -> list[str]:
    """The trigrams in use that begin with two characters."""
    term = _terms.c.term
    found = select(term).where(term >= prefix, term <= prefix + _LAST).limit(_MOST_TERMS + 1)
    return list(connection.scalars(found))


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def count(connection: Connection, wanted: str) -> int:
    """How many cases hold the needle."""
    found = way(connection, wanted)
    if found is None or not (found.exact or found.worth_it):
        read = select(func.count()).select_from(case_text).where(reads(case_text, wanted))
        return connection.scalar(read) or 0
    if found.exact and found.few is not None and not _is_behind(connection):
        return len(found.few)
    counted = select(func.count()).select_from(hits(connection, found).subquery())
    return connection.scalar(counted) or 0


def hits(connection: Connection, found: Way) -> Select[int]:
    """The row numbers of the cases that hold the needle."""
    named = _named(found.match) if found.few is None else _listed(found.few)
    behind = _is_behind(connection)
    if found.exact and not behind:
        return named
    sure = select(case_text.c.seq).where(case_text.c.seq.in_(named), reads(case_text, found.needle))
    if not behind:
        return sure
    waiting = (
        select(case_text.c.seq)
        .join_from(_queue, case_text, case_text.c.seq == _queue.c.seq)
        .where(reads(case_text, found.needle))
    )
    both = union(sure, waiting).subquery()
    return select(both.c.seq)


def _listed(rows: Sequence[int]) -> Select[int]:
    listed = func.json_each(json.dumps(rows)).table_valued("value")
    return select(listed.c.value.label("seq"))


def is_best_by_instr(wanted: str) -> bool:
    """Whether instr is quicker than LIKE with the same hits: LIKE can skip to an ASCII character."""
    return not wanted[0].isascii() and "\ufffd" not in wanted


def reads(text: FromClause, wanted: str | BindParameter[str]) -> ColumnElement[bool]:
    """The condition on a row of ``case_text`` itself; a bound parameter gets a :func:`pattern`."""
    if isinstance(wanted, str):
        if wanted == NOWHERE:
            return false()
        if is_best_by_instr(wanted):
            return func.instr(text.c.text, wanted) > 0
        return text.c.text.like(pattern(wanted), escape="\\")
    return text.c.text.like(wanted, escape="\\")


@contextmanager
def patience(connection: Connection) -> Iterator[None]:
    """Within, a read that goes on for long is broken off: ``TimeoutError``.

    So the plain reading of LIKE may have the first try at a word that could stand in many cases.
    """
    rounds = iter(range(PATIENCE))
    with breaking_off(connection, lambda: next(rounds, None) is not None, _STEPS):
        yield


@contextmanager
def breaking_off(
    connection: Connection, wanted: Callable[[], bool], steps: int = 100 * _STEPS
) -> Iterator[None]:
    """Within, a read is broken off once it is no longer ``wanted``: ``TimeoutError``."""
    raw: Any = connection.connection.dbapi_connection
    raw.set_progress_handler(lambda: not wanted(), steps)
    try:
        yield
    except errors(OperationalError, kind="OperationalError") as error:
        if str(getattr(error, "orig", error)) != "interrupted":
            raise
        raise TimeoutError from None
    finally:
        raw.set_progress_handler(None, 0)


def holds(seq: ColumnElement[int], wanted: str) -> ColumnElement[bool]:
    """The condition on a case by its row number, read row after row: best where hits are many."""
    text = case_text.alias("read_text")
    return exists(select(literal_column("1")).where(text.c.seq == seq, reads(text, wanted)))


def _is_behind(connection: Connection) -> bool:
    return bool(connection.scalar(select(exists(select(_queue.c.seq)))))


def _named(match: str) -> Select[int]:
    """The row numbers that an expression names; none for an empty one."""
    named = select(_index.c.rowid.label("seq"))
    if not match:
        return named.where(literal_column("0"))
    return named.where(literal_column("case_search").bool_op("MATCH")(match))

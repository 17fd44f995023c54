"""What a save changed, noted by the connection itself so that it can be undone and audited.

Temporary triggers of the writing connection keep the first image of every row a transaction
touches, whoever touches it; :func:`settle` turns those of cases into one line of ``undoables``, the
audit trail tells of all. They live in memory and never in the file. Of a load of many rows those of
cases are not noted: :func:`stop`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select

from db.among import among_named, listed
from db.belongings import (
    Image,
    belongings,
    changing,
    image_at,
    image_sql,
    key_of,
    key_sql,
    parents,
    quoted,
)
from db.compact import compact
from db.history import Stamp
from db.prepared import Prepared
from db.schema import (
    audit,
    cases,
    drafts,
    history,
    metadata,
    rollup,
    rollup_dirty,
    settings,
    undoables,
)
from db.translate import moment

KEPT = 200
"""So many saves of each person can be undone; older ones stay in the history alone."""

_NAMED = 3
_BESIDE = "search_ties"
"""The action of a search for ties: noted beside what the save was for."""

_NOTES = (
    "CREATE TEMP TABLE noted (at INTEGER PRIMARY KEY, tab TEXT, key TEXT, old TEXT,"
    " aside INTEGER NOT NULL DEFAULT 0, UNIQUE (tab, key))"
)
_NOT_OURS = "WHEN substr(NEW.key, 1, 1) <> '_'"
_NOTED = (
    "SELECT count(*) FILTER (WHERE type = 'table'), count(*) FILTER (WHERE type = 'trigger')"
    " FROM temp.sqlite_master WHERE name IN ('noted', 'note_cases_inserted')"
)
_MINE = undoables.c.who == bindparam("mine")
_SETTLED = Prepared(delete(undoables).where(_MINE, undoables.c.undone))
_TO_UNDO = ("who", "at", "action", "title", "cases", "undone", "content")
_KEEP = Prepared(insert(undoables).values({name: bindparam(name) for name in _TO_UNDO}))
_STANDING = ~undoables.c.undone
_THIN = Prepared(
    delete(undoables).where(
        _MINE,
        _STANDING,
        undoables.c.seq
        <= select(undoables.c.seq)
        .where(_MINE, _STANDING)
        .order_by(undoables.c.seq.desc())
        .limit(1)
        .offset(KEPT)
        .scalar_subquery(),
    )
)
_NUMBERS = Prepared(
    select(cases.c.seq, cases.c.number, cases.c.court_number).where(
        among_named(cases.c.seq, "seqs")
    )
)
_FIRST_SAID = Prepared(
    select(history.c.action)
    .where(
        history.c.seq > bindparam("before"),
        history.c.who == bindparam("who"),
        history.c.at == bindparam("at"),
        history.c.action != _BESIDE,
    )
    .order_by(history.c.seq)
    .limit(1)
)
_LAST_SAID = Prepared(select(func.max(history.c.seq)))
_SAID_BEFORE = "mediation_said_before"
_OWN = (audit, drafts, rollup, rollup_dirty, undoables)
_CASES = cases.name


@dataclass(frozen=True, slots=True)
class Turned:
    """A row before and after: ``None`` where it was not there."""

    table: Table
    before: Image | None
    after: Image | None

    @property
    def key(self) -> tuple[Any, ...]:
        """Its primary key."""
        image = self.after if self.before is None else self.before
        assert image is not None
        return key_of(self.table, image)


@dataclass(frozen=True, slots=True)
class Turns:
    """Every row that a transaction changed by table and key; those ``aside`` are no save to undo."""

    rows: Mapping[tuple[str, str], Turned]
    aside: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Noted:
    """What one save did: rows of cases that were and are there, cases that went and that came."""

    rows: tuple[Turned, ...]
    gone: tuple[str, ...]
    came: tuple[str, ...]
    seqs: tuple[int, ...]

    def text(self) -> str:
        """As it is kept."""
        rows = [[turned.table.name, turned.before, turned.after] for turned in self.rows]
        kept = {"rows": rows, "gone": self.gone, "came": self.came, "seqs": self.seqs}
        return compact(kept)


def noted_from(text: str) -> Noted:
    """What was kept as text; rows of tables that are no more are left out."""
    kept = json.loads(text)
    rows = tuple(
        Turned(metadata.tables[name], before, after)
        for name, before, after in kept["rows"]
        if name in metadata.tables
    )
    return Noted(rows, tuple(kept["gone"]), tuple(kept["came"]), tuple(kept["seqs"]))


@cache
def beside() -> tuple[Table, ...]:
    """The tables that people change and that hang on no case."""
    apart = (*_OWN, *belongings())
    return tuple(table for table in metadata.sorted_tables if table not in apart)


def begin(connection: Connection) -> None:
    """Note from now on what this connection changes."""
    cursor = connection.connection.cursor()
    cursor.execute(_NOTED)
    has_table, has_triggers = cursor.fetchone() or (0, 0)
    cursor.execute("DELETE FROM noted" if has_table else _NOTES)
    connection.info[_SAID_BEFORE] = _LAST_SAID.scalar(connection) or 0
    if not has_triggers:
        for table in (*changing(), *beside()):
            for statement in _triggers(table):
                connection.exec_driver_sql(statement)


def stop(connection: Connection) -> None:
    """Note nothing more of cases in this transaction and forget what was noted of them."""
    for table in changing():
        for act in ("inserted", "updated", "deleted"):
            name = quoted(f"note_{table.name}_{act}")
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS temp.{name}")
    names = ", ".join(f"'{table.name}'" for table in changing())
    connection.exec_driver_sql(f"DELETE FROM noted WHERE tab IN ({names})")  # noqa: S608


def _triggers(table: Table) -> Iterator[str]:
    place = f"main.{quoted(table.name)}"
    # What the store notes for itself among the settings is nobody's change.
    only = {"inserted": _NOT_OURS, "updated": _NOT_OURS} if table is settings else {}
    new = _first_note(table, "NEW", "NULL")
    old = _first_note(table, "OLD", image_sql(table, "OLD"))
    for act, when, body in (
        ("inserted", "AFTER INSERT", new),
        ("updated", "BEFORE UPDATE", old + new),
        ("deleted", "BEFORE DELETE", old),
    ):
        name = quoted(f"note_{table.name}_{act}")
        yield (
            f"CREATE TEMP TRIGGER IF NOT EXISTS {name} {when} ON {place} {only.get(act, '')} "
            f"BEGIN {body} END"
        )


def _first_note(table: Table, of: str, image: str) -> str:
    """A note unless there is one: OR IGNORE would give way to what the statement itself says."""
    key = key_sql(table, of)
    return (
        f"INSERT INTO noted (tab, key, old) SELECT '{table.name}', {key}, {image} "  # noqa: S608
        f"WHERE NOT EXISTS (SELECT 1 FROM noted WHERE tab = '{table.name}' AND key = {key}); "
    )


def set_aside(connection: Connection) -> None:
    """Say that what was noted so far is no save that could be undone."""
    connection.exec_driver_sql("UPDATE noted SET aside = 1")


def turned(connection: Connection) -> Turns:
    """What was noted since the transaction began, of every table; the notes are empty afterwards."""
    cursor = connection.connection.cursor()
    cursor.execute("SELECT tab, key, old, aside FROM noted ORDER BY at")
    lines = cursor.fetchall()
    cursor.execute("DELETE FROM noted")
    rows: dict[tuple[str, str], Turned] = {}
    aside: set[tuple[str, str]] = set()
    for name, key, old, is_aside in lines:
        table = metadata.tables[name]
        before = None if old is None else json.loads(old)
        after = image_at(connection, table, json.loads(key))
        if before != after:
            rows[name, key] = Turned(table, before, after)
            if is_aside:
                aside.add((name, key))
    return Turns(rows, frozenset(aside))


def _sorted_out(connection: Connection, turned: Mapping[tuple[str, str], Turned]) -> Noted:
    gone: list[str] = []
    came: list[str] = []
    seqs: list[int] = []
    rows: list[Turned] = []
    whole: set[int] = set()
    for each in turned.values():
        if each.table is cases and (each.before is None or each.after is None):
            image = each.after if each.before is None else each.before
            assert image is not None
            (came if each.before is None else gone).append(str(image["id"]))
            whole.add(image["seq"])
    for each in turned.values():
        seq = case_of(connection, each, turned)
        if seq is None or seq in whole:
            continue
        rows.append(each)
        if seq not in seqs:
            seqs.append(seq)
    order = {table: at for at, table in enumerate(changing())}
    rows.sort(key=lambda each: order[each.table])
    return Noted(tuple(rows), tuple(gone), tuple(came), tuple(seqs))


def case_of(
    connection: Connection, row: Turned, turned: Mapping[tuple[str, str], Turned]
) -> int | None:
    """The case that a row belongs to, by its references."""
    image = row.before if row.before is not None else row.after
    assert image is not None
    if row.table is cases:
        return int(image["seq"])
    for column, parent, _there in parents(row.table):
        if image[column] is None:
            continue
        if parent is cases:
            return int(image[column])
        above = turned.get((parent.name, compact([image[column]])))
        if above is None:
            found = image_at(connection, parent, [image[column]])
            above = Turned(parent, found, found) if found is not None else None
        if above is not None:
            return case_of(connection, above, turned)
    return None


def settle(connection: Connection, stamp: Stamp, turns: Turns) -> Noted:
    """Keep what the transaction changed as one thing to undo; what was undone before is settled."""
    noted = _sorted_out(
        connection,
        {
            at: row
            for at, row in turns.rows.items()
            if at not in turns.aside and row.table in changing()
        },
    )
    if not (noted.rows or noted.gone or noted.came):
        return noted
    _SETTLED.run(connection, mine=stamp.who)
    action, title = _words(connection, stamp, noted)
    _KEEP.run(
        connection,
        who=stamp.who,
        at=moment(stamp.at),
        action=action,
        title=title,
        cases=len(noted.seqs) + len(noted.gone) + len(noted.came),
        undone=False,
        content=noted.text(),
    )
    _THIN.run(connection, mine=stamp.who)
    return noted


def _words(connection: Connection, stamp: Stamp, noted: Noted) -> tuple[str, str]:
    """What the save was, as the first line of its history says, and the numbers of its cases."""
    came = [bytes.fromhex(each) for each in noted.came]
    named = _numbers(connection, noted)
    if came:
        marks = ", ".join("?" * len(came[:_NAMED]))
        found = connection.exec_driver_sql(
            f"SELECT number, court_number FROM {_CASES} WHERE id IN ({marks})",  # noqa: S608
            tuple(came[:_NAMED]),
        )
        named += [number or court_number for number, court_number in found]
    if noted.gone:
        from db.bin import numbers_of

        named += numbers_of(connection, noted.gone[:_NAMED])
    before = connection.info[_SAID_BEFORE]
    action = _FIRST_SAID.scalar(connection, before=before, who=stamp.who, at=moment(stamp.at))
    title = "、".join(filter(None, named[:_NAMED]))
    return ("bin" if noted.gone else action or "change"), title


def _numbers(connection: Connection, noted: Noted) -> list[str]:
    seqs = noted.seqs[:_NAMED]
    rows = [row.after for row in noted.rows if row.table is cases and row.after is not None]
    found = {row["seq"]: (row["number"], row["court_number"]) for row in rows}
    if not found.keys() >= set(seqs):
        found = {seq: both for seq, *both in _NUMBERS.all(connection, seqs=listed(seqs))}
    return [found[seq][0] or found[seq][1] for seq in seqs if seq in found]


def case_keys(connection: Connection, seqs: Sequence[int]) -> list[Any]:
    """The cases with these row numbers."""
    return list(connection.scalars(select(cases.c.id).where(cases.c.seq.in_(seqs))))

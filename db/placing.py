"""Putting a case in as it arrived from another program: its rows checked, then exactly these and no others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    Table,
    Time,
)
from sqlalchemy.exc import IntegrityError

from db import carried, casetext, limits, marks
from db.belongings import belongings, parents, quoted
from db.carried import Line, Rows, is_binary, referred, told_columns, trails, travelling
from db.schema import agents, agreements, cases, parties
from db.schema import history as history_lines
from db.translate import CASE_COLUMNS, plain_case_values, read_cases
from mediation.cases.plain import clean_note
from mediation.errors import MediationError, RuleViolation
from mediation.i18n import _

_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
_MOST_ROWS = 5_000
_WHOLE = 2**63

_SET = ", ".join(f"{quoted(name)} = ?" for name in CASE_COLUMNS)
_WHOLE_CASE = f"UPDATE cases SET {_SET} WHERE seq = ?"  # noqa: S608 — our own names

_BAD = _("内容不合格式。")
_STOLEN = _("其中有别的案件的内容。")


class Unfit(RuleViolation):
    """Rows that cannot be those of one case."""


def check(rows: Any, case: str) -> None:
    """Raise Unfit unless these can be the rows of exactly this case."""
    known = {table.name: table for table in travelling()}
    if not isinstance(rows, dict) or not set(rows) <= set(known):
        raise Unfit(_BAD)
    own = rows.get(cases.name)
    if not isinstance(own, list) or len(own) != 1:
        raise Unfit(_BAD)
    for name, lines in rows.items():
        if not isinstance(lines, list) or not 0 < len(lines) <= _MOST_ROWS:
            raise Unfit(_BAD)
        columns = told_columns(known[name])
        wanted = {column.name for column in columns}
        for line in lines:
            if not isinstance(line, dict) or set(line) != wanted:
                raise Unfit(_BAD)
            for column in columns:
                _check_value(column, line[column.name])
    if own[0]["id"] != case:
        raise Unfit(_STOLEN)
    people = {line["position"] for line in rows.get(parties.name, ())}
    if any(line["party"] not in people for line in rows.get(agents.name, ())):
        raise Unfit(_BAD)


def check_trail(lines: Any) -> None:
    """Raise Unfit unless these can be lines of history."""
    if not isinstance(lines, list):
        raise Unfit(_BAD)
    for line in lines:
        if not isinstance(line, list) or len(line) != 7:
            raise Unfit(_BAD)
        for word in line:
            _check_text(word)
        try:
            datetime.fromisoformat(line[0])
        except ValueError:
            raise Unfit(_BAD) from None


@dataclass(frozen=True, slots=True)
class Placed:
    """A case put in: its row number, how many rows went for it, and the months it counts in."""

    seq: int
    gone: int
    months: frozenset[date]


def put(connection: Connection, seq: int | None, rows: Rows, mine: Rows | None = None) -> Placed:
    """Let the case with this row number, or a new one, have exactly the checked rows.

    ``mine`` is what it has, if that is known: tables alike on both sides are left alone.
    :func:`follow_up` must come after. Raises Unfit when they take rows of another case or do not hold
    together, RuleViolation when they name somebody not on the roster or break a rule of cases.
    """
    try:
        return _put(connection, seq, rows, mine)
    except IntegrityError:  # rows said twice, or referring to none: the tables tell, no line above
        raise Unfit(_BAD) from None


def _put(connection: Connection, seq: int | None, rows: Rows, mine: Rows | None) -> Placed:
    months: frozenset[date] = frozenset()
    gone, agreed = 0, 0
    if seq is not None:
        months = _months(connection, seq)
        chosen = "SELECT version FROM agreements WHERE case_seq = ?"
        agreed = connection.exec_driver_sql(chosen, (seq,)).scalar() or 0
        mine = mine or carried.read(connection, [seq])[seq]
        gone = sum(
            _clear(connection, seq, table, rows)
            for table in reversed(travelling())
            if mine.get(table.name) not in (None, rows.get(table.name))
        )
    for table in travelling():
        if mine is not None and table is not cases and mine.get(table.name) == rows.get(table.name):
            continue
        for line in rows.get(table.name, ()):
            version = agreed + 1 if table is agreements else 1
            placed = _place(connection, table, line, seq, version)
            seq = placed if table is cases else seq
    assert seq is not None
    try:
        case = read_cases(connection, [seq])[0].checked()
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Unfit(_BAD) from None
    lead = connection.exec_driver_sql("SELECT mediator FROM cases WHERE seq = ?", (seq,)).scalar()
    connection.exec_driver_sql(_WHOLE_CASE, (*plain_case_values(case, lead), seq))
    return Placed(seq, gone, months | _months(connection, seq))


def follow_up(connection: Connection, placed: Sequence[Placed]) -> None:
    """Count again what follows from these cases: limits, months, the text they are found by."""
    seqs = [each.seq for each in placed]
    limits.settle(connection, seqs)
    marks.mark(connection, set().union(*(each.months for each in placed)))
    casetext.refresh(connection, seqs)


def _months(connection: Connection, seq: int) -> frozenset[date]:
    days = connection.exec_driver_sql(
        "SELECT referred_on, closed_on, transfer_counts_on FROM cases WHERE seq = ?", (seq,)
    ).one()
    return frozenset(date.fromisoformat(day).replace(day=1) for day in days if day)


def add_trail(connection: Connection, seq: int, lines: Sequence[Line]) -> None:
    """Add the lines of history that are not there yet."""

    there = Counter(tuple(line) for line in trails(connection, [seq]).get(seq, ()))
    new = []
    for line in lines:
        key = tuple(line)
        if there[key]:
            there[key] -= 1
        else:
            new.append((seq, *line))
    if new:
        columns = "case_seq, at, who, action, field, old, new, why"
        connection.exec_driver_sql(
            f"INSERT INTO {history_lines.name} ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            new,
        )


def _clear(connection: Connection, seq: int, table: Table, rows: Rows) -> int:
    """Take out what the case has and is not to have; rows without an id are all written anew."""
    if table is cases:
        return 0
    name, arriving = quoted(table.name), rows.get(table.name, ())
    within, values = _within(table, seq)
    count = f"SELECT count(*) FROM {name} WHERE {within}"  # noqa: S608 — our own names
    if "id" not in table.c:
        had = connection.exec_driver_sql(count, values).scalar_one()
        if had:
            connection.exec_driver_sql(f"DELETE FROM {name} WHERE {within}", values)  # noqa: S608
        return max(0, int(had) - len(arriving))
    staying = {line["id"] for line in arriving}
    chosen = f"SELECT seq, lower(hex(id)) FROM {name} WHERE {within}"  # noqa: S608
    going = [
        number
        for number, key in connection.exec_driver_sql(chosen, values).all()
        if key not in staying
    ]
    for number in going:
        _let_go(connection, table, number)
        connection.exec_driver_sql(f"DELETE FROM {name} WHERE seq = ?", (number,))  # noqa: S608
    return len(going)


def _let_go(connection: Connection, table: Table, number: int) -> None:
    """What stays here and was said in a session that went, stays without it."""
    for other in belongings():
        for column, parent, _there in parents(other):
            if parent is table and other.c[column].nullable:
                connection.exec_driver_sql(
                    f"UPDATE {quoted(other.name)} SET {quoted(column)} = NULL "  # noqa: S608
                    f"WHERE {quoted(column)} = ?",
                    (number,),
                )


def _within(table: Table, seq: int) -> tuple[str, tuple[Any, ...]]:
    if "case_seq" in table.c:
        return "case_seq = ?", (seq,)
    ((column, parent, there),) = parents(table)
    inner = f"SELECT {quoted(there)} FROM {quoted(parent.name)} WHERE case_seq = ?"  # noqa: S608
    return f"{quoted(column)} IN ({inner})", (seq,)


def _place(
    connection: Connection, table: Table, line: dict[str, Any], seq: int | None, version: int
) -> int:
    """Write one row, a new one with this version, and answer its number, 0 where it has none."""
    values = dict(_values(connection, table, line, seq))
    name = quoted(table.name)
    here = _standing(connection, table, line) if "id" in table.c else None
    if here is not None:
        number, same = here
        if same != seq:
            raise Unfit(_STOLEN)
        changed = [each for each in values if each not in ("id", "case_seq")]
        pieces = ", ".join(f"{quoted(each)} = ?" for each in changed)
        if "version" in table.c:
            pieces += ", version = version + 1"
        connection.exec_driver_sql(
            f"UPDATE {name} SET {pieces} WHERE seq = ?",  # noqa: S608 — our own names
            (*(values[each] for each in changed), number),
        )
        return int(number)
    if "version" in table.c:
        values["version"] = version
    names, marked = ", ".join(map(quoted, values)), ", ".join("?" * len(values))
    done = connection.exec_driver_sql(
        f"INSERT INTO {name} ({names}) VALUES ({marked})",  # noqa: S608 — our own names
        tuple(values.values()),
    )
    return int(done.lastrowid or 0) if "seq" in table.c else 0


def _standing(connection: Connection, table: Table, line: dict[str, Any]) -> tuple[int, int] | None:
    """The number of the row with this id and that of its case."""
    owner = "seq" if table is cases else "case_seq"
    found = connection.exec_driver_sql(
        f"SELECT seq, {owner} FROM {quoted(table.name)} WHERE id = ?",  # noqa: S608 — our own names
        (bytes.fromhex(line["id"]),),
    ).first()
    return (found[0], found[1]) if found is not None else None


def _values(
    connection: Connection, table: Table, line: dict[str, Any], seq: int | None
) -> Iterator[tuple[str, Any]]:
    if "case_seq" in table.c:
        yield "case_seq", seq
    for column in told_columns(table):
        value = line[column.name]
        other = referred(column)
        if value is not None and other is not None:
            value = _number_of(connection, other, value, seq)
        elif value is not None and is_binary(column):
            value = bytes.fromhex(value)
        yield column.name, value


def _number_of(connection: Connection, table: Table, key: str, seq: int | None) -> int:
    own = " AND case_seq = ?" if "case_seq" in table.c else ""
    found = connection.exec_driver_sql(
        f"SELECT seq FROM {quoted(table.name)} WHERE id = ?{own}",  # noqa: S608 — our own names
        (bytes.fromhex(key), seq) if own else (bytes.fromhex(key),),
    ).scalar()
    if found is None:
        if own:
            raise Unfit(_STOLEN)
        raise RuleViolation(_("名册里没有其中的调解员,请先把名册对齐。"))
    return int(found)


def _check_value(column: Column[Any], value: Any) -> None:
    kind = column.type
    if value is None:
        if not column.nullable:
            raise Unfit(_BAD)
    elif referred(column) is not None or is_binary(column):
        if not isinstance(value, str) or not _ID.fullmatch(value):
            raise Unfit(_BAD)
    elif isinstance(kind, Boolean):
        if type(value) is not int or value not in (0, 1):
            raise Unfit(_BAD)
    elif isinstance(kind, Integer):
        if type(value) is not int or not -_WHOLE <= value < _WHOLE:
            raise Unfit(_BAD)
    else:
        _check_text(value)
        _check_spelling(kind, value)


def _check_spelling(kind: Any, value: str) -> None:
    import json

    try:
        if isinstance(kind, DateTime):
            datetime.fromisoformat(value)
        elif isinstance(kind, Date):
            date.fromisoformat(value)
        elif isinstance(kind, Time):
            time.fromisoformat(value)
        elif isinstance(kind, JSON):
            extra = json.loads(value)
            if not isinstance(extra, dict) or any(type(each) is not str for each in extra.values()):
                raise Unfit(_BAD)
    except (ValueError, RecursionError):
        raise Unfit(_BAD) from None


def _check_text(value: Any) -> None:
    try:
        if not isinstance(value, str) or clean_note(value) != value.strip():
            raise Unfit(_BAD)
    except MediationError:
        raise Unfit(_BAD) from None

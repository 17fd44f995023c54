"""Cases with all that travels with them as values that mean the same in another database.

Row numbers of this database stay out; mediators, sessions and clauses are told by their ids.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, Connection, LargeBinary, Table
from sqlalchemy.types import Uuid

from db.belongings import belongings, parents, quoted
from db.schema import (
    Key,
    agents,
    agreements,
    assignments,
    assistants,
    case_papers,
    case_tags,
    cases,
    clauses,
    closing_steps,
    disclosures,
    extensions,
    history,
    instalments,
    next_steps,
    parties,
    pauses,
    payments,
    sessions,
    undisputed_facts,
)
from mediation.exchange.canonical import canonical

Rows = dict[str, list[dict[str, Any]]]
"""What travels of one case: rows by table, each table's in the order of their spelling."""

Line = list[str]
"""A line of history: at, who, action, field, old, new, why."""

TRAVELS = frozenset(
    {
        cases,
        parties,
        agents,
        assistants,
        sessions,
        case_tags,
        case_papers,
        undisputed_facts,
        extensions,
        pauses,
        next_steps,
        agreements,
        clauses,
        instalments,
        payments,
        closing_steps,
        disclosures,
        assignments,
    }
)
"""Only these leave. Private notes and compromise statements never do (法释〔2016〕14号 art. 22), nor
gradings and searches for ties, which are the office's own."""

UNTOLD = (
    "note_private",
    "correct_private",
    "drop_private",
    "note_compromise",
    "drop_compromise",
    "grade",
    "search_ties",
)
"""Lines of history about what stays."""

_FOLLOWS = ("days", "limit_on", "transfer_counts_on", "applicants", "respondents")
_TOLD = ("at", "who", "action", "field", "old", "new", "why")


@cache
def travelling() -> tuple[Table, ...]:
    """The tables that travel, referred ones first."""
    return tuple(table for table in belongings() if table in TRAVELS)


@cache
def told_columns(table: Table) -> tuple[Column[Any], ...]:
    """The columns whose values leave: no row numbers, nothing that follows from others, no version."""
    return tuple(
        column
        for column in table.columns
        if not any(key.column.table is cases for key in column.foreign_keys)
        and column.name not in ("seq", "version")
        and not (table is cases and column.name in _FOLLOWS)
    )


def referred(column: Column[Any]) -> Table | None:
    """The table whose row a column names by number, told by id outside."""
    return next((key.column.table for key in column.foreign_keys), None)


def is_binary(column: Column[Any]) -> bool:
    """Whether the column keeps bytes, told in hexadecimal."""
    return isinstance(column.type, Key | LargeBinary | Uuid)


def read(connection: Connection, seqs: Sequence[int]) -> dict[int, Rows]:
    """What travels of these cases, by row number."""
    found: defaultdict[int, Rows] = defaultdict(dict)
    for table in travelling():
        for seq, text in connection.exec_driver_sql(_select(table), (json.dumps(list(seqs)),)):
            found[seq].setdefault(table.name, []).append(json.loads(text))
    for rows in found.values():
        for lines in rows.values():
            lines.sort(key=canonical)
    return found


def trails(connection: Connection, seqs: Sequence[int]) -> dict[int, list[Line]]:
    """The history of these cases as far as it is told to others, by row number, oldest first."""
    found: defaultdict[int, list[Line]] = defaultdict(list)
    marks = ", ".join("?" * len(UNTOLD))
    names = ", ".join(quoted(name) for name in _TOLD)
    statement = (
        f"SELECT case_seq, {names} FROM {history.name} "  # noqa: S608 — our own names
        f"WHERE case_seq IN (SELECT value FROM json_each(?)) AND action NOT IN ({marks}) "
        "ORDER BY case_seq, seq"
    )
    for seq, *line in connection.exec_driver_sql(statement, (json.dumps(list(seqs)), *UNTOLD)):
        found[seq].append(line)
    return found


@cache
def _select(table: Table) -> str:
    name = quoted(table.name)
    pieces = ", ".join(f"'{each.name}', {_told(name, each)}" for each in told_columns(table))
    seq, joined = f"{name}.case_seq", ""
    if table is cases:
        seq = f"{name}.seq"
    elif "case_seq" not in table.c:
        ((column, parent, there),) = parents(table)
        other = quoted(parent.name)
        seq = f"{other}.case_seq"
        joined = f" JOIN {other} ON {other}.{quoted(there)} = {name}.{quoted(column)}"
    return (
        f"SELECT {seq}, json_object({pieces}) FROM {name}{joined} "  # noqa: S608 — our own names
        f"WHERE {seq} IN (SELECT value FROM json_each(?))"
    )


def _told(name: str, column: Column[Any]) -> str:
    place = f"{name}.{quoted(column.name)}"
    other = referred(column)
    if other is not None:
        return f"(SELECT lower(hex(o.id)) FROM {quoted(other.name)} o WHERE o.seq = {place})"  # noqa: S608
    if is_binary(column):
        return f"CASE WHEN {place} IS NULL THEN NULL ELSE lower(hex({place})) END"
    return place

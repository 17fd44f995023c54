"""The tables whose rows belong to a case, found by their references; and such rows as plain values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table
from sqlalchemy.types import Uuid

from db.schema import Key, case_text, cases, history, metadata

Image = Mapping[str, Any]
"""A row by column: numbers and text as SQLite keeps them, bytes in hexadecimal."""

_AT_ONCE = 500


@cache
def belongings() -> tuple[Table, ...]:
    """``cases`` and every table whose rows lead to it by reference, referred ones first."""
    found = {cases}
    for table in metadata.sorted_tables:
        if any(key.column.table in found for key in table.foreign_keys):
            found.add(table)
    return tuple(table for table in metadata.sorted_tables if table in found)


@cache
def changing() -> tuple[Table, ...]:
    """Those of them that hold what people enter: neither the history nor the text to search."""
    return tuple(table for table in belongings() if table not in (history, case_text))


@cache
def parents(table: Table) -> tuple[tuple[str, Table, str], ...]:
    """Column, table and column of every reference by which a table's rows belong to a case."""
    return tuple(
        (key.parent.name, key.column.table, key.column.name)
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
        if key.column.table in belongings()
    )


@cache
def key_columns(table: Table) -> tuple[str, ...]:
    """The columns of the primary key."""
    return tuple(column.name for column in table.primary_key.columns)


@cache
def _is_binary(table: Table, name: str) -> bool:
    return isinstance(table.c[name].type, Key | LargeBinary | Uuid)


def quoted(name: str) -> str:
    """A name as SQL takes it whatever it is."""
    return '"' + name.replace('"', '""') + '"'


def image_sql(table: Table, of: str) -> str:
    """The SQL of a row as JSON; ``of`` is what the row is called there."""
    pieces = (f"'{column.name}', {_plain_sql(table, column.name, of)}" for column in table.columns)
    return f"json_object({', '.join(pieces)})"


def key_sql(table: Table, of: str) -> str:
    """The SQL of a row's primary key as JSON."""
    return f"json_array({', '.join(_plain_sql(table, name, of) for name in key_columns(table))})"


def _plain_sql(table: Table, name: str, of: str) -> str:
    place = f"{of}.{quoted(name)}"
    if not _is_binary(table, name):
        return place
    return f"CASE WHEN {place} IS NULL THEN NULL ELSE hex({place}) END"


def key_of(table: Table, image: Image) -> tuple[Any, ...]:
    """The primary key in a row's image."""
    return tuple(image[name] for name in key_columns(table))


def _kept_key(table: Table, key: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(
        _kept(table, name, value) for name, value in zip(key_columns(table), key, strict=True)
    )


def image_at(connection: Connection, table: Table, key: Sequence[Any]) -> dict[str, Any] | None:
    """The row with a primary key as it stands now."""
    cursor = connection.connection.cursor()
    cursor.execute(_image_at(table), _kept_key(table, key))
    found = cursor.fetchone()
    return None if found is None else json.loads(found[0])


@cache
def _image_at(table: Table) -> str:
    where = " AND ".join(f"{quoted(name)} IS ?" for name in key_columns(table))
    name = quoted(table.name)
    return f"SELECT {image_sql(table, name)} FROM {name} WHERE {where}"  # noqa: S608 — our own names


def image_with(connection: Connection, table: Table, key: str) -> dict[str, Any] | None:
    """The row with this ``id``, in hexadecimal, whatever number it bears."""
    return next(iter(_images_where(connection, table, "id", [key])), None)


def images_of(connection: Connection, case_seq: int) -> dict[str, list[dict[str, Any]]]:
    """All rows of a case by table, referred ones first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table in belongings():
        rows: dict[str, dict[str, Any]] = {}
        wanted = (
            [("seq", [case_seq])]
            if table is cases
            else [
                (column, [row[there] for row in found.get(parent.name, ())])
                for column, parent, there in parents(table)
            ]
        )
        for column, values in wanted:
            for image in _images_where(connection, table, column, values):
                rows[json.dumps(key_of(table, image))] = image
        if rows:
            found[table.name] = list(rows.values())
    return found


def _images_where(
    connection: Connection, table: Table, column: str, values: Sequence[Any]
) -> Iterable[dict[str, Any]]:
    name = quoted(table.name)
    order = ", ".join(quoted(each) for each in key_columns(table))
    plain = values
    if values and _is_binary(table, column):
        plain = [bytes.fromhex(value) for value in values]
    for start in range(0, len(plain), _AT_ONCE):
        some = tuple(plain[start : start + _AT_ONCE])
        marks = ", ".join("?" * len(some))
        statement = (
            f"SELECT {image_sql(table, name)} FROM {name} "  # noqa: S608 — our own names
            f"WHERE {quoted(column)} IN ({marks}) ORDER BY {order}"
        )
        for (text,) in connection.exec_driver_sql(statement, some).all():
            yield json.loads(text)


def put_in(connection: Connection, table: Table, image: Image) -> None:
    """Insert a row from its image."""
    names = [name for name in image if name in table.c]
    statement = (
        f"INSERT INTO {quoted(table.name)} ({', '.join(map(quoted, names))}) "  # noqa: S608
        f"VALUES ({', '.join('?' * len(names))})"
    )
    values = tuple(_kept(table, name, image[name]) for name in names)
    connection.exec_driver_sql(statement, values)


def change(connection: Connection, table: Table, key: Sequence[Any], image: Image) -> None:
    """Set some columns of a row."""
    pieces = ", ".join(f"{quoted(name)} = ?" for name in image)
    where = " AND ".join(f"{quoted(name)} IS ?" for name in key_columns(table))
    values = [_kept(table, name, value) for name, value in image.items()]
    connection.exec_driver_sql(
        f"UPDATE {quoted(table.name)} SET {pieces} WHERE {where}",  # noqa: S608 — our own names
        (*values, *_kept_key(table, key)),
    )


def take_out(connection: Connection, table: Table, key: Sequence[Any]) -> None:
    """Delete a row."""
    where = " AND ".join(f"{quoted(name)} IS ?" for name in key_columns(table))
    connection.exec_driver_sql(
        f"DELETE FROM {quoted(table.name)} WHERE {where}",  # noqa: S608 — our own names
        _kept_key(table, key),
    )


def _kept(table: Table, name: str, value: Any) -> Any:
    return bytes.fromhex(value) if value is not None and _is_binary(table, name) else value

"""Statements that every save asks: compiled once, and run without the work SQLAlchemy does anew each time."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.sql.selectable import SelectBase

_Convert = Callable[[Any], Any]
_Statement = Select[Any] | CompoundSelect[Any] | Insert | Update | Delete


@dataclass(frozen=True, slots=True)
class _Made:
    """The statement in the driver's words: its values in their order, what its columns become."""

    dialect: Dialect
    text: str
    values: tuple[tuple[str, _Convert | None], ...]
    said: dict[str, Any]
    columns: tuple[tuple[int, _Convert], ...]
    row: Callable[..., Any]


class Prepared:
    """A statement with named values, run straight by the driver inside the connection's transaction.

    Its errors are the driver's own; :func:`db.faults.told` tells both kinds.
    """

    def __init__(self, statement: _Statement) -> None:
        self._statement = statement
        self._made: _Made | None = None

    def all(self, connection: Connection, **values: Any) -> list[Any]:
        """Every row, with its columns by name."""
        made, cursor = self._run(connection, values)
        if not made.columns:
            return [made.row(*row) for row in cursor.fetchall()]
        return [made.row(*_converted(row, made.columns)) for row in cursor.fetchall()]

    def first(self, connection: Connection, **values: Any) -> Any:
        """The first row; ``None`` without one."""
        return next(iter(self.all(connection, **values)), None)

    def scalar(self, connection: Connection, **values: Any) -> Any:
        """The first column of the first row; ``None`` without one."""
        row = self.first(connection, **values)
        return None if row is None else row[0]

    def run(self, connection: Connection, **values: Any) -> int:
        """Write; answers how many rows it touched."""
        return int(self._run(connection, values)[1].rowcount)

    def insert(self, connection: Connection, **values: Any) -> int:
        """Write one row; answers its row number."""
        return int(self._run(connection, values)[1].lastrowid)

    def _run(self, connection: Connection, values: dict[str, Any]) -> tuple[_Made, DBAPICursor]:
        made = self._made
        if made is None or made.dialect is not connection.dialect:
            made = self._made = _made(self._statement, connection.dialect)
        given = {**made.said, **values}
        bound = [
            given[name] if convert is None else convert(given[name])
            for name, convert in made.values
        ]
        cursor = connection.connection.cursor()
        cursor.execute(made.text, bound)
        return made, cursor


def _made(statement: _Statement, dialect: Dialect) -> _Made:
    compiled: Any = statement.compile(dialect=dialect)
    bound = {name: bind.type.dialect_impl(dialect) for name, bind in compiled.binds.items()}
    chosen = list(statement.selected_columns) if isinstance(statement, SelectBase) else []
    becoming = [column.type.dialect_impl(dialect) for column in chosen]
    found = [(at, kind.result_processor(dialect, None)) for at, kind in enumerate(becoming)]
    names = [column.key or "" for column in chosen]
    return _Made(
        dialect,
        str(compiled),
        tuple((name, bound[name].bind_processor(dialect)) for name in compiled.positiontup),
        {name: bind.effective_value for name, bind in compiled.binds.items() if not bind.required},
        tuple((at, convert) for at, convert in found if convert is not None),
        namedtuple("Row", names, rename=True),
    )


def _converted(row: Sequence[Any], columns: Sequence[tuple[int, _Convert]]) -> list[Any]:
    values = list(row)
    for at, convert in columns:
        if values[at] is not None:
            values[at] = convert(values[at])
    return values

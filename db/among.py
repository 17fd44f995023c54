"""Asking for many values at once with one parameter, so that the statement stays the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, bindparam, func, select

from db.compact import compact


def among(column: ColumnElement[Any], values: Sequence[Any]) -> ColumnElement[bool]:
    """Whether the column's text or number is one of the values (SQLite's json_each)."""
    if len(values) == 1:  # building the list takes longer than the question
        only: ColumnElement[bool] = column == values[0]
        return only
    listed = func.json_each(compact(list(values))).table_valued("value")
    return column.in_(select(listed.c.value))


def among_named(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """As :func:`among`, for the values that a statement is given later as :func:`listed`."""
    values = func.json_each(bindparam(name, type_=Text)).table_valued("value")
    return column.in_(select(values.c.value))


def listed(values: Sequence[Any]) -> str:
    """Texts or numbers as :func:`among_named` takes them."""
    return compact(list(values))

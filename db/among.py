"""Asking for many values at once with one parameter, so that the statement stays the same."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select


def among(column: ColumnElement[Any], values: Sequence[Any]) -> ColumnElement[bool]:
    """Whether the column's text or number is one of the values (SQLite's json_each)."""
    if len(values) == 1:  # building the list takes longer than the question
        only: ColumnElement[bool] = column == values[0]
        return only
    listed = func.json_each(json.dumps(values, ensure_ascii=False)).table_valued("value")
    return column.in_(select(listed.c.value))

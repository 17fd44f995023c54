"""Values of the program as plain JSON and back, told apart by the types their fields declare.

A field that an older text lacks takes its default, one that is no longer known is passed over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID


def to_plain(value: Any) -> Any:
    """The value as JSON has it: fractions as ``n/d``, maps as lists of pairs, so that order stays."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, UUID):
        return str(value)
    if is_dataclass(value):
        return {each.name: to_plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return [[to_plain(key), to_plain(each)] for key, each in value.items()]
    if isinstance(value, Sequence):
        return [to_plain(each) for each in value]
    raise TypeError(type(value).__name__)


def from_plain(kind: Any, value: Any) -> Any:
    """The value of this type that :func:`to_plain` made plain; raises ValueError or TypeError."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _one_of(get_args(kind), value)
    if origin is not None and issubclass(origin, Mapping):
        keys, values = get_args(kind)
        return MappingProxyType(
            {from_plain(keys, key): from_plain(values, each) for key, each in value}
        )
    if origin is not None and issubclass(origin, Sequence):
        return _several(get_args(kind), value)
    if kind in (datetime, date):
        return kind.fromisoformat(value)
    if kind in (Fraction, UUID) or (isinstance(kind, type) and issubclass(kind, Enum)):
        return kind(value)
    if is_dataclass(kind):
        return _record(kind, value)
    return value


def _one_of(kinds: tuple[Any, ...], value: Any) -> Any:
    """``None`` as it is; between a number and a fraction it counts whether the value is a text."""
    if value is None:
        return None
    others = [kind for kind in kinds if kind is not NoneType]
    is_text = isinstance(value, str)
    fitting = [kind for kind in others if is_text == (kind not in (int, float, bool))]
    return from_plain((fitting or others)[0], value)


def _several(kinds: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    if len(kinds) == 2 and kinds[1] is not Ellipsis:
        return tuple(from_plain(kind, each) for kind, each in zip(kinds, value, strict=True))
    return tuple(from_plain(kinds[0], each) for each in value)


def _record(kind: Any, value: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    given = {
        each.name: from_plain(hints[each.name], value[each.name])
        for each in fields(kind)
        if each.name in value
    }
    for each in fields(kind):
        if each.name not in given and each.default is each.default_factory is MISSING:
            raise ValueError(each.name)
    return kind(**given)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)

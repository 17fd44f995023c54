"""Values of the program as plain JSON and back, told apart by the types their fields declare.

A field that an older text lacks takes its default, one that is no longer known is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

_Read = Callable[[Any], Any]


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
    return _reader(kind)(value)


@cache
def _reader(kind: Any) -> _Read:
    """How values of a type are read: found out once for each type, as a report has thousands."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _one_of(get_args(kind))
    if origin is not None and issubclass(origin, Mapping):
        key, member = map(_reader, get_args(kind))
        return lambda value: MappingProxyType({key(one): member(each) for one, each in value})
    if origin is not None and issubclass(origin, Sequence):
        return _several(get_args(kind))
    if kind in (datetime, date):
        read: _Read = kind.fromisoformat
        return read
    if kind in (Fraction, UUID) or (isinstance(kind, type) and issubclass(kind, Enum)):
        return cast("_Read", kind)
    if is_dataclass(kind):
        return _record(kind)
    return _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _one_of(kinds: tuple[Any, ...]) -> _Read:
    """``None`` as it is; between a number and a fraction it counts whether the value is a text."""
    others = [kind for kind in kinds if kind is not NoneType]
    numbers = [kind for kind in others if kind in (int, float, bool)]
    written = _reader(next((kind for kind in others if kind not in numbers), others[0]))
    counted = _reader((numbers or others)[0])

    def read(value: Any) -> Any:
        if value is None:
            return None
        return written(value) if isinstance(value, str) else counted(value)

    return read


def _several(kinds: tuple[Any, ...]) -> _Read:
    readers = [_reader(kind) for kind in kinds if kind is not Ellipsis]
    if len(readers) == 1:
        (one,) = readers
        return lambda value: tuple(map(one, value))
    return lambda value: tuple(read(each) for read, each in zip(readers, value, strict=True))


def _record(kind: Any) -> _Read:
    hints = get_type_hints(kind)
    readers = [(each.name, _reader(hints[each.name])) for each in fields(kind)]
    needed = [each.name for each in fields(kind) if each.default is each.default_factory is MISSING]

    def read(value: Any) -> Any:
        given = {name: each(value[name]) for name, each in readers if name in value}
        for name in needed:
            if name not in given:
                raise ValueError(name)
        return kind(**given)

    return read

"""One spelling for each value, so that both sides find the same digest; and bounds on what is read."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from mediation.errors import FileRefused
from mediation.i18n import _

LONGEST_LINE = 4 * 1024 * 1024
"""Bytes of one line of a bundle."""

DEEPEST = 8
"""So many lists and objects may lie in each other."""


def canonical(value: Any) -> str:
    """The only spelling of a value of text, whole numbers, lists and objects; raises ValueError."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def digest(value: Any) -> str:
    """The SHA-256 of a value's canonical spelling, in hexadecimal."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def read_object(line: bytes) -> dict[str, Any]:
    """The object that a line spells canonically; raises :class:`FileRefused` for any other line.

    Names said twice, fractions and numbers that are none do not survive being spelt again.
    """
    if len(line) > LONGEST_LINE:
        raise FileRefused(_("文件里有一行过长,没有读。请让对方重新做一份。"))
    try:
        value = json.loads(line)
        if isinstance(value, dict) and _fits(value) and canonical(value).encode() == line:
            return value
    except (ValueError, RecursionError):
        pass
    raise FileRefused(_("文件的内容不合格式,没有读。请让对方重新做一份。"))


def _fits(value: Any, depth: int = 1) -> bool:
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return depth <= DEEPEST and all(_fits(each, depth + 1) for each in inner)
    return value is None or isinstance(value, str | int)

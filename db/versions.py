"""Telling a stale save: which fields differ, and the conflict that shows both sides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mediation.errors import Conflict
from mediation.i18n import _


def differing(mine: Any, theirs: Any, names: Iterable[str]) -> list[str]:
    """The fields in which two values differ."""
    return [name for name in names if getattr(mine, name) != getattr(theirs, name)]


def conflict(mine: Any, theirs: Any, names: Iterable[str]) -> Conflict:
    """A conflict that holds both sides of every differing field."""
    apart = differing(mine, theirs, names)
    return Conflict(
        _("别人已先保存了这条记录,您的修改没有保存。请对照两边后再存一次。"),
        mine={name: getattr(mine, name) for name in apart},
        theirs={name: getattr(theirs, name) for name in apart},
    )

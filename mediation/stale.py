"""A save made on what is no longer kept so: both sides of every differing field, nothing overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from mediation.errors import Conflict, NotFound
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


def refuse_stale(mine: Any, seen: Any, kept: Any) -> None:
    """Let a save pass only over what its author saw, or over itself told a second time.

    For what has no version of its own. Raises Conflict with both sides, and NotFound when what was
    seen is gone.
    """
    if kept in (seen, mine):
        return
    if kept is None:
        raise NotFound(_("您打开以后,这一条已被别人删去,没有保存。请抄下内容,返回刷新再决定。"))
    raise conflict(mine, kept, [each.name for each in fields(mine)])


def refuse_unseen(seen: Any, kept: Any) -> None:
    """Let a removal pass only of what its author saw, or of what is gone already.

    Raises Conflict with both sides; nothing ``seen`` means that nothing was there.
    """
    if kept is None or kept == seen:
        return
    names = [each.name for each in fields(kept)]
    apart = names if seen is None else differing(seen, kept, names)
    raise Conflict(
        _("别人刚改过这一条,没有删去。请刷新,看清现在的内容再决定。"),
        mine={} if seen is None else {name: getattr(seen, name) for name in apart},
        theirs={name: getattr(kept, name) for name in apart},
    )

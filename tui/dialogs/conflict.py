"""Somebody saved first: both sides field by field, and nothing is overwritten in silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mediation.i18n import _
from tui.dialogs.question import Answer, Question
from tui.text import clean


@dataclass(frozen=True, slots=True)
class Side:
    """One differing field: what we want to save and what is saved now."""

    name: str
    label: str
    mine: str
    theirs: str


class ConflictDialog(Question):
    """Answers ``mine``, ``theirs`` or ``back``."""

    def __init__(self, message: str, sides: Sequence[Side]) -> None:
        lines = []
        for side in sides:
            lines.append(clean(side.label))
            lines.append(_("  我填的:{text}").format(text=clean(side.mine) or _("(空)")))
            lines.append(_("  已存的:{text}").format(text=clean(side.theirs) or _("(空)")))
        super().__init__(
            clean(message),
            "\n".join(lines),
            (
                Answer("back", ("escape",), _("回到表中再看看,什么也不改")),
                Answer("mine", ("m",), _("存我填的,换掉上面已存的")),
                Answer("theirs", ("t",), _("留已存的,把它们填进表里")),
            ),
        )

"""Anything by name: every action that works here, in words."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from mediation.i18n import _
from tui import keymap
from tui.screens.picker import Choice, PickerScreen, names_match


class PaletteScreen(PickerScreen):
    """The actions of the screen below and of the whole program."""

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__(_("按名称找操作"), self._fitting)
        self._below = below
        self._keys = keymap.keys_in_effect(below)
        self._actions = [action for action in keymap.ACTIONS if action.id in self._keys]

    def _fitting(self, text: str) -> list[Choice]:
        wanted = text.casefold()
        found = []
        for action in self._actions:
            keys = " ".join(map(keymap.key_name, self._keys[action.id]))
            if names_match(text, f"{action.label} {action.tooltip} {action.id} {keys}"):
                found.append(Choice(f"{action.label}  {keys}", action.tooltip, action.act))
        return sorted(found, key=lambda choice: not choice.label.casefold().startswith(wanted))

"""What one person chose for the screens on this machine: colours, keys, flat lines, widths."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from mediation.errors import MediationError, NotFound, Unreadable
from mediation.i18n import LANGUAGES, _

LANGUAGE: Final = "language"
THEME: Final = "theme"
FLAT: Final = "flat"
AMBIGUOUS: Final = "ambiguous"
KEYS: Final = "keys."
FLAT_VARIABLE: Final = "MEDIATION_FLAT"

CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    LANGUAGE: LANGUAGES,
    THEME: ("night", "day"),
    FLAT: ("off", "on"),
    AMBIGUOUS: ("narrow", "wide"),
}
MEANINGS: Final[Mapping[str, str]] = {
    LANGUAGE: _("语言:zh 中文(默认)或 en 英文,下次打开时起"),
    THEME: _("颜色:night 深色(默认)或 day 浅色"),
    FLAT: _("给读屏软件用的平铺界面:on 或 off(默认)"),
    AMBIGUOUS: _("终端把 · … “ 等字符画成一格 narrow(默认)还是两格 wide"),
    f"{KEYS}ID": _("操作 ID 的按键,如 keys.case.new 取 ctrl+n 或 n,ctrl+n;空为默认"),
}


def is_screen_choice(key: str) -> bool:
    """Whether a setting belongs to this machine's screens rather than to the database."""
    return key in CHOICES or key.startswith(KEYS)


def checked_choice(key: str, value: str) -> str:
    """The value as it is kept, empty for the default; raises MediationError when it is none.

    Keys of actions are checked by :mod:`tui.chosen_keys`, which knows the actions.
    """
    value = value.strip().lower()
    if key not in CHOICES:
        raise NotFound(
            _("没有“{key}”这项设置,可用:{known}。").format(
                key=key[:60], known=_("、").join(MEANINGS)
            )
        )
    if value and value not in CHOICES[key]:
        raise Unreadable(
            _("{key} 只能是 {values}。").format(key=key, values=_(" 或 ").join(CHOICES[key]))
        )
    return value


class ScreenChoices:
    """The choices and the file that keeps them; without a path they last as long as the window.

    A damaged file counts as empty: nobody is kept out by what was chosen.
    """

    def __init__(self, path: Path | None = None, *, flat: bool = False) -> None:
        self._path = path
        self._flat = flat
        self._kept = _read(path) if path is not None else {}

    def all(self) -> dict[str, str]:
        """Everything that was chosen, by its key."""
        return dict(self._kept)

    def choice(self, key: str) -> str:
        """One of ``CHOICES``: as chosen, or its default."""
        kept = self._kept.get(key, "")
        return kept if kept in CHOICES[key] else CHOICES[key][0]

    def keys(self) -> dict[str, str]:
        """The chosen keys by the id of their action, as written."""
        return {
            key.removeprefix(KEYS): value
            for key, value in self._kept.items()
            if key.startswith(KEYS)
        }

    @property
    def is_flat(self) -> bool:
        """Whether screens are laid out for a reader of the screen.

        What the command line asked for goes before the environment, that before the setting.
        """
        if self._flat:
            return True
        wanted = os.environ.get(FLAT_VARIABLE, "").strip().lower()
        return wanted not in ("0", "off", "no") if wanted else self.choice(FLAT) == "on"

    def put(self, key: str, value: str) -> None:
        """Keep a choice; an empty value is the default again.

        Raises MediationError when the file cannot be written; the choice then holds for now only.
        """
        if self._path is not None:
            self._kept = _read(self._path)
        self._kept[key] = value
        self._kept = {each: kept for each, kept in sorted(self._kept.items()) if kept}
        if self._path is None:
            return
        draft = self._path.with_suffix(".part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft.write_text(json.dumps(self._kept, ensure_ascii=False, indent=1), "utf-8")
            draft.replace(self._path)
        except OSError as error:
            raise MediationError(
                _("这项设置没有存下,只在这次有效:{reason}({path})").format(
                    reason=error.strerror or type(error).__name__, path=self._path
                )
            ) from error


def _read(path: Path) -> dict[str, str]:
    try:
        kept = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(kept, dict):
        return {}
    return {key: value for key, value in kept.items() if isinstance(value, str) and value}

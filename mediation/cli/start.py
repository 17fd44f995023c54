"""The program's first step: settle the language, then import what speaks it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from mediation import i18n, settings

OPTION = "--lang"
CHOICE = "language"
"""The name of the choice in the settings of the screens."""


def run() -> NoReturn:
    """Run the program on the process's arguments and leave with its exit code."""
    i18n.speak(wanted_language(sys.argv[1:]))
    from mediation.cli.main import run as run_command

    run_command()


def wanted_language(argv: Sequence[str]) -> str:
    """The language that ``--lang`` names, else MEDIATION_LANG, else the one chosen in the settings."""
    for named in (_in(argv), os.environ.get(i18n.VARIABLE, "")):
        if language := i18n.language_named(named):
            return language
    return _chosen()


def _in(argv: Sequence[str]) -> str:
    """What stands behind the last ``--lang``."""
    found = ""
    for at, word in enumerate(argv):
        if word == OPTION:
            found = argv[at + 1] if at + 1 < len(argv) else ""
        elif word.startswith(OPTION + "="):
            found = word.removeprefix(OPTION + "=")
    return found


def _chosen() -> str:
    """The choice of this person; the file is not read by :mod:`mediation.screen_choices`, whose own
    words would be taken before the language is known."""
    try:
        kept = settings.screen_choices().read_text("utf-8")
    except OSError:
        return i18n.CHINESE
    import json

    try:
        chosen = json.loads(kept).get(CHOICE, "")
    except (ValueError, AttributeError):
        chosen = ""
    return i18n.language_named(str(chosen)) or i18n.CHINESE

"""The one door for words shown to people: source strings are Chinese, English is a catalogue.

A run speaks one language throughout, in what it prints and what it writes. What courts take in stays
Chinese in both: headings and words of ledgers, names of courts, causes and sources, case numbers.
"""

from __future__ import annotations

import gettext
import os
from typing import Final

CHINESE: Final = "zh"
ENGLISH: Final = "en"
LANGUAGES: Final = (CHINESE, ENGLISH)
VARIABLE: Final = "MEDIATION_LANG"

_LOCALE = os.path.join(os.path.dirname(__file__), "locale")  # noqa: PTH118, PTH120 -- pathlib costs 3 ms at every start


def language_named(text: str) -> str:
    """The language that ``en``, ``en_GB.UTF-8`` or the like asks for; empty for none of ours."""
    name = text.replace("-", "_").split(".")[0].split("_")[0].strip().lower()
    return name if name in LANGUAGES else ""


def _catalogue(language: str) -> gettext.NullTranslations:
    if language == CHINESE:
        return gettext.NullTranslations()
    return gettext.translation("mediation", _LOCALE, languages=[language])


_spoken = language_named(os.environ.get(VARIABLE, "")) or CHINESE
_active = _catalogue(_spoken)


def speak(language: str) -> None:
    """Speak one of ``LANGUAGES`` from now on; modules imported before keep the words they took."""
    global _spoken, _active
    if language != _spoken:
        _spoken, _active = language, _catalogue(language)


def spoken() -> str:
    """The language of this run."""
    return _spoken


def _(text: str) -> str:
    """The text in the language of this run."""
    return _active.gettext(text)


def _as(use: str, text: str) -> str:
    """The text where English needs another word than elsewhere: ``_as("verb", "结案")`` is Close."""
    return _active.pgettext(use, text)

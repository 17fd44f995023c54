"""The one door for words shown to people: source strings are Chinese, English is a catalogue."""

from __future__ import annotations

import gettext
import os

_LOCALE = os.path.join(os.path.dirname(__file__), "locale")  # noqa: PTH118, PTH120 -- pathlib costs 3 ms at every start


def _catalogue() -> gettext.NullTranslations:
    language = os.environ.get("MEDIATION_LANG", "zh").split(".")[0].split("_")[0]
    if language == "zh":
        return gettext.NullTranslations()
    return gettext.translation("mediation", _LOCALE, languages=[language], fallback=True)


_active = _catalogue()


def _(text: str) -> str:
    """The text in the chosen language (MEDIATION_LANG, Chinese unless told otherwise)."""
    return _active.gettext(text)

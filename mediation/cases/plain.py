"""Text as people type or paste it, made safe to keep, show and compare."""

from __future__ import annotations

import re
import unicodedata

from mediation.errors import Unreadable
from mediation.i18n import _

_SURROGATE = re.compile("[\ud800-\udfff]")
_BREAKS = re.compile("\r\n|[\r\n\t\x0b\x0c\x85\u2028\u2029]")
_NOTE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# The Mongolian vowel separator U+180E counts as a format character but is part of how a word is
# spelt, so it goes only where no Mongolian letter stands before it.
_INVISIBLE = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200c\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
_STRAY_SEPARATOR = "(?<![\u1820-\u1878])\u180e"
_DROPPED_IN_LINE = re.compile(f"[{_INVISIBLE}\u200d]|{_STRAY_SEPARATOR}")
_DROPPED_IN_NOTE = re.compile(f"[{_INVISIBLE}]|{_STRAY_SEPARATOR}")
_FOLDED = str.maketrans(
    {
        **dict.fromkeys("•‧∙⋅・●᛫", "·"),
        **dict.fromkeys("【〔[〖「『{〈《", "("),
        **dict.fromkeys("】〕]〗」』}〉》", ")"),
    }
)
_FOLDS = re.compile("[" + re.escape("".join(map(chr, _FOLDED))) + "]")


def clean_line(text: str) -> str:
    """One line fit to keep: no control, bidi or zero-width character, breaks as spaces, ends trimmed.

    Raises :class:`Unreadable` for half a surrogate pair, which no store can keep.
    """
    if not text.isprintable():
        _refuse_surrogates(text)
        text = _DROPPED_IN_LINE.sub("", _BREAKS.sub(" ", text))
    return _composed(text.strip())


def clean_note(text: str) -> str:
    """Text of several lines fit to keep: as :func:`clean_line`, but ``\\n``, tabs and joiners stay."""
    if not text.isprintable():
        _refuse_surrogates(text)
        text = _DROPPED_IN_NOTE.sub("", _NOTE_BREAKS.sub("\n", text))
    return _composed(text.strip())


def fold(text: str) -> str:
    """The form for comparing and searching: widths, case, middle dots, brackets and spaces alike."""
    if text.isascii() and text.islower() and text.isalnum():
        return text
    # Full-width brackets stand in every case number; without them most text needs no normalising.
    text = text.replace("（", "(").replace("）", ")")
    folded = unicodedata.normalize("NFKC", text).casefold()
    if _FOLDS.search(folded):  # translating is ten times slower than looking
        folded = folded.translate(_FOLDED)
    return " ".join(folded.split())


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _refuse_surrogates(text: str) -> None:
    if _SURROGATE.search(text):
        raise Unreadable(_("文字里有残缺的字符(半个编码),请删去或重新输入。"))

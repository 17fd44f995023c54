"""The text of a PDF report read back, told apart from where its lines and pages break."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from mediation.i18n import _
from mediation.reports.reading_back import Line, digest_in, no_report, sentences

_NUMBER_OF_PAGE: Final = re.compile(r"^\s*[—–-]\s*\d+\s*[—–-]\s*$", re.MULTILINE)
_SPACES: Final = re.compile(r"\s+")
_BETWEEN_WORDS: Final = re.compile(r"(?<![0-9.,%—-])\s+|\s+(?![0-9.,%—-])")
_ATTACHMENT: Final = re.compile(_(r"^\s*附件\s*\d+\s*$"), re.MULTILINE)
_BEFORE_DIGEST: Final = "SHA-256"


def page_texts(content: bytes, file: Path) -> list[str]:
    """The words of each page, and what was laid over it; raises FileRefused."""
    from pypdf import PdfReader
    from pypdf.errors import PdfReadError

    try:
        return [_text(page) for page in PdfReader(io.BytesIO(content)).pages]
    except (PdfReadError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise no_report(file) from None


def pages_digest(texts: Sequence[str]) -> str:
    """The digest that a page carries, however it is broken into lines."""
    for text in texts:
        whole = _SPACES.sub("", text)
        if found := digest_in([whole.replace(_BEFORE_DIGEST, f"{_BEFORE_DIGEST} ")]):
            return found
    return ""


def pages_lines(texts: Sequence[str]) -> Iterator[Line]:
    """The sentences of the body, then each line of the attachments."""
    first = next((place for place, text in enumerate(texts) if _ATTACHMENT.search(text)), None)
    body = "\n".join(texts[:first])
    yield from sentences([_BETWEEN_WORDS.sub("", body)])
    for text in texts[first:] if first is not None else ():
        for words in text.splitlines():
            if words.strip():
                yield Line(words.strip(), (_BETWEEN_WORDS.sub("", words),))


def _text(page: Any) -> str:
    """A page's words without its number; pictures and notes over it are told as a line."""
    words = _NUMBER_OF_PAGE.sub("", page.extract_text())
    laid_over = len(page.get("/Annots") or ()) + len(page.images)
    if not laid_over:
        return words
    return words + "\n" + _("页上另有图片、批注 {count} 处。").format(count=laid_over)

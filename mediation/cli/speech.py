"""What the commands print: data on stdout, talk on stderr, never a control byte out of data."""

from __future__ import annotations

import re
import sys
from typing import Any, TextIO

_BIDI = "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
_CONTROL = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_BIDI}\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def printable(text: object) -> str:
    """The text without terminal codes, bidi controls or half characters; keeps line ends and tabs."""
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", str(text)))


def one_line(text: object) -> str:
    """The text fit for a cell of a table or a line of a list."""
    return " ".join(printable(text).split())


def tell(text: str) -> None:
    """Say a line on stdout."""
    _write(sys.stdout, printable(text) + "\n")


def say(text: str) -> None:
    """Say a line on stderr: progress, warnings, errors."""
    _write(sys.stderr, printable(text) + "\n")


def tell_json(value: Any) -> None:
    """Print a value as JSON; strings stay exact, unsafe characters are escaped."""
    from mediation.reports.json_words import json_words

    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("_", "-")
    _write(sys.stdout, json_words(value, ascii_only=not encoding.startswith("utf")) + "\n")


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:
        return
    stream.write(text)
    stream.flush()

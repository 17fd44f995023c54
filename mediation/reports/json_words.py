"""JSON in a file or on a terminal: exact values, spelt so that no program acts on their characters."""

from __future__ import annotations

import json
import re
from typing import Any, Final

_BIDI: Final = "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
_UNSAFE: Final = re.compile(f"[\x7f-\x9f{_BIDI}\ufeff\ud800-\udfff\ufffe\uffff]")


def json_words(value: Any, *, ascii_only: bool = False) -> str:
    """The value over lines, with the characters escaped that a terminal might act on."""
    text = json.dumps(value, ensure_ascii=ascii_only, indent=2)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)

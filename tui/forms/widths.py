"""Full-width letters and digits as Chinese input methods give them, read as plain ones."""

from __future__ import annotations

_PLAIN = {0xFF01 + at: 0x21 + at for at in range(94)} | {0x3000: 0x20}


def narrowed(text: str) -> str:
    """The text with full-width ASCII made plain; superscripts and other digits stay what they are."""
    return text.translate(_PLAIN)

"""Keys made before the save, so that a retry finds its own row."""

from __future__ import annotations

import os
import time
from uuid import UUID


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, then randomness; sorts by time made."""
    milliseconds = time.time_ns() // 1_000_000
    rest = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76
    value |= (rest >> 62 & 0xFFF) << 64
    value |= 0b10 << 62
    value |= rest & ((1 << 62) - 1)
    return UUID(int=value)

"""Keys made before the save, so that a retry finds its own row."""

from __future__ import annotations

import os
import time
from uuid import UUID


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, then randomness; sorts by time made."""
    return UUID(bytes=new_keys(1)[0])


def new_keys(number: int) -> list[bytes]:
    """So many UUIDv7 as their 16 bytes, all of this moment."""
    milliseconds = time.time_ns() // 1_000_000
    moment = (milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | 0b10 << 62
    chance = os.urandom(10 * number)
    keys = []
    for at in range(0, len(chance), 10):
        rest = int.from_bytes(chance[at : at + 10], "big")
        value = moment | (rest >> 62 & 0xFFF) << 64 | rest & ((1 << 62) - 1)
        keys.append(value.to_bytes(16, "big"))
    return keys

"""The body of a bundle: canonical lines, compressed; unpacked only as far as a bound."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from mediation.errors import FileRefused
from mediation.exchange.canonical import LONGEST_LINE, canonical, read_object
from mediation.i18n import _

MOST_UNPACKED = 200 * 1024 * 1024
"""Bytes that a body may have unpacked."""

_AT_ONCE = 1024 * 1024


def pack(lines: Iterable[dict[str, Any]]) -> bytes:
    """The lines as the bytes of a body."""
    packer = zlib.compressobj(6)
    pieces = [packer.compress(f"{canonical(line)}\n".encode()) for line in lines]
    return b"".join([*pieces, packer.flush()])


def unpack(body: bytes) -> Iterator[dict[str, Any]]:
    """The lines of a body, one at a time; raises :class:`FileRefused` for what is no body or too much."""
    rest = b""
    for piece in _unpacked(body):
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield read_object(line)
        if len(rest) > LONGEST_LINE:
            read_object(rest)
    if rest:
        raise FileRefused(_("文件的内容不完整,没有读。请让对方重新做一份。"))


def _unpacked(body: bytes) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    so_far, waiting = 0, body
    try:
        while not unpacker.eof:
            piece = unpacker.decompress(waiting, _AT_ONCE)
            waiting = unpacker.unconsumed_tail
            so_far += len(piece)
            if so_far > MOST_UNPACKED:
                raise FileRefused(
                    _("文件解开后超过 {most} MB,没有读。请让对方分几次交。").format(
                        most=MOST_UNPACKED // 1024 // 1024
                    )
                )
            if not piece and not waiting and not unpacker.eof:
                break
            yield piece
    except zlib.error:
        unpacker = zlib.decompressobj()
    if not unpacker.eof or unpacker.unused_data:
        raise FileRefused(_("文件的内容不完整,没有读。请让对方重新做一份。"))

"""How much text a workbook becomes when every cell gets its own copy of a shared text.

One long text that a hundred thousand cells point to takes a hundred kilobytes in the file and
gigabytes in the workbook reader, which ends the process when memory runs out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from mediation.errors import FileRefused
from mediation.i18n import _
from mediation.ledger.limits import Limits

_TEXT = re.compile(rb"<(?:\w+:)?si\b")
_INDEX = re.compile(rb"<(?:\w+:)?v\s*>\s*0*(\d{1,9})\s*<")
_SHORTEST_CELL = len(b'<c r="A1" t="s"><v>0</v></c>')
Pieces = Callable[[], Iterator[bytes]]


def check_shared_texts(
    texts: Pieces, sheets: Sequence[Pieces], sheet_bytes: int, limits: Limits
) -> None:
    """Refuse a workbook whose shared texts, copied to their cells, pass ``limits.text_bytes``.

    ``sheet_bytes`` is the unpacked size of the sheets, which bounds their cells: only when that
    does not settle it are the cells looked at.
    """
    lengths = _lengths(texts())
    if max(lengths, default=0) * (sheet_bytes // _SHORTEST_CELL) <= limits.text_bytes:
        return
    uses: Counter[bytes] = Counter()
    for sheet in sheets:
        for piece in sheet():
            uses.update(_INDEX.findall(piece))
    copies = (
        lengths[index] * times
        for written, times in uses.items()
        if (index := int(written)) < len(lengths)
    )
    if any(total > limits.text_bytes for total in accumulate(copies)):
        raise FileRefused(
            _("工作簿里有很长的文字被大量重复引用,展开后过大,不予打开:请删去重复的长文字后另存。")
        )


def _lengths(pieces: Iterator[bytes]) -> list[int]:
    lengths = [0]
    for piece in pieces:
        first, *others = _TEXT.split(piece)
        lengths[-1] += len(first)
        lengths.extend(map(len, others))
    return lengths[1:]

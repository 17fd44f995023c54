"""Where a file stands in the row of files from one sender: the next, known, missing one, or a fork."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mediation.exchange.envelope import Header


@dataclass(frozen=True, slots=True)
class Link:
    """The last file of a row: its number, 0 before the first, and its SHA-256."""

    sequence: int = 0
    sha256: str = ""


START = Link()
"""Before the first file."""


class Place(StrEnum):
    """How a file follows the last one taken.

    A fork means that the sender took up an older state of its own and gave numbers a second time.
    """

    NEXT = "next"
    AFTER_A_GAP = "after a gap"
    FORK = "fork"


def place(header: Header, last: Link) -> Place:
    """Where a file that was not taken before stands after the last one taken.

    Behind a gap the sender's row of files must still hold the last one taken.
    """
    if header.sequence == last.sequence + 1:
        return Place.NEXT if header.previous == last.sha256 else Place.FORK
    if header.sequence < last.sequence + 1:
        return Place.FORK
    return Place.AFTER_A_GAP if last.sha256 in ("", *header.earlier) else Place.FORK

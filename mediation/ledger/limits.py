"""How large a file may be before it is opened at all."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on a ledger file; a file beyond one of them is refused with the bound named.

    ``ratio`` is unpacked over packed size of the whole workbook; it is looked at only once the
    unpacked size passes ``small_bytes``, since small workbooks pack well without any malice.
    ``area`` is rows × columns of one sheet: a stray far cell makes a sheet as large as its corner.
    ``merges`` bounds the merged ranges of a sheet, and the rows they cover in all.
    ``text_bytes`` is the shared texts of a workbook, each counted once for every cell that shows it.
    """

    file_bytes: int = 100 * 1024 * 1024
    members: int = 200
    unpacked_bytes: int = 400 * 1024 * 1024
    ratio: int = 100
    small_bytes: int = 8 * 1024 * 1024
    rows: int = 200_000
    columns: int = 256
    area: int = 8_000_000
    merges: int = 400_000
    text_bytes: int = 512 * 1024 * 1024
    cell_characters: int = 200_000

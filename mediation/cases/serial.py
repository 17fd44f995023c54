"""The office's own case numbers: 2026-0421, 特调2026-0367, 2026年第12号 — and the one that comes next."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_SERIAL: Final = re.compile(r"(.*[^0-9])?([0-9]{1,9})([^0-9]*)", re.DOTALL)
_YEAR: Final = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


def next_serial(newest: Iterable[str], year: int) -> str:
    """The number after the highest one of the year, in the form of the newest number in use.

    ``newest`` are numbers, the newest first; a form that carries a year comes before one without.
    Where such a form has no number of this year yet, counting begins at 1. Without any number to
    follow the answer is of the form 2026-0001.
    """
    numbers = list(newest)
    forms = [form for number in numbers if (form := _form(number, year)) is not None]
    if not forms:
        return f"{year}-0001"
    before, after, width, _dated = max(forms, key=lambda form: form[3])
    used = [_SERIAL.fullmatch(number) for number in numbers]
    serials = [
        int(match[2]) for match in used if match and (match[1] or "", match[3]) == (before, after)
    ]
    return f"{before}{max(serials, default=0) + 1:0{width}d}{after}"


def _form(number: str, year: int) -> tuple[str, str, int, bool] | None:
    """What stands before and after the serial, this year put in; the serial's width; whether a year
    was there."""
    match = _SERIAL.fullmatch(number)
    if match is None:
        return None
    before, years = _YEAR.subn(str(year), match[1] or "")
    if not before and _YEAR.fullmatch(match[2]):
        return None
    return before, match[3], len(match[2]), years > 0

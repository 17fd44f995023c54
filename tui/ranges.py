"""Ranges of days and amounts as conditions of a case list: read from a line, told in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from mediation.cases.money import format_yuan, parse_amount
from mediation.clock.dates import parse_date
from mediation.errors import MediationError
from mediation.figures.period import Period
from mediation.i18n import _, _as
from mediation.listing import CaseQuery, Range

RANGE_NAMES: Mapping[str, str] = {
    "referred_on": _as("date", "委派"),
    "signed_on": _as("date", "签收"),
    "closed_on": _("结案"),
    "limit_on": _("到期"),
    "claimed": _("标的"),
    "agreed": _("协议"),
    "performed": _("到位"),
}
_AMOUNTS = ("claimed", "agreed", "performed")
_End = date | int | None


def range_words(limits: Range) -> str:
    """From where to where, in words."""
    low, high = (_word(end) for end in (limits.low, limits.high))
    if not low and not high:
        return _("已登记")
    if not high:
        return _("{low}起").format(low=low)
    if not low:
        return _("到{high}").format(high=high)
    return low if low == high else f"{low}..{high}"


def _word(end: _End) -> str:
    if end is None:
        return ""
    return end.isoformat() if isinstance(end, date) else format_yuan(end)


def ranged(query: CaseQuery, limits: Range) -> CaseQuery:
    """The query narrowed to a range, in place of one of the same field."""
    others = tuple(each for each in query.ranges if each.field != limits.field)
    return replace(query, ranges=(*others, limits))


def read_ranges(text: str) -> list[Range]:
    """What ``委派 2026-01..2026-03``, ``标的 1万..5万`` or ``..2026-06-30`` may mean.

    Without the name of a field every field is meant that such values fit; nothing is no range.
    """
    name, _gap, rest = text.strip().partition(" ")
    fields = [field for field, word in RANGE_NAMES.items() if name and word.startswith(name)]
    if not fields or not rest.strip():
        if ".." not in text:
            return []
        fields, rest = list(RANGE_NAMES), text
    low, dots, high = rest.replace("~", "..").replace("～", "..").partition("..")
    found = []
    for field in fields:
        read = _amount if field in _AMOUNTS else _day
        try:
            ends = read(low, last=False), read(high if dots else low, last=True)
        except MediationError:
            continue
        if ends != (None, None):
            found.append(Range(field, *ends))
    return found


def _amount(text: str, *, last: bool) -> int | None:  # noqa: ARG001 — as _day
    return parse_amount(text.strip()) if text.strip() else None


def _day(text: str, *, last: bool) -> date | None:
    text = text.strip()
    if not text:
        return None
    try:
        period = Period.parse(text)
    except MediationError:
        return parse_date(text)
    return period.end if last else period.start

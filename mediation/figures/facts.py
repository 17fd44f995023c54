"""What one case adds to each figure of a period, from the plain values that a seal keeps of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from mediation.cases.terms import Outcome, Performance
from mediation.figures.definitions.success import OF_CAUSE
from mediation.figures.keys import Dimension
from mediation.figures.period import Period
from mediation.figures.three_way import PREFIX

FACTS: Final = (
    "key",
    "id",
    "version",
    "is_unreachable",
    "number",
    "court_number",
    "court",
    "channel",
    "cause",
    "cause_name",
    "applicants",
    "respondents",
    "mediator",
    "mediator_name",
    "claimed",
    "agreed",
    "performed",
    "referred_on",
    "signed_on",
    "closed_on",
    "transfer_counts_on",
    "is_confirmed",
    "outcome",
    "performance",
    "ending",
)
"""The names of a case's plain values, in their order; ``key`` is the store's own row number.

Names are only ever added at the end: the rows of an older seal are shorter.
"""

Facts = Sequence[str | int | None]
"""The values under :data:`FACTS`: ids in hexadecimal, days as ISO texts, amounts in fen, yes as 1;
``ending`` is how a closed case stands in the three-way table."""

COUNTED: Final = (
    "opening",
    "received",
    "closed",
    "succeeded",
    "partly",
    "failed",
    "withdrawn",
    "returned",
    "transferred",
    "pending",
)
AMOUNTS: Final = ("claimed", "agreed", "performed")
_AT: Final = {name: place for place, name in enumerate(FACTS)}
_DONE: Final = (Performance.IMMEDIATE.value, Performance.PERFORMED.value)
_DUE: Final = (*_DONE, Performance.PARTLY.value, Performance.OVERDUE.value)


def fact(facts: Facts, name: str) -> str | int | None:
    """One value by its name; ``None`` also where an older seal did not keep it."""
    place = _AT[name]
    return facts[place] if place < len(facts) else None


def label(facts: Facts) -> str:
    """How the case is named in a list of numbers."""
    return str(fact(facts, "number") or fact(facts, "court_number") or fact(facts, "id"))


def key_in(facts: Facts, dimension: Dimension) -> str:
    """The row of a table of counts that the case stands in; empty when not recorded."""
    key = str(fact(facts, dimension.value) or "")
    if dimension is Dimension.MEDIATOR and key:
        return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"
    return key


def shares(facts: Facts, period: Period) -> dict[str, int]:
    """What the case adds to every count, amount and particular of the period; nothing is left out.

    Also to what definitions narrow down, its own cause, and the channels by their values, and to the
    cells of the three-way table, ``three_way.…``.
    """
    start, end = period.start.isoformat(), period.end.isoformat()
    referred = str(fact(facts, "referred_on"))
    closed = str(fact(facts, "closed_on") or "")
    moved = str(fact(facts, "transfer_counts_on") or "")
    outcome = fact(facts, "outcome") if start <= closed <= end else None
    found = {
        "opening": int(referred < start and (not closed or closed >= start)),
        "received": int(start <= referred <= end),
        "closed": int(start <= closed <= end),
        **{each.value: int(outcome == each.value) for each in Outcome},
        "transferred": int(start <= moved <= end),
        "pending": int(referred <= end and (not closed or closed > end)),
    }
    found["claimed"] = found["received"] * _amount(facts, "claimed")
    found["agreed"] = found["closed"] * _amount(facts, "agreed")
    found["performed"] = found["closed"] * _amount(facts, "performed")
    narrowed = {f"{OF_CAUSE}{fact(facts, 'cause')}.{name}": found[name] for name in COUNTED}
    ending = fact(facts, "ending")
    ended = {f"{PREFIX}{ending}": found["closed"]} if ending else {}
    return {**found, **_particulars(facts, found), **narrowed, **_channel(facts, found), **ended}


def days_counted(facts: Facts, period: Period) -> int | None:
    """Days from signing to closing of a case closed in the period; ``None`` when it has none."""
    closed, signed = fact(facts, "closed_on"), fact(facts, "signed_on")
    if not closed or not signed or not _lies_in(str(closed), period):
        return None
    return (date.fromisoformat(str(closed)) - date.fromisoformat(str(signed))).days


def _particulars(facts: Facts, found: dict[str, int]) -> dict[str, int]:
    outcome, performance = fact(facts, "outcome"), fact(facts, "performance")
    reached = found["succeeded"] or found["partly"]
    received, has_ended = found["received"], bool(fact(facts, "closed_on"))
    return {
        "confirmed": int(bool(found["succeeded"] and fact(facts, "is_confirmed"))),
        "unreachable": int(bool(found["failed"] and fact(facts, "is_unreachable"))),
        "closed_transferred": int(bool(found["closed"] and fact(facts, "transfer_counts_on"))),
        "due": int(bool(reached and performance in _DUE)),
        "due_performed": int(bool(reached and performance in _DONE)),
        "not_due": int(bool(reached and performance == Performance.NOT_DUE.value)),
        "performance_unknown": int(bool(reached and performance is None)),
        "cohort_succeeded": int(
            bool(received and has_ended and outcome == Outcome.SUCCEEDED.value)
        ),
        "cohort_open": int(bool(received and not has_ended)),
    }


def _channel(facts: Facts, found: dict[str, int]) -> dict[str, int]:
    channel = fact(facts, "channel")
    return {str(channel): found["received"]} if channel else {}


def _amount(facts: Facts, name: str) -> int:
    return int(fact(facts, name) or 0)


def _lies_in(day: str, period: Period) -> bool:
    return period.start.isoformat() <= day <= period.end.isoformat()

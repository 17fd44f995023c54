"""What was read from a referral text, and where each value stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mediation.cases.terms import Channel, Procedure


@dataclass(frozen=True, slots=True)
class Found:
    """The place of a value: ``field`` as in ``amount`` or ``applicants.0.phone``, ends as in a slice."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ReferredParty:
    """A party as the text names it; ``None`` is what the text does not say of it."""

    name: str
    phone: str | None = None
    id_number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """What a text says of a case. ``None`` or empty is what it does not say for certain.

    ``text`` is the cleaned text that ``found`` points into; ``case_number`` is canonical, ``court`` a
    court's code, ``cause`` a name of the table of causes, ``amount`` in fen; ``left_over`` is the text
    that no value was read from.
    """

    text: str
    case_number: str | None = None
    court: str | None = None
    channel: Channel | None = None
    procedure: Procedure | None = None
    cause: str | None = None
    amount: int | None = None
    applicants: tuple[ReferredParty, ...] = ()
    respondents: tuple[ReferredParty, ...] = ()
    third_parties: tuple[ReferredParty, ...] = ()
    referred_on: date | None = None
    signed_on: date | None = None
    left_over: str = ""
    found: tuple[Found, ...] = ()

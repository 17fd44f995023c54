"""The rows that the store answers with: values as they are kept, without a case around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from mediation.cases.terms import Outcome, Performance
    from mediation.figures.period import Period
    from mediation.figures.three_way import Ending
    from mediation.ledger.rows import LedgerCase

Excerpts = tuple[tuple[str, str], ...]
"""What holds a searched text: what it is called, and the text."""


@dataclass(frozen=True, slots=True)
class CountedCase:
    """What the figures of a period look at in one case; no phone, number of a person or note.

    ``ending`` is how a closed case ended in the three-way table.
    """

    number: str
    court_number: str
    court: str | None
    channel: str | None
    cause: str | None
    cause_name: str
    applicants: str
    respondents: str
    mediator: UUID | None
    mediator_name: str
    claimed: int | None
    agreed: int | None
    performed: int | None
    referred_on: date
    signed_on: date | None
    closed_on: date | None
    transfer_counts_on: date | None
    is_confirmed: bool
    outcome: Outcome | None
    performance: Performance | None
    ending: Ending | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Underneath:
    """What a store stands on: ``newest`` is the version of the tables that this program writes.

    ``version`` is that of the file; ``None`` where there is none or it is not ours, and ``problem``
    says what is the matter with a file that cannot be one of ours.
    """

    library: str
    newest: int
    version: int | None
    problem: str


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a case's history. ``field`` is empty for an event without a value."""

    at: datetime
    who: str
    action: str
    field: str
    old: str
    new: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """Unsaved input. ``key`` says which form (``register``, ``close:<case id>`` …)."""

    key: str
    title: str
    values: Mapping[str, str]
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """How a batch of ledger rows fared; ``refused`` pairs a row with heading, value and reason."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: tuple[tuple[LedgerCase, str, str, str], ...] = ()
    new_mediators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SealRow:
    """One sealing of a period: of one court's cases, or of all where ``court`` is ``None``.

    ``why`` says why it was sealed although a check failed; it was lifted when ``lifted_at`` is known.
    """

    period: Period
    court: str | None
    sha256: str
    at: datetime
    who: str
    why: str = ""
    lifted_at: datetime | None = None
    lifted_by: str = ""
    lifted_why: str = ""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was sealed: the canonical text that the digest is over, and that of the cases."""

    row: SealRow
    content: bytes
    cases: bytes

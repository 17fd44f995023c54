"""What reading a ledger yields, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from mediation.cases.terms import Channel, EndReason, Outcome, Performance

UNTOLD_DAY = date.max
"""Stands for the day of referral in a row read in part only, whose own day is missing or unreadable."""


class LedgerCase(NamedTuple):
    """One good row. Amounts are whole fen; names and numbers are already cleaned.

    ``cause`` is the unified cause code, ``cause_name`` the name as registered; ``court`` a court code.
    ``mediators`` has the lead first. ``extra`` keeps cells of unknown headings as text.
    A tuple, because a ledger makes a hundred thousand and a frozen dataclass takes three times as long.
    """

    row: int
    referred_on: date
    number: str = ""
    court_number: str = ""
    court_number_key: str = ""
    court: str | None = None
    channel: Channel | None = None
    cause: str | None = None
    cause_name: str = ""
    applicants: tuple[str, ...] = ()
    respondents: tuple[str, ...] = ()
    claimed: int | None = None
    mediators: tuple[str, ...] = ()
    signed_on: date | None = None
    closed_on: date | None = None
    outcome: Outcome | None = None
    reason: EndReason | None = None
    reason_note: str = ""
    agreed: int | None = None
    performed: int | None = None
    performance: Performance | None = None
    confirmation_number: str = ""
    transfer_number: str = ""
    transferred_on: date | None = None
    on_platform: bool | None = None
    remark: str = ""
    extra: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerTotals:
    """One good row of the court totals; categories as in :class:`mediation.figures.counts.CourtTotals`."""

    row: int
    court: str
    month: date
    category: str
    filings: int | None = None
    mediated: int | None = None
    closed: int | None = None
    succeeded: int | None = None
    transferred: int | None = None
    platform: int | None = None
    disputes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A refused row: canonical heading, value as it stands in the sheet, reason for a clerk.

    ``cells`` are the row's cells as text under ``headings``, so that the row can be written out
    again, corrected and imported. ``legible`` is what could be read of a row that tells a case apart,
    to compare by and never to keep.
    """

    file: str
    row: int
    heading: str
    value: str
    reason: str
    cells: tuple[str, ...] = ()
    sheet: str = ""
    headings: tuple[str, ...] = ()
    legible: LedgerCase | None = None


class LeftOutKind(StrEnum):
    """Why a row is no case and no error."""

    TITLE = "title"
    BLANK = "blank"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that carries no case: title or note, blank, or total."""

    row: int
    kind: LeftOutKind

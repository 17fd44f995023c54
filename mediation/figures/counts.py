"""The counts that every figure is built from. Amounts are whole fen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from mediation.figures.keys import Dimension

NOBODY = UUID(int=0)
"""In ``Scope.mediator``: cases without a mediator, as the empty string is for the other fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which cases a report is about; ``None`` is all. ``cause`` is a unified cause code."""

    court: str | None = None
    mediator: UUID | None = None
    cause: str | None = None
    channel: str | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing is filtered."""
        return self == Scope()


def within(scope: Scope, dimension: Dimension, key: str) -> Scope:
    """The scope of one row of a table of counts; an empty key is what was not recorded."""
    if dimension is Dimension.MEDIATOR:
        return replace(scope, mediator=UUID(key) if key else NOBODY)
    if dimension is Dimension.CAUSE:
        return replace(scope, cause=key)
    if dimension is Dimension.COURT:
        return replace(scope, court=key)
    return replace(scope, channel=key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Received on the referral date, closed on the closing date, transferred on the transfer date.

    ``claimed`` sums the received cases; ``agreed`` and ``performed`` the closed ones.
    ``opening`` are the cases received and not closed before the period.
    """

    opening: int = 0
    received: int = 0
    closed: int = 0
    succeeded: int = 0
    partly: int = 0
    failed: int = 0
    withdrawn: int = 0
    returned: int = 0
    transferred: int = 0
    claimed: int = 0
    agreed: int = 0
    performed: int = 0

    @property
    def pending(self) -> int:
        """Open at the end of the period."""
        return self.opening + self.received - self.closed


@dataclass(frozen=True, slots=True)
class Group:
    """The counts of one value of a dimension. ``key`` is the cause code, mediator id, court code or
    channel value; the empty string stands for cases where it is not recorded."""

    key: str
    name: str
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtTotals:
    """法院收案: what one court received in one month in one category; ``None`` is not entered.

    ``category`` is ``all`` (全部), ``traffic`` (道路交通) or a unified cause code.
    ``filings`` V, ``mediated`` A, ``closed`` C, ``succeeded`` S, ``transferred`` T,
    ``platform`` K, ``disputes`` N (indicators: N = V + A − T when not entered and all three known).
    """

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
    version: int = 1

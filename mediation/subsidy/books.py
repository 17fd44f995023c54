"""What the store keeps of tariffs, grades and pay lists. ``db`` fulfils it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from mediation.figures.period import Period
from mediation.subsidy.grades import Grading
from mediation.subsidy.pay_list import Reversal
from mediation.subsidy.tariff import Rate, Tariff


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenList:
    """A pay list as it was frozen: ``content`` is the canonical text that the digest is over."""

    number: int
    period: Period
    cases: int
    total: int
    sha256: str
    who: str
    at: datetime
    content: bytes


class PayReading(Protocol):
    """A consistent look at the books."""

    def tariffs(self) -> list[Tariff]:
        """Every version of the tariff, newest first."""

    def gradings(self, period: Period) -> Mapping[UUID, Grading]:
        """What the office said of cases closed in the period."""

    def grading(self, case: UUID) -> Grading | None:
        """What the office said of one case."""

    def sessions(self, period: Period) -> Mapping[UUID, int]:
        """How many sessions were held in each case closed in the period; none is left out."""

    def lists(self) -> list[FrozenList]:
        """Every frozen list, newest first."""

    def reversals(self) -> list[Reversal]:
        """Every reversal, oldest first."""


class PayWriting(PayReading, Protocol):
    """Entries into the books; those about money are never changed or taken out."""

    def put_tariff(self, rates: Sequence[Rate], file: str) -> Tariff:
        """Keep a new version of the tariff."""

    def put_grading(self, grading: Grading) -> Grading:
        """Keep what the office says of a case, with a line in its history; raises NotFound."""

    def put_list(self, frozen: FrozenList) -> None:
        """Keep a frozen list under its number, which is the next."""

    def put_reversal(self, reversal: Reversal) -> Reversal:
        """Keep a reversal; raises RuleViolation when the line was taken back already."""

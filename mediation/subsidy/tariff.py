"""补贴标准: what a case is paid by class, outcome and tier, each row with its days and its source.

No amount is built in: there is no national tariff (法释〔2016〕14号 art. 29 leaves it to the courts).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations

from mediation.cases.terms import Outcome
from mediation.i18n import _
from mediation.subsidy.grades import Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """One row: the amount in fen for cases closed from ``valid_from`` to ``valid_to``, both included.

    ``performed_first`` pays only once the agreement was performed; ``source`` is the paper it rests on.
    """

    grade: Grade
    outcome: Outcome
    tier: str = ""
    amount: int
    performed_first: bool = False
    valid_from: date
    valid_to: date | None = None
    source: str

    @property
    def label(self) -> str:
        """The row in words: 普通 成功 镇级."""
        return " ".join(filter(None, (self.grade.label, self.outcome.label, self.tier)))

    def is_valid_on(self, day: date) -> bool:
        """Whether a case closed on this day is paid by this row."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """One version of the whole table, numbered as entered; an entered version never changes."""

    number: int
    rates: tuple[Rate, ...]
    file: str = ""
    who: str = ""
    at: datetime | None = None

    def rate(self, grade: Grade, outcome: Outcome, tier: str, on: date) -> Rate | None:
        """The row that pays such a case closed on this day."""
        for rate in self.rates:
            key = (rate.grade, rate.outcome, rate.tier)
            if key == (grade, outcome, tier) and rate.is_valid_on(on):
                return rate
        return None

    def tiers(self, grade: Grade, outcome: Outcome, on: date) -> list[str]:
        """The tiers for which there is a row, in the table's order."""
        return [
            rate.tier
            for rate in self.rates
            if (rate.grade, rate.outcome) == (grade, outcome) and rate.is_valid_on(on) and rate.tier
        ]


def faults(rates: Sequence[Rate]) -> Iterator[str]:
    """What keeps the rows from being a tariff: days out of order, two amounts for one case."""
    for rate in rates:
        if rate.valid_to is not None and rate.valid_to < rate.valid_from:
            yield _("{row}:有效期止 {end} 早于起 {start}。").format(
                row=rate.label, end=rate.valid_to, start=rate.valid_from
            )
    for one, other in combinations(rates, 2):
        if (one.grade, one.outcome, one.tier) != (other.grade, other.outcome, other.tier):
            continue
        first, second = sorted((one, other), key=lambda rate: rate.valid_from)
        if first.valid_to is None or second.valid_from <= first.valid_to:
            yield _("{row}:两行的有效期重叠({first} 起与 {second} 起),分不清按哪个金额。").format(
                row=one.label, first=first.valid_from, second=second.valid_from
            )

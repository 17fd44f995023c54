"""What a definition is: two sums of counts, the dates they go by, and where the formula comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mediation.figures.period import Period
from mediation.i18n import _


class Basis(StrEnum):
    """Which counts a rate is built from."""

    LEDGER = "ledger"
    ROSTER = "roster"
    COURT = "all"
    TRAFFIC = "traffic"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A sum of counts by field name.

    ``short`` stands in a formula line, ``words`` in the definition, ``symbol`` in the formula with
    letters.
    """

    short: str
    words: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    symbol: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """Every count it needs."""
        return self.plus + self.minus

    def of(self, amounts: Mapping[str, int]) -> int:
        """Its value; raises KeyError when a count is not among ``amounts``."""
        return sum(amounts[name] for name in self.plus) - sum(amounts[name] for name in self.minus)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One formula of one rate.

    ``key`` names the rate, ``version`` the formula; ``is_proportion`` says that the numerator is a
    part of the denominator, so that an interval has a meaning. ``nothing`` is the reason given when
    the denominator is 0; ``open_count`` names a count that must be 0 before the rate may be formed. ``beside`` are counts that
    stand in neither, and without which the rate would mislead: they are printed wherever it is.
    ``valid_from`` and ``valid_to`` are ``None`` when there is no such bound; ``unsupported`` says
    why what is recorded cannot give this rate, and is empty when it can.
    """

    key: str
    version: str
    name: str
    english: str
    basis: Basis
    numerator: Quantity
    denominator: Quantity
    nothing: str
    date_basis: str
    left_out: str
    source: str
    valid_from: date | None = None
    valid_to: date | None = None
    is_proportion: bool = True
    open_count: str = ""
    beside: tuple[Quantity, ...] = ()
    unsupported: str = ""

    @property
    def formula(self) -> str:
        """The formula in a few characters: 成功÷结案."""
        return f"{self.numerator.short}÷{self.denominator.short}"

    @property
    def formula_words(self) -> str:
        """The formula in full words."""
        return f"{self.numerator.words} ÷ {self.denominator.words}"

    @property
    def symbols(self) -> str:
        """The formula in letters: S÷C."""
        return f"{self.numerator.symbol}÷{self.denominator.symbol}"

    @property
    def label(self) -> str:
        """Version and formula: V1 成功÷结案."""
        return f"{self.version} {self.formula}"

    @property
    def fields(self) -> tuple[str, ...]:
        """Every count it needs, each once."""
        waits = (self.open_count,) if self.open_count else ()
        quantities = (self.numerator, self.denominator, *self.beside)
        named = [name for each in quantities for name in each.fields]
        return tuple(dict.fromkeys((*named, *waits)))

    def holds_in(self, period: Period) -> bool:
        """Whether it is valid on every day of the period."""
        return (self.valid_from is None or self.valid_from <= period.start) and (
            self.valid_to is None or period.end <= self.valid_to
        )

    def refusal(self, period: Period) -> str:
        """Why it may not be used for the period; empty when it may."""
        if self.unsupported:
            return self.unsupported
        if self.holds_in(period):
            return ""
        if self.valid_from is not None and period.start < self.valid_from:
            return _("口径 {version} 自 {day} 起才适用,本期有更早的日子").format(
                version=self.version, day=self.valid_from
            )
        return _("口径 {version} 只适用到 {day},本期有更晚的日子").format(
            version=self.version, day=self.valid_to
        )

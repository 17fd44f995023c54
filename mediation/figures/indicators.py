"""Rates from counts: numerator, denominator, exact value, interval, or the reason there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from mediation.figures.counts import Counts
from mediation.figures.definitions import Basis, Definition, definition_of
from mediation.figures.intervals import Interval, Sample, sample, wilson
from mediation.figures.telling import Told, telling
from mediation.figures.totals import TotalsSum
from mediation.i18n import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One rate by one definition. It is unknown exactly when ``reason`` says why.

    ``courts`` are the codes of the courts whose totals it sums; empty for rates over the ledger.
    ``beside`` are the counts that its definition wants beside it, in order.
    """

    definition: Definition
    numerator: int | None
    denominator: int | None
    reason: str = ""
    courts: tuple[str, ...] = ()
    beside: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """The definition's key."""
        return self.definition.key

    @property
    def name(self) -> str:
        """The definition's name."""
        return self.definition.name

    @property
    def value(self) -> Fraction | None:
        """The exact ratio; ``None`` when unknown."""
        if self.reason or self.numerator is None or not self.denominator:
            return None
        return Fraction(self.numerator, self.denominator)

    @property
    def interval(self) -> Interval | None:
        """Wilson's 95 % interval; ``None`` when unknown or when the ratio is no proportion."""
        if self.value is None or self.numerator is None or self.denominator is None:
            return None
        if not self.definition.is_proportion or self.numerator > self.denominator:
            return None
        return wilson(self.numerator, self.denominator)

    @property
    def sample(self) -> Sample:
        """How far the denominator carries the rate."""
        return sample(self.denominator or 0)

    @property
    def told(self) -> Told:
        """What every form for people shows of the rate besides its counts."""
        known = None if self.reason else self.numerator
        return telling(known, self.denominator, proportion=self.definition.is_proportion)


def ratio(definition: Definition, amounts: Mapping[str, int]) -> Indicator:
    """The rate over known counts; unknown with the definition's own words when nothing is counted."""
    numerator = definition.numerator.of(amounts)
    denominator = definition.denominator.of(amounts)
    reason = ""
    waiting = amounts[definition.open_count] if definition.open_count else 0
    if waiting:
        reason = _("还有 {count} 件未结,未到齐,不出率").format(count=waiting)
    elif denominator == 0:
        reason = definition.nothing
    elif denominator < 0 or numerator < 0:
        reason = _("录入的数相减得负数({numerator}÷{denominator}),请核对法院收案").format(
            numerator=numerator, denominator=denominator
        )
    return Indicator(
        definition=definition,
        numerator=numerator,
        denominator=denominator,
        reason=reason,
        beside=tuple(each.of(amounts) for each in definition.beside),
    )


def ledger_indicator(
    definition: Definition, counts: Counts, more: Mapping[str, int] | None = None
) -> Indicator:
    """A rate over the ledger and the roster; ``more`` are counts that the flow does not hold."""
    if definition.basis not in (Basis.LEDGER, Basis.ROSTER):
        raise ValueError("the definition needs court totals")
    known = more or {}
    return ratio(
        definition,
        {
            name: known[name] if name in known else getattr(counts, name)
            for name in definition.fields
        },
    )


def totals_indicator(definition: Definition, totals: TotalsSum) -> Indicator:
    """A rate over court totals; unknown, naming courts and months, when a needed total is missing."""
    fields = definition.numerator.fields + definition.denominator.fields
    reason = totals.reason(fields)
    if not reason:
        return replace(ratio(definition, totals.amounts), courts=totals.courts)

    def known(names: tuple[str, ...]) -> bool:
        return all(name in totals.amounts for name in names)

    return Indicator(
        definition=definition,
        numerator=definition.numerator.of(totals.amounts)
        if known(definition.numerator.fields)
        else None,
        denominator=definition.denominator.of(totals.amounts)
        if known(definition.denominator.fields)
        else None,
        reason=reason,
        courts=totals.courts,
    )


def unknown(definition: Definition, reason: str) -> Indicator:
    """A rate that cannot be formed at all, and why."""
    return Indicator(definition=definition, numerator=None, denominator=None, reason=reason)


def success_rate(counts: Counts) -> Indicator:
    """The default success rate (V1) of some counts, as group rows show it."""
    return ledger_indicator(definition_of("success_rate"), counts)

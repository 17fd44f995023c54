"""案件构成调整: how many successes the mix of cases lets one expect, beside those there were.

Indirect standardisation: each case counts with the success rate of all closed cases of its kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from mediation.i18n import _

_WAN: Final = 10_000 * 100
BANDS: Final[tuple[tuple[int, str], ...]] = (
    (1 * _WAN, _("1万元以下")),
    (10 * _WAN, _("1万至10万元")),
    (50 * _WAN, _("10万至50万元")),
    (100 * _WAN, _("50万至100万元")),
)
"""Upper ends of the amount bands in fen, each with its name; the last band has no end."""
LAST_BAND: Final = _("100万元以上")
NO_BAND: Final = _("标的不明")


@dataclass(frozen=True, slots=True)
class Stratum:
    """A kind of case: unified cause code, channel value, amount band (-1 when unknown)."""

    cause: str
    channel: str
    band: int


@dataclass(frozen=True, slots=True)
class Cell:
    """The closed cases of one unit in one stratum."""

    unit: str
    stratum: Stratum
    closed: int
    succeeded: int


@dataclass(frozen=True, slots=True)
class Expectation:
    """Observed and expected successes of a unit; ``ratio`` is ``None`` when nothing is expected."""

    unit: str
    closed: int
    observed: int
    expected: Fraction

    @property
    def ratio(self) -> Fraction | None:
        """Observed ÷ expected."""
        return self.observed / self.expected if self.expected else None


def band_of(claimed: int | None) -> int:
    """The place of an amount in fen among the bands; -1 when it is not known."""
    if claimed is None:
        return -1
    return sum(claimed >= end for end, _name in BANDS)


def band_name(band: int) -> str:
    """The name of a band by its place."""
    if band < 0:
        return NO_BAND
    return BANDS[band][1] if band < len(BANDS) else LAST_BAND


def expectations(cells: Iterable[Cell]) -> dict[str, Expectation]:
    """By unit: observed and expected. The sum of the expected equals the sum of the observed."""
    known = list(cells)
    closed: defaultdict[Stratum, int] = defaultdict(int)
    succeeded: defaultdict[Stratum, int] = defaultdict(int)
    for cell in known:
        closed[cell.stratum] += cell.closed
        succeeded[cell.stratum] += cell.succeeded
    counted: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    # Whole numbers over one denominator at a time: adding fractions one by one takes ten times longer.
    shares: defaultdict[str, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    for cell in known:
        if cell.closed:
            counts = counted[cell.unit]
            counts[0] += cell.closed
            counts[1] += cell.succeeded
            shares[cell.unit][closed[cell.stratum]] += cell.closed * succeeded[cell.stratum]
    return {
        unit: Expectation(
            unit,
            closed=all_closed,
            observed=observed,
            expected=sum((Fraction(n, d) for d, n in shares[unit].items()), Fraction(0)),
        )
        for unit, (all_closed, observed) in counted.items()
    }

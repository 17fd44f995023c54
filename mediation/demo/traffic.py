"""Court totals of the demonstration: road traffic as published, all cases made to fit around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

COURTS = {
    "东胜区法院": 34,
    "康巴什区法院": 18,
    "达拉特旗法院": 17,
    "准格尔旗法院": 19,
    "伊金霍洛旗法院": 12,
}
LAST_MONTH = date(2026, 10, 1)


@dataclass(frozen=True, slots=True)
class Year:
    """A year's road-traffic disputes: all, mediated, closed, succeeded, filed later, on the platform."""

    disputes: int
    mediated: int
    closed: int
    succeeded: int
    transferred: int
    platform: int
    months: int = 12


# 3039 / 5000 = 60.78 %, 2739 / 3039 = 90.13 %, 3934 / 5000 = 78.68 %; 700 / 5000 = 14 % in 2023.
PLATFORM_2023 = (5000, 700)
YEARS = {
    2024: Year(5000, 3039, 3039, 2739, 300, 3934),
    2025: Year(5210, 3304, 3296, 2985, 288, 4402),
    2026: Year(4385, 2851, 2838, 2590, 231, 3811, months=10),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalsRow:
    """One line of the 法院收案 sheet; ``None`` stays an empty cell."""

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


def court_totals(rng: Random) -> Iterator[TotalsRow]:
    """Every court and month; of 2023 only what is known of road traffic."""
    cells = [(court, month) for month in range(1, 13) for court in COURTS]
    disputes = _shares(PLATFORM_2023[0], _weights(rng, cells))
    platform = _shares(PLATFORM_2023[1], disputes)
    for (court, month), all_of_it, on_platform in zip(cells, disputes, platform, strict=True):
        yield TotalsRow(
            court=court,
            month=date(2023, month, 1),
            category="道路交通",
            platform=on_platform,
            disputes=all_of_it,
        )
    for year, sums in YEARS.items():
        for row in _traffic(rng, year, sums):
            yield row
            yield _everything(rng, row)


def _traffic(rng: Random, year: int, sums: Year) -> Iterator[TotalsRow]:
    cells = [(court, month) for month in range(1, sums.months + 1) for court in COURTS]
    disputes = _shares(sums.disputes, _weights(rng, cells))
    mediated = _shares(sums.mediated, [n * rng.randint(92, 108) for n in disputes])
    closed = _shares(sums.closed, mediated)
    succeeded = _shares(sums.succeeded, [n * rng.randint(97, 103) for n in closed])
    transferred = _shares(sums.transferred, [n - s for n, s in zip(closed, succeeded, strict=True)])
    platform = _shares(sums.platform, [n * rng.randint(90, 110) for n in disputes])
    for at, (court, month) in enumerate(cells):
        yield TotalsRow(
            court=court,
            month=date(year, month, 1),
            category="道路交通",
            filings=disputes[at] - mediated[at] + transferred[at],
            mediated=mediated[at],
            closed=closed[at],
            succeeded=succeeded[at],
            transferred=transferred[at],
            platform=platform[at],
            disputes=disputes[at],
        )


def _everything(rng: Random, traffic: TotalsRow) -> TotalsRow:
    """All disputes of that court and month: the road-traffic ones and about four times as many."""
    mediated = (traffic.mediated or 0) + rng.randint(60, 110)
    closed = mediated - rng.randint(0, 12)
    succeeded = closed * rng.randint(62, 72) // 100
    transferred = (closed - succeeded) * rng.randint(80, 95) // 100
    filings = (traffic.filings or 0) + rng.randint(170, 320) + transferred
    disputes = filings + mediated - transferred
    return TotalsRow(
        court=traffic.court,
        month=traffic.month,
        category="全部",
        filings=filings,
        mediated=mediated,
        closed=closed,
        succeeded=succeeded,
        transferred=transferred,
        platform=(traffic.platform or 0) + rng.randint(100, 180),
        disputes=disputes,
    )


def _weights(rng: Random, cells: Sequence[tuple[str, int]]) -> list[int]:
    return [COURTS[court] * rng.randint(85, 115) for court, _month in cells]


def _shares(total: int, weights: Sequence[int]) -> list[int]:
    """The total parted by weight into whole numbers that sum to it."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    rests = sorted(range(len(weights)), key=lambda at: (-(total * weights[at] % whole), at))
    for at in rests[: total - sum(parts)]:
        parts[at] += 1
    return parts

"""Two ways to do one thing, timed in turn, and the ratio of their medians."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Ratio:
    """How ours (A) compares with the yardstick (B); medians in ``unit``.

    ``bound`` is the most that A / B may be, or with ``at_least`` the least that B / A may be.
    """

    name: str
    ours: float
    yardstick: float
    bound: float
    unit: Literal["ms", "MiB"] = "ms"
    at_least: bool = False

    @property
    def ratio(self) -> float:
        """A / B, or B / A where a speed-up is asked for."""
        above, below = (self.yardstick, self.ours) if self.at_least else (self.ours, self.yardstick)
        return above / below if below else float("inf")

    @property
    def holds(self) -> bool:
        """Whether the bound is kept."""
        return self.ratio >= self.bound if self.at_least else self.ratio <= self.bound

    def cells(self) -> tuple[str, ...]:
        """What, A, B, ratio, bound, verdict."""
        sign = "≥" if self.at_least else "≤"
        return (
            self.name,
            f"{self.ours:,.2f} {self.unit}",
            f"{self.yardstick:,.2f} {self.unit}",
            f"{self.ratio:,.2f}",
            f"{sign} {self.bound:g}",
            "ok" if self.holds else "MISSED",
        )


def percentile(share: int, values: Sequence[float]) -> float:
    """The value that so many of a hundred do not exceed."""
    return sorted(values)[-(-len(values) * share // 100) - 1]


def in_turn(
    ours: Callable[[], object],
    yardstick: Callable[[], object],
    rounds: int,
    clock: Callable[[], float] = time.perf_counter,
) -> tuple[float, float]:
    """Median milliseconds of both, run A B A B … after one run of each that does not count.

    ``time.process_time`` as the clock leaves out what other programs took of the processor.
    """
    ours()
    yardstick()
    times: tuple[list[float], list[float]] = ([], [])
    gc.collect()
    gc.disable()
    try:
        for _round in range(rounds):
            for spent, run in zip(times, (ours, yardstick), strict=True):
                start = clock()
                run()
                spent.append((clock() - start) * 1000)
    finally:
        gc.enable()
    return statistics.median(times[0]), statistics.median(times[1])

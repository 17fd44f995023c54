"""One month in ledgers of ten years and of two, and a month long past beside a late one."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mediation.bootstrap import open_office
from mediation.figures.counts import Scope
from mediation.figures.period import Period
from mediation.office.office import Office
from tests.benchmarks.measure import Ratio, in_turn

TEN_YEARS, TWO_YEARS = date(2016, 12, 1), date(2024, 12, 1)
_TODAY = date(2026, 11, 21)
_LATE, _LONG_PAST = Period.parse("2026-06"), Period.parse("2017-06")
_COURT = "内0602"
_SAVE = """
import sys
from datetime import date
from pathlib import Path
from mediation.bootstrap import open_office
from mediation.figures.period import Period
office = open_office(Path(sys.argv[1]), who="benchmark", today=lambda: date(2026, 11, 21))
office.figures.save(Path(sys.argv[2]), Period.parse(sys.argv[3]))
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
"""


def run(ten_years: Path, two_years: Path, rounds: int) -> Iterator[Ratio]:
    """What five times as many years cost, before the month and after it."""
    ours, yardstick = (
        open_office(path, who="benchmark", today=lambda: _TODAY) for path in (ten_years, two_years)
    )
    assert ours.figures.report(_LATE).flow == yardstick.figures.report(_LATE).flow
    few = max(1, rounds // 3)
    with TemporaryDirectory() as folder:
        book = Path(folder) / "month.xlsx"
        for name, ask, times in (
            ("report of a month", lambda office: office.figures.report(_LATE), rounds),
            ("month as printed", lambda office: office.figures.examined_report(_LATE), rounds),
            ("month's workbook", lambda office: office.figures.save(book, _LATE), few),
            ("cases of its opening", lambda office: _opening(office, _LATE), rounds),
        ):
            both = in_turn(_asking(ask, ours), _asking(ask, yardstick), times, time.process_time)
            yield Ratio(f"{name}, ten years stored / two years", *both, bound=1.3)
        memory = [_peak(path, book, few) for path in (ten_years, two_years)]
        told = "month's workbook: peak memory, ten years stored / two years"
        yield Ratio(told, memory[0], memory[1], bound=1.1, unit="MiB")
    yield from _long_past(ours, rounds)
    ours.close()
    yardstick.close()


def _long_past(office: Office, rounds: int) -> Iterator[Ratio]:
    """The years that follow a month cost nothing either."""
    for name, ask in (
        ("cases of the opening", lambda period: _opening(office, period)),
        ("a court's report", lambda period: office.figures.report(period, Scope(court=_COURT))),
    ):
        both = in_turn(_asking(ask, _LONG_PAST), _asking(ask, _LATE), rounds, time.process_time)
        yield Ratio(f"{name}, nine years ago / five months ago", *both, bound=1.3)


def _asking(ask: Callable[[Any], object], whom: object) -> Callable[[], object]:
    return lambda: ask(whom)


def _opening(office: Office, period: Period) -> int:
    return len(office.figures.rows_behind("opening", period))


def _peak(path: Path, book: Path, rounds: int) -> float:
    """The most memory, in MiB, that a process of its own takes for the workbook."""
    command = [sys.executable, "-c", _SAVE, str(path), str(book), str(_LATE)]
    told = [subprocess.run(command, check=True, capture_output=True) for _round in range(rounds)]
    return statistics.median(int(each.stdout) / 1024 for each in told)

"""The month's report with all its tables beside hand-written queries on the same file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from mediation.bootstrap import open_office
from mediation.figures.keys import Dimension
from mediation.figures.period import Period
from mediation.reports.json_form import as_json
from mediation.reports.report import Report
from tests.benchmarks.measure import Ratio, in_turn

MONTH, YEAR, FIVE_YEARS = "2025-06", "2025", "2022-01..2026-12"
_TODAY = date(2026, 11, 21)
_SUMS = (
    "sum(opening * (month = :start)), sum(received), sum(closed), sum(succeeded), sum(partly), "
    "sum(failed), sum(withdrawn), sum(returned), sum(transferred), sum(claimed), sum(agreed), "
    "sum(performed)"
)


def run(path: Path, rounds: int) -> Iterator[Ratio]:
    """The report of a month, a year and five years."""
    office = open_office(path, who="benchmark", today=lambda: _TODAY, read_only=True)
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as bare:
        for name, text, yardstick in (
            ("report of a month / sqlite3, covering index", MONTH, over_the_index),
            ("report of a year / sqlite3, rollup", YEAR, over_the_rollup),
            ("report of five years / sqlite3, rollup", FIVE_YEARS, over_the_rollup),
        ):
            period = Period.parse(text)

            def ours(period: Period = period) -> Report:
                return office.figures.report(period)

            def theirs(
                period: Period = period,
                yardstick: Callable[[sqlite3.Connection, Period], object] = yardstick,
            ) -> object:
                return yardstick(bare, period)

            _agree(ours(), theirs())
            yield Ratio(name, *in_turn(ours, theirs, rounds), bound=1.3)
        month = Period.parse(MONTH)

        def printed() -> Report:
            return office.figures.examined_report(month)

        times = in_turn(printed, lambda: over_the_index(bare, month), rounds)
        yield Ratio("month as printed, checks and all / sqlite3, covering index", *times, bound=1.3)
    office.close()


def over_the_index(bare: sqlite3.Connection, period: Period) -> dict[str, dict[str, list[int]]]:
    """Flow and tables by four dimensions, counted through the covering indexes."""
    span = {"start": period.start.isoformat(), "end": period.end.isoformat()}
    told: dict[str, dict[str, list[int]]] = {}
    for dimension in ("NULL", *Dimension):
        told[str(dimension)] = table = {}
        for key, received, claimed in bare.execute(
            f"""SELECT {dimension}, count(*), sum(claimed) FROM cases
                WHERE referred_on BETWEEN :start AND :end GROUP BY 1""",
            span,
        ):
            table[key] = [received, 0, 0, claimed]
        for key, closed, succeeded, *_rest in bare.execute(
            f"""SELECT {dimension}, count(*), sum(outcome = 'succeeded'), sum(outcome = 'partly'),
                sum(outcome = 'failed'), sum(outcome = 'withdrawn'), sum(outcome = 'returned'),
                sum(agreed), sum(performed)
                FROM cases WHERE closed_on BETWEEN :start AND :end GROUP BY 1""",
            span,
        ):
            table.setdefault(key, [0, 0, 0, 0])[1:3] = closed, succeeded
        bare.execute(
            f"""SELECT {dimension}, count(*) FROM cases
                WHERE transfer_counts_on BETWEEN :start AND :end GROUP BY 1""",
            span,
        ).fetchall()
    bare.execute(
        "SELECT days, count(*) FROM cases WHERE closed_on BETWEEN :start AND :end GROUP BY 1", span
    ).fetchall()
    bare.execute(
        """SELECT (SELECT count(*) FROM cases WHERE referred_on < :start)
            - (SELECT count(*) FROM cases WHERE closed_on < :start)""",
        span,
    ).fetchall()
    return told


def over_the_rollup(bare: sqlite3.Connection, period: Period) -> dict[str, dict[str, list[int]]]:
    """The same from the monthly sums."""
    months = [month.isoformat() for month in period.months()]
    span = {"start": months[0], **{f"m{n}": month for n, month in enumerate(months)}}
    within = ", ".join(f":m{n}" for n in range(len(months)))
    told: dict[str, dict[str, list[int]]] = {}
    for dimension in ("all", *Dimension):
        rows = bare.execute(
            f"""SELECT key, {_SUMS} FROM rollup
                WHERE month IN ({within}) AND dimension = '{dimension}' GROUP BY key""",
            span,
        ).fetchall()
        told["NULL" if dimension == "all" else str(dimension)] = {
            row[0]: [row[2], row[3], row[4], row[10]] for row in rows
        }
    bare.execute(
        f"""SELECT key, sum(closed) FROM rollup
            WHERE month IN ({within}) AND dimension = 'days' GROUP BY key""",
        span,
    ).fetchall()
    return told


def _agree(report: Report, told: object) -> None:
    """Refuse to compare answers that differ."""
    assert isinstance(told, dict)
    (flow,) = told["NULL"].values()
    counted = report.flow
    assert [counted.received, counted.closed, counted.succeeded, counted.claimed] == flow
    for dimension in Dimension:
        ours = sorted(
            [g.counts.received, g.counts.closed, g.counts.succeeded]
            for g in report.groups[dimension]
            if g.counts.received or g.counts.closed
        )
        assert ours == sorted(row[:3] for row in told[dimension].values() if row[0] or row[1])
    assert as_json(report)["flow"]["received"] == counted.received

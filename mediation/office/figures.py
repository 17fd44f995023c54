"""Use cases of the figures: the report of a period, the cases behind a count, the court totals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from mediation.figures.counts import CourtTotals, Figure, Scope
from mediation.figures.period import Period
from mediation.reports.report import Report, build_report
from mediation.store import CaseQuery, Store


class Figures:
    """月报 and 法院收案."""

    def __init__(self, store: Store, *, who: str, now: Callable[[], datetime]) -> None:
        self._store = store
        self._who = who
        self._now = now

    def report(self, period: Period, scope: Scope | None = None) -> Report:
        """The report of a period as a finished value."""
        with self._store.reading() as reading:
            return build_report(reading, period, scope or Scope(), made_at=self._now())

    def cases_behind(self, figure: Figure, period: Period, scope: Scope | None = None) -> CaseQuery:
        """The query that lists exactly the cases a count is made of."""
        return CaseQuery(figure=figure, period=period, scope=scope or Scope())

    def totals(self, period: Period, court: str | None = None) -> list[CourtTotals]:
        """The court totals entered for a period."""
        with self._store.reading() as reading:
            return reading.totals(period, court)

    def put_totals(self, totals: Sequence[CourtTotals]) -> tuple[int, int, int]:
        """Enter court totals; answers how many were new, updated, unchanged."""
        with self._store.writing(self._who) as writing:
            return writing.put_totals(totals)

    def refresh(self) -> None:
        """Bring the kept monthly sums up to date, so that the next report is quick."""
        self._store.refresh_rollup()

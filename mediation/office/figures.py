"""Use cases of the figures: the report of a period, the cases behind a count, the court totals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from mediation.auditing import last_entry
from mediation.errors import RuleViolation
from mediation.figures.casemix import Expectation
from mediation.figures.corrections import Seal
from mediation.figures.counts import CourtTotals, Scope
from mediation.figures.definitions import DEFINITIONS, Definition
from mediation.figures.funnel import Point
from mediation.figures.indicators import Indicator
from mediation.figures.keys import Figure, FunnelUnit
from mediation.figures.period import Period
from mediation.figures.statistical_year import StatisticalYear
from mediation.figures.two_way import Axis, TwoWay
from mediation.i18n import _
from mediation.office.behind import (
    Difference,
    Part,
    difference,
    keys_apart,
    keys_behind,
    rows_behind,
)
from mediation.office.funnels import scopes_of, units_between_limits
from mediation.office.preferences import (
    DEFINITION,
    bulk_closings,
    checked_setting,
    chosen_definitions,
    statistical_year,
)
from mediation.office.sealed_counts import sealed_two_way
from mediation.office.sealed_months import with_sealed_months
from mediation.office.seals import as_sealed
from mediation.reports.counting import count, counts_beyond
from mediation.reports.edition import Progress, gather
from mediation.reports.report import Report, build_report, examined
from mediation.reports.sealed_form import sealed_rates
from mediation.reports.writing import check_form, write_report
from mediation.store import CaseQuery, CaseRow, Reading, Store

NONE: Mapping[str, str] = {}


class Figures:
    """月报 and 法院收案."""

    def __init__(self, store: Store, *, who: str, now: Callable[[], datetime]) -> None:
        self._store = store
        self._who = who
        self._now = now

    def period(self, text: str) -> Period:
        """The period that these words name in the office's statistical year; raises PeriodError."""
        return self.year().period(text)

    def year(self) -> StatisticalYear:
        """How the office cuts its years and months."""
        with self._store.reading() as reading:
            return statistical_year(reading.settings())

    def report(self, period: Period, scope: Scope | None = None) -> Report:
        """The report of a period as a finished value."""
        return self._report(period, scope or Scope(), {}, examine=False)

    def examined_report(
        self, period: Period, scope: Scope | None = None, definitions: Mapping[str, str] = NONE
    ) -> Report:
        """The report as it may leave the house: with comparisons, all checks and open questions.

        ``definitions`` chooses versions by key, before what the settings choose.
        """
        return self._report(period, scope or Scope(), definitions, examine=True)

    def _report(
        self, period: Period, scope: Scope, definitions: Mapping[str, str], *, examine: bool
    ) -> Report:
        with self._store.reading() as reading:
            return self._made(reading, period, scope, definitions, examine=examine)

    def _made(
        self,
        reading: Reading,
        period: Period,
        scope: Scope,
        definitions: Mapping[str, str],
        *,
        examine: bool,
    ) -> Report:
        sealed = as_sealed(reading, period, scope, definitions)
        if sealed is not None:
            return sealed.report
        settings = reading.settings()
        chosen = {**chosen_definitions(settings, scope.court), **definitions}
        report = build_report(reading, period, scope, made_at=self._now(), chosen=chosen)
        report = with_sealed_months(reading, report)
        if not examine:
            return report
        return examined(report, reading, chosen=chosen, bulk=bulk_closings(settings))

    def save(
        self,
        path: Path,
        period: Period,
        scope: Scope | None = None,
        definitions: Mapping[str, str] = NONE,
        *,
        template: Path | None = None,
        progress: Progress | None = None,
    ) -> Report:
        """Write the examined report with the cases behind it, all from one look at the store.

        The form is what the file's name ends with; ``template`` is a .docx to fill in; ``progress``
        is told cases done and in all. Raises MediationError when it cannot be written.
        """
        check_form(path)
        with self._store.reading() as reading:
            report = self._made(reading, period, scope or Scope(), definitions, examine=True)
            edition = gather(report, reading)
            if report.sealed is None:
                edition = replace(edition, anchor=last_entry(reading.audit))
            write_report(edition, path, template=template, progress=progress)
        return report

    def cases_behind(
        self, figure: Figure, period: Period, scope: Scope | None = None, *, ending: str = ""
    ) -> CaseQuery:
        """The query that lists exactly the cases a count is made of.

        ``ending`` narrows closed cases down to a cell of the three-way table.
        """
        return CaseQuery(figure=figure, period=period, scope=scope or Scope(), ending=ending)

    def rows_behind(
        self,
        name: str,
        period: Period,
        scope: Scope | None = None,
        *,
        part: Part = "numerator",
        definitions: Mapping[str, str] = NONE,
    ) -> list[CaseRow]:
        """The cases behind a flow or indicator key; MediationError where no single cases stand."""
        scope = scope or Scope()
        with self._store.reading() as reading:
            chosen = {**chosen_definitions(reading.settings(), scope.court), **definitions}
            return rows_behind(reading, name, period, scope, part=part, chosen=chosen)

    def keys_behind(
        self,
        name: str,
        period: Period,
        scope: Scope | None = None,
        *,
        part: Part = "numerator",
        definitions: Mapping[str, str] = NONE,
        seal: Seal | None = None,
    ) -> list[int]:
        """The row keys of what :meth:`rows_behind` lists; ``seal`` is that of the report shown."""
        scope = scope or Scope()
        with self._store.reading() as reading:
            chosen = {**chosen_definitions(reading.settings(), scope.court), **definitions}
            return keys_behind(reading, name, period, scope, part=part, chosen=chosen, seal=seal)

    def difference(
        self, first: Definition, second: Definition, period: Period, scope: Scope | None = None
    ) -> Difference:
        """Two definitions of one rate side by side, with the cases that make the difference."""
        with self._store.reading() as reading:
            return difference(reading, first, second, period, scope or Scope())

    def keys_apart(
        self, one: Definition, other: Definition, part: Part, period: Period, scope: Scope
    ) -> list[int]:
        """The row keys of the cases that a part of one definition counts and the other's does not."""
        with self._store.reading() as reading:
            return keys_apart(reading, one, other, period, scope, part=part)

    def by_every_definition(
        self, period: Period, scope: Scope, seal: Seal | None = None
    ) -> tuple[Indicator, ...]:
        """Every rate by every definition, of a sealed report as sealed."""
        with self._store.reading() as reading:
            sealed = reading.sealed_with(seal.sha256) if seal is not None else None
            if sealed is not None:
                return sealed_rates(sealed)
            counted = count(reading, period, scope, {})
            more = counts_beyond(reading, period, scope, DEFINITIONS)
            return tuple(map(replace(counted, more=more).rate, DEFINITIONS))

    def choose_definition(self, definition: Definition, court: str | None = None) -> None:
        """Make it what a rate is reported by from now on, for one court or for all."""
        name = ".".join(filter(None, (court, definition.key)))
        key, value = checked_setting(f"{DEFINITION}{name}", definition.version)
        with self._store.writing(self._who) as writing:
            writing.put_setting(key, value)

    def funnel(
        self, unit: FunnelUnit, period: Period, scope: Scope | None = None
    ) -> tuple[Fraction | None, list[tuple[Point, Expectation]]]:
        """The overall success rate, and each unit between its limits beside what its mix of cases
        lets one expect, by name; of a sealed period as sealed."""
        with self._store.reading() as reading:
            return units_between_limits(reading, unit, period, scope or Scope())

    def keys_of_unit(
        self,
        unit: FunnelUnit,
        key: str,
        period: Period,
        scope: Scope | None = None,
        *,
        seal: Seal | None = None,
    ) -> list[int]:
        """The row keys of the closed cases of one unit of a funnel."""
        keys: list[int] = []
        with self._store.reading() as reading:
            for each in scopes_of(reading, unit, key, scope or Scope(), seal):
                keys += keys_behind(reading, "closed", period, each, chosen=NONE, seal=seal)
        return keys

    def two_way(
        self,
        rows: Axis,
        columns: Axis,
        period: Period,
        scope: Scope | None = None,
        *,
        figure: Figure = Figure.CLOSED,
    ) -> TwoWay:
        """The cases behind a count by two dimensions at once, of a sealed period as sealed; raises
        RuleViolation for one twice."""
        if rows is columns:
            raise RuleViolation(_("请选两个不同的维度。"), field="by")
        with self._store.reading() as reading:
            where = scope or Scope()
            sealed = sealed_two_way(reading, figure, (rows, columns), period, where)
            return sealed or reading.two_way(figure, (rows, columns), period, where)

    def examine(self, report: Report) -> Report:
        """The same report with comparisons, the three-way table, all checks and open questions."""
        if report.three_way is not None or report.sealed is not None:
            return report
        with self._store.reading() as reading:
            settings = reading.settings()
            chosen = chosen_definitions(settings, report.scope.court)
            return examined(report, reading, chosen=chosen, bulk=bulk_closings(settings))

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

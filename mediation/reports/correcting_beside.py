"""Corrections of what a sealed report prints beside its flow: the three-way table, months before,
bases of comparison, court totals, outcomes, cases to be asked about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from mediation.figures.checks import COUNT_NAMES, DIMENSION_NAMES
from mediation.figures.comparison import AMOUNTS, Kind
from mediation.figures.corrections import Correction, Measure, Moved, Touched
from mediation.figures.keys import Dimension
from mediation.figures.particulars import Particular, Particulars
from mediation.figures.quality import DOUBT_NAMES, Doubt
from mediation.figures.three_way import (
    BROKEN_DOWN,
    PREFIX,
    Ending,
    ThreeWay,
    ThreeWayRow,
    ending_words,
)
from mediation.figures.totals import TOTALS_FIELDS
from mediation.i18n import _
from mediation.reports.names import unrecorded
from mediation.reports.report import Report
from mediation.reports.wording import compared_name

PARTICULAR_NAMES: Final[Mapping[Particular, str]] = {
    Particular.CONFIRMED: _("司法确认"),
    Particular.UNREACHABLE: _("不成功:联系不上"),
    Particular.CLOSED_TRANSFERRED: _("本期结案中的转立案"),
    Particular.DUE: _("已到期的协议"),
    Particular.DUE_PERFORMED: _("已到期且已履行"),
    Particular.NOT_DUE: _("协议未到期"),
    Particular.PERFORMANCE_UNKNOWN: _("履行状态未登记"),
    Particular.COHORT_SUCCEEDED: _("本期收案中已成功"),
    Particular.COHORT_OPEN: _("本期收案中未结"),
}
_ENDED: Final = frozenset(("", "closed_on", "outcome", "court"))
"""Fields of history that alter how many cases were closed in a month; empty for a new case."""


def of_three_way(sealed: Report, now: Report, moved: Sequence[Moved]) -> Iterator[Correction]:
    """The endings of all cases and of each source and cause."""
    one, other = sealed.three_way, now.three_way
    if one is None or other is None:
        return
    yield from _endings(one.total, other.total, moved)
    for dimension in BROKEN_DOWN:
        before, after = _by_key(one, dimension), _by_key(other, dimension)
        for key in dict.fromkeys((*before, *after)):
            rows = before.get(key), after.get(key)
            named = next(row.name for row in rows if row is not None) or unrecorded()
            within = [within_row(each, dimension, key) for each in moved]
            for each in _endings(*rows, within):
                measure = each.figure.removeprefix(PREFIX)
                words = _("三分表 {dimension} {name}").format(
                    dimension=DIMENSION_NAMES[dimension], name=named
                )
                yield replace(each, figure=f"{PREFIX}{dimension}.{key}.{measure}", row=words)


def within_row(case: Moved, dimension: Dimension, key: str) -> Moved:
    """What the case adds to one row of a table, sealed and now."""
    return replace(
        case,
        before=case.before if case.rows[0].get(dimension) == key else {},
        after=case.after if case.rows[1].get(dimension) == key else {},
    )


def of_particulars(
    sealed: Particulars, now: Particulars, moved: Sequence[Moved]
) -> Iterator[Correction]:
    """Confirmations, performance, and what became of the cases received."""
    for each, name in PARTICULAR_NAMES.items():
        cases = tuple(case.label for case in moved if case.alters(each.value))
        before, after = getattr(sealed, each.value), getattr(now, each.value)
        if cases or before != after:
            yield Correction(each.value, name, Measure.COUNT, before, after, cases)


def of_trend(sealed: Report, now: Report, touched: Sequence[Touched]) -> Iterator[Correction]:
    """Closed and succeeded cases of the other months; the cases are those written since."""
    current = {each.month: each for each in now.trend}
    for month in sealed.trend:
        other = current.get(month.month)
        if other is None or month.month == sealed.period:
            continue
        for name in ("closed", "succeeded"):
            before, after = getattr(month, name), getattr(other, name)
            if before != after:
                period = month.month
                cases = tuple(
                    each.label
                    for each in touched
                    if each.fields & _ENDED and period.has_any(each.closed)
                )
                words = _("走势 {month}").format(month=period)
                figure = f"trend.{period}.{name}"
                label = COUNT_NAMES[name]
                yield Correction(figure, label, Measure.COUNT, before, after, cases, row=words)


def of_bases(sealed: Report, now: Report, touched: Sequence[Touched]) -> Iterator[Correction]:
    """What the period was compared with."""
    for kind in Kind:
        one, other = sealed.comparison(kind), now.comparison(kind)
        if one is None or other is None:
            continue
        current = {each.key: each for each in other.figures}
        words = _("同比基期") if kind is Kind.YEAR_ON_YEAR else _("环比基期")
        for each in one.figures:
            after = current.get(each.key)
            if after is None or (after.base == each.base and after.counted[1:] == each.counted[1:]):
                continue
            measure = Measure.FEN if each.key in AMOUNTS else Measure.COUNT
            if Fraction in (type(each.base), type(after.base)):
                measure = Measure.RATE
            cases = tuple(case.label for case in touched if one.period.has_any(case.days))
            counted = (each.counted[1], after.counted[1]) if measure is Measure.RATE else ("", "")
            yield Correction(
                f"comparison.{kind}.{each.key}.base",
                compared_name(each),
                measure,
                each.base,
                after.base,
                cases,
                counted,
                row=words,
            )


def of_court(sealed: Report, now: Report) -> Iterator[Correction]:
    """The sums of the court totals; no case stands behind them."""
    for name, words in TOTALS_FIELDS.items():
        before, after = sealed.court.get(name), now.court.get(name)
        if before != after:
            label = _("法院{name}").format(name=words)
            yield Correction(f"court.{name}", label, Measure.COUNT, before, after, ())


def of_findings(
    sealed: Report, now: Report, apart: Mapping[Doubt, Sequence[str]]
) -> Iterator[Correction]:
    """How many cases are to be asked about; ``apart`` names those that came or went."""
    one, other = ({each.doubt: each for each in report.findings} for report in (sealed, now))
    for doubt, name in DOUBT_NAMES.items():
        before, after = (found[doubt].count if doubt in found else 0 for found in (one, other))
        cases = tuple(apart.get(doubt, ()))
        if cases or before != after:
            yield Correction(f"quality.{doubt}", name, Measure.COUNT, before, after, cases)


def _endings(
    sealed: ThreeWayRow | None, now: ThreeWayRow | None, moved: Sequence[Moved]
) -> Iterator[Correction]:
    for each in Ending:
        before, after = (0 if row is None else row.endings[each] for row in (sealed, now))
        figure = f"{PREFIX}{each}"
        cases = tuple(case.label for case in moved if case.alters(figure))
        if cases or before != after:
            words = ending_words(each)
            yield Correction(figure, words, Measure.COUNT, before, after, cases)


def _by_key(table: ThreeWay, dimension: Dimension) -> dict[str, ThreeWayRow]:
    return {row.key: row for row in table.by.get(dimension, ())}

"""Setting a sealed report against the same period counted anew, figure by figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mediation.figures.checks import COUNT_NAMES, DIMENSION_NAMES
from mediation.figures.corrections import Correction, Measure, Moved, Touched
from mediation.figures.counts import Counts, Group
from mediation.figures.definitions import Basis, Quantity
from mediation.figures.facts import AMOUNTS, COUNTED
from mediation.figures.indicators import Indicator
from mediation.figures.keys import Dimension
from mediation.figures.particulars import Particulars
from mediation.figures.quality import Doubt
from mediation.i18n import _
from mediation.reports.correcting_beside import (
    of_bases,
    of_court,
    of_findings,
    of_particulars,
    of_three_way,
    of_trend,
    within_row,
)
from mediation.reports.edition import Edition
from mediation.reports.names import court_name, unrecorded
from mediation.reports.report import Report

_NOTHING = Counts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What was found out about the time after a sealing.

    ``moved`` are the cases that add something else to the period, ``touched`` all that were written,
    ``apart`` those that came to or went from a doubt. Of an older seal (``is_full`` false) it is not
    known how its cases ended, nor what was written since.
    """

    moved: Sequence[Moved]
    touched: Sequence[Touched] = ()
    apart: Mapping[Doubt, Sequence[str]] = field(default_factory=dict)
    is_full: bool = True


def corrections(
    sealed: Edition, now: Report, particulars: Particulars, since: Since
) -> tuple[Correction, ...]:
    """Every figure that differs, in the order of the report; ``now`` is an examined report."""
    report, moved = sealed.report, since.moved
    found = [
        *_counts(report.flow, now.flow, moved),
        *_rates(report, now, moved),
        *_days(report, now, moved),
        *of_court(report, now),
        *of_particulars(sealed.particulars, particulars, moved),
        *of_trend(report, now, since.touched),
        *of_bases(report, now, since.touched),
    ]
    if since.is_full:
        found += of_three_way(report, now, moved)
        found += of_findings(report, now, since.apart)
    for dimension in Dimension:
        found += _table(dimension, report.groups.get(dimension, ()), now.groups[dimension], moved)
    return tuple(found)


def _counts(sealed: Counts, now: Counts, moved: Sequence[Moved]) -> Iterator[Correction]:
    for name in (*COUNTED, *AMOUNTS):
        cases = tuple(each.label for each in moved if each.alters(name))
        before, after = getattr(sealed, name), getattr(now, name)
        if cases or before != after:
            measure = Measure.FEN if name in AMOUNTS else Measure.COUNT
            yield Correction(name, COUNT_NAMES[name], measure, before, after, cases)


def _rates(sealed: Report, now: Report, moved: Sequence[Moved]) -> Iterator[Correction]:
    current = {each.key: each for each in now.indicators}
    for before in sealed.indicators:
        after = current.get(before.key)
        if after is None or after.definition.version != before.definition.version:
            continue
        cases = tuple(each.label for each in moved if _alters(each, before))
        parts = (before.numerator, before.denominator), (after.numerator, after.denominator)
        if cases or parts[0] != parts[1] or before.value != after.value:
            yield Correction(
                before.key,
                before.name,
                Measure.RATE,
                before.value,
                after.value,
                cases,
                (_fraction(before), _fraction(after)),
            )


def _alters(case: Moved, rate: Indicator) -> bool:
    definition = rate.definition
    return definition.basis is Basis.LEDGER and any(
        _part(case, quantity)[0] != _part(case, quantity)[1]
        for quantity in (definition.numerator, definition.denominator)
    )


def _part(case: Moved, quantity: Quantity) -> tuple[int, int]:
    """What the case adds to a part of a rate, sealed and now."""
    before, after = (
        sum(shares.get(name, 0) for name in quantity.plus)
        - sum(shares.get(name, 0) for name in quantity.minus)
        for shares in (case.before, case.after)
    )
    return before, after


def _fraction(rate: Indicator) -> str:
    if rate.numerator is None or rate.denominator is None:
        return ""
    return f"{rate.numerator}/{rate.denominator}"


def _days(sealed: Report, now: Report, moved: Sequence[Moved]) -> Iterator[Correction]:
    cases = tuple(each.label for each in moved if each.days[0] != each.days[1])
    for name, words in (
        ("median", _("办理天数中位数")),
        ("p90", _("办理天数第90百分位")),
    ):
        before, after = getattr(sealed.duration, name), getattr(now.duration, name)
        if cases or before != after:
            yield Correction(f"{name}_days", words, Measure.DAYS, before, after, cases)


def _table(
    dimension: Dimension, sealed: Sequence[Group], now: Sequence[Group], moved: Sequence[Moved]
) -> Iterator[Correction]:
    before = {group.key: group for group in sealed}
    after = {group.key: group for group in now}
    touched = {rows[dimension] for each in moved for rows in each.rows if rows}
    for key in dict.fromkeys((*before, *after)):
        one, other = (table.get(key) for table in (before, after))
        counts = [_NOTHING if each is None else each.counts for each in (one, other)]
        if key not in touched and counts[0] == counts[1]:
            continue
        within = [within_row(each, dimension, key) for each in moved]
        known = one or other
        assert known is not None
        for each in _counts(counts[0], counts[1], within):
            yield replace(
                each,
                figure=f"by.{dimension}.{key}.{each.figure}",
                row=f"{DIMENSION_NAMES[dimension]} {_row_name(known, dimension)}",
            )


def _row_name(group: Group, dimension: Dimension) -> str:
    if dimension is Dimension.COURT and group.key:
        return court_name(group.key)
    return group.name or unrecorded()

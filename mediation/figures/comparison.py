"""同比 and 环比: two periods side by side, and when they may not be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from mediation.figures.counts import Counts
from mediation.figures.indicators import Indicator
from mediation.figures.intervals import FEW_BELOW
from mediation.figures.period import Period
from mediation.i18n import _

BREAK: Final = date(2025, 1, 1)
"""Disputes are filed before they are mediated since this day (最高人民法院, 2024-12-27)."""

COMPARED: Final = ("received", "closed", "succeeded", "failed", "transferred", "pending")
AMOUNTS: Final = ("claimed", "agreed", "performed")


class Kind(StrEnum):
    """Against what a period is set."""

    YEAR_ON_YEAR = "year_on_year"
    PERIOD_ON_PERIOD = "period_on_period"


class Unit(StrEnum):
    """What a change is counted in: a share of the base, or percentage points between two rates."""

    RATIO = "ratio"
    POINTS = "percentage_points"


@dataclass(frozen=True, slots=True)
class Change:
    """One figure now and in the base. ``change`` is ``None`` exactly when ``reason`` says why.

    Counts and fen are whole numbers, rates fractions; a rate's change is in percentage points.
    ``counted`` are the fractions of a rate as counted, now and in the base: ("4/7", "6/7");
    ``is_few`` says that one of them is too small to tell more than the counts.
    """

    key: str
    now: int | Fraction | None
    base: int | Fraction | None
    change: Fraction | None
    unit: Unit
    reason: str = ""
    counted: tuple[str, str] = ("", "")
    is_few: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """What was counted in one period; ``court`` are the sums of the court totals that are known."""

    period: Period
    flow: Counts
    indicators: Sequence[Indicator]
    court: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A period against its base; not comparable exactly when ``reason`` says why.

    ``restated`` sets figures of the courts side by side over the break of 2025, on one base: all
    disputes that reached the court, each counted once.
    """

    kind: Kind
    period: Period
    figures: tuple[Change, ...]
    versions: Mapping[str, tuple[str, str]]
    reason: str = ""
    restated: tuple[Change, ...] = ()

    @property
    def is_comparable(self) -> bool:
        """Whether the two periods may be compared at all."""
        return not self.reason


def base_of(period: Period, kind: Kind) -> Period:
    """The same months of the year before, or as many months just before."""
    return period.shifted(-12 if kind is Kind.YEAR_ON_YEAR else -len(period))


def compare(kind: Kind, now: Side, base: Side) -> Comparison:
    """Every count, amount and rate of one side against the other."""
    reason = broken(now.period, base.period)
    if base.period.end >= now.period.start:
        reason = _("期间长于一年,与上年同期重叠,不比")
    earlier = {each.key: each for each in base.indicators}
    pairs = [(each, earlier[each.key]) for each in now.indicators if each.key in earlier]
    figures = [
        *(_count(name, getattr(now.flow, name), getattr(base.flow, name)) for name in COMPARED),
        *(_amount(name, getattr(now.flow, name), getattr(base.flow, name)) for name in AMOUNTS),
        *(_rate(one, other) for one, other in pairs),
    ]
    if reason:
        figures = [replace(each, change=None, reason=reason) for each in figures]
    versions = {one.key: (one.definition.version, other.definition.version) for one, other in pairs}
    return Comparison(kind, base.period, tuple(figures), versions, reason, restate(now, base))


def broken(now: Period, base: Period) -> str:
    """Why two periods may not be compared: the way of counting changed between their first and last day."""
    days = (now.start, now.end, base.start, base.end)
    if min(days) < BREAK <= max(days):
        return _("口径调整,不可比:{day} 起先立案后调解,前后的数不是一回事").format(day=BREAK)
    return ""


def restate(now: Side, base: Side) -> tuple[Change, ...]:
    """Court figures over the break, where what they need is known; empty where there is no break.

    Since 2025 mediated disputes are among the filings V; before, the disputes were V + A - T. The
    Supreme People's Court compares in the same way (2025: 包括诉前调解成功在内的各类案件).
    """
    if not base.period.end < BREAK <= now.period.start:
        return ()
    after, before = now.court.get("filings"), base.court.get("disputes")
    if after is None or before is None:
        return ()
    found = [_count("disputes", after, before)]
    for key, part in (("diversion_rate", "mediated"), ("success_diversion_rate", "succeeded")):
        if part in now.court and part in base.court:
            found.append(_restated(key, (now.court[part], after), (base.court[part], before)))
    return tuple(found)


def relative_change(now: int, base: int) -> Fraction | None:
    """(now − base) ÷ base as a share of 1; ``None`` when the base is 0."""
    return Fraction(now - base, base) if base else None


def points(now: Fraction, base: Fraction) -> Fraction:
    """The difference of two rates in percentage points."""
    return (now - base) * 100


def _count(key: str, now: int, base: int) -> Change:
    if base == 0:
        return Change(key, now, base, None, Unit.RATIO, _("基期为 0"))
    if abs(base) < FEW_BELOW:
        words = _("基期不足 {few} 件,只列件数").format(few=FEW_BELOW)
        return Change(key, now, base, None, Unit.RATIO, words)
    return Change(key, now, base, relative_change(now, base), Unit.RATIO)


def _amount(key: str, now: int, base: int) -> Change:
    reason = _("基期为 0") if base == 0 else ""
    return Change(key, now, base, relative_change(now, base), Unit.RATIO, reason)


def _restated(key: str, now: tuple[int, int], base: tuple[int, int]) -> Change:
    counted = (f"{now[0]}/{now[1]}", f"{base[0]}/{base[1]}")
    if min(now[1], base[1]) < FEW_BELOW:
        words = _("分母不足 {few} 件,只列件数").format(few=FEW_BELOW)
        return Change(key, None, None, None, Unit.POINTS, words, counted, is_few=True)
    after, before = Fraction(*now), Fraction(*base)
    return Change(key, after, before, points(after, before), Unit.POINTS, "", counted)


def _rate(now: Indicator, base: Indicator) -> Change:
    known = [each.denominator or 0 for each in (now, base) if each.value is not None]
    few = min(known, default=FEW_BELOW) < FEW_BELOW
    reason = ""
    if now.definition != base.definition:
        reason = _("口径调整,不可比:本期 {now},基期 {base}").format(
            now=now.definition.label, base=base.definition.label
        )
    elif now.value is None or base.value is None:
        reason = _("本期:{reason}") if now.value is None else _("基期:{reason}")
        reason = reason.format(reason=now.reason or base.reason)
    elif few:
        reason = _("分母不足 {few} 件,只列件数").format(few=FEW_BELOW)
    change = None
    if not reason and now.value is not None and base.value is not None:
        change = points(now.value, base.value)
    counted = (_fraction(now), _fraction(base))
    return Change(now.key, now.value, base.value, change, Unit.POINTS, reason, counted, few)


def _fraction(rate: Indicator) -> str:
    if rate.value is None:
        return _("未知")
    return f"{rate.numerator}/{rate.denominator}"

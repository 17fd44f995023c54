"""How figures read: shares, intervals, days, dates, shared by the renderers for people."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from fractions import Fraction
from typing import Final

from mediation.figures.indicators import Indicator
from mediation.figures.intervals import Sample
from mediation.figures.period import Period
from mediation.i18n import _
from mediation.reports.report import Report, court_name

_TWO_DECIMALS_FROM: Final = 1_000
_BEIJING: Final = timezone(timedelta(hours=8))


def decimals(value: Fraction, places: int = 1) -> str:
    """A number of 0 or more with that many decimals, half away from zero, exact: 61.2."""
    power: int = 10**places
    scaled = value * power
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return f"{whole // power}.{whole % power:0{places}d}"


def percent(value: Fraction, places: int = 1) -> str:
    """A share of 1 in per cent: 61.2 %."""
    return f"{decimals(value * 100, places)} %"


def share_words(indicator: Indicator) -> str:
    """A known rate in per cent: 61.2 %; with two decimals from 1,000 cases on; empty if unknown."""
    if indicator.value is None:
        return ""
    return percent(indicator.value, _places(indicator))


def interval_words(indicator: Indicator) -> str:
    """The 95 % interval in per cent, as (52.3-69.4); empty when there is none."""
    bounds = indicator.interval
    if bounds is None:
        return ""
    low, high = (f"{bound * 100:.{_places(indicator)}f}" for bound in bounds)
    return f"({low}-{high})"


def _places(indicator: Indicator) -> int:
    return 2 if (indicator.denominator or 0) >= _TWO_DECIMALS_FROM else 1


def few_words(indicator: Indicator) -> str:
    """The flag of a rate over fewer than 30 cases; empty when there are enough or no rate."""
    if indicator.value is None or indicator.sample is Sample.ENOUGH:
        return ""
    return _("样本少")


def days_words(days: Fraction | None) -> str:
    """Days with a decimal only where there is one; a dash when unknown."""
    if days is None:
        return "-"
    return str(int(days)) if days.denominator == 1 else decimals(days)


def period_words(period: Period) -> str:
    """A period as a title has it: 2026年10月, 2026年, 2026年1月至6月, 2023年11月至2024年2月."""
    first, last = period.start, period.end
    year = _("{year}年").format(year=first.year)
    if len(period) == 1:
        return year + _("{month}月").format(month=first.month)
    if len(period) == 12 and first.month == 1:
        return year
    end = _("{month}月").format(month=last.month)
    if last.year != first.year:
        end = _("{year}年").format(year=last.year) + end
    return year + _("{first}月至{end}").format(first=first.month, end=end)


def title(report: Report) -> str:
    """The report's title: period and scope."""
    return _("特邀调解月报") if len(report.period) == 1 else _("特邀调解情况报告")


def made_words(made_at: datetime) -> str:
    """When the report was made, in Beijing time, which the whole country keeps."""
    return _("{moment:%Y-%m-%d %H:%M} 北京时间").format(moment=made_at.astimezone(_BEIJING))


def coverage_words(report: Report) -> list[str]:
    """Which courts' totals the rates over court totals sum, one line for each different set."""
    rates: dict[tuple[str, ...], list[str]] = {}
    for indicator in report.indicators:
        if indicator.courts and indicator.value is not None:
            rates.setdefault(indicator.courts, []).append(indicator.name)
    return [
        _("{rates}:按 {courts} 录入的法院收案计算").format(
            rates="、".join(names), courts="、".join(court_name(code) for code in courts)
        )
        for courts, names in rates.items()
    ]

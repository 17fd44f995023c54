"""How figures read: shares, intervals, days, dates, shared by the renderers for people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from typing import Final

from mediation.cases.money import format_wan
from mediation.figures.checks import COUNT_NAMES
from mediation.figures.comparison import AMOUNTS, BREAK, Change, Comparison, Kind, Unit
from mediation.figures.counts import Counts
from mediation.figures.definitions import definition_of
from mediation.figures.indicators import Indicator, success_rate
from mediation.figures.intervals import Sample
from mediation.figures.period import Period
from mediation.figures.trend import TrendMonth, has_break, sparkline
from mediation.i18n import _
from mediation.reports.report import Report, court_name

_TWO_DECIMALS_FROM: Final = 1_000
_FEW: Final = {Sample.COUNTS_ONLY: _("件数少"), Sample.FEW: _("样本少"), Sample.ENOUGH: ""}
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


def signed(value: Fraction, places: int = 1) -> str:
    """A change with its sign: +26.3, -4.0, 0.0."""
    shown = decimals(abs(value), places)
    if not float(shown):
        return shown
    return ("+" if value > 0 else "-") + shown


def change_words(change: Change) -> str:
    """A change as people read it: +26.3 %, -4.0 点 for percentage points; a dash where there is none to tell."""
    if change.change is None:
        return "—"
    if change.unit is Unit.POINTS:
        return _("{points} 点").format(points=signed(change.change))
    return _("{share} %").format(share=signed(change.change * 100))


def comparison_head(comparison: Comparison) -> str:
    """What a period is set against, and why it may not be compared: 同比:与2025年10月比."""
    kind = _("同比") if comparison.kind is Kind.YEAR_ON_YEAR else _("环比")
    words = _("{kind}:与{period}比").format(kind=kind, period=period_words(comparison.period))
    if comparison.is_comparable:
        return words
    return _("{words};{reason}").format(words=words, reason=comparison.reason)


def compared_words(change: Change, *, base: bool) -> str:
    """A figure of one side: a count, an amount in 万元, a rate, or its fraction when few are counted."""
    value = change.base if base else change.now
    if change.is_few:
        return change.counted[base]
    if value is None:
        return "—"
    if isinstance(value, Fraction):
        return percent(value)
    if change.key in AMOUNTS:
        return _("{wan} 万").format(wan=format_wan(value))
    return str(value)


def compared_name(change: Change) -> str:
    """The name of a compared figure."""
    if change.key == "disputes":
        return _("全院纠纷总数")
    return COUNT_NAMES.get(change.key) or definition_of(change.key).name


def restated_words(comparison: Comparison) -> str:
    """The figures over the break of 2025 on one base, in one sentence; empty where there are none."""
    parts = [
        _("{name} {now}(基期 {base}),{change}").format(
            name=compared_name(each),
            now=compared_words(each, base=False),
            base=compared_words(each, base=True),
            change=change_words(each),
        )
        for each in comparison.restated
    ]
    if not parts:
        return ""
    return _("按同一基数重列(每件纠纷只计一次):{figures}").format(figures=";".join(parts))


def share_words(indicator: Indicator) -> str:
    """A rate in per cent: 61.2 %; with two decimals from 1,000 cases on; empty below 10 and if unknown."""
    share = indicator.told.share
    return "" if share is None else percent(share, _places(indicator))


def interval_words(indicator: Indicator) -> str:
    """The 95 % interval in per cent, as (52.3-69.4); empty below 30 cases and when there is none."""
    bounds = indicator.told.interval
    if bounds is None:
        return ""
    low, high = (f"{bound * 100:.{_places(indicator)}f}" for bound in bounds)
    return f"({low}-{high})"


def few_words(indicator: Indicator) -> str:
    """The flag of a rate over few cases: 件数少 below 10, 样本少 below 30; empty for others."""
    if indicator.value is None:
        return ""
    return _FEW[indicator.told.sample]


def beside_words(indicator: Indicator) -> str:
    """The counts that its definition wants beside a rate: 未到期 3 件、履行状态未登记 2 件."""
    counted = zip(indicator.definition.beside, indicator.beside, strict=False)
    return _("、").join(
        _("{name} {count} 件").format(name=quantity.short, count=count)
        for quantity, count in counted
    )


def remark_words(indicator: Indicator) -> str:
    """What is said beside a known rate: the flag of few cases, and the counts beside it."""
    return _("、").join(filter(None, (few_words(indicator), beside_words(indicator))))


def usual_rate() -> str:
    """The success rate of rows, months and charts with the definition it goes by: 成功率V1."""
    return _("成功率{version}").format(version=definition_of("success_rate").version)


def rate_words(part: int, whole: int) -> str:
    """A success rate of plain counts in a few words: 46.2 %, 样本少 46.2 %, or 3/7 alone."""
    rate = success_rate(Counts(closed=whole, succeeded=part))
    share = share_words(rate)
    return " ".join(filter(None, (few_words(rate), share))) if share else f"{part}/{whole}"


def trend_words(trend: Sequence[TrendMonth]) -> str:
    """The success rate over the months in one line, its first and last in numbers, a break named."""
    first, last = (
        _("{month} {rate}").format(month=period_words(each.month), rate=month_rate_words(each))
        for each in (trend[0], trend[-1])
    )
    words = _("{rate} {count} 个月:{first} {line} {last}").format(
        rate=usual_rate(), count=len(trend), first=first, line=sparkline(trend), last=last
    )
    if has_break(trend):
        words += _("  | {month} 口径调整,前后不可比").format(month=f"{BREAK:%Y-%m}")
    return words


def month_rate_words(month: TrendMonth) -> str:
    """The rate of one month with its fraction, the fraction alone below ten cases."""
    if not month.closed:
        return _("无结案")
    counted = f"{month.succeeded}/{month.closed}"
    share = share_words(month.rate)
    return f"{share} ({counted})" if share else counted


def _places(indicator: Indicator) -> int:
    return 2 if (indicator.denominator or 0) >= _TWO_DECIMALS_FROM else 1


def days_words(days: Fraction | None) -> str:
    """Days with a decimal only where there is one; a dash when unknown."""
    if days is None:
        return "-"
    return str(int(days)) if days.denominator == 1 else decimals(days)


def period_words(period: Period) -> str:
    """A period as a title has it: 2026年10月, 2026年, 2026年1月至6月, 2023年11月至2024年2月."""
    first, last = period.start, period.end
    if not period.is_whole_months:
        shown = _("{year}年{month}月{day}日")
        return _("{first}至{last}").format(
            first=shown.format(year=first.year, month=first.month, day=first.day),
            last=shown.format(year=last.year, month=last.month, day=last.day),
        )
    if len(period) == 1:
        return _("{year}年{month}月").format(year=first.year, month=first.month)
    if len(period) == 12 and first.month == 1:
        return _("{year}年").format(year=first.year)
    if last.year == first.year:
        return _("{year}年{first}月至{last}月").format(
            year=first.year, first=first.month, last=last.month
        )
    return _("{year}年{month}月至{last_year}年{last}月").format(
        year=first.year, month=first.month, last_year=last.year, last=last.month
    )


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
            rates=_("、").join(names), courts=_("、").join(court_name(code) for code in courts)
        )
        for courts, names in rates.items()
    ]

"""Court totals of a category summed over months and courts, and what is missing for a sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dateutil.relativedelta import relativedelta

from mediation.figures.counts import CourtTotals
from mediation.figures.period import Period
from mediation.i18n import _

TOTALS_FIELDS: Final[Mapping[str, str]] = {
    "filings": _("一审新收"),
    "mediated": _("调解收案"),
    "closed": _("调解结案"),
    "succeeded": _("调解成功"),
    "transferred": _("转立案"),
    "platform": _("平台办理"),
    "disputes": _("纠纷总数"),
}
_NAMED_COURTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalsSum:
    """Whole sums by field; a field short of a month is in ``gaps`` with the reason instead."""

    amounts: Mapping[str, int]
    gaps: Mapping[str, str]
    courts: tuple[str, ...]

    def reason(self, fields: Iterable[str]) -> str:
        """Why a figure over these fields is unknown; empty when all are there."""
        return ";".join(
            dict.fromkeys(self.gaps[name] for name in dict.fromkeys(fields) if name in self.gaps)
        )


def disputes(entry: CourtTotals) -> int | None:
    """N: as entered, else V + A − T when all three are known."""
    if entry.disputes is not None:
        return entry.disputes
    if entry.filings is None or entry.mediated is None or entry.transferred is None:
        return None
    return entry.filings + entry.mediated - entry.transferred


def sum_totals(
    entries: Sequence[CourtTotals],
    period: Period,
    category: str,
    *,
    court: str | None = None,
    court_name: Callable[[str], str] = str,
    category_name: str = "",
) -> TotalsSum:
    """Sum one category over the period: for ``court``, or for every court with an entry in it.

    A month without entry, or with an empty cell, leaves the field unknown and is named.
    """
    months = list(period.months())
    chosen = {
        (entry.court, entry.month.replace(day=1)): entry
        for entry in entries
        if entry.category == category
        and period.start <= entry.month <= period.end
        and court in (None, entry.court)
    }
    courts = tuple(sorted({code for code, _month in chosen}))
    label = category_name or category
    if not courts:
        where = court_name(court) if court else ""
        missing = _("{where}{months}的法院收案({category})未录入").format(
            where=where, months=month_spans(months), category=label
        )
        return TotalsSum(amounts={}, gaps=dict.fromkeys(TOTALS_FIELDS, missing), courts=())
    absent: dict[str, list[date]] = {
        code: late
        for code in courts
        if (late := [month for month in months if (code, month) not in chosen])
    }
    if absent:
        missing = _("{where}的法院收案({category})未录入").format(
            where=_places(absent, court_name), category=label
        )
        return TotalsSum(amounts={}, gaps=dict.fromkeys(TOTALS_FIELDS, missing), courts=courts)
    amounts: dict[str, int] = {}
    gaps: dict[str, str] = {}
    for name in TOTALS_FIELDS:
        empty: defaultdict[str, list[date]] = defaultdict(list)
        total = 0
        for (code, month), entry in sorted(chosen.items(), key=lambda item: item[0]):
            value = disputes(entry) if name == "disputes" else getattr(entry, name)
            if value is None:
                empty[code].append(month)
            else:
                total += value
        if empty:
            gaps[name] = _blank(name, _places(empty, court_name), label)
        else:
            amounts[name] = total
    return TotalsSum(amounts=amounts, gaps=gaps, courts=courts)


def month_spans(months: Iterable[date]) -> str:
    """Months in words, neighbours joined: 2023年11月至2024年2月、2024年5月."""
    spans: list[tuple[date, date]] = []
    for month in sorted(months):
        if spans and spans[-1][1] + relativedelta(months=1) == month:
            spans[-1] = (spans[-1][0], month)
        else:
            spans.append((month, month))
    return "、".join(_span(first, last) for first, last in spans)


def _span(first: date, last: date) -> str:
    words = _("{year}年{month}月").format(year=first.year, month=first.month)
    if first == last:
        return words
    if first.year == last.year:
        return words + _("至{month}月").format(month=last.month)
    return words + _("至{year}年{month}月").format(year=last.year, month=last.month)


def _places(months: Mapping[str, list[date]], court_name: Callable[[str], str]) -> str:
    named = [
        court_name(code) + month_spans(late) for code, late in list(months.items())[:_NAMED_COURTS]
    ]
    words = "、".join(named)
    if len(months) > _NAMED_COURTS:
        words += _("等{count}个法院").format(count=len(months))
    return words


def _blank(field: str, where: str, category: str) -> str:
    if field == "disputes":
        return _(
            "{where}的法院收案({category})没有填纠纷总数,也不能由一审新收、调解收案、转立案算出"
        ).format(where=where, category=category)
    return _("{where}的法院收案({category})没有填“{field}”").format(
        where=where, category=category, field=TOTALS_FIELDS[field]
    )

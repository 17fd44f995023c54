"""Court totals of a category summed over months and courts, and what is missing for a sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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
    """Whole sums by field. A field short of a month is not in ``amounts``.

    ``label`` is the category's name, ``courts`` the courts with an entry, ``absent`` where and when
    an entry is missing altogether, ``blank`` by field where and when its cell is empty.
    """

    label: str
    amounts: Mapping[str, int]
    courts: tuple[str, ...] = ()
    absent: str = ""
    blank: Mapping[str, str] = field(default_factory=dict)

    def reason(self, fields: Iterable[str]) -> str:
        """Why a figure over these fields is unknown; empty when all are there."""
        if self.absent:
            return _("{where}的法院收案({category})未录入").format(
                where=self.absent, category=self.label
            )
        missing: dict[str, list[str]] = {}
        for name in dict.fromkeys(fields):
            if name in self.blank:
                missing.setdefault(self.blank[name], []).append(name)
        return ";".join(
            _("{where}的法院收案({category})没有填{fields}").format(
                where=where, category=self.label, fields=_("、").join(map(_blank, names))
            )
            for where, names in missing.items()
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
    label = category_name or category
    chosen = {
        (entry.court, entry.month.replace(day=1)): entry
        for entry in entries
        if entry.category == category
        and period.start <= entry.month <= period.end
        and court in (None, entry.court)
    }
    courts = tuple(sorted({code for code, _month in chosen}))
    if not courts:
        absent = (court_name(court) if court else "") + month_spans(months)
        return TotalsSum(label=label, amounts={}, absent=absent)
    late = {
        code: missing
        for code in courts
        if (missing := [month for month in months if (code, month) not in chosen])
    }
    if late:
        absent = _places(late, court_name)
        return TotalsSum(label=label, amounts={}, courts=courts, absent=absent)
    amounts: dict[str, int] = {}
    blank: dict[str, str] = {}
    for name in TOTALS_FIELDS:
        values = {place: _value(entry, name) for place, entry in sorted(chosen.items(), key=_place)}
        empty: defaultdict[str, list[date]] = defaultdict(list)
        for (code, month), value in values.items():
            if value is None:
                empty[code].append(month)
        if empty:
            blank[name] = _places(empty, court_name)
        else:
            amounts[name] = sum(value or 0 for value in values.values())
    return TotalsSum(label=label, amounts=amounts, courts=courts, blank=blank)


def _place(item: tuple[tuple[str, date], CourtTotals]) -> tuple[str, date]:
    return item[0]


def _value(entry: CourtTotals, name: str) -> int | None:
    value: int | None = disputes(entry) if name == "disputes" else getattr(entry, name)
    return value


def month_spans(months: Iterable[date]) -> str:
    """Months in words, neighbours joined: 2023年11月至2024年2月、2024年5月."""
    spans: list[tuple[date, date]] = []
    for month in sorted(months):
        if spans and spans[-1][1] + relativedelta(months=1) == month:
            spans[-1] = (spans[-1][0], month)
        else:
            spans.append((month, month))
    return _("、").join(_span(first, last) for first, last in spans)


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
    words = _("、").join(named)
    if len(months) > _NAMED_COURTS:
        words += _("等{count}个法院").format(count=len(months))
    return words


def _blank(field_name: str) -> str:
    words = f"“{TOTALS_FIELDS[field_name]}”"
    if field_name == "disputes":
        return words + _("(也不能由一审新收、调解收案、转立案算出)")
    return words

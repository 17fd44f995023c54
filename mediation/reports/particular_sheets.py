"""道路交通 and 履行与确认."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from mediation.cases.terms import Outcome, Performance
from mediation.figures.counts import CourtTotals
from mediation.figures.definitions import definition_of
from mediation.figures.intervals import COUNTS_ONLY_BELOW, FEW_BELOW
from mediation.figures.keys import Dimension
from mediation.figures.totals import TOTALS_FIELDS, disputes
from mediation.i18n import _
from mediation.reports.case_sheet import (
    BY,
    CLOSED,
    CONFIRMED,
    CaseSheets,
    performance_word,
    shown,
    unrecorded_performance,
)
from mediation.reports.edition import Edition, is_traffic
from mediation.reports.group_sheets import COLUMNS
from mediation.reports.names import court_name
from mediation.reports.narrative import outcome_rates
from mediation.reports.rate_cells import RATE_STYLES, rate_cells, rate_headings, share_cell
from mediation.reports.sheet_head import head
from mediation.reports.sheets import Cell, Formula, Sheet, Style, at
from mediation.store import CountedCase

_RATES: Final = (
    (definition_of("traffic.diversion_rate"), "mediated", "disputes"),
    (definition_of("traffic.success_rate"), "succeeded", "closed"),
    (definition_of("traffic.platform_rate"), "platform", "disputes"),
)
_REACHED: Final = (Outcome.SUCCEEDED, Outcome.PARTLY)

Tally = Counter[tuple[str, str]]
"""Cases, agreed and performed fen by state of performance and what is summed."""


def fill_traffic_sheet(sheet: Sheet, edition: Edition, cases: CaseSheets) -> None:
    """The road traffic cases of the ledger, and what the courts entered."""
    head(sheet, edition, _("道路交通"))
    sheet.freeze(columns=1, repeated=False)
    sheet.line(_("一、本工作站办理(台账)"))
    headings = [_("旧存") if name == "opening" else _heading(name) for name in COLUMNS]
    sheet.put([_("案由"), _("案由序号"), *headings], "heading")
    order = cases.order[Dimension.CAUSE]
    styles: list[Style] = ["text", "count"]
    styles += [
        "amount" if name in ("claimed", "agreed", "performed") else "count" for name in COLUMNS
    ]
    found = [group for group in edition.report.groups[Dimension.CAUSE] if is_traffic(group.key)]
    for group in found:
        key = (BY[Dimension.CAUSE], at(sheet.row, 1))
        counted = [
            Formula(f"={cases.figure(name, key)}", shown(group.counts, name)) for name in COLUMNS
        ]
        sheet.put([group.name, order[group.key], *counted], styles)
    if not found:
        sheet.line(_("本期没有机动车交通事故责任纠纷"))
    sheet.gap()
    _entered(sheet, edition)
    sheet.fit()


def _heading(name: str) -> str:
    from mediation.figures.checks import COUNT_NAMES

    return COUNT_NAMES[name]


def _entered(sheet: Sheet, edition: Edition) -> None:
    sheet.line(_("二、法院收案(各法院录入,道路交通)"))
    if not edition.traffic:
        sheet.line(_("本期没有录入"))
        return
    fields = list(TOTALS_FIELDS)
    rates = [f"{each.name} {each.version}" for each, _part, _whole in _RATES]
    sheet.put([_("法院"), _("月份"), *TOTALS_FIELDS.values(), *rates], "heading")
    styles: list[Style] = ["text", "text", *["count"] * len(fields), *["share"] * len(rates)]  # type: ignore[list-item]
    first = sheet.row
    for entry in edition.traffic:
        values = [_value(entry, name) for name in fields]
        name, month = court_name(entry.court), f"{entry.month:%Y-%m}"
        sheet.put([name, month, *values, *_shares(values, fields, sheet.row)], styles)
    sums: list[int | None] = []
    cells: list[Cell] = []
    for column, name in enumerate(fields, start=2):
        values = [_value(entry, name) for entry in edition.traffic]
        known = [value for value in values if value is not None]
        total = sum(known) if len(known) == len(values) else None
        span = f"{at(first, column)}:{at(sheet.row - 1, column)}"
        cells.append(None if total is None else Formula(f"=SUM({span})", total))
        sums.append(total)
    sheet.put([_("合计"), None, *cells, *_shares(sums, fields, sheet.row)], styles)
    sheet.line(
        _("纠纷总数没有录入时由 一审新收+调解收案-转立案 算出;有一格没填的列不出合计。"), "note"
    )
    labels = ";".join(f"{each.name} {each.label}" for each, _part, _whole in _RATES)
    sheet.line(
        _("口径:{labels}。分母不足 {few} 件不算率。").format(labels=labels, few=COUNTS_ONLY_BELOW),
        "note",
    )


def _value(entry: CourtTotals, name: str) -> int | None:
    value: int | None = disputes(entry) if name == "disputes" else getattr(entry, name)
    return value


def _shares(values: list[int | None], fields: list[str], row: int) -> Iterator[Cell]:
    for _definition, part, whole in _RATES:
        above, below = values[fields.index(part)], values[fields.index(whole)]
        if above is None or not below:
            yield None
            continue
        cells = [at(row, 2 + fields.index(each)) for each in (part, whole)]
        yield share_cell(above, below, *cells)


def note_performance(tally: Tally, case: CountedCase, edition: Edition) -> None:
    """Count one case among the agreements reached in the period."""
    period = edition.report.period
    if case.closed_on is None or not period.start <= case.closed_on <= period.end:
        return
    if case.outcome not in _REACHED:
        return
    word = performance_word(case)
    tally[word, "cases"] += 1
    tally[word, "agreed"] += case.agreed or 0
    tally[word, "performed"] += case.performed or 0


def fill_performance_sheet(sheet: Sheet, edition: Edition, cases: CaseSheets, tally: Tally) -> None:
    """How the agreements of the period were performed, and which were confirmed by a court."""
    sheet.give_widths((24, 12, 20, 20, 12, 12, 30, 60))
    head(sheet, edition, _("履行与确认"))
    sheet.freeze(columns=1, repeated=False)
    sheet.line(_("一、履行(本期成功与部分成功)"))
    sheet.put(
        [_("履行状态"), _("件数"), _("协议金额(元)"), _("到位金额(元)"), _("占件数")], "heading"
    )
    first = sheet.row
    words = [*(each.label for each in Performance), unrecorded_performance()]
    last = first + len(words)
    styles: list[Style] = ["text", "count", "amount", "amount", "share"]
    number = sum(tally[word, "cases"] for word in words)
    for word in words:
        sheet.put(_state(cases, tally, word, row=sheet.row, last=last, number=number), styles)
    spans = [f"{at(first, column)}:{at(last - 1, column)}" for column in range(1, 4)]
    sums = [sum(tally[word, each] for word in words) for each in ("cases", "agreed", "performed")]
    sheet.put(
        [
            _("合计"),
            Formula(f"=SUM({spans[0]})", sums[0]),
            Formula(f"=ROUND(SUM({spans[1]}),2)", sums[1] / 100),
            Formula(f"=ROUND(SUM({spans[2]}),2)", sums[2] / 100),
            None,
        ],
        styles,
    )
    sheet.gap()
    _rates(sheet, edition, cases, first)


def _state(
    cases: CaseSheets, tally: Tally, word: str, *, row: int, last: int, number: int
) -> list[Cell]:
    tests = [
        (*CLOSED, ("outcome", f'"{outcome.label}"'), ("performance", at(row, 0)))
        for outcome in _REACHED
    ]
    count = "+".join(cases.count(*test) for test in tests)
    amounts = [
        "+".join(cases.total(name, *test) for test in tests) for name in ("agreed", "performed")
    ]
    return [
        word,
        Formula(f"={count}", tally[word, "cases"]),
        Formula(f"={amounts[0]}", tally[word, "agreed"] / 100),
        Formula(f"={amounts[1]}", tally[word, "performed"] / 100),
        share_cell(tally[word, "cases"], number, at(row, 1), at(last, 1, fixed=True)),
    ]


def _rates(sheet: Sheet, edition: Edition, cases: CaseSheets, first: int) -> None:
    places = {state: at(first + place, 1) for place, state in enumerate(Performance)}
    done = [Performance.IMMEDIATE, Performance.PERFORMED]
    due = [*done, Performance.PARTLY, Performance.OVERDUE]
    performed, confirmed = outcome_rates(edition)
    sheet.line(_("二、比率"))
    sheet.put([_("指标"), _("分子"), _("分母"), *rate_headings(_("比率")), _("口径")], "heading")
    for rate, above, below in (
        (
            performed,
            "+".join(places[each] for each in done),
            "+".join(places[each] for each in due),
        ),
        (confirmed, cases.figure("confirmed"), cases.figure("succeeded")),
    ):
        row = sheet.row
        sheet.put(
            [
                rate.name,
                Formula(f"={above}", rate.numerator or 0),
                Formula(f"={below}", rate.denominator or 0),
                *rate_cells(rate, at(row, 1), at(row, 2)),
                f"{rate.definition.label};{rate.definition.left_out}",
            ],
            ["text", "count", "count", *RATE_STYLES[:3], "listed", "listed"],
        )
    sheet.line(_("司法确认:“司法确认”列为“{word}”。").format(word=CONFIRMED), "note")
    sheet.line(
        _("分母不足 {few} 件只列件数,不足 {enough} 件标“样本少”、不给区间。").format(
            few=COUNTS_ONLY_BELOW, enough=FEW_BELOW
        ),
        "note",
    )

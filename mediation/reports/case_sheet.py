"""The cases behind a report as sheets of its workbook, which its figures are formulas over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from typing import Final

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook

from mediation.cases.terms import Channel, Outcome
from mediation.figures.counts import Counts, Group
from mediation.figures.keys import Dimension
from mediation.figures.period import Period
from mediation.figures.three_way import Ending, ending_words
from mediation.i18n import _
from mediation.reports.edition import Edition, Progress
from mediation.reports.names import court_name
from mediation.reports.report import Report
from mediation.reports.sheets import Cell, Formula, Sheet, Style, Styles
from mediation.store import CountedCase

PER_SHEET: Final = 1_000_000
START, END = "起", "止"
"""Defined names of the cells with the first and the last day of the period."""
CONFIRMED: Final = "有"
_AT_ONCE: Final = 1_000
_NO_NAME: Final = re.compile(r"\W")
_HEADING_ROW: Final = 0
_REACHED: Final = (Outcome.SUCCEEDED, Outcome.PARTLY)

_COLUMNS: Final[tuple[tuple[str, str, int, Style], ...]] = (
    ("number", _("调解编号"), 13, "shrunk"),
    ("court_number", _("法院案号"), 24, "shrunk"),
    ("court", _("承办法院"), 13, "shrunk"),
    ("channel", _("来源"), 8, "shrunk"),
    ("cause", _("案由"), 20, "shrunk"),
    ("applicants", _("申请人"), 15, "shrunk"),
    ("respondents", _("被申请人"), 15, "shrunk"),
    ("mediator", _("委员"), 10, "shrunk"),
    ("claimed", _("标的额"), 14, "amount"),
    ("referred_on", _("委派日期"), 12, "day"),
    ("signed_on", _("签收日期"), 12, "day"),
    ("closed_on", _("终结日期"), 12, "day"),
    ("outcome", _("结果"), 9, "text"),
    ("agreed", _("协议金额"), 14, "amount"),
    ("performed", _("到位金额"), 14, "amount"),
    ("confirmed", _("司法确认"), 9, "text"),
    ("performance", _("履行状态"), 11, "text"),
    ("transferred_on", _("转立案日期"), 12, "day"),
    ("is_opening", _("旧存"), 6, "count"),
    ("is_received", _("收案"), 6, "count"),
    ("is_closed", _("结案"), 6, "count"),
    ("is_transferred", _("转立案"), 7, "count"),
    ("is_pending", _("未结"), 6, "count"),
    ("by_cause", _("案由序号"), 9, "count"),
    ("by_mediator", _("委员序号"), 9, "count"),
    ("by_court", _("法院序号"), 9, "count"),
    ("by_channel", _("来源序号"), 9, "count"),
    ("ending", _("结束方式"), 20, "shrunk"),
    ("studio", _("调解室"), 15, "shrunk"),
    ("by_studio", _("调解室序号"), 10, "count"),
)
_OF_STUDIOS: Final = ("studio", "by_studio")
"""Columns that stand last; without studios (an older seal) they are not there."""
_PLACES: Final = {key: place for place, (key, *_rest) in enumerate(_COLUMNS)}
_LETTERS: Final = {key: xl_col_to_name(place) for key, place in _PLACES.items()}
_STYLES: Final = tuple(style for *_rest, style in _COLUMNS)
_PRINTED: Final = _PLACES["transferred_on"]
_CHANNELS: Final = {each.value: each.label for each in Channel}

BY: Final[Mapping[Dimension, str]] = {
    Dimension.CAUSE: "by_cause",
    Dimension.MEDIATOR: "by_mediator",
    Dimension.COURT: "by_court",
    Dimension.CHANNEL: "by_channel",
}
"""The column that holds, for each case, its row number in the table of a dimension."""

Conditions = tuple[tuple[str, str], ...]
CLOSED: Final[Conditions] = (("is_closed", "1"),)
BEHIND: Final[Mapping[str, Conditions]] = {
    "opening": (("is_opening", "1"),),
    "received": (("is_received", "1"),),
    "closed": CLOSED,
    **{outcome.value: (*CLOSED, ("outcome", f'"{outcome.label}"')) for outcome in Outcome},
    "transferred": (("is_transferred", "1"),),
    "pending": (("is_pending", "1"),),
    "confirmed": (
        *CLOSED,
        ("outcome", f'"{Outcome.SUCCEEDED.label}"'),
        ("confirmed", f'"{CONFIRMED}"'),
    ),
    "closed_transferred": (*CLOSED, ("transferred_on", '">0"')),
    **{each.value: (*CLOSED, ("ending", f'"{ending_words(each)}"')) for each in Ending},
}
"""Which cells a case must have to be one of a count: column and criterion as a formula has them."""
SUMMED: Final[Mapping[str, Conditions]] = {
    "claimed": BEHIND["received"],
    "agreed": CLOSED,
    "performed": CLOSED,
}


def rows_of(report: Report, dimension: Dimension) -> Sequence[Group]:
    """The rows of a table: mediators by name, so that no order ranks them."""
    groups = report.groups[dimension]
    if dimension is not Dimension.MEDIATOR:
        return groups
    return sorted(groups, key=lambda group: (group.name == "", group.name, group.key))


def unrecorded_performance() -> str:
    """The state of an agreement whose performance nobody recorded."""
    return _("未登记")


@dataclass(frozen=True, slots=True)
class CaseSheets:
    """Where the cases stand, as the parts of a formula; ``sheets`` are name and number of rows."""

    sheets: tuple[tuple[str, int], ...]
    order: Mapping[Dimension, Mapping[str, int]]
    columns: int

    def count(self, *conditions: tuple[str, str]) -> str:
        """COUNTIFS over all sheets, without the equals sign."""
        return "+".join(f"COUNTIFS({self._criteria(n, conditions)})" for n in self._numbers())

    def total(self, column: str, *conditions: tuple[str, str]) -> str:
        """SUMIFS of an amount over all sheets in yuan, to the fen, without the equals sign."""
        parts = (
            f"SUMIFS({self._name(n, column)},{self._criteria(n, conditions)})"
            for n in self._numbers()
        )
        return f"ROUND({'+'.join(parts)},2)"

    def figure(self, name: str, *more: tuple[str, str]) -> str:
        """The count or amount of the flow, narrowed by further conditions."""
        if name in SUMMED:
            return self.total(name, *SUMMED[name], *more)
        return self.count(*BEHIND[name], *more)

    def define(self, book: Workbook) -> None:
        """Give each column that formulas look at a name, so that a formula can be read."""
        for number, (sheet, rows) in enumerate(self.sheets):
            last = max(2, rows + 1)
            for key, letter in islice(_LETTERS.items(), self.columns):
                name = self._name(number, key)
                book.define_name(name, f"={sheet}!${letter}$2:${letter}${last}")

    def _numbers(self) -> range:
        return range(len(self.sheets))

    def _criteria(self, number: int, conditions: Iterable[tuple[str, str]]) -> str:
        return ",".join(f"{self._name(number, key)},{test}" for key, test in conditions)

    @staticmethod
    def _name(number: int, key: str) -> str:
        plain = _NO_NAME.sub("_", _COLUMNS[_PLACES[key]][1])
        return plain + (str(number + 1) if number else "")


def place_case_sheets(book: Workbook, styles: Styles, edition: Edition) -> list[Sheet]:
    """The empty sheets for the cases, one for each million, at the end of the workbook."""
    number = max(1, -(-edition.case_count // PER_SHEET))
    return [
        Sheet(
            book,
            styles,
            _("案件") if not place else _("案件{number}").format(number=place + 1),
            landscape=True,
        )
        for place in range(number)
    ]


def fill_case_sheets(
    sheets: list[Sheet], edition: Edition, progress: Progress | None = None
) -> CaseSheets:
    """List the cases row by row, as they are read."""
    order = {
        dimension: {
            group.key: place
            for place, group in enumerate(rows_of(edition.report, dimension), start=1)
        }
        for dimension in Dimension
    }
    studios = {group.key: place for place, group in enumerate(edition.by_studio, start=1)}
    columns = len(_COLUMNS) - (0 if edition.studios else len(_OF_STUDIOS))
    done = 0
    cases = edition.cases()
    filled = []
    for sheet in sheets:
        _head(sheet, columns)
        first = sheet.row
        for case in islice(cases, PER_SHEET):
            cells = _cells(case, edition.report.period, order, sheet.row + 1)
            if edition.studios:
                studio = edition.studios.get(str(case.mediator or ""), "")
                cells = chain(cells, (studio, studios[studio]))
            sheet.put_row(cells, _STYLES)
            done += 1
            if progress is not None and done % _AT_ONCE == 0:
                progress(done, edition.case_count)
        rows = sheet.row - first
        sheet.filter(_HEADING_ROW, columns - 1)
        sheet.print_columns(_PRINTED)
        filled.append((sheet.name, rows))
    if progress is not None:
        progress(done, edition.case_count)
    return CaseSheets(tuple(filled), order, columns)


def _head(sheet: Sheet, columns: int) -> None:
    sheet.give_widths([width for _key, _name, width, _style in _COLUMNS[:columns]])
    sheet.put([name for _key, name, *_rest in _COLUMNS[:columns]], "heading")
    sheet.freeze(columns=1)


def _cells(
    case: CountedCase, period: Period, order: Mapping[Dimension, Mapping[str, int]], row: int
) -> Iterator[Cell]:
    outcome, closed = case.outcome, case.closed_on
    yield case.number
    yield case.court_number
    yield court_name(case.court) if case.court else ""
    yield _CHANNELS.get(case.channel or "", case.channel)
    yield case.cause_name
    yield case.applicants
    yield case.respondents
    yield case.mediator_name
    yield _yuan(case.claimed)
    yield case.referred_on
    yield case.signed_on
    yield closed
    yield outcome.label if outcome else ""
    yield _yuan(case.agreed)
    yield _yuan(case.performed)
    yield CONFIRMED if case.is_confirmed else ""
    yield performance_word(case)
    yield case.transfer_counts_on
    yield from _marks(case, period, row)
    yield order[Dimension.CAUSE].get(case.cause or "")
    yield order[Dimension.MEDIATOR].get(str(case.mediator or ""))
    yield order[Dimension.COURT].get(case.court or "")
    yield order[Dimension.CHANNEL].get(case.channel or "")
    yield ending_words(case.ending) if case.ending is not None else ""


def performance_word(case: CountedCase) -> str:
    """How an agreement was performed; empty for a case without one."""
    if case.performance is not None:
        return case.performance.label
    return unrecorded_performance() if case.outcome in _REACHED else ""


def _marks(case: CountedCase, period: Period, row: int) -> Iterator[Cell]:
    """1 in the column of each count that the case is one of, reckoned from its days."""
    referred, closed = f"J{row}", f"L{row}"
    start, end, ended = period.start, period.end, case.closed_on
    was_open = case.referred_on < start and (ended is None or ended >= start)
    is_open = case.referred_on <= end and (ended is None or ended > end)
    yield Formula(
        f'=IF(AND({referred}<{START},OR({closed}="",{closed}>={START})),1,0)', int(was_open)
    )
    yield Formula(*_within(referred, case.referred_on, period))
    yield Formula(*_within(closed, ended, period))
    yield Formula(*_within(f"R{row}", case.transfer_counts_on, period))
    yield Formula(f'=IF(AND({referred}<={END},OR({closed}="",{closed}>{END})),1,0)', int(is_open))


def _within(cell: str, day: date | None, period: Period) -> tuple[str, int]:
    inside = day is not None and period.start <= day <= period.end
    return f"=IF(AND({cell}>={START},{cell}<={END}),1,0)", int(inside)


def shown(counts: Counts, name: str) -> float:
    """A count, or an amount in yuan, as a cell shows it."""
    value: int = getattr(counts, name)
    return value / 100 if name in SUMMED else value


def _yuan(fen: int | None) -> float | None:
    return None if fen is None else fen / 100

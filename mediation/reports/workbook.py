"""The report as a workbook: its figures are formulas over the sheet of the cases behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException

from mediation.errors import MediationError
from mediation.figures.keys import Dimension
from mediation.i18n import _
from mediation.reports.case_sheet import fill_case_sheets, place_case_sheets
from mediation.reports.chart_sheet import fill_chart_sheet
from mediation.reports.definition_sheet import fill_definitions
from mediation.reports.edition import Edition, Progress
from mediation.reports.group_sheets import fill_group_sheet, sheet_name
from mediation.reports.particular_sheets import (
    Tally,
    fill_performance_sheet,
    fill_traffic_sheet,
    note_performance,
)
from mediation.reports.sheets import FONT, Sheet, Styles
from mediation.reports.summary_sheet import fill_summary
from mediation.reports.three_way_sheet import fill_three_way_sheet
from mediation.reports.whole_file import whole_file
from mediation.reports.wording import period_words, title
from mediation.store import CountedCase


def write_workbook(edition: Edition, path: Path, progress: Progress | None = None) -> None:
    """Write the workbook, whole or not at all; ``progress`` is told cases done and in all.

    One row of the case list is in memory at a time. Raises MediationError when the file cannot be
    written.
    """
    with whole_file(path) as draft:
        book = Workbook(str(draft), {"constant_memory": True, "tmpdir": str(draft.parent)})
        try:
            _fill(book, edition, progress)
            book.close()
        except XlsxWriterException as error:
            raise MediationError(
                _("写不了“{path}”:磁盘已满或没有权限。").format(path=path)
            ) from error


def _fill(book: Workbook, edition: Edition, progress: Progress | None) -> None:
    report = edition.report
    book.set_properties(
        {
            "title": f"{title(report)} {period_words(report.period)}",
            "created": report.made_at.astimezone(UTC).replace(tzinfo=None),
        }
    )
    book.formats[0].set_font_name(FONT)
    styles = Styles(book)

    def sheet(name: str) -> Sheet:
        return Sheet(book, styles, name, landscape=True)

    summary = sheet(_("总表"))
    tables = {dimension: sheet(sheet_name(dimension)) for dimension in Dimension}
    endings = sheet(_("三分表"))
    traffic, performance = sheet(_("道路交通")), sheet(_("履行与确认"))
    charts, definitions = sheet(_("图表")), sheet(_("口径说明与校验"))
    tally: Tally = Counter()
    cases = fill_case_sheets(
        place_case_sheets(book, styles, edition), _noted(edition, tally), progress
    )
    cases.define(book)
    fill_summary(summary, book, edition, cases)
    placed = [
        each
        for dimension, table in tables.items()
        for each in fill_group_sheet(table, edition, cases, dimension)
    ]
    fill_three_way_sheet(endings, edition, cases)
    fill_traffic_sheet(traffic, edition, cases)
    fill_performance_sheet(performance, edition, cases, tally)
    fill_chart_sheet(charts, book, edition)
    fill_definitions(definitions, edition, summary.name, placed)


def _noted(edition: Edition, tally: Tally) -> Edition:
    """The edition whose cases are also counted by performance as they pass."""

    def passing() -> Iterator[CountedCase]:
        for case in edition.cases():
            note_performance(tally, case, edition)
            yield case

    return replace(edition, cases=passing)

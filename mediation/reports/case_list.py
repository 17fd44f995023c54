"""A list of cases as a file: what stood on the screen, row by row, in the headings of a ledger."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Final, Literal

from mediation.cases.money import decimal_yuan
from mediation.cases.terms import Channel
from mediation.errors import MediationError
from mediation.i18n import _
from mediation.registry.courts import court_by_code
from mediation.reports.csv_form import guarded
from mediation.reports.whole_file import whole_file
from mediation.store import CaseRow

FORMS: Final = (".xlsx", ".csv")
PER_SHEET: Final = 1_000_000
_CHANNELS: Final = {each.value: each.label for each in Channel}
_COLUMNS: Final[tuple[tuple[str, int, Literal["listed", "amount", "day", "text"]], ...]] = (
    (_("调解编号"), 13, "listed"),
    (_("法院案号"), 24, "listed"),
    (_("承办法院"), 26, "listed"),
    (_("来源"), 8, "listed"),
    (_("案由"), 22, "listed"),
    (_("申请人"), 18, "listed"),
    (_("被申请人"), 18, "listed"),
    (_("标的额(元)"), 14, "amount"),
    (_("调解员"), 10, "listed"),
    (_("委派日期"), 12, "day"),
    (_("签收日期"), 12, "day"),
    (_("终结日期"), 12, "day"),
    (_("结果"), 9, "text"),
    (_("协议金额(元)"), 14, "amount"),
    (_("到位金额(元)"), 14, "amount"),
)
"""Headings as a ledger has them, so that the file can be read in again; no phone, no number of a person."""

_Value = str | int | date | None


def check_form(path: Path) -> None:
    """Raise MediationError unless the name ends in a form that a list can be written in."""
    if path.suffix.lower() not in FORMS:
        raise MediationError(
            _("案件清单只能存成 {accepted},“{name}”不是。").format(
                accepted=_("、").join(FORMS), name=path.name
            )
        )


def write_case_list(path: Path, rows: Iterable[CaseRow], words: str) -> int:
    """Write the rows in their order, whole or not at all, mode 0600; answers how many.

    ``words`` say above the table of a workbook which cases these are. Raises MediationError for
    another form and when the file cannot be written.
    """
    check_form(path)
    write = _workbook if path.suffix.lower() == ".xlsx" else _text
    with whole_file(path) as draft:
        return write(draft, rows, words)


def _text(draft: Path, rows: Iterable[CaseRow], words: str) -> int:  # noqa: ARG001 — a table alone
    written = 0
    with draft.open("w", encoding="utf-8-sig", newline="") as out:
        table = csv.writer(out, lineterminator="\r\n")
        table.writerow([heading for heading, *_rest in _COLUMNS])
        for written, row in enumerate(rows, start=1):  # noqa: B007 — the last number is the answer
            table.writerow([_in_text(value) for value in _values(row)])
    return written


def _workbook(draft: Path, rows: Iterable[CaseRow], words: str) -> int:
    from xlsxwriter.workbook import Workbook

    from mediation.reports.sheets import Sheet, Style, Styles

    styles: tuple[Style, ...] = tuple(style for *_rest, style in _COLUMNS)
    written, coming = 0, iter(rows)
    with closing(Workbook(draft, {"constant_memory": True, "tmpdir": str(draft.parent)})) as book:
        shapes = Styles(book)
        for number in range(1, 1_000):
            first = next(coming, None)
            if first is None and number > 1:
                break
            name = _("案件") if number == 1 else _("案件{number}").format(number=number)
            sheet = Sheet(book, shapes, name, landscape=True)
            sheet.line(words, "title")
            sheet.give_widths([width for _heading, width, _style in _COLUMNS])
            heading = sheet.put([heading for heading, *_rest in _COLUMNS], "heading")
            sheet.freeze(columns=1)
            here = () if first is None else chain((first,), islice(coming, PER_SHEET - 1))
            for row in here:
                sheet.put_row([_in_cell(value) for value in _values(row)], styles)
                written += 1
            sheet.filter(heading, len(_COLUMNS) - 1)
    return written


def _values(row: CaseRow) -> Iterator[tuple[_Value, bool]]:
    """Each value, and whether it is an amount in fen."""
    yield row.number, False
    yield row.court_number, False
    yield _court(row.court), False
    yield _CHANNELS.get(row.channel or "", row.channel), False
    yield row.cause_name, False
    yield row.applicants, False
    yield row.respondents, False
    yield row.claimed, True
    yield row.mediator_name, False
    yield row.referred_on, False
    yield row.signed_on, False
    yield row.closed_on, False
    yield row.outcome.label if row.outcome is not None else "", False
    yield row.agreed, True
    yield row.performed, True


def _court(code: str | None) -> str:
    if not code:
        return ""
    try:
        return court_by_code(code).name
    except (KeyError, MediationError):
        return code


def _in_text(value: tuple[_Value, bool]) -> str:
    what, is_amount = value
    if what is None:
        return ""
    if is_amount and isinstance(what, int):
        return decimal_yuan(what)
    return guarded(what) if isinstance(what, str) else str(what)


def _in_cell(value: tuple[_Value, bool]) -> str | float | date | None:
    what, is_amount = value
    if is_amount and isinstance(what, int):
        return what / 100
    return what

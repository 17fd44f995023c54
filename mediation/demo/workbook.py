"""The demonstration as the workbook that a clerk would keep: the ledger and the court totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from mediation.demo.ledger import HEADINGS, Row
from mediation.demo.traffic import TotalsRow

_TOTALS_HEADINGS = (
    "法院",
    "月份",
    "类别",
    "一审新收",
    "调解收案",
    "调解结案",
    "调解成功",
    "转立案",
    "平台办理",
    "纠纷总数",
)


def write_demo_workbook(path: Path, rows: Sequence[Row], totals: Sequence[TotalsRow]) -> None:
    """Write both sheets; a title row stands above each heading row."""
    book = xlsxwriter.Workbook(str(path), {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    ledger = book.add_worksheet("台账")
    ledger.write_string(0, 0, "特邀调解台账(演示)")
    ledger.write_row(1, 0, HEADINGS)
    for at, row in enumerate(rows, start=2):
        _put(ledger, at, [row.get(heading, "") for heading in HEADINGS])
    sheet = book.add_worksheet("法院收案")
    sheet.write_string(0, 0, "法院收案(演示)")
    sheet.write_row(1, 0, _TOTALS_HEADINGS)
    names = [field.name for field in fields(TotalsRow)]
    for at, each in enumerate(totals, start=2):
        _put(sheet, at, [getattr(each, name) for name in names])
    book.close()


def _put(sheet: Worksheet, at: int, values: Sequence[object]) -> None:
    for column, value in enumerate(values):
        if isinstance(value, date):
            sheet.write_datetime(at, column, value)
        elif isinstance(value, int):
            sheet.write_number(at, column, value)
        elif value:
            sheet.write_string(at, column, str(value))

"""Writing refused rows to a workbook in the ledger's own layout, ready to be corrected and imported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from mediation.cases.plain import clean_note
from mediation.errors import FileRefused, Unreadable
from mediation.i18n import _
from mediation.ledger.headings import REFUSED_BECAUSE
from mediation.ledger.rows import Rejection
from mediation.reports.whole_file import passing_draft

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

MOST_CHARACTERS = 32_767
"""What one cell of a workbook holds; longer texts are never cut, the row is listed instead."""


def write_refused(path: Path, rejections: Sequence[Rejection]) -> None:
    """Write refused rows, one sheet for each layout, with the reason in the last column.

    A row whose cells are not known or too long for a workbook is listed on a sheet of its own with
    its file and row. The file appears whole or not at all; raises :class:`FileRefused` when it
    cannot be written.
    """
    with _draft(path, rejections) as draft:
        draft.replace(path)


def keep_refused(path: Path, rejections: Sequence[Rejection]) -> Path:
    """Write refused rows under a name of their own: ``path``, or the first free ``NAME-2``, ``NAME-3`` …

    Somebody may be at work on a file that is there. Where the newest of them says just the same,
    nothing is written and that one is answered. Raises as :func:`write_refused`.
    """
    with _draft(path, rejections) as draft:
        newest, free, number = None, path, 1
        while free.exists():
            number += 1
            newest, free = free, path.with_name(f"{path.stem}-{number}{path.suffix}")
        if newest is not None and _says_the_same(newest, draft):
            return newest
        draft.replace(free)
        return free


@contextmanager
def _draft(path: Path, rejections: Sequence[Rejection]) -> Iterator[Path]:
    """The workbook under a passing name beside ``path``, removed unless it was moved there."""
    try:
        with passing_draft(path) as draft:
            _write(draft, rejections)
            yield draft
    except OSError as error:
        raise FileRefused(
            _(
                "退回行的工作簿写不到“{path}”:请检查文件夹权限和剩余空间,或先关闭已打开的同名文件。"
            ).format(path=path)
        ) from error


def _says_the_same(one: Path, other: Path) -> bool:
    """Whether two workbooks differ in nothing but when they were made."""
    try:
        with ZipFile(one) as first, ZipFile(other) as second:
            names = set(first.namelist())
            return names == set(second.namelist()) and all(
                first.read(name) == second.read(name) for name in names - {"docProps/core.xml"}
            )
    except (OSError, BadZipFile):
        return False


def _write(path: Path, rejections: Sequence[Rejection]) -> None:
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    layouts: dict[tuple[str, ...], list[Rejection]] = {}
    listed = []
    for rejection in rejections:
        cells = [_safe(cell) for cell in rejection.cells]
        if rejection.cells and all(len(cell) <= MOST_CHARACTERS for cell in cells):
            layouts.setdefault(rejection.headings, []).append(rejection)
        else:
            listed.append(rejection)
    workbook = Workbook(str(path), {"in_memory": True})
    # write_string alone never makes a formula or a link; the prefix keeps = a text when it is edited.
    plain = workbook.add_format({"num_format": "@", "quote_prefix": True})
    for number, (headings, group) in enumerate(layouts.items(), 1):
        name = _("退回") if len(layouts) == 1 else _("退回{number}").format(number=number)
        rows = [(*rejection.cells, rejection.reason) for rejection in group]
        _sheet(workbook, name, (*headings, REFUSED_BECAUSE), rows, plain)
    if listed or not layouts:
        rows = [
            (one.file, one.sheet, str(one.row), one.heading, one.value, one.reason)
            for one in listed
        ]
        headings = ("文件", "工作表", "行号", "栏目", "内容", REFUSED_BECAUSE)
        _sheet(workbook, _("请在原文件改正"), headings, rows, plain)
    try:
        workbook.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error


def _sheet(
    workbook: Workbook,
    name: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    plain: Format,
) -> None:
    sheet = workbook.add_worksheet(name)
    bold = workbook.add_format({"bold": True, "bottom": 1, "quote_prefix": True})
    last = len(headings) - 1
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, last, 16)
    sheet.set_column(last, last, 60)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, _safe(heading), bold)
    for row, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells):
            text = _safe(cell)
            if len(text) > MOST_CHARACTERS:
                text = _("(共 {count} 字,见原文件)").format(count=len(text))
            if text:
                sheet.write_string(row, column, text, plain)


def _safe(text: str) -> str:
    try:
        return clean_note(text)
    except Unreadable:
        return ascii(text)

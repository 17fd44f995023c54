"""The visible sheets of a workbook as rows of cells. Macros, links and formulas are never run."""

from __future__ import annotations

import io
from collections.abc import Iterator

from mediation.errors import FileRefused
from mediation.i18n import _
from mediation.ledger.limits import Limits
from mediation.ledger.sheets import Cell, Sheet
from mediation.ledger.workbook_guard import SheetFacts, check_workbook

_DAYS_FROM_1900_TO_1904 = 1462


def workbook_sheets(content: bytes, limits: Limits) -> tuple[list[Sheet], list[str]]:
    """Sheets that people see, and what is to be said about those they do not.

    Raises :class:`FileRefused` for anything that is no sound workbook within the limits.
    """
    facts = check_workbook(content, limits)
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    shift = _DAYS_FROM_1900_TO_1904 if facts.from_1904 else 0
    sheets, notes = [], []
    with _Damage():
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for described in workbook.sheets_metadata:
            if described.typ != SheetTypeEnum.WorkSheet:
                continue
            if described.visible != SheetVisibleEnum.Visible:
                notes.append(_("隐藏的工作表“{sheet}”没有读取。").format(sheet=described.name))
                continue
            grid = workbook.get_sheet_by_name(described.name)
            if grid.start is None:
                continue
            known = facts.sheets.get(described.name, SheetFacts())
            sheets.append(
                Sheet(
                    name=described.name,
                    rows=_rows(grid.iter_rows(), grid.start[1]),
                    count=grid.start[0] + grid.height,
                    merges=tuple(known.merges),
                    serial_shift=shift,
                    notes=tuple(_notes(described.name, known)),
                )
            )
    return sheets, notes


class _Damage:
    """Turns whatever the workbook reader raises, its panics included, into a refusal."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        if kind is None or issubclass(kind, FileRefused | KeyboardInterrupt | GeneratorExit):
            return
        if issubclass(kind, Exception) or kind.__name__ == "PanicException":
            raise FileRefused(
                _("工作簿已损坏,一行也没有读取:请用 Excel/WPS 打开并另存一份,或向对方重新索取。")
            ) from None


def _rows(rows: Iterator[list[Cell]], left: int) -> Iterator[list[Cell]]:
    with _Damage():
        if not left:
            yield from rows
            return
        margin: list[Cell] = [""] * left
        for cells in rows:
            yield margin + cells


def _notes(sheet: str, facts: SheetFacts) -> Iterator[str]:
    if facts.hidden_rows or facts.hidden_columns:
        yield _("“{sheet}”表有 {rows} 个隐藏行、{columns} 处隐藏列,也已读取。").format(
            sheet=sheet, rows=facts.hidden_rows, columns=facts.hidden_columns
        )
    if facts.errors:
        yield _("“{sheet}”表有 {count} 个单元格是公式错误(如 #REF!),按空白读取。").format(
            sheet=sheet, count=facts.errors
        )
    if facts.uncomputed:
        yield _(
            "“{sheet}”表有 {count} 个公式没有保存计算结果,按空白读取:请用 Excel/WPS 打开并保存一次。"
        ).format(sheet=sheet, count=facts.uncomputed)

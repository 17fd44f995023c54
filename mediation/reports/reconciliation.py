"""The comparison with the court's list as a workbook that goes back to the court."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from mediation.i18n import _
from mediation.ledger.comparing import Standing
from mediation.office.reconciling import Reconciliation
from mediation.reports.official import check_official
from mediation.reports.whole_file import whole_file

_SHEETS = (
    (Standing.DIFFERING, _("不一致")),
    (Standing.ONLY_THEIRS, _("只有法院有")),
    (Standing.ONLY_OURS, _("只有我方有")),
)


def write_reconciliation(path: Path, found: Reconciliation) -> None:
    """Write what differs, a sheet for each standing and a line for each field, whole or not at all."""
    check_official()
    from xlsxwriter.workbook import Workbook

    from mediation.reports.sheets import Sheet, Styles

    with whole_file(path) as draft, closing(Workbook(draft, {"in_memory": True})) as book:
        styles = Styles(book)
        for standing, name in _SHEETS:
            sheet = Sheet(book, styles, name, landscape=True)
            disputes = found.of(standing)
            sheet.line(_("{name}({count} 件)").format(name=name, count=len(disputes)), "title")
            sheet.give_widths([26, 9, 14, 24, 24, 60])
            headings = (_("编号"), _("法院表行号"), _("项目"), _("我方"), _("法院"), _("怎么办"))
            sheet.put(list(headings), "heading")
            sheet.freeze(columns=1)
            for each in disputes:
                row = str(each.row.row) if each.row is not None else ""
                for field in each.fields or (None,):
                    words = (field.heading, field.ours, field.theirs) if field else ("", "", "")
                    sheet.put_row([each.label, row, *words, each.action], ("text",) * 6)

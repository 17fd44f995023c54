"""A pay list as a workbook: a page to sign, every case behind it, and sums that are live formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

from mediation.i18n import _
from mediation.reports.official import check_official
from mediation.reports.sheets import FONT, Cell, Formula, Sheet, Style, Styles, at
from mediation.reports.whole_file import whole_file
from mediation.reports.wording import made_words, period_words
from mediation.subsidy.rules import rules_words

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from mediation.subsidy.pay_list import Line, PayList, Reversal

_SIGNED: Final = _("领取签名")
_CASE_STYLES: Final[tuple[Style, ...]] = (
    *("count", "listed", "listed", "listed", "listed", "count"),
    *("day", "text", "text", "text", "amount", "amount", "listed"),
)
_AMOUNT, _PERSON = 11, 5
"""Columns of the sheet of cases that the page to sign sums by."""


def write_pay_list(
    pay_list: PayList, path: Path, *, sha256: str = "", reversals: Sequence[Reversal] = ()
) -> None:
    """Write the workbook, whole or not at all; a list without a number is marked as a preview."""
    check_official()
    from xlsxwriter import Workbook

    with whole_file(path) as draft, Workbook(str(draft), {"in_memory": True}) as book:
        book.set_properties(
            {
                "title": list_title(pay_list),
                "created": pay_list.made_at.astimezone(UTC).replace(tzinfo=None),
            }
        )
        book.formats[0].set_font_name(FONT)
        _fill(book, pay_list, sha256, reversals)


def list_title(pay_list: PayList) -> str:
    """What stands over a list: 以案定补发放名单 第 3 号 2026年10月."""
    number = (
        _("预览(未冻结)")
        if pay_list.number is None
        else _("第 {number} 号").format(number=pay_list.number)
    )
    return _("以案定补发放名单 {number} {period}").format(
        number=number, period=period_words(pay_list.period)
    )


def made_line(pay_list: PayList) -> str:
    """Who made it when, and by which tariff."""
    return _("{made} {who} 制;标准第 {tariff} 版").format(
        made=made_words(pay_list.made_at), who=pay_list.who, tariff=pay_list.tariff.number
    )


def _fill(book: Workbook, pay_list: PayList, sha256: str, reversals: Sequence[Reversal]) -> None:
    styles = Styles(book)

    def sheet(name: str, *, landscape: bool) -> Sheet:
        return Sheet(book, styles, name, landscape=landscape)

    signed, cases = sheet(_("领取表"), landscape=False), sheet(_("发放明细"), landscape=True)
    refused, back = sheet(_("不予发放"), landscape=True), sheet(_("冲正"), landscape=True)
    basis = sheet(_("标准与规则"), landscape=True)
    places = {share.mediator: place for place, share in enumerate(pay_list.shares, start=1)}
    first, last = _fill_cases(cases, pay_list, places)
    back_sum = _fill_reversals(back, reversals)
    _fill_signed(signed, pay_list, sha256, (cases.name, first, last), (back.name, back_sum))
    _fill_refused(refused, pay_list.refused)
    _fill_basis(basis, pay_list)


def _fill_cases(sheet: Sheet, pay_list: PayList, places: Mapping[UUID, int]) -> tuple[int, int]:
    """Every paid case; answers the first and last row, from 0, the last at least the first."""
    sheet.give_widths([6, 14, 26, 22, 10, 7, 12, 9, 9, 9, 12, 12, 24])
    sheet.line(list_title(pay_list), "title")
    sheet.put(
        [
            *(_("序号"), _("调解编号"), _("法院案号"), _("案由"), _("调解员"), _("领取序号")),
            *(_("结案日期"), _("难易等级"), _("结果"), _("档次"), _("标准(元)"), _("发放(元)")),
            _("说明"),
        ],
        "heading",
    )
    sheet.freeze(columns=2)
    first = sheet.row
    for number, line in enumerate(pay_list.paid, start=1):
        place = places.get(line.mediator) if line.mediator else None
        sheet.put([number, *_case_cells(line, place)], _CASE_STYLES)
    if sheet.row == first:
        sheet.put([None] * len(_CASE_STYLES), _CASE_STYLES)
    last = sheet.row - 1
    cells: list[Cell] = [None] * len(_CASE_STYLES)
    cells[1] = _("合计")
    rate = sum(line.rate or 0 for line in pay_list.paid)
    for column, fen in ((_AMOUNT - 1, rate), (_AMOUNT, pay_list.total)):
        cells[column] = Formula(f"=SUM({at(first, column)}:{at(last, column)})", fen / 100)
    sheet.put(cells, _CASE_STYLES)
    return first, last


def _case_cells(line: Line, place: int | None) -> list[Cell]:
    return [
        line.number,
        line.court_number,
        line.cause_name,
        line.mediator_name,
        place,
        line.closed_on,
        line.grade.label if line.grade else "",
        line.outcome.label,
        line.tier,
        None if line.rate is None else line.rate / 100,
        line.amount / 100,
        line.note,
    ]


def _fill_signed(
    sheet: Sheet,
    pay_list: PayList,
    sha256: str,
    cases: tuple[str, int, int],
    back: tuple[str, Formula],
) -> None:
    """A row to sign for each person, by name; counts and sums are formulas over the cases."""
    name, first, last = cases
    styles: tuple[Style, ...] = ("count", "listed", "count", "amount", "listed", "listed")
    sheet.give_widths([6, 14, 9, 16, 22, 16])
    sheet.line(list_title(pay_list), "title")
    sheet.line(made_line(pay_list), "note")
    if sha256:
        sheet.line(f"SHA-256 {sha256}", "note")
    if pay_list.number is None:
        sheet.line(_("这是预览,不能作为发放依据;冻结以后才有编号。"), "note")
    heads = [_("序号"), _("姓名"), _("件数"), _("金额(元)"), _SIGNED, _("备注")]
    sheet.put([*heads], "heading")
    sheet.freeze(columns=2)

    def column(place: int) -> str:
        return f"'{name}'!{at(first, place, fixed=True)}:{at(last, place, fixed=True)}"

    top = sheet.row
    for place, share in enumerate(pay_list.shares, start=1):
        criteria = f"{column(_PERSON)},{at(sheet.row, 0)}"
        count = Formula(f"=COUNTIF({criteria})", share.cases)
        total = Formula(f"=SUMIF({criteria},{column(_AMOUNT)})", share.amount / 100)
        sheet.put([place, share.name, count, total, "", ""], styles)
    if sheet.row == top:
        sheet.put([None] * len(styles), styles)
    bottom = sheet.row - 1
    whole = sheet.put(
        [
            None,
            _("合计"),
            Formula(f"=SUM({at(top, 2)}:{at(bottom, 2)})", len(pay_list.paid)),
            Formula(f"=SUM({at(top, 3)}:{at(bottom, 3)})", pay_list.total / 100),
            "",
            "",
        ],
        styles,
    )
    sheet.gap()
    balance = f"=ROUND({at(whole, 3)}-SUM({column(_AMOUNT)}),2)"
    sheet.put([None, _("与明细之差"), None, Formula(balance, 0.0), _("应为 0"), ""], styles)
    taken = Formula(f"='{back[0]}'!{back[1].text}", back[1].value)
    row = sheet.put([None, _("已冲正"), None, taken, "", ""], styles)
    net = pay_list.total / 100 - float(back[1].value)
    remains = Formula(f"=ROUND({at(whole, 3)}-{at(row, 3)},2)", round(net, 2))
    sheet.put([None, _("冲正后净额"), None, remains, "", ""], styles)
    sheet.gap()
    sheet.line(_("制表人:            复核人:            负责人:            日期:"))
    sheet.print_columns(len(styles) - 1)


def _fill_reversals(sheet: Sheet, reversals: Sequence[Reversal]) -> Formula:
    """Every reversal as an entry of its own; answers the cell of their sum and its value."""
    styles: tuple[Style, ...] = (
        "count",
        "listed",
        "listed",
        "amount",
        "listed",
        "listed",
        "listed",
    )
    sheet.give_widths([6, 26, 12, 14, 40, 14, 20])
    sheet.line(_("冲正(名单本身不改,逐笔另记)"), "title")
    heads = [_("序号"), _("案件"), _("调解员"), _("冲回(元)"), _("原因"), _("经办"), _("时间")]
    sheet.put([*heads], "heading")
    first = sheet.row
    for number, each in enumerate(reversals, start=1):
        when = made_words(each.at) if each.at else ""
        cells: list[Cell] = [number, each.label, each.mediator_name, each.amount / 100]
        sheet.put([*cells, each.why, each.who, when], styles)
    if sheet.row == first:
        sheet.put([None, _("没有冲正"), *[None] * 5], styles)
    value = sum(each.amount for each in reversals) / 100
    total = Formula(f"=SUM({at(first, 3)}:{at(sheet.row - 1, 3)})", value)
    row = sheet.put([None, _("合计"), None, total, None, None, None], styles)
    return Formula(at(row, 3, fixed=True), value)


def _fill_refused(sheet: Sheet, lines: Sequence[Line]) -> None:
    styles: tuple[Style, ...] = (*("count", "listed", "listed", "listed", "listed", "day"), "text")
    styles = (*styles, "text", "listed")
    sheet.give_widths([6, 14, 26, 22, 10, 12, 9, 9, 60])
    sheet.line(_("不予发放的案件及原因"), "title")
    sheet.put(
        [
            *(_("序号"), _("调解编号"), _("法院案号"), _("案由"), _("调解员"), _("结案日期")),
            *(_("难易等级"), _("结果"), _("原因")),
        ],
        "heading",
    )
    sheet.freeze(columns=2)
    for number, line in enumerate(lines, start=1):
        cells: list[Cell] = [number, line.number, line.court_number, line.cause_name]
        cells += [line.mediator_name, line.closed_on, line.grade.label if line.grade else ""]
        sheet.put([*cells, line.outcome.label, reasons(line)], styles)


def _fill_basis(sheet: Sheet, pay_list: PayList) -> None:
    styles: tuple[Style, ...] = (
        *("text", "text", "text", "amount", "text", "day"),
        "day",
        "listed",
    )
    tariff = pay_list.tariff
    sheet.give_widths([10, 10, 12, 12, 10, 12, 12, 50])
    sheet.line(_("补贴标准第 {number} 版").format(number=tariff.number), "title")
    sheet.put(
        [
            *(_("难易等级"), _("结果"), _("档次"), _("金额(元)"), _("须先履行"), _("有效期起")),
            *(_("有效期止"), _("依据")),
        ],
        "heading",
    )
    for rate in tariff.rates:
        cells: list[Cell] = [rate.grade.label, rate.outcome.label, rate.tier, rate.amount / 100]
        cells += [_("是") if rate.performed_first else _("否"), rate.valid_from, rate.valid_to]
        sheet.put([*cells, rate.source], styles)
    sheet.gap()
    for words in rules_words(pay_list.rules):
        sheet.line(words, "note")


def reasons(line: Line) -> str:
    """Every reason why a case is not paid."""
    return "".join(refusal.words for refusal in line.refusals)

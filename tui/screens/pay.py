"""以案定补: a period's pay list with every reason not to pay; frozen by a question, taken back with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual import events, on
from textual.app import ComposeResult

from mediation.cases.money import format_yuan
from mediation.errors import MediationError, RuleViolation
from mediation.figures.period import Period
from mediation.i18n import _
from mediation.office.office import Office
from mediation.office.subsidies import OpenedList
from mediation.reports.columns import fold_lines
from mediation.reports.wording import period_words
from mediation.subsidy.books import FrozenList
from mediation.subsidy.pay_list import Line, Reversal
from mediation.subsidy.rules import rules_words
from tui.dialogs.ask_period import ask_period
from tui.dialogs.ask_text import AskText
from tui.dialogs.question import Answer, Question
from tui.screens.room import Room
from tui.text import left, right
from tui.widgets.sheet import Piece, Sheet, SheetLine

_LABEL, _PERSON, _DAY, _GRADE, _RESULT, _YUAN = 24, 11, 11, 9, 9, 13
FORMS = (".xlsx", ".json")


class PayRoom(Room):
    """A preview of a period's list, or a frozen one by its number."""

    room = "pay"

    def __init__(self, period: Period, number: int | None = None) -> None:
        super().__init__()
        self._period = period
        self._number = number
        self._opened: OpenedList | None = None
        self._fault = ""

    def body(self) -> ComposeResult:
        """One sheet."""
        yield Sheet()

    def load(self) -> None:
        """Judge every closed case of the period in a thread, or open what was frozen."""
        period, number = self._period, self._number
        which = _("预览,未冻结") if number is None else _("第 {number} 号").format(number=number)
        self.say_heading(
            _("以案定补   {period}   {which}").format(period=period_words(period), which=which),
            _("正在计算.."),
        )

        def read(office: Office) -> OpenedList:
            if number is not None:
                return office.subsidies.opened(number)
            return OpenedList(office.subsidies.preview(period))

        self.ask("pay", read, self._show, on_error=self._failed)

    def _show(self, opened: OpenedList) -> None:
        self._opened, self._fault = opened, ""
        self._period = opened.pay_list.period
        which = (
            _("预览,未冻结")
            if self._number is None
            else _("第 {number} 号,已冻结").format(number=self._number)
        )
        self.say_heading(
            _("以案定补   {period}   {which}").format(
                period=period_words(self._period), which=which
            ),
            _("标准第 {tariff} 版").format(tariff=opened.pay_list.tariff.number),
        )
        self._draw()

    def _failed(self, error: MediationError) -> None:
        self._opened, self._fault = None, error.message
        self.say_heading(_("以案定补   {period}").format(period=period_words(self._period)))
        self._draw()

    def _draw(self) -> None:
        sheet = self.query_one(Sheet)
        width = max(sheet.scrollable_content_region.width, 20)
        if self._opened is not None:
            sheet.show_lines(list(_lines(self._opened, width)))
        elif self._fault:
            sheet.show_lines([[Piece(each, "fault")] for each in fold_lines(self._fault, width)])

    def on_resize(self, _event: events.Resize) -> None:
        """Lay out anew for the width."""
        self.call_after_refresh(self._draw)

    # --- verbs --------------------------------------------------------------------------------

    @property
    def _pointed(self) -> Line | None:
        pointed = self.query_one(Sheet).pointed
        return pointed if isinstance(pointed, Line) else None

    @on(Sheet.Opened)
    def action_open(self) -> None:
        """Open the case under the cursor."""
        if self._pointed is not None:
            self.window.open_case(self._pointed.case)

    def action_shift_period(self, by: int) -> None:
        """The preview of the period before or after."""
        try:
            self._take_period(self._period.shifted(by * len(self._period)))
        except (ValueError, OverflowError):
            return

    def action_ask_period(self) -> None:
        """The preview of another period, typed."""
        ask_period(self, self._period, self._take_period)

    def _take_period(self, period: Period) -> None:
        self._period, self._number = period, None
        self.reload()

    def action_choose_list(self) -> None:
        """One of the frozen lists."""
        self.ask("lists", lambda office: office.subsidies.lists(), self._offer)

    def _offer(self, kept: list[tuple[FrozenList, int]]) -> None:
        from tui.screens.picker import Choice, PickerScreen, names_match

        if not kept:
            self.window.say(_("还没有冻结的名单:按 b 冻结这一份。"))
            return
        choices = [
            Choice(
                _("第 {number} 号 {period}").format(number=each.number, period=each.period),
                _("{count} 件 {yuan} 元").format(
                    count=each.cases,
                    yuan=format_yuan(each.total - back),
                ),
                each.number,
            )
            for each, back in kept
        ]
        self.app.push_screen(
            PickerScreen(
                _("打开哪一份冻结的名单"),
                lambda text: [each for each in choices if names_match(text, each.label)],
            ),
            self._take_number,
        )

    def _take_number(self, number: int | None) -> None:
        if number is not None:
            self._number = number
            self.reload()

    def action_freeze(self) -> None:
        """Freeze the previewed list for good, after a question."""
        opened = self._opened
        if opened is None:
            return
        if self._number is not None:
            self.window.say(_("这份名单已经冻结;要收回某一件,按 z 冲正。"))
            return
        pay_list = opened.pay_list
        self.app.push_screen(
            Question(
                _("冻结 {period} 的发放名单?").format(period=period_words(pay_list.period)),
                _(
                    "发放 {paid} 件 {yuan} 元,不发 {refused} 件。\n"
                    "冻结后名单不再变;发错的只能逐件冲正,冲正要写原因并留下记录。"
                ).format(
                    paid=len(pay_list.paid),
                    yuan=format_yuan(pay_list.total),
                    refused=len(pay_list.refused),
                ),
                (
                    Answer("back", ("escape",), _("返回,先不冻结")),
                    Answer(
                        "freeze",
                        ("b",),
                        _("冻结,{yuan} 元").format(yuan=format_yuan(pay_list.total)),
                    ),
                ),
            ),
            lambda answer: self._freeze(pay_list.period) if answer == "freeze" else None,
        )

    def _freeze(self, period: Period) -> None:
        def done(opened: OpenedList) -> None:
            self._number = opened.pay_list.number
            self.window.saved(
                _("已冻结第 {number} 号名单:{count} 件,{yuan} 元").format(
                    number=self._number,
                    count=len(opened.pay_list.paid),
                    yuan=format_yuan(opened.pay_list.total),
                )
            )

        self.window.tell(lambda office: office.subsidies.freeze(period), done)

    def action_reverse(self) -> None:
        """Take back the paid line under the cursor, with a reason."""
        line, number = self._pointed, self._number
        if number is None:
            self.window.say(_("预览没有发放过,没有可冲正的;按 v 打开冻结的名单。"))
            return
        if line is None or not line.is_paid:
            self.window.say(_("请把光标放在一件发放的案件上。"))
            return
        self.app.push_screen(
            AskText(
                _("冲正第 {number} 号名单的 {case},{name} {yuan} 元?").format(
                    number=number,
                    case=line.label,
                    name=line.mediator_name,
                    yuan=format_yuan(line.amount),
                ),
                _("原因"),
                "",
                _reason,
                help=_("名单本身不变;冲正另记一笔,原因和办理的人、时间都留在记录里。"),
                done=_("冲正"),
            ),
            partial(self._reverse, number, line.label),
        )

    def _reverse(self, number: int, label: str, reason: str | None) -> None:
        if reason is None:
            return

        def done(taken: Reversal) -> None:
            self.window.saved(
                _("已冲正 {case}:{yuan} 元").format(
                    case=taken.label, yuan=format_yuan(taken.amount)
                )
            )

        self.window.tell(
            lambda office: office.subsidies.reverse(number, label, reason=reason), done
        )

    def action_export(self) -> None:
        """Put the list into a file to sign."""
        opened = self._opened
        if opened is None:
            return
        from tui.dialogs.ask_file import ask_file
        from tui.exporting import export

        which = _("预览") if self._number is None else str(self._number)
        ask_file(
            self.window,
            _("把这份名单存成哪个文件?"),
            name=_("补贴名单-{period}-{which}.xlsx").format(period=self._period, which=which),
            forms=FORMS,
            help=_("后缀 .xlsx 是供签字的表格,.json 供程序用;不含备注。"),
            then=lambda path: export(
                self.window,
                path,
                lambda office, draft, _far: office.subsidies.save(opened, draft),
            ),
        )


def _reason(text: str) -> None:
    if not text:
        raise RuleViolation(_("请写明原因。"))


def _lines(opened: OpenedList, width: int) -> Iterator[SheetLine]:
    pay_list = opened.pay_list
    yield [
        Piece(
            _(
                "发放 {paid} 件 {yuan} 元   不发 {refused} 件   已冲正 {back} 元   净额 {net} 元"
            ).format(
                paid=len(pay_list.paid),
                yuan=format_yuan(pay_list.total),
                refused=len(pay_list.refused),
                back=format_yuan(opened.reversed),
                net=format_yuan(opened.net),
            ),
            "heading",
        )
    ]
    if opened.sha256:
        yield [Piece(f"SHA-256 {opened.sha256}", "quiet")]
    yield []
    taken = {each.case: each for each in opened.reversals}
    if not pay_list.lines:
        yield [Piece(_("这个期间没有结案,没有可补的案件。"))]
    else:
        yield [Piece(_heads(), "heading")]
    for line in pay_list.lines:
        yield _case_line(line)
        yield from _beneath(line, taken.get(line.case), width)
    yield []
    for each in pay_list.shares:
        words = _("{count} 件  {yuan} 元").format(count=each.cases, yuan=format_yuan(each.amount))
        yield [Piece(left(each.name, _LABEL)), Piece(words)]
    yield []
    for rule in rules_words(pay_list.rules):
        for part in fold_lines(rule, width):
            yield [Piece(part, "quiet")]


def _heads() -> str:
    return (
        left(_("案件"), _LABEL)
        + left(_("调解员"), _PERSON)
        + left(_("结案"), _DAY)
        + left(_("等级"), _GRADE)
        + left(_("结果"), _RESULT)
        + right(_("发放(元)"), _YUAN)
    )


def _case_line(line: Line) -> SheetLine:
    return [
        Piece(left(line.label, _LABEL - 1), opens=line),
        Piece(" "),
        Piece(left(left(line.mediator_name, _PERSON - 1), _PERSON)),
        Piece(left(str(line.closed_on), _DAY)),
        Piece(left(line.grade.label if line.grade else "", _GRADE)),
        Piece(left(line.outcome.label, _RESULT)),
        Piece(
            right(format_yuan(line.amount) if line.is_paid else "-", _YUAN),
            "heading" if line.is_paid else "quiet",
        ),
    ]


def _beneath(line: Line, taken: Reversal | None, width: int) -> Iterator[SheetLine]:
    """Why it is not paid, what was cut, and that it was taken back."""
    for refusal in line.refusals:
        for part in fold_lines(refusal.words, max(width - 4, 20)):
            yield [Piece("    " + part, "quiet")]
    if line.note:
        yield [Piece("    " + line.note, "quiet")]
    if taken is not None:
        words = _("已冲正 {yuan} 元:{why}({who})").format(
            yuan=format_yuan(taken.amount), why=taken.why, who=taken.who
        )
        for part in fold_lines(words, max(width - 4, 20)):
            yield [Piece("    " + part, "fault")]

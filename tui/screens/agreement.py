"""协议与履行: one case's agreement; Enter acts on the line under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from textual import events, on
from textual.app import ComposeResult

from mediation.cases.exit_check import Item, Repair
from mediation.cases.performing import Payment
from mediation.errors import MediationError
from mediation.i18n import _
from tui.dialogs.question import Answer, Question
from tui.screens.agreement_lines import Part, Pointed, agreement_lines, check_lines
from tui.screens.room import Room
from tui.widgets.sheet import Piece, Sheet, SheetLine

if TYPE_CHECKING:
    from mediation.office.agreements import AgreementFile

_LEAST = 30


class _OfAgreement(Room):
    """A room that shows something of one case's agreement."""

    def __init__(self, case: UUID) -> None:
        super().__init__()
        self._case = case
        self._file: AgreementFile | None = None

    def body(self) -> ComposeResult:
        """One sheet."""
        yield Sheet()

    def load(self) -> None:
        """Read the agreement."""
        self.ask(
            "agreement",
            lambda office: office.agreements.open(self._case),
            self._take,
            on_error=self._failed,
        )

    def current_case(self) -> UUID | None:
        """This case."""
        return self._case

    def on_resize(self, _event: events.Resize) -> None:
        """Lay out anew for the width."""
        self.call_after_refresh(self._draw)

    def lines(self, file: AgreementFile, width: int) -> list[SheetLine]:
        """What the room shows."""
        raise NotImplementedError

    def called(self, file: AgreementFile) -> tuple[str, str]:
        """The heading and the facts beside it."""
        raise NotImplementedError

    def _take(self, file: AgreementFile) -> None:
        self._file = file
        self.say_heading(*self.called(file))
        self._draw()

    def _failed(self, error: MediationError) -> None:
        self.query_one(Sheet).show_lines([[Piece(error.message, "fault")]])

    def _draw(self) -> None:
        if self._file is not None:
            sheet = self.query_one(Sheet)
            bar = 0 if sheet.show_vertical_scrollbar else sheet.styles.scrollbar_size_vertical
            width = max(sheet.scrollable_content_region.width - bar, _LEAST)
            sheet.show_lines(self.lines(self._file, width))


class AgreementRoom(_OfAgreement):
    """Clauses, payments and what follows a closing, on top of where the user was."""

    room = "agreement"

    def called(self, file: AgreementFile) -> tuple[str, str]:
        """The case, and who the parties are."""
        return _("协议与履行 › {number}").format(number=_number(file)), _parties(file)

    def lines(self, file: AgreementFile, width: int) -> list[SheetLine]:
        """The whole agreement."""
        return agreement_lines(file, self.window.today(), width)

    @on(Sheet.Opened)
    def action_open(self) -> None:
        """Change, perform, take back or tick what stands under the cursor."""
        pointed = self.query_one(Sheet).pointed
        if not isinstance(pointed, Pointed):
            return
        match pointed.part:
            case Part.CLAUSE:
                self.window.open_form("clause", case=self._case, clause=pointed.key)
            case Part.INSTALMENT:
                self.window.open_form(
                    "payment", case=self._case, clause=pointed.key, fen=pointed.left or None
                )
            case Part.SIGNATURES:
                self.window.open_form("signatures", case=self._case)
            case Part.PAYMENT:
                self._ask_back(pointed.key)
            case Part.DUTY:
                self._turn(str(pointed.key))
            case Part.CHECK:
                self.window.open_exit_check(self._case)

    def action_add_clause(self) -> None:
        """A new clause."""
        self.window.open_form("clause", case=self._case)

    def action_save_paper(self) -> None:
        """Put the agreement into a document, to be printed and signed."""
        from tui.dialogs.ask_file import ask_file
        from tui.exporting import export
        from tui.screens.member import file_word

        file = self._file
        if file is None or not file.agreement.clauses:
            self.window.say(_("还没有条款可写:按 a 录入。"))
            return
        ask_file(
            self.window,
            _("把协议书存成哪个文件?"),
            name=_("调解协议书-{number}.docx").format(number=file_word(_number(file))),
            forms=(".docx",),
            help=_("一份 Word 文书:当事人、条款、分期、签名处;不含备注和妥协陈述。"),
            then=lambda path: export(
                self.window,
                path,
                lambda office, draft, _far: office.agreements.save(self._case, draft),
            ),
        )

    def action_take_back(self) -> None:
        """Undo the payment under the cursor, or the last one."""
        pointed = self.query_one(Sheet).pointed
        if isinstance(pointed, Pointed) and pointed.part is Part.PAYMENT:
            self._ask_back(pointed.key)
        elif self._file is not None and self._file.payments:
            self._ask_back(self._file.payments[-1].id)
        else:
            self.window.say(_("还没有履行记录可以撤销。"))

    def action_drop_clause(self) -> None:
        """Take out the clause under the cursor, after asking."""
        pointed, file = self.query_one(Sheet).pointed, self._file
        if file is None or not isinstance(pointed, Pointed) or pointed.part is not Part.CLAUSE:
            self.window.say(_("请先把光标放到要删的条款上。"))
            return
        key = pointed.key
        at = next(at for at, clause in enumerate(file.agreement.clauses, 1) if clause.id == key)
        self.app.push_screen(
            Question(
                _("删去第 {number} 条?").format(number=at),
                _("改动记录里会留下这一条原来的内容。"),
                (
                    Answer("drop", ("delete",), _("删去这一条")),
                    Answer("back", ("escape",), _("返回,不删")),
                ),
            ),
            lambda answer: self._dropped(UUID(str(key))) if answer == "drop" else None,
        )

    def _dropped(self, clause: UUID) -> None:
        assert self._file is not None
        version = self._file.agreement.version
        self.window.tell(
            lambda office: office.agreements.drop_clause(self._case, version, clause),
            lambda _kept: self.window.saved(_("已删去一条条款。"), self._case),
        )

    def _ask_back(self, payment: UUID | str | None) -> None:
        if not isinstance(payment, UUID):
            return
        self.app.push_screen(
            Question(
                _("撤销这笔履行?"),
                _("到位金额和履行状态会跟着改;改动记录里两行都留着。"),
                (
                    Answer("back_it", ("u", "f10"), _("撤销这笔履行")),
                    Answer("back", ("escape",), _("返回,不撤销")),
                ),
            ),
            lambda answer: self._take_back(payment) if answer == "back_it" else None,
        )

    def _take_back(self, payment: UUID) -> None:
        def done(dropped: Payment) -> None:
            words = _("已撤销 {day} 的一笔履行。").format(day=dropped.paid_on)
            self.window.saved(words, self._case)

        self.window.tell(lambda office: office.agreements.take_back(payment), done)

    def _turn(self, step: str) -> None:
        assert self._file is not None
        day = None if step in self._file.ticked else self.window.today()
        words = _("已办:{day}").format(day=day) if day else _("改回待办。")
        self.window.tell(
            lambda office: office.agreements.tick(self._case, step, day),
            lambda _none: self.window.saved(words, self._case),
        )


class ExitRoom(_OfAgreement):
    """出门检查: everything looked at before the parties leave; Enter goes where it is put right."""

    room = "exit"

    def called(self, file: AgreementFile) -> tuple[str, str]:
        """The case, and who the parties are."""
        return _("出门检查 › {number}").format(number=_number(file)), _parties(file)

    def lines(self, file: AgreementFile, width: int) -> list[SheetLine]:
        """Every item."""
        return check_lines(file.items, width)

    @on(Sheet.Opened)
    def action_open(self) -> None:
        """Put right what stands under the cursor."""
        item = self.query_one(Sheet).pointed
        if not isinstance(item, Item) or self._file is None:
            return
        match item.repair:
            case Repair.CLAUSE:
                clauses = self._file.agreement.clauses
                key = None if item.about is None else clauses[item.about].id
                self.window.open_form("clause", case=self._case, clause=key)
            case Repair.HEADING:
                self.window.open_form("signatures", case=self._case)
            case Repair.CASE:
                self.window.open_form("correct", case=self._case)
            case Repair.PARTY:
                self.window.open_form(
                    "party", case=self._case, party=item.who[0] if item.who else ""
                )
            case Repair.AGENT:
                party, agent = item.who
                self.window.open_form("agent", case=self._case, party=party, agent=agent)
            case Repair.ROSTER:
                self.window.open_form("mediator", mediator=self._file.case.mediator)


def _number(file: AgreementFile) -> str:
    return file.case.court_number or file.case.number or _("(无案号)")


def _parties(file: AgreementFile) -> str:
    return " / ".join(party.name for party in file.case.parties)

"""一人一档: one mediator's year on a page, beside nobody else's; Enter on a count lists its cases."""

from __future__ import annotations

from collections.abc import Iterator

from textual import events, on
from textual.app import ComposeResult

from mediation.errors import MediationError
from mediation.figures.checks import COUNT_NAMES
from mediation.figures.counts import Scope, within
from mediation.figures.keys import Dimension, Figure
from mediation.figures.period import Period
from mediation.i18n import _
from mediation.registry.mediators import Mediator
from mediation.reports.columns import fold_lines
from mediation.reports.member_file import (
    MemberFile,
    amount_rows,
    amount_words,
    duty_words,
    notes,
    person_rows,
    session_words,
    time_words,
    training_words,
)
from mediation.reports.wording import period_words
from tui.dialogs.ask_period import ask_period
from tui.screens.behind import CasesBehind, open_behind
from tui.screens.room import Room
from tui.text import left, right
from tui.widgets.sheet import Piece, Sheet, SheetLine

_NAME, _COUNT = 14, 8
FORMS = (".docx", ".xlsx", ".json")


class MemberRoom(Room):
    """The file of one mediator for a year or another period."""

    room = "member"

    def __init__(self, mediator: Mediator, period: Period) -> None:
        super().__init__()
        self._mediator = mediator
        self._period = period
        self._file: MemberFile | None = None

    def body(self) -> ComposeResult:
        """One sheet."""
        yield Sheet()

    def load(self) -> None:
        """Build the file in a thread."""
        mediator, period = self._mediator, self._period
        self.say_heading(
            _("一人一档   {name}   {period}").format(
                name=mediator.name, period=period_words(period)
            ),
            _("只记本人,不排名"),
        )
        self.ask(
            "member",
            lambda office: office.members.file(mediator, period),
            self._show,
            on_error=self._failed,
        )

    def _show(self, file: MemberFile) -> None:
        self._file = file
        self._draw()

    def _failed(self, error: MediationError) -> None:
        self.query_one(Sheet).show_lines([[Piece(error.message, "fault")]])

    def _draw(self) -> None:
        if self._file is not None:
            sheet = self.query_one(Sheet)
            width = max(sheet.scrollable_content_region.width, 20)
            scope = Scope(mediator=self._mediator.id)
            sheet.show_lines(list(_lines(self._file, scope, width)))

    def on_resize(self, _event: events.Resize) -> None:
        """Lay out anew for the width."""
        self.call_after_refresh(self._draw)

    # --- verbs --------------------------------------------------------------------------------

    @on(Sheet.Opened)
    def action_open(self) -> None:
        """List the cases behind the count under the cursor."""
        open_behind(self.window, self.query_one(Sheet).pointed, self._period)

    def action_shift_period(self, by: int) -> None:
        """The year before or after, or a period as long as this one."""
        try:
            self._period = self._period.shifted(by * len(self._period))
        except (ValueError, OverflowError):
            return
        self.reload()

    def action_ask_period(self) -> None:
        """Another period, typed."""
        ask_period(self, self._period, self._take_period)

    def _take_period(self, period: Period) -> None:
        self._period = period
        self.reload()

    def action_export(self) -> None:
        """Put the page into a file."""
        from tui.dialogs.ask_file import ask_file
        from tui.exporting import export

        mediator, period = self._mediator, self._period
        ask_file(
            self.window,
            _("把这份档案存成哪个文件?"),
            name=_("一人一档-{name}-{period}.docx").format(
                name=file_word(mediator.name), period=period
            ),
            forms=FORMS,
            help=_("后缀 .docx 是一页公文,.xlsx 是表格,.json 供程序用;不含当事人和备注。"),
            then=lambda path: export(
                self.window,
                path,
                lambda office, draft, _far: office.members.save(draft, mediator, period),
            ),
        )


def file_word(name: str) -> str:
    """A name as a part of a file's name: without what separates folders or is no letter at all."""
    kept = "".join(each for each in name if each.isalnum() or each in "-_· ")
    return kept.strip()[:40] or _("无名")


def _lines(file: MemberFile, scope: Scope, width: int) -> Iterator[SheetLine]:
    for name, words in person_rows(file):
        yield [Piece(left(name, _NAME), "quiet"), Piece(words)]
    yield []
    yield from _counts(file, scope, width)
    yield []
    for name, fen in amount_rows(file):
        yield [Piece(left(name, _NAME), "quiet"), Piece(amount_words(fen))]
    more = (
        (_("办理用时"), time_words(file)),
        (_("调解会"), session_words(file)),
        (_("其他履职"), duty_words(file)),
        (_("培训"), ";".join(training_words(file))),
    )
    for name, words in more:
        first, *rest = fold_lines(words, max(width - _NAME, 20)) or [""]
        yield [Piece(left(name, _NAME), "quiet"), Piece(first)]
        for line in rest:
            yield [Piece(" " * _NAME + line)]
    yield []
    yield from _causes(file, scope, width)
    for words in notes():
        for line in fold_lines(words, width):
            yield [Piece(line, "quiet")]


def _counts(file: MemberFile, scope: Scope, width: int) -> Iterator[SheetLine]:
    """All ten counts: in one row where there is room, else in two."""
    figures = list(Figure)
    across = len(figures) if width >= len(figures) * (_COUNT + 2) else len(figures) // 2
    for start in range(0, len(figures), across):
        part = figures[start : start + across]
        names = "".join(right(COUNT_NAMES[each.value], _COUNT + 2) for each in part)
        yield [Piece(names, "heading")]
        line = []
        for each in part:
            number = str(getattr(file.counts, each.value))
            line.append(Piece(" " * (_COUNT + 2 - len(number))))
            words = f"{file.name} {COUNT_NAMES[each.value]}"
            line.append(Piece(number, opens=CasesBehind(each, scope, words)))
        yield line


def _causes(file: MemberFile, scope: Scope, width: int) -> Iterator[SheetLine]:
    if not file.causes:
        return
    name = min(max(width - 2 * _COUNT, 12), 40)
    heads = right(COUNT_NAMES["received"], _COUNT) + right(COUNT_NAMES["closed"], _COUNT)
    yield [Piece(left(_("案由"), name) + heads, "heading")]
    for (cause, received, closed), code in zip(file.causes, file.cause_codes, strict=True):
        line = [Piece(left(cause, name))]
        for figure, number in ((Figure.RECEIVED, received), (Figure.CLOSED, closed)):
            inside = within(scope, Dimension.CAUSE, code)
            words = f"{file.name} {cause} {COUNT_NAMES[figure.value]}"
            line.append(Piece(" " * (_COUNT - len(str(number)))))
            line.append(Piece(str(number), opens=CasesBehind(figure, inside, words)))
        yield line
    yield []

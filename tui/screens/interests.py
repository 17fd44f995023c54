"""利害关系登记: what ties one mediator of the roster, entered, changed and taken out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import events, on
from textual.app import ComposeResult

from mediation.conflicts.interests import Interest
from mediation.i18n import _
from mediation.registry.mediators import Mediator
from tui.dialogs.question import Answer, Question
from tui.screens.room import Room
from tui.text import cut, left
from tui.widgets.sheet import Piece, Sheet, SheetLine

_KIND, _ROLE, _SPAN = 12, 14, 26


class InterestsRoom(Room):
    """The ties of one mediator on top of the roster."""

    room = "interests"

    def __init__(self, mediator: Mediator) -> None:
        super().__init__()
        self._mediator = mediator
        self._ties: Sequence[Interest] | None = None

    def body(self) -> ComposeResult:
        """One sheet."""
        yield Sheet()

    def load(self) -> None:
        """Read the ties."""
        self.say_heading(
            _("名册 › {name} › 利害关系").format(name=self._mediator.name), _("派案时据此查回避")
        )
        self.ask(
            "interests", lambda office: office.conflicts.interests(self._mediator.id), self._take
        )

    def on_resize(self, _event: events.Resize) -> None:
        """Lay out anew for the width."""
        self.call_after_refresh(self._draw)

    def _take(self, ties: Sequence[Interest]) -> None:
        self._ties = ties
        self._draw()

    def _draw(self) -> None:
        if self._ties is not None:
            sheet = self.query_one(Sheet)
            width = max(sheet.scrollable_content_region.width - 1, 40)
            sheet.show_lines(list(_lines(self._mediator, self._ties, width)))

    # --- verbs --------------------------------------------------------------------------------

    def action_new_interest(self) -> None:
        """A new tie."""
        self.window.open_form("interest", mediator=self._mediator.id)

    @on(Sheet.Opened)
    def action_open(self) -> None:
        """Change the tie under the cursor."""
        tie = self.query_one(Sheet).pointed
        if isinstance(tie, Interest):
            self.window.open_form("interest", mediator=self._mediator.id, interest=str(tie.id))

    def action_drop_interest(self) -> None:
        """Take out the tie under the cursor, after asking."""
        tie = self.query_one(Sheet).pointed
        if not isinstance(tie, Interest):
            return
        told = cut(tie.told(), 60)

        def answered(answer: str | None) -> None:
            if answer == "yes":
                self.window.tell(
                    lambda office: office.conflicts.drop_interest(tie),
                    lambda _done: self.window.saved(_("已删去:{told}").format(told=told)),
                )

        answers = (
            Answer("back", ("escape",), _("返回,不删")),
            Answer("yes", ("y",), _("删去")),
        )
        asked = _("删去这一条?已经结束的关系填“到哪天”就行,不必删。")
        self.app.push_screen(Question(asked, told, answers), answered)


def _lines(mediator: Mediator, ties: Sequence[Interest], width: int) -> Iterator[SheetLine]:
    known = (
        (_("界别"), mediator.sector),
        (_("专长"), mediator.specialities),
        (_("调解组织"), mediator.organisation),
    )
    for label, words in known:
        if words:
            yield [Piece(left(label, _KIND), "quiet"), Piece(cut(words, width - _KIND))]
    if not ties:
        yield [Piece(_("还没有登记。按 n 登记工作单位、任职或持股的公司、近亲属等。"))]
        return
    name = max(width - _KIND - _ROLE - _SPAN, 12)
    heads = left(_("类别"), _KIND) + left(_("名称"), name)
    yield [Piece(heads + left(_("身份或关系"), _ROLE) + left(_("起止"), _SPAN), "heading")]
    for tie in ties:
        yield [
            Piece(left(tie.kind.label, _KIND)),
            Piece(left(tie.name, name - 1), opens=tie),
            Piece(" " + left(left(tie.role, _ROLE - 1), _ROLE) + left(tie.span(), _SPAN)),
        ]

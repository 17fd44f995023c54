"""交换冲突: cases that two offices changed, each field with both texts and a choice."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult

from mediation.exchange.books import Dispute, DisputeRow
from mediation.exchange.wording import sides
from mediation.i18n import _
from tui.screens.room import Room
from tui.text import clean
from tui.widgets.agenda_list import AgendaList, Line

if TYPE_CHECKING:
    from mediation.office.office import Office

_WIDTHS = (24, 12, 12)
_SIDE = (10,)


class DisputesRoom(Room):
    """The cases waiting for a person, and below those decided on."""

    room = "disputes"
    AUTO_FOCUS = "AgendaList"

    def body(self) -> ComposeResult:
        """One list."""
        yield AgendaList(folds=True)

    def load(self) -> None:
        """Read both lists."""

        def call(office: Office) -> tuple[list[DisputeRow], list[DisputeRow]]:
            return office.exchange.disputes(), office.exchange.disputes(settled=True)

        self.ask("disputes", call, self._take)

    def _take(self, found: tuple[list[DisputeRow], list[DisputeRow]]) -> None:
        waiting, settled = found
        self.say_heading(_("案件 › 交换冲突"), _("{count} 件").format(count=len(waiting)))
        lines = [Line(_cells(row), _WIDTHS, partial(self._open, row), row) for row in waiting] or [
            Line((_("没有等人决定的案件。接收对方的文件在“带出合并”一屏按 t。"),))
        ]
        if settled:
            lines += [Line(("",)), Line((_("已处理"),), is_heading=True)]
            lines += [Line(_cells(row), _WIDTHS) for row in settled]
        self.query_one(AgendaList).show(lines)

    def _open(self, row: DisputeRow) -> None:
        self.window.push_screen(DisputeRoom(row.number))

    @on(AgendaList.Opened)
    def action_open(self) -> None:
        """Both sides of the case under the cursor."""
        line = self.query_one(AgendaList).line
        if line is not None and line.target is not None:
            line.target()


class DisputeRoom(Room):
    """One case field by field; nothing is saved before every field has its choice."""

    room = "dispute"
    AUTO_FOCUS = "AgendaList"

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self._dispute: Dispute | None = None
        self._lines: list[tuple[str, str, str, str]] = []
        self._theirs: dict[str, bool] = {}
        self._is_noted = False

    def body(self) -> ComposeResult:
        """One list."""
        yield AgendaList(folds=True)

    def load(self) -> None:
        """Read both sides; a look at whole particulars is first in the audit trail."""

        def call(office: Office) -> tuple[Dispute, list[tuple[str, str, str, str]]]:
            names = {each.id.hex: each.name for each in office.roster.all()}
            dispute = office.exchange.dispute(self._number)
            return dispute, sides(dispute, names)

        self.ask("dispute", call, self._take)

    def _take(self, found: tuple[Dispute, list[tuple[str, str, str, str]]]) -> None:
        dispute, lines = found
        if dispute.names_people and not self._is_noted:
            self.window.tell(
                lambda office: office.audit.saw(dispute.row.case, "dispute"),
                lambda _done: self._noted(found),
            )
            return
        self._lines = lines
        if self._dispute is not None and dispute.ours != self._dispute.ours:
            self._theirs = {}  # what was chosen beside another text does not stand
        self._dispute = dispute
        self._draw()

    def _noted(self, found: tuple[Dispute, list[tuple[str, str, str, str]]]) -> None:
        self._is_noted = True
        if self.is_attached:
            self._take(found)

    def _draw(self) -> None:
        assert self._dispute is not None
        row = self._dispute.row
        self.say_heading(
            _("案件 › 交换冲突 › {label}").format(label=row.label or row.case.hex[:8]),
            _("{partner}  已选 {done}/{all} 栏").format(
                partner=row.partner, done=len(self._theirs), all=len(self._lines)
            ),
        )
        lines = []
        for key, label, ours, theirs in self._lines:
            chosen = self._theirs.get(key)
            lines.append(Line((label,), is_heading=True))
            for is_theirs, name, text in ((False, _("本机"), ours), (True, _("对方"), theirs)):
                mark = "*" if chosen is is_theirs else " "
                words = clean(" ".join(text.split())) or _("(空)")
                target = partial(self._choose, key, is_theirs)
                lines.append(Line((f"{mark} {name}", words), _SIDE, target, (key, is_theirs)))
        self.query_one(AgendaList).show(lines)

    def _choose(self, key: str, is_theirs: bool) -> None:
        self._theirs[key] = is_theirs
        self._draw()

    @on(AgendaList.Opened)
    def action_open(self) -> None:
        """Choose the side under the cursor."""
        line = self.query_one(AgendaList).line
        if line is not None and line.target is not None:
            line.target()

    def action_all_ours(self) -> None:
        """Every field as it is here."""
        self._theirs = dict.fromkeys((line[0] for line in self._lines), False)
        self._draw()

    def action_all_theirs(self) -> None:
        """Every field as it arrived."""
        self._theirs = dict.fromkeys((line[0] for line in self._lines), True)
        self._draw()

    def action_do_it(self) -> None:
        """Save the choices; raises no doubt about a field that has none."""
        dispute = self._dispute
        if dispute is None:
            return
        left = len(self._lines) - len(self._theirs)
        if left:
            self.window.say(_("还有 {count} 栏没有选,选完再存。").format(count=left))
            return
        taken = [key for key, is_theirs in self._theirs.items() if is_theirs]

        def settled(_case: object) -> None:
            self.window.saved(_("已按所选保存,选择记在案件的历史里。"))
            self.action_back()

        self.window.tell(lambda office: office.exchange.settle(dispute, taken), settled)


def _cells(row: DisputeRow) -> tuple[str, ...]:
    when = row.at if row.settled_at is None else row.settled_at
    return (
        row.label or row.case.hex[:8],
        row.verdict.label,
        row.partner,
        f"{when.astimezone():%Y-%m-%d %H:%M} {row.settled_by}",
    )

"""回收站: deleted cases, put back or removed for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult

from mediation.cases.masking import masked_text
from mediation.errors import RuleViolation
from mediation.i18n import _
from mediation.shelf import BinnedRow, RemovedRow
from tui.screens.room import Room
from tui.widgets.agenda_list import AgendaList, Line

if TYPE_CHECKING:
    from mediation.office.office import Office

_WIDTHS = (22, 20, 10)


class BinRoom(Room):
    """What lies in the bin, and below what was removed for good."""

    room = "bin"
    AUTO_FOCUS = "AgendaList"

    def body(self) -> ComposeResult:
        """One list."""
        yield AgendaList(folds=True)

    def load(self) -> None:
        """Read both lists."""

        def call(office: Office) -> tuple[list[BinnedRow], list[RemovedRow]]:
            return office.bin.everything(), office.bin.removed()

        self.ask("bin", call, self._take)

    def _take(self, found: tuple[list[BinnedRow], list[RemovedRow]]) -> None:
        held, removed = found
        self.say_heading(_("案件 › 回收站"), _("{count} 件").format(count=len(held)))
        lines = [
            Line(
                (_name(row), _parties(row), f"{row.at.astimezone():%Y-%m-%d}", _told(row)),
                _WIDTHS,
                lambda: None,
                case=row,
            )
            for row in held
        ] or [Line((_("回收站是空的。在案件清单或案件里按 Delete 删除的案件放在这里,可以还原。"),))]
        if removed:
            lines += [Line(("",)), Line((_("已彻底删除"),), is_heading=True)]
            lines += [
                Line(
                    (
                        gone.number or gone.court_number or _("(无号)"),
                        "",
                        f"{gone.at.astimezone():%Y-%m-%d}",
                        f"{gone.who} {masked_text(gone.why)}",
                    ),
                    _WIDTHS,
                )
                for gone in removed
            ]
        self.query_one(AgendaList).show(lines)

    def _row(self) -> BinnedRow | None:
        line = self.query_one(AgendaList).line
        row = line.case if line is not None else None
        if isinstance(row, BinnedRow):
            return row
        self.window.say(_("回收站里没有案件。"))
        return None

    @on(AgendaList.Opened)
    def action_open(self) -> None:
        """Put the case back."""
        row = self._row()
        if row is not None:
            self.window.tell(
                lambda office: office.bin.restore(row.case),
                lambda _done: self.window.saved(_("已还原 {name}").format(name=_name(row))),
            )

    def action_remove(self) -> None:
        """Remove the case for good, after a question that asks for the reason."""
        row = self._row()
        if row is None:
            return
        from tui.dialogs.ask_text import AskText

        def remove(why: str | None) -> None:
            if why:
                self.window.tell(
                    lambda office: office.bin.remove(row.case, why=why),
                    lambda _done: self.window.saved(_("已彻底删除 {name}").format(name=_name(row))),
                )

        self.window.push_screen(
            AskText(
                _("彻底删除 {name} {parties}?删除后不能还原,也不能撤销。").format(
                    name=_name(row), parties=_parties(row)
                ),
                _("原因"),
                "",
                given_reason,
                done=_("彻底删除"),
            ),
            remove,
        )


def given_reason(text: str) -> None:
    """Refuse an empty reason."""
    if not text.strip():
        raise RuleViolation(_("请写明原因。"))


def _name(row: BinnedRow) -> str:
    return row.number or row.court_number or _("(无号)")


def _parties(row: BinnedRow) -> str:
    return " / ".join(filter(None, (row.applicants, row.respondents)))


def _told(row: BinnedRow) -> str:
    return f"{row.who} {masked_text(row.why)}"

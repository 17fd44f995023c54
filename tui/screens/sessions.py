"""调解会: one case's sessions, planned, held and cancelled; Enter acts on the one under the cursor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from textual import on

from mediation.cases.case import Session
from mediation.cases.masking import masked_text
from mediation.cases.terms import SessionState, Side
from mediation.i18n import _
from mediation.office.sessions import SessionFile, clash_words, given_reason
from mediation.reports.columns import fold_lines
from tui.screens.sheet_room import SheetRoom
from tui.text import clean
from tui.weekdays import spelled
from tui.widgets.case_text import case_title, long_text
from tui.widgets.sheet import Piece, Sheet, SheetLine

_LEAST = 30
_HEADINGS = {
    SessionState.PLANNED: _("约好的 ({count})  Enter 记下来,m 改期,Delete 取消"),
    SessionState.HELD: _("开过的 ({count})  Enter 更正"),
    SessionState.CANCELLED: _("取消的 ({count})  Enter 或 m 重新约"),
}


class SessionsRoom(SheetRoom):
    """The sessions of one case on top of where the user was; ``session`` has the cursor first."""

    room = "sessions"

    def __init__(self, case: UUID, session: UUID | None = None) -> None:
        super().__init__(case)
        self._first = session
        self._file: SessionFile | None = None

    def load(self) -> None:
        """Read the sessions."""
        self.ask(
            "sessions",
            lambda office: office.sessions.open(self._case),
            self._take,
            on_error=self._failed,
        )

    def _take(self, file: SessionFile) -> None:
        self._file = file
        case = file.case
        names = " / ".join(
            _("、").join(case.names(side)) for side in (Side.APPLICANT, Side.RESPONDENT)
        )
        self.say_heading(_("案件 › {number} › 调解会").format(number=case_title(case)), names)
        self._draw()
        if self._first is not None:
            self.query_one(Sheet).point_at(self._first)
            self._first = None

    def _draw(self) -> None:
        if self._file is not None:
            sheet = self.query_one(Sheet)
            width = max(sheet.scrollable_content_region.width - 1, _LEAST)
            sheet.show_lines(list(session_lines(self._file, self.window.today(), width)))

    # --- verbs --------------------------------------------------------------------------------

    def _pointed(self) -> Session | None:
        key = self.query_one(Sheet).pointed
        return None if self._file is None or key is None else self._file.session(str(key))

    @on(Sheet.Opened)
    def action_open(self) -> None:
        """Record what came of a planned session, correct a record, plan a cancelled one again."""
        session = self._pointed()
        if session is None:
            self.action_plan_session()
        elif session.state is SessionState.CANCELLED:
            self.action_move_session()
        else:
            self.window.open_form("session", case=self._case, one=str(session.id))

    def action_plan_session(self) -> None:
        """A new session to come."""
        self.window.open_form("plan", case=self._case)

    def action_move_session(self) -> None:
        """Another day, time or place."""
        session = self._pointed()
        if session is None or session.state is SessionState.HELD:
            self.window.say(_("光标放在约好的或取消的一次上再按;开过的按 Enter 更正。"))
            return
        self.window.open_form("plan", case=self._case, one=str(session.id))

    def action_cancel_session(self) -> None:
        """A planned session will not be; the reason is asked for."""
        from tui.dialogs.ask_text import AskText

        session = self._pointed()
        if session is None or session.state is not SessionState.PLANNED:
            self.window.say(_("只有约好的调解会可以取消:把光标放在它上面再按。"))
            return

        def cancel(why: str | None) -> None:
            if why:
                words = _("已取消调解会:{when}").format(when=_when(session))
                self.window.tell(
                    lambda office: office.sessions.cancel(session, why),
                    lambda _done: self.window.saved(words, self._case),
                )

        self.window.push_screen(
            AskText(
                _("取消 {when} 的调解会?").format(when=_when(session)),
                _("原因"),
                "",
                given_reason,
                help=_("如:被申请人申请延后;留在案件的改动记录里,可以撤销。"),
                done=_("取消这次调解会"),
            ),
            cancel,
        )


def session_lines(file: SessionFile, today: date, width: int) -> Iterator[SheetLine]:
    """Planned sessions by day, then those held and cancelled, the newest first."""
    for state in SessionState:
        found = [each for each in file.sessions if each.state is state]
        if state is not SessionState.PLANNED:
            found.reverse()
        if not found:
            continue
        yield [Piece(_HEADINGS[state].format(count=len(found)), "heading")]
        for each in found:
            yield from _told(each, file, today, width)
        yield []
    if not file.sessions:
        yield [Piece(_("还没有调解会:按 a 约一次,开过的按 s 记。"))]


def _told(session: Session, file: SessionFile, today: date, width: int) -> Iterator[SheetLine]:
    yield [
        Piece("  "),
        Piece(_when(session), opens=session.id),
        Piece("  " + session.means.label),
    ]
    alarm, came = "", _("到场: {names}")
    if session.state is SessionState.PLANNED:
        came = _("通知: {names}")
        alarm = clash_words(file.beside(session.held_on, session.id), session.held_at)
        if session.held_on < today:
            alarm = _("日子过了还没记:开过的记下来,没开的改期或取消")
    rows = [
        ("fault", alarm),
        ("plain", session.place),
        ("plain", came.format(names=session.present) if session.present else ""),
        ("plain", session.summary),
        ("plain", _("取消原因: {why}").format(why=session.reason) if session.reason else ""),
    ]
    for look, words in rows:
        for line in long_text(masked_text(words)).splitlines():
            for piece in fold_lines(clean(line), width - 4, indent=""):
                yield [Piece("    " + piece, look)]


def _when(session: Session) -> str:
    at = f" {session.held_at:%H:%M}" if session.held_at else ""
    return f"{spelled(session.held_on)}{at}"

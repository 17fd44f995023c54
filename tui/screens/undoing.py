"""撤销与重做 from any room: what was taken back is said, and nothing is overwritten in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediation.cases.naming import ACTION_NAMES, FIELD_NAMES
from mediation.errors import Conflict, MediationError
from mediation.i18n import _
from mediation.shelf import Stepped
from tui.dialogs.question import Answer, Question
from tui.text import clean

if TYPE_CHECKING:
    from mediation.office.office import Office
    from tui.app import MediationApp


def step(window: MediationApp, *, back: bool, force: bool = False) -> None:
    """Take back the newest save of this person, or do it again."""

    def call(office: Office) -> Stepped:
        return office.undoing.undo(force=force) if back else office.undoing.redo(force=force)

    def done(stepped: Stepped) -> None:
        about = stepped.about
        words = _("已撤销:{action} {title}") if back else _("已重做:{action} {title}")
        title = about.title
        if about.cases > 1:
            title = _("{title} 等 {count} 件").format(title=title, count=about.cases)
        action = ACTION_NAMES.get(about.action, about.action)
        window.saved(words.format(action=action, title=title))

    def refused(error: MediationError) -> None:
        if isinstance(error, Conflict):
            _ask(window, error, back=back)
        else:
            window.explain(error)

    window.tell(call, done, refused)


def _ask(window: MediationApp, conflict: Conflict, *, back: bool) -> None:
    """Both versions side by side; only the named answer overwrites."""
    lines = []
    for name, mine in conflict.mine.items():
        lines.append(_label(name))
        lines.append(_("  撤销后:{text}").format(text=clean(mine) or _("(空)")))
        theirs = clean(conflict.theirs.get(name, "")) or _("(空)")
        lines.append(_("  现在是:{text}").format(text=theirs))

    def answered(answer: str | None) -> None:
        if answer == "force":
            step(window, back=back, force=True)

    window.push_screen(
        Question(
            conflict.message,
            "\n".join(lines),
            (
                Answer("back", ("escape",), _("留着现在的,不撤销")),
                Answer("force", ("m",), _("照样撤销,换掉上面“现在是”的内容")),
            ),
        ),
        answered,
    )


def _label(name: str) -> str:
    table, _dot, column = name.rpartition(".")
    word = FIELD_NAMES.get(column, column)
    return word if table == "cases" else f"{_TABLES.get(table, table)} {word}"


_TABLES = {
    "parties": _("当事人"),
    "agents": _("代理人"),
    "sessions": _("调解会"),
    "case_tags": _("标签"),
}

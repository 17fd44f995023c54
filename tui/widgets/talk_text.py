"""The talks of a case in words: sessions, what was said by zone, the mediator's own notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.style import Style
from rich.text import Text

from mediation.cases.case import Session
from mediation.cases.folder import Folder, Statement
from mediation.cases.notes import PrivateNote
from mediation.cases.terms import SessionState
from mediation.i18n import _
from tui.text import hung
from tui.widgets.case_text import long_text

_BOLD = Style(bold=True)
COVER = "*" * 12
"""Stands for a private note: as long for a word as for a page."""


def sessions(found: Iterable[Session], width: int) -> Text:
    """The sessions, newest first."""
    text = Text(end="")
    ordered = sorted(found, key=lambda each: (each.held_on, str(each.held_at or "")), reverse=True)
    for session in ordered:
        when = session.held_on.isoformat()
        if session.held_at is not None:
            when += f" {session.held_at:%H:%M}"
        words = [when, session.means.label, session.place]
        if session.state is not SessionState.HELD:
            words.insert(1, _("({state})").format(state=session.state.label))
        if session.reason:
            words.append(_("原因: {why}").format(why=session.reason))
        if session.present:
            came = _("到场: {names}")
            if session.state is not SessionState.HELD:
                came = _("通知: {names}")
            words.append(came.format(names=session.present))
        text.append(hung("  ", "  ".join(filter(None, words)), width, 4) + "\n", _BOLD)
        text.append(_lines("    ", session.summary, width))
    if not ordered:
        text.append("  " + _("还没有:按 S 约一次,开过的按 l 一行记,按 s 填表记。") + "\n")
    return text


def zones(folder: Folder, width: int) -> Text:
    """Undisputed facts and compromise statements, apart from each other."""
    text = Text(end="")
    if folder.facts:
        text.append("  " + _("无争议事实(书面确认后可移送)") + "\n", _BOLD)
        for fact in folder.facts:
            text.append(_statement(fact, _confirmed(fact), width))
    if folder.compromises:
        text.append("  " + _("妥协陈述(不移送,不作不利根据)") + "\n", _BOLD)
        for said in folder.compromises:
            text.append(_statement(said, "", width))
    return text


def notes(shown: Sequence[PrivateNote] | None, count: int, width: int) -> Text:
    """The private notes, covered unless they were asked for."""
    text = Text(end="")
    if not count:
        text.append("  " + _("没有私人备注:按 b 写一条,只有您看得到。") + "\n")
    elif shown is None:
        for _note in range(min(count, 8)):
            text.append(f"  {COVER}\n")
        text.append("  " + _("已遮盖 {count} 条:按 h 看,离开时再遮上。").format(count=count) + "\n")
    else:
        for note in shown:
            text.append(f"  {note.on}\n", _BOLD)
            text.append(_lines("    ", note.text, width))
        text.append("  " + _("按 h 遮上,按 b 改或再写。") + "\n")
    return text


def _statement(statement: Statement, beside: str, width: int) -> str:
    return _lines("    ", f"{statement.on}  {statement.text}{beside}", width, more=2)


def _lines(indent: str, text: str, width: int, more: int = 0) -> str:
    """A note of several lines, each broken at the width."""
    under = len(indent) + more
    pieces = [
        hung(indent if place == 0 else " " * under, line, width, under)
        for place, line in enumerate(long_text(text).splitlines())
    ]
    return "".join(f"{piece}\n" for piece in pieces)


def _confirmed(fact: Statement) -> str:
    if fact.confirmed_on is None:
        return "  " + _("(未书面确认)")
    return "  " + _("({day} 书面确认)").format(day=fact.confirmed_on)

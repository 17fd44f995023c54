"""When the database cannot be used: what is wrong, and every way on. Nothing is created unasked."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from mediation.errors import RuleViolation
from mediation.i18n import _
from mediation.typed_path import typed_path
from tui.text import shown
from tui.widgets.agenda_list import AgendaList, Line

if TYPE_CHECKING:
    from mediation.keeping import Backup
    from tui.app import Doors


class DoorScreen(ModalScreen[None]):
    """Type the passphrase of a locked file, open another, create a new one by typing its name, look at
    the demonstration, leave."""

    AUTO_FOCUS: ClassVar[str | None] = "AgendaList"

    def __init__(self, trouble: str, doors: Doors, *, locked: Path | None = None) -> None:
        super().__init__()
        self._trouble = trouble
        self._doors = doors
        self._locked = locked if doors.unlock is not None else None
        self._asked: Callable[[str], None] | None = None

    def compose(self) -> ComposeResult:
        """The trouble in words, the ways on, a line to type a path or a confirmation in."""
        with Vertical(id="door"):
            yield Static(self._title(), classes="title", markup=False)
            yield Static(shown(self._trouble), id="trouble", markup=False)
            yield AgendaList(bold_cursor=True)
            yield Static("", id="asking", markup=False)
            yield Input(id="answer", compact=True)
            yield Static(_("上下键选,Enter 确定,Ctrl+Q 退出"), classes="quiet", markup=False)

    def _title(self) -> str:
        if self._locked is not None:
            return _("请输入口令")
        return _("这里还没有数据库") if self._may_create() else _("数据库打不开")

    def _may_create(self) -> bool:
        """Only where no file stands: what is damaged or of others is never built over."""
        path = self._doors.path
        return self._doors.create is not None and path is not None and not os.path.lexists(path)

    def on_mount(self) -> None:
        """Only the ways that are there."""
        doors, lines = self._doors, []
        if self._locked is not None:
            lines.append(Line((_("输入口令"),), target=self._ask_passphrase))
        newest = None
        if doors.restore is not None and self._locked is None:  # a locked file is not a broken one
            newest = doors.newest_backup()
        if newest is not None:
            words = _("恢复最近的备份({at:%Y-%m-%d %H:%M},{cases} 件,已核对)").format(
                at=newest.made_at.astimezone(), cases=newest.cases
            )
            lines.append(Line((words,), target=partial(self._ask_restore, newest)))
        if doors.open_path is not None:
            lines.append(Line((_("打开别的数据库"),), target=self._ask_path))
        if self._may_create():
            lines.append(Line((_("在这里新建一个空的数据库"),), target=self._ask_create))
        if doors.demonstrate is not None:
            lines.append(Line((_("看演示数据(不保存)"),), target=self._demonstrate))
        lines.append(Line((_("退出"),), target=self._leave))
        self.query_one(AgendaList).show(lines)
        if self._locked is not None:
            self._ask_passphrase()

    def _ask_passphrase(self) -> None:
        if self._locked is not None:
            words = _("{name} 的口令(不显示),Enter 打开:").format(name=self._locked.name)
            self._ask(words, partial(self._unlock, self._locked), hidden=True)

    def _unlock(self, path: Path, passphrase: str) -> None:
        if passphrase:
            app: Any = self.app
            self.dismiss()
            app.reopen_unlocked(path, passphrase)

    def _demonstrate(self) -> None:
        if self._doors.demonstrate is not None:
            self._go(self._doors.demonstrate)

    def _leave(self) -> None:
        app: Any = self.app
        app.action_leave()

    def _ask_path(self) -> None:
        self._ask(_("数据库文件的完整路径,Enter 打开:"), self._open_path)

    def _ask_create(self) -> None:
        words = _("将新建 {path}。确定请输入“新建”二字再按 Enter:").format(path=self._doors.path)
        self._ask(words, self._create)

    def _ask_restore(self, made: Backup) -> None:
        words = _(
            "将用 {name} 换下现在的文件,现在的文件另存。确定请输入“恢复”二字再按 Enter:"
        ).format(name=made.path.name)
        self._ask(words, partial(self._restore, made))

    def _restore(self, made: Backup, text: str) -> None:
        restore = self._doors.restore
        if restore is None:
            return
        if text in (_("恢复"), "restore"):
            self._go(lambda: restore(made))
        else:
            self.query_one("#asking", Static).update(shown(_("没有恢复:输入的不是“恢复”。")))

    def _ask(self, words: str, then: Callable[[str], None], *, hidden: bool = False) -> None:
        self._asked = then
        self.query_one("#asking", Static).update(shown(words))
        answer = self.query_one("#answer", Input)
        answer.value = ""
        answer.password = hidden
        answer.add_class("-open")
        answer.focus()

    def _open_path(self, text: str) -> None:
        opening = self._doors.open_path
        if text and opening is not None:
            try:
                path = typed_path(text)
            except RuleViolation as error:
                self.query_one("#asking", Static).update(shown(error.message))
                return
            self._go(lambda: opening(path))

    def _create(self, text: str) -> None:
        path, create = self._doors.path, self._doors.create
        if path is None or create is None:
            return
        if text in (_("新建"), "create"):
            self._go(lambda: create(path))
        else:
            self.query_one("#asking", Static).update(shown(_("没有新建:输入的不是“新建”。")))

    def _go(self, open_office: Callable[[], Any]) -> None:
        app: Any = self.app
        self.dismiss()
        app.reopen(open_office)

    @on(AgendaList.Opened)
    def _opened(self) -> None:
        line = self.query_one(AgendaList).line
        if line is not None and line.target is not None:
            line.target()

    @on(Input.Submitted)
    def _answered(self, event: Input.Submitted) -> None:
        if self._asked is not None:
            self._asked(event.value if event.input.password else event.value.strip())

    def on_key(self, event: events.Key) -> None:
        """Enter takes the way under the cursor; Escape goes back to the ways."""
        if event.key == "enter" and self.query_one(AgendaList).has_focus:
            event.stop()
            self._opened()
        elif event.key == "escape":
            event.stop()
            self.query_one(AgendaList).focus()

"""All changes of a case, a page at a time, narrowed by typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from mediation.cases.naming import ACTION_NAMES, FIELD_NAMES
from mediation.cases.plain import fold
from mediation.i18n import _
from mediation.store import Change
from tui.text import shown
from tui.widgets import case_text

AT_ONCE = 40


class HistoryScreen(ModalScreen[None]):
    """Who changed what; a word narrows by person, step, field, value, reason or day."""

    DEFAULT_CSS = """
    HistoryScreen { background: $background; }
    HistoryScreen > Vertical { padding: 0 1; }
    HistoryScreen Input { background: $panel; }
    """
    AUTO_FOCUS: ClassVar[str | None] = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("pagedown,down", "onward", show=False),
        Binding("pageup,up", "backward", show=False),
        Binding("ctrl+end", "edge(1)", show=False),
        Binding("ctrl+home", "edge(0)", show=False),
    ]

    def __init__(self, title: str, changes: Sequence[Change]) -> None:
        super().__init__()
        self._title = title
        self._changes = tuple(changes)
        self._folded = [_words(change) for change in changes]
        self._fitting = self._changes
        self._page = 0

    def compose(self) -> ComposeResult:
        """Title, line, a page."""
        with Vertical():
            yield Static("", classes="title", markup=False)
            yield Input(
                placeholder=_("打人名、步骤、栏目、内容或日期查找;PgUp PgDn 翻页,Esc 返回"),
                compact=True,
            )
            with VerticalScroll(can_focus=False):
                yield Static("", id="changes", markup=False)

    def on_mount(self) -> None:
        """The newest."""
        self._draw()

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        wanted = fold(event.value)
        self._fitting = tuple(
            change
            for change, words in zip(self._changes, self._folded, strict=True)
            if wanted in words
        )
        self._page = 0
        self._draw()

    @property
    def _last_page(self) -> int:
        return max(len(self._fitting) - 1, 0) // AT_ONCE

    def _draw(self) -> None:
        first = self._page * AT_ONCE
        page = self._fitting[first : first + AT_ONCE]
        told = _("{case} 的改动  {count:,} 处,第 {page} / {pages} 页").format(
            case=self._title,
            count=len(self._fitting),
            page=self._page + 1,
            pages=self._last_page + 1,
        )
        self.query_one(".title", Static).update(shown(told))
        text = (
            case_text.history(page, self.size.width - 4) if page else shown(_("没有这样的改动。"))
        )
        self.query_one("#changes", Static).update(text)
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def action_onward(self) -> None:
        """A screenful on; at the end of a page, the next page."""
        scroll = self.query_one(VerticalScroll)
        if scroll.scroll_offset.y < scroll.max_scroll_y:
            scroll.scroll_page_down(animate=False)
        elif self._page < self._last_page:
            self._page += 1
            self._draw()

    def action_backward(self) -> None:
        """A screenful back; at the top of a page, the page before."""
        scroll = self.query_one(VerticalScroll)
        if scroll.scroll_offset.y > 0:
            scroll.scroll_page_up(animate=False)
        elif self._page > 0:
            self._page -= 1
            self._draw()

    def action_edge(self, last: int) -> None:
        """To the newest or the oldest page."""
        self._page = self._last_page if last else 0
        self._draw()

    def action_leave(self) -> None:
        """Back to the case."""
        self.dismiss(None)


def _words(change: Change) -> str:
    name = change.field.removeprefix("session.")
    return fold(
        " ".join(
            (
                f"{change.at.astimezone():%Y-%m-%d %H:%M}",
                change.who,
                ACTION_NAMES.get(change.action, change.action),
                FIELD_NAMES.get(name, name),
                change.old,
                change.new,
                change.why,
            )
        )
    )

"""What of a referral no field holds, to read against the form."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from mediation.i18n import _
from tui.text import shown

MOST = 20_000
"""So many characters are shown; a letter has a tenth of them."""


class LeftOver(VerticalScroll, can_focus=False):
    """The words left over and what was not found; not there while nothing was read."""

    DEFAULT_CSS = """
    LeftOver { display: none; height: auto; max-height: 6; background: $surface; padding: 0 1; }
    LeftOver.-there { display: block; }
    LeftOver .title { height: auto; }
    LeftOver .words { height: auto; }
    .-wide LeftOver { width: 42; height: 1fr; max-height: 100%; }
    """

    def compose(self) -> ComposeResult:
        """A title and the words."""
        yield Static("", classes="title", markup=False)
        yield Static("", classes="words", markup=False)

    def tell(self, words: str, missing: Sequence[str]) -> None:
        """Show the words left over and the labels of what was not found."""
        self.set_class(bool(words or missing), "-there")
        not_found = _("来文没写或读不准:{labels}").format(labels=_("、").join(missing))
        left = _("没用上的来文(Ctrl+↑↓ 翻):") if words else _("来文全用上了。")
        title = "\n".join([not_found, left] if missing else [left])
        self.query_one(".title", Static).update(shown(title))
        more = len(words) - MOST
        end = _("\n(还有 {count:,} 字没有列出)").format(count=more) if more > 0 else ""
        self.query_one(".words", Static).update(shown(words[:MOST] + end))
        self.scroll_home(animate=False)

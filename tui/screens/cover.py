"""The cover over a window that nobody is at: what it is, and a line for the word that lifts it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from mediation.i18n import _
from tui.text import shown

if TYPE_CHECKING:
    from mediation.errors import MediationError
    from mediation.office.locking import Answer, Way
    from tui.app import MediationApp


class CoverScreen(ModalScreen[None]):
    """Opaque, over everything; notes that pop up stay beneath it."""

    DEFAULT_CSS = """
    CoverScreen { align: center middle; background: $background; }
    CoverScreen > Vertical { width: 70; max-width: 100%; height: auto; background: $panel; padding: 1 2; }
    CoverScreen Static { height: auto; }
    CoverScreen .title { text-style: bold; color: $heading-ink; margin-bottom: 1; }
    CoverScreen Input { display: none; margin: 1 0; }
    CoverScreen Input.-asked { display: block; }
    CoverScreen #wrong { color: $error; }
    CoverScreen .quiet { color: $quiet; }
    CoverScreen ToastHolder { display: none; }
    """

    AUTO_FOCUS: ClassVar[str | None] = ""

    def __init__(self) -> None:
        super().__init__()
        self._way: Way | None = None
        self._trying = False

    @property
    def window(self) -> MediationApp:
        """The app, as what it is."""
        return cast("MediationApp", self.app)

    def compose(self) -> ComposeResult:
        """That it is covered, how it is lifted, what came of the last try."""
        with Vertical():
            yield Static(shown(_("已锁屏")), classes="title", markup=False)
            yield Static("", id="how", markup=False)
            yield Input(password=True, compact=True)
            yield Static("", id="wrong", markup=False)
            yield Static(
                shown(_("没存的内容都在,解锁后照旧。Ctrl+Q 退出。")),
                classes="quiet",
                markup=False,
            )

    def on_mount(self) -> None:
        """Learn what lifts the cover; until then nothing does."""
        self._learn()

    def _learn(self) -> None:
        self.window.ask(
            "cover",
            lambda office: office.locking.way(),
            self._learnt,
            on_error=self._failed,
            owner=self,
        )

    def _learnt(self, way: Way) -> None:
        self._way = way
        line = self.query_one(Input)
        line.set_class(way.asks, "-asked")
        if way.asks:
            line.focus()
        self.query_one("#how", Static).update(shown(way.words))
        if way.wait:
            self._say_wait(way.wait)

    def on_key(self, event: events.Key) -> None:
        """Without a word any key lifts the cover, and does nothing else."""
        if self._way is None:
            event.stop()
            self._learn()
        elif not self._way.asks:
            event.stop()
            self.window.uncover()

    def on_click(self) -> None:
        """A click is as good as a key."""
        if self._way is not None and not self._way.asks:
            self.window.uncover()

    @on(Input.Submitted)
    def _try(self, event: Input.Submitted) -> None:
        event.stop()
        word = event.value
        event.input.value = ""
        if word and not self._trying:
            self._trying = True
            self.query_one("#wrong", Static).update(shown(_("正在核对……")))
            self.window.tell(
                lambda office: office.locking.try_word(word), self._tried, self._failed
            )

    def _tried(self, answer: Answer) -> None:
        self._trying = False
        if answer.opens:
            self.window.uncover()
        elif answer.wait:
            self._say_wait(answer.wait)
        else:
            self._say(_("口令不对,还可以试 {count} 次。").format(count=answer.left))

    def _failed(self, error: MediationError) -> None:
        self._trying = False
        self._say(error.message)

    def _say_wait(self, wait: timedelta) -> None:
        minutes = -(-int(wait.total_seconds()) // 60)
        self._say(_("口令错了太多次,请过 {minutes} 分钟再试。").format(minutes=minutes))

    def _say(self, words: str) -> None:
        self.query_one("#wrong", Static).update(shown(words))

"""A screen asks and tells: reads in threads, the newest of a group answers; writes in one queue."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from mediation.errors import MediationError, file_trouble
from mediation.i18n import _

if TYPE_CHECKING:
    from textual.app import App
    from textual.dom import DOMNode
    from textual.worker import WorkType

    from mediation.office.office import Office

Answer = TypeVar("Answer")
Refused = Callable[[MediationError], None]
_LONGEST_PAINT = 2.0
SLOW = 1.0
"""Seconds after which a write that is not done is told, while the screen goes on answering."""
Note = Callable[[BaseException], object]


class Work:
    """The office behind a window, opened in a thread of its own once the window stands.

    Threads share one interpreter: opening at once would only hold up the first paint.
    """

    def __init__(self, open_office: Callable[[], Office], note_fault: Note) -> None:
        self._painted = threading.Event()
        self._opening: Future[Office] = Future()
        self._queue = ThreadPoolExecutor(max_workers=1, thread_name_prefix="write")
        self.failed = False
        self.note_fault = note_fault
        self.begin(open_office)

    def begin(self, open_office: Callable[[], Office]) -> None:
        """Open an office; what is asked meanwhile waits for it."""
        if self._opening.done():
            self._opening = Future()
        opening = self._opening

        def opened() -> None:
            self._painted.wait(_LONGEST_PAINT)
            try:
                opening.set_result(open_office())
            except BaseException as error:  # noqa: BLE001 — handed on to whoever waits
                opening.set_exception(error)

        threading.Thread(target=opened, name="open", daemon=True).start()

    def painted(self) -> None:
        """The window stands: open the office now."""
        self._painted.set()

    @property
    def kept_out(self) -> bool:
        """Whether the office could not be opened."""
        return self._opening.done() and self._opening.exception() is not None

    async def office(self) -> Office:
        """The office once it is open; raises what opening it raised."""
        return await asyncio.wrap_future(self._opening)

    def ask(
        self,
        owner: DOMNode,
        group: str,
        call: Callable[[Office], Answer],
        on_done: Callable[[Answer], None],
        on_error: Refused | None,
    ) -> None:
        """Read in a thread. A later question of the same owner and group replaces this one;
        an owner that has left the screen is not answered."""
        app = owner.app

        def done(found: Answer) -> None:
            if not owner._pruning:  # its parts go before its own worker is cancelled
                on_done(found)

        async def answer() -> None:
            await self._answer(app, self._read(call), done, on_error)

        asked: WorkType[None] = answer
        owner.run_worker(asked, group=group, exclusive=True)

    def tell(
        self,
        app: App[Any],
        call: Callable[[Office], Answer],
        on_done: Callable[[Answer], None] | None,
        on_error: Refused | None,
    ) -> None:
        """Write, after every write told before and never dropped, whatever becomes of the screen."""
        opening = self._opening
        future = self._queue.submit(lambda: call(opening.result()))
        kept = asyncio.shield(asyncio.wrap_future(future))

        async def answer() -> None:
            await self._answer(app, self._patiently(app, kept), on_done, on_error)

        told: WorkType[None] = answer
        app.run_worker(told)

    async def _patiently(self, app: App[Any], kept: Any) -> Any:
        done, _waiting = await asyncio.wait([kept], timeout=SLOW)
        if not done:
            app.notify(
                _("还没有存好,请稍候:数据库可能正被另一个程序占用,最多等 5 秒。"), markup=False
            )
        return await kept

    def finish(self) -> None:
        """Wait until every write told is done."""
        self._queue.shutdown(wait=True)

    async def _read(self, call: Callable[[Office], Answer]) -> Answer:
        office = await self.office()
        return await asyncio.to_thread(call, office)

    def _never_opened(self, error: Exception) -> bool:
        """Whether this is the office that could not be opened: the door screen says so once."""
        return self._opening.done() and self._opening.exception() is error

    async def _answer(
        self,
        app: App[Any],
        waiting: Any,
        on_done: Callable[[Any], None] | None,
        on_error: Refused | None,
    ) -> None:
        try:
            answer = await waiting
        except (MediationError, OSError) as error:
            if self._never_opened(error):
                return
            told = error if isinstance(error, MediationError) else file_trouble(error)
            if on_error is not None:
                on_error(told)
            else:
                explain(app, told)
        except Exception as error:  # noqa: BLE001 — a bug in a read must not take the form away
            self.failed = True
            self.note_fault(error)
            app.notify(bug_line(error), severity="error", markup=False)
        else:
            if on_done is not None:
                on_done(answer)


def explain(app: App[Any], error: MediationError) -> None:
    """Show a foreseen failure in its own words."""
    from tui.text import clean

    app.notify(clean(error.message), severity="error", timeout=10, markup=False)


def bug_line(error: BaseException) -> str:
    """One line for the user about an unforeseen failure, without any value."""
    return _("程序出错({kind}),这一步没有完成;已记入日志,请重试或重开程序。").format(
        kind=type(error).__name__
    )

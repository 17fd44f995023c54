"""The window: rooms by one key, an office behind it, one place where failures become words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from uuid import UUID

from textual.binding import Binding, BindingsMap, BindingType
from textual.dom import DOMNode

from mediation.errors import MediationError, StoreLocked
from mediation.i18n import _
from mediation.screen_choices import THEME
from tui import keymap, theme, work
from tui.covering import LOOK, Covering, seconds
from tui.drafts import DraftKeeper
from tui.text import clean

if TYPE_CHECKING:
    from textual.screen import Screen

    from mediation.clock.calendar import WorkCalendar
    from mediation.keeping import Backup
    from mediation.office.office import Office
    from mediation.screen_choices import ScreenChoices
    from mediation.store import CaseRow
    from tui.exporting import Export

Answer = TypeVar("Answer")
BUG = 70
_MINUTE = 60.0
STORE_UNUSABLE = 5


@dataclass(frozen=True, slots=True)
class Doors:
    """Other ways in when the database cannot be used: its passphrase, a backup of it, another file, a
    new one, the demonstration."""

    open_path: Callable[[Path], Office] | None = None
    create: Callable[[Path], Office] | None = None
    demonstrate: Callable[[], Office] | None = None
    path: Path | None = None
    newest_backup: Callable[[], Backup | None] = lambda: None
    restore: Callable[[Backup], Office] | None = None
    unlock: Callable[[Path, str], None] | None = None


class MediationApp(Covering):
    """The mediation ledger on a terminal.

    ``open_office`` is called at once in a thread of its own; ``today`` gives the date;
    ``first`` is the room to begin in; ``doors`` are offered when the office cannot be opened;
    ``note_fault`` keeps a note of a bug, without values; ``glimpse`` answers the top of the list of
    cases before the office is open; ``choices`` are the colours, keys and lines a person wants;
    ``clock`` counts the seconds that nobody is at the window.
    """

    TITLE = "mediation"
    CSS_PATH = Path(__file__).with_name("app.tcss")
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *(binding for action in keymap.everywhere() for binding in action.bindings()),
        Binding("ctrl+c", "hint_leave", show=False, system=True),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-cramped"), (40, "-narrow"), (110, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (10, "-tall")]  # noqa: RUF012

    def __init__(
        self,
        open_office: Callable[[], Office],
        *,
        today: Callable[[], date],
        first: str = "home",
        doors: Doors | None = None,
        note_fault: work.Note = lambda _error: None,
        glimpse: Callable[[], list[CaseRow] | None] = lambda: None,
        choices: ScreenChoices | None = None,
        clock: Callable[[], float] = seconds,
    ) -> None:
        self._wanted = open_office
        self._opening_told = ""
        self.work = work.Work(partial(self._open_covered, open_office), note_fault)
        super().__init__(choices, clock)
        self._bindings = BindingsMap(self.BINDINGS)
        self._stands_alone = False
        self.animation_level = "none"
        self.office: Office | None = None
        self.exporting: Export | None = None
        self.today = today
        self._day = today()
        self.glimpse = glimpse
        self.doors = doors or Doors()
        self._first = first
        self._modes = {room: self._maker(room) for room in keymap.ROOMS if room != first}
        self._screen_stacks = {first: []}
        self._current_mode = first

    def get_default_screen(self) -> Screen[Any]:
        """The first room, not as a mode: a mode's screen costs a second pass over all styles."""
        return self._maker(self._first)()

    def on_mount(self) -> None:
        """Wait for the office in the background."""
        self._modes[self._first] = self._maker(self._first)
        self.call_after_refresh(self.work.painted)
        self.call_after_refresh(self.say_keys_refused)
        self.call_after_refresh(self.show_cursor)
        self.set_interval(LOOK, self.look_at_clock)
        self.set_interval(_MINUTE, self.look_at_day)
        self.app_resume_signal.subscribe(self, lambda _app: self.look_at_day())
        self.run_worker(self._wait_for_office(), group="office")

    def on_load(self) -> None:
        """Watch for signals before the terminal is taken: one that comes early leaves it as it was."""
        if self._stands_alone:
            DraftKeeper.of(self).watch_signals()

    def run(self, *args: Any, **kwargs: Any) -> None:
        """As the whole program, which signals end in good order."""
        self._stands_alone = True
        super().run(*args, **kwargs)

    async def on_unmount(self) -> None:
        """Let what was told be written before the window is gone; a file on its way is given up."""
        self.action_cancel_export()
        self.work.finish()

    # --- asking and telling -------------------------------------------------------------------

    def ask(
        self,
        group: str,
        call: Callable[[Office], Answer],
        on_done: Callable[[Answer], None],
        *,
        on_error: work.Refused | None = None,
        owner: DOMNode | None = None,
    ) -> None:
        """Read in a thread; only the newest question of a group (of one owner) is answered."""
        self.work.ask(owner or self.screen, group, call, on_done, on_error)

    def tell(
        self,
        call: Callable[[Office], Answer],
        on_done: Callable[[Answer], None] | None = None,
        on_error: work.Refused | None = None,
    ) -> None:
        """Write through the one queue: in order, never dropped."""
        self.work.tell(self, call, on_done, on_error)

    def explain(self, error: MediationError) -> None:
        """Show a foreseen failure in its own words."""
        work.explain(self, error)

    def calendar(self) -> WorkCalendar | None:
        """The holidays known; ``None`` until the office is open."""
        return None if self.office is None else self.office.calendar()

    def say(self, words: str) -> None:
        """A short note about what was done."""
        self.notify(clean(words), markup=False, timeout=4)

    def tell_opening(self, words: str, done: int, total: int) -> None:
        """From the thread that opens: how far the upgrade of an older database has come."""
        share = f"{words} {done * 100 // total}%" if total else f"{words}.."
        if share != self._opening_told:
            self._opening_told = share
            self.call_from_thread(self._say_opening, share)

    def _say_opening(self, share: str) -> None:
        from tui.screens.room import Room

        if isinstance(self.screen, Room):
            self.screen.say_heading(share, _("旧数据库只升级这一次,请稍候"))

    def warn(self, words: str) -> None:
        """A note of what still is to be settled."""
        self.notify(clean(words), severity="warning", markup=False, timeout=15)

    def saved(self, words: str, case: UUID | None = None) -> None:
        """Say what was saved; every room reads again when it is looked at next."""
        self.say(words)
        self._read_again(case)

    def look_at_day(self) -> None:
        """Past midnight, or back from a suspended computer, every room is of the new day."""
        if self.today() != self._day:
            self._day = self.today()
            self._read_again(None)

    def _read_again(self, case: UUID | None) -> None:
        from tui.screens.room import Room

        for stack in self._screen_stacks.values():
            for screen in stack:
                if isinstance(screen, Room):
                    screen.changed(case)
                    screen.refresh_lines()

    def open_form(self, name: str, **values: Any) -> None:
        """Open a form by name (register, sign_for, session, close, correct, mediator …)."""
        from tui.dialogs.opening import form_screen

        self.push_screen(form_screen(self, name, values))

    def open_case(self, case: UUID) -> None:
        """Show one case on top of where the user is."""
        from tui.screens.case import CaseRoom

        self.push_screen(CaseRoom(case))

    def open_agreement(self, case: UUID) -> None:
        """Show what the parties promised, on top of where the user is."""
        from tui.screens.agreement import AgreementRoom

        self.push_screen(AgreementRoom(case))

    def open_exit_check(self, case: UUID) -> None:
        """Show what is looked at before the parties leave."""
        from tui.screens.agreement import ExitRoom

        self.push_screen(ExitRoom(case))

    def open_cases(self, query: Any, trail: str) -> None:
        """Show exactly these cases on top of where the user is; ``trail`` says what they are."""
        from tui.screens.cases import CasesRoom

        self.push_screen(CasesRoom(query, trail=trail))

    # --- actions ------------------------------------------------------------------------------

    async def action_room(self, room: str) -> None:
        """Go to a room, as it was left."""
        await self.switch_mode(room)

    def action_form(self, name: str) -> None:
        """Open an empty form."""
        self.open_form(name)

    def action_help(self) -> None:
        """Say what can be done here."""
        from tui.screens.help import HelpScreen

        if not self.screen.is_modal:
            self.push_screen(HelpScreen(self.screen))

    def action_palette(self) -> None:
        """Find anything by name."""
        from tui.screens.palette import PaletteScreen

        below = self.screen

        async def run(act: str | None) -> None:
            if act is not None:
                await self.run_action(act, default_namespace=below)

        if not below.is_modal:
            self.push_screen(PaletteScreen(below), run)

    def action_turn_light(self) -> None:
        """Day and night."""
        night = self.theme == theme.NIGHT.name
        self.choose(THEME, (theme.DAY if night else theme.NIGHT).name)

    def action_settings(self) -> None:
        """Colours, keys, flat lines."""
        from tui.screens.settings import SettingsRoom

        if not self.screen.is_modal and not isinstance(self.screen, SettingsRoom):
            self.push_screen(SettingsRoom())

    def action_lock(self) -> None:
        """Cover everything until a key, or the word for it, lifts the cover."""
        if self.office is not None:
            self.cover()

    def action_cancel_export(self) -> None:
        """Give up the file that is being written; nothing of it is left."""
        if self.exporting is not None:
            self.exporting.cancel()

    def action_leave(self) -> None:
        """Leave the program; forms keep their drafts."""
        kept_out = STORE_UNUSABLE if self.work.kept_out else 0
        self.exit(return_code=BUG if self.work.failed else kept_out)

    def action_hint_leave(self) -> None:
        """Ctrl+C copies; whoever expects it to end the program is told how."""
        key = keymap.key_name(keymap.action_named("quit").keys[0])
        self.say(_("退出请按 {key};没存的内容会留作草稿。").format(key=key))

    # --- the office ---------------------------------------------------------------------------

    async def _wait_for_office(self, *, again: bool = False) -> None:
        try:
            self.office = await self.work.office()
        except MediationError as error:
            from tui.screens.door import DoorScreen

            for line in self.screen.query("RoomsLine"):
                line.refresh()
            locked = error.path if isinstance(error, StoreLocked) else None
            self.push_screen(DoorScreen(error.message, self.doors, locked=locked))
            return
        except Exception as error:  # noqa: BLE001 — a bug in opening leaves the other ways in
            from tui.screens.door import DoorScreen

            self.work.failed = True
            self.work.note_fault(error)
            self.push_screen(DoorScreen(work.bug_line(error), self.doors))
            return
        if self.office.read_only_because:
            self.notify(
                _("{why}:这个窗口只能看,不能保存。").format(
                    why=clean(self.office.read_only_because)
                ),
                markup=False,
                severity="warning",
                timeout=20,
            )
        for doubt in self.office.doubts:
            self.warn(doubt)
        from tui.screens.room import Room

        for screen in self.screen_stack:
            if isinstance(screen, Room):
                screen.refresh_lines()
                if again:
                    screen.reload()

    def reopen(self, open_office: Callable[[], Office]) -> None:
        """Open another office after the first could not be used."""
        self._wanted = open_office
        self._begin_again(partial(self._open_covered, open_office))

    def reopen_unlocked(self, path: Path, passphrase: str) -> None:
        """Try again what could not be opened, with the passphrase of the file that was locked."""

        def opened() -> Office:
            if self.doors.unlock is not None:
                self.doors.unlock(path, passphrase)
            return self._open_covered(self._wanted)

        self._begin_again(opened)

    def _begin_again(self, open_office: Callable[[], Office]) -> None:
        self.work.begin(open_office)
        self.run_worker(self._wait_for_office(again=True), group="office")

    def _open_covered(self, open_office: Callable[[], Office]) -> Office:
        """Open an office; where a word guards the screen, covered before anything of it is shown."""
        office = open_office()
        guard = office.locking.guard()
        self.cover_after(guard.minutes)
        self.mask_names(guard.masks_names)
        if guard.has_word and not guard.by_passphrase:
            self.call_from_thread(self.cover)
        return office

    def _maker(self, room: str) -> Callable[[], Screen[Any]]:
        def make() -> Screen[Any]:
            if room == "home":
                from tui.screens.home import HomeRoom

                return HomeRoom()
            if room == "cases":
                from tui.screens.cases import CasesRoom

                return CasesRoom()
            if room == "month":
                from tui.screens.month import MonthRoom

                return MonthRoom()
            if room == "roster":
                from tui.screens.roster import RosterRoom

                return RosterRoom()
            from tui.screens.totals import TotalsRoom

            return TotalsRoom()

        return make

    # --- failures nobody foresaw --------------------------------------------------------------

    def _handle_exception(self, error: Exception) -> None:
        super()._handle_exception(error)
        self._return_code = BUG

    def _fatal_error(self) -> None:
        """One line instead of a traceback: local variables hold names and numbers of people."""
        error = self._exception
        if error is None:
            return
        # A failed worker is told of by an error of its own that has no places.
        error = getattr(error, "error", error)
        self.work.note_fault(error)
        self.panic(work.bug_line(error))

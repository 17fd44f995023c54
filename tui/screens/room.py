"""What every room has: a line of rooms, a heading, the room itself, a line of keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast
from uuid import UUID

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from mediation.i18n import _
from tui import keymap, work
from tui.widgets.lines import Enlarge, HeadingLine, KeysLine, ProgressLine, RoomsLine

if TYPE_CHECKING:
    from mediation.office.office import Office
    from tui.app import MediationApp

Answer = TypeVar("Answer")


class Room(Screen[None]):
    """A room: yields its widgets in ``body`` and reads what it shows in ``load``.

    ``load`` runs when the room appears, on refresh, and when something changed elsewhere; what it
    asks waits for the office. Set ``heading`` with :meth:`say_heading`.
    """

    room: ClassVar[str] = ""
    AUTO_FOCUS: ClassVar[str | None] = "*"

    def __init__(self) -> None:
        super().__init__()
        self._stale = True
        for action in keymap.of_room(self.room):
            for key in action.binding().make_bindings([action.binding()]):
                self._bindings.key_to_bindings.setdefault(key.key, []).append(key)

    @property
    def window(self) -> MediationApp:
        """The app, as what it is."""
        return cast("MediationApp", self.app)

    def compose(self) -> ComposeResult:
        """The four parts of every room."""
        yield RoomsLine()
        yield HeadingLine()
        yield from self.body()
        yield ProgressLine()
        yield KeysLine()
        yield Enlarge()

    def body(self) -> ComposeResult:
        """The room's own widgets."""
        yield Widget()

    def load(self) -> None:
        """Ask for what the room shows."""

    def on_mount(self) -> None:
        """Show the room's name until it knows more."""
        self.say_heading(keymap.ROOM_NAMES.get(self.room, ""))

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        """Read again if something changed while the room was out of sight."""
        if self._stale:
            self.reload()

    def reload(self) -> None:
        """Read what the room shows again."""
        self._stale = False
        self.load()

    def changed(self, _case: UUID | None) -> None:
        """Something was saved (``_case`` if it was one case): read again, now or when next seen."""
        self._stale = True
        if self.is_current:
            self.reload()

    def ask(
        self,
        group: str,
        call: Callable[[Office], Answer],
        on_done: Callable[[Answer], None],
        on_error: work.Refused | None = None,
    ) -> None:
        """Read in a thread for this room; the newest question of a group is answered."""
        self.window.ask(group, call, on_done, on_error=on_error, owner=self)

    def say_heading(self, text: str, facts: str = "") -> None:
        """The heading on the left, quiet facts on the right; both are cleaned and cut."""
        self.query_one(HeadingLine).say(text, facts)

    def refresh_lines(self) -> None:
        """Draw the lines around the room again."""
        for line in self.query("RoomsLine, KeysLine"):
            line.refresh()

    def current_case(self) -> UUID | None:
        """The case that a verb acts on."""
        return None

    # --- verbs --------------------------------------------------------------------------------

    def action_back(self) -> None:
        """Back where the user was; at the bottom of a room, to the first room."""
        if len(self.window.screen_stack) > 1:
            self.dismiss()

    def action_reload(self) -> None:
        """Read again."""
        self.reload()

    def action_why(self) -> None:
        """Say why the days of the case under the cursor are due when they are."""
        case = self.current_case()
        if case is None:
            self.window.say(_("请先选中一件案件。"))
            return
        from tui.screens.why import WhyRoom

        self.window.push_screen(WhyRoom(case))

    def action_conflict(self) -> None:
        """The ties between mediators and people of the case under the cursor."""
        from tui.screens.conflict import ConflictRoom

        if (case := self._asked_case()) is not None:
            self._beside(ConflictRoom(case), "assign")

    def action_sessions(self) -> None:
        """The sessions of the case under the cursor."""
        from tui.screens.sessions import SessionsRoom

        if (case := self._asked_case()) is not None:
            self.window.push_screen(SessionsRoom(case))

    def action_assign(self) -> None:
        """Who could mediate the case under the cursor."""
        from tui.screens.assign import AssignRoom

        if (case := self._asked_case()) is not None:
            self._beside(AssignRoom(case), "conflict")

    def _beside(self, room: Room, other: str) -> None:
        """On top of this room, but in the place of the ``other`` one: both lead back to the case."""
        if self.room == other:
            self.window.switch_screen(room)
        else:
            self.window.push_screen(room)

    def action_names(self) -> None:
        """Show masked names whole, which is noted, or mask them again."""
        if self.window.shows_names:
            self.window.uncover_names(False)
            if self.window.shows_names:
                self.window.say(_("姓名现在不脱敏;要脱敏,在“设置”里改。"))
            return
        where = self.room
        self.window.tell(
            lambda office: office.audit.saw_names(where),
            lambda _noted: self.window.uncover_names(True),
        )

    def action_undo(self) -> None:
        """Take back the newest save."""
        from tui.screens.undoing import step

        step(self.window, back=True)

    def action_redo(self) -> None:
        """Do again what was taken back."""
        from tui.screens.undoing import step

        step(self.window, back=False)

    def action_form(self, name: str) -> None:
        """Open a form for the case under the cursor."""
        if (case := self._asked_case()) is not None:
            self.window.open_form(name, case=case)

    def action_agreement(self) -> None:
        """Open the agreement of the case under the cursor."""
        if (case := self._asked_case()) is not None:
            self.window.open_agreement(case)

    def action_exit_check(self) -> None:
        """Check what must be right before the parties of the case under the cursor leave."""
        if (case := self._asked_case()) is not None:
            self.window.open_exit_check(case)

    def _asked_case(self) -> UUID | None:
        case = self.current_case()
        if case is None:
            self.window.say(_("请先选中一件案件。"))
        return case

"""One line asked for: a period, a file name; a list to pick from when there is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from mediation.errors import MediationError
from mediation.i18n import _
from tui.forms.controls import Onward
from tui.forms.field import Field, Kind, Lookup
from tui.forms.reading import FieldReader
from tui.forms.row import FieldRow
from tui.text import shown
from tui.widgets.button import KeyBar


class AskText(ModalScreen[str]):
    """Answers the text once ``check`` accepts it; nothing when the user goes back."""

    DEFAULT_CSS = """
    AskText { align: center middle; }
    AskText > Vertical { width: 76; max-width: 100%; height: auto; max-height: 100%; background: $panel; padding: 1 2; }
    AskText .asked { height: auto; text-style: bold; color: $heading-ink; margin-bottom: 1; }
    AskText KeyBar { dock: none; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("ctrl+s,f10", "done", show=False, id="form.save"),
    ]

    def __init__(
        self,
        asked: str,
        label: str,
        text: str,
        check: Callable[[str], object],
        *,
        help: str = "",  # noqa: A002
        done: str = "",
        lookup: Lookup | None = None,
    ) -> None:
        super().__init__()
        self._asked = asked
        self._text = text
        self._check = check
        self._done = done or _("确定")
        self._field = Field(
            name="asked",
            label=label,
            kind=Kind.PICK if lookup is not None else Kind.TEXT,
            lookup="asked",
            help=help,
        )
        self._lookups = {"asked": lookup} if lookup is not None else {}

    def compose(self) -> ComposeResult:
        """The question, the line, the keys."""
        today = self.app.today()  # type: ignore[attr-defined]
        with Vertical():
            yield Static(shown(self._asked), classes="asked", markup=False)
            yield FieldRow(self._field, self._text, FieldReader(today, self._lookups))
            yield KeyBar((("Enter", self._done, "done"), ("Esc", _("返回"), "back")))

    def on_mount(self) -> None:
        """Type at once; what stands there is replaced by the first letter."""
        self.query_one(FieldRow).take_focus()
        for line in self.query(Input):
            line.select_all()

    @on(Onward)
    def _onward(self, event: Onward) -> None:
        event.stop()
        if not event.back:
            self.action_done()

    @on(FieldRow.Edited)
    @on(FieldRow.Left)
    def _quiet(self, event: FieldRow.Edited | FieldRow.Left) -> None:
        event.stop()

    def action_done(self) -> None:
        """Take the text, or say what is wrong with it."""
        row = self.query_one(FieldRow)
        text = row.text.strip()
        try:
            self._check(text)
        except MediationError as error:
            row.refuse(error.message)
            return
        self.dismiss(text)

    def action_back(self) -> None:
        """Nothing."""
        self.dismiss(None)

"""Fields one below the other on a screen: drawn, moved among, and refused in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from mediation.i18n import _
from tui import keymap
from tui.dialogs.question import Answer, Question
from tui.forms.controls import Onward
from tui.forms.field import Field, Lookup
from tui.forms.form_keys import EVERY_FORM, HelpLine, first_key, help_text
from tui.forms.lookups import Causes, Courts, Roster
from tui.forms.reading import FieldReader
from tui.forms.row import FieldRow
from tui.forms.start import Saved, Start
from tui.text import cut, shown
from tui.widgets.button import KeyBar
from tui.widgets.lines import Enlarge

if TYPE_CHECKING:
    from tui.app import MediationApp


class FieldsScreen(ModalScreen[Saved | None]):
    """What a form looks like and how its keys move; what becomes of the texts is not known here."""

    heading: ClassVar[str] = ""
    fields: ClassVar[tuple[Field, ...]] = ()
    own_keys: ClassVar[tuple[tuple[str, str, str], ...]] = ()
    own_help: ClassVar[tuple[HelpLine, ...]] = ()

    DEFAULT_CSS = """
    FieldsScreen { background: $background; layers: base above; }
    FieldsScreen > Enlarge { layer: above; display: none; width: 100%; height: 100%; background: $background; }
    FieldsScreen.-cramped > Enlarge, FieldsScreen.-flat > Enlarge { display: block; }
    FieldsScreen .heading { height: 1; background: $panel; color: $heading-ink; text-style: bold; }
    FieldsScreen .fields { padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(action.binding() for action in keymap.of_room("form")),
        Binding("tab", "onward(False)", _("下一项"), show=False),
        Binding("shift+tab", "onward(True)", _("上一项"), show=False),
        Binding("down,enter", "onward(False)", show=False),
        Binding("up", "onward(True)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._begun = Start()
        self._texts: dict[str, str] = {}
        self._first_values = self.first_texts()
        self.lookups: dict[str, Lookup] = {
            "cause": Causes(),
            "court": Courts(),
            "mediator": Roster(),
        }

    def first_texts(self) -> dict[str, str]:
        """The texts that stand there at once, before anything is read."""
        return {}

    def sayings(self) -> Mapping[str, Callable[[str], str]]:
        """By field, how a text is understood: shown under the field while it is typed."""
        return {}

    # --- on screen ----------------------------------------------------------------------------

    @property
    def window(self) -> MediationApp:
        """The app, as what it is."""
        return cast("MediationApp", self.app)

    def compose(self) -> ComposeResult:
        """Heading, fields, keys."""
        yield Enlarge()
        yield Static(shown(f" {self.heading}"), classes="heading", markup=False)
        yield from self.compose_fields()
        chosen = self.window.chosen_keys
        yield KeyBar(
            (
                (first_key("form.save", chosen), _("保存"), "save"),
                *((first_key(each, chosen), words, act) for each, words, act in self.own_keys),
                ("Tab", _("下一项"), "onward(False)"),
                ("Shift+Tab", _("上一项"), "onward(True)"),
                ("Esc", _("离开,留草稿"), "leave"),
                (first_key("form.help", chosen), _("帮助"), "help"),
            )
        )

    def compose_fields(self) -> ComposeResult:
        """The fields, one below the other."""
        with VerticalScroll(can_focus=False, classes="fields"):
            for one in self.fields:
                yield FieldRow(one, self._first_values.get(one.name, ""), self.reader())

    def reader(self) -> FieldReader:
        """Reads this form's fields today."""
        return FieldReader(self.window.today(), self.lookups, self.sayings(), self._begun.load)

    def rows(self) -> list[FieldRow]:
        """The rows in order."""
        return list(self.query(FieldRow))

    def row(self, name: str) -> FieldRow | None:
        """The row of a field, if the form has it."""
        return next((row for row in self.rows() if row.field.name == name), None)

    def focused_row(self) -> FieldRow | None:
        """The row the user is in."""
        return next((row for row in self.rows() if row.has_focus_within), None)

    def values(self) -> dict[str, str]:
        """The text of every field; as it last was once the fields are gone from the screen."""
        if self.rows():
            self._texts = {row.field.name: row.text for row in self.rows()}
        return self._texts

    def say_heading(self, facts: str) -> None:
        """The form's name, and what it is about."""
        words = cut(f" {self.heading}   {facts}", max(self.size.width, 20))
        self.query_one(".heading", Static).update(shown(words))

    def use_roster(self, roster: Roster) -> None:
        """Choose mediators from this roster from now on."""
        self.lookups["mediator"] = roster
        for row in self.rows():
            row.use_reader(self.reader())

    def _show_fields(self, *, beginning: bool = False) -> None:
        values = self.values()
        for row in self.rows():
            row.show(row.field.shown(values) or (row.has_focus_within and not beginning))

    def _refuse(self, wrong: Mapping[str, str]) -> None:
        first = None
        for row in self.rows():
            row.refuse(wrong.get(row.field.name, ""))
            if first is None and row.is_refused:
                first = row
        if first is not None:
            first.show(True)
            first.take_focus()
            self.window.say(
                _("没有保存:{count} 处要改。{why}").format(
                    count=len(wrong), why=next(iter(wrong.values()))
                )
            )

    # --- moving -------------------------------------------------------------------------------

    @on(Onward)
    def _onward(self, event: Onward) -> None:
        event.stop()
        self.action_onward(event.back)

    def action_onward(self, back: bool) -> None:
        """To the next field asked for, or the one before."""
        rows = [row for row in self.rows() if not row.has_class("-away")]
        at = next((at for at, row in enumerate(rows) if row.has_focus_within), 0)
        rows[(at + (-1 if back else 1)) % len(rows)].take_focus()

    def action_page(self, by: int) -> None:
        """Several fields on, or back."""
        rows = [row for row in self.rows() if not row.has_class("-away")]
        at = next((at for at, row in enumerate(rows) if row.has_focus_within), 0)
        rows[min(max(at + by * 5, 0), len(rows) - 1)].take_focus()

    def action_help(self) -> None:
        """The keys of a form, whatever has the focus."""
        back = Answer("back", ("escape", "f1"), _("回到表里"))
        told = help_text((*self.own_help, *EVERY_FORM), self.window.chosen_keys)
        self.app.push_screen(
            Question(_("{form}:能按的键").format(form=self.heading), told, (back,))
        )

    def on_resize(self, event: events.Resize) -> None:
        """Keep the field with the focus in view."""
        if self.focused is not None and event.size.height:
            self.call_after_refresh(self.focused.scroll_visible, animate=False)

"""A form: fields one below the other, Ctrl+S saves, Escape leaves and keeps a draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from mediation.errors import Conflict, MediationError, RuleViolation, StoreUnusable
from mediation.i18n import _
from mediation.store import Draft
from tui import keymap
from tui.dialogs.both_versions import BothVersions, Settled
from tui.dialogs.question import Answer, Question
from tui.drafts import DraftKeeper
from tui.forms.apart import WAS, Apart, apart
from tui.forms.controls import Onward
from tui.forms.field import Field, Lookup, Values
from tui.forms.form_keys import EVERY_FORM, HelpLine, first_key, help_text
from tui.forms.lookups import Causes, Courts, Roster
from tui.forms.reading import FieldReader
from tui.forms.row import FieldRow
from tui.forms.start import Saved, Start
from tui.going import GoesWhenDone
from tui.text import cut, shown
from tui.widgets.button import KeyBar
from tui.widgets.lines import Enlarge

if TYPE_CHECKING:
    from mediation.office.office import Office
    from tui.app import MediationApp


class FormScreen(ModalScreen[Saved | None], GoesWhenDone[Saved | None]):
    """Base of every form. A form names its fields, begins with texts and saves what was read."""

    heading: ClassVar[str] = ""
    fields: ClassVar[tuple[Field, ...]] = ()
    labels: ClassVar[Mapping[str, str]] = {}
    looks_for_ties: ClassVar[bool] = False
    own_keys: ClassVar[tuple[tuple[str, str, str], ...]] = ()
    own_help: ClassVar[tuple[HelpLine, ...]] = ()

    DEFAULT_CSS = """
    FormScreen { background: $background; layers: base above; }
    FormScreen > Enlarge { layer: above; display: none; width: 100%; height: 100%; background: $background; }
    FormScreen.-cramped > Enlarge, FormScreen.-flat > Enlarge { display: block; }
    FormScreen .heading { height: 1; background: $panel; color: $heading-ink; text-style: bold; }
    FormScreen .fields { padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(action.binding() for action in keymap.of_room("form")),
        Binding("tab", "onward(False)", _("下一项"), show=False),
        Binding("shift+tab", "onward(True)", _("上一项"), show=False),
        Binding("down,enter", "onward(False)", show=False),
        Binding("up", "onward(True)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("escape", "leave", _("离开"), tooltip=_("回到刚才的地方,没存的内容留作草稿")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.is_saved = False
        self._saving = False
        self._begun = Start()
        self._untouched: dict[str, str] = {}
        self._kept: Values = {}
        self._conflict: Conflict | None = None
        self._again = False
        self._texts: dict[str, str] = {}
        self.touched: set[str] = set()
        self._hidden: dict[str, str] = {}
        self._first_values = self.first_texts()
        self.lookups: dict[str, Lookup] = {
            "cause": Causes(),
            "court": Courts(),
            "mediator": Roster(),
        }

    # --- what each form says of itself --------------------------------------------------------

    @property
    def draft_key(self) -> str:
        """Under which key the draft of this form is kept."""
        return self.heading

    def draft_title(self) -> str:
        """What the draft is called in the list of drafts."""
        return self.heading

    def first_texts(self) -> dict[str, str]:
        """The texts that stand there at once, before anything is read."""
        return {}

    def prepare(self, office: Office) -> Start:  # noqa: ARG002
        """Read what the form begins with; runs in a thread."""
        return Start()

    def save(self, office: Office, values: Mapping[str, Any]) -> Saved:
        """Keep what was read; runs in the queue of writes."""
        raise NotImplementedError

    def reads(self, name: str) -> bool:  # noqa: ARG002
        """Whether a save reads this field; what a form leaves as it was need not be readable."""
        return True

    def sayings(self) -> Mapping[str, Callable[[str], str]]:
        """By field, how a text is understood: shown under the field while it is typed."""
        return {}

    def left(self, row: FieldRow) -> None:
        """The user left a field: fill in what follows from it."""

    def after_saving(self) -> None:
        """Saved, and gone from the screen: what the user may want next."""

    def kept_texts(self, start: Start) -> Values:  # noqa: ARG002
        """What is kept already of the fields, by which a save of somebody else shows."""
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

    def on_mount(self) -> None:
        """Read what the form begins with while the user may already type."""
        self._untouched = self.values()
        self._show_fields()
        DraftKeeper.of(self.app).opened(self)
        self.window.ask("form", self._prepare, self._begin, on_error=self._cannot_begin, owner=self)

    def on_unmount(self) -> None:
        """Leave nothing behind that is not kept."""
        DraftKeeper.of(self.app).closed(self)

    def rows(self) -> list[FieldRow]:
        """The rows in order."""
        return list(self.query(FieldRow))

    def row(self, name: str) -> FieldRow | None:
        """The row of a field, if the form has it."""
        return next((row for row in self.rows() if row.field.name == name), None)

    def values(self) -> dict[str, str]:
        """The text of every field; as it last was once the fields are gone from the screen."""
        if self.rows():
            self._texts = {row.field.name: row.text for row in self.rows()}
        return self._texts

    def draft_values(self) -> Mapping[str, str] | None:
        """What was typed and is not saved; ``None`` when all stands as it began."""
        values = self.values()
        if self.is_saved or values == self._untouched:
            return None
        was = {
            WAS + name: self._kept.get(name, "")
            for name, text in values.items()
            if text != self._untouched.get(name, "")
        }
        return values | was | self._hidden

    def remember(self, name: str, text: str) -> None:
        """Keep a value with the draft that no field shows."""
        self._hidden[name] = text

    def remembered(self, name: str) -> str:
        """A value kept with the draft."""
        return self._hidden.get(name, "")

    # --- beginning ----------------------------------------------------------------------------

    def _prepare(self, office: Office) -> Start:
        start = self.prepare(office)
        draft = next((one for one in office.drafts.all() if one.key == self.draft_key), None)
        return replace(start, draft=draft)

    def _begin(self, start: Start) -> None:
        self._begun = start
        self._kept = self.kept_texts(start)
        self.lookups |= {
            "cause": Causes(start.recent.causes),
            "court": Courts(start.recent.courts),
        }
        self.use_roster(start.roster)
        for row in self.rows():
            if not row.was_edited and row.field.name in start.texts:
                row.text = start.texts[row.field.name]
                self._untouched[row.field.name] = row.text
        if start.facts:
            self.say_heading(start.facts)
        self._show_fields(beginning=True)
        here = self.focused_row()
        if self.focused is None or (here is not None and here.has_class("-away")):
            first = next((row for row in self.rows() if not row.has_class("-away")), None)
            if first is not None:
                first.take_focus()
        if start.draft is not None:
            self._offer(start.draft)

    def say_heading(self, facts: str) -> None:
        """The form's name, and what it is about."""
        words = cut(f" {self.heading}   {facts}", max(self.size.width, 20))
        self.query_one(".heading", Static).update(shown(words))

    def _cannot_begin(self, error: MediationError) -> None:
        self.window.explain(error)
        self.go(partial(self.dismiss, None))

    def _offer(self, draft: Draft) -> None:
        moment = draft.saved_at.astimezone().strftime("%m-%d %H:%M")
        typed = [
            f"{row.field.label}: {row.field.label_of(draft.values[row.field.name])}"
            for row in self.rows()
            if _is_drafted(row.field.name, draft.values)
            and draft.values.get(row.field.name, "")
            not in ("", self._untouched.get(row.field.name))
        ]
        question = Question(
            _("有 {moment} 没保存的草稿").format(moment=moment),
            "\n".join(cut(line, 66) for line in typed[:8]),
            (
                Answer("restore", ("enter", "y"), _("接着填")),
                Answer("discard", ("delete",), _("丢弃草稿,从头填")),
                Answer("back", ("escape",), _("返回,草稿留着")),
            ),
            keeps_paste=True,
        )
        self.app.push_screen(question, lambda answer: self._offered(draft, answer, question.pasted))

    def _offered(self, draft: Draft, answer: str | None, pasted: str = "") -> None:
        if answer == "discard":
            DraftKeeper.of(self.app).drop(draft.key)
        elif answer == "restore":
            self._restore(draft.values)
        else:
            self.dismiss(None)
            return
        if pasted:
            (self.focused or self).post_message(events.Paste(pasted))

    def _restore(self, values: Values) -> None:
        names = {row.field.name for row in self.rows()}
        was = {
            name.removeprefix(WAS): text for name, text in values.items() if name.startswith(WAS)
        }
        self._hidden.update(
            {
                name: text
                for name, text in values.items()
                if name not in names and not name.startswith(WAS)
            }
        )
        for row in self.rows():
            if row.field.name in values and _is_drafted(row.field.name, values):
                row.text = values[row.field.name]
                row.was_edited = True
        self._show_fields()
        found = apart([row for row in self.rows() if row.field.name in was], was, self._kept)
        if found.both:
            words = _("草稿留下以后,别人改过这条记录。请逐项选一边。")
            self._ask_side(words, found, self._begun)

    # --- typing -------------------------------------------------------------------------------

    @on(FieldRow.Edited)
    def _edited(self, event: FieldRow.Edited) -> None:
        event.stop()
        self._show_fields()
        DraftKeeper.of(self.app).changed(self)

    @on(FieldRow.Left)
    def _field_left(self, event: FieldRow.Left) -> None:
        event.stop()
        row = event.row
        untouched = row.text == self._untouched.get(row.field.name, "")
        if not row.is_attached or self.is_saved or untouched:
            return
        tidy = row.reader.tidy(row.field, row.text)
        if tidy != row.text:
            row.text = tidy
        _read, wrong = row.reader.read_all([row.field], self.values())
        if row.text.strip():
            row.refuse(wrong.get(row.field.name, ""))
        self.left(row)

    @on(Onward)
    def _onward(self, event: Onward) -> None:
        event.stop()
        self.action_onward(event.back)

    def _show_fields(self, *, beginning: bool = False) -> None:
        values = self.values()
        for row in self.rows():
            row.show(row.field.shown(values) or (row.has_focus_within and not beginning))

    def action_onward(self, back: bool) -> None:
        """To the next field asked for, or the one before."""
        rows = [row for row in self.rows() if not row.has_class("-away")]
        at = next((at for at, row in enumerate(rows) if row.has_focus_within), 0)
        rows[(at + (-1 if back else 1)) % len(rows)].take_focus()

    def action_help(self) -> None:
        """The keys of a form, whatever has the focus."""
        back = Answer("back", ("escape", "f1"), _("回到表里"))
        told = help_text((*self.own_help, *EVERY_FORM), self.window.chosen_keys)
        self.app.push_screen(
            Question(_("{form}:能按的键").format(form=self.heading), told, (back,))
        )

    def action_enroll(self) -> None:
        """Put the name typed as the mediator on the roster."""
        from tui.forms.enrolling import enroll

        enroll(self)

    def focused_row(self) -> FieldRow | None:
        """The row the user is in."""
        return next((row for row in self.rows() if row.has_focus_within), None)

    def use_roster(self, roster: Roster) -> None:
        """Choose mediators from this roster from now on."""
        self.lookups["mediator"] = roster
        for row in self.rows():
            row.use_reader(self.reader())

    def action_page(self, by: int) -> None:
        """Several fields on, or back."""
        rows = [row for row in self.rows() if not row.has_class("-away")]
        at = next((at for at, row in enumerate(rows) if row.has_focus_within), 0)
        rows[min(max(at + by * 5, 0), len(rows) - 1)].take_focus()

    def on_resize(self, event: events.Resize) -> None:
        """Keep the field with the focus in view."""
        if self.focused is not None and event.size.height:
            self.call_after_refresh(self.focused.scroll_visible, animate=False)

    # --- saving and leaving -------------------------------------------------------------------

    def action_save(self) -> None:
        """Read every field and save, or say what is wrong and go there."""
        if self._saving or self.is_saved:
            return
        if self._conflict is not None:
            self._compare(self._conflict)
            return
        self._again = False
        self._save_now()

    def _save_now(self) -> None:
        rows = [row for row in self.rows() if row.field.name in self._note_touched()]
        for row in rows:
            tidy = row.reader.tidy(row.field, row.text)
            if tidy != row.text:
                row.text = tidy
        fields = [row.field for row in self.rows() if self.reads(row.field.name)]
        read, wrong = self.reader().read_all(fields, self.values())
        self._refuse(wrong)
        if not wrong:
            self._send(read)

    def _note_touched(self) -> set[str]:
        self.touched = {
            name for name, text in self.values().items() if text != self._untouched.get(name, "")
        }
        return self.touched

    def _send(self, read: Mapping[str, Any]) -> None:
        self._saving = True
        key, title = self.draft_key, self.draft_title()
        values = self.draft_values()

        def call(office: Office) -> Saved:
            try:
                saved = self.save(office, read)
                if self.looks_for_ties and saved.case is not None:
                    saved = replace(saved, warning=office.conflicts.warning(saved.case))
            except MediationError as error:
                # A store that is busy or full is not waited for a second time.
                busy = isinstance(error, StoreUnusable)
                if values is not None:
                    keep = office.drafts.keep_aside if busy else office.drafts.keep
                    with suppress(MediationError):
                        keep(key, title, values)
                raise
            self.is_saved = True
            office.drafts.drop(key)
            return saved

        self.window.tell(call, self._done, self._failed)

    def _done(self, saved: Saved) -> None:
        self._saving = False
        self.window.saved(saved.words, saved.case)
        if saved.warning:
            self.window.warn(saved.warning)
        self.go(partial(self._leave_saved, saved))

    def _leave_saved(self, saved: Saved) -> None:
        self.values()
        self.dismiss(saved)
        self.after_saving()

    def _failed(self, error: MediationError) -> None:
        self._saving = False
        if isinstance(error, Conflict):
            self._compare(error)
        elif isinstance(error, RuleViolation) and error.field and self.row(error.field):
            self._refuse({error.field: error.message})
        else:
            self.window.explain(error)

    # --- somebody saved first -----------------------------------------------------------------

    def _compare(self, conflict: Conflict) -> None:
        """Read what is kept now and show both versions; until one is chosen nothing is saved."""
        self._conflict = conflict
        self._saving = True

        def refused(error: MediationError) -> None:
            self._saving = False
            self.window.explain(error)

        def show(start: Start) -> None:
            self._saving = False
            found = apart(self.rows(), self._kept, self.kept_texts(start), self.labels)
            if found.both or found.others:
                self._ask_side(conflict.message, found, start)
            elif not self._again:
                self.window.say(_("别人刚改过这条记录的别处,两边都保留。"))
                self._settle(found, start, Settled(frozenset(), saves=True))
            else:
                self._conflict = None
                self.window.explain(conflict)

        self.window.ask("form", self.prepare, show, on_error=refused, owner=self)

    def _ask_side(self, words: str, found: Apart, start: Start) -> None:
        def settle(settled: Settled | None) -> None:
            if settled is not None:
                self._settle(found, start, settled)

        self.app.push_screen(BothVersions(words, found.both, found.others), settle)

    def _settle(self, found: Apart, start: Start, settled: Settled) -> None:
        self._conflict = None
        self._begun = replace(start, draft=None)
        self._kept = self.kept_texts(start)
        self.use_roster(start.roster)
        theirs = settled.taken | {side.name for side in found.others}
        for row in self.rows():
            name = row.field.name
            if name in theirs:
                row.text = self._kept.get(name, "")
            if name in start.texts:
                self._untouched[name] = start.texts[name]
        self._show_fields()
        if settled.saves:
            self._again = True
            self._save_now()

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

    def action_leave(self) -> None:
        """Leave; what was typed stays as a draft."""
        if self.draft_values() is not None:
            DraftKeeper.of(self.app).keep(self)
            self.window.say(
                _("没有保存,已留作草稿;再打开“{form}”时接着填。").format(form=self.heading)
            )
        self.dismiss(None)


def _is_drafted(name: str, values: Values) -> bool:
    """Whether a draft holds what was typed into a field; one of an older program holds every field."""
    return WAS + name in values or not any(key.startswith(WAS) for key in values)

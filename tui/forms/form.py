"""A form: what is typed is saved by Ctrl+S, kept as a draft by Escape, compared when others saved."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType

from mediation.errors import Conflict, MediationError, RuleViolation, StoreUnusable
from mediation.i18n import _
from mediation.store import Draft
from tui.dialogs.both_versions import BothVersions, Settled
from tui.dialogs.question import Answer, Question
from tui.drafts import DraftKeeper
from tui.forms.apart import WAS, Apart, apart
from tui.forms.field import Values
from tui.forms.fields_screen import FieldsScreen
from tui.forms.lookups import Causes, Courts
from tui.forms.row import FieldRow
from tui.forms.start import Saved, Start
from tui.going import GoesWhenDone
from tui.text import cut

if TYPE_CHECKING:
    from mediation.office.office import Office


class FormScreen(FieldsScreen, GoesWhenDone[Saved | None]):
    """Base of every form. A form names its fields, begins with texts and saves what was read."""

    labels: ClassVar[Mapping[str, str]] = {}
    looks_for_ties: ClassVar[bool] = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", _("离开"), tooltip=_("回到刚才的地方,没存的内容留作草稿")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.is_saved = False
        self._saving = False
        self._untouched: dict[str, str] = {}
        self._kept: Values = {}
        self._conflict: Conflict | None = None
        self._again = False
        self.touched: set[str] = set()
        self._hidden: dict[str, str] = {}

    # --- what each form says of itself --------------------------------------------------------

    @property
    def draft_key(self) -> str:
        """Under which key the draft of this form is kept."""
        return self.heading

    def draft_title(self) -> str:
        """What the draft is called in the list of drafts."""
        return self.heading

    def prepare(self, office: Office) -> Start:  # noqa: ARG002
        """Read what the form begins with; runs in a thread."""
        return Start()

    def save(self, office: Office, values: Mapping[str, Any]) -> Saved:
        """Keep what was read; runs in the queue of writes."""
        raise NotImplementedError

    def reads(self, name: str) -> bool:  # noqa: ARG002
        """Whether a save reads this field; what a form leaves as it was need not be readable."""
        return True

    def left(self, row: FieldRow) -> None:
        """The user left a field: fill in what follows from it."""

    def after_saving(self) -> None:
        """Saved, and gone from the screen: what the user may want next."""

    def kept_texts(self, start: Start) -> Values:  # noqa: ARG002
        """What is kept already of the fields, by which a save of somebody else shows."""
        return {}

    # --- on screen ----------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Read what the form begins with while the user may already type."""
        self._untouched = self.values()
        self._show_fields()
        DraftKeeper.of(self.app).opened(self)
        self.window.ask("form", self._prepare, self._begin, on_error=self._cannot_begin, owner=self)

    def on_unmount(self) -> None:
        """Leave nothing behind that is not kept."""
        DraftKeeper.of(self.app).closed(self)

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
        if office.read_only_because:
            # Said before anything is typed, not when it is to be saved.
            raise StoreUnusable(
                _("{why}:这个窗口只能看,不能保存。").format(why=office.read_only_because)
            )
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

    def action_enroll(self) -> None:
        """Put the name typed as the mediator on the roster."""
        from tui.forms.enrolling import enroll

        enroll(self)

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

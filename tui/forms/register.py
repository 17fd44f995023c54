"""登记新案: a new case from referral to mediator on one screen, typed or read from a pasted text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container

from mediation.cases.case import Case
from mediation.cases.number import parse_case_number
from mediation.cases.terms import Channel, Side
from mediation.errors import MediationError, Unreadable
from mediation.i18n import _
from mediation.identity import new_id
from mediation.registry.courts import court_by_code
from tui import keymap
from tui.drafts import DraftKeeper
from tui.forms.case_fields import case_values
from tui.forms.earlier import Met, line_of, met, particulars_of, people_of, words_of
from tui.forms.field import Field, Values
from tui.forms.form import FormScreen
from tui.forms.form_keys import HelpLine
from tui.forms.lookups import Roster
from tui.forms.party_fields import NAMES, NEW_CASE, SAYINGS, field_of, join, split, with_particulars
from tui.forms.referral_texts import ReadTexts, could_be_referral, read_texts
from tui.forms.row import FieldRow
from tui.forms.start import Saved, Start
from tui.widgets.left_over import LeftOver

if TYPE_CHECKING:
    from mediation.cases.earlier import EarlierCase, Somebody
    from mediation.office.office import Office

_ASKED_OF_A_LETTER = (
    *("court_number", "court", "channel", "cause", "applicants", "respondents"),
    *("claimed", "referred_on"),
)
_BY_DEFAULT = ("channel", "referred_on")
_HELP: tuple[HelpLine, ...] = (
    (_("直接粘贴来文"), _("读出来填进表里;没看过的项标着“读出,未看”,看过才能保存")),
    ("form.paste", _("另开一页贴来文,或读文本文件")),
    ("form.take", _("换成来文写的(您先填过、与来文不同的项)")),
    ("form.earlier", _("抄前案里这位当事人的资料")),
    ("form.open_earlier", _("打开前案")),
    ("Ctrl+↑ Ctrl+↓", _("翻没用上的来文")),
)


class RegisterForm(FormScreen):
    """A new case. Its key is made once, so that saving again after a failure keeps one case."""

    heading = _("登记新案")
    looks_for_ties = True
    fields: ClassVar[tuple[Field, ...]] = NEW_CASE
    own_keys: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("form.paste", _("贴来文"), "paste_referral"),
    )
    own_help = _HELP
    DEFAULT_CSS = """
    RegisterForm .beside { height: 1fr; }
    RegisterForm .fields { height: 1fr; }
    RegisterForm.-wide .beside { layout: horizontal; }
    RegisterForm.-wide .fields { width: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            action.binding()
            for action in keymap.of_room("form.register")
            if action.id not in keymap.OF_EVERY_FORM
        ),
        Binding("ctrl+down", "turn(3)", show=False, priority=True),
        Binding("ctrl+up", "turn(-3)", show=False, priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._reading = False
        self._met: dict[Side, list[Met]] = {}

    def sayings(self) -> Mapping[str, Callable[[str], str]]:
        """What looks wrong about the phones."""
        return SAYINGS

    @property
    def draft_key(self) -> str:
        """One draft for the next new case."""
        return "register"

    def draft_title(self) -> str:
        """The parties and the cause, as far as they are typed."""
        values = self.values()
        parties = " / ".join(filter(None, (values["applicants"], values["respondents"])))
        return " ".join(filter(None, (_("新案"), parties, values["cause"])))

    def draft_values(self) -> Mapping[str, str] | None:
        """What is unsaved, with what of it nobody has looked at yet."""
        if self.rows():
            self.remember("unseen", " ".join(row.field.name for row in self.unseen()))
        return super().draft_values()

    def first_texts(self) -> dict[str, str]:
        """Entrusted, referred today: the usual case."""
        return {"channel": Channel.ENTRUSTED.value}

    def compose_fields(self) -> ComposeResult:
        """The fields, and beside or below them what of a referral no field holds."""
        with Container(classes="beside"):
            yield from super().compose_fields()
            yield LeftOver()

    def on_mount(self) -> None:
        """Begin with today and a key of the case's own."""
        self.remember("id", str(new_id()))
        day = self.row("referred_on")
        if day is not None:
            day.text = self.window.today().isoformat()
        super().on_mount()

    def prepare(self, office: Office) -> Start:
        """The next number of the year, the roster, and what was used lately."""
        recent = office.cases.recently_used()
        roster = Roster(office.roster.all(), recent.mediators)
        return Start({"number": office.cases.next_number()}, roster=roster, recent=recent)

    def left(self, row: FieldRow) -> None:
        """A court number says which court it is."""
        if row.field.name != "court_number":
            return
        try:
            number = parse_case_number(row.text)
        except Unreadable as error:
            row.refuse(error.message)
            return
        court = self.row("court")
        if number is None:
            return
        row.text = number.key
        if number.warnings:
            row.refuse("".join(number.warnings))
        if number.court and court is not None and not court.text.strip():
            with suppress(MediationError):
                court.text = court_by_code(number.court).name

    # --- a pasted text ------------------------------------------------------------------------

    def takes(self, text: str) -> bool:
        """Read a pasted text that is more than one field's."""
        if not could_be_referral(text):
            return False
        self._read(text)
        return True

    def on_paste(self, event: events.Paste) -> None:
        """Pasted where nothing is typed into, as on a choice."""
        event.stop()
        self.takes(event.text)

    def action_paste_referral(self) -> None:
        """Ask for the text in a room of its own."""
        from tui.dialogs.ask_referral import AskReferral

        self.app.push_screen(AskReferral(), self._asked)

    def _asked(self, text: str | None) -> None:
        if text is not None:
            self._read(text)

    def _read(self, text: str) -> None:
        self._reading = True
        self.window.ask(
            "referral",
            lambda _office: read_texts(text),
            self._lay,
            on_error=self._not_read,
            owner=self,
        )

    def _not_read(self, error: MediationError) -> None:
        self._reading = False
        self.window.explain(error)

    def _lay(self, read: ReadTexts) -> None:
        self._reading = False
        kept = 0
        for row in self.rows():
            text = read.texts.get(row.field.name, "")
            if text:
                kept += self._lay_into(row, text)
            elif row.field.name in _BY_DEFAULT and not row.was_edited and read.texts:
                row.lay(row.text, _("来文没写"))
        self._tell_left(read.left_over, tuple(read.texts))
        self._show_fields()
        DraftKeeper.of(self.app).changed(self)
        self._look_everywhere()
        if not read.texts:
            self.window.say(_("没有读到案号、当事人等内容,请照着来文填。"))
            return
        self._go_to_unseen()
        self.window.say(
            _("读出 {count} 项,请逐项看过再保存。").format(count=len(read.texts))
            + (_("有 {kept} 项您已填了别的,没有改动。").format(kept=kept) if kept else "")
        )

    def _lay_into(self, row: FieldRow, text: str) -> bool:
        """Put a text into an empty row, or offer it; answers whether another text stands there."""
        if not (row.was_edited and row.text.strip()):
            row.lay(text, _("读出,未看"))
            row.was_edited = True
            return False
        if row.reader.tidy(row.field, row.text) == row.reader.tidy(row.field, text):
            return False
        row.offer(
            text,
            _("与来文不同"),
            _("来文是“{text}”,您填的没动;F8 换成来文的。").format(text=row.field.label_of(text)),
        )
        return True

    def _tell_left(self, left_over: str, found: Sequence[str]) -> None:
        self.remember("left_over", left_over)
        self.remember("found", " ".join(found))
        labels = [
            row.field.label
            for row in self.rows()
            if row.field.name in _ASKED_OF_A_LETTER and row.field.name not in found
        ]
        self.query_one(LeftOver).tell(left_over, labels)

    def _restore(self, values: Values) -> None:
        super()._restore(values)
        for name in values.get("unseen", "").split():
            row = self.row(name)
            if row is not None:
                row.lay(row.text, _("读出,未看"))
        if found := values.get("found", ""):
            self._tell_left(values.get("left_over", ""), found.split())
        self._look_everywhere()

    def action_take_offered(self) -> None:
        """Put what the referral says in the place of what was typed."""
        row = self.focused_row()
        if row is None or not row.offered:
            self.window.say(_("这一项没有与来文不同的内容。"))
            return
        row.take_offered()

    def action_turn(self, by: int) -> None:
        """Read on in what was left over, or back."""
        self.query_one(LeftOver).scroll_relative(y=by, animate=False)

    def unseen(self) -> list[FieldRow]:
        """The fields whose text nobody typed and nobody has looked at."""
        return [row for row in self.rows() if row.is_unseen and not row.has_class("-away")]

    def _go_to_unseen(self) -> None:
        unseen = self.unseen()
        if unseen:
            unseen[0].take_focus()

    def action_save(self) -> None:
        """Save what has been looked at; go to the first field that has not."""
        if self._reading:
            self.window.say(_("正在读贴上的来文,读完看过再保存。"))
            return
        unseen = self.unseen()
        if unseen:
            self._go_to_unseen()
            self.window.say(
                _("没有保存:还有 {count} 项没看过({labels})。").format(
                    count=len(unseen), labels=_("、").join(row.field.label for row in unseen[:4])
                )
            )
            return
        super().action_save()

    # --- earlier cases ------------------------------------------------------------------------

    @on(FieldRow.Edited)
    def _look_for_earlier(self, event: FieldRow.Edited) -> None:
        for side in Side:
            if event.row.field.name in (
                NAMES[side],
                field_of("phones", side),
                field_of("ids", side),
            ):
                self._look(side)

    def _look_everywhere(self) -> None:
        for side in Side:
            self._look(side)

    def _look(self, side: Side) -> None:
        people = people_of(side, self.values())
        if not people:
            self._show_earlier(side, [], [])
            return
        self.window.ask(
            f"earlier {side.value}",
            lambda office: office.cases.earlier(people),
            partial(self._show_earlier, side, people),
            owner=self,
        )

    def _show_earlier(
        self, side: Side, people: Sequence[Somebody], found: Sequence[Sequence[EarlierCase]]
    ) -> None:
        self._met[side] = met(side, people, found)
        row = self.row(NAMES[side])
        if row is not None:
            row.say_aside(words_of(self._met[side], max(row.size.width - 18, 20)), "earlier")

    def action_copy_earlier(self) -> None:
        """Copy the particulars of the party from its earlier case."""
        self._choose_earlier(_("抄哪件前案的资料"), self._copy)

    def action_open_earlier(self) -> None:
        """Look into the earlier case; the form waits beneath."""
        self._choose_earlier(
            _("打开哪件前案"), lambda one: self.window.open_case(one.earlier.case.id)
        )

    def _choose_earlier(self, title: str, then: Any) -> None:
        from tui.screens.picker import Choice, PickerScreen, names_match

        here = self.focused_row()
        sides = [side for side in Side if here and here.field.name.startswith(side.value)]
        found = [one for side in sides or Side for one in self._met.get(side, [])]
        if not found:
            self.window.say(_("没有找到这位当事人的前案。"))
        elif len(found) == 1:
            then(found[0])
        else:
            choices = [
                Choice(one.name or one.earlier.party.name, line_of(one), one) for one in found
            ]
            self.app.push_screen(
                PickerScreen(
                    title,
                    lambda text: [c for c in choices if names_match(text, f"{c.label} {c.note}")],
                ),
                lambda one: then(one) if one is not None else None,
            )

    def _copy(self, one: Met) -> None:
        copied = []
        for kind, value in particulars_of(one.earlier.party).items():
            row = self.row(field_of(kind, one.side))
            if row is None:
                continue
            entries = split(kind, row.text)
            entries += [""] * (one.place + 1 - len(entries))
            if not entries[one.place]:
                entries[one.place] = value
                row.lay(join(kind, entries), _("抄来,未看"))
                row.was_edited = True
                copied.append(row)
        self._show_fields()
        if not copied:
            self.window.say(_("前案里没有可抄的,或者都已填了。"))
            return
        DraftKeeper.of(self.app).changed(self)
        copied[0].take_focus()
        labels = _("、").join(row.field.label for row in copied)
        self.window.say(_("已抄来 {labels},请看过再保存。").format(labels=labels))

    # --- saving -------------------------------------------------------------------------------

    def save(self, office: Office, values: Mapping[str, Any]) -> Saved:
        """Register the case."""
        case = Case(id=UUID(self.remembered("id")), **case_values(values))
        parties = with_particulars(case.parties, values)
        case = office.cases.register(replace(case, parties=parties))
        number = case.number or case.court_number_key
        return Saved(
            _("已登记:{number} {names}").format(number=number, names=_names(case)), case.id
        )


def _names(case: Case) -> str:
    return _("、").join(party.name for party in case.parties[:3])

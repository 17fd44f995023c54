"""One field on screen: label left, what is typed right, help and refusal in words beneath."""

from __future__ import annotations

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from mediation.i18n import _
from tui.forms.controls import Choice, Line, Note, Refused, Typed
from tui.forms.field import Field, Kind, Lookup
from tui.forms.picking import Narrowed, Pick, PickList
from tui.forms.reading import FieldReader
from tui.text import cell_len, clean, clean_lines, hung, shown

LABEL_CELLS = 16


class FieldRow(Vertical):
    """A field with its text. Every change is told as :class:`FieldRow.Edited`."""

    DEFAULT_CSS = """
    FieldRow { height: auto; }
    FieldRow.-away { display: none; }
    FieldRow > .line { height: auto; }
    FieldRow .label { width: 17; height: auto; color: $foreground; }
    FieldRow.-here .label { text-style: bold; color: $heading-ink; }
    FieldRow Input { width: 1fr; background: $surface; }
    FieldRow Input:focus { background: $panel; }
    FieldRow.-short Input { width: 26; }
    FieldRow TextArea { width: 1fr; height: 4; background: $surface; }
    FieldRow TextArea:focus { background: $panel; }
    FieldRow Choice { background: $surface; }
    FieldRow Choice:focus { background: $panel; }
    FieldRow PickList { margin-left: 17; }
    FieldRow .hint { height: auto; margin-left: 17; color: $quiet; display: none; }
    FieldRow .fault { height: auto; margin-left: 17; color: $error; display: none; }
    FieldRow .aside { height: auto; margin-left: 17; color: $heading-ink; display: none; }
    FieldRow .sign { width: auto; height: 1; padding: 0 1; color: $heading-ink; text-style: bold; display: none; }
    FieldRow.-signed .sign { display: block; }
    FieldRow.-asided .aside { display: block; }
    FieldRow.-wrong .fault { display: block; }
    FieldRow.-hinted.-here .hint { display: block; }
    """

    class Edited(Message):
        """The text of the field changed by hand."""

        def __init__(self, row: FieldRow) -> None:
            super().__init__()
            self.row = row

    class Left(Message):
        """The focus left the field."""

        def __init__(self, row: FieldRow) -> None:
            super().__init__()
            self.row = row

    def __init__(self, field: Field, text: str, reader: FieldReader) -> None:
        super().__init__(id=f"field-{field.name}")
        self.field = field
        self.reader = reader
        self.was_edited = False
        self.is_unseen = False
        self.offered = ""
        self._asides: dict[str, str] = {}
        self.control = _control(field, text, reader)
        self.set_class(field.kind in (Kind.DATE, Kind.CLOCK, Kind.AMOUNT), "-short")

    def compose(self) -> ComposeResult:
        """Label and control, then list, refusal and help."""
        with Horizontal(classes="line"):
            yield Static(self._label(), classes="label", markup=False)
            yield self.control
            yield Static("", classes="sign", markup=False)
        if isinstance(self.control, Pick):
            yield PickList()
        yield Static("", classes="fault", markup=False)
        yield Static("", classes="aside", markup=False)
        yield Static("", classes="hint", markup=False)

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.control.text

    @text.setter
    def text(self, text: str) -> None:
        if isinstance(self.control, Note):
            self.control.give(clean_lines(text))
        else:
            self.control.text = clean(text)

    def use_reader(self, reader: FieldReader) -> None:
        """Read from now on with these lookups."""
        self.reader = reader
        if isinstance(self.control, Pick):
            self.control.lookup = reader.lookups[self.field.lookup]
        if self.is_mounted:
            self._hint()

    def refuse(self, why: str) -> None:
        """Say what is wrong with the field; an empty text says that nothing is."""
        self.set_class(bool(why), "-wrong")
        if self.is_mounted:
            cells = max(self.size.width - 18, 20)
            self.query_one(".fault", Static).update(shown(hung("! ", why, cells, 2)) if why else "")

    def lay(self, text: str, sign: str) -> None:
        """Put in what nobody typed, under a sign until the focus has been on it."""
        self.text = text
        self.refuse("")
        self._sign(sign)

    def offer(self, text: str, sign: str, words: str) -> None:
        """Show another text beside what was typed, under a sign until the focus has been on it."""
        self.offered = text
        self.say_aside(words, "offered")
        self._sign(sign)

    def take_offered(self) -> None:
        """Put the offered text in the place of what was typed."""
        self.text, self.offered = self.offered, ""
        self.say_aside("", "offered")
        self.post_message(Typed())

    def say_aside(self, words: str, about: str) -> None:
        """Say something beneath the field; an empty text takes back what was said about it."""
        self._asides[about] = words
        said = "\n".join(filter(None, self._asides.values()))
        self.set_class(bool(said), "-asided")
        self.query_one(".aside", Static).update(shown(said))

    def _sign(self, sign: str) -> None:
        self.is_unseen = bool(sign)
        self.set_class(bool(sign), "-signed")
        self.query_one(".sign", Static).update(shown(sign))

    def close_list(self) -> None:
        """Show no list of options."""
        if isinstance(self.control, Pick):
            self.control.action_close_list()

    @property
    def is_refused(self) -> bool:
        """Whether the field shows a refusal."""
        return self.has_class("-wrong")

    def take_focus(self) -> None:
        """Put the cursor here."""
        self.control.focus()

    def show(self, is_shown: bool) -> None:
        """Ask for this field, or not at all."""
        self.set_class(not is_shown, "-away")

    def _label(self) -> Text:
        marked = "> " if self.has_class("-here") else "  "
        label = Text(marked + clean(self.field.label), end="")
        if self.field.required:
            must = _("必填")
            room = LABEL_CELLS - cell_len(label.plain) - cell_len(must)
            label.append(" " * max(room, 1) + must)
        return label

    def _hint(self) -> None:
        echo = self.reader.echo(self.field, self.text)
        words = ("\n" if "\n" in echo else " ").join(filter(None, (echo, self.field.help)))
        words = "\n".join(filter(None, (words, self.reader.beneath(self.field, self.text))))
        self.set_class(bool(words), "-hinted")
        self.query_one(".hint", Static).update(shown(words))

    def on_mount(self) -> None:
        """Draw the help for the first time."""
        self._hint()

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        """Mark the label, show the help, and come into view whole; what stands here is seen."""
        self.is_unseen = False
        self.add_class("-here")
        self.query_one(".label", Static).update(self._label())
        self._hint()
        self.call_after_refresh(self._into_view)

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        """Show what was typed as it was understood, or why it was not."""
        self.remove_class("-here")
        self.query_one(".label", Static).update(self._label())
        if not self.is_unseen:
            self._sign("")
        self.post_message(self.Left(self))

    def _into_view(self) -> None:
        if self.is_mounted:
            self.scroll_visible(animate=False)

    @on(Typed)
    def _typed(self, event: Typed) -> None:
        event.stop()
        self.was_edited = True
        self.refuse("")
        self._hint()
        self.post_message(self.Edited(self))

    @on(Refused)
    def _refused(self, event: Refused) -> None:
        event.stop()
        self.refuse(event.why)

    @on(Narrowed)
    def _narrowed(self, event: Narrowed) -> None:
        event.stop()
        if isinstance(self.control, Pick):
            self.query_one(PickList).show_options(self.control)
            self.call_after_refresh(self._into_view)

    @on(PickList.Taken)
    def _taken(self, event: PickList.Taken) -> None:
        event.stop()
        if isinstance(self.control, Pick):
            self.control.take(event.at)
            self.control.focus()


def _control(field: Field, text: str, reader: FieldReader) -> Line | Note | Choice:
    if field.kind is Kind.NOTE:
        return Note(text)
    if field.kind is Kind.CHOICE:
        return Choice(field.options, text)
    if field.kind is Kind.PICK:
        return Pick(_lookup(field, reader), text, several=field.several)
    joiner = "、" if field.kind is Kind.PEOPLE else " "
    return Line(text, joiner=joiner, replace=field.kind in (Kind.DATE, Kind.CLOCK))


def _lookup(field: Field, reader: FieldReader) -> Lookup:
    return reader.lookups[field.lookup]

"""What is typed into: a line, a choice, a note. Each tells its form in the same words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Protocol, runtime_checkable

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Size
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from mediation.cases.plain import clean_line, clean_note
from mediation.errors import Unreadable
from mediation.i18n import _
from tui.forms.field import Option
from tui.text import cell_len

LINE_LIMIT = 2_000
NOTE_LIMIT = 100_000


class Typed(Message):
    """The text of a control changed."""


class Refused(Message):
    """Something pasted was not taken; ``why`` says so."""

    def __init__(self, why: str) -> None:
        super().__init__()
        self.why = why


class Onward(Message):
    """The user wants the next field (or the one before)."""

    def __init__(self, *, back: bool = False) -> None:
        super().__init__()
        self.back = back


@runtime_checkable
class TakesWholeTexts(Protocol):
    """A screen that can do more with some pasted texts than put them into one line."""

    def takes(self, text: str) -> bool:
        """Whether the screen has taken the text, so that the line must not."""


class Line(Input):
    """One line of text; what is pasted is cleaned first, line breaks become the joiner."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "leave(True)", show=False),
        Binding("down,enter", "leave(False)", show=False),
    ]

    def __init__(self, text: str = "", *, joiner: str = " ", replace: bool = False) -> None:
        super().__init__(text, compact=True, select_on_focus=replace)
        self._joiner = joiner
        self.cursor_blink = False

    def on_paste(self, event: events.Paste) -> None:
        """Take a paste as one clean line, or refuse it whole; nothing is cut in silence."""
        event.prevent_default()
        event.stop()
        if isinstance(self.screen, TakesWholeTexts) and self.screen.takes(event.text):
            return
        try:
            text = self._joiner.join(
                line for part in event.text.splitlines() if (line := clean_line(part))
            )
        except Unreadable as error:
            self.post_message(Refused(error.message))
            return
        if len(text) + len(self.value) > LINE_LIMIT:
            self.post_message(
                Refused(
                    _("粘贴的内容有 {count} 个字,超过一行的 {limit} 个字,没有粘贴。").format(
                        count=len(text), limit=LINE_LIMIT
                    )
                )
            )
        elif text:
            self.replace(text, *self.selection)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass the change on in the form's words."""
        event.stop()
        self.typed()

    def typed(self) -> None:
        """Tell the form."""
        self.post_message(Typed())

    def action_leave(self, back: bool) -> None:
        """Go to the next field; nothing is saved by Enter."""
        self.post_message(Onward(back=back))

    @property
    def text(self) -> str:
        """What stands in the line."""
        return self.value

    @text.setter
    def text(self, text: str) -> None:
        with self.prevent(Input.Changed):
            self.value = text
        if self.has_focus and self.select_on_focus:
            self.action_select_all()
        else:
            self.cursor_position = len(text)


class Note(TextArea):
    """Several lines; Tab leaves, and so do the arrows at either end."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "up_or_leave", show=False),
        Binding("down", "down_or_leave", show=False),
    ]

    def __init__(self, text: str = "") -> None:
        super().__init__(text, tab_behavior="focus", compact=True, highlight_cursor_line=False)
        self.cursor_blink = False
        self._given: str | None = None

    def give(self, text: str) -> None:
        """Put a text in that nobody typed."""
        if text != self.text:
            self._given = text
            self.text = text

    def action_up_or_leave(self) -> None:
        """One line up, or to the field before."""
        if self.cursor_at_first_line:
            self.post_message(Onward(back=True))
        else:
            self.action_cursor_up()

    def action_down_or_leave(self) -> None:
        """One line down, or to the next field."""
        if self.cursor_at_last_line:
            self.post_message(Onward())
        else:
            self.action_cursor_down()

    def on_paste(self, event: events.Paste) -> None:
        """Take a paste cleaned; nothing is cut in silence."""
        event.prevent_default()
        event.stop()
        try:
            text = clean_note(event.text)
        except Unreadable as error:
            self.post_message(Refused(error.message))
            return
        if len(text) + len(self.text) > NOTE_LIMIT:
            self.post_message(
                Refused(
                    _("粘贴的内容有 {count} 个字,超过 {limit} 个字,没有粘贴。").format(
                        count=len(text), limit=NOTE_LIMIT
                    )
                )
            )
        else:
            self.replace(text, *self.selection)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Pass the change on in the form's words."""
        event.stop()
        given, self._given = self._given, None
        if self.text != given:
            self.post_message(Typed())


class Choice(Widget, can_focus=True):
    """A few values side by side: arrows or a digit choose, the chosen one stands in brackets."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right,space", "step(1)", show=False),
        Binding("up", "leave(True)", show=False),
        Binding("down,enter", "leave(False)", show=False),
        Binding("backspace,delete,0", "choose(-1)", show=False),
        *(Binding(str(digit), f"choose({digit - 1})", show=False) for digit in range(1, 10)),
    ]

    DEFAULT_CSS = """
    Choice { height: auto; width: 1fr; }
    """

    def __init__(self, options: Sequence[Option], text: str = "") -> None:
        super().__init__()
        self._options = tuple(options)
        self._text = text

    @property
    def text(self) -> str:
        """The key of the chosen option; empty when none is."""
        return self._text

    @text.setter
    def text(self, text: str) -> None:
        self._text = text if any(option.key == text for option in self._options) else ""
        self.refresh(layout=True)

    def action_step(self, by: int) -> None:
        """The next option, or the one before."""
        keys = [option.key for option in self._options]
        at = keys.index(self._text) + by if self._text in keys else (0 if by > 0 else -1)
        self._choose(at % len(keys))

    def action_choose(self, at: int) -> None:
        """The option at this place; -1 takes the choice back."""
        if at < len(self._options):
            self._choose(at)

    def action_leave(self, back: bool) -> None:
        """Go to the next field."""
        self.post_message(Onward(back=back))

    def cursor_place(self) -> Offset:
        """Where the chosen option stands, in cells."""
        for x, y, at in self._places(self.content_size.width):
            if self._options[at].key == self._text:
                return Offset(x, y)
        return Offset(0, 0)

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for x, y, at in self._places(self.content_size.width):
            if y == offset.y and x <= offset.x < x + self._width(at):
                self._choose(at)

    def _choose(self, at: int) -> None:
        self._text = self._options[at].key if at >= 0 else ""
        self.refresh()
        self.post_message(Typed())

    def _word(self, at: int) -> str:
        option = self._options[at]
        number = f"{at + 1} " if len(self._options) > 1 else ""
        return (
            f"[{number}{option.label}]" if option.key == self._text else f" {number}{option.label} "
        )

    def _width(self, at: int) -> int:
        return cell_len(self._word(at))

    def _places(self, width: int) -> list[tuple[int, int, int]]:
        places, x, y = [], 0, 0
        for at in range(len(self._options)):
            if x and x + self._width(at) > width:
                x, y = 0, y + 1
            places.append((x, y, at))
            x += self._width(at) + 1
        return places

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the options need."""
        return self._places(width)[-1][1] + 1 if self._options else 1

    def render(self) -> Text:
        """The options, the chosen one in brackets and bold."""
        text, line = Text(end=""), 0
        for _x, y, at in self._places(self.content_size.width):
            if y > line:
                text.append("\n")
                line = y
            elif at:
                text.append(" ")
            chosen = self._options[at].key == self._text
            text.append(self._word(at), "bold" if chosen else "")
        return text

"""名册: the invited mediators, and the courts they work for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult

from mediation.cases.plain import fold
from mediation.figures.counts import Counts, Group, Scope
from mediation.figures.keys import Dimension, Figure
from mediation.figures.period import Period
from mediation.i18n import _, _as
from mediation.registry.courts import Court, courts_of_ordos, short_name
from mediation.registry.mediators import Mediator
from tui.forms.controls import Line, Onward, Typed
from tui.forms.initials import initials
from tui.screens.behind import CasesBehind
from tui.screens.room import Room
from tui.text import left, right
from tui.widgets.sheet import Piece, Sheet, SheetLine

if TYPE_CHECKING:
    from mediation.office.office import Office


@dataclass(frozen=True, slots=True)
class Entry:
    """What a mediator's name opens."""

    mediator: Mediator


@dataclass(frozen=True, slots=True)
class _Read:
    mediators: Sequence[Mediator]
    by_mediator: Mapping[str, Counts]
    by_court: Mapping[str, Counts]
    year: Period


class RosterRoom(Room):
    """Everybody on the roster with this year's counts, without any ranking."""

    room = "roster"
    DEFAULT_CSS = """
    RosterRoom > Line { display: none; background: $panel; padding: 0 1; }
    RosterRoom.-finding > Line { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._read: _Read | None = None
        self._courts = False

    def body(self) -> ComposeResult:
        """A line to find by, and the list."""
        yield Line()
        yield Sheet()

    def on_mount(self) -> None:
        """The list has the keys."""
        super().on_mount()
        self.query_one(Sheet).focus()

    def load(self) -> None:
        """Read the roster and the year's counts."""
        today = self.window.today()
        year = Period(date(today.year, 1, 1), date(today.year, 12, 31))

        def read(office: Office) -> _Read:
            with office.store.reading() as reading:
                return _Read(
                    reading.mediators(),
                    _by_key(reading.groups(Dimension.MEDIATOR, year, Scope())),
                    _by_key(reading.groups(Dimension.COURT, year, Scope())),
                    year,
                )

        self.ask("roster", read, self._show)

    def _show(self, read: _Read) -> None:
        self._read = read
        self._draw()

    def on_resize(self) -> None:
        """Lay out anew for the width."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        if self._read is None:
            return
        sheet = self.query_one(Sheet)
        width = max(sheet.scrollable_content_region.width, 20)
        if self._courts:
            courts = courts_of_ordos()
            self.say_heading(_("名册   鄂尔多斯的法院 {count} 个").format(count=len(courts)))
            sheet.show_lines(_court_lines(courts, self._read, width))
            return
        found = self._found(self._read.mediators)
        self.say_heading(
            _("名册   特邀调解员 {count} 人").format(count=len(self._read.mediators)),
            _("找到 {count} 人").format(count=len(found))
            if self.has_class("-finding")
            else _("收案、结案、成功是今年的件数"),
        )
        sheet.show_lines(_mediator_lines(found, self._read, width))

    def _found(self, mediators: Sequence[Mediator]) -> list[Mediator]:
        typed = fold(self.query_one(Line).text)
        if not self.has_class("-finding") or not typed:
            return list(mediators)
        return [
            one
            for one in mediators
            if typed in fold(" ".join(_searched(one)))
            or (typed.isascii() and typed in initials(one.name))
        ]

    # --- verbs --------------------------------------------------------------------------------

    def action_new_mediator(self) -> None:
        """Put somebody on the roster."""
        self.window.open_form("mediator")

    @on(Sheet.Opened)
    def action_open(self) -> None:
        """The entry under the cursor, or the cases behind a count."""
        opens = self.query_one(Sheet).pointed
        office = self.window.office
        if isinstance(opens, Entry):
            self.window.open_form("mediator", mediator=opens.mediator.id)
        elif isinstance(opens, CasesBehind) and office is not None and self._read is not None:
            query = office.figures.cases_behind(opens.figure, self._read.year, opens.scope)
            self.window.open_cases(query, f"{self._read.year} {opens.words}")

    def action_member_file(self) -> None:
        """The year of the mediator under the cursor on a page."""
        from tui.screens.member import MemberRoom

        opens = self.query_one(Sheet).pointed
        if not isinstance(opens, Entry) or self._read is None:
            self.window.say(_("请把光标放在一位调解员的姓名上。"))
            return
        self.app.push_screen(MemberRoom(opens.mediator, self._read.year))

    def action_interests(self) -> None:
        """What ties the mediator under the cursor."""
        from tui.screens.interests import InterestsRoom

        opens = self.query_one(Sheet).pointed
        if isinstance(opens, Entry):
            self.app.push_screen(InterestsRoom(opens.mediator))
        else:
            self.window.say(_("请把光标放在一位调解员的姓名上。"))

    def action_pay(self) -> None:
        """The pay list of the month before this one."""
        from tui.screens.pay import PayRoom

        self.app.push_screen(PayRoom(Period.month(self.window.today()).shifted(-1)))

    def action_edit(self) -> None:
        """The entry under the cursor."""
        self.action_open()

    def action_turn_list(self) -> None:
        """Mediators or courts."""
        self._courts = not self._courts
        self._draw()

    def action_find(self) -> None:
        """Type any part of a name."""
        self._courts = False
        self.add_class("-finding")
        self.query_one(Line).focus()
        self._draw()

    @on(Typed)
    def _typed(self, event: Typed) -> None:
        event.stop()
        self._draw()

    @on(Onward)
    def _to_list(self, event: Onward) -> None:
        event.stop()
        self.query_one(Sheet).focus()

    def action_back(self) -> None:
        """All again, then back."""
        if self.has_class("-finding"):
            self.query_one(Line).text = ""
            self.remove_class("-finding")
            self.query_one(Sheet).focus()
            self._draw()
        else:
            super().action_back()


def _by_key(groups: Sequence[Group]) -> dict[str, Counts]:
    return {group.key: group.counts for group in groups}


def _searched(one: Mediator) -> tuple[str, ...]:
    return (one.name, one.level, one.sector, one.specialities, one.organisation, one.phone)


_NUMBERS = (
    (Figure.RECEIVED, _as("short", "收案")),
    (Figure.CLOSED, _as("short", "结案")),
    (Figure.SUCCEEDED, _as("short", "成功")),
)
_COUNT = 6


def _mediator_lines(found: Sequence[Mediator], read: _Read, width: int) -> list[SheetLine]:
    if not read.mediators:
        return [[Piece(_("名册还是空的。按 n 列入一位调解员,或导入台账时自动列入。"))]]
    columns = _columns(width)
    head = "".join(left(title, cells) for title, cells, _value in columns)
    counts = "".join(right(word, _COUNT) for _figure, word in _NUMBERS)
    lines: list[SheetLine] = [[Piece(head, "heading"), Piece(counts, "heading")]]
    for one in found:
        (_title, cells, value), *rest = columns
        pieces = [Piece(left(value(one), cells - 1), opens=Entry(one)), Piece(" ")]
        pieces += [Piece(left(left(text(one), most - 1), most)) for _title, most, text in rest]
        scope = Scope(mediator=one.id)
        pieces += _count_pieces(read.by_mediator.get(str(one.id), Counts()), scope, one.name)
        lines.append(pieces)
    return lines


_Columns = list[tuple[str, int, Callable[[Mediator], str]]]


def _columns(width: int) -> _Columns:
    """Name first; the wider the window, the more of the entry."""
    wanted: _Columns = [
        (_("姓名"), 12, lambda one: one.name),
        (_("级别"), 9, lambda one: one.level),
        (_("界别"), 14, lambda one: one.sector),
        (_("专长"), 18, lambda one: one.specialities),
        (_("聘期"), 12, _term),
        (_("法院"), 22, _courts_of),
        (_("公职"), 6, _holds_office),
        (_("组织"), 24, lambda one: one.organisation),
    ]
    room = width - len(_NUMBERS) * _COUNT
    chosen: _Columns = []
    for column in wanted:
        if sum(cells for _title, cells, _value in chosen) + column[1] > room and chosen:
            break
        chosen.append(column)
    return _spread(chosen, room)


def _spread(chosen: _Columns, room: int) -> _Columns:
    """The columns with the cells that are left shared out among those whose texts are long."""
    spare = max(room - sum(cells for _title, cells, _value in chosen), 0)
    long = [title for title, cells, _value in chosen if cells > 12]
    each = min(spare // max(len(long), 1), 8)
    return [(title, cells + each * (title in long), value) for title, cells, value in chosen]


def _term(one: Mediator) -> str:
    if one.term_to is None:
        return _("{day} 起").format(day=f"{one.term_from:%Y-%m}") if one.term_from else ""
    return _("至 {day}").format(day=f"{one.term_to:%Y-%m}")


def _courts_of(one: Mediator) -> str:
    return _("、").join(short_name(code) for code in one.courts)


def _holds_office(one: Mediator) -> str:
    return "" if one.holds_office is None else _("是") if one.holds_office else _("否")


def _count_pieces(counts: Counts, scope: Scope, name: str) -> list[Piece]:
    pieces = []
    for figure, word in _NUMBERS:
        number = str(getattr(counts, figure.value))
        pieces.append(Piece(" " * max(_COUNT - len(number), 1)))
        pieces.append(Piece(number, opens=CasesBehind(figure, scope, f"{name} {word}")))
    return pieces


def _court_lines(courts: Sequence[Court], read: _Read, width: int) -> list[SheetLine]:
    name_cells = max(width - 12 - 3 * _COUNT - 8, 16)
    head = left(_("代字"), 8) + left(_("法院"), name_cells) + left(_("级别"), 6)
    lines: list[SheetLine] = [
        [
            Piece(head, "heading"),
            Piece("".join(right(word, _COUNT) for _figure, word in _NUMBERS), "heading"),
        ]
    ]
    for court in courts:
        counts = read.by_court.get(court.code, Counts())
        lines.append(
            [
                Piece(left(court.code, 8) + left(court.name, name_cells) + left(court.level, 6)),
                *_count_pieces(counts, Scope(court=court.code), short_name(court.code)),
            ]
        )
    return lines

"""口径: every rate by every definition for one period; Enter lays one beside the one in use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult

from mediation.errors import MediationError
from mediation.figures.corrections import Seal
from mediation.figures.definitions import Definition
from mediation.figures.indicators import Indicator
from mediation.i18n import _
from mediation.office.behind import Difference, Part
from mediation.reports.columns import fold_lines
from mediation.reports.report import Report
from mediation.reports.wording import interval_words, period_words, remark_words, share_words
from tui.dialogs.question import Answer, Question
from tui.screens.behind import ListedRoom
from tui.screens.room import Room
from tui.text import left
from tui.widgets.sheet import Piece, Sheet, SheetLine

_NAMED = 40


class DefinitionsRoom(Room):
    """What each rate would be by its other definitions; the usual one can be chosen here."""

    room = "definitions"

    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report
        self._rates: Sequence[Indicator] = ()
        self._used = {each.key: each.definition.version for each in report.indicators}

    def body(self) -> ComposeResult:
        """One sheet."""
        yield Sheet()

    def load(self) -> None:
        """Count by every definition in a thread."""
        report = self._report
        self.say_heading(
            _("口径   {period}").format(period=period_words(report.period)), str(report.names)
        )
        self.ask(
            "definitions",
            lambda office: office.figures.by_every_definition(
                report.period, report.scope, report.sealed
            ),
            self._show,
            on_error=lambda error: _refuse(self, error),
        )

    def _show(self, rates: Sequence[Indicator]) -> None:
        self._rates = rates
        self._draw()

    def _draw(self) -> None:
        if self._rates:
            sheet = self.query_one(Sheet)
            width = max(sheet.scrollable_content_region.width, 20)
            sheet.show_lines(list(_definition_lines(self._rates, self._used, width)))

    def on_resize(self, _event: events.Resize) -> None:
        """Lay out anew for the width."""
        self.call_after_refresh(self._draw)

    @on(Sheet.Opened)
    def action_open(self) -> None:
        """Lay the definition under the cursor beside the one in use."""
        chosen = self.query_one(Sheet).pointed
        if not isinstance(chosen, Definition):
            return
        known = [each.definition for each in self._rates if each.key == chosen.key]
        used = next(
            (each for each in known if each.version == self._used.get(chosen.key)), known[0]
        )
        if used == chosen:
            used = next((each for each in known if each != chosen), chosen)
        if used == chosen:
            self.window.say(_("{name}只有这一个口径。").format(name=chosen.name))
            return
        self.app.push_screen(CompareRoom(self._report, used, chosen))

    def action_choose_usual(self) -> None:
        """Report the rate by the definition under the cursor from now on."""
        chosen = self.query_one(Sheet).pointed
        if not isinstance(chosen, Definition):
            return
        if chosen.unsupported:
            self.window.say(chosen.unsupported)
            return
        court = self._report.scope.court
        whose = self._report.names.court or _("全部法院")
        said = _(
            "{name} {label}\n{words}\n已封存的月报不变;同比、环比的口径前后不同时会标明不可比。"
        )
        self.app.push_screen(
            Question(
                _("今后 {whose} 的{name}都按 {version} 计算?").format(
                    whose=whose, name=chosen.name, version=chosen.version
                ),
                said.format(name=chosen.name, label=chosen.label, words=chosen.formula_words),
                (
                    Answer("back", ("escape",), _("返回,不改")),
                    Answer("choose", ("b",), _("改用 {label}").format(label=chosen.label)),
                ),
            ),
            lambda answer: self._choose(chosen, court) if answer == "choose" else None,
        )

    def _choose(self, chosen: Definition, court: str | None) -> None:
        def done(_nothing: None) -> None:
            self._used[chosen.key] = chosen.version
            self.window.saved(
                _("今后{name}按 {label} 计算").format(name=chosen.name, label=chosen.label)
            )

        self.window.tell(lambda office: office.figures.choose_definition(chosen, court), done)


class CompareRoom(Room):
    """Two definitions of one rate side by side, with the cases that only one of them counts."""

    room = "compare"

    def __init__(self, report: Report, first: Definition, second: Definition) -> None:
        super().__init__()
        self._report = report
        self._pair = (first, second)
        self._found: Difference | None = None

    def body(self) -> ComposeResult:
        """One sheet."""
        yield Sheet()

    def load(self) -> None:
        """Find the cases in a thread."""
        report, (first, second) = self._report, self._pair
        self.say_heading(
            _("口径对照   {name} {first} / {second}   {period}").format(
                name=first.name,
                first=first.version,
                second=second.version,
                period=period_words(report.period),
            ),
            str(report.names),
        )
        self.ask(
            "difference",
            lambda office: office.figures.difference(first, second, report.period, report.scope),
            self._show,
            on_error=lambda error: _refuse(self, error),
        )

    def _show(self, found: Difference) -> None:
        self._found = found
        self._draw()

    def _draw(self) -> None:
        if self._found is not None:
            sheet = self.query_one(Sheet)
            width = max(sheet.scrollable_content_region.width, 20)
            sheet.show_lines(list(_difference_lines(self._found, width)))

    def on_resize(self, _event: events.Resize) -> None:
        """Lay out anew for the width."""
        self.call_after_refresh(self._draw)

    @on(Sheet.Opened)
    def action_open(self) -> None:
        """List the cases that only one of the two counts."""
        apart = self.query_one(Sheet).pointed
        if not isinstance(apart, _Apart):
            return
        one, other = self._pair if apart.place == 0 else tuple(reversed(self._pair))
        report = self._report
        seal: Seal | None = report.sealed
        words = f"{period_words(report.period)} {one.name} {apart.words}"
        self.app.push_screen(
            ListedRoom(
                lambda office: office.figures.keys_apart(
                    one, other, apart.part, report.period, report.scope
                ),
                words,
                seal,
            )
        )


@dataclass(frozen=True, slots=True)
class _Apart:
    """The cases that only the definition at this place counts in this part."""

    place: int
    part: Part
    words: str


def _refuse(room: Room, error: MediationError) -> None:
    room.query_one(Sheet).show_lines([[Piece(error.message, "fault")]])


def _definition_lines(
    rates: Sequence[Indicator], used: dict[str, str], width: int
) -> Iterator[SheetLine]:
    before = ""
    for each in rates:
        definition = each.definition
        if each.key != before:
            if before:
                yield []
            yield [Piece(definition.name, "heading"), Piece(f"  {each.key}", "quiet")]
            before = each.key
        mark = _("现用 ") if used.get(each.key) == definition.version else "     "
        label = Piece(left(definition.label, 34), opens=definition)
        yield [Piece(mark, "heading"), label, Piece(f" {_counted(each)}")]
        words = _("{formula}。{left_out}。日期:{dates}。依据:{source}").format(
            formula=definition.formula_words,
            left_out=definition.left_out,
            dates=definition.date_basis,
            source=definition.source,
        )
        for line in fold_lines(words, max(width - 8, 20)):
            yield [Piece("     " + line, "quiet")]


def _counted(each: Indicator) -> str:
    if each.value is None:
        return _("不知道:{reason}").format(reason=each.reason)
    told = (share_words(each), interval_words(each), remark_words(each))
    return "  ".join(filter(None, (f"{each.numerator}/{each.denominator}", *told)))


def _difference_lines(found: Difference, width: int) -> Iterator[SheetLine]:
    for each in (found.first, found.second):
        yield [Piece(left(each.definition.label, 34), "heading"), Piece(f" {_counted(each)}")]
        for line in fold_lines(each.definition.formula_words, max(width - 6, 20)):
            yield [Piece("    " + line, "quiet")]
    yield []
    if found.reason:
        yield [Piece(found.reason, "fault")]
        return
    parts: tuple[tuple[Part, str, tuple[tuple[str, ...], tuple[str, ...]]], ...] = (
        ("numerator", _("只在 {version} 的分子中"), found.numerator_only),
        ("denominator", _("只在 {version} 的分母中"), found.denominator_only),
    )
    for part, words, both in parts:
        for place, numbers in enumerate(both):
            version = (found.first, found.second)[place].definition.version
            said = words.format(version=version)
            opens = _Apart(place, part, said) if numbers else None
            yield [Piece(f"{said} "), Piece(str(len(numbers)), opens=opens), Piece(_(" 件"))]
            shown = _("、").join(numbers[:_NAMED]) + (_(" 等") if len(numbers) > _NAMED else "")
            for line in fold_lines(shown, max(width - 6, 20)) if numbers else ():
                yield [Piece("    " + line, "quiet")]

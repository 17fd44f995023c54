"""为何这天: every day that a case has to keep, by which rule and in which steps it was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from mediation.cases.masking import masked_text
from mediation.i18n import _
from mediation.office.case_clock import CaseClock
from mediation.office.dues import standing
from mediation.office.office import Office
from mediation.office.whys import Why
from mediation.reports.columns import fold_lines
from tui.screens.room import Room
from tui.text import clean, left

_LABEL = 10


@dataclass(frozen=True, slots=True)
class _Reasons:
    name: str
    clock: CaseClock
    whys: list[Why]


class WhyRoom(Room):
    """The days of one case on top of where the user was; Escape goes back there."""

    room = "why"
    AUTO_FOCUS: ClassVar[str | None] = "#file"

    def __init__(self, case: UUID) -> None:
        super().__init__()
        self._case = case
        self._reasons: _Reasons | None = None

    def body(self) -> ComposeResult:
        """One long text."""
        with VerticalScroll(id="file"):
            yield Static(_("正在读取.."), markup=False)

    def load(self) -> None:
        """Ask for the days and how they were found."""
        self.ask("why", self._read, self._take)

    def current_case(self) -> UUID | None:
        """This case."""
        return self._case

    def on_resize(self, _event: events.Resize) -> None:
        """Lay the text out anew."""
        self.call_after_refresh(self._draw)

    def _read(self, office: Office) -> _Reasons:
        file = office.cases.open(self._case)
        name = file.case.court_number or file.case.number
        return _Reasons(name, file.clock, office.clocks.whys(self._case))

    def _take(self, reasons: _Reasons) -> None:
        self._reasons = reasons
        self._draw()

    def _draw(self) -> None:
        reasons = self._reasons
        if reasons is None:
            return
        self.say_heading(_("案件 › {number} › 为何这天").format(number=reasons.name))
        width = max(self.query_one("#file").scrollable_content_region.width, 20)
        text = Text(end="")
        if reasons.clock.limit is None:
            text.append(_("调解期限") + "\n", "bold")
            _rows(text, [(_("没有在走"), reasons.clock.why_none)], width)
            text.append("\n")
        for why in reasons.whys:
            _tell(text, why, reasons.clock, self.window.today(), width)
        self.query_one(Static).update(text)


def _tell(text: Text, why: Why, clock: CaseClock, today: date, width: int) -> None:
    limit = why.limit
    head = _("暂停中,恢复以后再算") if limit.stands_still else str(limit.due)
    far = "" if limit.stands_still else standing(limit.due, today)
    unknown = "" if limit.calendar_known else _("未核历法")
    text.append(clean("  ".join(filter(None, (why.title, head, far, unknown)))) + "\n", "bold")
    rows = [(_("规则"), limit.rule)]
    rows += [
        (_("怎么算") if number == 1 else "", f"{number}. {step}")
        for number, step in enumerate(limit.steps, start=1)
    ]
    if limit is clock.limit:
        rows += [(_("延期"), each.words) for each in clock.extensions if each.words]
        rows += [(_("暂停"), each.words) for each in clock.pauses if each.words]
    rows.append((_("依据"), limit.source))
    if limit.valid_from is not None:
        rows.append((_("施行"), _("{day} 起").format(day=limit.valid_from)))
    _rows(text, rows, width)
    text.append("\n")


def _rows(text: Text, rows: list[tuple[str, str]], width: int) -> None:
    for label, words in rows:
        for at, line in enumerate(
            fold_lines(clean(masked_text(words)), width - _LABEL - 2, indent="")
        ):
            text.append(f"  {left('' if at else label, _LABEL)}{line}\n")

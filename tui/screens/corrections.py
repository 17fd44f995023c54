"""更正: what would be otherwise in a sealed report, figure by figure; Enter opens a case."""

from __future__ import annotations

from collections.abc import Iterator

from textual import events, on
from textual.app import ComposeResult

from mediation.i18n import _
from mediation.reports.columns import fold_lines
from mediation.reports.report import Report
from mediation.reports.seal_wording import corrected_cases, correction_lines, corrections_head
from mediation.reports.wording import period_words
from tui.screens.room import Room
from tui.text import clean
from tui.widgets.sheet import Piece, Sheet, SheetLine

_LEAST = 20


class CorrectionsRoom(Room):
    """The corrections of one sealed report on top of it; Escape goes back there."""

    room = "corrections"

    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report

    def body(self) -> ComposeResult:
        """One sheet."""
        yield Sheet()

    def load(self) -> None:
        """Everything is in the report."""
        self.say_heading(
            _("月报 › 更正   {period}").format(period=period_words(self._report.period)),
            str(self._report.names),
        )
        self.call_after_refresh(self._draw)

    def on_resize(self, _event: events.Resize) -> None:
        """Lay out anew for the width."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        sheet = self.query_one(Sheet)
        width = max(sheet.scrollable_content_region.width, _LEAST)
        sheet.show_lines(list(_lines(self._report, width)))

    @on(Sheet.Opened)
    def action_open(self) -> None:
        """Open the case under the cursor as it stands now."""
        number = self.query_one(Sheet).pointed
        if isinstance(number, str):
            self.ask("case", lambda office: office.cases.find(number), self.window.open_case)


def _lines(report: Report, width: int) -> Iterator[SheetLine]:
    corrections = report.corrections
    for line in fold_lines(corrections_head(corrections), width, indent="  "):
        yield [Piece(line, "heading")]
    yield []
    yield [Piece(_("案件"), "heading")]
    for number in corrected_cases(corrections):
        yield [Piece("  "), Piece(clean(number), opens=number)]
    yield []
    yield [Piece(_("各数"), "heading")]
    for line in correction_lines(corrections):
        for part in fold_lines("  " + line, width, indent="    "):
            yield [Piece(part)]

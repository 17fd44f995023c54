"""更正: what would be otherwise in a sealed report, figure by figure; Enter opens a case. Under it
every sealing there ever was, with who lifted it and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import events, on
from textual.app import ComposeResult

from mediation.i18n import _
from mediation.reports.columns import fold_lines
from mediation.reports.report import Report
from mediation.reports.seal_wording import (
    corrected_cases,
    correction_lines,
    corrections_head,
    record_words,
)
from mediation.reports.wording import period_words
from mediation.store import SealRow
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
        self._records: list[SealRow] = []

    def body(self) -> ComposeResult:
        """One sheet."""
        yield Sheet()

    def load(self) -> None:
        """The corrections are in the report; the sealings are read."""
        self.say_heading(
            _("月报 › 更正   {period}").format(period=period_words(self._report.period)),
            str(self._report.names),
        )
        self.ask("seals", lambda office: office.seals.all(), self._take_records)

    def _take_records(self, records: list[SealRow]) -> None:
        self._records = records
        self._draw()

    def on_resize(self, _event: events.Resize) -> None:
        """Lay out anew for the width."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        sheet = self.query_one(Sheet)
        width = max(sheet.scrollable_content_region.width, _LEAST)
        sheet.show_lines([*_lines(self._report, width), *_sealings(self._records, width)])

    @on(Sheet.Opened)
    def action_open(self) -> None:
        """Open the case under the cursor as it stands now."""
        number = self.query_one(Sheet).pointed
        if isinstance(number, str):
            self.ask("case", lambda office: office.cases.find(number), self.window.open_case)


def _lines(report: Report, width: int) -> Iterator[SheetLine]:
    corrections = report.corrections
    if not corrections:
        is_sealed = report.sealed is not None
        yield [
            Piece(_("封存以后没有更正。") if is_sealed else _("这份月报没有封存,没有更正可列。"))
        ]
        return
    for line in fold_lines(corrections_head(corrections), width, indent="  "):
        yield [Piece(line, "heading")]
    yield []
    yield [Piece(_("案件"), "heading")]
    for number in corrected_cases(corrections):
        yield [Piece("  "), Piece(clean(number), opens=number)]
    yield []
    yield [Piece(_("各数"), "heading")]
    for line in correction_lines(corrections):
        yield from _folded(line, width)


def _sealings(records: Sequence[SealRow], width: int) -> Iterator[SheetLine]:
    yield []
    yield [Piece(_("封存与解封的记录,新的在前"), "heading")]
    if not records:
        yield [Piece(_("  还没有封存过。"), "quiet")]
    for row in records:
        yield from _folded(clean("  ".join(record_words(row))), width)


def _folded(words: str, width: int) -> Iterator[SheetLine]:
    for line in fold_lines("  " + words, width, indent="    "):
        yield [Piece(line)]

"""月报: the figures of a period; Enter on a count lists exactly its cases."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from textual import events, on
from textual.app import ComposeResult

from mediation.errors import MediationError
from mediation.figures.counts import Scope
from mediation.figures.period import Period
from mediation.figures.statistical_year import StatisticalYear
from mediation.i18n import _
from mediation.reports.report import Report, court_name
from mediation.reports.wording import made_words, period_words
from mediation.reports.writing import FORMS
from tui.dialogs.ask_period import ask_period
from tui.dialogs.ask_text import AskText
from tui.dialogs.sealing import ask_seal, ask_unseal
from tui.forms.lookups import Courts
from tui.screens.behind import open_behind
from tui.screens.corrections import CorrectionsRoom
from tui.screens.month_lines import month_lines
from tui.screens.room import Room
from tui.widgets.sheet import Piece, Sheet


class MonthRoom(Room):
    """The report of a month, a quarter or a year, for all courts or for one."""

    room = "month"

    def __init__(self) -> None:
        super().__init__()
        self._period: Period | None = None
        self._scope = Scope()
        self._report: Report | None = None

    def body(self) -> ComposeResult:
        """One sheet."""
        yield Sheet()

    @property
    def period(self) -> Period:
        """The period shown; the month of today until another is asked for."""
        return self._period or Period.month(self.window.today())

    def load(self) -> None:
        """Compute the report in a thread; first of all learn which month this is for the office."""
        if self._period is None:
            self.ask("year", lambda office: office.figures.year(), self._begin)
            return
        period, scope = self.period, self._scope
        self.say_heading(self._title(), _("正在计算.."))
        self.ask(
            "report",
            lambda office: office.figures.report(period, scope),
            self._show,
            on_error=self._failed,
        )

    def _begin(self, year: StatisticalYear) -> None:
        if self._period is None:
            self._period = year.month_of(self.window.today())
            self.load()

    def _title(self) -> str:
        court = court_name(self._scope.court) if self._scope.court else _("全部法院")
        return _("月报   {period}   {court}").format(period=period_words(self.period), court=court)

    def _show(self, report: Report) -> None:
        self._report = report
        self.say_heading(self._title(), _facts(report))
        self._draw()
        if report.three_way is None:
            self.ask(
                "examined",
                lambda office: office.figures.examine(report),
                lambda found: self._take_examined(report, found),
            )

    def _take_examined(self, report: Report, found: Report) -> None:
        """What takes longer to count than the rest stands a moment later."""
        if self._report is report:
            self._report = found
            self._draw()

    def _failed(self, error: MediationError) -> None:
        self.say_heading(self._title())
        self.query_one(Sheet).show_lines([[Piece(error.message, "fault")]])

    def _draw(self) -> None:
        if self._report is not None:
            sheet = self.query_one(Sheet)
            width = max(sheet.scrollable_content_region.width, 20)
            sheet.show_lines(month_lines(self._report, width, flat=self.window.is_flat))

    def on_resize(self, _event: events.Resize) -> None:
        """Lay out anew for the width."""
        self.call_after_refresh(self._draw)

    # --- verbs --------------------------------------------------------------------------------

    @on(Sheet.Opened)
    def action_open(self) -> None:
        """List the cases behind the number under the cursor."""
        if self._report is not None:
            opens = self.query_one(Sheet).pointed
            open_behind(self.window, opens, self._report.period, seal=self._report.sealed)

    def action_shift_period(self, by: int) -> None:
        """The period before or after, as long as this one."""
        try:
            self._period = self.period.shifted(by * len(self.period))
        except (ValueError, OverflowError):
            return
        self.reload()

    def action_cross(self) -> None:
        """The same period and court by two dimensions."""
        from tui.screens.cross import CrossRoom

        seal = self._report.sealed if self._report is not None else None
        self.app.push_screen(CrossRoom(self.period, self._scope, seal))

    def action_funnel(self) -> None:
        """Rates against volume, between limits."""
        from tui.screens.funnel import FunnelRoom

        seal = self._report.sealed if self._report is not None else None
        self.app.push_screen(FunnelRoom(self.period, self._scope, seal))

    def action_definitions(self) -> None:
        """Every formula in full, beside what the others would give."""
        if self._report is not None:
            from tui.screens.definitions import DefinitionsRoom

            self.app.push_screen(DefinitionsRoom(self._report))

    def action_ask_period(self) -> None:
        """Another period, typed."""
        ask_period(self, self.period, self._take_period)

    def _take_period(self, period: Period) -> None:
        self._period = period
        self.reload()

    def action_ask_court(self) -> None:
        """One court, or all of them."""
        now = Courts().label(self._scope.court) if self._scope.court else ""
        self.app.push_screen(
            AskText(
                _("只看哪个法院?"),
                _("法院"),
                now,
                lambda text: Courts().named(text) if text else None,
                help=_("空着是全部法院;打任一部分、拼音首字母或代字,空格列出全部。"),
                lookup=Courts(),
            ),
            self._take_court,
        )

    def _take_court(self, text: str | None) -> None:
        if text is not None:
            self._scope = Scope(court=Courts().named(text).key if text else None)
            self.reload()

    # --- sealing ------------------------------------------------------------------------------

    def action_seal(self) -> None:
        """Seal the report shown, or lift its seal."""
        report = self._report
        if report is None:
            return
        if report.sealed is None:
            ask_seal(self.window, report, partial(self._seal, report))
        else:
            ask_unseal(self.window, report, partial(self._unseal, report))

    def _seal(self, report: Report, anyway: str) -> None:
        period, court = report.period, report.scope.court
        self.window.tell(
            lambda office: office.seals.seal(period, court, anyway=anyway),
            lambda row: self.window.saved(
                _("已封存 {period},SHA-256 {digest}…").format(
                    period=row.period, digest=row.sha256[:12]
                )
            ),
        )

    def _unseal(self, report: Report, reason: str) -> None:
        period, court = report.period, report.scope.court
        self.window.tell(
            lambda office: office.seals.unseal(period, court, reason=reason),
            lambda row: self.window.saved(_("已解封 {period}").format(period=row.period)),
        )

    def action_corrections(self) -> None:
        """What would be otherwise than sealed, the cases that make it so, and all sealings."""
        if self._report is not None:
            self.app.push_screen(CorrectionsRoom(self._report))

    # --- export -------------------------------------------------------------------------------

    def action_export(self) -> None:
        """Put the report into a file."""
        if self._report is None:
            return
        from tui.dialogs.ask_file import ask_file
        from tui.screens.member import file_word

        court = f"-{file_word(court_name(self._scope.court))}" if self._scope.court else ""
        ask_file(
            self.window,
            _("把这份月报存成哪个文件?"),
            name=_("月报-{period}{court}.xlsx").format(period=self.period, court=court),
            forms=FORMS,
            help=_("后缀 .xlsx 是表格,.docx、.pdf 是公文;也可以 .md、.txt、.csv、.json。"),
            then=self._write,
        )

    def _write(self, target: Path) -> None:
        from tui.exporting import export

        period, scope = self.period, self._scope
        export(
            self.window,
            target,
            lambda office, draft, progress: office.figures.save(
                draft, period, scope, progress=progress
            ),
        )


def _facts(report: Report) -> str:
    """Whether the report is sealed, and how many figures have been corrected since."""
    if report.sealed is None:
        return str(report.period)
    words = _("已封存 {day}  sha {digest}").format(
        day=made_words(report.sealed.at)[:10], digest=report.sealed.sha256[:8]
    )
    corrected = sum(not each.row for each in report.corrections)
    if report.corrections:
        words += _("  更正 {count} 处").format(count=corrected or len(report.corrections))
    return words

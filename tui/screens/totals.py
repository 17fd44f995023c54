"""收案: what the whole court received, month by month, typed into a grid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from mediation.errors import Conflict, MediationError
from mediation.figures.counts import CourtTotals
from mediation.figures.period import Period
from mediation.i18n import _
from mediation.registry.courts import courts_of_ordos
from mediation.reports.report import court_name
from mediation.store import Draft
from tui.dialogs.ask_text import AskText
from tui.dialogs.both_versions import BothVersions, Settled, Side
from tui.drafts import DraftKeeper
from tui.forms.lookups import Courts
from tui.screens.room import Room
from tui.text import shown
from tui.widgets.totals_cells import CATEGORIES, HEADINGS, YearCells
from tui.widgets.totals_grid import TotalsGrid

if TYPE_CHECKING:
    from mediation.office.office import Office

_CHOSEN = "totals.court"
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_Read = tuple[str, list[CourtTotals], Draft | None]


class TotalsRoom(Room):
    """The totals of one court and year; unsaved cells are marked and kept as a draft."""

    room = "totals"
    DEFAULT_CSS = """
    TotalsRoom .about { height: 2; color: $quiet; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.is_saved = False
        self._court = ""
        self._year = 0
        self._cells = YearCells("", 0)
        self._saving = False

    def body(self) -> ComposeResult:
        """The grid, and what the cell under the cursor means."""
        yield TotalsGrid()
        yield Static("", classes="about", markup=False)

    def on_mount(self) -> None:
        """What is typed here is kept as a draft as in any form."""
        super().on_mount()
        self._year = self.window.today().year
        DraftKeeper.of(self.app).opened(self)

    def on_unmount(self) -> None:
        """Leave nothing behind that is not kept."""
        DraftKeeper.of(self.app).closed(self)

    # --- drafts -------------------------------------------------------------------------------

    @property
    def draft_key(self) -> str:
        """One draft for each court and year."""
        return f"totals:{self._court}:{self._year}"

    def draft_title(self) -> str:
        """The court and the year."""
        return _("法院收案 {court} {year}年 未存 {count} 格").format(
            court=court_name(self._court), year=self._year, count=len(self._cells.typed)
        )

    def draft_values(self) -> Mapping[str, str] | None:
        """The changed cells; ``None`` when there is none."""
        return self._cells.draft_values() or None

    # --- reading ------------------------------------------------------------------------------

    def load(self) -> None:
        """Read the year of the court, and what was typed and not saved."""
        chosen, year = self._court, self._year

        def read(office: Office) -> _Read:
            period = Period(date(year, 1, 1), date(year, 12, 31))
            court = chosen or office.setting(_CHOSEN) or _usual_court(office, period)
            key = f"totals:{court}:{year}"
            draft = next((one for one in office.drafts.all() if one.key == key), None)
            return court, office.figures.totals(period, court), draft

        self.ask("totals", read, self._show)

    def _show(self, read: _Read) -> None:
        court, totals, draft = read
        first = (court, self._year) != (self._cells.court, self._cells.year)
        self._court = court
        if first:
            self._cells = YearCells(court, self._year)
        self._cells.take_saved(totals)
        grid = self.query_one(TotalsGrid)
        if first and draft is not None:
            self._cells.take_draft(draft.values)
            moment = draft.saved_at.astimezone().strftime("%m-%d %H:%M")
            self.window.say(
                _("已放回 {moment} 没保存的 {count} 格(带 * 号),Ctrl+S 保存。").format(
                    moment=moment, count=len(self._cells.typed)
                )
            )
        grid.show_cells(self._cells)
        if first and self._year == self.window.today().year:
            grid.go_to(self.window.today().month)
        self._tell_state()
        if first and draft is not None and self._cells.apart():
            self._ask_side(_("草稿留下以后,别人改过这些数。请逐项选一边。"))

    def _tell_state(self) -> None:
        count = len(self._cells.typed)
        state = _("未存 {count} 格,Ctrl+S 保存").format(count=count) if count else _("都已保存")
        self.say_heading(
            _("法院收案   {court}   {year}年").format(
                court=court_name(self._court), year=self._year
            ),
            state,
        )
        self._tell_cell()

    @on(TotalsGrid.Moved)
    def _tell_cell(self) -> None:
        cell = self.query_one(TotalsGrid).cell
        words = _("{year}年{month}月 {category} {figure}").format(
            year=self._year,
            month=cell.month,
            category=CATEGORIES[cell.category],
            figure=HEADINGS[cell.figure],
        )
        if cell in self._cells.typed:
            words += _(":已存 {saved},改为 {typed},未存").format(
                saved=self._cells.saved_text(cell) or _("(空)"),
                typed=self._cells.typed[cell] or _("(空)"),
            )
        elif self.window.is_flat and (saved := self._cells.saved_text(cell)):
            words += _(":{saved}").format(saved=saved)
        elif cell.figure == "disputes":
            words += _(":空着时按 一审新收 + 调解收案 - 转立案 计算,写在括号里")
        doubt = self._cells.doubts(cell.category, cell.month)
        about = words + (
            f"\n! {doubt}" if doubt else _("\n打数字换掉,Enter 下一格,Delete 清空;可整块粘贴")
        )
        self.query_one(".about", Static).update(shown(about))

    @on(TotalsGrid.Changed)
    def _typed(self) -> None:
        self.is_saved = False
        DraftKeeper.of(self.app).changed(self)
        self._tell_state()

    @on(TotalsGrid.Refused)
    def _refused(self, event: TotalsGrid.Refused) -> None:
        self.window.say(event.why)

    # --- verbs --------------------------------------------------------------------------------

    def action_undo_cell(self) -> None:
        """The saved number again."""
        self.query_one(TotalsGrid).put_back()

    def action_shift_year(self, by: int) -> None:
        """The year before or after."""
        if _FIRST_YEAR <= self._year + by <= _LAST_YEAR:
            self._leave_year()
            self._year += by
            self.reload()

    def turn_to(self, court: str, year: int) -> None:
        """Show this court and year."""
        if _FIRST_YEAR <= year <= _LAST_YEAR and (court, year) != (self._court, self._year):
            self._leave_year()
            self._court, self._year = court, year
            self.reload()

    def action_ask_court(self) -> None:
        """Another court."""
        self.app.push_screen(
            AskText(
                _("看哪个法院的收案?"),
                _("法院"),
                Courts().label(self._court) if self._court else "",
                Courts().named,
                help=_("打任一部分、拼音首字母或代字;空格列出鄂尔多斯的法院。"),
                lookup=Courts(),
            ),
            self._take_court,
        )

    def _take_court(self, text: str | None) -> None:
        if text is not None:
            self._leave_year()
            self._court = Courts().named(text).key
            court = self._court
            self.window.tell(lambda office: office.put_setting(_CHOSEN, court))
            self.reload()

    def _leave_year(self) -> None:
        if self._cells.typed:
            DraftKeeper.of(self.app).keep(self)

    def action_save(self) -> None:
        """Save every changed cell in one write."""
        rows = self._cells.changed_rows()
        if self._saving or not rows:
            if not rows:
                self.window.say(_("没有改动,不用保存。"))
            return
        if self._cells.apart():
            self._ask_side(_("别人已先改过这些数,您的还没有保存。请逐项选一边。"))
            return
        self._saving = True
        key, cells, typed = self.draft_key, self._cells, dict(self._cells.typed)

        def call(office: Office) -> None:
            office.figures.put_totals(rows)
            office.drafts.drop(key)

        def saved(_done: None) -> None:
            self._saving = False
            cells.saved_as(typed)
            self.window.saved(
                _("已保存法院收案 {count} 格:{court} {year}年").format(
                    count=len(typed), court=court_name(cells.court), year=cells.year
                )
            )

        self.window.tell(call, saved, self._failed)

    def _failed(self, error: MediationError) -> None:
        self._saving = False
        if not isinstance(error, Conflict):
            self.window.explain(error)
            return
        year = Period(date(self._year, 1, 1), date(self._year, 12, 31))
        court, words = self._court, error.message

        def show(totals: list[CourtTotals]) -> None:
            self._cells.take_saved(totals)
            self._ask_side(words)

        self.ask("totals", lambda office: office.figures.totals(year, court), show)

    def _ask_side(self, words: str) -> None:
        """Let the user choose, cell by cell, where another number was saved under what is typed."""
        sides = [
            Side(cell.name, cell.label, mine, theirs) for cell, mine, theirs in self._cells.apart()
        ]
        if sides:
            self.app.push_screen(BothVersions(words, sides), self._settle)
        else:
            self._settle(Settled(frozenset(), saves=True))

    def _settle(self, settled: Settled | None) -> None:
        if settled is None:
            return
        self._cells.settle(settled.taken)
        if settled.saves and self._cells.typed:
            self.action_save()
        else:
            DraftKeeper.of(self.app).keep(self)
            self.reload()


def _usual_court(office: Office, period: Period) -> str:
    """The court whose totals are entered already, else a basic court of Ordos."""
    entered = office.figures.totals(period)
    if entered:
        return entered[0].court
    return next(court.code for court in courts_of_ordos() if court.level == "基层")

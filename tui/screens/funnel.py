"""漏斗图: success rates of a period against their volume, between limits; Enter opens a point's cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Static

from mediation.errors import MediationError
from mediation.figures.casemix import Expectation
from mediation.figures.corrections import Seal
from mediation.figures.counts import Counts, Scope
from mediation.figures.funnel import STANDING_NAMES, Point, Standing, limits
from mediation.figures.indicators import success_rate
from mediation.figures.intervals import COUNTS_ONLY_BELOW, Interval
from mediation.figures.keys import FunnelUnit
from mediation.figures.period import Period
from mediation.i18n import _
from mediation.office.funnels import UNIT_NAMES
from mediation.reports.names import court_name, unrecorded
from mediation.reports.wording import (
    decimals,
    few_words,
    interval_words,
    made_words,
    percent,
    period_words,
    share_words,
)
from tui.screens.behind import ListedRoom
from tui.screens.room import Room
from tui.text import shown
from tui.widgets.funnel_plot import (
    ALERT_LINE,
    MARKS,
    MEAN_LINE,
    REVIEW_LINE,
    Curve,
    FunnelPlot,
)

if TYPE_CHECKING:
    from mediation.office.office import Office

_STEPS = 120
_OFFERED = (FunnelUnit.MEDIATOR, FunnelUnit.COURT, FunnelUnit.STUDIO)


@dataclass(frozen=True, slots=True)
class _Read:
    unit: FunnelUnit
    rate: Fraction | None
    rows: Sequence[tuple[Point, Expectation]]
    curve: Curve | None


class FunnelRoom(Room):
    """One period and scope by mediator, by court or by studio; nobody is set in an order of merit."""

    room = "funnel"
    AUTO_FOCUS = "FunnelPlot"
    DEFAULT_CSS = """
    FunnelRoom > #legend { height: auto; padding: 0 1; color: $quiet; }
    FunnelRoom > #point { height: 4; padding: 0 1; background: $surface; }
    """

    def __init__(self, period: Period, scope: Scope, seal: Seal | None = None) -> None:
        super().__init__()
        self._period = period
        self._scope = scope
        self._seal = seal
        self._unit = FunnelUnit.MEDIATOR
        self._shown = self._unit
        self._rows: dict[str, Expectation] = {}
        self._refusal = ""

    def body(self) -> ComposeResult:
        """The plot, what its marks mean, and the point under the cursor in words."""
        yield FunnelPlot()
        yield Static("", id="legend", markup=False)
        yield Static("", id="point", markup=False)

    def load(self) -> None:
        """Count in a thread, and the limits with it."""
        unit, period, scope = self._unit, self._period, self._scope
        words = _("漏斗图   {period}   按{unit}").format(
            period=period_words(period), unit=UNIT_NAMES[unit]
        )
        self.say_heading(words, self._facts())

        def read(office: Office) -> _Read:
            rate, rows = office.figures.funnel(unit, period, scope)
            most = max((point.cases for point, _expected in rows), default=0)
            return _Read(unit, rate, rows, None if rate is None else _curve(rate, most))

        self.ask("funnel", read, self._show, on_error=self._failed)

    def _facts(self) -> str:
        court = court_name(self._scope.court) if self._scope.court else _("全部法院")
        if self._seal is None:
            return court
        return _("{court}  已封存 {day}").format(court=court, day=made_words(self._seal.at)[:10])

    def _show(self, read: _Read) -> None:
        self._shown = read.unit
        self._rows = {point.key: expected for point, expected in read.rows}
        self._refusal = "" if read.rows else _("本期没有结案,画不出漏斗图。")
        points = [point for point, _expected in read.rows]
        told = {point.key: self._told(point) for point in points}
        self.query_one(FunnelPlot).show(read.curve, points, told)
        legend = "  ".join(f"{MARKS[each]} {STANDING_NAMES[each]}" for each in Standing)
        if read.rate is not None and self.window.is_flat:
            legend = _("总成功率 {rate}").format(rate=percent(read.rate))
        elif read.rate is not None:
            legend += "  " + _("{mean} 总成功率 {rate}  {alert} 95 %  {review} 99.8 %").format(
                mean=MEAN_LINE, rate=percent(read.rate), alert=ALERT_LINE, review=REVIEW_LINE
            )
        self.query_one("#legend", Static).update(shown(legend))

    def _failed(self, error: MediationError) -> None:
        self._refusal = error.message
        self._say_point()

    @on(FunnelPlot.Pointed)
    def _say_point(self) -> None:
        plot = self.query_one(FunnelPlot)
        point = plot.point
        words = self._refusal
        if point is not None and not words:
            words = "\n".join(self._words(point, self._rows[point.key], plot.together))
        self.query_one("#point", Static).update(shown(words))

    def on_resize(self, _event: events.Resize) -> None:
        """Points that stood apart may stand together now."""
        self.call_after_refresh(self._say_point)

    def _called(self, point: Point) -> str:
        if self._shown is FunnelUnit.COURT and point.key:
            return court_name(point.key)
        return point.name or unrecorded()

    def _told(self, point: Point) -> str:
        """A point on one line of a flat screen."""
        return f"{self._first_words(point)}   {STANDING_NAMES[point.standing]}"

    def _first_words(self, point: Point) -> str:
        rate = success_rate(Counts(closed=point.cases, succeeded=point.succeeded))
        told = (few_words(rate), share_words(rate), interval_words(rate))
        return _("{name}   成功 {succeeded} / 结案 {cases}   {rate}").format(
            name=self._called(point),
            succeeded=point.succeeded,
            cases=point.cases,
            rate=" ".join(filter(None, told)),
        )

    def _words(self, point: Point, expected: Expectation, together: int) -> list[str]:
        first = self._first_words(point)
        if together > 1:
            first += _("   (此处 {count} 个点重叠,左右键逐个看)").format(count=together)
        if point.standing is Standing.TOO_FEW:
            few = _("结案不足 {few} 件:只列件数,不作判断。").format(few=COUNTS_ONLY_BELOW)
            return [first, few, "", self._caution()]
        ratio = expected.ratio
        return [
            first,
            _("{standing}   95 % 控制限 {alert}   99.8 % 控制限 {review}").format(
                standing=STANDING_NAMES[point.standing],
                alert=_band(point.limits.alert),
                review=_band(point.limits.review),
            ),
            _(
                "按案件构成(案由、来源、标的)期望成功 {expected},实际 {observed},实际÷期望 {ratio}"
            ).format(
                expected=decimals(expected.expected),
                observed=expected.observed,
                ratio="-" if ratio is None else decimals(ratio, 2),
            ),
            self._caution(),
        ]

    @staticmethod
    def _caution() -> str:
        return _("从左到右按结案件数,不是名次;超出控制限只说明值得核对,不是评价。")

    # --- verbs --------------------------------------------------------------------------------

    @on(FunnelPlot.Opened)
    def action_open(self) -> None:
        """List the closed cases of the point under the cursor."""
        point = self.query_one(FunnelPlot).point
        if point is None:
            return
        unit, period, scope, seal = self._shown, self._period, self._scope, self._seal
        words = _("{period} {name} 结案").format(
            period=period_words(period), name=self._called(point)
        )
        self.app.push_screen(
            ListedRoom(
                lambda office: office.figures.keys_of_unit(
                    unit, point.key, period, scope, seal=seal
                ),
                words,
                seal,
            )
        )

    def action_choose_unit(self) -> None:
        """By mediator, by court, by studio in turn."""
        self._unit = _OFFERED[(_OFFERED.index(self._unit) + 1) % len(_OFFERED)]
        self.reload()


def _curve(rate: Fraction, most: int) -> Curve:
    """Limits from the first number of cases that is judged on, denser where they bend."""
    numbers = {max(1, round(most * (step / _STEPS) ** 2)) for step in range(1, _STEPS + 1)}
    return Curve(float(rate), [(each, limits(rate, each)) for each in sorted(numbers)])


def _band(band: Interval) -> str:
    return f"{band.low * 100:.1f}-{band.high * 100:.1f} %"

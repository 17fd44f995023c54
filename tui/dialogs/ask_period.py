"""Another period asked for, as the office cuts its years and months."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mediation.figures.period import Period
from mediation.figures.statistical_year import StatisticalYear
from mediation.i18n import _
from tui.dialogs.ask_text import AskText

if TYPE_CHECKING:
    from tui.screens.room import Room


def ask_period(room: Room, period: Period, then: Callable[[Period], None]) -> None:
    """Ask for another period than this; ``then`` gets it."""
    room.ask(
        "year", lambda office: office.figures.year(), lambda year: _ask(room, year, period, then)
    )


def _ask(room: Room, year: StatisticalYear, period: Period, then: Callable[[Period], None]) -> None:
    def settled(text: str | None) -> None:
        if text is not None:
            then(year.period(text))

    room.app.push_screen(
        AskText(
            _("看哪个期间的数字?"),
            _("期间"),
            str(period),
            year.period,
            help=_("2026-10、2026、2026-Q3、2026-H1、2026-01..2026-06"),
        ),
        settled,
    )

"""Opens a form, or what a draft belongs to, over whatever is on screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mediation.i18n import _

if TYPE_CHECKING:
    from tui.app import MediationApp
    from tui.forms.form import FormScreen


def form_screen(app: MediationApp, name: str, values: Mapping[str, Any]) -> FormScreen:  # noqa: ARG001
    """The form of this name; see :mod:`tui.forms.catalogue`. Loaded when first needed."""
    from tui.forms.catalogue import form_screen as made

    return made(name, **values)


def open_draft(app: MediationApp, key: str) -> None:
    """Open what a draft belongs to: its form, or the year of court totals it was typed into."""
    from tui.forms.catalogue import form_of_draft

    name, _colon, rest = key.partition(":")
    if name == "totals":
        court, _colon, year = rest.partition(":")
        app.run_worker(_open_totals(app, court, int(year) if year.isdecimal() else 0))
        return
    form = form_of_draft(key)
    if form is None:
        app.say(_("这份草稿的表已经没有了。"))
    else:
        app.push_screen(form)


async def _open_totals(app: MediationApp, court: str, year: int) -> None:
    from tui.screens.totals import TotalsRoom

    await app.action_room("totals")
    if isinstance(app.screen, TotalsRoom):
        app.screen.turn_to(court, year)

"""What the numbers of a page open, and the list of exactly the cases behind one of them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mediation.figures.corrections import Seal
from mediation.figures.counts import Scope
from mediation.figures.keys import Figure
from mediation.figures.period import Period
from mediation.figures.three_way import PREFIX
from mediation.i18n import _
from mediation.reports.wording import made_words, period_words
from tui.screens.cases import CasesRoom

if TYPE_CHECKING:
    from mediation.office.behind import Part
    from mediation.office.office import Office
    from tui.app import MediationApp


@dataclass(frozen=True, slots=True)
class CasesBehind:
    """What a count opens: its figure within a scope; ``words`` name it on the list.

    ``ending`` narrows closed cases down to a cell of the three-way table; ``period`` is another
    period than the report's, whose cases are listed as they stand now.
    """

    figure: Figure
    scope: Scope
    words: str
    ending: str = ""
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class NameBehind:
    """What an amount, an open question or a part of a rate opens, under the figure's key.

    ``version`` is the definition that the rate is shown by.
    """

    name: str
    scope: Scope
    words: str
    part: Part = "numerator"
    version: str = ""


@dataclass(frozen=True, slots=True)
class TotalsBehind:
    """What a number of the court totals opens: the room where they are entered."""


Behind = CasesBehind | NameBehind | TotalsBehind


def open_behind(
    window: MediationApp, opens: object, period: Period, *, seal: Seal | None = None
) -> None:
    """List the cases behind a number of a period's page: as sealed when the page is."""
    if isinstance(opens, TotalsBehind):
        window.run_worker(window.action_room("totals"))
    elif isinstance(opens, CasesBehind):
        _open_count(window, opens, opens.period or period, seal)
    elif isinstance(opens, NameBehind):
        versions = {opens.name: opens.version} if opens.version else {}

        def keys(office: Office) -> Sequence[int]:
            return office.figures.keys_behind(
                opens.name,
                period,
                opens.scope,
                part=opens.part,
                definitions=versions,
                seal=seal,
            )

        window.push_screen(ListedRoom(keys, f"{period_words(period)} {opens.words}", seal))


def _open_count(
    window: MediationApp, opens: CasesBehind, period: Period, seal: Seal | None
) -> None:
    words = f"{period_words(period)} {opens.words}"
    if seal is not None and opens.period is not None:
        seal, words = None, _("{words}(按现在的案件)").format(words=words)
    if seal is None:
        office = window.office
        if office is not None:
            query = office.figures.cases_behind(
                opens.figure, period, opens.scope, ending=opens.ending
            )
            window.open_cases(query, words)
        return
    name = PREFIX + opens.ending if opens.ending else opens.figure.value
    window.push_screen(
        ListedRoom(
            lambda office: office.figures.keys_behind(name, period, opens.scope, seal=seal),
            words,
            seal,
        )
    )


class ListedRoom(CasesRoom):
    """Exactly these cases, by key: no condition adds to them or takes away."""

    room = "listed"

    def __init__(
        self, keys: Callable[[Office], Sequence[int]], words: str, seal: Seal | None = None
    ) -> None:
        if seal is not None:
            words += _("  已封存 {day}").format(day=made_words(seal.at)[:10])
        super().__init__(trail=words)
        self._keys_of = keys

    def load(self) -> None:
        """The keys of all of it, then the rows in sight."""
        self._whole = False
        self._say()
        self._ask_for_keys()

    def _ask_for_keys(self) -> None:
        self.ask(
            "keys",
            lambda office: array("q", self._keys_of(office)),
            self._take_keys,
            on_error=self._refused,
        )

    def _refused(self, error: Exception) -> None:
        self.table.say_empty(str(error))

    def _nothing_here(self) -> str:
        return _("没有案件:这个数是 0。")

"""Conditions by name: court, cause, channel, mediator, outcome, state, month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from mediation.cases.terms import Channel, Outcome, State
from mediation.errors import MediationError
from mediation.figures.keys import Figure
from mediation.figures.period import Period
from mediation.i18n import _
from mediation.listing import Range
from mediation.registry.mediators import Mediator
from mediation.store import CaseQuery
from tui.conditions import FIGURE_NAMES, conditions
from tui.ranges import RANGE_NAMES, range_words, ranged, read_ranges
from tui.screens.picker import Choice, PickerScreen, names_match

_RECENT_MONTHS = 6
_CAUSES_SHOWN = 8


class FilterScreen(PickerScreen):
    """Answers the changed query and words for the keys in it; ``None`` when nothing was chosen."""

    def __init__(self, query: CaseQuery, names: dict[str, str], today: date) -> None:
        super().__init__(_("筛选:选一个条件加上,或去掉已有的"), self._fitting)
        self._query = query
        self._names = names
        self._today = today
        self._mediators: Sequence[Mediator] = ()
        self._tags: Sequence[tuple[str, int]] = ()

    def on_mount(self) -> None:
        """The roster and the tags join the list once they have been read."""
        super().on_mount()
        app: Any = self.app
        app.ask("tags", lambda office: office.folders.used_tags(), self._take_tags, owner=self)
        app.ask("roster", lambda office: office.roster.all(), self._take_roster, owner=self)

    def _take_roster(self, found: Sequence[Mediator]) -> None:
        self._mediators = found
        self.fill()

    def _take_tags(self, found: Sequence[tuple[str, int]]) -> None:
        self._tags = found
        self.fill()

    def _fitting(self, text: str) -> list[Choice]:
        fixed = [*self._removals(), *self._choices()]
        found = [choice for choice in fixed if names_match(text, f"{choice.label} {choice.note}")]
        return [*found, *self._ranges(text), *self._months(text), *self._typed(text)]

    def _removals(self) -> Iterator[Choice]:
        for condition in conditions(self._query, self._names):
            yield Choice(
                _("去掉 {condition}").format(condition=condition), "", (condition.without, {})
            )

    def _choices(self) -> Iterator[Choice]:
        query = self._query
        month = Period.month(self._today)
        unfinished = replace(query, figure=Figure.PENDING, period=month, outcome=None, state=None)
        yield Choice(_("未结"), _("到今天还没有结案的"), (unfinished, {}))
        for state in State:
            yield Choice(state.label, _("状态"), (replace(query, state=state.value), {}))
        for outcome in Outcome:
            yield Choice(outcome.label, _("结果"), (replace(query, outcome=outcome.value), {}))
        for channel in Channel:
            yield self._scoped(channel.label, _("来源"), channel=channel.value)
        for court in _courts():
            yield self._scoped(court.name, _("法院"), court=court.code)
        for tag, _count in self._tags:
            yield Choice(f"#{tag}", _("标签"), (replace(query, tag=tag), {}))
        for mediator in self._mediators:
            yield self._scoped(mediator.name, _("调解员"), mediator=mediator.id)

    def _scoped(self, label: str, note: str, **scope: str | UUID) -> Choice:
        query = replace(self._query, scope=replace(self._query.scope, **scope))  # type: ignore[arg-type]
        return Choice(label, note, (query, {str(key): label for key in scope.values()}))

    def _ranges(self, text: str) -> Iterator[Choice]:
        """What was typed as from .. to, of every field that it can be of."""
        for limits in read_ranges(text):
            label = f"{RANGE_NAMES[limits.field]} {range_words(limits)}"
            yield Choice(label, _("从..到"), (ranged(self._query, limits), {}))
        if not text:
            for field, name in RANGE_NAMES.items():
                some = Range(field, None, None)
                yield Choice(
                    _("{field}已登记").format(field=name),
                    _("或打入 {field} 从..到").format(field=name),
                    (ranged(self._query, some), {}),
                )

    def _months(self, text: str) -> Iterator[Choice]:
        try:
            periods = [Period.parse(text)]
        except MediationError:
            month = Period.month(self._today)
            periods = [month.shifted(-back) for back in range(_RECENT_MONTHS)] if not text else []
        for period in periods:
            for figure in (Figure.RECEIVED, Figure.CLOSED, Figure.SUCCEEDED):
                query = replace(self._query, figure=figure, period=period)
                label = f"{period} {FIGURE_NAMES[figure]}"
                yield Choice(label, _("月份"), (query, {}))

    def _typed(self, text: str) -> Iterator[Choice]:
        """Causes and courts beyond the usual ones, once something is typed."""
        if not text:
            return
        from mediation.registry.causes import search_causes
        from mediation.registry.courts import search_courts

        usual = {court.code for court in _courts()}
        for cause in search_causes(text, limit=_CAUSES_SHOWN):
            yield self._scoped(cause.name, _("案由"), cause=cause.code)
        for court in search_courts(text, limit=_CAUSES_SHOWN):
            if court.code not in usual:
                yield self._scoped(court.name, _("法院"), court=court.code)


def _courts() -> list[Any]:
    from mediation.registry.courts import courts_of_ordos

    return courts_of_ordos()

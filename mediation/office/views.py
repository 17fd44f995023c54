"""视图: conditions, order and columns of the list under a name; some come with the program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from mediation.errors import MediationError, NotFound, RuleViolation
from mediation.figures.counts import Scope
from mediation.figures.keys import Figure
from mediation.figures.period import Period
from mediation.i18n import _
from mediation.listing import RANGED, SHUT_OUT, SORTS, CaseQuery, Range
from mediation.shelf import KeptView
from mediation.store import Store

if TYPE_CHECKING:
    from mediation.clock.calendar import WorkCalendar

_DAYS = ("referred_on", "signed_on", "closed_on", "limit_on")


@dataclass(frozen=True, slots=True)
class View:
    """What a list shows: ``columns`` by key in their order, none meaning all; ``names`` are the
    words for keys in the query; ``own`` tells what people kept from what comes with the program."""

    name: str
    query: CaseQuery
    columns: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    own: bool = True


class Views:
    """The views that come with the program, and those kept."""

    def __init__(
        self,
        store: Store,
        *,
        who: str,
        today: Callable[[], date],
        calendar: Callable[[], WorkCalendar],
    ) -> None:
        self._store = store
        self._who = who
        self._today = today
        self._calendar = calendar

    def everything(self) -> list[View]:
        """The kept ones by name, then those of the program that none of them replaces."""
        with self._store.reading() as reading:
            kept = [view for each in reading.views.everything() if (view := _read(each))]
        taken = {view.name for view in kept}
        return [*kept, *(view for view in self._delivered() if view.name not in taken)]

    def named(self, name: str) -> View:
        """The view with this name; raises NotFound naming them all."""
        found = self.everything()
        for view in found:
            if view.name == name.strip():
                return view
        raise NotFound(
            _("没有叫“{name}”的视图,可用:{known}。").format(
                name=name.strip()[:40], known=_("、").join(view.name for view in found)
            )
        )

    def keep(self, view: View) -> None:
        """Keep a view under its name, replacing what was there."""
        if not view.name.strip():
            raise RuleViolation(_("请给视图起个名字。"), field="name")
        with self._store.writing(self._who) as writing:
            writing.views.put(KeptView(view.name.strip(), _written(view)))

    def drop(self, name: str) -> None:
        """Forget a kept view; raises NotFound."""
        with self._store.writing(self._who) as writing:
            writing.views.drop(name)

    def _delivered(self) -> list[View]:
        today = self._today()
        month = Period.month(today)
        open_cases = CaseQuery(outcome="", sort="limit_on", descending=False)
        mine = self._of_myself()
        views = [
            View(_("未结"), open_cases, own=False),
            View(_("逾期"), self._overdue(today), own=False),
            View(_("七天内到期"), self._within_a_week(today), own=False),
            View(_("待签收"), CaseQuery(state="registered"), own=False),
            View(
                _("本月收案"),
                CaseQuery(figure=Figure.RECEIVED, period=month),
                own=False,
            ),
            View(
                _("本月结案"),
                CaseQuery(figure=Figure.CLOSED, period=month, sort="closed_on"),
                own=False,
            ),
        ]
        if mine is None:
            return views
        scope = Scope(mediator=mine)
        names = {str(mine): self._who}
        own = CaseQuery(scope=scope, outcome="", sort="limit_on", descending=False)
        return [View(_("我的未结"), own, names=names, own=False), *views]

    def _of_myself(self) -> UUID | None:
        """The mediator who bears the name that this computer writes under."""
        with self._store.reading() as reading:
            found = [person for person in reading.mediators() if person.name == self._who]
        return found[0].id if len(found) == 1 else None

    def _overdue(self, today: date) -> CaseQuery:
        """Open cases whose limit has passed, days off counted in."""
        calendar, last = self._calendar(), today - timedelta(days=1)
        while calendar.workday_from(last) >= today:
            last -= timedelta(days=1)
        return CaseQuery(
            outcome="", ranges=(Range("limit_on", None, last),), sort="limit_on", descending=False
        )

    def _within_a_week(self, today: date) -> CaseQuery:
        overdue = self._overdue(today).ranges[0].high
        assert isinstance(overdue, date)
        soon = Range("limit_on", overdue + timedelta(days=1), today + timedelta(days=7))
        return CaseQuery(outcome="", ranges=(soon,), sort="limit_on", descending=False)


def _written(view: View) -> dict[str, Any]:
    query = view.query
    plain: dict[str, Any] = {
        name: getattr(query, name)
        for name in ("text", "outcome", "state", "ending", "band", "tag", "sort", "descending")
        if getattr(query, name) != getattr(_PLAIN, name)
    }
    scope = {
        each.name: str(value)
        for each in fields(Scope)
        if (value := getattr(query.scope, each.name)) is not None
    }
    more: dict[str, Any] = {
        "scope": scope,
        "figure": query.figure.value if query.figure is not None else None,
        "period": str(query.period) if query.period is not None else None,
        "shut_out": [list(pair) for pair in query.shut_out],
        "ranges": [[each.field, _text(each.low), _text(each.high)] for each in query.ranges],
        "then": [list(pair) for pair in query.then],
        "columns": list(view.columns),
        "names": dict(view.names),
    }
    return plain | {name: value for name, value in more.items() if value}


_PLAIN = CaseQuery()


def _text(value: date | int | None) -> str | int | None:
    return value.isoformat() if isinstance(value, date) else value


def _read(kept: KeptView) -> View | None:
    """The view that was kept; ``None`` for one of a newer program that this one cannot show."""
    content = kept.content
    try:
        scope: dict[str, Any] = dict(content.get("scope", {}))
        if "mediator" in scope:
            scope["mediator"] = UUID(scope["mediator"])
        figure, period = content.get("figure"), content.get("period")
        query = CaseQuery(
            **{
                name: content[name]
                for name in ("text", "outcome", "state", "ending", "band", "tag", "descending")
                if name in content
            },
            sort=_among(content.get("sort", _PLAIN.sort), SORTS),
            scope=Scope(**scope),
            figure=Figure(figure) if figure else None,
            period=Period.parse(period) if period else None,
            shut_out=tuple(
                (_among(name, SHUT_OUT), str(value)) for name, value in content.get("shut_out", ())
            ),
            ranges=tuple(
                Range(_among(name, RANGED), _value(name, low), _value(name, high))
                for name, low, high in content.get("ranges", ())
            ),
            then=tuple((_among(name, SORTS), bool(down)) for name, down in content.get("then", ())),
        )
    except (MediationError, ValueError, TypeError, KeyError):
        return None
    return View(kept.name, query, tuple(content.get("columns", ())), dict(content.get("names", {})))


def _among(name: str, known: tuple[str, ...]) -> str:
    if name not in known:
        raise KeyError(name)
    return name


def _value(name: str, value: Any) -> date | int | None:
    if value is None:
        return None
    return date.fromisoformat(value) if name in _DAYS else int(value)

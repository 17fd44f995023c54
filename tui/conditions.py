"""The conditions of a case list: what they are called, how a value under the cursor becomes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from mediation.cases.terms import Channel, Outcome, State
from mediation.errors import MediationError
from mediation.figures.counts import NOBODY, Scope
from mediation.figures.keys import Figure
from mediation.i18n import _
from mediation.listing import CaseQuery, CaseRow
from tui.widgets.case_columns import court_text

FIGURE_NAMES: Mapping[Figure, str] = {
    Figure.OPENING: _("期初未结"),
    Figure.RECEIVED: _("收案"),
    Figure.CLOSED: _("结案"),
    Figure.SUCCEEDED: _("成功"),
    Figure.PARTLY: _("部分成功"),
    Figure.FAILED: _("不成功"),
    Figure.WITHDRAWN: _("撤回"),
    Figure.RETURNED: _("退回"),
    Figure.TRANSFERRED: _("转立案"),
    Figure.PENDING: _("未结"),
}
NOT_RECORDED = _("未登记")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition in words, and the query without it."""

    name: str
    value: str
    without: CaseQuery

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


def conditions(query: CaseQuery, names: Mapping[str, str]) -> list[Condition]:
    """The conditions of a query. ``names`` has the words for mediators and causes by their key."""
    found = []
    for name, value, without in _scope_conditions(query.scope, names):
        found.append(Condition(name, value, replace(query, scope=without)))
    if query.outcome is not None:
        word = _label(Outcome, query.outcome)
        found.append(Condition(_("结果"), word, replace(query, outcome=None)))
    if query.state is not None:
        found.append(Condition(_("状态"), _label(State, query.state), replace(query, state=None)))
    if query.figure is not None:
        bare = replace(query, figure=None, period=None, ending="")
        found.append(Condition(FIGURE_NAMES[query.figure], str(query.period or ""), bare))
    if query.ending:
        word = ending_name(query.ending)
        found.append(Condition(_("调解会"), word, replace(query, ending="")))
    if query.band is not None:
        from mediation.figures.casemix import band_name

        found.append(Condition(_("标的"), band_name(query.band), replace(query, band=None)))
    if query.text:
        found.append(Condition(_("查找"), query.text, replace(query, text="")))
    return found


def ending_name(ending: str) -> str:
    """How closed cases ended, with or without a session on record, in words."""
    from mediation.figures.three_way import ENDING_NAMES, HALF_NAMES, endings_named

    half, dot, _rest = ending.partition(".")
    words = HALF_NAMES[half]
    return f"{words} {ENDING_NAMES[endings_named(ending)[0]]}" if dot else words


def without_conditions(query: CaseQuery) -> CaseQuery:
    """All cases, in the same order."""
    return CaseQuery(sort=query.sort, descending=query.descending)


def only_value(query: CaseQuery, column: str, row: CaseRow) -> CaseQuery:
    """The query narrowed to the value a row has in a column; raises MediationError with the reason
    when the column cannot be narrowed by."""
    scope = query.scope
    if column == "cause":
        return replace(query, scope=replace(scope, cause=_cause_of(row)))
    if column == "court":
        return replace(query, scope=replace(scope, court=row.court or ""))
    if column == "channel":
        return replace(query, scope=replace(scope, channel=row.channel or ""))
    if column == "mediator":
        return replace(query, scope=replace(scope, mediator=row.mediator or NOBODY))
    if column == "state":
        return _only_state(query, row)
    if column in ("referred_on", "closed_on"):
        day: date | None = getattr(row, column)
        if day is not None:
            from mediation.figures.period import Period

            figure = Figure.RECEIVED if column == "referred_on" else Figure.CLOSED
            return replace(query, figure=figure, period=Period.month(day))
    raise MediationError(
        _("这一栏不能“只看此值”:请用左右键选案由、状态、调解员、委派或结案月份,或按 / 查找。")
    )


def fits(query: CaseQuery, row: CaseRow) -> bool:
    """Whether a row shown still meets the conditions that can be told from the row itself."""
    scope = query.scope
    if query.outcome is not None and (row.outcome or "") != query.outcome:
        return False
    if query.state is not None and _state_of(row) != query.state:
        return False
    if scope.court is not None and (row.court or "") != scope.court:
        return False
    if scope.channel is not None and (row.channel or "") != scope.channel:
        return False
    return scope.mediator is None or (row.mediator or NOBODY) == scope.mediator


def _scope_conditions(scope: Scope, names: Mapping[str, str]) -> list[tuple[str, str, Scope]]:
    found = []
    if scope.court is not None:
        word = court_text(scope.court) or NOT_RECORDED
        found.append((_("法院"), word, replace(scope, court=None)))
    if scope.mediator is not None:
        word = NOT_RECORDED if scope.mediator == NOBODY else names.get(str(scope.mediator), "..")
        found.append((_("调解员"), word, replace(scope, mediator=None)))
    if scope.cause is not None:
        word = names.get(scope.cause) or cause_name(scope.cause) or NOT_RECORDED
        found.append((_("案由"), word, replace(scope, cause=None)))
    if scope.channel is not None:
        word = _label(Channel, scope.channel)
        found.append((_("来源"), word, replace(scope, channel=None)))
    return found


def _label(words: type[Channel] | type[Outcome] | type[State], value: str) -> str:
    if not value:
        return NOT_RECORDED
    try:
        return words(value).label
    except ValueError:
        return value


def cause_name(code: str) -> str:
    """The name of a cause by its unified code; the code itself when no table knows it."""
    if not code:
        return ""
    from mediation.registry.causes import cause_by_code

    try:
        return cause_by_code(code).name
    except (MediationError, KeyError):
        return code


def _cause_of(row: CaseRow) -> str:
    if not row.cause_name:
        return ""
    from mediation.registry.causes import cause_named

    return cause_named(row.cause_name, row.referred_on).code


def _state_of(row: CaseRow) -> str:
    if row.closed_on is not None:
        return State.CLOSED.value
    return (State.REGISTERED if row.signed_on is None else State.IN_MEDIATION).value


def _only_state(query: CaseQuery, row: CaseRow) -> CaseQuery:
    if row.outcome is not None:
        return replace(query, outcome=row.outcome.value, state=None)
    return replace(query, state=_state_of(row), outcome=None)

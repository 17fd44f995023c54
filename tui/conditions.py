"""The conditions of a case list: what they are called, how a value under the cursor becomes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from mediation.cases.naming import FIELD_NAMES
from mediation.cases.terms import Channel, Outcome, State
from mediation.errors import MediationError
from mediation.figures.counts import NOBODY, Scope
from mediation.figures.keys import Figure
from mediation.i18n import _
from mediation.listing import CaseQuery, CaseRow, Range
from tui.ranges import RANGE_NAMES, range_words, ranged
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
    sign: str = "="

    def __str__(self) -> str:
        return f"{self.name}{self.sign}{self.value}"


def conditions(query: CaseQuery, names: Mapping[str, str]) -> list[Condition]:
    """The conditions of a query. ``names`` has the words for mediators and causes by their key."""
    found = []
    for name, value, without in _scope_conditions(query.scope, names):
        found.append(Condition(name, value, replace(query, scope=without)))
    if query.outcome is not None:
        word = _label(Outcome, query.outcome) if query.outcome else _("未结")
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
    if query.tag:
        found.append(Condition(_("标签"), query.tag, replace(query, tag="")))
    for at, (field, value) in enumerate(query.shut_out):
        word = _shut_out_word(field, value, names)
        rest = (*query.shut_out[:at], *query.shut_out[at + 1 :])
        found.append(Condition(FIELD_NAMES[field], word, replace(query, shut_out=rest), "!="))
    for at, limits in enumerate(query.ranges):
        others = (*query.ranges[:at], *query.ranges[at + 1 :])
        word = range_words(limits)
        found.append(Condition(RANGE_NAMES[limits.field], word, replace(query, ranges=others)))
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
    return CaseQuery(sort=query.sort, descending=query.descending, then=query.then)


def without_value(query: CaseQuery, column: str, row: CaseRow) -> CaseQuery:
    """The query without the value a row has in a column; raises MediationError as
    :func:`only_value` does."""
    values = {
        "court": ("court", row.court or ""),
        "channel": ("channel", row.channel or ""),
        "cause": ("cause", _cause_of(row)),
        "mediator": ("mediator", str(row.mediator or NOBODY)),
        "state": ("outcome", row.outcome.value if row.outcome is not None else ""),
    }
    pair = values.get(column)
    if pair is None:
        raise MediationError(_("这一栏不能排除一个值:请用左右键选案由、状态、调解员、法院或来源。"))
    if pair in query.shut_out:
        return query
    return replace(query, shut_out=(*query.shut_out, pair))


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
    if column == "signed_on" and row.signed_on is not None:
        from mediation.figures.period import Period

        month = Period.month(row.signed_on)
        return ranged(query, Range("signed_on", month.start, month.end))
    if column in ("claimed", "agreed"):
        amount: int | None = getattr(row, column)
        if amount is not None:
            return ranged(query, Range(column, amount, amount))
    if column == "parties" and row.applicants:
        return replace(query, text=row.applicants.split("、")[0])
    if column == "number" and (row.number or row.court_number):
        return replace(query, text=row.court_number or row.number)
    if column in ("step", "why"):
        raise MediationError(
            _("这一栏不能“只看此值”:请用左右键选案由、状态、调解员、日期等栏,或按 / 查找。")
        )
    raise MediationError(_("这一栏是空的,不能“只看此值”:请用左右键选别的栏,或按 / 查找。"))


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
    if scope.mediator is not None and (row.mediator or NOBODY) != scope.mediator:
        return False
    return _fits_period(query, row) and _fits_rest(query, row)


def _fits_period(query: CaseQuery, row: CaseRow) -> bool:
    if query.figure is None or query.period is None:
        return True
    start, end = query.period.start, query.period.end
    if query.figure is Figure.RECEIVED:
        return start <= row.referred_on <= end
    if query.figure is Figure.PENDING:
        return row.referred_on <= end and (row.closed_on is None or row.closed_on > end)
    if query.figure is Figure.OPENING:
        return row.referred_on < start and (row.closed_on is None or row.closed_on >= start)
    if query.figure is Figure.TRANSFERRED:
        return True
    if row.closed_on is None or not start <= row.closed_on <= end:
        return False
    return query.figure is Figure.CLOSED or row.outcome == query.figure.value


def _fits_rest(query: CaseQuery, row: CaseRow) -> bool:
    for field, value in query.shut_out:
        if field == "cause":
            if _cause_of(row) == value:
                return False
        elif field == "mediator":
            if str(row.mediator or NOBODY) == (value or str(NOBODY)):
                return False
        elif (getattr(row, field) or "") == value:
            return False
    for limits in query.ranges:
        found = getattr(row, limits.field)
        if found is None:
            return False
        if limits.low is not None and found < limits.low:
            return False
        if limits.high is not None and found > limits.high:
            return False
    return query.scope.cause is None or _cause_of(row) == query.scope.cause


def _shut_out_word(field: str, value: str, names: Mapping[str, str]) -> str:
    if field == "outcome":
        return _label(Outcome, value) if value else _("未结")
    if field == "mediator":
        return names.get(value, "..") if value and value != str(NOBODY) else NOT_RECORDED
    if not value:
        return NOT_RECORDED
    if field == "court":
        return court_text(value)
    return cause_name(value) if field == "cause" else _label(Channel, value)


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

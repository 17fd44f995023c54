"""The case list: keys in order, rows by key, how many. Never by OFFSET."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from datetime import date
from functools import cache, lru_cache
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Integer,
    LargeBinary,
    ScalarSelect,
    Select,
    Text,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
)

from db import search
from db.among import among
from db.schema import case_text, cases, mediators, next_steps, sessions
from db.stays import open_after, open_at
from mediation.cases.terms import Outcome, SessionState, State
from mediation.figures.counts import Scope
from mediation.figures.keys import Figure
from mediation.listing import Range
from mediation.store import CaseQuery, CaseRow

NOBODY = UUID(int=0)
"""In ``Scope.mediator``: cases without a mediator, as the empty string is for the other fields."""

_AT_ONCE = 500
_MAKE: Callable[..., CaseRow] = CaseRow
_OUTCOMES: dict[str | None, Outcome] = {outcome.value: outcome for outcome in Outcome}

Conditions = list[ColumnElement[bool]]

_SORTED = {
    "referred_on": cases.c.referred_on,
    "signed_on": cases.c.signed_on,
    "closed_on": cases.c.closed_on,
    "claimed": cases.c.claimed,
    "number": cases.c.number,
    "court_number": cases.c.court_number_key,
    "agreed": cases.c.agreed,
    "performed": cases.c.performed,
    "cause": cases.c.cause,
    "court": cases.c.court,
    "channel": cases.c.channel,
    "outcome": cases.c.outcome,
    "limit_on": cases.c.limit_on,
}
_NO_WORDS, _NOUGHT = literal_column("''", Text), literal_column("0", Integer)
_INDEXED = {
    "court": cases.c.court.concat(_NO_WORDS),
    "channel": cases.c.channel.concat(_NO_WORDS),
    "agreed": cases.c.agreed + _NOUGHT,
}
"""Orders as their indexes say them; see ``ix_cases_by_court`` and those beside it."""
_LEAD, _LED = mediators.alias("lead"), cases.c.mediator + _NOUGHT
_STEP = next_steps.alias()
_SESSION = sessions.alias("session")


def _planned(column: ColumnElement[Any]) -> ScalarSelect[Any]:
    """What the case's next step says, looked up by its key."""
    return select(column).where(_STEP.c.case_seq == cases.c.seq).correlate(cases).scalar_subquery()


def _arranged(column: ColumnElement[Any]) -> ScalarSelect[Any]:
    """What the case's nearest planned session says, found among the few sessions of the case."""
    # The plus lets no index lead through the planned sessions of all cases by their day.
    day = literal_column("+session.held_on", Date)
    return (
        select(column)
        .where(_SESSION.c.case_seq == cases.c.seq, _SESSION.c.state == SessionState.PLANNED.value)
        .order_by(day, _SESSION.c.held_at.is_(None), _SESSION.c.held_at)
        .limit(literal_column("1", Integer))
        .correlate(cases)
        .scalar_subquery()
    )


COLUMNS = (
    cases.c.seq,
    type_coerce(cases.c.id, LargeBinary),
    cases.c.version,
    cases.c.number,
    cases.c.court_number,
    cases.c.applicants,
    cases.c.respondents,
    cases.c.cause_name,
    cases.c.court,
    cases.c.channel,
    cases.c.claimed,
    type_coerce(mediators.c.id, LargeBinary),
    mediators.c.name,
    cases.c.referred_on,
    cases.c.signed_on,
    cases.c.closed_on,
    cases.c.outcome,
    cases.c.agreed,
    cases.c.performed,
    cases.c.procedure,
    cases.c.limit_on,
    _planned(_STEP.c.on),
    _planned(_STEP.c.kind + " " + _STEP.c.words),
    _arranged(_SESSION.c.held_on),
    _arranged(_SESSION.c.held_at),
)
"""What a line of the list shows; see :func:`row_of`."""

_ROWS = select(*COLUMNS).outerjoin_from(cases, mediators, mediators.c.seq == cases.c.mediator)
WITH_TEXT = select(*COLUMNS).select_from(
    cases.join(case_text, case_text.c.seq == cases.c.seq).outerjoin(
        mediators, mediators.c.seq == cases.c.mediator
    )
)
"""The lines beside their text, which is read before the mediator is looked up."""


def list_keys(
    connection: Connection, query: CaseQuery, wanted: Callable[[], bool] | None = None
) -> array[int]:
    """The row keys of all matching cases in order, 8 bytes a case; none once they are not ``wanted``.

    Cases without a value in the sorted column come last, ties by row key.
    """
    keys: array[int] = array("q")
    try:
        with nullcontext() if wanted is None else search.breaking_off(connection, wanted):
            found = _found(connection, query.text, whole_list=True)
            for part in _parts(query):
                # A million keys: straight from the driver's cursor, a tuple each and nothing around it.
                cursor: Any = connection.execute(part.where(*found)).cursor
                keys.extend(chain.from_iterable(cursor))
    except TimeoutError:
        return array("q")
    return keys


def first_rows(connection: Connection, query: CaseQuery, limit: int) -> list[CaseRow]:
    """The first rows in order, without reading the rest."""
    wanted = search.needle(query.text)
    if wanted == search.NOWHERE:
        return []
    if wanted is not None and query.sort == "referred_on" and not query.then:
        top = _read_through(connection, query, wanted, limit)
        if top is not None:
            return top
    found = _found(connection, query.text, whole_list=False)
    keys: list[int] = []
    for part in _parts(query):
        if len(keys) < limit:
            keys += connection.scalars(part.where(*found).limit(limit - len(keys)))
    return rows(connection, keys)


def rows(connection: Connection, keys: Sequence[int]) -> list[CaseRow]:
    """The rows of these keys in the order given; keys no longer there are left out."""
    found: dict[int, CaseRow] = {}
    for start in range(0, len(keys), _AT_ONCE):
        chosen = _ROWS.where(among(cases.c.seq, list(keys[start : start + _AT_ONCE])))
        found |= {row[0]: row_of(row) for row in connection.execute(chosen).all()}
    return [found[key] for key in keys if key in found]


def count(connection: Connection, query: CaseQuery) -> int:
    """How many cases match."""
    where = conditions(query)
    wanted = search.needle(query.text)
    if wanted is not None and not where:
        return search.count(connection, wanted)
    where += _found(connection, query.text, whole_list=True)
    return connection.scalar(select(func.count()).select_from(cases).where(*where)) or 0


def text_conditions(connection: Connection, query: CaseQuery) -> Conditions:
    """The condition of a query's text; none where it has no text."""
    return _found(connection, query.text, whole_list=True)


def conditions(query: CaseQuery) -> Conditions:
    """All conditions of a query but its text; none when every case matches."""
    where = in_scope(query.scope)
    if query.outcome is not None:
        where += [_is(cases.c.outcome, query.outcome)]
        # An outcome and a day of closing come together; said so, the partial indexes serve.
        where += [cases.c.closed_on.is_not(None) if query.outcome else cases.c.closed_on.is_(None)]
    if query.state is not None:
        where += _IN_STATE[query.state]
    if query.figure is not None:
        where += _behind(query)
    if query.ending:
        from db.endings import is_ending

        where.append(is_ending(query.ending))
    if query.tag:
        from db.folders import tagged

        where.append(tagged(query.tag))
    where += [_shut_out(name, value) for name, value in query.shut_out]
    where += [condition for each in query.ranges for condition in _within(each)]
    if query.band is not None:
        from db.strata import BAND

        where.append(BAND.is_(query.band))
    return where


def in_scope(scope: Scope) -> Conditions:
    """The conditions of a scope; the empty string means not recorded."""
    where = [
        _is(cases.c[name], value)
        for name in ("court", "cause", "channel")
        if (value := getattr(scope, name)) is not None
    ]
    if scope.mediator is not None:
        if not scope.mediator or scope.mediator == NOBODY:
            where.append(cases.c.mediator.is_(None))
        else:
            person = select(mediators.c.seq).where(mediators.c.id == scope.mediator)
            where.append(cases.c.mediator == person.scalar_subquery())
    return where


def _shut_out(name: str, value: str) -> ColumnElement[bool]:
    """Every case but those with this value; the empty string means not recorded."""
    column = cases.c[name]
    if not value or (name == "mediator" and UUID(value) == NOBODY):
        return column.is_not(None)
    if name == "mediator":
        person = select(mediators.c.seq).where(mediators.c.id == UUID(value)).scalar_subquery()
        return or_(column.is_(None), column != person)
    return or_(column.is_(None), column != value)


def _within(limits: Range) -> Conditions:
    column = cases.c[limits.field]
    if limits.low is None and limits.high is None:
        return [column.is_not(None)]
    where = [] if limits.low is None else [column >= limits.low]
    return where if limits.high is None else [*where, column <= limits.high]


_IN_STATE: dict[str, Conditions] = {
    State.REGISTERED.value: [cases.c.closed_on.is_(None), cases.c.signed_on.is_(None)],
    State.IN_MEDIATION.value: [cases.c.closed_on.is_(None), cases.c.signed_on.is_not(None)],
    State.CLOSED.value: [cases.c.closed_on.is_not(None)],
}


def _is(where: ColumnElement[Any], value: str) -> ColumnElement[bool]:
    return where == value if value else where.is_(None)


def _behind(query: CaseQuery) -> Conditions:
    figure, period = query.figure, query.period
    start, end = (period.start, period.end) if period else (date.min, date.max)
    if figure is Figure.OPENING:
        return [open_at(start)]
    if figure is Figure.PENDING:
        return [open_after(end)]
    if figure is Figure.RECEIVED:
        return [cases.c.referred_on.between(start, end)]
    if figure is Figure.TRANSFERRED:
        return [cases.c.transfer_counts_on.between(start, end)]
    closed: Conditions = [cases.c.closed_on.between(start, end)]
    if figure is not None and figure is not Figure.CLOSED:
        closed.append(cases.c.outcome == figure.value)
    return closed


def _parts(query: CaseQuery) -> list[Select[int]]:
    """The keys in order, in reads that come one after another; see :func:`_ordered`."""
    where = conditions(query)
    chosen = select(cases.c.seq).where(*where)
    seq = cases.c.seq.desc() if query.descending else cases.c.seq.asc()
    return list(_ordered(chosen, query.order, seq, whole=not where and not query.text))


def _ordered(
    chosen: Select[int], order: Sequence[tuple[str, bool]], seq: ColumnElement[int], *, whole: bool
) -> Iterator[Select[int]]:
    """First the cases with a value in the first key, by an index where there is one, then the rest.

    Those without it go by the next key in the same way: nearly all cases have no limit, and to sort
    them at once would take memory for each. The ``whole`` list is read along its index; of a list
    that is narrowed it is quicker to find the cases first and to sort them.
    """
    if not order:
        yield chosen.order_by(seq)
        return
    (name, descending), *others = order
    rest = [term for other in others for term in _terms(*other)]
    if name == "mediator" and not whole:
        yield chosen.order_by(*_terms(name, descending), *rest, seq)
        return
    if name == "mediator":
        # The plus lets no index lead from a case to its mediator: names come first, in their order.
        led = literal_column("+lead.seq", Integer) == _LED
        called = _LEAD.c.name.desc() if descending else _LEAD.c.name.asc()
        yield chosen.select_from(_LEAD.join(cases, led)).order_by(called, *rest, seq)
        yield from _ordered(chosen.where(_LED.is_(None)), others, seq, whole=False)
        return
    by = _SORTED[name]
    through = _INDEXED.get(name, by) if whole else by
    sorted_by = (through.desc() if descending else through.asc(), *rest, seq)
    if not by.nullable and by.server_default is None:
        yield chosen.order_by(*sorted_by)
        return
    # Said as the partial indexes say it, so that they serve.
    without = through.is_(None) if by.nullable else by == literal_column("''")
    with_value = [through.is_not(None) if by.nullable else by != literal_column("''")]
    if name == "limit_on":
        with_value.append(cases.c.closed_on.is_(None))
    yield chosen.where(*with_value).order_by(*sorted_by)
    yield from _ordered(chosen.where(without), others, seq, whole=False)


def _terms(name: str, descending: bool) -> tuple[ColumnElement[Any], ...]:
    """The terms of a sort key: cases without a value come last either way."""
    by: ColumnElement[Any]
    if name == "mediator":
        by = select(mediators.c.name).where(mediators.c.seq == cases.c.mediator).scalar_subquery()
        missing: Conditions = [cases.c.mediator.is_(None)]
    else:
        by = column = _SORTED[name]
        missing = [column.is_(None)] if column.nullable else []
        if not column.nullable and column.server_default is not None:
            missing = [column == literal_column("''")]
    return (*missing, by.desc() if descending else by.asc())


def _read_through(
    connection: Connection, query: CaseQuery, wanted: str, limit: int
) -> list[CaseRow] | None:
    """The first hits by referral, read row after row; ``None`` when the index must be asked.

    A frequent word is met often enough at the top of the list. One character is in no index, so
    for it the reading goes on to the end.
    """
    seen = _reading(query.descending, by_instr=search.is_best_by_instr(wanted))
    if where := conditions(query):
        seen = seen.where(*where)
    limits = nullcontext() if len(wanted) == 1 else search.patience(connection)
    try:
        with limits:
            asked = {"needle": wanted, "pattern": search.pattern(wanted), "limit": limit}
            return [row_of(row) for row in connection.execute(seen, asked).all()]
    except TimeoutError:
        return None


@cache
def _reading(descending: bool, *, by_instr: bool) -> Select[Any]:
    day, seq = cases.c.referred_on, cases.c.seq
    found = (
        func.instr(case_text.c.text, bindparam("needle", type_=Text)) > literal_column("0")
        if by_instr
        else search.reads(case_text, bindparam("pattern", type_=Text))
    )
    return (
        WITH_TEXT.where(found)
        .order_by(*((day.desc(), seq.desc()) if descending else (day, seq)))
        .limit(bindparam("limit", type_=Integer))
    )


def _found(connection: Connection, text: str, *, whole_list: bool) -> Conditions:
    """The condition that a text is found, in the form that suits how much of the list is read."""
    wanted = search.needle(text)
    if wanted is None:
        return []
    way = search.way(connection, wanted)
    if way is None:
        return [search.holds(cases.c.seq, wanted)]
    if way.few is not None or (way.worth_it and not way.exact):
        return [cases.c.seq.in_(search.hits(connection, way))]
    if whole_list and way.exact:
        # Adding 0 keeps SQLite from walking the hits in their own order and sorting afterwards.
        return [(cases.c.seq + literal_column("0")).in_(search.hits(connection, way))]
    return [search.holds(cases.c.seq, wanted)]


def _uuid(value: object) -> Any:
    """The key as a UUID, by the short way where the driver gives bytes."""
    return _uuid_of(value) if isinstance(value, bytes) else value


@lru_cache(maxsize=8_192)
def _uuid_of(value: bytes) -> UUID:
    return UUID(bytes=value)


def row_of(values: Sequence[Any]) -> CaseRow:
    """The list's line for a row of :data:`COLUMNS`."""
    outcome = _OUTCOMES.get(values[16])
    return _MAKE(
        values[0],
        _uuid(values[1]),
        *values[2:11],
        _uuid(values[11]),
        values[12] or "",
        *values[13:16],
        outcome,
        *values[17:],
    )

"""The counts of a period: from the kept monthly sums where they hold, else from the cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, LargeBinary, select, type_coerce

from db import rollup, tallies
from db.queries import NOBODY, in_scope
from db.schema import court_totals, mediators
from db.tallies import CLOSED, OPENING, RECEIVED, Tallies
from mediation.cases.terms import Channel
from mediation.errors import MediationError
from mediation.figures.counts import Counts, CourtTotals, Group, Scope
from mediation.figures.keys import Dimension
from mediation.figures.period import Period
from mediation.i18n import _
from mediation.registry.causes import cause_by_code
from mediation.registry.courts import court_by_code

_TOTALS = select(
    *(court_totals.c[name] for name in ("court", "month", "category")),
    *(
        court_totals.c[name]
        for name in (
            "filings",
            "mediated",
            "closed",
            "succeeded",
            "transferred",
            "platform",
            "disputes",
            "version",
        )
    ),
).order_by(court_totals.c.court, court_totals.c.month, court_totals.c.category)

_PEOPLE = select(mediators.c.seq, type_coerce(mediators.c.id, LargeBinary), mediators.c.name)
_NOTHING = (0,) * len(tallies.FIGURES)
_CHANNELS = {channel.value: channel.label for channel in Channel}


def flow(connection: Connection, period: Period, scope: Scope) -> Counts:
    """The counts of the period."""
    if not period.is_whole_months:
        found = _direct(connection, None, period, scope)
    elif scope.is_everything:
        found = _kept(connection, rollup.ALL, None, period, "")
    elif (single := one_key(connection, scope)) is not None:
        dimension, key = single
        found = _kept(connection, dimension.value, dimension, period, key)
        return _counts(found.get(key, _NOTHING))
    else:
        found = _direct(connection, None, period, scope)
    return _counts(found.get("", _NOTHING))


def groups(
    connection: Connection, dimension: Dimension, period: Period, scope: Scope
) -> list[Group]:
    """The counts by one dimension, most received first; every key with anything to count."""
    if scope.is_everything and period.is_whole_months:
        found = _kept(connection, dimension.value, dimension, period)
    else:
        found = _direct(connection, dimension, period, scope)
    named = names(connection, dimension, found)
    told = [Group(*named[key], _counts(tally)) for key, tally in found.items() if any(tally)]
    told.sort(key=lambda group: (-group.counts.received, -group.counts.closed, group.name))
    return told


def days(connection: Connection, period: Period, scope: Scope) -> Mapping[int, int]:
    """Cases closed in the period by days from signing to closing; unsigned ones left out."""
    if not (scope.is_everything and period.is_whole_months):
        return tallies.days(connection, period.start, period.end, in_scope(scope))
    clean, dirty = _months(connection, period)
    found = {
        int(key): tally[CLOSED]
        for key, tally in rollup.summed(connection, rollup.DAYS, clean).items()
    }
    for start, end in rollup.spans(dirty):
        for number, times in tallies.days(connection, start, end).items():
            found[number] = found.get(number, 0) + times
    return dict(sorted(found.items()))


def totals(connection: Connection, period: Period, court: str | None = None) -> list[CourtTotals]:
    """The court totals entered for the period, by court, month, category."""
    chosen = _TOTALS.where(court_totals.c.month.between(period.start, period.end))
    if court is not None:
        chosen = chosen.where(court_totals.c.court == court)
    return [CourtTotals(**row._mapping) for row in connection.execute(chosen)]


def mark_dirty(connection: Connection, months: Iterable[date]) -> None:
    """Note the months whose cases changed: referral, closing and transfer, before and after."""
    rollup.mark_dirty(connection, months)


def refresh(connection: Connection) -> None:
    """Bring the kept monthly sums up to date."""
    rollup.refresh(connection)


def _months(connection: Connection, period: Period) -> tuple[list[date], list[date]]:
    dirty = rollup.dirty_months(connection)
    months = list(period.months())
    return [m for m in months if m not in dirty], [m for m in months if m in dirty]


def _kept(
    connection: Connection,
    name: str,
    dimension: Dimension | None,
    period: Period,
    key: str | None = None,
) -> Tallies:
    """From the kept sums, dirty months counted anew; ``key`` asks for one key alone."""
    where = () if dimension is None or key is None else (tallies.has_key(dimension, key),)
    clean, dirty = _months(connection, period)
    found = rollup.summed(connection, name, clean, key)
    for start, end in rollup.spans(dirty):
        for value, tally in tallies.moved(connection, dimension, start, end, where).items():
            known = found.setdefault(value, [0] * len(tallies.FIGURES))
            known[:] = map(sum, zip(known, tally, strict=True))
    opening = rollup.balances(connection, name, period.start, key)
    for value, number in _unsettled(connection, name, dimension, period.start, key).items():
        opening[value] = opening.get(value, 0) + number
    for value, number in opening.items():
        found.setdefault(value, [0] * len(tallies.FIGURES))[OPENING] = number
    return found


def _unsettled(
    connection: Connection,
    name: str,
    dimension: Dimension | None,
    start: date,
    key: str | None,
) -> dict[str, int]:
    """By how much the kept balance at ``start`` is off, for the dirty months before it."""
    before = [month for month in rollup.dirty_months(connection) if month < start]
    if not before:
        return {}
    where = () if dimension is None or key is None else (tallies.has_key(dimension, key),)
    off: dict[str, int] = {}
    for value, tally in rollup.summed(connection, name, before, key).items():
        off[value] = tally[CLOSED] - tally[RECEIVED]
    for first, last in rollup.spans(before):
        for value, tally in tallies.moved(connection, dimension, first, last, where).items():
            off[value] = off.get(value, 0) + tally[RECEIVED] - tally[CLOSED]
    return off


def _direct(
    connection: Connection, dimension: Dimension | None, period: Period, scope: Scope
) -> Tallies:
    where = in_scope(scope)
    found = tallies.moved(connection, dimension, period.start, period.end, where)
    opening = tallies.standing(connection, dimension, period.start, where)
    for key, number in opening.items():
        found.setdefault(key, [0] * len(tallies.FIGURES))[OPENING] = number
    return found


def one_key(connection: Connection, scope: Scope) -> tuple[Dimension, str] | None:
    """The dimension and key of a scope that filters by one thing only."""
    given = [d for d in Dimension if getattr(scope, d.value) is not None]
    if len(given) != 1:
        return None
    dimension, value = given[0], getattr(scope, given[0].value)
    if dimension is not Dimension.MEDIATOR:
        return dimension, value
    if not value or value == NOBODY:
        return dimension, ""
    seq = connection.scalar(select(mediators.c.seq).where(mediators.c.id == value))
    return dimension, str(seq or 0)


def _counts(tally: Sequence[int]) -> Counts:
    return Counts(
        opening=tally[0],
        received=tally[1],
        closed=tally[2],
        succeeded=tally[3],
        partly=tally[4],
        failed=tally[5],
        withdrawn=tally[6],
        returned=tally[7],
        transferred=tally[8],
        claimed=tally[9],
        agreed=tally[10],
        performed=tally[11],
    )


def names(
    connection: Connection, dimension: Dimension, found: Iterable[str]
) -> Mapping[str, tuple[str, str]]:
    """Key and name to tell, by the key counted under."""
    if dimension is Dimension.MEDIATOR:
        people = connection.execute(_PEOPLE).all()
        named = {str(seq): (_id_text(person), name) for seq, person, name in people}
        return {**named, "": ("", _("未登记"))}
    return {key: (key, _name(dimension, key)) for key in found}


def _id_text(person: object) -> str:
    """A key as text; a UUID object for each of thousands of rows would cost more than the counts."""
    if not isinstance(person, bytes):
        return str(person)
    text = person.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _name(dimension: Dimension, key: str) -> str:
    if not key:
        return _("未登记")
    try:
        if dimension is Dimension.CAUSE:
            return cause_by_code(key).name
        if dimension is Dimension.COURT:
            return court_by_code(key).name
        return _CHANNELS[key]
    except (MediationError, KeyError, ValueError):
        return key

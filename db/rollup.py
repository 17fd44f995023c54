"""Monthly sums kept beside the cases, so that a year is as quick as a month.

``rollup`` holds, for each month in which anything happened, the counts by key of each dimension
and what stood open when the month began; a whole year's sums stand under its last day. A month
whose cases changed since stands in ``rollup_dirty`` and is counted anew by whoever asks, until
:func:`refresh` has done it for all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from dateutil.relativedelta import relativedelta
from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    true,
)

from db.prepared import Prepared
from db.schema import rollup, rollup_dirty
from db.tallies import CLOSED, FIGURES, OPENING, RECEIVED, Tallies, Tally
from mediation.figures.keys import Dimension

ALL = "all"
DAYS = "days"
_DIMENSIONS: tuple[tuple[str, Dimension | None], ...] = (
    (ALL, None),
    *((dimension.value, dimension) for dimension in Dimension),
)
_COLUMNS = tuple(rollup.c[name] for name in FIGURES)
_MOVING = _COLUMNS[RECEIVED:]
_NONE: ColumnElement[int] = literal_column("0")
_YEAR = "year."

_DELETE_ONE = delete(rollup).where(
    rollup.c.month == bindparam("at"),
    rollup.c.dimension == bindparam("of"),
    rollup.c.key == bindparam("named"),
)

_DIRTY = Prepared(select(rollup_dirty.c.month))

_INSERT = (
    f"INSERT INTO rollup (month, dimension, key, {', '.join(FIGURES)}) "  # noqa: S608 -- our names
    f"VALUES ({', '.join('?' * (len(FIGURES) + 3))})"
)

Rows = dict[tuple[str, str], Tally]


def mark_dirty(connection: Connection, months: Iterable[date]) -> None:
    """Note the months (any day of them) whose sums no longer hold."""
    wanted = {month.replace(day=1) for month in months}
    fresh = wanted - dirty_months(connection)
    if fresh:
        connection.execute(insert(rollup_dirty), [{"month": month} for month in sorted(fresh)])


def dirty_months(connection: Connection) -> set[date]:
    """The first days of the months that must be counted anew."""
    return {row.month for row in _DIRTY.all(connection)}


def spans(months: Iterable[date]) -> Iterator[tuple[date, date]]:
    """First and last days of runs of neighbouring months."""
    start = end = None
    for month in sorted(months):
        if end is not None and month == end:
            end = month + relativedelta(months=1)
            continue
        if start is not None and end is not None:
            yield start, end - relativedelta(days=1)
        start, end = month, month + relativedelta(months=1)
    if start is not None and end is not None:
        yield start, end - relativedelta(days=1)


def summed(
    connection: Connection, dimension: str, months: Sequence[date], key: str | None = None
) -> Tallies:
    """The kept sums of clean months by key, opening left at 0; ``key`` asks for one key alone."""
    if not months:
        return {}
    whole, rest = _years_and_months(months)
    spread = [(whole, _YEAR + dimension), (rest, dimension)]
    within = or_(
        *(
            and_(rollup.c.month.in_(under), rollup.c.dimension == name)
            for under, name in spread
            if under
        )
    )
    where = (within, true() if key is None else rollup.c.key == key)
    if len(whole) + len(rest) == 1:
        chosen = select(rollup.c.key, _NONE, *_MOVING).where(*where)
    else:
        chosen = (
            select(rollup.c.key, _NONE, *(func.sum(column) for column in _MOVING))
            .where(*where)
            .group_by(rollup.c.key)
        )
    return {key: tally for key, *tally in connection.execute(chosen).all()}


def _years_and_months(months: Sequence[date]) -> tuple[list[date], list[date]]:
    """The last days of the years that are asked for whole and clean, and the months beside them."""
    numbers = Counter(month.year for month in months)
    whole = {year for year, times in numbers.items() if times == 12}
    return (
        [date(year, 12, 31) for year in sorted(whole)],
        [month for month in months if month.year not in whole],
    )


def balances(
    connection: Connection, dimension: str, start: date, key: str | None = None
) -> dict[str, int]:
    """What stood open by key when a month began, as of the last refresh."""
    month = connection.scalar(
        select(func.max(rollup.c.month)).where(rollup.c.month <= start, rollup.c.dimension == ALL)
    )
    if month is None:
        return {}
    stood: ColumnElement[int] = rollup.c.opening
    if month < start:
        stood = rollup.c.opening + rollup.c.received - rollup.c.closed
    chosen = select(rollup.c.key, stood).where(
        rollup.c.month == month,
        rollup.c.dimension == dimension,
        true() if key is None else rollup.c.key == key,
        stood != 0,
    )
    return dict(connection.execute(chosen).all())


def refresh(connection: Connection) -> None:
    """Count the dirty months anew and carry what stood open through the months after them."""
    dirty = dirty_months(connection)
    if not dirty:
        return
    # Only who counts anew needs the long statement that does it.
    from db import monthly

    kept = set(connection.scalars(select(rollup.c.month).where(rollup.c.dimension == ALL)))
    first, last = min(dirty), max(dirty)
    before = max((month for month in kept if month < first), default=None)
    for month in sorted(month for month in kept | dirty if month >= first):
        if month not in dirty:
            if not _carry(connection, before, month) and month > last:
                break
        elif not monthly.fill(connection, month, before):
            continue
        before = month
    for year in sorted({month.year for month in dirty}):
        _sum_year(connection, year)
    connection.execute(delete(rollup_dirty))


def _carry(connection: Connection, before: date | None, month: date) -> bool:
    """Let a clean month begin with what the month before it left open; whether that is news."""
    old = _kept(connection, month)
    new = _without_opening(old)
    for name, number in _closing(_kept(connection, before)).items():
        new.setdefault(name, [0] * len(FIGURES))[OPENING] = number
    _replace(connection, month, old, new)
    return old != new


def _sum_year(connection: Connection, year: int) -> None:
    last = date(year, 12, 31)
    connection.execute(delete(rollup).where(rollup.c.month == last))
    sums = (
        select(
            literal(last, Date),
            literal(_YEAR) + rollup.c.dimension,
            rollup.c.key,
            *(func.sum(column) for column in _MOVING),
        )
        .where(rollup.c.month.between(date(year, 1, 1), date(year, 12, 1)))
        .group_by(rollup.c.dimension, rollup.c.key)
    )
    names = ("month", "dimension", "key", *FIGURES[RECEIVED:])
    connection.execute(insert(rollup).from_select(names, sums))


def _kept(connection: Connection, month: date | None) -> Rows:
    if month is None:
        return {}
    chosen = select(rollup.c.dimension, rollup.c.key, *_COLUMNS).where(rollup.c.month == month)
    return {(row[0], row[1]): list(row[2:]) for row in connection.execute(chosen)}


def _without_opening(rows: Rows) -> Rows:
    moving = {name: [0, *tally[RECEIVED:]] for name, tally in rows.items()}
    return {name: tally for name, tally in moving.items() if any(tally)}


def _closing(rows: Rows) -> dict[tuple[str, str], int]:
    return {
        name: stands
        for name, tally in rows.items()
        if name[0] != DAYS and (stands := tally[OPENING] + tally[RECEIVED] - tally[CLOSED])
    }


def _replace(connection: Connection, month: date, old: Rows, new: Rows) -> None:
    gone = [name for name, tally in old.items() if new.get(name) != tally]
    come = [(name, tally) for name, tally in new.items() if old.get(name) != tally]
    if gone and len(gone) == len(old):
        connection.execute(delete(rollup).where(rollup.c.month == month))
    elif gone:
        connection.execute(
            _DELETE_ONE,
            [{"at": month, "of": dimension, "named": key} for dimension, key in gone],
        )
    if come:
        # A hundred thousand rows after a large import: past SQLAlchemy's work on each of them.
        day = month.isoformat()
        connection.exec_driver_sql(_INSERT, [(day, *name, *tally) for name, tally in come])

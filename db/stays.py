"""The cases that stood open when a day began, found without a look at all that closed since."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, literal_column, or_, select, union_all

from db.schema import STAY, STAYS, cases

_stay: ColumnElement[int] = literal_column(STAY)


def open_at(start: date) -> ColumnElement[bool]:
    """Received before a day and not closed before it.

    Row numbers from two short reads, so that no order asked for makes SQLite walk all cases.
    """
    halves = (select(cases.c.seq).where(half(start)) for half in (still_open, closed_since))
    return cases.c.seq.in_(union_all(*halves))


def open_after(end: date) -> ColumnElement[bool]:
    """Received by a day and not closed by it."""
    if end == date.max:
        return cases.c.closed_on.is_(None)
    return open_at(end + timedelta(days=1))


def still_open(start: date) -> ColumnElement[bool]:
    """Received before a day and open today."""
    return and_(cases.c.closed_on.is_(None), cases.c.referred_on < start)


def closed_since(start: date) -> ColumnElement[bool]:
    """Received before a day and closed on it or later.

    A case that stood fewer than 32 days was received in the 31 days before, and so on by class:
    each class is a short stretch of one index, however many years follow.
    """
    return or_(
        *(
            and_(
                _stay == literal_column(str(days)),
                cases.c.referred_on >= _days_before(start, days - 1),
                cases.c.referred_on < start,
                cases.c.closed_on >= start,
            )
            for days in STAYS
        )
    )


def _days_before(start: date, days: int) -> date:
    return date.fromordinal(max(1, start.toordinal() - days))

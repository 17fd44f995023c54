"""New ledger rows straight into the tables: no case is built, no row goes through SQLAlchemy alone.

The rows equal those of :func:`db.translate.case_values` (a test compares them); building a hundred
thousand cases first would double the time of an import.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert

from db.compact import compact
from db.history import Stamp
from db.roll import Roll
from db.schema import assistants, case_text, cases, history, parties
from db.searchtext import of_row
from db.translate import moment
from mediation.cases.terms import Side
from mediation.clock.limits import counted_to
from mediation.identity import new_keys
from mediation.ledger.rows import LedgerCase

_COLUMNS = tuple(
    column.name for column in cases.columns if column.name not in ("version", "procedure")
)
_ROWS_A_STATEMENT = 20
_APPLICANT, _RESPONDENT = Side.APPLICANT.value, Side.RESPONDENT.value


def keep(
    connection: Connection,
    stamp: Stamp,
    roll: Roll,
    arrivals: Sequence[tuple[int, LedgerCase]],
    source: str,
) -> None:
    """Keep new cases under their row numbers, each with one history line that names the file."""
    people: list[tuple[int, int, str, str]] = []
    helpers: list[tuple[int, int, int]] = []
    rows: list[tuple[Any, ...]] = []
    texts: list[tuple[int, str]] = []
    for (seq, row), key in zip(arrivals, new_keys(len(arrivals)), strict=True):
        mediators = [roll.seq_named(name) for name in row.mediators]
        rows.append(_case_row(seq, key, row, mediators[0] if mediators else None))
        texts.append((seq, _search_text(row)))
        for position, name in enumerate(row.applicants):
            people.append((seq, position, _APPLICANT, name))
        for position, name in enumerate(row.respondents, len(row.applicants)):
            people.append((seq, position, _RESPONDENT, name))
        for position, other in enumerate(mediators[1:]):
            helpers.append((seq, position, other))
    at = f"{moment(stamp.at):%Y-%m-%d %H:%M:%S.%f}"
    lines = [(seq, at, stamp.who, "import", source) for seq, _row in arrivals]
    insert_many(connection, cases, _COLUMNS, rows)
    insert_many(connection, parties, ("case_seq", "position", "side", "name"), people)
    insert_many(connection, assistants, ("case_seq", "position", "mediator"), helpers)
    insert_many(connection, case_text, ("seq", "text"), texts)
    insert_many(connection, history, ("case_seq", "at", "who", "action", "why"), lines)


def insert_many(
    connection: Connection, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert tuples of plain values; ``names`` stand in the table's own order."""
    if not rows:
        return
    # Several rows a statement are a fifth quicker than one after another.
    even = len(rows) - len(rows) % _ROWS_A_STATEMENT
    for start, end, number in ((0, even, _ROWS_A_STATEMENT), (even, len(rows), 1)):
        if start < end:
            statement = _insertion(connection.dialect, table, tuple(names), number)
            values = [
                tuple(chain.from_iterable(rows[at : at + number]))
                for at in range(start, end, number)
            ]
            connection.exec_driver_sql(statement, values)


@lru_cache(maxsize=64)
def _insertion(dialect: Dialect, table: Table, names: tuple[str, ...], rows: int) -> str:
    statement = str(insert(table).compile(dialect=dialect, column_keys=list(names)))
    head, one = statement.split(" VALUES ")
    return f"{head} VALUES {', '.join([one] * rows)}"


def _case_row(seq: int, key: bytes, row: LedgerCase, lead: int | None) -> tuple[Any, ...]:
    signed, closed, channel, outcome = row.signed_on, row.closed_on, row.channel, row.outcome
    reason, performance = row.reason, row.performance
    days = (closed - signed).days if signed is not None and closed is not None else None
    counts_on = (row.transferred_on or closed) if row.transfer_number else None
    return (
        seq,
        key,
        row.number,
        row.court_number,
        row.court_number_key,
        row.court,
        channel and channel._value_,
        row.cause,
        row.cause_name,
        "、".join(row.applicants),
        "、".join(row.respondents),
        row.claimed,
        row.agreed,
        row.performed,
        lead,
        _iso(row.referred_on),
        _iso(signed),
        _iso(closed),
        days if days is not None and days >= 0 else None,
        outcome and outcome._value_,
        reason and reason._value_,
        row.reason_note,
        performance and performance._value_,
        row.confirmation_number,
        row.transfer_number,
        _iso(row.transferred_on),
        _iso(counts_on),
        row.on_platform,
        row.remark,
        compact(dict(row.extra)) if row.extra else None,
        _iso(counted_to(channel, None, signed, row.referred_on)) if closed is None else None,
    )


def _search_text(row: LedgerCase) -> str:
    return of_row(
        number=row.number,
        court_number=row.court_number,
        key=row.court_number_key,
        cause_name=row.cause_name,
        remark=row.remark,
        confirmation_number=row.confirmation_number,
        transfer_number=row.transfer_number,
        parties=(*row.applicants, *row.respondents),
        mediators=row.mediators,
    )


@lru_cache(maxsize=65_536)
def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def days_of(row: LedgerCase) -> Iterable[date]:
    """The days whose months a new case takes part in."""
    if row.transfer_number and row.transferred_on is not None:
        yield row.transferred_on
    if row.closed_on is not None:
        yield row.closed_on
    yield row.referred_on

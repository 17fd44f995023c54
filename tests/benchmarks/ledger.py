"""Large ledgers on disk: the database that the figures are taken on, and a workbook to import."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, func, insert, select

from db import counts, search
from db.engine import beginning, open_engine
from db.schema import case_text, cases, history, mediators, parties
from db.searchtext import labelled, search_text
from db.store import create_store, open_store
from db.translate import case_record, mediator_record
from mediation.cases.case import Case
from mediation.cases.terms import Side
from mediation.figures.period import Period
from mediation.registry.mediators import Mediator
from tests.benchmarks import invented

AT_ONCE = 20_000
_NOTED = datetime(2026, 11, 20)  # noqa: DTZ001 -- the table keeps naive UTC
Some = TypeVar("Some")


def database(folder: Path, number: int) -> Path:
    """A database of so many cases over five years, made once and kept in the folder."""
    return _kept(folder / f"cases-{number}.db", lambda people: invented.cases(number, people))


def database_since(folder: Path, first: date, per_month: int) -> Path:
    """A database of so many cases a month since then, made once and kept in the folder."""
    return _kept(
        folder / f"since-{first:%Y-%m}-{per_month}.db",
        lambda people: invented.years_of_cases(first, per_month, people),
    )


def _kept(path: Path, invent: Callable[[list[Mediator]], Iterator[Case]]) -> Path:
    if path.exists():
        open_store(path).close()  # one kept from before may be of an older version
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    create_store(unfinished)
    people = invented.roster()
    _fill(unfinished, invent(people), people)
    store = open_store(unfinished)
    store.refresh_rollup()
    store.close()
    return unfinished.rename(path)


def workbook(folder: Path, number: int) -> Path:
    """A court's ledger of so many rows as a workbook, made once and kept in the folder."""
    path = folder / f"ledger-{number}.xlsx"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _write_workbook(path, number)
    return path


def _fill(path: Path, ledger: Iterator[Case], people: list[Mediator]) -> None:
    numbered = {person.id: seq for seq, person in enumerate(people, 1)}
    names = {person.id: person.name for person in people}
    engine = open_engine(path)
    with beginning(engine, write=True) as connection:
        _set_aside(connection)
        connection.execute(insert(mediators), [mediator_record(person) for person in people])
        seq = 0
        for batch in in_batches(ledger, AT_ONCE):
            _keep(connection, seq, batch, numbered, names)
            seq += len(batch)
        for index in cases.indexes | history.indexes:
            index.create(connection)
        for trigger in search.TRIGGERS:
            connection.exec_driver_sql(trigger)
        search.rebuild(connection)
        first = connection.scalar(select(func.min(cases.c.referred_on)))
        counts.mark_dirty(connection, Period(first, date(2026, 12, 31)).months())
        connection.commit()
    engine.dispose()


def _set_aside(connection: Connection) -> None:
    """Drop what is quicker built once at the end."""
    for index in cases.indexes | history.indexes:
        index.drop(connection)
    for name in ("added", "removed", "changed"):
        connection.exec_driver_sql(f"DROP TRIGGER case_text_{name}")


def _keep(
    connection: Connection,
    seq: int,
    batch: list[Case],
    numbered: dict[Any, int],
    names: dict[Any, str],
) -> None:
    rows: dict[Table, list[dict[str, Any]]] = {cases: [], parties: [], case_text: [], history: []}
    for at, case in enumerate(batch, seq + 1):
        rows[cases].append({"seq": at, **case_record(case, numbered[case.mediator])})
        rows[parties].extend(
            {"case_seq": at, "position": n, "side": p.side, "name": p.name, "phone": p.phone}
            for n, p in enumerate(case.parties)
        )
        text = search_text(labelled(case, mediators=[names[case.mediator]]))
        rows[case_text].append({"seq": at, "text": text})
        rows[history].append({"case_seq": at, "at": _NOTED, "who": "benchmark", "action": "import"})
    for table, records in rows.items():
        connection.execute(insert(table), records)


def in_batches(values: Iterable[Some], size: int) -> Iterator[list[Some]]:
    """The values, so many at a time."""
    rest = iter(values)
    while batch := list(islice(rest, size)):
        yield batch


HEADINGS = (
    "调解编号",
    "法院案号",
    "承办法院",
    "来源",
    "案由",
    "申请人",
    "被申请人",
    "标的额(元)",
    "调解员",
    "委派日期",
    "签收日期",
    "终结日期",
    "结果",
    "不成功原因",
    "协议金额(元)",
    "到位金额(元)",
    "履行状态",
    "转立案案号",
    "转立案日期",
    "备注",
)


def _write_workbook(path: Path, number: int) -> None:
    from xlsxwriter import Workbook

    people = invented.roster()
    names = {person.id: person.name for person in people}
    with Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEADINGS)
        for row, case in enumerate(invented.cases(number, people), 1):
            for column, value in enumerate(_cells(case, names)):
                if value is None or value == "":
                    continue
                if hasattr(value, "isoformat"):
                    sheet.write_datetime(row, column, value, day)
                else:
                    sheet.write(row, column, value)


def _cells(case: Case, names: dict[Any, str]) -> tuple[Any, ...]:
    def yuan(fen: int | None) -> float | None:
        return None if fen is None else fen / 100

    return (
        case.number,
        case.court_number,
        case.court,
        case.channel and case.channel.label,
        case.cause_name,
        "、".join(case.names(Side.APPLICANT)),
        "、".join(case.names(Side.RESPONDENT)),
        yuan(case.claimed),
        names[case.mediator],
        case.referred_on,
        case.signed_on,
        case.closed_on,
        case.outcome and case.outcome.label,
        case.reason.label if case.reason and case.agreed is None else None,
        yuan(case.agreed),
        yuan(case.performed),
        case.performance and case.performance.label,
        case.transfer_number,
        case.transferred_on,
        "电话约定" if case.claimed is None else "",
    )

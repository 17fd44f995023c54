"""A ledger coming in: rows matched by number, added many at a time, or updated with history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    delete,
    func,
    select,
    update,
)

from db import agreement_rows, arrivals, casetext, history, limits, marks, people
from db.among import among
from db.history import Stamp
from db.merging import Refusal, contradiction, merged_case, merged_row
from db.roll import Roll
from db.schema import assistants, cases
from db.translate import (
    CASE_COLUMNS,
    case_values,
    read_cases,
)
from mediation.cases.case import Case
from mediation.i18n import _
from mediation.ledger.rows import LedgerCase
from mediation.store import ImportCounts

_LOOKED_UP = 1_000
_Value = TypeVar("_Value")


@dataclass(slots=True)
class _Known:
    """A kept case that rows of the batch speak of: as it was, and as it will be.

    Where an agreement is entered (``is_promised``) performance follows from it, not from a ledger.
    """

    seq: int
    old: Case
    now: Case
    is_promised: bool = False


@dataclass(slots=True)
class _New:
    """A row that becomes a case."""

    seq: int
    now: LedgerCase


class Intake:
    """One transaction's import; the roster and the next row number are read when they may be news."""

    def __init__(self, connection: Connection, stamp: Stamp) -> None:
        self._connection = connection
        self._stamp = stamp
        self._left_at = -1
        self.sources: dict[str, None] = {}
        self.updated: set[int] = set()
        self._look_up()

    def _look_up(self) -> None:
        """Read roster and next row number, unless nothing was written since the batch before."""
        if self._writes() != self._left_at:
            self._roll = Roll(self._connection)
            self._next = (self._connection.scalar(select(func.max(cases.c.seq))) or 0) + 1

    def _writes(self) -> int:
        raw = self._connection.connection.dbapi_connection
        return 0 if raw is None else int(raw.total_changes)

    def take(self, rows: Sequence[LedgerCase], source: str) -> ImportCounts:
        """Keep the rows of one batch; ``source`` names the file in the history.

        An empty cell leaves what is kept as it is. A side's parties are replaced only when their
        names differ, and a party of the same name keeps phone, number and address.
        """
        self._look_up()
        self.sources[source] = None
        met = len(self._roll.names)
        updated = unchanged = 0
        new: list[_New] = []
        known = list(self._known(rows))
        refused: list[tuple[LedgerCase, str, str, str]] = []
        desk = _Desk(known)
        for row in rows:
            entry = desk.find(row)
            if entry is None:
                new.append(_New(self._next, row))
                desk.lay(new[-1])
                self._next += 1
                continue
            if isinstance(entry, _Known) and entry.is_promised:
                row = row._replace(performed=None, performance=None)  # noqa: PLW2901
            why_not = entry if isinstance(entry, tuple) else contradiction(entry.now, row)
            if isinstance(entry, tuple) or why_not is not None:
                refused.append((row, *(why_not or ("", "", ""))))
            elif self._merge(desk, entry, row):
                updated += 1
            else:
                unchanged += 1
        # Changes first: they may free a number that a new case bears.
        self._change([entry for entry in known if entry.old is not entry.now], source)
        self._add(new, source)
        self._left_at = self._writes()
        met_now = list(self._roll.names.values())[met:]
        return ImportCounts(len(new), updated, unchanged, tuple(refused), tuple(met_now))

    def _merge(self, desk: _Desk, entry: _Known | _New, row: LedgerCase) -> bool:
        """Whether the row said anything new of the case."""
        before: Case | LedgerCase = entry.now
        desk.lift(entry)
        if isinstance(entry, _Known):
            entry.now = merged_case(entry.now, row, self._roll.id_named)
        else:
            entry.now = merged_row(entry.now, row)
        desk.lay(entry)
        return entry.now is not before

    def _add(self, new: Sequence[_New], source: str) -> None:
        if not new:
            return
        arrived = [(entry.seq, entry.now) for entry in new]
        arrivals.keep(self._connection, self._stamp, self._roll, arrived, source)
        days = {day for _seq, row in arrived for day in arrivals.days_of(row)}
        marks.mark(self._connection, {day.replace(day=1) for day in days})

    def _known(self, rows: Sequence[LedgerCase]) -> Iterator[_Known]:
        numbers = [row.number for row in rows if row.number]
        keys = [row.court_number_key for row in rows if row.court_number_key]
        seqs = {
            *self._seqs(cases.c.number, numbers),
            *self._seqs(cases.c.court_number_key, keys),
        }
        for some in _chunks(sorted(seqs)):
            promised = agreement_rows.promised(self._connection, some)
            for seq, case in zip(some, read_cases(self._connection, some), strict=True):
                yield _Known(seq, case, case, seq in promised)

    def _seqs(self, column: ColumnElement[str], values: list[str]) -> Iterator[int]:
        for some in _chunks(values):
            # The second condition lets SQLite use the index, which leaves empty numbers out.
            yield from self._connection.scalars(
                select(cases.c.seq).where(among(column, some), column != "")
            )

    def _change(self, entries: Sequence[_Known], source: str) -> None:
        if not entries:
            return
        connection = self._connection
        self.updated |= {entry.seq for entry in entries}
        for entry in entries:
            entry.now = replace(entry.now, version=entry.now.version + 1)
        self._free_numbers(entries)
        connection.execute(
            update(cases)
            .where(cases.c.seq == bindparam("this"))
            .values({name: bindparam(f"new_{name}") for name in CASE_COLUMNS}),
            [self._changed_row(entry) for entry in entries],
        )
        limits.settle(connection, [entry.seq for entry in entries])
        for entry in entries:
            if (entry.old.parties, entry.old.assistants) != (
                entry.now.parties,
                entry.now.assistants,
            ):
                self._rewrite_people(entry)
            changes = history.case_changes(entry.old, entry.now, self._roll.names)
            lines = changes or [("", "", "")]
            history.write(connection, self._stamp, entry.seq, "import", lines, why=source)
        casetext.refresh(connection, [entry.seq for entry in entries])
        self._mark(entry.now for entry in entries)
        self._mark(entry.old for entry in entries)

    def _free_numbers(self, entries: Sequence[_Known]) -> None:
        """Take changed numbers off first, so that cases may pass them on in any order."""
        renumbered = [
            entry.seq
            for entry in entries
            if (entry.old.number, entry.old.court_number_key)
            != (entry.now.number, entry.now.court_number_key)
        ]
        for some in _chunks(renumbered):
            self._connection.execute(
                update(cases).where(among(cases.c.seq, some)).values(number="", court_number_key="")
            )

    def _changed_row(self, entry: _Known) -> dict[str, Any]:
        lead = self._roll.seq_of[entry.now.mediator] if entry.now.mediator is not None else None
        values = case_values(entry.now, lead)
        row = {f"new_{name}": value for name, value in zip(CASE_COLUMNS, values, strict=True)}
        return {"this": entry.seq, **row}

    def _rewrite_people(self, entry: _Known) -> None:
        connection, seq, case = self._connection, entry.seq, entry.now
        people.put(connection, seq, case.parties)
        connection.execute(delete(assistants).where(assistants.c.case_seq == seq))
        arrivals.insert_many(
            connection,
            assistants,
            ("case_seq", "position", "mediator"),
            [(seq, position, self._roll.seq_of[m]) for position, m in enumerate(case.assistants)],
        )

    def _mark(self, touched: Iterable[Case]) -> None:
        months: set[date] = set()
        for case in touched:
            months |= marks.months_of(case)
        marks.mark(self._connection, months)


class _Desk:
    """The cases of one batch by both of their numbers."""

    def __init__(self, entries: Iterable[_Known]) -> None:
        self._by_number: dict[str, _Known | _New] = {}
        self._by_key: dict[str, _Known | _New] = {}
        for entry in entries:
            self.lay(entry)

    def lay(self, entry: _Known | _New) -> None:
        """Lay a case on the desk under the numbers it bears now."""
        if entry.now.number:
            self._by_number[entry.now.number] = entry
        if entry.now.court_number_key:
            self._by_key[entry.now.court_number_key] = entry

    def lift(self, entry: _Known | _New) -> None:
        """Take a case off the desk; its numbers are free until it is laid down again."""
        self._by_number.pop(entry.now.number, None)
        self._by_key.pop(entry.now.court_number_key, None)

    def find(self, row: LedgerCase) -> _Known | _New | Refusal | None:
        """The case that a row speaks of, ``None`` for a new one, or why neither can be said."""
        if not row.number and not row.court_number_key:
            return (
                _("调解编号"),
                "",
                _("调解编号和法院案号都是空的,无法核对是否登记过。请至少填一个。"),
            )
        named = self._by_number.get(row.number)
        numbered = self._by_key.get(row.court_number_key)
        if numbered is None or numbered is named:
            return named
        if named is not None or (row.number and numbered.now.number):
            other = numbered.now.number or numbered.now.court_number
            return (
                _("法院案号"),
                row.court_number,
                _(
                    "这个案号已登记在编号“{other}”的案件上,与本行的调解编号不是同一件。请核对。"
                ).format(other=other),
            )
        return numbered


def _chunks(values: Sequence[_Value]) -> Iterator[Sequence[_Value]]:
    for start in range(0, len(values), _LOOKED_UP):
        yield values[start : start + _LOOKED_UP]

"""A ledger coming in: rows matched by number, added many at a time, or updated with history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from db import history, marks
from db.among import among
from db.history import Stamp
from db.schema import assistants, case_text, cases, mediators, parties
from db.schema import history as history_table
from db.searchtext import search_text
from db.translate import (
    CASE_COLUMNS,
    case_values,
    moment,
    party_records,
    plain_case_values,
    read_cases,
)
from mediation.cases.case import Case, Party
from mediation.cases.terms import Side
from mediation.i18n import _
from mediation.identity import new_id
from mediation.ledger.rows import LedgerCase
from mediation.store import ImportCounts

_LOOKED_UP = 1_000
_SPOKEN_OF = (
    "number",
    "court_number",
    "court_number_key",
    "court",
    "channel",
    "cause",
    "cause_name",
    "claimed",
    "referred_on",
    "signed_on",
    "closed_on",
    "outcome",
    "reason",
    "reason_note",
    "agreed",
    "performed",
    "performance",
    "confirmation_number",
    "transfer_number",
    "transferred_on",
    "on_platform",
    "remark",
)
_spoken = attrgetter(*_SPOKEN_OF)
_Refusal = tuple[str, str, str]
_Value = TypeVar("_Value")


@dataclass(slots=True)
class _Entry:
    """A case that rows of the batch speak of: as it was kept (``None``: new), and as it will be."""

    seq: int
    old: Case | None
    now: Case


class Intake:
    """One transaction's import; the roster and the next row number are read once."""

    def __init__(self, connection: Connection, stamp: Stamp) -> None:
        self._connection = connection
        self._stamp = stamp
        self._people: dict[str, UUID] = {}
        self._seq_of: dict[UUID, int] = {}
        self._name_of: dict[UUID, str] = {}
        roster = select(mediators.c.name, mediators.c.id, mediators.c.seq)
        for name, mediator, seq in connection.execute(roster.order_by(mediators.c.seq.desc())):
            self._meet(name, mediator, seq)
        self._next = (connection.scalar(select(func.max(cases.c.seq))) or 0) + 1

    def take(self, rows: Sequence[LedgerCase], source: str) -> ImportCounts:
        """Keep the rows of one batch; ``source`` names the file in the history.

        An empty cell leaves what is kept as it is. A side's parties are replaced only when their
        names differ, and a party of the same name keeps phone, number and address.
        """
        met = len(self._name_of)
        new = updated = unchanged = 0
        refused: list[tuple[LedgerCase, str, str, str]] = []
        desk = _Desk(list(self._kept(rows)))
        for row in rows:
            entry = desk.find(row)
            if isinstance(entry, tuple):
                refused.append((row, *entry))
            elif entry is None:
                desk.add(_Entry(self._next, None, self._new_case(row)))
                self._next += 1
                new += 1
            else:
                merged = self._merged(entry.now, row)
                why_not = _refusal(merged)
                if why_not:
                    refused.append((row, *why_not))
                elif merged == entry.now:
                    unchanged += 1
                else:
                    desk.put_back(entry, merged)
                    updated += 1
        # Changes first: they may free a number that a new case bears.
        self._change([e for e in desk.entries if e.old is not None and e.old != e.now], source)
        self._add([entry for entry in desk.entries if entry.old is None], source)
        return ImportCounts(
            new, updated, unchanged, tuple(refused), tuple(list(self._name_of.values())[met:])
        )

    def _kept(self, rows: Sequence[LedgerCase]) -> Iterator[_Entry]:
        numbers = [row.number for row in rows if row.number]
        keys = [row.court_number_key for row in rows if row.court_number_key]
        seqs = {
            *self._seqs(cases.c.number, numbers),
            *self._seqs(cases.c.court_number_key, keys),
        }
        for some in _chunks(sorted(seqs)):
            for seq, case in zip(some, read_cases(self._connection, some), strict=True):
                yield _Entry(seq, case, case)

    def _seqs(self, column: ColumnElement[str], values: list[str]) -> Iterator[int]:
        for some in _chunks(values):
            # The second condition lets SQLite use the index, which leaves empty numbers out.
            yield from self._connection.scalars(
                select(cases.c.seq).where(among(column, some), column != "")
            )

    def _meet(self, name: str, mediator: UUID, seq: int) -> None:
        self._people[name] = mediator
        self._seq_of[mediator] = seq
        self._name_of[mediator] = name

    def _person(self, name: str) -> UUID:
        if name not in self._people:
            mediator = new_id()
            seq = self._connection.execute(
                insert(mediators)
                .values(id=mediator, name=name, from_import=True)
                .returning(mediators.c.seq)
            ).scalar_one()
            self._meet(name, mediator, seq)
        return self._people[name]

    def _new_case(self, row: LedgerCase) -> Case:
        people = [self._person(name) for name in row.mediators]
        return Case(
            id=new_id(),
            parties=(
                *(Party(side=Side.APPLICANT, name=name) for name in row.applicants),
                *(Party(side=Side.RESPONDENT, name=name) for name in row.respondents),
            ),
            mediator=people[0] if people else None,
            assistants=tuple(people[1:]),
            extra=dict(row.extra),
            **dict(zip(_SPOKEN_OF, _spoken(row), strict=True)),
        )

    def _merged(self, case: Case, row: LedgerCase) -> Case:
        changes: dict[str, Any] = {
            name: value
            for name, value, kept in zip(_SPOKEN_OF, _spoken(row), _spoken(case), strict=True)
            if value != kept and value is not None and value != ""
        }
        if row.mediators:
            lead, *others = [self._person(name) for name in row.mediators]
            if lead != case.mediator:
                changes["mediator"] = lead
            if tuple(others) != case.assistants and others:
                changes["assistants"] = tuple(others)
        people = _merged_parties(case, row)
        if people != case.parties:
            changes["parties"] = people
        extra = {**case.extra, **{key: value for key, value in row.extra.items() if value}}
        if extra != case.extra:
            changes["extra"] = extra
        return replace(case, **changes) if changes else case

    def _add(self, entries: Sequence[_Entry], source: str) -> None:
        if not entries:
            return
        at = f"{moment(self._stamp.at):%Y-%m-%d %H:%M:%S.%f}"
        who = self._stamp.who
        seq_of = self._seq_of
        people: list[tuple[Any, ...]] = []
        helpers: list[tuple[int, int, int]] = []
        rows: list[tuple[Any, ...]] = []
        for entry in entries:
            seq, case = entry.seq, entry.now
            lead = seq_of[case.mediator] if case.mediator is not None else None
            rows.append((seq, *plain_case_values(case, lead)))
            for position, party in enumerate(case.parties):
                people.append((seq, position, party.side.value, party.name, "", "", "", ""))
            for position, person in enumerate(case.assistants):
                helpers.append((seq, position, seq_of[person]))
        self._insert(cases, rows)
        self._insert(parties, people)
        self._insert(assistants, helpers)
        self._insert(case_text, [(entry.seq, search_text(entry.now)) for entry in entries])
        self._insert(
            history_table,
            [(e.seq, at, who, "import", "", "", "", source) for e in entries],
            leave_out="seq",
        )
        self._mark(entry.now for entry in entries)

    def _insert(self, table: Table, rows: list[tuple[Any, ...]], *, leave_out: str = "") -> None:
        """Many rows in the table's own column order, past SQLAlchemy's per-row work."""
        if rows:
            names = [column.name for column in table.columns if column.name != leave_out]
            statement = insert(table).compile(dialect=self._connection.dialect, column_keys=names)
            self._connection.exec_driver_sql(str(statement), rows)

    def _change(self, entries: Sequence[_Entry], source: str) -> None:
        if not entries:
            return
        connection = self._connection
        for entry in entries:
            entry.now = replace(entry.now, version=entry.now.version + 1)
        self._free_numbers(entries)
        connection.execute(
            update(cases)
            .where(cases.c.seq == bindparam("this"))
            .values({name: bindparam(f"new_{name}") for name in CASE_COLUMNS}),
            [self._changed_row(entry) for entry in entries],
        )
        for entry in entries:
            if entry.old is None:
                continue
            if (entry.old.parties, entry.old.assistants) != (
                entry.now.parties,
                entry.now.assistants,
            ):
                self._rewrite_people(entry)
            changes = history.case_changes(entry.old, entry.now, self._name_of)
            history.write(connection, self._stamp, entry.seq, "import", changes, why=source)
        texts = [
            {"this": entry.seq, "words": words}
            for entry in entries
            if entry.old is not None and (words := search_text(entry.now)) != search_text(entry.old)
        ]
        if texts:
            connection.execute(
                update(case_text)
                .where(case_text.c.seq == bindparam("this"))
                .values(text=bindparam("words")),
                texts,
            )
        self._mark(entry.now for entry in entries)
        self._mark(entry.old for entry in entries if entry.old is not None)

    def _free_numbers(self, entries: Sequence[_Entry]) -> None:
        """Take changed numbers off first, so that cases may pass them on in any order."""
        renumbered = [
            entry.seq
            for entry in entries
            if entry.old is not None
            and (entry.old.number, entry.old.court_number_key)
            != (entry.now.number, entry.now.court_number_key)
        ]
        for some in _chunks(renumbered):
            self._connection.execute(
                update(cases).where(among(cases.c.seq, some)).values(number="", court_number_key="")
            )

    def _changed_row(self, entry: _Entry) -> dict[str, Any]:
        lead = self._seq_of[entry.now.mediator] if entry.now.mediator is not None else None
        values = case_values(entry.now, lead)
        row = {f"new_{name}": value for name, value in zip(CASE_COLUMNS, values, strict=True)}
        return {"this": entry.seq, **row}

    def _rewrite_people(self, entry: _Entry) -> None:
        connection, seq, case = self._connection, entry.seq, entry.now
        connection.execute(delete(parties).where(parties.c.case_seq == seq))
        connection.execute(delete(assistants).where(assistants.c.case_seq == seq))
        if case.parties:
            connection.execute(insert(parties), party_records(seq, case.parties))
        self._insert(
            assistants,
            [(seq, position, self._seq_of[m]) for position, m in enumerate(case.assistants)],
        )

    def _mark(self, touched: Iterable[Case]) -> None:
        months: set[date] = set()
        for case in touched:
            months |= marks.months_of(case)
        marks.mark(self._connection, months)


class _Desk:
    """The cases of one batch by both of their numbers."""

    def __init__(self, entries: list[_Entry]) -> None:
        self.entries: list[_Entry] = []
        self._by_number: dict[str, _Entry] = {}
        self._by_key: dict[str, _Entry] = {}
        for entry in entries:
            self.add(entry)

    def add(self, entry: _Entry) -> None:
        """Lay a case on the desk."""
        self.entries.append(entry)
        self._list(entry)

    def put_back(self, entry: _Entry, changed: Case) -> None:
        """Change a case on the desk; numbers it no longer bears are free."""
        self._by_number.pop(entry.now.number, None)
        self._by_key.pop(entry.now.court_number_key, None)
        entry.now = changed
        self._list(entry)

    def _list(self, entry: _Entry) -> None:
        if entry.now.number:
            self._by_number[entry.now.number] = entry
        if entry.now.court_number_key:
            self._by_key[entry.now.court_number_key] = entry

    def find(self, row: LedgerCase) -> _Entry | _Refusal | None:
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


def _merged_parties(case: Case, row: LedgerCase) -> tuple[Party, ...]:
    people = list(case.parties)
    for side, names in ((Side.APPLICANT, row.applicants), (Side.RESPONDENT, row.respondents)):
        if not names or case.names(side) == tuple(names):
            continue
        before = {party.name: party for party in people if party.side is side}
        after = [before.get(name) or Party(side=side, name=name) for name in names]
        people = [party for party in people if party.side is not side]
        people = [*after, *people] if side is Side.APPLICANT else _behind(people, after)
    return tuple(people)


def _behind(people: list[Party], after: list[Party]) -> list[Party]:
    first = [party for party in people if party.side is Side.APPLICANT]
    return [*first, *after, *(party for party in people if party.side is not Side.APPLICANT)]


def _refusal(case: Case) -> _Refusal | None:
    """Why a row and what is kept do not go together; the reader has checked the row by itself."""
    if case.closed_on is not None and case.closed_on < case.referred_on:
        return (
            _("终结日期"),
            str(case.closed_on),
            _("与已登记的内容合在一起,终结日期早于委派日期 {day}。").format(day=case.referred_on),
        )
    return None


def _chunks(values: Sequence[_Value]) -> Iterator[Sequence[_Value]]:
    for start in range(0, len(values), _LOOKED_UP):
        yield values[start : start + _LOOKED_UP]

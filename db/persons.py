"""One person found in every case, and taken out of closed ones with all that tells of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, LargeBinary, Table, Text, delete, func, or_, select, update
from sqlalchemy.types import JSON

from db import casetext, history, journal, persons_beside, search
from db.belongings import (
    belongings,
    change,
    images_of,
    key_columns,
    key_of,
    put_in,
    quoted,
    take_out,
)
from db.cipher import errors
from db.connection import connected
from db.history import Stamp
from db.schema import agents, binned_cases, case_text, cases, metadata, parties, transcripts
from db.schema import history as history_lines
from mediation.cases.persons import (
    ERASED,
    NOT_IN_KEYS,
    Mention,
    Remains,
    Trace,
    bare_key,
    spelt,
    without,
)
from mediation.errors import StoreUnusable

_PARTY = (parties.c.name, parties.c.phone, parties.c.id_number, parties.c.representative)
_NAMED_BY = ("name", "phone", "id_number")
_ADDRESSES = ("address", "service_address", "electronic_address")


class PersonLooks:
    """A look for one person."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, key: str) -> list[Trace]:
        """Every place where a name, identity number or telephone is exactly this."""
        return [*self._as_parties(key), *self._as_agents(key), *self._in_bin(key)]

    def remains(self, particulars: Sequence[str]) -> list[Remains]:
        """The tables with rows that hold one of these texts."""
        found = []
        for table in metadata.sorted_tables:
            columns = [column.name for column in table.columns if _holds_text(column.type)]
            if not columns:
                continue
            # As bytes: text in a blob is not found by a comparison with text.
            each = [f"instr(CAST({quoted(name)} AS BLOB), CAST(? AS BLOB)) > 0" for name in columns]
            where = " OR ".join(each * len(particulars))
            values = tuple(text for text in particulars for _name in columns)
            rows = self._connection.exec_driver_sql(
                f"SELECT count(*) FROM {quoted(table.name)} WHERE {where}",  # noqa: S608
                values,
            ).scalar_one()
            if rows:
                found.append(Remains(table=table.name, rows=rows))
        return found

    def mentions(self, trace: Trace) -> list[Mention]:
        """What beside their own rows and the history names the person in a case and in its disputes."""
        if trace.in_bin:
            return []
        images = images_of(self._connection, trace.row_key)
        others = [
            each["name"]
            for name in (parties.name, agents.name)
            for each in images.get(name, ())
            if each["name"] not in trace.particulars
        ]
        found = [
            Mention(
                table.name,
                column.name,
                "" if table in persons_beside.NOT_HANDED_OUT else without(text, others),
            )
            for table in belongings()
            if table not in (parties, agents, history_lines, case_text)
            for image in images.get(table.name, ())
            for column in table.columns
            if isinstance(text := image.get(column.name), str)
            and isinstance(column.type, Text | JSON)
            and trace.is_told_in(text)
        ]
        return [*found, *persons_beside.disputed(self._connection, trace)]

    def _as_parties(self, key: str) -> Iterable[Trace]:
        chosen = (
            select(cases.c.id, cases.c.seq, cases.c.number, cases.c.court_number, cases.c.closed_on)
            .add_columns(*(parties.c[name] for name in ("side", "name", "phone", "id_number")))
            .add_columns(*(parties.c[name] for name in _ADDRESSES))
            .add_columns(parties.c.representative)
            .join(parties, parties.c.case_seq == cases.c.seq)
            .where(or_(*(_bare(column) == key for column in _PARTY)))
            .order_by(cases.c.seq)
        )
        for row in self._connection.execute(chosen):
            is_party = key in map(bare_key, (row.name, row.phone, row.id_number))
            yield _trace(row, "party" if is_party else "representative", dict(row._mapping))

    def _as_agents(self, key: str) -> Iterable[Trace]:
        chosen = (
            select(cases.c.id, cases.c.seq, cases.c.number, cases.c.court_number, cases.c.closed_on)
            .add_columns(agents.c.name, agents.c.phone)
            .join(agents, agents.c.case_seq == cases.c.seq)
            .where(or_(_bare(agents.c.name) == key, _bare(agents.c.phone) == key))
            .order_by(cases.c.seq)
        )
        for row in self._connection.execute(chosen):
            yield _trace(row, "agent", dict(row._mapping))

    def _in_bin(self, key: str) -> Iterable[Trace]:
        held = select(
            binned_cases.c.case_id, binned_cases.c.number, binned_cases.c.court_number
        ).add_columns(binned_cases.c.content)
        for line in self._connection.execute(held):
            images = json.loads(line.content)
            case = images["cases"][0]
            for is_a, table in (("party", "parties"), ("agent", "agents")):
                for row in images.get(table, ()):
                    named = {bare_key(row.get(name) or "") for name in _NAMED_BY}
                    role = is_a if key in named else "representative"
                    if key in {*named, bare_key(row.get("representative") or "")}:
                        yield Trace(
                            case=line.case_id,
                            row_key=case["seq"],
                            label=line.number or line.court_number,
                            closed_on=_day(case["closed_on"]),
                            in_bin=True,
                            **_particulars(role, row),
                        )


class PersonBook(PersonLooks):
    """The same, open for an erasure."""

    def __init__(self, connection: Connection, stamp: Stamp) -> None:
        super().__init__(connection)
        self._stamp = stamp

    def erase(self, traces: Sequence[Trace]) -> int:
        """Replace the particulars in these cases and all that hangs on them; answers of how many.

        What was noted to be undone, unsaved input and the index of the search lose them too.
        """
        by_case: dict[UUID, list[Trace]] = {}
        for trace in traces:
            by_case.setdefault(trace.case, []).append(trace)
        for mine in by_case.values():
            self._erase_in_bin(mine) if mine[0].in_bin else self._erase_in_case(mine)
        seqs = [mine[0].row_key for mine in by_case.values() if not mine[0].in_bin]
        casetext.refresh(self._connection, seqs)
        persons_beside.forget(
            self._connection,
            {text for trace in traces for text in trace.particulars},
            by_case.keys(),
            lambda images: _Rubber(traces, images),
        )
        # Deleted terms stay in the index until it is built anew.
        search.settle(self._connection)
        search.rebuild(self._connection)
        journal.set_aside(self._connection)
        return len(by_case)

    def _erase_in_case(self, traces: Sequence[Trace]) -> None:
        connection, seq = self._connection, traces[0].row_key
        images = images_of(connection, seq)
        rub = _Rubber(traces, images)
        # A mark tells of a field when it was copied: whoever can guess the text could prove it.
        connection.execute(delete(transcripts).where(transcripts.c.case_seq == seq))
        for table in belongings():
            if table is case_text:
                continue
            for image in images.get(table.name, ()):
                new = rub.row(table, image)
                if new == image:
                    continue
                if any(new[name] != image[name] for name in key_columns(table)):
                    take_out(connection, table, key_of(table, image))
                    put_in(connection, table, new)
                    continue
                changed = {name: value for name, value in new.items() if value != image[name]}
                change(connection, table, key_of(table, image), changed)
        connection.execute(
            update(cases).where(cases.c.seq == seq).values(version=cases.c.version + 1)
        )
        history.write(connection, self._stamp, seq, "erase", [("", "", "")])

    def _erase_in_bin(self, traces: Sequence[Trace]) -> None:
        held = binned_cases.c.case_id == traces[0].case
        line = self._connection.execute(select(binned_cases).where(held)).one()
        images: dict[str, list[dict[str, Any]]] = json.loads(line.content)
        rub = _Rubber(traces, images)
        rubbed = rub.rows(images)
        case = rubbed["cases"][0]
        self._connection.execute(
            update(binned_cases)
            .where(held)
            .values(
                applicants=case["applicants"],
                respondents=case["respondents"],
                content=json.dumps(rubbed, ensure_ascii=False, separators=(",", ":")),
            )
        )


class _Rubber:
    """Takes one person's particulars out of the rows of a case; longer names of others stay whole."""

    def __init__(self, traces: Sequence[Trace], images: persons_beside.Images) -> None:
        self._traces = traces
        self._texts = {text for trace in traces for text in trace.particulars}
        people = [*images.get("parties", ()), *images.get("agents", ())]
        others = {row["name"] for row in people} - self._texts
        self._stay = {name for name in others if any(text in name for text in self._texts)}
        self._pattern = spelt(tuple(self._stay | self._texts))
        self._names: dict[str, list[str]] = {}
        for row in images.get("parties", ()):
            self._names.setdefault(row["side"], []).append(self._person(dict(row))["name"])

    def rows(self, images: persons_beside.Images) -> dict[str, list[dict[str, Any]]]:
        """The rows of a case without them; nothing of what was found or copied from it."""
        return {
            name: [self.row(metadata.tables[name], dict(image)) for image in rows]
            for name, rows in images.items()
            if name not in (case_text.name, transcripts.name)
        }

    def row(self, table: Table, image: dict[str, Any]) -> dict[str, Any]:
        """The row without them."""
        new = dict(image)
        if table in (parties, agents):
            new = self._person(new)
        if table is cases:
            for side, column in (("applicant", "applicants"), ("respondent", "respondents")):
                if column in new:
                    new[column] = "、".join(self._names.get(side, ()))
        plain = {column.name for column in table.columns if isinstance(column.type, Text | JSON)}
        for name in plain - {"name", "applicants", "respondents"}:
            if isinstance(new.get(name), str):
                new[name] = self.text(new[name])
        return new

    def text(self, text: str) -> str:
        """A text without them."""
        return self._pattern.sub(self._rubbed, text)

    def _rubbed(self, found: re.Match[str]) -> str:
        return found[0] if found[0] in self._stay else ERASED

    def _person(self, row: dict[str, Any]) -> dict[str, Any]:
        """A party's or agent's row: blank where it is the person, not merely marked."""
        if row["name"] in self._texts:
            row["name"] = ERASED
            blank = ("phone", "id_number", "number_note", *_ADDRESSES, "papers")
            row |= {name: "" for name in blank if name in row}
        if row.get("representative") in self._texts:
            row["representative"] = ERASED
        return row


def backups_holding(copies: Sequence[Path], particulars: Sequence[str]) -> list[Path]:
    """The files among these in whose cases, deleted ones too, one of the texts stands.

    An unreadable one may hold it, and so may one from before a column that is looked into.
    """
    found = []
    marks = ", ".join("?" * len(particulars))
    named = " OR ".join(f"{column.name} IN ({marks})" for column in _PARTY)
    within = " OR ".join(["instr(content, ?) > 0"] * len(particulars))
    statements = (
        (f"SELECT 1 FROM parties WHERE {named} LIMIT 1", len(_PARTY)),  # noqa: S608
        (f"SELECT 1 FROM agents WHERE name IN ({marks}) OR phone IN ({marks}) LIMIT 1", 2),  # noqa: S608
        (f"SELECT 1 FROM binned_cases WHERE {within} LIMIT 1", 1),  # noqa: S608
    )
    for copy in copies:
        holds = True
        with (
            suppress(*errors(OSError, StoreUnusable)),
            connected(copy, read_only=True) as connection,
        ):
            holds = any(
                connection.execute(each, tuple(particulars) * times).fetchone()
                for each, times in statements
            )
        if holds:
            found.append(copy)
    return found


def _bare(column: Any) -> Any:
    """A column as :func:`bare_key` compares it."""
    for sign in NOT_IN_KEYS:
        column = func.replace(column, sign, "")
    return column


def _trace(row: Any, role: str, values: dict[str, Any]) -> Trace:
    return Trace(
        case=row.id,
        row_key=row.seq,
        label=row.number or row.court_number,
        closed_on=row.closed_on,
        **_particulars(role, values),
    )


def _particulars(role: str, values: dict[str, Any]) -> dict[str, Any]:
    """What of a row is the person's: of an organisation's representative the name alone."""
    if role == "party" or not values.get("representative"):
        addresses = tuple(filter(None, (values.get(name) or "" for name in _ADDRESSES)))
        return {
            "role": role,
            "side": values.get("side") or "",
            "name": values["name"],
            "phone": values.get("phone") or "",
            "id_number": values.get("id_number") or "",
            "addresses": addresses,
        }
    return {"role": role, "side": values["side"], "name": values["representative"]}


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _holds_text(kind: Any) -> bool:
    return isinstance(kind, Text | JSON) or type(kind) is LargeBinary

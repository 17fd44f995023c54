"""The audit trail in the file: entries added with the change they tell of, read back and verified."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import Connection

from db import anchors as anchored
from db import journal
from db.belongings import changing
from db.compact import compact
from db.history import Stamp
from db.journal import Turned, Turns
from db.schema import bin_removals, binned_cases, cases, court_totals, seals, settings, special_days
from db.translate import moment
from mediation.auditing import COLUMNS, START, Anchor, Entry, Line, Verdict, rows_after

_SPOKEN_KEYS = (settings, court_totals, special_days)
_COLUMNS = ", ".join(COLUMNS)
_ADD = f"INSERT INTO audit ({_COLUMNS}, salt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
_NAMED = (
    "SELECT lower(hex(id)), (SELECT action FROM history WHERE case_seq = cases.seq"
    " AND at = ? AND who = ? ORDER BY seq DESC LIMIT 1) FROM cases WHERE seq = ?"
)
_SALT, _AT_ONCE = 16, 1_000


@dataclass(slots=True)
class _Change:
    """What one transaction did to one object, before it is an entry."""

    action: str
    rows: list[Turned] = field(default_factory=list)


class AuditLooks:
    """A look at the trail."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def entries(
        self, *, objects: Sequence[str] = (), who: str = "", since: str = "", limit: int = 0
    ) -> list[Entry]:
        """The entries of some objects, a person, from a moment on; newest first."""
        where, values = ["1"], list[str | int]()
        if objects:
            where.append(f"object IN ({', '.join('?' * len(objects))})")
            values += objects
        for column, value in (("who =", who), ("at >=", since)):
            if value:
                where.append(f"{column} ?")
                values.append(value)
        statement = (
            f"SELECT {_COLUMNS} FROM audit WHERE {' AND '.join(where)} "  # noqa: S608 — our names
            f"ORDER BY seq DESC LIMIT {limit or -1}"
        )
        found = self._connection.exec_driver_sql(statement, tuple(values))
        return [Entry(*map(_readable, Entry.__annotations__, row)) for row in found]

    def verify(self, anchors: Sequence[Anchor] = ()) -> Verdict:
        """Walk the whole chain and compare it with what was noted outside."""
        return anchored.verify(_raw(self._connection), anchors)


class AuditBook(AuditLooks):
    """The trail, open for what is no change: a look, an export, an erasure."""

    def __init__(self, connection: Connection, stamp: Stamp) -> None:
        super().__init__(connection)
        self._stamp = stamp

    def note(self, action: str, object_: str, detail: str = "") -> None:
        """Add an entry that changes no row."""
        _append(self._connection, self._stamp, [(action, object_, detail, None, None, None)])

    def forget(self, objects: Sequence[str]) -> int:
        """Forget the salts of these objects' digests; answers of how many entries."""
        gone = 0
        for name in objects:
            gone += self._connection.exec_driver_sql(
                "UPDATE audit SET salt = NULL WHERE object = ? AND salt IS NOT NULL", (name,)
            ).rowcount
        return gone


def write(connection: Connection, stamp: Stamp, turns: Turns) -> None:
    """Add an entry for every object that the transaction changed."""
    changes = _by_object(connection, stamp, turns)
    lines = []
    for name, change in changes.items():
        salt = os.urandom(_SALT)
        before = _digest_of(salt, ((row, row.before) for row in change.rows))
        after = _digest_of(salt, ((row, row.after) for row in change.rows))
        # What was erased must not be tried out: that salt is thrown away at once.
        kept = None if change.action == "erase" else salt
        lines.append((change.action, name, "", before, after, kept))
    if lines:
        _append(connection, stamp, lines)


def write_import(
    connection: Connection,
    stamp: Stamp,
    turns: Turns,
    *,
    sources: Iterable[str],
    first: int,
    updated: Iterable[int],
) -> None:
    """Add the one entry of an import: its files' names as a digest, its counts, a digest over the
    ids and versions of its cases and over what else it changed.

    ``first`` is the row number of the first new case, ``updated`` are those of the changed ones.
    """
    whole = hashlib.sha256()
    raw = _raw(connection)
    new = 0
    fresh = raw.execute("SELECT id, version FROM cases WHERE seq >= ? ORDER BY seq", (first,))
    while some := fresh.fetchmany(_AT_ONCE):
        whole.update(b"".join([key + version.to_bytes(4, "big") for key, version in some]))
        new += len(some)
    changed = sorted(seq for seq in updated if seq < first)
    for seq in changed:
        for key, version in raw.execute("SELECT id, version FROM cases WHERE seq = ?", (seq,)):
            whole.update(key + version.to_bytes(4, "big"))
    beside = list(turns.rows.values())
    whole.update(_digest_of(b"", ((row, row.after) for row in beside)) or b"")
    if not (new or changed or beside):
        return
    names = hashlib.sha256("\0".join(sources).encode()).hexdigest()[:16]
    detail = f"new={new} updated={len(changed)} beside={len(beside)}"
    _append(connection, stamp, [("import", f"import:{names}", detail, None, whole.digest(), None)])


def _append(connection: Connection, stamp: Stamp, lines: Sequence[Line]) -> None:
    cursor = connection.connection.cursor()
    cursor.execute(anchored.LAST)
    last = cursor.fetchone()
    rows = rows_after(
        (0, START) if last is None else (last[0], last[1]), stamp.who, stamp.at, lines
    )
    cursor.executemany(_ADD, rows)


def _readable(column: str, value: Any) -> Any:
    """A cell as its column has it; who writes past the program may have put anything there."""
    if column in ("before", "after", "hash"):
        return value.encode() if isinstance(value, str) else value
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def _raw(connection: Connection) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection.connection.dbapi_connection)


def _digest_of(
    salt: bytes, images: Iterable[tuple[Turned, Mapping[str, object] | None]]
) -> bytes | None:
    """The digest over rows of one object; ``None`` where none of them was there."""
    there = [
        [row.table.name, list(row.key), dict(image)] for row, image in images if image is not None
    ]
    if not there:
        return None
    text = compact(there)
    return hashlib.sha256(salt + text.encode("utf-8", "surrogatepass")).digest()


def _by_object(connection: Connection, stamp: Stamp, turns: Turns) -> dict[str, _Change]:
    changes: dict[str, _Change] = {}
    names: dict[int, str] = {}
    belonging = set(changing())
    for row in turns.rows.values():
        if row.table in belonging:
            seq = journal.case_of(connection, row, turns.rows)
            if seq is None:
                continue
            if seq not in names:
                names[seq], action = _case_named(connection, stamp, seq, turns)
                # A case that was in the bin a moment ago is told by what its history says.
                changes.setdefault(names[seq], _Change(action)).action = action
            name = names[seq]
        else:
            name = _object(row)
            changes.setdefault(name, _Change(_action(row)))
        changes[name].rows.append(row)
    return changes


def _case_named(connection: Connection, stamp: Stamp, seq: int, turns: Turns) -> tuple[str, str]:
    """What the case is called in the trail, and what was done to it."""
    turned = turns.rows.get((cases.name, f"[{seq}]"))
    if turned is not None and turned.before is not None and turned.after is None:
        return f"cases:{turned.before['id'].lower()}", "bin"
    at = f"{moment(stamp.at):%Y-%m-%d %H:%M:%S.%f}"
    cursor = connection.connection.cursor()
    cursor.execute(_NAMED, (at, stamp.who, seq))
    key, action = cursor.fetchone() or ("", "")
    return f"cases:{key}", action or "change"


def _object(row: Turned) -> str:
    """What a row beside the cases is called in the trail: an id or a number, never what people typed."""
    image = row.after if row.before is None else row.before
    assert image is not None
    if row.table in (binned_cases, bin_removals):
        return f"cases:{image['case_id'].lower()}"
    if "id" in image:
        return f"{row.table.name}:{image['id'].lower()}"
    if row.table in _SPOKEN_KEYS or all(isinstance(part, int) for part in row.key):
        return f"{row.table.name}:{'|'.join(map(str, row.key))}"
    key = json.dumps(row.key, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return f"{row.table.name}:{hashlib.sha256(key).hexdigest()[:16]}"


def _action(row: Turned) -> str:
    if row.table is seals:
        return "seal" if row.before is None else "unseal"
    if row.table in (binned_cases, bin_removals):
        return "purge"
    return "add" if row.before is None else "remove" if row.after is None else "change"

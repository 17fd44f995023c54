"""Taking a save back and doing it again, column by column, never over somebody else's change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, update

from db import casetext, history, journal, limits, marks, roster
from db.belongings import (
    Image,
    change,
    changing,
    image_at,
    image_with,
    key_of,
    put_in,
    take_out,
)
from db.bin import Bin
from db.history import Stamp
from db.journal import Turned, noted_from
from db.schema import binned_cases, cases, mediators, undoables
from db.translate import case_record, read_cases
from mediation.cases.case import Case
from mediation.errors import Conflict, NotFound, RuleViolation
from mediation.i18n import _
from mediation.shelf import Stepped, Undoable

_Apart = dict[str, tuple[Any, Any]]


class UndoLooks:
    """A look at what can be undone."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def last(self, who: str) -> Undoable | None:
        """The newest save of a person that still stands."""
        return _told(self._line(who, undone=False))

    def last_undone(self, who: str) -> Undoable | None:
        """The save that would be done again."""
        return _told(self._line(who, undone=True))

    def _line(self, who: str, *, undone: bool) -> Any:
        by = undoables.c.seq.asc() if undone else undoables.c.seq.desc()
        chosen = select(undoables).where(undoables.c.who == who, undoables.c.undone.is_(undone))
        return self._connection.execute(chosen.order_by(by).limit(1)).first()


class UndoBook(UndoLooks):
    """Saves taken back and done again by whoever writes."""

    def __init__(self, connection: Connection, stamp: Stamp) -> None:
        super().__init__(connection)
        self._stamp = stamp

    def undo(self, *, force: bool = False) -> Stepped:
        """Take back the newest save; see :class:`mediation.shelf.UndoWriting`."""
        line = self._line(self._stamp.who, undone=False)
        if line is None:
            raise NotFound(_("没有可以撤销的改动。"))
        return self._step(line, "undo", force=force)

    def redo(self, *, force: bool = False) -> Stepped:
        """Do again what was taken back last."""
        line = self._line(self._stamp.who, undone=True)
        if line is None:
            raise NotFound(_("没有可以重做的改动。"))
        return self._step(line, "redo", force=force)

    def _step(self, line: Any, action: str, *, force: bool) -> Stepped:
        connection, back = self._connection, action == "undo"
        noted = noted_from(line.content)
        why = line.title
        into_bin, out_of_bin = (noted.came, noted.gone) if back else (noted.gone, noted.came)
        box = Bin(connection, self._stamp)
        for key in out_of_bin:
            self._take_back(box, UUID(hex=key), why)
        for key in into_bin:
            box.put(UUID(hex=key), None, why=_("撤销:{what}").format(what=why) if back else why)
        rows = [Turned(each.table, each.after, each.before) for each in noted.rows]
        self._turn(noted.seqs, rows if back else list(noted.rows), action, why, force=force)
        connection.execute(update(undoables).where(undoables.c.seq == line.seq).values(undone=back))
        touched = journal.case_keys(connection, noted.seqs)
        whole = [UUID(hex=key) for key in (*noted.gone, *noted.came)]
        # What the step itself changed is its reverse, not a save of its own.
        journal.set_aside(connection)
        about = _told(line)
        assert about is not None
        return Stepped(about, (*touched, *whole))

    def _take_back(self, box: Bin, case: UUID, why: str) -> None:
        held = select(binned_cases.c.seq).where(binned_cases.c.case_id == case)
        if self._connection.scalar(held) is None:
            raise RuleViolation(
                _("“{title}”已从回收站彻底删除或已还原,这一步不能撤销了。").format(title=why)
            )
        box.restore(case, why=why)

    def _turn(
        self, seqs: Sequence[int], rows: list[Turned], action: str, why: str, *, force: bool
    ) -> None:
        if not rows:
            return
        connection = self._connection
        old = {seq: case for seq in seqs for case in read_cases(connection, [seq])}
        apart: _Apart = {}
        for row in rows:
            apart |= _differences(connection, row)
        if apart and not force:
            raise _changed_since(connection, apart)
        for row in _in_order(rows):
            _apply(connection, row)
        for seq in seqs:
            self._straighten(seq, old.get(seq), action, why)

    def _straighten(self, seq: int, old: Case | None, action: str, why: str) -> None:
        """Check the case as it is now, write what follows from its fields, its history and text."""
        connection = self._connection
        found = read_cases(connection, [seq])
        if not found:
            raise NotFound(_("没有这个案件,可能已被删除。请返回列表刷新。"))
        new = found[0].checked()
        lead = roster.seq_of(connection, new.mediator)
        connection.execute(update(cases).where(cases.c.seq == seq).values(case_record(new, lead)))
        limits.settle(connection, [seq])
        changes = history.case_changes(old, new, roster.Names(connection)) if old else []
        history.write(connection, self._stamp, seq, action, changes or [("", "", "")], why=why)
        casetext.refresh(connection, [seq])
        marks.mark(connection, marks.months_of(new) | (marks.months_of(old) if old else set()))


def _told(line: Any) -> Undoable | None:
    if line is None:
        return None
    return Undoable(
        key=line.seq,
        at=line.at.replace(tzinfo=UTC),
        action=line.action,
        title=line.title,
        cases=line.cases,
    )


def _now(connection: Connection, row: Turned) -> dict[str, Any] | None:
    """The row as it stands, by its own id where it was given another number meanwhile."""
    found = image_at(connection, row.table, row.key)
    image = row.after if row.before is None else row.before
    assert image is not None
    if "id" not in image or (found is not None and found["id"] == image["id"]):
        return found
    return image_with(connection, row.table, image["id"])


def _differences(connection: Connection, row: Turned) -> _Apart:
    """Where what is kept now is not what the save left: (restored, kept now) by column."""
    now = _now(connection, row)
    expected, wanted = row.before, row.after
    if expected is None:
        return {} if now is None else _each(row, wanted, now)
    if now is None:
        return {} if wanted is None else _each(row, wanted, None)
    looked_at = set(expected) if wanted is None else _changed(expected, wanted)
    return {
        f"{row.table.name}.{name}": ((wanted or {}).get(name), now.get(name))
        for name in looked_at
        if name != "version" and now.get(name) != expected.get(name)
    }


def _each(row: Turned, wanted: Image | None, now: Image | None) -> _Apart:
    names = dict.fromkeys([*(wanted or {}), *(now or {})])
    return {
        f"{row.table.name}.{name}": ((wanted or {}).get(name), (now or {}).get(name))
        for name in names
        if name not in ("version", "seq", "id", "case_seq", "position")
        and (wanted or {}).get(name) != (now or {}).get(name)
    }


def _changed(expected: Image, wanted: Image) -> set[str]:
    return {name for name in wanted if wanted[name] != expected.get(name)}


def _in_order(rows: list[Turned]) -> list[Turned]:
    """Rows taken out before rows put in, those that refer to others out first and in last."""
    order = {table: at for at, table in enumerate(changing())}
    out = [row for row in rows if row.after is None]
    rest = [row for row in rows if row.after is not None]
    out.sort(key=lambda row: -order[row.table])
    rest.sort(key=lambda row: (row.before is None, order[row.table]))
    return [*out, *rest]


def _apply(connection: Connection, row: Turned) -> None:
    now = _now(connection, row)
    if row.after is None:
        if now is not None:
            take_out(connection, row.table, key_of(row.table, now))
        return
    if now is None:
        again = dict(row.after)
        if "id" in again and image_at(connection, row.table, row.key) is not None:
            again.pop("seq", None)
        put_in(connection, row.table, again)
        return
    names = _changed(row.before, row.after) if row.before is not None else set(row.after)
    new: dict[str, Any] = {name: row.after[name] for name in names if name in row.table.c}
    if "version" in now:
        new["version"] = now["version"] + 1
    if new:
        change(connection, row.table, key_of(row.table, now), new)


def _changed_since(connection: Connection, apart: Mapping[str, tuple[Any, Any]]) -> Conflict:
    """Both sides of every column, in words; what follows from other columns is left out."""
    shown = {
        name: sides
        for name, sides in apart.items()
        if name not in ("cases.days", "cases.court_number_key", "cases.transfer_counts_on")
    }
    roll = connection.execute(select(mediators.c.seq, mediators.c.name))
    names = {row.seq: row.name for row in roll}
    return Conflict(
        _("这些内容后来又被改过,没有撤销。请对照两边再决定。"),
        mine={name: _plain(name, sides[0], names) for name, sides in shown.items()},
        theirs={name: _plain(name, sides[1], names) for name, sides in shown.items()},
    )


def _plain(name: str, value: Any, people: Mapping[int, str]) -> str:
    column = name.rpartition(".")[2]
    if value is None:
        return ""
    if name.startswith("private_notes."):
        return _("(私密笔记,不在这里显示)")
    if column in ("claimed", "agreed", "performed"):
        from mediation.cases.money import format_yuan

        return format_yuan(value)
    if column == "mediator":
        return people.get(value, str(value))
    return history.word_of(column, value)

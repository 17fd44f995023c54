"""Keeping what hangs on a case: tags, papers on file, what was said. Private notes are not here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Table, delete, func, insert, select, update

from db import history
from db.history import Stamp
from db.schema import (
    case_papers,
    case_tags,
    cases,
    compromises,
    private_notes,
    sessions,
    undisputed_facts,
)
from db.writes import case_seq
from mediation.cases.folder import Folder, Statement, Tick
from mediation.cases.terms import Zone
from mediation.errors import NotFound
from mediation.i18n import _
from mediation.registry.papers import paper_name

_ZONES: dict[Zone, Table] = {Zone.UNDISPUTED: undisputed_facts, Zone.COMPROMISE: compromises}
_NO_LONGER = _("这一条已不在了,可能已被删除。请返回案件刷新。")


class FolderLooks:
    """The folders as they are."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, case: UUID) -> Folder:
        """The case's folder; raises NotFound."""
        seq = case_seq(self._connection, case)
        private = select(func.count()).where(private_notes.c.case_seq == seq)
        return Folder(
            tags=self._tags(seq),
            facts=self._statements(seq, case, Zone.UNDISPUTED),
            compromises=self._statements(seq, case, Zone.COMPROMISE),
            ticks=self._ticks(seq),
            private=self._connection.scalar(private) or 0,
        )

    def used_tags(self) -> list[tuple[str, int]]:
        """Every tag in use with its number of cases, most used first."""
        many = func.count().label("many")
        found = self._connection.execute(
            select(case_tags.c.tag, many)
            .group_by(case_tags.c.tag)
            .order_by(many.desc(), case_tags.c.tag)
        )
        return [(tag, count) for tag, count in found]

    def _tags(self, seq: int) -> tuple[str, ...]:
        chosen = select(case_tags.c.tag).where(case_tags.c.case_seq == seq)
        return tuple(self._connection.scalars(chosen.order_by(case_tags.c.tag)))

    def _ticks(self, seq: int) -> tuple[Tick, ...]:
        found = self._connection.execute(
            select(case_papers.c.paper, case_papers.c.on, case_papers.c.remark)
            .where(case_papers.c.case_seq == seq)
            .order_by(case_papers.c.on, case_papers.c.paper)
        )
        return tuple(Tick(*row) for row in found)

    def _statements(self, seq: int, case: UUID, zone: Zone) -> tuple[Statement, ...]:
        table = _ZONES[zone]
        found = self._connection.execute(
            select(table, sessions.c.id.label("session"))
            .outerjoin(sessions, sessions.c.seq == table.c.session_seq)
            .where(table.c.case_seq == seq)
            .order_by(table.c.on, table.c.seq)
        )
        return tuple(_statement(row, case, zone) for row in found)


class FolderBook(FolderLooks):
    """The folders, open for entries; each leaves its line in the case's history."""

    def __init__(self, connection: Connection, stamp: Stamp) -> None:
        super().__init__(connection)
        self._stamp = stamp

    def put_tags(self, case: UUID, tags: Sequence[str]) -> None:
        """Let the case bear exactly these tags."""
        seq = case_seq(self._connection, case)
        before, after = self._tags(seq), tuple(sorted(set(tags)))
        if before == after:
            return
        self._connection.execute(delete(case_tags).where(case_tags.c.case_seq == seq))
        if after:
            rows = [{"case_seq": seq, "tag": tag} for tag in after]
            self._connection.execute(insert(case_tags), rows)
        gone, come = (
            [tag for tag in one if tag not in other]
            for one, other in ((before, after), (after, before))
        )
        self._note(seq, "tag", ("tags", "、".join(gone), "、".join(come)))

    def put_statement(self, statement: Statement) -> None:
        """Keep a statement, or what became of one with the same id in the same zone."""
        table = _ZONES[statement.zone]
        seq = case_seq(self._connection, statement.case)
        values: dict[str, Any] = {
            "session_seq": session_seq(self._connection, statement.session),
            "on": statement.on,
            "text": statement.text,
        }
        if statement.zone is Zone.UNDISPUTED:
            values["confirmed_on"] = statement.confirmed_on
        old = self._connection.execute(
            select(table).where(table.c.id == statement.id, table.c.case_seq == seq)
        ).first()
        if old is not None and all(getattr(old, name) == value for name, value in values.items()):
            return
        if old is None:
            row = {"id": statement.id, "case_seq": seq, **values}
            self._connection.execute(insert(table).values(row))
        else:
            self._connection.execute(update(table).where(table.c.seq == old.seq).values(values))
        self._note(seq, _action(statement.zone), _told(statement.zone, old, statement))

    def drop_statement(self, case: UUID, zone: Zone, statement: UUID) -> None:
        """Take a statement out; raises NotFound."""
        table = _ZONES[zone]
        seq = case_seq(self._connection, case)
        here = (table.c.id == statement, table.c.case_seq == seq)
        old = self._connection.execute(select(table).where(*here)).first()
        if old is None:
            raise NotFound(_NO_LONGER)
        self._connection.execute(delete(table).where(*here))
        self._note(seq, f"drop_{zone.value}", _told(zone, old, None))

    def tick(self, case: UUID, tick: Tick) -> None:
        """Put a paper on file, or change its day and remark."""
        seq = case_seq(self._connection, case)
        before = next((one for one in self._ticks(seq) if one.paper == tick.paper), None)
        if before == tick:
            return
        self._take_off(seq, tick.paper)
        self._connection.execute(
            insert(case_papers).values(
                case_seq=seq, paper=tick.paper, on=tick.on, remark=tick.remark
            )
        )
        self._note(seq, "paper", ("paper", _tick_text(before), _tick_text(tick)))

    def untick(self, case: UUID, paper: str) -> None:
        """Take a paper off; nothing happens when it is not on file."""
        seq = case_seq(self._connection, case)
        before = next((one for one in self._ticks(seq) if one.paper == paper), None)
        if before is not None:
            self._take_off(seq, paper)
            self._note(seq, "paper", ("paper", _tick_text(before), ""))

    def _take_off(self, seq: int, paper: str) -> None:
        self._connection.execute(
            delete(case_papers).where(case_papers.c.case_seq == seq, case_papers.c.paper == paper)
        )

    def _note(self, seq: int, action: str, line: tuple[str, str, str]) -> None:
        history.write(self._connection, self._stamp, seq, action, [line])


def session_seq(connection: Connection, session: UUID | None) -> int | None:
    """The row number of a session; raises NotFound."""
    if session is None:
        return None
    seq: int | None = connection.scalar(select(sessions.c.seq).where(sessions.c.id == session))
    if seq is None:
        raise NotFound(_("没有这次调解会,可能已被删除。请返回案件刷新。"))
    return seq


def tagged(tag: str) -> Any:
    """The condition that a case bears a tag."""
    return cases.c.seq.in_(select(case_tags.c.case_seq).where(case_tags.c.tag == tag))


def _statement(row: Row[Any], case: UUID, zone: Zone) -> Statement:
    return Statement(
        id=row.id,
        case=case,
        zone=zone,
        on=row.on,
        text=row.text,
        session=row.session,
        confirmed_on=row.confirmed_on if zone is Zone.UNDISPUTED else None,
    )


def _action(zone: Zone) -> str:
    return f"note_{zone.value}"


def _told(zone: Zone, old: Row[Any] | None, new: Statement | None) -> tuple[str, str, str]:
    """The history's line. A compromise statement is not repeated: the history may be handed on."""
    if zone is Zone.COMPROMISE:
        return ("", "", "")
    before = "" if old is None else _fact_text(old.text, old.confirmed_on)
    after = "" if new is None else _fact_text(new.text, new.confirmed_on)
    return ("undisputed", before, after)


def _fact_text(text: str, confirmed_on: Any) -> str:
    return f"{text}(书面确认 {confirmed_on})" if confirmed_on else text


def _tick_text(tick: Tick | None) -> str:
    if tick is None:
        return ""
    return " ".join(filter(None, (paper_name(tick.paper), tick.on.isoformat(), tick.remark)))

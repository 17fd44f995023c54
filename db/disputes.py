"""Cases of bundles that a person decides on: both sides, the choice, and what follows from it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, select, update

from db import carried, history, placing, roster
from db.bin import Bin
from db.carried import Rows
from db.exchange import ExchangeLooks, agree, state_of
from db.history import Stamp
from db.schema import binned_cases, cases, merge_conflicts, partners
from db.translate import moment, read_cases
from db.writes import case_seq
from mediation.errors import Conflict, NotFound, RuleViolation
from mediation.exchange.books import Answer, Dispute, DisputeRow, Entry
from mediation.exchange.deciding import GONE, Verdict
from mediation.exchange.differences import chosen, differences
from mediation.i18n import _

WHOLE = "case"
"""The one choice where a side has the whole case in the bin."""


def rows(connection: Connection, *, settled: bool) -> list[DisputeRow]:
    """The cases waiting for a person, or those settled, newest first."""
    when = merge_conflicts.c.settled_at
    where = when.is_not(None) if settled else when.is_(None)
    found = connection.execute(_lines().where(where).order_by(merge_conflicts.c.seq.desc()))
    return [_row(line) for line in found]


def both_sides(connection: Connection, number: int) -> Dispute:
    """Both sides of one; raises NotFound."""
    line = _line(connection, number)
    mine = _ours(connection, line)
    theirs: Rows = json.loads(line.content).get("rows") or {}
    apart = tuple(differences(mine, theirs)) if mine and theirs else ()
    return Dispute(
        row=_row(line),
        ours=state_of(mine) if mine else GONE,
        ours_gone=not mine,
        theirs_gone=line.theirs == GONE,
        fields=apart,
    )


def settle(
    connection: Connection, stamp: Stamp, number: int, ours: str, theirs: Sequence[str]
) -> UUID:
    """Let the case be as chosen and note it; raises Conflict when it changed since ``ours``."""
    line = _line(connection, number)
    if line.settled_at is not None:
        raise RuleViolation(_("这一件已经处理过,或者对方又交来了新的一份。请回到列表看看。"))
    sides = both_sides(connection, number)
    if sides.ours != ours:
        raise Conflict(
            _("看过以后本机的案件又改了。请重新对照两边再选。"),
            mine={"state": ours},
            theirs={"state": sides.ours},
        )
    entry: Entry = json.loads(line.content)
    key = line.case_id if line.other is None else line.other
    why = _("与 {partner} 的交换").format(partner=line.name)
    if sides.ours_gone or sides.theirs_gone:
        _settle_whole(connection, stamp, line, entry, take=bool(theirs), why=why)
    else:
        _settle_fields(connection, stamp, line, entry, taken=theirs, why=why)
    if not _came_another(connection, line):
        partner = next(
            each for each in ExchangeLooks(connection).partners() if each.number == line.partner
        )
        answer = Answer(
            case=line.case_id.hex,
            state=line.theirs,
            trail=entry["trail"],
            verdict=Verdict.TAKEN,
            version=int(entry.get("version") or 0),
        )
        agree(connection, partner, [answer])
    connection.execute(
        update(merge_conflicts)
        .where(merge_conflicts.c.seq == number)
        .values(
            settled_at=moment(stamp.at),
            settled_by=stamp.who,
            choices=json.dumps({"theirs": sorted(theirs)}, ensure_ascii=False),
        )
    )
    return UUID(hex=key.hex)


def _settle_fields(
    connection: Connection,
    stamp: Stamp,
    line: Row[Any],
    entry: Entry,
    *,
    taken: Sequence[str],
    why: str,
) -> None:
    mine = _ours(connection, line)
    seq = case_seq(connection, UUID(hex=_key_of(mine)))
    before = read_cases(connection, [seq])[0]
    wanted = chosen(mine, entry["rows"], taken)
    try:
        placing.check(wanted, before.id.hex)
        _refuse_taken_numbers(connection, wanted)
        placed = placing.put(connection, seq, wanted)
    except placing.Unfit:
        raise RuleViolation(
            _(
                "所选的各栏合不到一起,没有保存。"
                "同一名当事人和其代理人、同一条款和它的分期、付款,请选同一边。"
            )
        ) from None
    placing.add_trail(connection, seq, entry["history"])
    after = read_cases(connection, [seq])[0]
    changes = history.case_changes(before, after, roster.Names(connection))
    history.write(connection, stamp, seq, "settle", changes or [("", "", "")], why=why)
    placing.follow_up(connection, [placed])


def _settle_whole(
    connection: Connection,
    stamp: Stamp,
    line: Row[Any],
    entry: Entry,
    *,
    take: bool,
    why: str,
) -> None:
    """One side has the case in the bin: it stays as it is here, or becomes as it is there."""
    key = UUID(hex=line.case_id.hex)
    if not take:
        seq = connection.scalar(select(cases.c.seq).where(cases.c.id == key))
        if seq is not None:
            history.write(connection, stamp, seq, "settle", [("", "", "")], why=why)
        return
    if line.theirs == GONE:
        Bin(connection, stamp).put(key, None, why=why)
        return
    placing.check(entry["rows"], key.hex)
    _refuse_taken_numbers(connection, entry["rows"])
    if connection.scalar(select(binned_cases.c.seq).where(binned_cases.c.case_id == key)):
        Bin(connection, stamp).restore(key, why=why)
    seq = connection.scalar(select(cases.c.seq).where(cases.c.id == key))
    placed = placing.put(connection, seq, entry["rows"])
    placing.add_trail(connection, placed.seq, entry["history"])
    history.write(connection, stamp, placed.seq, "settle", [("", "", "")], why=why)
    placing.follow_up(connection, [placed])


def _refuse_taken_numbers(connection: Connection, wanted: Rows) -> None:
    own = wanted[cases.name][0]
    for name in ("number", "court_number_key"):
        taken = select(cases.c.seq).where(
            cases.c[name] == own[name], cases.c.id != UUID(hex=own["id"])
        )
        if own[name] and connection.scalar(taken) is not None:
            raise RuleViolation(
                _("“{number}”已用在另一个案件上:这个号请留本机的,或先更正另一件。").format(
                    number=own["number"] or own["court_number"]
                )
            )


def _came_another(connection: Connection, line: Row[Any]) -> bool:
    """Whether the partner sent another state of the case since, which is then the one agreed on."""
    later = select(merge_conflicts.c.seq).where(
        merge_conflicts.c.partner == line.partner,
        merge_conflicts.c.case_id == line.case_id,
        merge_conflicts.c.seq > line.seq,
    )
    return connection.execute(later).first() is not None


def _ours(connection: Connection, line: Row[Any]) -> Rows:
    """What is kept here of the case, or of the one that has its number; empty without one."""
    key = line.case_id if line.other is None else line.other
    seq = connection.scalar(select(cases.c.seq).where(cases.c.id == key))
    return carried.read(connection, [seq])[seq] if seq is not None else {}


def _key_of(mine: Rows) -> str:
    return str(mine[cases.name][0]["id"])


def _lines() -> Select[Any]:
    return select(merge_conflicts, partners.c.name).join(
        partners, partners.c.seq == merge_conflicts.c.partner
    )


def _line(connection: Connection, number: int) -> Row[Any]:
    line = connection.execute(_lines().where(merge_conflicts.c.seq == number)).first()
    if line is None:
        raise NotFound(_("没有第 {number} 号待处理的案件。").format(number=number))
    return line


def _row(line: Row[Any]) -> DisputeRow:
    return DisputeRow(
        number=line.seq,
        partner=line.name,
        case=line.case_id,
        verdict=Verdict(line.kind),
        label=line.label,
        at=line.at.replace(tzinfo=UTC),
        settled_at=line.settled_at and line.settled_at.replace(tzinfo=UTC),
        settled_by=line.settled_by,
    )

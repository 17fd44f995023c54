"""Taking the cases of a bundle: each decided on by the states both sides know, then put in or kept for a person."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, insert, select, update

from db import carried, placing, roster
from db.bin import Bin
from db.carried import Rows
from db.exchange import AT_ONCE, agree, state_of, trail_of
from db.history import Stamp
from db.schema import (
    agreed_states,
    assistants,
    bin_removals,
    binned_cases,
    cases,
    mediators,
    merge_conflicts,
)
from db.translate import moment
from mediation.cases.plain import clean_line
from mediation.errors import FileRefused, MediationError, RuleViolation
from mediation.exchange.books import Answer, Entry, Gone, Partner, Role
from mediation.exchange.canonical import canonical
from mediation.exchange.deciding import GONE, States, Verdict, decide
from mediation.i18n import _
from mediation.registry.mediators import Mediator

_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
_NOT_THEIRS = _("不是对方主办或协办的案件。")


@dataclass(frozen=True, slots=True)
class Met:
    """What is known here of a case that arrives: its row and rows, the state agreed upon with the
    sender, whether it is in the bin or was, and whether it waits for a person."""

    seq: int | None
    rows: Rows | None
    agreed: str | None
    is_gone: bool
    is_disputed: bool

    @property
    def state(self) -> str | None:
        """Its digest."""
        if self.rows is not None:
            return state_of(self.rows)
        return GONE if self.is_gone else None


@dataclass(frozen=True, slots=True)
class _Found:
    seqs: Mapping[str, int]
    rows: Mapping[int, Rows]
    agreed: Mapping[str, str]
    gone: Set[str]
    disputed: Set[str]


class Taking:
    """One bundle of one partner coming in."""

    def __init__(self, connection: Connection, stamp: Stamp, partner: Partner) -> None:
        self._connection = connection
        self._stamp = stamp
        self._partner = partner
        self._person = partner.mediator.hex if partner.mediator is not None else ""
        self._theirs: set[UUID] = set()
        self.gone = Gone(of=connection.scalar(select(func.count()).select_from(cases)) or 0)

    def take(self, lines: Iterable[Entry]) -> list[Answer]:
        """Take every line; answers each case. Raises FileRefused for lines that are none."""
        answers: list[Answer] = []
        told = iter(lines)
        seen: set[str] = set()
        while some := list(islice(told, AT_ONCE)):
            arriving = [line for line in some if not self._is_person(line)]
            for entry in arriving:
                _check_entry(entry)
                if entry["id"] in seen:
                    raise FileRefused(_("文件里同一个案件出现了两次,没有读。"))
                seen.add(entry["id"])
            answers += self._take_some(arriving)
        return answers

    def _is_person(self, line: Entry) -> bool:
        """Whether a line names somebody of the roster; a liaison's roster is the one that counts."""
        if line.get("kind") != "mediator":
            return False
        key, name = line.get("id"), _name(line.get("name"))
        if not isinstance(key, str) or not _ID.fullmatch(key) or not name:
            raise FileRefused(_("文件的内容不合格式,没有读。请让对方重新做一份。"))
        if self._partner.role is Role.LIAISON:
            self._enrol(UUID(hex=key), name)
        return True

    def _enrol(self, key: UUID, name: str) -> None:
        """Know somebody of the liaison's roster by the liaison's id; namesakes stay apart."""
        self._theirs.add(key)
        if self._connection.scalar(select(mediators.c.seq).where(mediators.c.id == key)):
            return
        chosen = select(mediators.c.seq, mediators.c.id).where(mediators.c.name == name)
        own = [
            row.seq
            for row in self._connection.execute(chosen)
            if row.id not in self._theirs and not self._is_shared(row.seq)
        ]
        if len(own) == 1:
            self._connection.execute(
                update(mediators).where(mediators.c.seq == own[0]).values(id=key)
            )
        else:
            roster.add(self._connection, Mediator(id=key, name=name, from_import=True))

    def _is_shared(self, person: int) -> bool:
        """Whether a case that the partner knows names this person, and so by the partner's id."""
        helped = select(assistants.c.case_seq).where(assistants.c.mediator == person)
        known = select(agreed_states.c.case_id).where(
            agreed_states.c.partner == self._partner.number
        )
        named = select(cases.c.seq).where(
            cases.c.id.in_(known), (cases.c.mediator == person) | cases.c.seq.in_(helped)
        )
        return self._connection.execute(named.limit(1)).first() is not None

    def _take_some(self, entries: list[Entry]) -> list[Answer]:
        found = self._met(entries)
        answers, placed = [], []
        for entry in entries:
            met = Met(
                found.seqs.get(entry["id"]),
                found.rows.get(found.seqs.get(entry["id"], 0)),
                found.agreed.get(entry["id"]),
                entry["id"] in found.gone,
                entry["id"] in found.disputed,
            )
            answer, put = self._take_one(entry, met)
            answers.append(answer)
            placed += put
        settled = (Verdict.TAKEN, Verdict.SAME, Verdict.KEPT)
        agree(
            self._connection,
            self._partner,
            [each for each in answers if each.verdict in settled],
        )
        placing.follow_up(self._connection, placed)
        return answers

    def _met(self, entries: list[Entry]) -> _Found:
        """What is known here of the cases that arrive together."""
        connection = self._connection
        keys = [UUID(hex=entry["id"]) for entry in entries]
        chosen = select(cases.c.id, cases.c.seq).where(cases.c.id.in_(keys))
        seqs = {key.hex: seq for key, seq in connection.execute(chosen)}
        states = select(agreed_states.c.case_id, agreed_states.c.state).where(
            agreed_states.c.partner == self._partner.number, agreed_states.c.case_id.in_(keys)
        )
        waiting = select(merge_conflicts.c.case_id).where(
            merge_conflicts.c.case_id.in_(keys), merge_conflicts.c.settled_at.is_(None)
        )
        gone = {
            key.hex
            for table in (binned_cases, bin_removals)
            for key in connection.scalars(select(table.c.case_id).where(table.c.case_id.in_(keys)))
        }
        return _Found(
            seqs,
            carried.read(connection, list(seqs.values())),
            {key.hex: state for key, state in connection.execute(states)},
            gone,
            {key.hex for key in connection.scalars(waiting)},
        )

    def _take_one(self, entry: Entry, met: Met) -> tuple[Answer, list[placing.Placed]]:
        connection = self._connection
        answer = Answer(
            case=entry["id"],
            state=entry["state"],
            trail=entry["trail"],
            verdict=Verdict.REFUSED,
            version=0,
            label=_label(entry, met.rows),
        )
        connection.exec_driver_sql("SAVEPOINT one_case")
        gone = self.gone
        try:
            self._check_scope(entry, met)
            verdict = decide(
                States(
                    ours=met.state,
                    agreed=met.agreed,
                    theirs=entry["state"],
                    known=entry["known"],
                )
            )
            other = self._other_with_number(entry) if verdict is Verdict.TAKEN else None
            if other is not None:
                verdict = Verdict.DUPLICATE
            placed = self._do(verdict, entry, met, other)
        except MediationError as error:
            connection.exec_driver_sql("ROLLBACK TO one_case")
            connection.exec_driver_sql("RELEASE one_case")
            self.gone = gone
            return replace(answer, why=error.message), []
        connection.exec_driver_sql("RELEASE one_case")
        version = connection.exec_driver_sql(
            "SELECT version FROM cases WHERE id = ?", (bytes.fromhex(entry["id"]),)
        ).scalar()
        return replace(answer, verdict=verdict, version=version or 0), placed

    def _do(
        self, verdict: Verdict, entry: Entry, met: Met, other: UUID | None
    ) -> list[placing.Placed]:
        """What a verdict asks for; answers the cases put in."""
        if verdict in (Verdict.CONFLICT, Verdict.DUPLICATE):
            self._keep_for_a_person(verdict, entry, other if met.seq is None else None)
            return []
        if met.is_disputed:
            self._supersede(entry)
        if verdict is Verdict.TAKEN and entry["state"] == GONE:
            self.gone = replace(self.gone, cases=self.gone.cases + 1)
            why = _("{partner} 已删除").format(partner=self._partner.name)
            Bin(self._connection, self._stamp).put(UUID(hex=entry["id"]), None, why=why)
            return []
        seq, placed = met.seq, []
        if verdict is Verdict.TAKEN:
            if seq is None:
                seq = self._out_of_bin(entry)
            placed = [placing.put(self._connection, seq, entry["rows"], met.rows)]
            seq = placed[0].seq
            self.gone = replace(self.gone, rows=self.gone.rows + placed[0].gone)
        if seq is not None and entry["state"] != GONE:
            placing.add_trail(self._connection, seq, entry["history"])
        return placed

    def _out_of_bin(self, entry: Entry) -> int | None:
        """A case that both had binned and they took out again comes back with what stayed here."""
        key = UUID(hex=entry["id"])
        held = select(binned_cases.c.seq).where(binned_cases.c.case_id == key)
        if self._connection.scalar(held) is None:
            return None
        why = _("{partner} 已还原").format(partner=self._partner.name)
        Bin(self._connection, self._stamp).restore(key, why=why)
        return self._connection.scalar(select(cases.c.seq).where(cases.c.id == key))

    def _check_scope(self, entry: Entry, met: Met) -> None:
        """A mediator's bundle touches the mediator's cases alone, by what is kept here."""
        theirs = None if entry["state"] == GONE else entry.get("rows")
        if entry["state"] != GONE:
            placing.check(theirs, entry["id"])
            placing.check_trail(entry.get("history"))
            if (state_of(theirs), trail_of(entry["history"])) != (entry["state"], entry["trail"]):  # type: ignore[arg-type]
                raise RuleViolation(_("内容与摘要不符。"))
        if self._partner.role is Role.LIAISON:
            return
        mine = met.rows
        if mine is not None and not self._is_in(mine):
            raise RuleViolation(_NOT_THEIRS)
        if mine is None and met.agreed is None and met.is_gone:
            raise RuleViolation(_NOT_THEIRS)
        if theirs is not None and mine is not None and _lead(theirs) != _lead(mine):
            raise RuleViolation(_("换调解员要由联络员在名册一方办理。"))
        if theirs is not None and not self._is_in(theirs):
            raise RuleViolation(_NOT_THEIRS)

    def _is_in(self, rows: Mapping[str, Any]) -> bool:
        people = [_lead(rows)]
        people += [each["mediator"] for each in rows.get("assistants", ())]
        return self._person in people

    def _other_with_number(self, entry: Entry) -> UUID | None:
        """Another case kept here under a number of the arriving one."""
        if entry["state"] == GONE:
            return None
        own = entry["rows"][cases.name][0]
        for name in ("number", "court_number_key"):
            if own[name]:
                found = self._connection.exec_driver_sql(
                    f"SELECT id FROM cases WHERE {name} = ? AND id <> ?",  # noqa: S608 — two names
                    (own[name], bytes.fromhex(entry["id"])),
                ).scalar()
                if found is not None:
                    return UUID(bytes=found)
        return None

    def _keep_for_a_person(self, verdict: Verdict, entry: Entry, other: UUID | None) -> None:
        key = UUID(hex=entry["id"])
        still_open = (
            merge_conflicts.c.partner == self._partner.number,
            merge_conflicts.c.case_id == key,
            merge_conflicts.c.settled_at.is_(None),
        )
        same = self._connection.scalar(
            select(merge_conflicts.c.seq).where(
                *still_open, merge_conflicts.c.content == canonical(entry)
            )
        )
        if same is not None:
            return
        self._supersede(entry)
        self._connection.execute(
            insert(merge_conflicts).values(
                partner=self._partner.number,
                case_id=key,
                kind=verdict,
                other=other,
                label=_label(entry, None),
                theirs=entry["state"],
                content=canonical(entry),
                at=moment(self._stamp.at),
            )
        )

    def _supersede(self, entry: Entry) -> None:
        """What the same partner sent of the case before, as far as it is part of what arrives now.

        It is not where the partner went back to an older state in between, nor where the partner
        deleted the case and that waits for a person itself.
        """
        chosen = select(merge_conflicts.c.seq, merge_conflicts.c.content).where(
            merge_conflicts.c.partner == self._partner.number,
            merge_conflicts.c.case_id == UUID(hex=entry["id"]),
            merge_conflicts.c.settled_at.is_(None),
        )
        lines = _lines_of(entry)
        part = [
            row.seq
            for row in self._connection.execute(chosen)
            if _lines_of(json.loads(row.content)) <= lines
        ]
        self._connection.execute(
            update(merge_conflicts)
            .where(merge_conflicts.c.seq.in_(part))
            .values(settled_at=moment(self._stamp.at), settled_by=self._stamp.who)
        )


def _lead(rows: Mapping[str, Any]) -> Any:
    return rows[cases.name][0]["mediator"]


def _lines_of(entry: Entry) -> Counter[tuple[str, ...]]:
    return Counter(tuple(line) for line in entry.get("history", ()))


def _name(told: Any) -> str:
    """A name as it may stand on a roster; empty for what is none."""
    try:
        name = clean_line(told) if isinstance(told, str) else ""
        return name if name.split() == str(told).split() else ""
    except MediationError:
        return ""


def _check_entry(entry: Entry) -> None:
    known = entry.get("known")
    state, trail = entry.get("state"), entry.get("trail")
    fine = (
        entry.get("kind") == "case"
        and isinstance(entry.get("id"), str)
        and _ID.fullmatch(entry["id"])
        and isinstance(state, str)
        and isinstance(trail, str)
        and (state == GONE or (_DIGEST.fullmatch(state) and _DIGEST.fullmatch(trail)))
        and (known is None or isinstance(known, str))
    )
    if not fine:
        raise FileRefused(_("文件的内容不合格式,没有读。请让对方重新做一份。"))


def _label(entry: Entry, mine: Rows | None) -> str:
    """What people call the case."""
    rows = mine or entry.get("rows")
    try:
        own = rows[cases.name][0]  # type: ignore[index]
        return str(own["number"] or own["court_number"])[:100]
    except (KeyError, IndexError, TypeError):
        return str(entry.get("label", ""))[:100]

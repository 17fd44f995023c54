"""Taking the cases of a bundle: each decided on by the states both sides know, then put in or kept for a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, insert, select, update

from db import carried, casetext, placing, roster
from db.bin import Bin
from db.carried import Rows
from db.exchange import AT_ONCE, agree, state_of, trail_of
from db.history import Stamp
from db.schema import (
    agreed_states,
    bin_removals,
    binned_cases,
    cases,
    mediators,
    merge_conflicts,
)
from db.translate import moment
from mediation.errors import FileRefused, MediationError, RuleViolation
from mediation.exchange.books import Answer, Entry, Gone, Partner, Role
from mediation.exchange.canonical import canonical
from mediation.exchange.deciding import GONE, States, Verdict, decide
from mediation.i18n import _
from mediation.registry.mediators import Mediator

_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
_NOT_THEIRS = _("不是对方主办或协办的案件。")


class Taking:
    """One bundle of one partner coming in."""

    def __init__(self, connection: Connection, stamp: Stamp, partner: Partner) -> None:
        self._connection = connection
        self._stamp = stamp
        self._partner = partner
        self._person = partner.mediator.hex if partner.mediator is not None else ""
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
        key, name = line.get("id"), line.get("name")
        if not isinstance(key, str) or not _ID.fullmatch(key) or not isinstance(name, str):
            raise FileRefused(_("文件的内容不合格式,没有读。请让对方重新做一份。"))
        if self._partner.role is Role.LIAISON and name.strip():
            self._enrol(UUID(hex=key), name.strip())
        return True

    def _enrol(self, key: UUID, name: str) -> None:
        if self._connection.scalar(select(mediators.c.seq).where(mediators.c.id == key)):
            return
        same = list(
            self._connection.scalars(select(mediators.c.seq).where(mediators.c.name == name))
        )
        if len(same) == 1:
            self._connection.execute(
                update(mediators).where(mediators.c.seq == same[0]).values(id=key)
            )
        else:
            roster.add(self._connection, Mediator(id=key, name=name, from_import=True))

    def _take_some(self, entries: list[Entry]) -> list[Answer]:
        keys = [UUID(hex=entry["id"]) for entry in entries]
        seqs = {
            key.hex: seq
            for key, seq in self._connection.execute(
                select(cases.c.id, cases.c.seq).where(cases.c.id.in_(keys))
            )
        }
        ours = carried.read(self._connection, list(seqs.values()))
        agreed = {
            row.case_id.hex: row.state
            for row in self._connection.execute(
                select(agreed_states.c.case_id, agreed_states.c.state).where(
                    agreed_states.c.partner == self._partner.number,
                    agreed_states.c.case_id.in_(keys),
                )
            )
        }
        answers, touched = [], []
        for entry in entries:
            seq = seqs.get(entry["id"])
            mine = ours[seq] if seq is not None else None
            answer, placed = self._take_one(entry, seq, mine, agreed.get(entry["id"]))
            answers.append(answer)
            touched += placed
        casetext.refresh(self._connection, touched)
        return answers

    def _take_one(
        self, entry: Entry, seq: int | None, mine: Rows | None, agreed: str | None
    ) -> tuple[Answer, list[int]]:
        connection = self._connection
        answer = Answer(
            case=entry["id"],
            state=entry["state"],
            trail=entry["trail"],
            verdict=Verdict.REFUSED,
            version=0,
            label=_label(entry, mine),
        )
        connection.exec_driver_sql("SAVEPOINT one_case")
        gone = self.gone
        try:
            self._check_scope(entry, mine, agreed)
            states = States(
                ours=self._state(entry["id"], mine),
                agreed=agreed,
                theirs=entry["state"],
                known=entry["known"],
            )
            verdict = decide(states)
            other = self._other_with_number(entry) if verdict is Verdict.TAKEN else None
            if other is not None:
                verdict = Verdict.DUPLICATE
            placed = self._do(verdict, entry, seq, other)
        except MediationError as error:
            connection.exec_driver_sql("ROLLBACK TO one_case")
            connection.exec_driver_sql("RELEASE one_case")
            self.gone = gone
            return replace(answer, why=error.message), []
        connection.exec_driver_sql("RELEASE one_case")
        version = connection.scalar(
            select(cases.c.version).where(cases.c.id == UUID(hex=entry["id"]))
        )
        answer = replace(answer, verdict=verdict, version=version or 0)
        if verdict in (Verdict.TAKEN, Verdict.SAME, Verdict.KEPT):
            agree(connection, self._partner, answer)
        return answer, placed

    def _do(self, verdict: Verdict, entry: Entry, seq: int | None, other: UUID | None) -> list[int]:
        """What a verdict asks for; answers the row numbers of the cases put in."""
        if verdict in (Verdict.CONFLICT, Verdict.DUPLICATE):
            self._keep_for_a_person(verdict, entry, other)
            return []
        self._supersede(entry)
        if verdict is Verdict.TAKEN and entry["state"] == GONE:
            self.gone = replace(self.gone, cases=self.gone.cases + 1)
            why = _("{partner} 已删除").format(partner=self._partner.name)
            Bin(self._connection, self._stamp).put(UUID(hex=entry["id"]), None, why=why)
            return []
        placed = []
        if verdict is Verdict.TAKEN:
            if seq is None:
                seq = self._out_of_bin(entry)
            seq, rows = placing.put(self._connection, seq, entry["rows"])
            self.gone = replace(self.gone, rows=self.gone.rows + rows)
            placed = [seq]
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

    def _state(self, key: str, mine: Rows | None) -> str | None:
        if mine is not None:
            return state_of(mine)
        for table in (binned_cases, bin_removals):
            found = select(table.c.seq).where(table.c.case_id == UUID(hex=key)).limit(1)
            if self._connection.scalar(found) is not None:
                return GONE
        return None

    def _check_scope(self, entry: Entry, mine: Rows | None, agreed: str | None) -> None:
        """A mediator's bundle touches the mediator's cases alone, by what is kept here."""
        theirs = None if entry["state"] == GONE else entry.get("rows")
        if entry["state"] != GONE:
            placing.check(theirs, entry["id"])
            placing.check_trail(entry.get("history"))
            if (state_of(theirs), trail_of(entry["history"])) != (entry["state"], entry["trail"]):  # type: ignore[arg-type]
                raise RuleViolation(_("内容与摘要不符。"))
        if self._partner.role is Role.LIAISON:
            return
        if mine is not None and not self._is_in(mine):
            raise RuleViolation(_NOT_THEIRS)
        if mine is None and agreed is None and self._state(entry["id"], None) is not None:
            raise RuleViolation(_NOT_THEIRS)
        if theirs is not None and not self._is_in(theirs):
            raise RuleViolation(_("换调解员要由联络员在名册一方办理。") if mine else _NOT_THEIRS)

    def _is_in(self, rows: Mapping[str, Any]) -> bool:
        people = [rows[cases.name][0]["mediator"]]
        people += [each["mediator"] for each in rows.get("assistants", ())]
        return self._person in people

    def _other_with_number(self, entry: Entry) -> UUID | None:
        """Another case kept here under a number of the arriving one."""
        if entry["state"] == GONE:
            return None
        own = entry["rows"][cases.name][0]
        for name in ("number", "court_number_key"):
            if own[name]:
                found = self._connection.scalar(
                    select(cases.c.id).where(
                        cases.c[name] == own[name], cases.c.id != UUID(hex=entry["id"])
                    )
                )
                if found is not None:
                    return UUID(hex=found.hex)
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
        """What the same partner sent of the case before is part of what arrives now."""
        self._connection.execute(
            update(merge_conflicts)
            .where(
                merge_conflicts.c.partner == self._partner.number,
                merge_conflicts.c.case_id == UUID(hex=entry["id"]),
                merge_conflicts.c.settled_at.is_(None),
            )
            .values(settled_at=moment(self._stamp.at), settled_by=self._stamp.who)
        )


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

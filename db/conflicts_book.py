"""Keeping ties, searches, disclosures and assignments; finding by index the cases that bear a name."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select, update

from db import history, people, roster, search
from db.among import among
from db.history import Stamp
from db.schema import (
    agents,
    assignments,
    assistants,
    cases,
    conflict_searches,
    disclosures,
    mediator_interests,
    mediators,
    parties,
)
from db.translate import mediator_from, moment
from mediation.conflicts.assignments import Answer, Assignment, Way
from mediation.conflicts.books import LOOKED_AT, SearchNote
from mediation.conflicts.disclosures import Consent, ConsentHow, Decider, Decision, Disclosure
from mediation.conflicts.hits import HitKind, Meeting, people_beside
from mediation.conflicts.interests import Interest, InterestKind
from mediation.conflicts.names import core, cores, name_keys
from mediation.errors import NotFound
from mediation.i18n import _
from mediation.registry.mediators import Mediator

_KEYS = select(mediators.c.seq, mediators.c.id)
_SIDES = ("applicants", "respondents")
_NOTED = ("mediators", "people", "looked", "lines", "asks")


class ConflictLooks:
    """A consistent look at them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def interests(self, those: Sequence[UUID] | None = None) -> list[Interest]:
        """The ties of these mediators, or of all, by mediator and kind."""
        chosen = select(mediator_interests, mediators.c.id.label("whose")).join(
            mediators, mediators.c.seq == mediator_interests.c.mediator
        )
        if those is not None:
            chosen = chosen.where(mediators.c.id.in_(those))
        order = list(InterestKind)
        found = [
            Interest(
                id=row.id,
                mediator=row.whose,
                kind=InterestKind(row.kind),
                **{name: getattr(row, name) for name in _OF_INTEREST},
            )
            for row in self._connection.execute(chosen.order_by(mediator_interests.c.seq))
        ]
        return sorted(found, key=lambda one: (str(one.mediator), order.index(one.kind)))

    def mediators(self, those: Sequence[UUID]) -> dict[UUID, Mediator]:
        """The roster's entries of these mediators."""
        rows = self._connection.execute(select(mediators).where(mediators.c.id.in_(those)))
        return {row.id: mediator_from(row) for row in rows}

    def meetings(
        self, names: Sequence[str], *, mine: Sequence[UUID] | None = None, most: int = LOOKED_AT
    ) -> tuple[list[Meeting], bool]:
        """The cases, led or helped by any of these mediators, where somebody bears one of the names."""
        wanted = {each for name in names for each in cores(name)}
        may_be: set[int] = set()
        is_cut = False
        for text in sorted({each for name in names for each in _needles(name)}):
            rows = search.newest(self._connection, text, most)
            is_cut = is_cut or len(rows) >= most
            may_be.update(rows)
        theirs = self._led(sorted(may_be), mine)
        bearing = self._bearing(sorted(theirs), wanted)
        labels = self._labels(sorted(bearing))
        found = [
            Meeting(
                case=labels[seq].id,
                number=labels[seq].number or labels[seq].court_number_key,
                referred_on=labels[seq].referred_on,
                is_open=labels[seq].closed_on is None,
                mediators=tuple(theirs[seq]),
                people=tuple(those),
            )
            for seq, those in bearing.items()
        ]
        return sorted(found, key=lambda met: met.referred_on, reverse=True), is_cut

    def bearing_own(self, most: int) -> list[int]:
        """The keys of open cases never searched where somebody bears a name of their own mediator's,
        newest first; of a common name only the ``most`` newest are looked at."""
        names: dict[UUID, set[str]] = {
            row.id: {row.name} for row in self._connection.execute(_NAMED_KEYS)
        }
        for tie in self.interests():
            if tie.kind in _NAMING:
                names[tie.mediator].add(tie.name)
        found: set[int] = set()
        for mediator, those in names.items():
            wanted = {each for name in those for each in cores(name)}
            may_be = {
                seq
                for text in {each for name in those for each in _needles(name)}
                for seq in search.newest(self._connection, text, most)
            }
            found |= self._bearing(sorted(self._led(sorted(may_be), [mediator])), wanted).keys()
        noted = select(conflict_searches.c.case_seq)
        chosen = select(cases.c.seq).where(
            among(cases.c.seq, sorted(found)),
            cases.c.closed_on.is_(None),
            cases.c.seq.not_in(noted),
        )
        return list(self._connection.scalars(chosen.order_by(cases.c.seq.desc())))

    def _led(self, seqs: Sequence[int], mine: Sequence[UUID] | None) -> dict[int, list[UUID]]:
        """By row number, which of these mediators, or of all, leads or helps in the case."""
        whose = _KEYS if mine is None else _KEYS.where(mediators.c.id.in_(mine))
        ids = {row.seq: row.id for row in self._connection.execute(whose)}
        found: defaultdict[int, list[UUID]] = defaultdict(list)
        for row, person in (
            (cases.c.seq, cases.c.mediator),
            (assistants.c.case_seq, assistants.c.mediator),
        ):
            chosen = select(row, person).where(among(row, seqs), among(person, list(ids)))
            for seq, number in self._connection.execute(chosen):
                found[seq].append(ids[number])
        return found

    def _bearing(self, seqs: Sequence[int], wanted: set[str]) -> dict[int, list[Any]]:
        """By row number, who in the case bears one of the names."""
        one = parties.c
        named = select(one.case_seq, one.name, one.representative).where(among(one.case_seq, seqs))
        acting = select(agents.c.case_seq, agents.c.name).where(among(agents.c.case_seq, seqs))
        sure = {
            seq
            for chosen in (named, acting)
            for seq, *names in self._connection.execute(chosen)
            if any(name and not wanted.isdisjoint(cores(name)) for name in names)
        }
        return {
            seq: [
                person
                for party in there
                for person in people_beside(party)
                if not wanted.isdisjoint(cores(person.name))
            ]
            for seq, there in people.read(self._connection, sorted(sure)).items()
        }

    def _labels(self, seqs: Sequence[int]) -> dict[int, Any]:
        columns = ("seq", "id", "number", "court_number_key", "referred_on", "closed_on")
        chosen = select(*(cases.c[name] for name in columns)).where(among(cases.c.seq, seqs))
        return {row.seq: row for row in self._connection.execute(chosen)}

    def searches(self, case: UUID) -> list[SearchNote]:
        """The notes of the case, newest first."""
        rows = self._connection.execute(
            select(conflict_searches)
            .where(conflict_searches.c.case_seq == _case_seq(self._connection, case))
            .order_by(conflict_searches.c.seq.desc())
        )
        return [_note(row) for row in rows]

    def disclosures(self, case: UUID) -> list[Disclosure]:
        """What was declared in the case, oldest first."""
        rows = self._connection.execute(
            select(disclosures, mediators.c.id.label("whose"))
            .join(mediators, mediators.c.seq == disclosures.c.mediator)
            .where(disclosures.c.case_seq == _case_seq(self._connection, case))
            .order_by(disclosures.c.seq)
        )
        return [_disclosure(row, case) for row in rows]

    def assignments(self, case: UUID) -> list[Assignment]:
        """Who was asked to mediate the case, newest first."""
        rows = self._connection.execute(
            select(assignments, mediators.c.id.label("whose"))
            .join(mediators, mediators.c.seq == assignments.c.mediator)
            .where(assignments.c.case_seq == _case_seq(self._connection, case))
            .order_by(assignments.c.seq.desc())
        )
        return [
            Assignment(
                case=case,
                mediator=row.whose,
                way=Way(row.way),
                answer=Answer(row.answer) if row.answer else None,
                **{name: getattr(row, name) for name in _OF_ASSIGNMENT},
            )
            for row in rows
        ]

    def loads(self) -> Mapping[UUID, int]:
        """How many open cases each mediator leads."""
        counted = (
            select(cases.c.mediator, func.count().label("open"))
            .where(cases.c.closed_on.is_(None))
            .group_by(cases.c.mediator)
            .subquery()
        )
        chosen = select(mediators.c.id, counted.c.open).join(
            counted, counted.c.mediator == mediators.c.seq
        )
        return {row[0]: row[1] for row in self._connection.execute(chosen)}

    def latest(self, since: date) -> Mapping[UUID, date]:
        """The day each mediator was last given a case to lead, where that was since then."""
        found: dict[UUID, date] = {}
        for person, day in (
            (cases.c.mediator, cases.c.referred_on),
            (assignments.c.mediator, assignments.c.on),
        ):
            last = (
                select(person.label("whose"), func.max(day).label("last"))
                .where(day >= since)
                .group_by(person)
                .subquery()
            )
            chosen = select(mediators.c.id, last.c.last).join(last, last.c.whose == mediators.c.seq)
            for mediator, on in self._connection.execute(chosen):
                found[mediator] = max(on, found.get(mediator, on))
        return found


class ConflictBook(ConflictLooks):
    """Entries made; those of a case each with a line in its history."""

    def __init__(self, connection: Connection, stamp: Stamp) -> None:
        super().__init__(connection)
        self._stamp = stamp

    def put_interest(self, interest: Interest) -> None:
        """Keep a tie, a new one or a changed one."""
        kept = {name: getattr(interest, name) for name in _OF_INTEREST}
        kept["mediator"] = roster.seq_of(self._connection, interest.mediator)
        self._put(mediator_interests, interest.id, {**kept, "kind": interest.kind.value})

    def drop_interest(self, interest: UUID) -> None:
        """Take a tie out; raises NotFound."""
        gone = delete(mediator_interests).where(mediator_interests.c.id == interest)
        if not self._connection.execute(gone).rowcount:
            raise NotFound(_("没有这一条,可能已被删去。请返回刷新。"))

    def note_search(self, case: UUID, note: SearchNote) -> None:
        """Keep the note of a search."""
        seq = _case_seq(self._connection, case)
        content = {name: list(getattr(note, name)) for name in _NOTED}
        self._connection.execute(
            insert(conflict_searches).values(
                case_seq=seq,
                at=moment(self._stamp.at),
                who=self._stamp.who,
                why=note.why,
                hits=len(note.lines),
                content=json.dumps({**content, "is_cut": note.is_cut}, ensure_ascii=False),
            )
        )
        found = _("查到 {count} 项").format(count=len(note.lines)) if note.lines else _("没有查到")
        words = _("{found}({people} 人与 {names})").format(
            found=found,
            people=len(note.people),
            names=_("、").join(note.mediators) or _("无调解员"),
        )
        history.write(
            self._connection, self._stamp, seq, "search_ties", [("ties", "", words)], why=note.why
        )

    def put_disclosure(self, disclosure: Disclosure) -> None:
        """Keep a disclosure, a new one or a changed one."""
        seq = _case_seq(self._connection, disclosure.case)
        old = next((d for d in self.disclosures(disclosure.case) if d.id == disclosure.id), None)
        if old == disclosure:
            return
        kept: dict[str, Any] = {name: getattr(disclosure, name) for name in _OF_DISCLOSURE}
        kept |= {
            "case_seq": seq,
            "mediator": roster.seq_of(self._connection, disclosure.mediator),
            "kind": disclosure.kind.value,
            "decision": disclosure.decision.value if disclosure.decision else None,
            "decider": disclosure.decider.value if disclosure.decider else None,
        }
        for side in _SIDES:
            consent: Consent | None = getattr(disclosure, side)
            kept[f"{side}_who"] = "" if consent is None else consent.who
            kept[f"{side}_on"] = None if consent is None else consent.on
            kept[f"{side}_how"] = None if consent is None else consent.how.value
        self._put(disclosures, disclosure.id, kept)
        line = ("disclosure", "" if old is None else _told(old), _told(disclosure))
        action = "disclose" if disclosure.decision is None else "decide_tie"
        history.write(self._connection, self._stamp, seq, action, [line], why=disclosure.why)

    def put_assignment(self, assignment: Assignment) -> None:
        """Keep an assignment, a new one or a changed one; the case itself is saved by the caller."""
        kept: dict[str, Any] = {name: getattr(assignment, name) for name in _OF_ASSIGNMENT}
        kept |= {
            "case_seq": _case_seq(self._connection, assignment.case),
            "mediator": roster.seq_of(self._connection, assignment.mediator),
            "way": assignment.way.value,
            "answer": assignment.answer.value if assignment.answer else None,
        }
        self._put(assignments, assignment.id, kept)
        if assignment.answer is Answer.ACCEPTED and assignment.ended_on is None:
            words = f"{assignment.answered_on} {assignment.answer.chinese}"
            line = ("assignment", "", words)
            history.write(self._connection, self._stamp, kept["case_seq"], "accept", [line])

    def _put(self, table: Any, key: UUID, kept: dict[str, Any]) -> None:
        changed = update(table).where(table.c.id == key).values(kept)
        if not self._connection.execute(changed).rowcount:
            self._connection.execute(insert(table).values({**kept, "id": key}))


_OF_INTEREST = ("name", "role", "start", "end", "id_number", "words")
_OF_ASSIGNMENT = ("id", "host", "on", "answered_on", "reason", "ended_on", "why_ended")
_OF_DISCLOSURE = ("subject", "words", "disclosed_on", "decided_on", "why")
_SHORT = 2
_NAMING = (InterestKind.EMPLOYER, InterestKind.COMPANY, InterestKind.RELATIVE)
_NAMED_KEYS = select(mediators.c.id, mediators.c.name)
_COMPANY_BEGINS = ("\n", "有", "股", "公", "总", "集", "个")


def _needles(name: str) -> list[str]:
    """What the index is asked for a name: its cores; a short one with what can stand after it."""
    found: list[str] = []
    for key in name_keys(name):
        stem = core(key)
        found += [stem + sign for sign in _COMPANY_BEGINS] if len(stem) == _SHORT else [stem]
    return found


def _case_seq(connection: Connection, case: UUID) -> int:
    from db.writes import case_seq

    return case_seq(connection, case)


def _note(row: Any) -> SearchNote:
    content = json.loads(row.content)
    return SearchNote(
        at=row.at.replace(tzinfo=UTC),
        who=row.who,
        why=row.why,
        is_cut=content["is_cut"],
        **{name: tuple(content[name]) for name in _NOTED},
    )


def _disclosure(row: Any, case: UUID) -> Disclosure:
    return Disclosure(
        id=row.id,
        case=case,
        mediator=row.whose,
        kind=HitKind(row.kind),
        applicants=_consent(row, "applicants"),
        respondents=_consent(row, "respondents"),
        decision=Decision(row.decision) if row.decision else None,
        decider=Decider(row.decider) if row.decider else None,
        **{name: getattr(row, name) for name in _OF_DISCLOSURE},
    )


def _consent(row: Any, side: str) -> Consent | None:
    on = getattr(row, f"{side}_on")
    if on is None:
        return None
    return Consent(getattr(row, f"{side}_who"), on, ConsentHow(getattr(row, f"{side}_how")))


def _told(disclosure: Disclosure) -> str:
    pieces = [disclosure.kind.chinese, disclosure.words]
    for word, consent in (
        (_("申请人方同意"), disclosure.applicants),
        (_("被申请人方同意"), disclosure.respondents),
    ):
        if consent is not None:
            pieces.append(f"{word} {consent.told()}")
    if disclosure.decision is not None:
        decided = (disclosure.decider.chinese if disclosure.decider else "", disclosure.decided_on)
        pieces.append(
            " ".join([disclosure.decision.chinese, *(str(one) for one in decided if one)])
        )
    return ";".join(pieces)

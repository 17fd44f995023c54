"""Use cases of ties: search when somebody is chosen or added, note what was found, declare, decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from mediation.cases.case import Case
from mediation.conflicts.assignments import Assignment
from mediation.conflicts.books import SearchNote
from mediation.conflicts.disclosures import Decision, Disclosure
from mediation.conflicts.hits import (
    Hit,
    Sureness,
    find_hits,
    is_suit_of,
    people_of,
    undecided,
)
from mediation.conflicts.interests import Interest, InterestKind
from mediation.conflicts.wording import told
from mediation.errors import RuleViolation
from mediation.i18n import _
from mediation.registry.mediators import Mediator
from mediation.stale import refuse_stale, refuse_unseen
from mediation.store import CaseQuery, Reading, Store, Writing

_LOOKED_AT = 20
_NEWEST = 2_000

_ALWAYS_LOOKED = (
    _("调解员本人"),
    _("名册所记的工作单位、任职或持股、近亲属、行业、诉讼角色"),
    _("本库中调解员主持或协助过的案件的当事人、代表人、代理人"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, and its note."""

    hits: tuple[Hit, ...]
    note: SearchNote


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictFile:
    """Everything about the ties of one case; ``found`` is as of now, ``notes`` are the kept ones."""

    case: Case
    today: date
    mediators: Mapping[UUID, Mediator]
    found: Found
    disclosures: tuple[Disclosure, ...]
    notes: tuple[SearchNote, ...]
    assignments: tuple[Assignment, ...]

    @property
    def decided(self) -> dict[str, Disclosure]:
        """The decisions by the hits they are about."""
        return {d.subject: d for d in self.disclosures if d.subject and d.decision is not None}

    @property
    def undecided(self) -> list[Hit]:
        """The hits that still ask for a decision."""
        return undecided(self.found.hits, self.decided)

    def name(self, mediator: UUID) -> str:
        """A mediator's name."""
        return self.mediators[mediator].name if mediator in self.mediators else ""


class Conflicts:
    """利害关系."""

    def __init__(
        self,
        store: Store,
        *,
        who: str,
        today: Callable[[], date],
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._who = who
        self._today = today
        self._now = now

    # --- the roster's side --------------------------------------------------------------------

    def interests(self, mediator: UUID) -> list[Interest]:
        """What ties a mediator, by kind."""
        with self._store.reading() as reading:
            return reading.conflicts.interests([mediator])

    def put_interest(self, interest: Interest, *, before: Interest | None = None) -> Interest:
        """Keep a tie in place of what it was ``before``.

        Raises RuleViolation naming the field, Conflict when another save came first.
        """
        kept = interest.checked()
        with self._store.writing(self._who) as writing:
            those = writing.conflicts.interests([kept.mediator])
            refuse_stale(kept, before, next((tie for tie in those if tie.id == kept.id), None))
            writing.conflicts.put_interest(kept)
        return kept

    def barred(self, interest: Interest) -> str:
        """What forbids a role in a suit, in words: the mediator mediated that very dispute; else empty."""
        if interest.kind is not InterestKind.SUIT:
            return ""
        with self._store.reading() as reading:
            for row in reading.first_rows(CaseQuery(text=interest.name), _LOOKED_AT):
                case = reading.case(row.id)
                if interest.mediator in _mediators_of(case) and is_suit_of(interest, case):
                    return _(
                        "他调解过这件案件({number}):后续诉讼中不得担任人民陪审员、代理人、证人、"
                        "鉴定人、翻译(法释〔2016〕14号第十六条)。"
                    ).format(number=case.number or case.court_number_key)
        return ""

    def drop_interest(self, seen: Interest) -> None:
        """Take a tie out; raises NotFound, Conflict when it is no longer as it was ``seen``."""
        with self._store.writing(self._who) as writing:
            those = writing.conflicts.interests([seen.mediator])
            refuse_unseen(seen, next((tie for tie in those if tie.id == seen.id), None))
            writing.conflicts.drop_interest(seen.id)

    def unlooked(self) -> list[int]:
        """The keys of open cases nobody searched, where somebody bears the mediator's own name, or that
        of a relative, an employer or a company of theirs: what an import brings in unseen."""
        with self._store.reading() as reading:
            return reading.conflicts.bearing_own(_NEWEST)

    # --- a case's side ------------------------------------------------------------------------

    def open(self, case: UUID, *, instead: UUID | None = None) -> ConflictFile:
        """The ties of a case as of now: of its mediators, or of one who might be chosen ``instead``."""
        with self._store.reading() as reading:
            found = reading.case(case)
            disclosures = reading.conflicts.disclosures(case)
            assignments = reading.conflicts.assignments(case)
            named = {*_mediators_of(found), *([instead] if instead else [])}
            named |= {each.mediator for each in disclosures}
            named |= {each.mediator for each in assignments}
            roster = reading.conflicts.mediators(list(named))
            those = [each for each in roster.values() if each.id == instead] or None
            return ConflictFile(
                case=found,
                today=self._today(),
                mediators=roster,
                found=search(reading, found, those),
                disclosures=tuple(disclosures),
                notes=tuple(reading.conflicts.searches(case)),
                assignments=tuple(assignments),
            )

    def note(self, case: UUID) -> SearchNote:
        """Search again and keep the note, whatever was found; raises RuleViolation without a mediator."""
        with self._store.writing(self._who) as writing:
            found = writing.case(case)
            if not _mediators_of(found):
                raise RuleViolation(_("还没有选定调解员:先派案,再查利害关系。"))
            note = search(writing, found).note
            writing.conflicts.note_search(case, note)
            return note

    def declare(self, disclosure: Disclosure, *, before: Disclosure | None = None) -> Disclosure:
        """Keep a disclosure with its consents and decision in place of what it was ``before``.

        Raises RuleViolation naming the field, Conflict when another save came first.
        """
        kept = disclosure.checked(self._today())
        with self._store.writing(self._who) as writing:
            those = writing.conflicts.disclosures(kept.case)
            refuse_stale(kept, before, next((one for one in those if one.id == kept.id), None))
            writing.conflicts.put_disclosure(kept)
        return kept

    def warning(self, case: UUID) -> str:
        """What is still to be decided in words; empty when nothing is."""
        file = self.open(case)
        if not file.undecided:
            return ""
        first = file.undecided[0]
        words = _(
            "利害关系待核对 {count} 项:{name}与{person},{kind}({sure})。按 q 查看、登记决定。"
        )
        return words.format(
            count=len(file.undecided),
            name=first.mediator_name,
            person=first.name,
            kind=first.kind.label,
            sure=first.sureness.label,
        )

    def save(self, case: UUID, path: Path, *, instead: UUID | None = None) -> None:
        """Write the note as a page for the file, .docx or .txt; raises MediationError."""
        from mediation.reports.conflict_form import write_conflict_note

        write_conflict_note(self.open(case, instead=instead), path, made_at=self._now())


def search(
    reading: Reading, case: Case, mediators: list[Mediator] | None = None, *, why: str = ""
) -> Found:
    """Look for ties between the case's people and its mediators, or the ones named."""
    if mediators is None:
        wanted = _mediators_of(case)
        roster = reading.conflicts.mediators(wanted)
        mediators = [roster[each] for each in wanted if each in roster]
    people = people_of(case)
    ids = [each.id for each in mediators]
    names = list(dict.fromkeys(person.name for person in people))
    meetings, is_cut = reading.conflicts.meetings(names, mine=ids) if ids else ([], False)
    interests = reading.conflicts.interests(ids) if ids else []
    hits = find_hits(case, mediators, interests, meetings)
    note = SearchNote(
        why=why,
        mediators=tuple(each.name for each in mediators),
        people=tuple(f"{person.name}({person.role})" for person in people),
        looked=(*_ALWAYS_LOOKED, _counted(interests)),
        lines=tuple(map(told, hits)),
        asks=tuple(hit.key for hit in hits if hit.asks_decision),
        is_cut=is_cut,
    )
    return Found(tuple(hits), note)


def ties_of(reading: Reading, case: UUID) -> str:
    """What the newest note left to decide, in a few words; empty without any. Reads no other case."""
    notes = reading.conflicts.searches(case)
    if not notes or not notes[0].asks:
        return ""
    decided = {d.subject for d in reading.conflicts.disclosures(case) if d.decision is not None}
    count = len(set(notes[0].asks) - decided)
    return _("待决定 {count} 项").format(count=count) if count else ""


def look_again(writing: Writing, before: Case | None, case: Case) -> None:
    """After a save: when mediators or people are others than before, search and note what is new."""
    if not _mediators_of(case):
        return
    if before is None:
        why = _("登记时选定调解员")
    elif _mediators_of(before) != _mediators_of(case):
        why = _("选定调解员")
    elif people_of(before) != people_of(case):
        why = _("当事人或代理人有变")
    else:
        return
    note = search(writing, case, why=why).note
    kept = writing.conflicts.searches(case.id)
    if not kept or not note.says_the_same(kept[0]):
        writing.conflicts.note_search(case.id, note)


def refuse_barred(reading: Reading, case: Case) -> None:
    """Raise RuleViolation where the law lets this mediator not go on, however late it was found.

    Somebody who is a party, or acted in the suit, beyond doubt (法释〔2016〕14号 arts 15, 16); and
    who was to be replaced and still stands in the case.
    """
    there = set(_mediators_of(case))
    if not there:
        return
    disclosures = reading.conflicts.disclosures(case.id)
    for each in disclosures:
        if each.decision is Decision.REPLACE and each.mediator in there:
            raise RuleViolation(
                _("已决定更换调解员({words}),还没有换:请先改派,再办这一步。").format(
                    words=each.words
                ),
                field="mediator",
            )
    settled = {each.subject for each in disclosures if each.decision is Decision.UNRELATED}
    for hit in search(reading, case).hits:
        if hit.is_barred and hit.sureness is not Sureness.NAME and hit.key not in settled:
            raise RuleViolation(
                _("{hit}。依法不能由他调解:请先更换,确实不是同一人的登记核对结果。").format(
                    hit=told(hit)
                ),
                field="mediator",
            )


def _mediators_of(case: Case) -> tuple[UUID, ...]:
    lead = () if case.mediator is None else (case.mediator,)
    return (*lead, *case.assistants)


def _counted(interests: list[Interest]) -> str:
    counts = {kind: sum(each.kind is kind for each in interests) for kind in InterestKind}
    words = _("、").join(f"{kind.label} {count}" for kind, count in counts.items() if count)
    return _("名册当时所记:{words}").format(words=words or _("一条也没有"))

"""Use cases of assignment: who could mediate and why, who is asked, what was answered, who replaces whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from mediation.cases.case import Case
from mediation.cases.plain import clean_line
from mediation.clock.calendar import WorkCalendar
from mediation.conflicts.assignments import (
    Answer,
    Assignment,
    Suggestion,
    Way,
    in_order,
    matching_place,
    matching_speciality,
)
from mediation.conflicts.hits import Hit, Meeting, find_hits, people_of
from mediation.conflicts.interests import Interest, InterestKind
from mediation.errors import NotFound, RuleViolation
from mediation.i18n import _
from mediation.identity import new_id
from mediation.office.agreements import cause_path
from mediation.office.conflicts import look_again
from mediation.registry.courts import short_name
from mediation.registry.mediators import Mediator
from mediation.stale import refuse_stale
from mediation.store import Reading, Store, Writing

_LOOKED_BACK = timedelta(days=180)
NEWEST = 2_000
"""So many of the newest cases with a name are looked at for a suggestion; choosing looks at more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentFile:
    """A case with who was asked for it and who could be, best first; ``due`` is the day to answer by.

    ``is_cut`` says that a name is so common that only the newest cases with it were looked at.
    """

    case: Case
    suggestions: tuple[Suggestion, ...]
    assignments: tuple[Assignment, ...]
    due: date | None
    names: dict[UUID, str]
    is_cut: bool = False

    @property
    def standing(self) -> Assignment | None:
        """The choice of the one who leads now."""
        return next(
            (
                each
                for each in self.assignments
                if each.stands and each.mediator == self.case.mediator
            ),
            None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Who is chosen, how, on which day; ``why`` is asked for when somebody is replaced."""

    lead: UUID
    assistants: tuple[UUID, ...] = ()
    way: Way
    on: date
    why: str = ""


class Assigning:
    """选任."""

    def __init__(
        self,
        store: Store,
        *,
        who: str,
        today: Callable[[], date],
        calendar: Callable[[], WorkCalendar],
    ) -> None:
        self._store = store
        self._who = who
        self._today = today
        self._calendar = calendar

    def open(self, case: UUID) -> AssignmentFile:
        """The case with everybody who could be asked, in the order of the rule."""
        calendar = self._calendar()
        with self._store.reading() as reading:
            found = reading.case(case)
            asked = reading.conflicts.assignments(case)
            roster = reading.mediators()
            names = list(dict.fromkeys(person.name for person in people_of(found)))
            meetings, is_cut = reading.conflicts.meetings(names, most=NEWEST)
            file = AssignmentFile(
                case=found,
                suggestions=tuple(self._suggestions(reading, found, roster, asked, meetings)),
                is_cut=is_cut,
                assignments=tuple(asked),
                due=None,
                names={each.id: each.name for each in roster},
            )
        standing = file.standing
        if standing is None or standing.answer is not None:
            return file
        limit = standing.answer_limit(calendar)
        return file if limit is None else replace(file, due=limit.due)

    def assign(self, case: UUID, version: int, choice: Choice) -> Case:
        """Let these mediate the case, in place of whoever did, and search for ties.

        Raises RuleViolation for a closed case, a day to come, a replacement without a reason, an
        assistant who leads; Conflict when another save came first.
        """
        with self._store.writing(self._who) as writing:
            before = writing.case(case)
            self._check(before, choice)
            was = before.mediator
            is_new = was is None or was == choice.lead
            action = "assign" if is_new else "replace_mediator"
            why = "。".join(filter(None, (choice.way.label, clean_line(choice.why))))
            changed = replace(
                before, version=version, mediator=choice.lead, assistants=choice.assistants
            )
            saved = writing.save_case(changed, action=action, why=why)
            self._record(writing, before, choice)
            look_again(writing, before, saved)
            return saved

    def answer(
        self,
        case: UUID,
        version: int,
        answer: Answer,
        on: date,
        *,
        reason: str = "",
        seen: Assignment | None = None,
    ) -> Case:
        """The mediator accepts, or declines with a reason: then the case waits to be assigned again.

        Raises RuleViolation for a decline without a reason (法释〔2021〕23号 art. 12), NotFound when
        nobody was asked, Conflict when the choice that was ``seen`` was answered meanwhile.
        """
        reason = clean_line(reason)
        if answer is Answer.DECLINED and not reason:
            raise RuleViolation(_("不接受的要写明理由(法释〔2021〕23号第十二条)。"), field="reason")
        self._refuse_future(on, "on")
        with self._store.writing(self._who) as writing:
            found = writing.case(case)
            asked = next(
                (
                    each
                    for each in writing.conflicts.assignments(case)
                    if each.stands and each.host and each.mediator == found.mediator
                ),
                None,
            )
            if asked is None or found.mediator is None:
                raise NotFound(_("这件案件没有等答复的派案。"))
            if on < asked.on:
                raise RuleViolation(_("答复早于派案 {day}。").format(day=asked.on), field="on")
            answered = replace(asked, answer=answer, answered_on=on, reason=reason)
            if seen is not None and seen.id == asked.id:
                refuse_stale(answered, seen, asked)
            writing.conflicts.put_assignment(answered)
            if answer is Answer.ACCEPTED:
                return found
            self._refuse_closed(found)
            self._end(writing, case, on, _("主持人不接受"))
            changed = replace(found, version=version, mediator=None, assistants=())
            return writing.save_case(changed, action="decline", why=reason)

    def _check(self, before: Case, choice: Choice) -> None:
        self._refuse_closed(before)
        self._refuse_future(choice.on, "on")
        if choice.lead in choice.assistants:
            raise RuleViolation(_("主持人不能同时是协助调解员。"), field="assistants")
        was = before.mediator
        if was is not None and was != choice.lead and not clean_line(choice.why):
            raise RuleViolation(_("更换调解员要写明理由。"), field="why")

    def _record(self, writing: Writing, before: Case, choice: Choice) -> None:
        """End the choices that no longer hold and keep the new ones."""
        now = {choice.lead: True, **dict.fromkeys(choice.assistants, False)}
        for old in writing.conflicts.assignments(before.id):
            if not old.stands:
                continue
            if now.get(old.mediator) is old.host and old.way is choice.way:
                del now[old.mediator]
                continue
            ended = replace(old, ended_on=choice.on, why_ended=clean_line(choice.why))
            writing.conflicts.put_assignment(ended)
        for mediator, host in now.items():
            writing.conflicts.put_assignment(
                Assignment(
                    id=new_id(),
                    case=before.id,
                    mediator=mediator,
                    host=host,
                    way=choice.way,
                    on=choice.on,
                )
            )

    def _end(self, writing: Writing, case: UUID, on: date, why: str) -> None:
        for old in writing.conflicts.assignments(case):
            if old.stands:
                writing.conflicts.put_assignment(replace(old, ended_on=on, why_ended=why))

    def _suggestions(
        self,
        reading: Reading,
        case: Case,
        roster: Sequence[Mediator],
        asked: Sequence[Assignment],
        meetings: Sequence[Meeting],
    ) -> list[Suggestion]:
        today = self._today()
        interests = reading.conflicts.interests()
        hits: dict[UUID, list[Hit]] = {}
        for hit in find_hits(case, roster, interests, meetings):
            hits.setdefault(hit.mediator, []).append(hit)
        loads, latest = reading.conflicts.loads(), reading.conflicts.latest(today - _LOOKED_BACK)
        ties: dict[UUID, list[Interest]] = {}
        for tie in interests:
            ties.setdefault(tie.mediator, []).append(tie)
        declined = {each.mediator for each in asked if each.answer is Answer.DECLINED}
        decided = {
            d.subject: d.decision for d in reading.conflicts.disclosures(case.id) if d.decision
        }
        cause = cause_path(case)
        court = "" if case.court is None else short_name(case.court)
        return in_order(
            [
                Suggestion(
                    mediator=each,
                    hits=tuple(hits.get(each.id, ())),
                    decided=decided,
                    speciality=matching_speciality(_specialities(each, ties), cause),
                    place=matching_place(each.courts, _places(each, ties), case.court, court),
                    load=loads.get(each.id, 0),
                    last=latest.get(each.id),
                    in_term=_in_term(each, today),
                    declined=each.id in declined,
                )
                for each in roster
            ]
        )

    def _refuse_closed(self, case: Case) -> None:
        if case.closed_on is not None:
            raise RuleViolation(_("案件已于 {day} 结案。").format(day=case.closed_on))

    def _refuse_future(self, day: date, field: str) -> None:
        if day > self._today():
            raise RuleViolation(_("日期 {day} 晚于今天。").format(day=day), field=field)


def _specialities(mediator: Mediator, ties: dict[UUID, list[Interest]]) -> list[str]:
    noted = [tie.name for tie in ties.get(mediator.id, ()) if tie.kind is InterestKind.SPECIALITY]
    return [mediator.specialities, *noted]


def _places(mediator: Mediator, ties: dict[UUID, list[Interest]]) -> list[str]:
    return [tie.name for tie in ties.get(mediator.id, ()) if tie.kind is InterestKind.PLACE]


def _in_term(mediator: Mediator, today: date) -> bool:
    return (mediator.term_from is None or mediator.term_from <= today) and (
        mediator.term_to is None or mediator.term_to >= today
    )

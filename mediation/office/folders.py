"""Use cases of what hangs on a case: parties one by one, tags, papers, statements, private notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from mediation.cases.case import Case, Session
from mediation.cases.folder import Statement, Tick, tag_of
from mediation.cases.notes import PrivateNote
from mediation.cases.party import Party
from mediation.cases.plain import clean_line, clean_note
from mediation.cases.terms import Zone
from mediation.clock.books import NextStep
from mediation.errors import NotFound, RuleViolation
from mediation.i18n import _
from mediation.office.conflicts import look_again
from mediation.office.sessions import record
from mediation.registry.papers import all_papers
from mediation.store import Store, Writing


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One logged session with what was said in it, by zone, own notes, and what is planned next."""

    session: Session
    facts: tuple[Statement, ...] = ()
    compromises: tuple[Statement, ...] = ()
    notes: tuple[PrivateNote, ...] = ()
    step: NextStep | None = None


class Folders:
    """卷宗."""

    def __init__(self, store: Store, *, who: str, today: Callable[[], date]) -> None:
        self._store = store
        self._who = who
        self._today = today

    def put_party(self, case: UUID, version: int, old: Party | None, new: Party | None) -> Case:
        """Change a party, add one (nothing ``old``), or take one out (nothing ``new``).

        Raises RuleViolation naming the field at fault, NotFound when ``old`` is no longer there as
        it was, Conflict when another save came first.
        """
        with self._store.writing(self._who) as writing:
            found = writing.case(case)
            people = list(found.parties)
            if old is None:
                place = len(people)
            elif old in people:
                place = people.index(old)
            else:
                raise NotFound(_("“{name}”已被改动或删去,请返回再打开。").format(name=old.name))
            people[place : place + 1] = [] if new is None else [new.checked()]
            changed = replace(found, version=version, parties=tuple(people))
            saved = writing.save_case(changed, action="party")
            look_again(writing, found, saved)
            return saved

    def used_tags(self) -> list[tuple[str, int]]:
        """Every tag in use with its number of cases, most used first."""
        with self._store.reading() as reading:
            return reading.folders.used_tags()

    def add_tag(self, case: UUID, text: str) -> str:
        """Let the case bear a tag; answers it as kept. Raises RuleViolation."""
        tag = tag_of(text)
        with self._store.writing(self._who) as writing:
            writing.folders.put_tags(case, (*writing.folders.of(case).tags, tag))
        return tag

    def drop_tag(self, case: UUID, tag: str) -> None:
        """Take a tag off the case."""
        with self._store.writing(self._who) as writing:
            left = [one for one in writing.folders.of(case).tags if one != tag]
            writing.folders.put_tags(case, left)

    def tick(self, case: UUID, paper: str, on: date, remark: str = "") -> None:
        """Put a paper on file; raises RuleViolation for an unknown one or a day to come."""
        if paper not in {known.key for known in all_papers()}:
            raise RuleViolation(_("清单里没有这份材料。"), field="paper")
        self._refuse_future(on)
        with self._store.writing(self._who) as writing:
            writing.folders.tick(case, Tick(paper, on, clean_line(remark)))

    def untick(self, case: UUID, paper: str) -> None:
        """Take a paper off."""
        with self._store.writing(self._who) as writing:
            writing.folders.untick(case, paper)

    def put_statement(self, statement: Statement, *, before: Statement | None = None) -> None:
        """Keep a statement in its zone, taking it out of the zone it stood in ``before``.

        Raises RuleViolation when empty or of a day to come.
        """
        with self._store.writing(self._who) as writing:
            if before is not None and before.zone is not statement.zone:
                writing.folders.drop_statement(before.case, before.zone, before.id)
            self._put_statement(writing, statement)

    def drop_statement(self, case: UUID, zone: Zone, statement: UUID) -> None:
        """Take a statement out; raises NotFound."""
        with self._store.writing(self._who) as writing:
            writing.folders.drop_statement(case, zone, statement)

    def notes(self, case: UUID) -> list[PrivateNote]:
        """The private notes of a case, newest first: for the screen that was asked for them only."""
        with self._store.reading() as reading:
            return reading.notes.of(case)

    def put_note(self, note: PrivateNote) -> None:
        """Keep a private note; raises RuleViolation when empty or of a day to come."""
        with self._store.writing(self._who) as writing:
            self._put_note(writing, note)

    def drop_note(self, case: UUID, note: UUID) -> None:
        """Take a private note out; raises NotFound."""
        with self._store.writing(self._who) as writing:
            writing.notes.drop(case, note)

    def log(self, talk: Talk) -> Session:
        """Keep a session with everything said in it, whole or not at all."""
        session = talk.session
        with self._store.writing(self._who) as writing:
            kept = record(writing, session, self._today())
            for statement in (*talk.facts, *talk.compromises):
                self._put_statement(writing, statement)
            for note in talk.notes:
                self._put_note(writing, note)
            if talk.step is not None:
                moved = writing.clock.step(session.case) is not None
                action = "move_step" if moved else "plan"
                writing.clock.plan(session.case, talk.step, action=action)
            return kept

    def _put_statement(self, writing: Writing, statement: Statement) -> None:
        self._refuse_future(statement.on)
        text = _written(statement.text)
        if statement.confirmed_on is not None:
            self._refuse_future(statement.confirmed_on, field="confirmed_on")
        writing.folders.put_statement(replace(statement, text=text))

    def _put_note(self, writing: Writing, note: PrivateNote) -> None:
        self._refuse_future(note.on)
        writing.notes.put(replace(note, text=_written(note.text)))

    def _refuse_future(self, on: date, *, field: str = "on") -> None:
        if on > self._today():
            raise RuleViolation(_("日期 {day} 晚于今天。").format(day=on), field=field)


def _written(text: str) -> str:
    text = clean_note(text)
    if not text:
        raise RuleViolation(_("请写内容。"), field="text")
    return text

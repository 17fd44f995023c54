"""Use cases of what hangs on a case: parties one by one, tags, papers, statements, private notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from uuid import UUID

from mediation.cases.case import Case, Session
from mediation.cases.folder import Statement, Tick, tag_of
from mediation.cases.notes import PrivateNote
from mediation.cases.party import Party
from mediation.cases.plain import clean_line, clean_note
from mediation.clock.books import NextStep
from mediation.errors import NotFound, RuleViolation
from mediation.i18n import _
from mediation.office.conflicts import look_again
from mediation.office.sessions import record
from mediation.registry.papers import all_papers
from mediation.stale import conflict, refuse_stale, refuse_unseen
from mediation.store import Store


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

        Raises RuleViolation naming the field at fault, NotFound when ``old`` is no longer there,
        Conflict when another save came first.
        """
        if new is not None:
            new = new.checked()
        with self._store.writing(self._who) as writing:
            found = writing.case(case)
            people = list(found.parties)
            if new is not None and new in people and found.version != version:
                return found  # told a second time
            if old is None:
                place = len(people)
            elif old in people:
                place = people.index(old)
            else:
                raise _party_changed(people, old, new)
            people[place : place + 1] = [] if new is None else [new]
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

    def tick(
        self, case: UUID, paper: str, on: date, remark: str = "", *, seen: Tick | None = None
    ) -> None:
        """Put a paper on file, or change what was ``seen`` of it there.

        Raises RuleViolation for an unknown one or a day to come, Conflict when another came first.
        """
        if paper not in {known.key for known in all_papers()}:
            raise RuleViolation(_("清单里没有这份材料。"), field="paper")
        self._refuse_future(on)
        mine = Tick(paper, on, clean_line(remark))
        with self._store.writing(self._who) as writing:
            ticks = writing.folders.of(case).ticks
            refuse_stale(mine, seen, next((one for one in ticks if one.paper == paper), None))
            writing.folders.tick(case, mine)

    def untick(self, case: UUID, paper: str, *, seen: Tick | None) -> None:
        """Take a paper off; raises Conflict when it is no longer as it was ``seen``."""
        with self._store.writing(self._who) as writing:
            ticks = writing.folders.of(case).ticks
            refuse_unseen(seen, next((one for one in ticks if one.paper == paper), None))
            writing.folders.untick(case, paper)

    def put_statement(self, statement: Statement, *, before: Statement | None = None) -> None:
        """Keep a statement in its zone, taking it out of the zone it stood in ``before``.

        Raises RuleViolation when empty or of a day to come; Conflict when it is no longer as it was
        ``before``, NotFound when it is gone.
        """
        statement = self._checked(statement)
        with self._store.writing(self._who) as writing:
            folder = writing.folders.of(statement.case)
            both = (*folder.facts, *folder.compromises)
            refuse_stale(
                statement, before, next((one for one in both if one.id == statement.id), None)
            )
            if before is not None and before.zone is not statement.zone:
                writing.folders.drop_statement(before.case, before.zone, before.id)
            writing.folders.put_statement(statement)

    def drop_statement(self, seen: Statement) -> None:
        """Take a statement out; raises NotFound, Conflict when it is no longer as it was ``seen``."""
        with self._store.writing(self._who) as writing:
            folder = writing.folders.of(seen.case)
            both = (*folder.facts, *folder.compromises)
            refuse_unseen(seen, next((one for one in both if one.id == seen.id), None))
            writing.folders.drop_statement(seen.case, seen.zone, seen.id)

    def notes(self, case: UUID) -> list[PrivateNote]:
        """The private notes of a case, newest first: for the screen that was asked for them only."""
        with self._store.reading() as reading:
            return reading.notes.of(case)

    def put_note(self, note: PrivateNote, *, before: PrivateNote | None = None) -> None:
        """Keep a private note; raises as :meth:`put_statement` does."""
        self._refuse_future(note.on)
        note = replace(note, text=_written(note.text))
        with self._store.writing(self._who) as writing:
            kept = next((one for one in writing.notes.of(note.case) if one.id == note.id), None)
            refuse_stale(note, before, kept)
            writing.notes.put(note)

    def drop_note(self, seen: PrivateNote) -> None:
        """Take a private note out; raises as :meth:`drop_statement` does."""
        with self._store.writing(self._who) as writing:
            notes = writing.notes.of(seen.case)
            refuse_unseen(seen, next((one for one in notes if one.id == seen.id), None))
            writing.notes.drop(seen.case, seen.id)

    def log(self, talk: Talk) -> Session:
        """Keep a session with everything said in it, whole or not at all."""
        session = talk.session
        with self._store.writing(self._who) as writing:
            kept = record(writing, session, self._today())
            for statement in (*talk.facts, *talk.compromises):
                writing.folders.put_statement(replace(self._checked(statement), session=kept.id))
            for note in talk.notes:
                self._refuse_future(note.on)
                writing.notes.put(replace(note, text=_written(note.text), session=kept.id))
            if talk.step is not None:
                moved = writing.clock.step(session.case) is not None
                action = "move_step" if moved else "plan"
                writing.clock.plan(session.case, talk.step, action=action)
            return kept

    def _checked(self, statement: Statement) -> Statement:
        self._refuse_future(statement.on)
        text = _written(statement.text)
        if statement.confirmed_on is not None:
            self._refuse_future(statement.confirmed_on, field="confirmed_on")
        return replace(statement, text=text)

    def _refuse_future(self, on: date, *, field: str = "on") -> None:
        if on > self._today():
            raise RuleViolation(_("日期 {day} 晚于今天。").format(day=on), field=field)


def _party_changed(people: Sequence[Party], old: Party, new: Party | None) -> Exception:
    kept = next((one for one in people if one.name == old.name), None)
    if kept is None:
        return NotFound(_("“{name}”已被改名或删去,请返回再打开。").format(name=old.name))
    return conflict(new or old, kept, [each.name for each in fields(Party)])


def _written(text: str) -> str:
    text = clean_note(text)
    if not text:
        raise RuleViolation(_("请写内容。"), field="text")
    return text

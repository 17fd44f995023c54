"""Use cases of one case: list, open, register, correct, sign for, hold a session, close."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from mediation.cases.case import Case, Session
from mediation.cases.folder import Folder
from mediation.cases.masking import masked_case, masked_session, masked_text
from mediation.cases.serial import next_serial
from mediation.cases.terms import EndReason, Outcome, Performance
from mediation.clock.calendar import WorkCalendar, official_calendar
from mediation.errors import NotFound, RuleViolation
from mediation.i18n import _
from mediation.office.agreements import AgreementFile, agreement_file
from mediation.office.case_clock import CaseClock, clock_of
from mediation.office.conflicts import look_again, refuse_barred, ties_of
from mediation.office.performing import follow, follow_closing, refuse_by_hand
from mediation.office.sessions import cancel_planned
from mediation.registry.mediators import Mediator
from mediation.stale import conflict, differing
from mediation.store import CaseQuery, CaseRow, Change, Excerpts, Store

if TYPE_CHECKING:
    from mediation.cases.earlier import EarlierCase, Somebody
    from mediation.figures.two_way import Axis, TwoWay

_AT_ONCE = 500
_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with all that stands beside it."""

    case: Case
    sessions: tuple[Session, ...]
    history: tuple[Change, ...]
    mediators: Mapping[UUID, Mediator]
    folder: Folder
    clock: CaseClock
    agreed: AgreementFile
    ties: str = ""


def masked_file(file: CaseFile) -> CaseFile:
    """The file without telephones, identity numbers and addresses that could be used, in any text.

    Its agreement stays whole: who signs must be known by it.
    """
    folder, step = file.folder, file.clock.step
    return replace(
        file,
        case=masked_case(file.case),
        sessions=tuple(masked_session(session) for session in file.sessions),
        history=tuple(
            replace(
                change,
                old=masked_text(change.old),
                new=masked_text(change.new),
                why=masked_text(change.why),
            )
            for change in file.history
        ),
        folder=replace(
            folder,
            facts=tuple(replace(one, text=masked_text(one.text)) for one in folder.facts),
            compromises=tuple(
                replace(one, text=masked_text(one.text)) for one in folder.compromises
            ),
            ticks=tuple(replace(one, remark=masked_text(one.remark)) for one in folder.ticks),
        ),
        clock=replace(
            file.clock, step=None if step is None else replace(step, words=masked_text(step.words))
        ),
    )


@dataclass(frozen=True, slots=True)
class RecentlyUsed:
    """Names of causes, codes of courts and keys of mediators, the newest first."""

    causes: tuple[str, ...] = ()
    courts: tuple[str, ...] = ()
    mediators: tuple[UUID, ...] = ()


class Casework:
    """The ledger and its cases."""

    def __init__(
        self,
        store: Store,
        *,
        who: str,
        today: Callable[[], date],
        calendar: Callable[[], WorkCalendar] = official_calendar,
    ) -> None:
        self._store = store
        self._calendar = calendar
        self._who = who
        self._today = today

    def first_rows(self, query: CaseQuery, limit: int = 60) -> list[CaseRow]:
        """The top of the list, for the first paint."""
        with self._store.reading() as reading:
            return reading.first_rows(query, limit)

    def keys(self, query: CaseQuery, wanted: Callable[[], bool] | None = None) -> array[int]:
        """The keys of the whole list, in order; none once they are no longer ``wanted``."""
        with self._store.reading() as reading:
            return reading.list_keys(query, wanted)

    def rows(self, keys: Sequence[int]) -> list[CaseRow]:
        """The rows of some keys."""
        with self._store.reading() as reading:
            return reading.rows(keys)

    def two_way(self, query: CaseQuery, axes: tuple[Axis, Axis]) -> TwoWay:
        """The cases of a list by two dimensions at once."""
        with self._store.reading() as reading:
            return reading.two_way_of(query, axes)

    def excerpts(self, keys: Sequence[int], text: str) -> Mapping[int, Excerpts]:
        """What of each of these cases holds the text, each with its name."""
        with self._store.reading() as reading:
            return reading.excerpts(keys, text)

    def count(self, query: CaseQuery) -> int:
        """How many cases match."""
        with self._store.reading() as reading:
            return reading.count(query)

    def save_list(self, path: Path, keys: Sequence[int], words: str) -> int:
        """Write the rows of these keys in their order to .xlsx or .csv, whole or not at all.

        Answers how many were written; cases no longer there are left out. ``words`` name the list.
        Raises MediationError when the file cannot be written.
        """
        from mediation.reports.case_list import write_case_list

        with self._store.reading() as reading:
            pieces = (
                reading.rows(keys[at : at + _AT_ONCE]) for at in range(0, len(keys), _AT_ONCE)
            )
            return write_case_list(path, chain.from_iterable(pieces), words)

    def next_number(self) -> str:
        """The number that a new case is offered: free, after those in use, in the newest's form."""
        with self._store.reading() as reading:
            newest = reading.first_rows(CaseQuery(sort="referred_on"), _LOOKED_AT)
            highest = reading.first_rows(CaseQuery(sort="number"), _LOOKED_AT)
            used = [row.number for row in (*newest, *highest) if row.number]
            offered = next_serial(used, self._today().year)
            while reading.case_numbered(offered) is not None:
                used.append(offered)
                offered = next_serial(used, self._today().year)
        return offered

    def earlier(self, people: Sequence[Somebody], limit: int = 3) -> list[list[EarlierCase]]:
        """Of each of these people the earlier cases: the surest first, of these the newest."""
        with self._store.reading() as reading:
            return [reading.earlier_cases(somebody, limit) for somebody in people]

    def recently_used(self) -> RecentlyUsed:
        """What the newest cases have as cause, court and mediator."""
        with self._store.reading() as reading:
            rows = reading.first_rows(CaseQuery(sort="referred_on"), _LOOKED_AT)
        return RecentlyUsed(
            tuple(dict.fromkeys(row.cause_name for row in rows if row.cause_name)),
            tuple(dict.fromkeys(row.court for row in rows if row.court)),
            tuple(dict.fromkeys(row.mediator for row in rows if row.mediator)),
        )

    def open(self, case: UUID) -> CaseFile:
        """The case's whole file."""
        calendar = self._calendar()
        with self._store.reading() as reading:
            found = reading.case(case)
            named = {found.mediator, *found.assistants}
            return CaseFile(
                case=found,
                sessions=tuple(reading.sessions(case)),
                history=tuple(reading.history(case)),
                mediators={m.id: m for m in reading.mediators() if m.id in named},
                folder=reading.folders.of(case),
                clock=clock_of(reading, found, calendar),
                agreed=agreement_file(reading, case, self._today()),
                ties=ties_of(reading, case),
            )

    def find(self, number: str) -> UUID:
        """The case with this number; raises NotFound."""
        with self._store.reading() as reading:
            case = reading.case_numbered(number)
        if case is None:
            raise NotFound(_("没有编号或案号为“{number}”的案件。").format(number=number))
        return case

    def register(self, case: Case) -> Case:
        """Keep a new case. The same case told twice is kept once."""
        self._refuse_future(case.checked())
        with self._store.writing(self._who) as writing:
            for number, field in ((case.number, "number"), (case.court_number_key, "court_number")):
                twin = writing.case_numbered(number) if number else None
                if twin is not None and twin != case.id:
                    raise RuleViolation(
                        _("“{number}”已登记过,不能重复登记。").format(number=number), field=field
                    )
            kept = writing.add_case(case)
            look_again(writing, None, kept)
            return kept

    def correct(self, case: UUID, version: int, changes: Mapping[str, Any], *, why: str) -> Case:
        """Change fields of a case, closed ones too, with a reason kept in the history."""
        if not why.strip():
            raise RuleViolation(_("请写明更正原因。"), field="why")
        with self._store.writing(self._who) as writing:
            before = writing.case(case)
            refuse_by_hand(writing, before, changes)
            changed = replace(before, version=version, **changes).checked()
            self._refuse_future(changed)
            changed = follow(writing, changed, self._today())
            saved = writing.save_case(changed, action="correct", why=why)
            look_again(writing, before, saved)
            if before.closed_on is None and saved.closed_on is not None:
                cancel_planned(writing, saved)
            return saved

    def sign_for(self, case: UUID, version: int, on: date) -> Case:
        """Record the mediator's receipt of the papers."""
        with self._store.writing(self._who) as writing:
            signed = replace(writing.case(case), version=version).sign_for(on)
            self._refuse_future(signed)
            refuse_barred(writing, signed)
            return writing.save_case(signed, action="sign_for")

    def hold_session(self, session: Session) -> Session:
        """Record a mediation session; one of a day to come is planned."""
        with self._store.writing(self._who) as writing:
            told = session.of(writing.case(session.case))
            return writing.add_session(told.as_of(self._today()))

    def close(
        self,
        case: UUID,
        version: int,
        on: date,
        outcome: Outcome,
        *,
        reason: EndReason | None = None,
        reason_note: str = "",
        agreed: int | None = None,
        performed: int | None = None,
        performance: Performance | None = None,
        confirmation_number: str = "",
        transfer_number: str = "",
        transferred_on: date | None = None,
    ) -> Case:
        """Close a case with its outcome; amounts in fen. Its planned sessions are cancelled.

        Raises Conflict when it was closed otherwise meanwhile; told a second time it is kept once.
        """
        ending: dict[str, Any] = {
            "reason": reason,
            "reason_note": reason_note,
            "agreed": agreed,
            "performed": performed,
            "performance": performance,
            "confirmation_number": confirmation_number,
            "transfer_number": transfer_number,
            "transferred_on": transferred_on,
        }
        with self._store.writing(self._who) as writing:
            found = writing.case(case)
            if found.closed_on is not None and found.version != version:
                return _closed_already(found, closed_on=on, outcome=outcome, **ending)
            closed = replace(found, version=version).close(on, outcome, **ending)
            self._refuse_future(closed)
            if outcome in (Outcome.SUCCEEDED, Outcome.PARTLY):
                refuse_barred(writing, closed)
            closed = follow_closing(writing, closed, self._today())
            kept = writing.save_case(closed, action="close")
            cancel_planned(writing, kept)
            return kept

    def _refuse_future(self, case: Case) -> None:
        today = self._today()
        for field, word in (
            ("referred_on", _("委派日期")),
            ("signed_on", _("签收日期")),
            ("closed_on", _("终结日期")),
        ):
            day = getattr(case, field)
            if day is not None and day > today:
                raise RuleViolation(
                    _("{word} {day} 晚于今天 {today}。").format(word=word, day=day, today=today),
                    field=field,
                )


def _closed_already(found: Case, **ending: Any) -> Case:
    """The case, when it was closed in just this way; raises Conflict with both endings."""
    mine = replace(found, **ending)
    if differing(mine, found, ending):
        raise conflict(mine, found, ending)
    return found

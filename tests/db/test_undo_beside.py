"""Whatever hangs on a case beside its fields is taken back and done again row for row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from db.store import SqliteStore
from mediation.cases.agreement import Clause, ClauseKind, How, Instalment
from mediation.cases.case import Case, Session
from mediation.cases.folder import Statement
from mediation.cases.notes import PrivateNote
from mediation.cases.performing import Payment
from mediation.cases.terms import Channel, Means, Procedure, Zone
from mediation.clock.books import Extension, NextStep
from mediation.clock.limits import Pause
from mediation.errors import Conflict
from mediation.identity import new_id
from mediation.office.folders import Talk
from mediation.office.office import Office
from tests.db.test_undo import TODAY, a_case, everything, office_over

DAY = date(2026, 11, 10)
WORDS = "只有自己知道的话"


def with_a_clause(office: Office, case: Case) -> None:
    clause = Clause(
        id=new_id(),
        kind=ClauseKind.PAY,
        payer="某商贸公司",
        payee="张秀英",
        fen=10_000,
        how=How.TRANSFER,
        instalments=(Instalment(due_on=date(2026, 12, 1), fen=10_000),),
    )
    office.agreements.put_clause(case.id, 0, clause)


def a_payment(office: Office, case: Case) -> None:
    (clause,) = office.agreements.open(case.id).agreement.clauses
    office.agreements.pay(
        Payment(id=new_id(), case=case.id, clause=clause.id, paid_on=DAY, fen=4_000)
    )


def fact(case: Case) -> Statement:
    return Statement(id=new_id(), case=case.id, zone=Zone.UNDISPUTED, on=DAY, text="借款十万元")


def paused(office: Office, case: Case) -> None:
    office.clocks.pause(case.id, Pause(start=DAY))


Saves = list[Callable[[Office, Case], object]]
NOTHING: Saves = []

SAVES: dict[str, tuple[Saves, Callable[[Office, Case], object]]] = {
    "a tag": (NOTHING, lambda office, case: office.folders.add_tag(case.id, "回访")),
    "a tag taken off": (
        [lambda office, case: office.folders.add_tag(case.id, "回访")],
        lambda office, case: office.folders.drop_tag(case.id, "回访"),
    ),
    "a paper": (NOTHING, lambda office, case: office.folders.tick(case.id, "consent", DAY)),
    "a fact": (NOTHING, lambda office, case: office.folders.put_statement(fact(case))),
    "a private note": (
        NOTHING,
        lambda office, case: office.folders.put_note(
            PrivateNote(id=new_id(), case=case.id, on=DAY, text=WORDS)
        ),
    ),
    "an extension": (
        NOTHING,
        lambda office, case: office.clocks.extend(
            case.id, Extension(days=5, agreed_on=DAY), both_agreed=True
        ),
    ),
    "a pause": (NOTHING, paused),
    "a pause ended": (
        [paused],
        lambda office, case: office.clocks.pause(case.id, Pause(start=DAY, end=date(2026, 11, 12))),
    ),
    "a next step": (
        NOTHING,
        lambda office, case: office.clocks.plan(case.id, NextStep(on=TODAY, words="打电话")),
    ),
    "a clause": (NOTHING, with_a_clause),
    "a payment": ([with_a_clause], a_payment),
}


@pytest.mark.parametrize("what", SAVES)
def test_it_is_taken_back_and_done_again(store: SqliteStore, what: str) -> None:
    office = office_over(store)
    case = office.cases.register(a_case(channel=Channel.DELEGATED, procedure=Procedure.ORDINARY))
    before_it, save = SAVES[what]
    for earlier in before_it:
        earlier(office, case)
    before = everything(store)
    save(office, case)
    after = everything(store)
    assert after != before
    office.undoing.undo()
    assert everything(store) == before
    office.undoing.redo()
    assert everything(store) == after


def test_two_sides_of_a_private_note_are_not_told(store: SqliteStore) -> None:
    mine, theirs = office_over(store), office_over(store, "乙")
    case = mine.cases.register(a_case())
    note = PrivateNote(id=new_id(), case=case.id, on=DAY, text=WORDS)
    mine.folders.put_note(note)
    changed = PrivateNote(id=note.id, case=case.id, on=DAY, text=f"{WORDS}也变了")
    theirs.folders.put_note(changed, before=note)
    with pytest.raises(Conflict) as caught:
        mine.undoing.undo()
    assert "private_notes.text" in caught.value.theirs
    told = f"{caught.value.message}{caught.value.mine}{caught.value.theirs}{mine.undoing.next()}"
    assert WORDS not in told
    mine.cases.correct(case.id, case.version, {"remark": "改了"}, why="核对")
    assert WORDS not in repr(mine.undoing.next())


def test_the_bin_tells_nothing_of_private_notes(store: SqliteStore) -> None:
    office = office_over(store)
    case = office.cases.register(a_case())
    office.folders.put_note(PrivateNote(id=new_id(), case=case.id, on=DAY, text=WORDS))
    office.bin.put([(case.id, case.version)], why="登重了")
    assert WORDS not in repr(office.bin.everything())
    office.bin.remove(case.id, why="核对过了")
    assert WORDS not in repr(office.bin.removed())


def test_a_save_of_several_parts_is_named_by_its_first(store: SqliteStore) -> None:
    office = office_over(store)
    case = office.cases.register(a_case())
    session = Session(id=new_id(), case=case.id, held_on=DAY, means=Means.PHONE)
    office.folders.log(Talk(session=session, step=NextStep(on=date(2026, 12, 1))))
    assert office.undoing.undo().about.action == "hold_session"

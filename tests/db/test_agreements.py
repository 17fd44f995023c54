"""Agreements on a real file: terms with their version, payments, what falls due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import event

from db.store import SqliteStore
from mediation.cases.agreement import Agreement, Clause, ClauseKind, How
from mediation.cases.case import Case
from mediation.cases.performing import AgreementReading, Payment, Proof
from mediation.cases.schedule import Instalment, instalments
from mediation.cases.terms import Outcome, Performance
from mediation.errors import Conflict, NotFound, RuleViolation
from mediation.identity import new_id
from mediation.ledger.rows import LedgerCase

FIRST = date(2026, 12, 15)


@pytest.fixture
def case(store: SqliteStore) -> UUID:
    case = Case(id=new_id(), number="2026-0001", referred_on=date(2026, 11, 1))
    with store.writing("甲") as writing:
        writing.add_case(case)
    return case.id


def paying(**fields: object) -> Clause:
    values = {
        "id": new_id(),
        "kind": ClauseKind.PAY,
        "payer": "李强",
        "payee": "张秀英",
        "what": "货款",
        "fen": 1_000_000,
        "how": How.TRANSFER,
        "instalments": instalments(1_000_000, FIRST, times=3),
    }
    return Clause(**{**values, **fields})  # type: ignore[arg-type]


def kept(store: SqliteStore, case: UUID, *clauses: Clause, **fields: object) -> Agreement:
    with store.writing("甲") as writing:
        return writing.agreements.put(Agreement(case=case, clauses=clauses, **fields))  # type: ignore[arg-type]


def paid(store: SqliteStore, case: UUID, clause: Clause, fen: int | None, on: date) -> Payment:
    payment = Payment(
        id=new_id(), case=case, clause=clause.id, paid_on=on, fen=fen, proof=Proof.SLIP
    )
    with store.writing("甲") as writing:
        return writing.agreements.add_payment(payment)


def test_an_agreement_is_read_as_it_was_kept(store: SqliteStore, case: UUID) -> None:
    deed = Clause(
        id=new_id(),
        kind=ClauseKind.DEED,
        payer="李强",
        what="交还钥匙",
        instalments=(Instalment(due_on=date(2026, 12, 1), fen=None),),
    )
    saved = kept(store, case, paying(), deed, signed_on=date(2026, 11, 20), confirming=True)
    with store.reading() as reading:
        assert reading.agreements.of(case) == saved
    assert saved.version == 1
    assert saved.total == 1_000_000


def test_an_agreement_read_before_another_save_is_not_kept(store: SqliteStore, case: UUID) -> None:
    kept(store, case, paying())
    with store.writing("乙") as writing, pytest.raises(Conflict) as refused:
        writing.agreements.put(Agreement(case=case, signed_on=date(2026, 11, 20)))
    assert any("货款" in str(value) for value in refused.value.theirs.values())


def test_a_clause_that_was_paid_on_is_not_lost(store: SqliteStore, case: UUID) -> None:
    clause = paying()
    saved = kept(store, case, clause)
    paid(store, case, clause, 100, FIRST)
    with store.writing("甲") as writing, pytest.raises(RuleViolation, match="不能删除"):
        writing.agreements.put(replace(saved, clauses=()))


def test_what_falls_due_is_what_is_left_of_it(store: SqliteStore, case: UUID) -> None:
    clause = paying()
    kept(store, case, clause)
    paid(store, case, clause, 400_000, date(2026, 12, 14))
    with store.reading() as reading:
        assert reading.agreements.falling_due(FIRST) == []
        (row,) = reading.agreements.falling_due(date(2027, 1, 15))
        assert (row.case, row.on, row.left) == (case, date(2027, 1, 15), 266_600)
        assert (row.label, row.payer, row.number, row.of) == ("2026-0001", "李强", 2, 3)


def test_a_payment_told_twice_is_kept_once(store: SqliteStore, case: UUID) -> None:
    clause = paying()
    kept(store, case, clause)
    payment = paid(store, case, clause, 400_000, FIRST)
    with store.writing("甲") as writing:
        writing.agreements.add_payment(payment)
        assert writing.agreements.payments(case) == [payment]


def test_a_payment_taken_back_leaves_the_instalment_open_and_a_line(
    store: SqliteStore, case: UUID
) -> None:
    clause = paying()
    kept(store, case, clause)
    payment = paid(store, case, clause, 1_000_000, FIRST)
    with store.writing("乙") as writing:
        assert writing.agreements.drop_payment(payment.id) == payment
    with store.reading() as reading:
        assert len(reading.agreements.falling_due(date(2028, 1, 1))) == 3
        newest = reading.history(case)[0]
    assert (newest.who, newest.action, newest.new) == ("乙", "unpay", "")
    assert "10,000.00 元" in newest.old
    with store.writing("乙") as writing, pytest.raises(NotFound):
        writing.agreements.drop_payment(payment.id)


def test_confirmations_wanted_are_listed_from_a_day_on(store: SqliteStore, case: UUID) -> None:
    kept(store, case, paying(), signed_on=date(2026, 11, 20), confirming=True)
    with store.reading() as reading:
        (row,) = reading.agreements.confirming(date(2026, 10, 22))
        assert (row.case, row.since) == (case, date(2026, 11, 20))
        assert reading.agreements.confirming(date(2026, 11, 21)) == []


def test_a_step_is_ticked_and_unticked(store: SqliteStore, case: UUID) -> None:
    with store.writing("甲") as writing:
        writing.agreements.tick(case, "serve", date(2026, 11, 21), "当面")
        assert writing.agreements.ticked(case) == {"serve": (date(2026, 11, 21), "当面")}
        writing.agreements.tick(case, "serve", None)
        assert writing.agreements.ticked(case) == {}


def test_a_ledger_does_not_overwrite_what_payments_decide(store: SqliteStore, case: UUID) -> None:
    clause = paying()
    kept(store, case, clause)
    with store.writing("甲") as writing:
        done = replace(writing.case(case), signed_on=date(2026, 11, 2)).close(
            date(2026, 11, 20), Outcome.SUCCEEDED, agreed=1_000_000, performed=400_000
        )
        writing.save_case(done, action="close")
        row = LedgerCase(
            row=2,
            number="2026-0001",
            referred_on=date(2026, 11, 1),
            performed=1_000_000,
            performance=Performance.PERFORMED,
            remark="来自台账",
        )
        counts = writing.import_cases([row], source="台账.xlsx")
        found = writing.case(case)
    assert counts.updated == 1
    assert (found.performed, found.performance, found.remark) == (400_000, None, "来自台账")


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda look: look.falling_due(FIRST), "ix_instalments_open"),
        (lambda look: look.outdated(FIRST), "ix_instalments_open"),
        (lambda look: look.confirming(FIRST), "ix_agreements_confirming"),
    ],
)
def test_what_asks_for_something_is_read_from_the_index_of_what_is_open(
    store: SqliteStore, ask: Callable[[AgreementReading], object], index: str
) -> None:
    asked = []

    def note(_c: object, _u: object, statement: str, parameters: object, *_rest: object) -> None:
        asked.append((statement, parameters))

    with store.reading() as reading:
        event.listen(reading.connection, "before_cursor_execute", note)
        ask(reading.agreements)
        event.remove(reading.connection, "before_cursor_execute", note)
        statement, parameters = asked[-1]
        plan = reading.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        assert index in str(plan.all())

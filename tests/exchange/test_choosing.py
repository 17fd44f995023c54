"""A person's choices between two sides of a case, in every kind of row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from db.carried import told_columns, travelling
from mediation.cases.agreement import Clause, ClauseKind
from mediation.cases.schedule import Instalment
from mediation.errors import RuleViolation
from mediation.exchange.books import Dispute
from mediation.exchange.differences import Difference
from mediation.exchange.wording import is_told, label, sides
from mediation.identity import new_id
from tests.exchange.machines import Machine, World, round_trip


@pytest.fixture
def key(world: World, centre: Machine, pc: Machine) -> UUID:
    """A case of 高文彬's that both sides have and agree upon."""
    case = centre.add("A-1", world.people["高文彬"].id)
    round_trip(centre, pc)
    return case.id


def test_every_field_that_can_differ_has_a_name_that_people_read() -> None:
    without = [
        f"{table.name}.{column.name}"
        for table in travelling()
        for column in told_columns(table)
        if is_told(column.name)
        and label(Difference("", table.name, "", column.name, "", ""), {}).endswith(column.name)
    ]
    assert without == []


def with_agreement(pc: Machine, key: UUID) -> None:
    """The PC notes an agreement of one clause in two instalments."""
    clause = Clause(
        id=new_id(),
        kind=ClauseKind.PAY,
        payer="赵大海",
        payee="王小丽",
        what="借款",
        fen=200_00,
        instalments=(
            Instalment(due_on=date(2026, 11, 10), fen=100_00),
            Instalment(due_on=date(2026, 12, 10), fen=100_00),
        ),
    )
    pc.office.agreements.put_clause(key, 0, clause)


def disputed(centre: Machine, pc: Machine, key: UUID) -> Dispute:
    """What waits for a person after both sides changed the case."""
    centre.edit(key, remark="联络员写的")
    centre.take(pc.make(centre))
    (row,) = centre.office.exchange.disputes()
    return centre.office.exchange.dispute(row.number)


def test_choices_that_do_not_hold_together_are_refused_in_words(
    centre: Machine, pc: Machine, key: UUID
) -> None:
    with_agreement(pc, key)
    dispute = disputed(centre, pc, key)
    halves = [each.key for each in dispute.fields if each.table == "instalments"]
    assert len(halves) == 2
    with pytest.raises(RuleViolation, match="合不到一起"):
        centre.office.exchange.settle(dispute, halves)
    assert centre.case(key).remark == "联络员写的"
    everything = [each.key for each in dispute.fields]
    centre.office.exchange.settle(dispute, everything)
    with centre.store.reading() as reading:
        assert len(reading.agreements.of(key).clauses[0].instalments) == 2


def test_a_field_of_one_party_of_several_says_whose_it_is(
    centre: Machine, pc: Machine, key: UUID
) -> None:
    first, second = pc.case(key).parties
    pc.edit(key, parties=(first, replace(second, phone="13700000000")))
    dispute = disputed(centre, pc, key)
    labels = [line[1] for line in sides(dispute, {})]
    assert labels == ["备注", "当事人 赵大海 · 电话"]

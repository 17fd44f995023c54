"""A person's choices between two sides of a case, in every kind of row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from db.carried import told_columns, travelling
from mediation.cases.agreement import Clause, ClauseKind
from mediation.cases.case import Session
from mediation.cases.party import Agent, Party
from mediation.cases.schedule import Instalment
from mediation.cases.terms import Side
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


def test_an_agent_goes_where_the_party_goes(centre: Machine, pc: Machine, key: UUID) -> None:
    first, second = centre.case(key).parties
    centre.edit(key, parties=(first, replace(second, agents=(Agent(name="代理人甲"),))))
    round_trip(centre, pc)
    pc.edit(key, parties=(first,))
    dispute = disputed(centre, pc, key)
    (party,) = [each for each in dispute.fields if each.table in ("parties", "agents")]
    assert party.theirs is None
    assert "代理人甲" in sides(dispute, {})[1][2]
    centre.office.exchange.settle(dispute, [party.key])
    assert [each.name for each in centre.case(key).parties] == ["王小丽"]


def test_no_number_comes_to_stand_beside_another_name(
    centre: Machine, pc: Machine, key: UUID
) -> None:
    before = centre.case(key).parties
    third = Party(side=Side.THIRD, name="丙", agents=(Agent(name="代理人丙"),))
    centre.edit(key, parties=(*before, replace(third, name="丁", phone="13711110000")))
    pc.edit(key, parties=(*before, third))
    dispute = disputed(centre, pc, key)
    (party,) = [each for each in dispute.fields if each.table in ("parties", "agents")]
    centre.office.exchange.settle(dispute, [party.key])
    chosen = centre.case(key).parties[2]
    assert (chosen.name, chosen.phone) == ("丙", "")
    assert [each.name for each in chosen.agents] == ["代理人丙"]


def test_a_session_deleted_there_and_changed_here_waits_with_both(
    centre: Machine, pc: Machine, key: UUID
) -> None:
    session = Session(id=new_id(), case=key, held_on=date(2026, 10, 12), summary="原来的")
    with centre.store.writing("联络员") as writing:
        writing.add_session(session)
    round_trip(centre, pc)
    with centre.store.writing("联络员") as writing:
        writing.connection.exec_driver_sql("UPDATE sessions SET summary = '改过的'")
    with pc.store.writing("高文彬") as writing:
        writing.connection.exec_driver_sql("DELETE FROM sessions")
    dispute = disputed(centre, pc, key)
    (gone,) = [each for each in dispute.fields if each.table == "sessions"]
    assert gone.ours["summary"] == "改过的"
    assert gone.theirs is None
    centre.office.exchange.settle(dispute, [gone.key])
    with centre.store.reading() as reading:
        assert reading.sessions(key) == []

"""Sticks that are lost and PCs that went back, together: nothing delivered is replaced unseen."""

from __future__ import annotations

from uuid import UUID

import pytest

from mediation.errors import FileRefused
from mediation.exchange.books import Role
from mediation.exchange.deciding import Verdict
from mediation.identity import new_id
from mediation.registry.mediators import Mediator
from tests.exchange.machines import Machine, World, round_trip, verdicts


@pytest.fixture
def key(world: World, centre: Machine, pc: Machine) -> UUID:
    """A case of 高文彬's that both sides have and agree upon."""
    case = centre.add("A-1", world.people["高文彬"].id)
    round_trip(centre, pc)
    return case.id


def test_a_restored_pc_is_found_out_behind_a_gap_too(
    centre: Machine, pc: Machine, key: UUID
) -> None:
    copy = pc.copy()
    pc.edit(key, remark="交到了的")
    centre.take(pc.make(centre))
    pc.restore(copy)
    pc.edit(key, remark="没见过那一句的")
    pc.make(centre)
    pc.make(centre)
    file = pc.make(centre)
    with pytest.raises(FileRefused, match="接不上"):
        centre.take(file, missing_is_lost=True)
    assert verdicts(centre.take(file, went_back=True)) == {Verdict.CONFLICT: 1}
    assert centre.case(key).remark == "交到了的"


def test_a_lost_stick_asks_about_no_case_that_only_its_sender_changed(
    centre: Machine, pc: Machine, key: UUID
) -> None:
    pc.edit(key, remark="一")
    centre.take(pc.make(centre))
    pc.edit(key, remark="二")
    pc.make(centre)
    pc.edit(key, remark="三")
    assert verdicts(centre.take(pc.make(centre), missing_is_lost=True)) == {Verdict.TAKEN: 1}


def test_a_conflict_waits_on_when_its_sender_went_back_and_writes_another(
    centre: Machine, pc: Machine, key: UUID
) -> None:
    copy = pc.copy()
    centre.edit(key, remark="联络员写的")
    pc.edit(key, remark="换电脑以前写的")
    centre.take(pc.make(centre))
    pc.restore(copy)
    pc.edit(key, remark="换电脑以后写的")
    centre.take(pc.make(centre), went_back=True)
    exchange = centre.office.exchange
    waiting = [exchange.dispute(row.number) for row in exchange.disputes()]
    assert {field.theirs for each in waiting for field in each.fields} == {
        "换电脑以前写的",
        "换电脑以后写的",
    }


def test_a_later_edit_of_the_same_sender_takes_the_place_of_the_one_that_waits(
    centre: Machine, pc: Machine, key: UUID
) -> None:
    centre.edit(key, remark="联络员写的")
    pc.edit(key, remark="一")
    centre.take(pc.make(centre))
    pc.edit(key, remark="二")
    centre.take(pc.make(centre))
    (row,) = centre.office.exchange.disputes()
    (field,) = centre.office.exchange.dispute(row.number).fields
    assert field.theirs == "二"


def test_an_edit_waits_on_when_its_sender_then_deletes_the_case(
    centre: Machine, pc: Machine, key: UUID
) -> None:
    centre.edit(key, remark="联络员写的")
    pc.edit(key, remark="删去以前写的")
    centre.take(pc.make(centre))
    pc.bin(key)
    centre.take(pc.make(centre))
    exchange = centre.office.exchange
    waiting = [exchange.dispute(row.number) for row in exchange.disputes()]
    assert sorted(each.theirs_gone for each in waiting) == [False, True]


def test_an_assistant_does_not_make_the_case_his_own(
    world: World, centre: Machine, pc: Machine, other: Machine
) -> None:
    lead, helper = world.people["乌兰"].id, world.people["高文彬"].id
    case = centre.add("C-1", lead, assistants=(helper,))
    round_trip(centre, pc)
    pc.edit(case.id, mediator=helper, assistants=(), remark="拿过来")
    taken = pc.make(centre)
    (answer,) = centre.take(taken).answers
    assert answer.verdict is Verdict.REFUSED
    assert "换调解员" in answer.why
    assert centre.case(case.id).mediator == lead


def test_a_number_given_to_a_kept_case_that_another_has_is_no_merging_of_the_two(
    world: World, centre: Machine, pc: Machine, key: UUID
) -> None:
    other = centre.add("C-1", world.people["乌兰"].id, remark="别人的")
    pc.edit(key, number="C-1", remark="改了号的")
    assert verdicts(centre.take(pc.make(centre))) == {Verdict.DUPLICATE: 1}
    exchange = centre.office.exchange
    (row,) = exchange.disputes()
    sides = {one.column: (one.ours, one.theirs) for one in exchange.dispute(row.number).fields}
    assert sides == {"number": ("A-1", "C-1"), "remark": ("", "改了号的")}
    exchange.settle(exchange.dispute(row.number), ["cases::remark"])
    assert (centre.case(key).number, centre.case(key).remark) == ("A-1", "改了号的")
    assert centre.case(other.id).remark == "别人的"


def test_a_partner_whose_keys_were_lost_is_registered_again_under_the_same_name(
    world: World, centre: Machine, pc: Machine, key: UUID, tmp_path
) -> None:
    for _each in range(3):
        centre.make(pc)
    centre.office.exchange.revoke(pc.name)
    anew = Machine(tmp_path, "新电脑")
    anew.name = pc.name
    centre.knows(anew, Role.MEDIATOR)
    anew.knows(centre, Role.LIAISON)
    assert verdicts(anew.take(centre.make(anew))) == {Verdict.TAKEN: 1}
    from mediation.exchange.books import awaited

    waiting = awaited(centre.office.exchange.files())
    assert [file.sequence for file in waiting] == [1]
    centre.take(anew.receipt(centre))
    assert awaited(centre.office.exchange.files()) == []
    anew.close()


def test_a_folder_that_holds_a_file_of_that_number_takes_another_beside_it(
    centre: Machine, pc: Machine, key: UUID, tmp_path
) -> None:
    stick = tmp_path / "U盘"
    stick.mkdir()
    copy = pc.copy()
    exchange = pc.office.exchange
    first = exchange.make(centre.name, pc.keys, stick).path
    kept = first.read_bytes()
    pc.restore(copy)
    second = pc.office.exchange.make(centre.name, pc.keys, stick).path
    assert second.parent == stick
    assert second != first
    assert first.read_bytes() == kept


@pytest.mark.parametrize("at_once", [True, False])
def test_two_people_of_one_name_stay_two(
    world: World, centre: Machine, pc: Machine, at_once: bool
) -> None:
    namesakes = [Mediator(id=new_id(), name="王伟") for _each in range(2)]
    cases = []
    for number, person in enumerate(namesakes):
        centre.enrol(person)
        helper = (world.people["高文彬"].id,)
        cases.append(centre.add(f"W-{number}", person.id, assistants=helper).id)
        if not at_once:
            round_trip(centre, pc)
    if at_once:
        round_trip(centre, pc)
    assert [pc.case(key).mediator for key in cases] == [person.id for person in namesakes]


def test_a_name_that_writes_to_the_terminal_comes_to_no_roster(
    centre: Machine, pc: Machine, key: UUID
) -> None:
    with centre.store.writing("联络员") as writing:
        writing.connection.exec_driver_sql(
            "UPDATE mediators SET name = '高' || char(27) || ']0;x' WHERE name = '高文彬'"
        )
    with pytest.raises(FileRefused):
        pc.take(centre.make(pc, everything=True))

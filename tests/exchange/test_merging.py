"""Cases carried out, changed there and merged back: B1 to B8 and B13 of the plan for the exchange."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from mediation.cases.case import Session
from mediation.cases.folder import Statement
from mediation.cases.notes import PrivateNote
from mediation.cases.terms import Zone
from mediation.clock.books import NextStep, StepKind
from mediation.errors import Conflict, FileRefused
from mediation.exchange.books import awaited
from mediation.exchange.deciding import Verdict
from mediation.exchange.refusals import CONFIRMED, TooMuchGone
from mediation.identity import new_id
from tests.exchange.machines import Machine, World, content, round_trip, verdicts


def carried(world: World, number: str = "A-1", **fields: object) -> UUID:
    """A case of 高文彬's that both sides have and agree upon."""
    case = world.centre.add(number, world.people["高文彬"].id, **fields)
    round_trip(world.centre, world.pcs["高文彬"])
    return case.id


def test_a_case_carried_out_comes_back_changed(world: World, centre: Machine, pc: Machine) -> None:
    key = carried(world)
    assert pc.case(key).parties == centre.case(key).parties
    pc.edit(key, remark="双方愿意再谈")
    assert verdicts(round_trip(pc, centre)) == {Verdict.TAKEN: 1}
    assert centre.case(key).remark == "双方愿意再谈"
    assert ("高文彬", "remark", "", "双方愿意再谈") in centre.history(key)
    assert verdicts(round_trip(pc, centre)) == {}
    assert verdicts(round_trip(centre, pc)) == {}


def test_all_that_hangs_on_a_case_travels(world: World, centre: Machine, pc: Machine) -> None:
    key = carried(world)
    session = Session(id=new_id(), case=key, held_on=date(2026, 10, 12), summary="约定月底付款")
    with pc.store.writing("高文彬") as writing:
        writing.add_session(session)
        writing.folders.put_tags(key, ["急"])
        writing.folders.put_statement(
            Statement(
                id=new_id(),
                case=key,
                zone=Zone.UNDISPUTED,
                on=date(2026, 10, 12),
                text="借款十万元",
                session=session.id,
            )
        )
        writing.clock.plan(
            key, NextStep(on=date(2026, 10, 20), kind=StepKind.CALL, words="问付款"), action="plan"
        )
    round_trip(pc, centre)
    with centre.store.reading() as reading:
        assert [each.summary for each in reading.sessions(key)] == ["约定月底付款"]
        folder = reading.folders.of(key)
        assert folder.tags == ("急",)
        assert [each.session for each in folder.facts] == [session.id]
        assert reading.clock.step(key).words == "问付款"


def test_private_notes_and_compromises_never_leave(
    world: World, centre: Machine, pc: Machine
) -> None:
    key = carried(world)
    with pc.store.writing("高文彬") as writing:
        day = date(2026, 10, 12)
        writing.notes.put(PrivateNote(id=new_id(), case=key, on=day, text="金丝雀私语"))
        writing.folders.put_statement(
            Statement(id=new_id(), case=key, zone=Zone.COMPROMISE, on=day, text="金丝雀让步")
        )
    pc.edit(key, remark="x")
    round_trip(pc, centre)
    assert "金丝雀" not in "".join(content(centre.path))
    with pc.store.reading() as reading:
        assert [note.text for note in reading.notes.of(key)] == ["金丝雀私语"]


def test_what_stays_survives_a_merge_over_its_case(
    world: World, centre: Machine, pc: Machine
) -> None:
    key = carried(world)
    session = Session(id=new_id(), case=key, held_on=date(2026, 10, 12))
    with pc.store.writing("高文彬") as writing:
        writing.add_session(session)
    round_trip(pc, centre)
    with pc.store.writing("高文彬") as writing:
        writing.notes.put(
            PrivateNote(
                id=new_id(), case=key, on=date(2026, 10, 12), text="私语", session=session.id
            )
        )
    with centre.store.writing("联络员") as writing:
        writing.connection.exec_driver_sql("DELETE FROM sessions")
        writing.save_case(replace(writing.case(key), remark="会已取消"), action="correct")
    assert verdicts(round_trip(centre, pc)) == {Verdict.TAKEN: 1}
    with pc.store.reading() as reading:
        assert reading.sessions(key) == []
        assert [(note.text, note.session) for note in reading.notes.of(key)] == [("私语", None)]


def test_the_same_bundle_twice_changes_nothing(world: World, centre: Machine, pc: Machine) -> None:
    key = carried(world)
    pc.edit(key, remark="一次")
    file = pc.make(centre)
    first = centre.take(file)
    before = content(centre.path)
    second = centre.take(file)
    assert second.again
    assert second.answers == first.answers
    assert content(centre.path) == before


def test_a_later_bundle_says_which_one_is_missing(
    world: World, centre: Machine, pc: Machine
) -> None:
    key = carried(world)
    files = []
    for remark in ("一", "二", "三"):
        pc.edit(key, remark=remark)
        files.append(pc.make(centre))
    centre.take(files[0])
    before = content(centre.path)
    with pytest.raises(FileRefused, match="缺第 3 份"):
        centre.take(files[2])
    assert content(centre.path) == before
    centre.take(files[1])
    centre.take(files[2])
    assert centre.case(key).remark == "三"


def test_a_lost_bundle_is_told_and_nothing_of_it_is_lost(
    world: World, centre: Machine, pc: Machine
) -> None:
    key = carried(world)
    pc.edit(key, remark="在丢失的那份里")
    lost = pc.make(centre)
    pc.edit(key, claimed=5_000_00)
    file = pc.make(centre)
    with pytest.raises(FileRefused, match="缺第 2 份"):
        centre.take(file)
    assert verdicts(centre.take(file, missing_is_lost=True)) == {Verdict.TAKEN: 1}
    assert centre.case(key).remark == "在丢失的那份里"
    assert ("高文彬", "remark", "", "在丢失的那份里") in centre.history(key)
    with pytest.raises(FileRefused, match="接不上"):
        centre.take(lost)


def test_edits_on_both_sides_wait_for_a_person_with_both_texts(
    world: World, centre: Machine, pc: Machine
) -> None:
    key = carried(world)
    pc.edit(key, remark="调解员写的", claimed=100_00)
    centre.edit(key, remark="联络员写的")
    assert verdicts(round_trip(pc, centre)) == {Verdict.CONFLICT: 1}
    assert centre.case(key).remark == "联络员写的"
    (row,) = centre.office.exchange.disputes()
    dispute = centre.office.exchange.dispute(row.number)
    sides = {each.column: (each.ours, each.theirs) for each in dispute.fields}
    assert sides == {"remark": ("联络员写的", "调解员写的"), "claimed": (None, 100_00)}


def test_a_choice_per_field_is_kept_and_told_in_the_history(
    world: World, centre: Machine, pc: Machine
) -> None:
    key = carried(world)
    pc.edit(key, remark="调解员写的", claimed=100_00)
    centre.edit(key, remark="联络员写的")
    round_trip(pc, centre)
    (row,) = centre.office.exchange.disputes()
    dispute = centre.office.exchange.dispute(row.number)
    centre.office.exchange.settle(dispute, ["cases::claimed"])
    case = centre.case(key)
    assert (case.remark, case.claimed) == ("联络员写的", 100_00)
    lines = centre.history(key)
    assert ("联络办", "claimed", "", "100.00") in lines
    assert ("高文彬", "remark", "", "调解员写的") in lines
    assert centre.office.exchange.disputes() == []
    assert verdicts(round_trip(centre, pc)) == {Verdict.TAKEN: 1}
    assert (pc.case(key).remark, pc.case(key).claimed) == ("联络员写的", 100_00)
    assert verdicts(round_trip(pc, centre)) in ({}, {Verdict.SAME: 1})


def test_a_choice_made_on_an_older_look_is_refused(
    world: World, centre: Machine, pc: Machine
) -> None:
    key = carried(world)
    pc.edit(key, remark="甲")
    centre.edit(key, remark="乙")
    round_trip(pc, centre)
    dispute = centre.office.exchange.dispute(centre.office.exchange.disputes()[0].number)
    centre.edit(key, remark="丙")
    with pytest.raises(Conflict):
        centre.office.exchange.settle(dispute, ["cases::remark"])
    assert centre.case(key).remark == "丙"


def test_equal_edits_on_both_sides_are_no_conflict(
    world: World, centre: Machine, pc: Machine
) -> None:
    key = carried(world)
    pc.edit(key, remark="一样")
    centre.edit(key, remark="一样")
    assert verdicts(round_trip(pc, centre)) == {Verdict.SAME: 1}


def test_what_only_we_changed_is_kept(world: World, centre: Machine, pc: Machine) -> None:
    key = carried(world)
    centre.edit(key, remark="联络员写的")
    assert verdicts(centre.take(pc.make(centre, everything=True))) == {Verdict.KEPT: 1}
    assert centre.case(key).remark == "联络员写的"


@pytest.mark.parametrize("deleted_here", [True, False])
def test_a_deletion_against_an_edit_waits_for_a_person(
    world: World, centre: Machine, pc: Machine, deleted_here: bool
) -> None:
    key = carried(world)
    if deleted_here:
        centre.bin(key)
        pc.edit(key, remark="还要办")
    else:
        centre.edit(key, remark="还要办")
        pc.bin(key)
    assert verdicts(round_trip(pc, centre)) == {Verdict.CONFLICT: 1}
    (row,) = centre.office.exchange.disputes()
    dispute = centre.office.exchange.dispute(row.number)
    assert (dispute.ours_gone, dispute.theirs_gone) == (deleted_here, not deleted_here)
    centre.office.exchange.settle(dispute, ["case"])
    assert centre.has(key) is deleted_here
    if deleted_here:
        assert centre.case(key).remark == "还要办"


def test_a_deletion_alone_is_taken(world: World, centre: Machine, pc: Machine) -> None:
    keys = [carried(world, f"A-{number}") for number in range(6)]
    pc.bin(keys[0])
    assert verdicts(round_trip(pc, centre)) == {Verdict.TAKEN: 1}
    assert not centre.has(keys[0])
    assert verdicts(round_trip(pc, centre)) == {}


def test_one_number_on_two_cases_is_looked_at_by_a_person(
    world: World, centre: Machine, pc: Machine
) -> None:
    carried(world)
    mine = pc.add("B-7", world.people["高文彬"].id, remark="第一台")
    theirs = centre.add("B-7", world.people["高文彬"].id, remark="第二台")
    assert verdicts(round_trip(pc, centre)) == {Verdict.DUPLICATE: 1}
    assert not centre.has(mine.id)
    (row,) = centre.office.exchange.disputes()
    dispute = centre.office.exchange.dispute(row.number)
    assert {each.column for each in dispute.fields} == {"remark"}
    centre.office.exchange.settle(dispute, ["cases::remark"])
    assert centre.case(theirs.id).remark == "第一台"
    assert centre.office.exchange.disputes() == []
    assert verdicts(round_trip(pc, centre)) == {Verdict.KEPT: 1}


def test_a_restored_pc_is_found_out_and_goes_on_when_a_person_says_so(
    world: World, centre: Machine, pc: Machine
) -> None:
    key = carried(world)
    copy = pc.copy()
    pc.edit(key, remark="后来丢了的")
    round_trip(pc, centre)
    pc.restore(copy)
    pc.edit(key, claimed=7_00)
    file = pc.make(centre)
    before = content(centre.path)
    with pytest.raises(FileRefused, match="恢复过旧备份"):
        centre.take(file)
    assert content(centre.path) == before
    assert verdicts(centre.take(file, went_back=True)) == {Verdict.CONFLICT: 1}
    assert centre.case(key).remark == "后来丢了的"


def test_a_restored_pc_that_made_as_many_files_again_is_found_out_by_the_chain(
    world: World, centre: Machine, pc: Machine
) -> None:
    key = carried(world)
    copy = pc.copy()
    pc.edit(key, remark="甲")
    centre.take(pc.make(centre))
    pc.restore(copy)
    pc.edit(key, remark="乙")
    pc.make(centre)
    with pytest.raises(FileRefused, match="恢复过旧备份"):
        centre.take(pc.make(centre))


def test_a_restored_pc_is_told_that_it_went_back(
    world: World, centre: Machine, pc: Machine
) -> None:
    key = carried(world)
    copy = pc.copy()
    pc.edit(key, remark="后来丢了的")
    centre.take(pc.make(centre))
    pc.restore(copy)
    assert pc.take(centre.make(pc)).we_went_back


@pytest.mark.parametrize("years", [-3, 3])
def test_a_wrong_clock_changes_nothing_of_a_merge(
    world: World, centre: Machine, pc: Machine, years: int
) -> None:
    key, second = carried(world), carried(world, "A-2")
    pc.off_by = timedelta(days=365 * years)
    pc.edit(key, remark="甲")
    pc.edit(second, remark="甲")
    centre.edit(second, remark="乙")
    assert verdicts(round_trip(pc, centre)) == {Verdict.TAKEN: 1, Verdict.CONFLICT: 1}
    assert (centre.case(key).remark, centre.case(second).remark) == ("甲", "乙")


def test_a_mediator_touches_no_case_of_another(
    world: World, centre: Machine, pc: Machine, other: Machine
) -> None:
    theirs = centre.add("C-1", world.people["乌兰"].id)
    mine = carried(world)
    round_trip(centre, other)
    # The PC gets hold of the other's case and makes it its own, as a bundle could claim.
    pc.store.close()
    pc.restore(other.copy())
    with pc.store.writing("高文彬") as writing:
        writing.connection.exec_driver_sql("DELETE FROM exchanged_files")
        writing.connection.exec_driver_sql(
            "UPDATE partners SET sent = 0, sent_sha256 = '', heard = 0, heard_sha256 = ''"
        )
        for each in writing.mediators():
            if each.name == "高文彬":
                break
        else:
            writing.add_mediator(world.people["高文彬"])
    pc.edit(theirs.id, mediator=world.people["高文彬"].id, remark="夺来")
    own = pc.add("A-9", world.people["高文彬"].id)
    taken = centre.take(pc.make(centre, everything=True), went_back=True)
    by_case = {answer.case: answer for answer in taken.answers}
    assert by_case[theirs.id.hex].verdict is Verdict.REFUSED
    assert "不是对方" in by_case[theirs.id.hex].why
    assert by_case[own.id.hex].verdict is Verdict.TAKEN
    assert centre.case(theirs.id).remark == ""
    assert centre.has(mine)


def test_a_bundle_takes_no_rows_of_another_case(world: World, centre: Machine, pc: Machine) -> None:
    theirs = centre.add("C-1", world.people["乌兰"].id)
    session = Session(id=new_id(), case=theirs.id, held_on=date(2026, 10, 12), summary="原来的")
    with centre.store.writing("联络员") as writing:
        writing.add_session(session)
    key = carried(world)
    with pc.store.writing("高文彬") as writing:
        writing.add_session(replace(session, case=key, summary="换过的"))
    taken = centre.take(pc.make(centre))
    assert [answer.verdict for answer in taken.answers] == [Verdict.REFUSED]
    with centre.store.reading() as reading:
        assert [each.summary for each in reading.sessions(theirs.id)] == ["原来的"]
        assert reading.sessions(key) == []


def test_a_mediator_cannot_hand_a_case_to_somebody_else(
    world: World, centre: Machine, pc: Machine
) -> None:
    key = carried(world)
    pc.office.roster.add(world.people["乌兰"])
    pc.edit(key, mediator=world.people["乌兰"].id)
    taken = centre.take(pc.make(centre))
    assert [answer.verdict for answer in taken.answers] == [Verdict.REFUSED]
    assert centre.case(key).mediator == world.people["高文彬"].id


def test_only_a_receipt_marks_cases_as_delivered(
    world: World, centre: Machine, pc: Machine
) -> None:
    key = carried(world)
    pc.edit(key, remark="还没回执")
    centre.take(pc.make(centre))
    assert pc.office.exchange.make(centre.name, pc.keys, pc.folder).cases == 1
    pc.take(centre.receipt(pc))
    assert pc.office.exchange.make(centre.name, pc.keys, pc.folder).cases == 0


def test_the_receipt_of_a_later_file_does_for_those_before(
    world: World, centre: Machine, pc: Machine
) -> None:
    made = [centre.make(pc) for _each in range(3)]
    for file in made:
        pc.take(file)
    assert len(awaited(centre.office.exchange.files())) == 3
    centre.take(pc.receipt(centre))
    assert awaited(centre.office.exchange.files()) == []
    centre.make(pc)
    assert [file.sequence for file in awaited(centre.office.exchange.files())] == [4]


def test_a_bundle_that_deletes_much_asks_for_a_word(
    world: World, centre: Machine, pc: Machine
) -> None:
    keys = [carried(world, f"A-{number}") for number in range(4)]
    pc.bin(keys[0])
    file = pc.make(centre)
    before = content(centre.path)
    for word in ("", "是"):
        with pytest.raises(TooMuchGone, match="1 件案件"):
            centre.take(file, word=word)
    assert content(centre.path) == before
    assert verdicts(centre.take(file, word=CONFIRMED)) == {Verdict.TAKEN: 1}


def test_a_backup_is_made_before_a_merge(world: World, centre: Machine, pc: Machine) -> None:
    key = carried(world)
    pc.edit(key, remark="甲")
    centre.take(pc.make(centre))
    names = [each.name for each in (centre.folder / "案件.db.backups").glob("*.bak.db")]
    assert any(".merge" in name for name in names)


def test_a_case_closed_by_the_merge_counts_in_the_month(
    world: World, centre: Machine, pc: Machine
) -> None:
    from mediation.cases.terms import Outcome
    from mediation.figures.counts import Scope
    from mediation.figures.period import Period

    key = carried(world, signed_on=date(2026, 10, 9))
    pc.edit(key, closed_on=date(2026, 10, 20), outcome=Outcome.FAILED)
    round_trip(pc, centre)
    with centre.store.reading() as reading:
        assert reading.flow(Period.parse("2026-10"), Scope()).closed == 1


def test_the_two_sides_of_a_mediator_enrolled_twice_become_one(tmp_path: Path) -> None:
    from mediation.registry.mediators import Mediator

    world = World(tmp_path)
    try:
        pc = world.pcs["高文彬"]
        pc.enrol(Mediator(id=new_id(), name="高文彬"))
        key = carried(world)
        assert pc.case(key).mediator == world.people["高文彬"].id
        assert [each.name for each in pc.office.roster.all()] == ["高文彬"]
    finally:
        world.close()

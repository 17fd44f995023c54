"""Two offices on one file: nothing is overwritten unseen, and what is told twice is kept once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from uuid import UUID

import pytest

from mediation.bootstrap import create_office, open_office
from mediation.cases.case import Case
from mediation.cases.folder import Statement
from mediation.cases.notes import PrivateNote
from mediation.cases.terms import Channel, Outcome, Procedure, Zone
from mediation.clock.books import Extension, NextStep
from mediation.clock.limits import Pause
from mediation.conflicts.assignments import Answer, Way
from mediation.conflicts.disclosures import Disclosure
from mediation.conflicts.hits import HitKind
from mediation.conflicts.interests import Interest, InterestKind
from mediation.errors import Conflict, NotFound
from mediation.identity import new_id
from mediation.office.assigning import Choice
from mediation.office.office import Office
from mediation.registry.papers import all_papers
from tests.tui.made_window import TODAY, kept_case, kept_mediator

DAY = date(2026, 11, 10)
Two = tuple[Office, Office]


@pytest.fixture
def two(path: Path) -> Iterator[Two]:
    mine = create_office(path, who="甲", today=lambda: TODAY)
    theirs = open_office(path, who="乙", today=lambda: TODAY)
    yield mine, theirs
    mine.close()
    theirs.close()


@pytest.fixture
def case(two: Two) -> Case:
    return kept_case(two[0])


def fact(case: Case, text: str, key: UUID) -> Statement:
    return Statement(id=key, case=case.id, zone=Zone.UNDISPUTED, on=DAY, text=text)


def test_a_statement_changed_meanwhile_is_not_overwritten(two: Two, case: Case) -> None:
    mine, theirs = two
    first = fact(case, "一", new_id())
    mine.folders.put_statement(first)
    theirs.folders.put_statement(replace(first, text="二"), before=first)
    with pytest.raises(Conflict) as told:
        mine.folders.put_statement(replace(first, text="三"), before=first)
    assert (told.value.mine["text"], told.value.theirs["text"]) == ("三", "二")
    mine.folders.put_statement(replace(first, text="二"), before=first)  # told a second time
    with pytest.raises(Conflict, match="没有删去"):
        mine.folders.drop_statement(first)
    theirs.folders.drop_statement(replace(first, text="二"))
    with pytest.raises(NotFound):
        mine.folders.put_statement(replace(first, text="四"), before=replace(first, text="二"))
    assert mine.cases.open(case.id).folder.facts == ()


def test_a_private_note_changed_meanwhile_is_not_overwritten(two: Two, case: Case) -> None:
    mine, theirs = two
    first = PrivateNote(id=new_id(), case=case.id, on=DAY, text="一")
    mine.folders.put_note(first)
    theirs.folders.put_note(replace(first, text="二"), before=first)
    with pytest.raises(Conflict):
        mine.folders.put_note(replace(first, text="三"), before=first)
    with pytest.raises(Conflict, match="没有删去"):
        mine.folders.drop_note(first)
    assert [note.text for note in mine.folders.notes(case.id)] == ["二"]
    mine.folders.drop_note(replace(first, text="二"))
    assert mine.folders.notes(case.id) == []


def test_a_paper_ticked_meanwhile_is_not_overwritten(two: Two, case: Case) -> None:
    mine, theirs = two
    paper = all_papers()[0].key
    theirs.folders.tick(case.id, paper, DAY, "原件")
    with pytest.raises(Conflict):
        mine.folders.tick(case.id, paper, DAY, "复印件")
    theirs.folders.tick(case.id, paper, DAY, "原件")
    (tick,) = mine.cases.open(case.id).folder.ticks
    mine.folders.tick(case.id, paper, DAY, "已还", seen=tick)
    for stale in (None, tick):
        with pytest.raises(Conflict, match="没有删去"):
            theirs.folders.untick(case.id, paper, seen=stale)
    for _time in range(2):
        theirs.folders.untick(case.id, paper, seen=replace(tick, remark="已还"))
    assert mine.cases.open(case.id).folder.ticks == ()


def test_a_next_step_moved_meanwhile_is_not_overwritten(two: Two, case: Case) -> None:
    mine, theirs = two
    first = NextStep(on=TODAY)
    mine.clocks.plan(case.id, first)
    second = NextStep(on=TODAY, at=time(9, 0))
    theirs.clocks.plan(case.id, second, seen=(first,))
    with pytest.raises(Conflict):
        mine.clocks.plan(case.id, NextStep(on=TODAY, at=time(15, 0)), seen=(first,))
    with pytest.raises(Conflict):
        mine.clocks.finish(case.id, seen=first)
    assert mine.clocks.of(case.id).step == second


def test_an_extension_told_twice_is_kept_once(two: Two) -> None:
    mine, theirs = two
    case = kept_case(mine, "2026-0002", procedure=Procedure.ORDINARY)
    asked = Extension(days=10, agreed_on=DAY, words="双方签字")
    for _time in range(2):
        mine.clocks.extend(case.id, asked, both_agreed=True, seen=())
    with pytest.raises(Conflict):
        theirs.clocks.extend(case.id, replace(asked, days=5), both_agreed=True, seen=())
    assert [each.days for each in mine.clocks.of(case.id).extensions] == [10]


def test_a_pause_entered_meanwhile_is_seen_first(two: Two) -> None:
    mine, theirs = two
    case = kept_case(mine, "2026-0002", channel=Channel.DELEGATED)
    mine.clocks.pause(case.id, Pause(DAY), seen=())
    mine.clocks.pause(case.id, Pause(DAY), seen=())
    with pytest.raises(Conflict):
        theirs.clocks.pause(case.id, Pause(DAY, TODAY), seen=())
    assert len(mine.clocks.of(case.id).pauses) == 1


def test_a_party_changed_meanwhile_is_told_with_both_sides(two: Two, case: Case) -> None:
    mine, theirs = two
    party = case.parties[0]
    theirs.folders.put_party(case.id, case.version, party, replace(party, phone="13900000001"))
    changed = replace(party, phone="13900000002")
    with pytest.raises(Conflict) as told:
        mine.folders.put_party(case.id, case.version, party, changed)
    assert told.value.mine == {"phone": "13900000002"}
    assert told.value.theirs == {"phone": "13900000001"}
    added = replace(party, name="新来的")
    for _time in range(2):
        mine.folders.put_party(case.id, case.version + 1, None, added)
    assert len(mine.cases.open(case.id).case.parties) == len(case.parties) + 1


def test_a_case_closed_meanwhile_is_told_with_both_endings(two: Two, case: Case) -> None:
    mine, theirs = two
    theirs.cases.close(case.id, case.version, DAY, Outcome.SUCCEEDED, agreed=500)
    with pytest.raises(Conflict) as told:
        mine.cases.close(case.id, case.version, DAY, Outcome.FAILED)
    assert told.value.theirs["outcome"] is Outcome.SUCCEEDED
    kept = mine.cases.close(case.id, case.version, DAY, Outcome.SUCCEEDED, agreed=500)
    assert kept.version == case.version + 1


def test_ties_and_disclosures_changed_meanwhile_are_not_overwritten(two: Two, case: Case) -> None:
    mine, theirs = two
    mediator = kept_mediator(mine).id
    tie = Interest(id=new_id(), mediator=mediator, kind=InterestKind.EMPLOYER, name="某厂")
    mine.conflicts.put_interest(tie)
    theirs.conflicts.put_interest(replace(tie, role="顾问"), before=tie)
    with pytest.raises(Conflict):
        mine.conflicts.put_interest(replace(tie, role="董事"), before=tie)
    with pytest.raises(Conflict) as told:
        mine.conflicts.drop_interest(tie)
    assert (told.value.mine, told.value.theirs) == ({"role": ""}, {"role": "顾问"})
    mine.conflicts.drop_interest(replace(tie, role="顾问"))
    assert mine.conflicts.interests(mediator) == []
    said = Disclosure(
        id=new_id(),
        case=case.id,
        mediator=mediator,
        kind=next(iter(HitKind)),
        words="相识",
        disclosed_on=DAY,
    )
    mine.conflicts.declare(said)
    theirs.conflicts.declare(replace(said, words="同学"), before=said)
    with pytest.raises(Conflict):
        mine.conflicts.declare(replace(said, words="同乡"), before=said)


def test_an_answer_given_meanwhile_is_not_overwritten(two: Two, case: Case) -> None:
    mine, theirs = two
    lead = kept_mediator(mine).id
    choice = Choice(lead=lead, way=Way.AGREED, on=DAY)
    version = mine.assigning.assign(case.id, case.version, choice).version
    asked = mine.assigning.open(case.id).standing
    theirs.assigning.answer(case.id, version, Answer.ACCEPTED, DAY, seen=asked)
    with pytest.raises(Conflict):
        mine.assigning.answer(case.id, version, Answer.DECLINED, DAY, reason="出差", seen=asked)
    assert mine.cases.open(case.id).case.mediator == lead

"""Undo and redo: what any save changed goes back row for row, and never over somebody else's save."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from db.belongings import belongings, image_sql, key_columns
from db.schema import case_text, history
from db.store import SqliteStore, create_store, open_store
from mediation.cases.case import Case, Party, Session
from mediation.cases.terms import Outcome, Side
from mediation.errors import Conflict, MediationError, NotFound, RuleViolation
from mediation.identity import new_id
from mediation.office.changing import Wish
from mediation.office.office import Office
from mediation.registry.mediators import Mediator
from mediation.store import CaseQuery

TODAY = date(2026, 11, 21)


def office_over(store: SqliteStore, who: str = "甲") -> Office:
    return Office(store, who=who, today=lambda: TODAY)


def a_case(number: str = "T1", **values: Any) -> Case:
    given: dict[str, Any] = {
        "id": new_id(),
        "number": number,
        "court": "内0603",
        "parties": (
            Party(side=Side.APPLICANT, name="张秀英", phone="13800000000", address="康巴什"),
            Party(side=Side.RESPONDENT, name="某商贸公司"),
        ),
        "referred_on": date(2026, 11, 2),
        "signed_on": date(2026, 11, 3),
    }
    return Case(**(given | values))


@pytest.fixture
def office(store: SqliteStore) -> Iterator[Office]:
    yield office_over(store)


def everything(store: SqliteStore) -> str:
    """All that is kept of all cases, versions and history apart."""
    kept: dict[str, list[str]] = {}
    with store.reading() as reading:
        for table in belongings():
            if table is history:
                continue
            order = ", ".join(f'"{name}"' for name in key_columns(table))
            rows = reading.connection.exec_driver_sql(
                f'SELECT {image_sql(table, table.name)} FROM "{table.name}" ORDER BY {order}'
            )
            kept[table.name] = [
                json.dumps({k: v for k, v in json.loads(text).items() if k != "version"})
                for (text,) in rows
            ]
    return json.dumps(kept, ensure_ascii=False, indent=1)


def test_a_correction_is_taken_back_and_done_again(office: Office) -> None:
    case = office.cases.register(a_case())
    office.cases.correct(case.id, case.version, {"remark": "改了", "claimed": 500}, why="核对")
    about = office.undoing.undo()
    assert (about.about.action, about.about.title, about.cases) == ("correct", "T1", (case.id,))
    undone = office.cases.open(case.id)
    assert (undone.case.remark, undone.case.claimed) == ("", None)
    assert {(line.action, line.why) for line in undone.history} >= {("undo", "T1")}
    office.undoing.redo()
    again = office.cases.open(case.id)
    assert (again.case.remark, again.case.claimed, again.history[0].action) == ("改了", 500, "redo")


def test_undo_survives_a_restart_and_is_each_persons_own(path: Path) -> None:
    first = open_store(path)
    case = office_over(first).cases.register(a_case())
    office_over(first).cases.correct(case.id, case.version, {"remark": "改了"}, why="核对")
    first.close()
    again = open_store(path)
    try:
        with pytest.raises(NotFound, match="没有可以撤销"):
            office_over(again, "乙").undoing.undo()
        office_over(again).undoing.undo()
        assert office_over(again).cases.open(case.id).case.remark == ""
    finally:
        again.close()


def test_a_later_change_by_another_is_never_overwritten_in_silence(store: SqliteStore) -> None:
    mine, theirs = office_over(store), office_over(store, "乙")
    case = mine.cases.register(a_case())
    case = mine.cases.correct(case.id, case.version, {"claimed": 10_000}, why="核对")
    theirs.cases.correct(case.id, case.version, {"claimed": 20_000}, why="再核对")
    with pytest.raises(Conflict) as caught:
        mine.undoing.undo()
    assert caught.value.mine == {"cases.claimed": ""}
    assert caught.value.theirs == {"cases.claimed": "200.00"}
    assert mine.cases.open(case.id).case.claimed == 20_000
    mine.undoing.undo(force=True)
    assert mine.cases.open(case.id).case.claimed is None


def test_a_later_change_of_another_field_stays(store: SqliteStore) -> None:
    mine, theirs = office_over(store), office_over(store, "乙")
    case = mine.cases.register(a_case())
    case = mine.cases.correct(case.id, case.version, {"claimed": 10_000}, why="核对")
    theirs.cases.correct(case.id, case.version, {"remark": "乙的话"}, why="补充")
    mine.undoing.undo()
    found = mine.cases.open(case.id).case
    assert (found.claimed, found.remark) == (None, "乙的话")


def test_an_undo_that_a_rule_forbids_changes_nothing(store: SqliteStore) -> None:
    mine, theirs = office_over(store), office_over(store, "乙")
    case = mine.cases.register(a_case(signed_on=None, referred_on=date(2026, 11, 1)))
    case = mine.cases.correct(case.id, case.version, {"referred_on": date(2026, 10, 1)}, why="核")
    theirs.cases.sign_for(case.id, case.version, date(2026, 10, 20))
    with pytest.raises(RuleViolation, match="早于委派日期"):
        mine.undoing.undo()
    assert mine.cases.open(case.id).case.referred_on == date(2026, 10, 1)


def test_a_registration_undone_lies_in_the_bin(office: Office) -> None:
    case = office.cases.register(a_case())
    office.undoing.undo()
    assert office.cases.count(CaseQuery()) == 0
    assert [row.number for row in office.bin.everything()] == ["T1"]
    office.undoing.redo()
    assert office.cases.open(case.id).case == replace(case, version=case.version)
    assert office.bin.everything() == []


def test_a_bulk_change_is_one_undo(office: Office) -> None:
    for number in ("T1", "T2", "T3"):
        office.cases.register(a_case(number))
    keys = list(office.cases.keys(CaseQuery()))
    wish = Wish("remark", "年底清理", "年底清理")
    lines = office.changing.preview(keys, wish)
    assert office.changing.change(lines, wish) == []
    assert {row.remark for row in all_cases(office)} == {"年底清理"}
    assert office.undoing.undo().about.cases == 3
    assert {row.remark for row in all_cases(office)} == {""}


def test_a_bulk_change_says_which_a_rule_refuses_and_which_were_changed_since(
    office: Office,
) -> None:
    early = office.cases.register(a_case("T1"))
    office.cases.register(a_case("T2", referred_on=date(2026, 11, 10), signed_on=None))
    late = office.cases.register(a_case("T3"))
    keys = list(office.cases.keys(CaseQuery(sort="number", descending=False)))
    wish = Wish("signed_on", date(2026, 11, 9), "2026-11-09")
    lines = office.changing.preview(keys, wish)
    assert [bool(line.refusal) for line in lines] == [False, True, False]
    assert "早于委派日期" in lines[1].refusal
    office.cases.correct(late.id, late.version, {"remark": "刚改"}, why="别人")
    (left,) = office.changing.change(lines, wish)
    assert (left.row.number, "又被改过" in left.refusal) == ("T3", True)
    assert office.cases.open(early.id).case.signed_on == date(2026, 11, 9)
    assert office.cases.open(late.id).case.signed_on == date(2026, 11, 3)


def test_what_was_removed_from_the_bin_for_good_is_not_undone(office: Office) -> None:
    case = office.cases.register(a_case())
    office.bin.put([(case.id, case.version)], why="登重了")
    office.bin.remove(case.id, why="确是重复")
    with pytest.raises(RuleViolation, match="不能撤销"):
        office.undoing.undo()


def all_cases(office: Office) -> list[Case]:
    with office.store.reading() as reading:
        return list(reading.iter_cases(CaseQuery()))


class AnySequence(RuleBasedStateMachine):
    """Whatever one person does, undoing all of it leads back to the beginning, and redoing to the end."""

    @initialize()
    def begin(self) -> None:
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "undo.db"
        create_store(path, passing=True)
        self.store = open_store(path)
        self.office = office_over(self.store)
        self.person = self.office.roster.add(Mediator(id=new_id(), name="王芳"))
        with self.store.writing("乙") as writing:  # not this person's to undo
            for number in ("T1", "T2"):
                writing.add_case(a_case(number))
        self.start = everything(self.store)
        self.done = 0

    def teardown(self) -> None:
        if hasattr(self, "store"):
            while self.office.undoing.next()[0] is not None:
                self.office.undoing.undo()
            assert everything(self.store) == self.start
            self.store.close()
            self.folder.cleanup()

    def some_case(self, data: st.DataObject) -> Case | None:
        found = all_cases(self.office)
        return data.draw(st.sampled_from(found)) if found else None

    @rule(data=st.data(), number=st.sampled_from(["A", "B", "C"]))
    def register(self, data: st.DataObject, number: str) -> None:
        with suppress(MediationError):
            self.office.cases.register(a_case(number))

    @rule(data=st.data())
    def correct(self, data: st.DataObject) -> None:
        case = self.some_case(data)
        if case is None:
            return
        changes = data.draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "remark": st.sampled_from(["", "甲", "乙"]),
                    "claimed": st.sampled_from([None, 100, 200]),
                    "mediator": st.sampled_from([None, self.person.id]),
                    "assistants": st.sampled_from([(), (self.person.id,)]),
                    "number": st.sampled_from(["A", "B", ""]),
                    "extra": st.sampled_from([{}, {"备": "x"}]),
                    "parties": st.lists(
                        st.builds(
                            Party,
                            side=st.sampled_from(Side),
                            name=st.sampled_from(["张三", "李四"]),
                            phone=st.sampled_from(["", "138"]),
                        ),
                        max_size=3,
                    ).map(tuple),
                },
            )
        )
        with suppress(MediationError):
            self.office.cases.correct(case.id, case.version, changes, why="核对")

    @rule(data=st.data())
    def hold(self, data: st.DataObject) -> None:
        case = self.some_case(data)
        if case is not None:
            with suppress(MediationError):
                self.office.cases.hold_session(
                    Session(id=new_id(), case=case.id, held_on=TODAY, summary="双方到场")
                )

    @rule(data=st.data())
    def close(self, data: st.DataObject) -> None:
        case = self.some_case(data)
        if case is not None:
            with suppress(MediationError):
                self.office.cases.close(
                    case.id, case.version, date(2026, 11, 20), Outcome.SUCCEEDED, agreed=100
                )

    @rule(data=st.data())
    def tag(self, data: st.DataObject) -> None:
        case = self.some_case(data)
        if case is not None:
            self.office.folders.add_tag(case.id, data.draw(st.sampled_from(["急", "群体"])))

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        case = self.some_case(data)
        if case is not None:
            self.office.bin.put([(case.id, case.version)], why="登重了")

    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        held = self.office.bin.everything()
        if held:
            with suppress(MediationError):
                self.office.bin.restore(data.draw(st.sampled_from(held)).case)

    @precondition(lambda self: self.office.undoing.next()[0] is not None)
    @rule()
    def back_and_forth(self) -> None:
        before = everything(self.store)
        self.office.undoing.undo()
        self.office.undoing.redo()
        assert everything(self.store) == before

    @rule()
    def undo(self) -> None:
        if self.office.undoing.next()[0] is not None:
            self.office.undoing.undo()

    @invariant()
    def every_case_has_its_text(self) -> None:
        with self.store.reading() as reading:
            texts = set(reading.connection.scalars(select(case_text.c.seq)))
            assert texts == set(reading.list_keys(CaseQuery()))


AnySequence.TestCase.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)
test_any_sequence_is_undone_to_the_start = AnySequence.TestCase

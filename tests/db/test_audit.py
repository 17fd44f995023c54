"""Every kept change is an entry of the chain, in its own transaction, and none can be taken out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from db.anchors import head
from db.connection import connected
from db.store import SqliteStore
from mediation.auditing import START, Anchor, Entry, digest
from mediation.cases.case import Case, Party
from mediation.cases.terms import Side
from mediation.errors import MediationError
from mediation.figures.counts import CourtTotals
from mediation.figures.period import Period
from mediation.identity import new_id
from mediation.ledger.rows import LedgerCase
from mediation.office.office import Office
from mediation.registry.duties import Duty, DutyKind
from mediation.registry.mediators import Mediator
from mediation.store import Draft

TODAY = date(2026, 11, 21)
NAME, PHONE, NUMBER = "阿拉坦图雅", "13847712345", "15272219800101001X"


@pytest.fixture
def office(store: SqliteStore) -> Iterator[Office]:
    yield Office(store, who="甲", today=lambda: TODAY)


def a_case(number: str = "T1", **values: Any) -> Case:
    given: dict[str, Any] = {
        "id": new_id(),
        "number": number,
        "parties": (
            Party(side=Side.APPLICANT, name=NAME, phone=PHONE, id_number=NUMBER),
            Party(side=Side.RESPONDENT, name="某商贸公司"),
        ),
        "referred_on": date(2026, 11, 2),
        "signed_on": date(2026, 11, 3),
    }
    return Case(**(given | values))


def trail(store: SqliteStore) -> list[Entry]:
    with store.reading() as reading:
        return reading.audit.entries()[::-1]


def told(store: SqliteStore) -> list[tuple[str, str]]:
    return [(each.action, each.object) for each in trail(store)]


def passes(store: SqliteStore) -> bool:
    with store.reading() as reading:
        return reading.audit.verify().passed


def test_a_new_database_has_an_empty_chain_that_passes(store: SqliteStore) -> None:
    assert trail(store) == []
    assert passes(store)


def test_every_step_of_a_case_is_an_entry(office: Office, store: SqliteStore) -> None:
    case = office.cases.register(a_case())
    office.cases.correct(case.id, case.version, {"remark": "改了"}, why="核对")
    office.undoing.undo()
    office.undoing.redo()
    name = f"cases:{case.id.hex}"
    assert told(store) == [(action, name) for action in ("register", "correct", "undo", "redo")]
    assert [each.before is None for each in trail(store)] == [True, False, False, False]
    assert {each.who for each in trail(store)} == {"甲"}
    assert passes(store)


def test_into_the_bin_and_out_again_and_away_for_good_are_entries(
    office: Office, store: SqliteStore
) -> None:
    case = office.cases.register(a_case())
    for end in ("restore", "purge"):
        with store.writing("甲") as writing:
            writing.bin.put(case.id, None, why="重复")
        with store.writing("甲") as writing:
            if end == "restore":
                writing.bin.restore(case.id)
            else:
                writing.bin.remove(case.id, why="确系重复")
    name = f"cases:{case.id.hex}"
    actions = ("register", "bin", "restore", "bin", "purge")
    assert told(store) == [(action, name) for action in actions]


def test_what_lies_beside_the_cases_is_told_too(office: Office, store: SqliteStore) -> None:
    mediator = Mediator(id=new_id(), name="高文彬")
    with store.writing("乙") as writing:
        writing.add_mediator(mediator)
        writing.put_setting("studio", "康巴什工作室")
        writing.put_totals(
            [CourtTotals(court="内0603", month=date(2026, 10, 1), category="all", filings=3)]
        )
    office.members.note(
        Duty(mediator=mediator.id, on=TODAY, kind=DutyKind.TRAINING, title="培训", count=1)
    )
    assert told(store) == [
        ("add", f"mediators:{mediator.id.hex}"),
        ("add", "settings:studio"),
        ("add", "court_totals:内0603|2026-10-01|all"),
        ("add", "duties:1"),
    ]


def test_sealing_and_unsealing_are_entries(office: Office, store: SqliteStore) -> None:
    october = Period.parse("2026-10")
    office.seals.seal(october, anyway="演练")
    office.seals.unseal(october, reason="演练完")
    assert told(store) == [("seal", "seals:1"), ("unseal", "seals:1")]


def test_a_seal_anchors_the_trail(office: Office, store: SqliteStore, path: Path) -> None:
    """Its digest is printed on the report, so that whoever writes the chain anew is told by paper."""
    office.cases.register(a_case())
    office.seals.seal(Period.parse("2026-10"), anyway="演练")
    assert store.verify_audit().passed
    last = trail(store)[0]
    entry = (*last[:2], "乙", *last[3:8])
    made = digest(START, entry)
    unguarded(
        path,
        f"UPDATE audit SET who = '乙', hash = x'{made.hex()}' WHERE seq = 1",
        "DELETE FROM audit WHERE seq > 1",
    )
    verdict = store.verify_audit()
    assert (verdict.trouble, verdict.broken_at) == ("rewritten", 1)
    assert verdict.anchor is not None
    assert "2026-10" in verdict.anchor.place


def test_drafts_and_what_the_store_notes_for_itself_are_no_entries(store: SqliteStore) -> None:
    with store.writing("甲") as writing:
        writing.put_draft(Draft("register", "新案", {"name": NAME}, datetime.now(UTC)))
    assert trail(store) == []


def test_what_failed_is_no_entry(office: Office, store: SqliteStore) -> None:
    case = office.cases.register(a_case())
    with pytest.raises(MediationError):
        office.cases.correct(case.id, 99, {"remark": "旧页面"}, why="核对")
    assert len(trail(store)) == 1


def test_an_import_is_one_entry_with_its_counts(store: SqliteStore) -> None:
    rows = [
        LedgerCase(row=at, number=f"L{at}", referred_on=date(2026, 10, 8), applicants=(NAME,))
        for at in range(30)
    ]
    with store.writing("甲") as writing:
        writing.bulk()
        writing.import_cases(rows, source=f"{NAME}的台账.xlsx")
    with store.writing("甲") as writing:
        writing.bulk()
        writing.import_cases([rows[0]._replace(remark="补")], source="补.xlsx")
    first, second = trail(store)
    assert (first.action, first.detail) == ("import", "new=30 updated=0 beside=0")
    assert second.detail == "new=0 updated=1 beside=0"
    assert first.object.startswith("import:")
    assert first.object != second.object
    assert passes(store)


def test_nothing_of_a_person_is_in_the_chain(office: Office, store: SqliteStore) -> None:
    case = office.cases.register(a_case())
    office.cases.correct(case.id, case.version, {"remark": f"{NAME} {PHONE}"}, why=NAME)
    with store.reading() as reading:
        rows = reading.connection.exec_driver_sql("SELECT * FROM audit").all()
    everything = repr(rows)
    assert not any(part in everything for part in (NAME, PHONE, NUMBER, "某商贸"))


def test_two_equal_rows_have_different_digests(store: SqliteStore) -> None:
    """Digests without a salt would let anybody try out which telephone an erased person had."""
    for value in ("一", "二", "一"):
        with store.writing("甲") as writing:
            writing.put_setting("studio", value)
    first, _second, third = trail(store)
    assert first.after != third.after


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET who = '乙' WHERE seq = 1",
        "UPDATE audit SET hash = x'00' WHERE seq = 1",
        "UPDATE audit SET salt = x'00' WHERE seq = 1",
        "DELETE FROM audit WHERE seq = 1",
        "INSERT OR REPLACE INTO audit SELECT seq, at, '乙', action, object, detail, before, after,"
        " hash, salt FROM audit WHERE seq = 1",
    ],
)
def test_the_file_itself_refuses_to_change_an_entry(
    office: Office, path: Path, statement: str
) -> None:
    office.cases.register(a_case())
    with connected(path) as connection, pytest.raises(sqlite3.IntegrityError, match="for good"):
        connection.execute(statement)


def unguarded(path: Path, *statements: str) -> None:
    """Somebody with another program, who takes the triggers away and puts them back."""
    with closing(sqlite3.connect(path)) as raw:
        guards = raw.execute(
            "SELECT name, sql FROM sqlite_master WHERE name LIKE 'audit_no_%'"
        ).fetchall()
        for name, _sql in guards:
            raw.execute(f"DROP TRIGGER {name}")
        for statement in (*statements, *(sql for _name, sql in guards)):
            raw.execute(statement)
        raw.commit()


@pytest.mark.parametrize(
    ("statements", "trouble", "at"),
    [
        (("UPDATE audit SET who = '乙' WHERE seq = 2",), "edit", 2),
        (("DELETE FROM audit WHERE seq = 2",), "hole", 2),
        (
            (
                "UPDATE audit SET seq = -1 WHERE seq = 2",
                "UPDATE audit SET seq = 2 WHERE seq = 3",
                "UPDATE audit SET seq = 3 WHERE seq = -1",
            ),
            "edit",
            2,
        ),
        (("DELETE FROM audit WHERE seq = 3",), "cut", 3),
        (("DELETE FROM audit",), "cut", 1),
    ],
)
def test_what_somebody_did_to_the_file_is_found(
    office: Office,
    store: SqliteStore,
    path: Path,
    statements: tuple[str, ...],
    trouble: str,
    at: int,
) -> None:
    for number in ("T1", "T2", "T3"):
        office.cases.register(a_case(number))
    with connected(path, read_only=True) as connection:
        anchor = Anchor(*head(connection))
    unguarded(path, *statements)
    with store.reading() as reading:
        verdict = reading.audit.verify([anchor])
    assert (verdict.trouble, verdict.broken_at) == (trouble, at)


def test_the_chain_goes_on_after_the_program_was_opened_again(
    path: Path, office: Office, store: SqliteStore
) -> None:
    office.cases.register(a_case())
    before = trail(store)
    with store.writing("乙") as writing:
        writing.audit.note("look", "cases:1", "fields=phone")
    after = trail(store)
    assert after[:1] == before
    assert (after[1].action, after[1].who, after[1].before) == ("look", "乙", None)
    assert passes(store)


def test_forgotten_salts_leave_the_chain_whole(office: Office, store: SqliteStore) -> None:
    case = office.cases.register(a_case())
    with store.writing("甲") as writing:
        assert writing.audit.forget([f"cases:{case.id.hex}"]) == 1
    assert passes(store)

"""What hangs on a case comes back, leaves its line, and older agents keep their names."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from db.migrations import steps
from db.store import SqliteStore, create_store, open_store
from mediation.cases.case import Agent, Case, Party, Session
from mediation.cases.folder import Folder, Statement, Tick
from mediation.cases.notes import PrivateNote
from mediation.cases.terms import Side, Zone
from mediation.errors import NotFound
from mediation.identity import new_id
from mediation.listing import CaseQuery

DAY = date(2026, 3, 5)
CASE = Case(id=new_id(), number="1", referred_on=date(2026, 3, 1))
SESSION = Session(id=new_id(), case=CASE.id, held_on=DAY)


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    opened = open_store(path)
    with opened.writing("甲") as writing:
        writing.add_case(CASE)
        writing.add_case(replace(CASE, id=new_id(), number="2"))
        writing.add_session(SESSION)
    yield opened
    opened.close()


def folder(store: SqliteStore) -> Folder:
    with store.reading() as reading:
        return reading.folders.of(CASE.id)


def lines(store: SqliteStore) -> list[tuple[str, str, str, str]]:
    with store.reading() as reading:
        return [(c.action, c.field, c.old, c.new) for c in reading.history(CASE.id)][:-2]


def said(zone: Zone, **values: object) -> Statement:
    given: dict[str, object] = {
        "id": new_id(), "case": CASE.id, "zone": zone, "on": DAY, "text": "一", "session": SESSION.id
    }  # fmt: skip
    return Statement(**{**given, **values})  # type: ignore[arg-type]


def test_tags_are_kept_once_counted_and_found(store: SqliteStore) -> None:
    for _time in range(2):
        with store.writing("甲") as writing:
            writing.folders.put_tags(CASE.id, ["急", "欠款", "急"])
    assert folder(store).tags == ("急", "欠款")
    assert lines(store) == [("tag", "tags", "", "急、欠款")]
    with store.reading() as reading:
        assert reading.folders.used_tags() == [("急", 1), ("欠款", 1)]
        assert [row.number for row in reading.first_rows(CaseQuery(tag="急"), 9)] == ["1"]
        assert reading.count(CaseQuery(tag="没有")) == 0
    with store.writing("甲") as writing:
        writing.folders.put_tags(CASE.id, [])
    assert folder(store).tags == ()


def test_each_zone_keeps_its_own_and_a_compromise_is_not_repeated(store: SqliteStore) -> None:
    fact, offer = said(Zone.UNDISPUTED, confirmed_on=DAY), said(Zone.COMPROMISE, text="让")
    for _time in range(2):
        with store.writing("甲") as writing:
            writing.folders.put_statement(fact)
            writing.folders.put_statement(offer)
    assert (folder(store).facts, folder(store).compromises) == ((fact,), (offer,))
    assert lines(store) == [
        ("note_compromise", "", "", ""),
        ("note_undisputed", "undisputed", "", "一(书面确认 2026-03-05)"),
    ]
    with store.writing("甲") as writing:
        writing.folders.put_statement(replace(fact, text="二", confirmed_on=None))
        writing.folders.drop_statement(CASE.id, Zone.COMPROMISE, offer.id)
        with pytest.raises(NotFound):
            writing.folders.drop_statement(CASE.id, Zone.COMPROMISE, offer.id)
    assert [fact.text for fact in folder(store).facts] == ["二"]
    assert folder(store).compromises == ()


def test_a_paper_is_ticked_changed_and_taken_off(store: SqliteStore) -> None:
    with store.writing("甲") as writing:
        writing.folders.tick(CASE.id, Tick("consent", DAY))
        writing.folders.tick(CASE.id, Tick("consent", DAY, "原件"))
        writing.folders.tick(CASE.id, Tick("consent", DAY, "原件"))
    assert folder(store).ticks == (Tick("consent", DAY, "原件"),)
    assert len(lines(store)) == 2
    with store.writing("甲") as writing:
        writing.folders.untick(CASE.id, "consent")
        writing.folders.untick(CASE.id, "consent")
    assert folder(store).ticks == ()
    assert lines(store)[0] == ("paper", "paper", "同意调解确认书 2026-03-05 原件", "")


def test_a_private_note_is_counted_in_the_folder_and_read_by_itself(store: SqliteStore) -> None:
    note = PrivateNote(id=new_id(), case=CASE.id, on=DAY, text="只我知道", session=SESSION.id)
    for _time in range(2):
        with store.writing("甲") as writing:
            writing.notes.put(note)
    assert folder(store).private == 1
    assert "只我知道" not in repr(folder(store))
    with store.writing("甲") as writing:
        writing.notes.put(replace(note, text="改了"))
        assert [each.text for each in writing.notes.of(CASE.id)] == ["改了"]
        writing.notes.drop(CASE.id, note.id)
        with pytest.raises(NotFound):
            writing.notes.drop(CASE.id, note.id)
    assert lines(store) == [
        (action, "", "", "") for action in ("drop_private", "correct_private", "note_private")
    ]


def test_what_hangs_on_no_case_is_not_found(store: SqliteStore) -> None:
    with store.reading() as reading:
        for ask in (reading.folders.of, reading.notes.of):
            with pytest.raises(NotFound):
                ask(new_id())


def test_agents_of_an_older_file_keep_their_names_and_nothing_is_guessed(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(steps, "STEPS", steps.STEPS[:3])
        create_store(path)
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO cases (seq, id, referred_on) VALUES (1, ?, '2026-10-08')",
                           (CASE.id.bytes,))  # fmt: skip
        connection.executemany(
            "INSERT INTO parties (case_seq, position, side, name, phone, agent) "
            "VALUES (1, ?, ?, ?, '139', ?)",
            [(0, "applicant", "张三", ""), (1, "respondent", "李四", "赵律师 特别授权")],
        )
    connection.close()
    store = open_store(path)
    with store.reading() as reading:
        assert reading.case(CASE.id).parties == (
            Party(side=Side.APPLICANT, name="张三", phone="139"),
            Party(
                side=Side.RESPONDENT,
                name="李四",
                phone="139",
                agents=(Agent(name="赵律师 特别授权"),),
            ),
        )
    store.close()

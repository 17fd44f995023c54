"""Every way into the file has the settings that keep a legal ledger whole."""

from __future__ import annotations

import sqlite3
import stat
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError, OperationalError

import db.connection
import db.engine
from db.backup import back_up
from db.connection import connected
from db.engine import beginning, open_engine
from db.migrations import steps
from db.schema import parties
from db.store import SqliteStore, create_store, open_store
from mediation.cases.case import Case, Party
from mediation.cases.terms import Side
from mediation.errors import StoreUnusable
from mediation.identity import new_id

ROOT = Path(__file__).parents[2]
PROMISED = {
    "foreign_keys": 1,
    "synchronous": 2,
    "busy_timeout": 5000,
    "secure_delete": 1,
    "trusted_schema": 0,
    "mmap_size": 0,
    "journal_mode": "delete",
}


def settings_of(connection: sqlite3.Connection) -> dict[str, object]:
    found = {}
    for name in PROMISED:
        row = connection.execute(f"PRAGMA {name}").fetchone()
        found[name] = row[0] if row else 0
    return found


@pytest.mark.parametrize("read_only", [False, True])
def test_a_bare_connection_has_every_setting(path: Path, read_only: bool) -> None:
    with connected(path, read_only=read_only) as connection:
        assert settings_of(connection) == PROMISED
        assert connection.isolation_level is None


@pytest.mark.parametrize("read_only", [False, True])
def test_reads_and_writes_of_the_store_have_every_setting(path: Path, read_only: bool) -> None:
    store = open_store(path, read_only=read_only)
    with store.reading() as reading:
        assert settings_of(reading.connection.connection.dbapi_connection) == PROMISED  # type: ignore[arg-type]
    if not read_only:
        with store.writing("甲") as writing:
            writing.bulk()
            assert settings_of(writing.connection.connection.dbapi_connection) == PROMISED  # type: ignore[arg-type]
    store.close()


def test_each_entry_point_opens_its_connections_through_the_one_factory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[dict[str, object]] = []
    real = db.connection.connect

    def watched(path: Path, **how: Any) -> sqlite3.Connection:
        connection = real(path, **how)
        opened.append(settings_of(connection))
        return connection

    monkeypatch.setattr(db.connection, "connect", watched)
    monkeypatch.setattr(db.engine, "connect", watched)
    create_store(tmp_path / "a.db")
    monkeypatch.setattr(steps, "STEPS", (*steps.STEPS, "v0001_first_tables"))
    monkeypatch.setattr(steps, "take", lambda connection, done, tell: None)
    open_store(tmp_path / "a.db").close()
    back_up(tmp_path / "a.db", tmp_path / "b.db")
    assert len(opened) > 8
    assert all(found == PROMISED for found in opened)


@pytest.mark.parametrize(
    ("word", "files"),
    [
        ("library.connect(", {"db/connection.py"}),
        ("sqlite3.connect(", set()),
        ("from sqlcipher3", {"db/cipher.py"}),
        ("create_engine(", {"db/engine.py"}),
    ],
)
def test_only_one_file_opens_sqlite(word: str, files: set[str]) -> None:
    openers = {
        str(file.relative_to(ROOT))
        for package in ("mediation", "db", "tui")
        for file in (ROOT / package).rglob("*.py")
        if word in file.read_text("utf-8")
    }
    assert openers == files


def test_opening_never_creates_a_file(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError), connected(tmp_path / "none.db"):
        pass
    engine = open_engine(tmp_path / "none.db")
    with pytest.raises(OperationalError), beginning(engine, write=True):
        pass
    assert not list(tmp_path.iterdir())


def test_a_name_with_url_characters_is_that_file(tmp_path: Path) -> None:
    path = tmp_path / "50%20 ?mode=memory#1.db"
    create_store(path)
    open_store(path).close()
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_foreign_keys_are_enforced(store: SqliteStore) -> None:
    orphan = {"case_seq": 99, "position": 0, "side": "applicant", "name": "甲"}
    with pytest.raises(IntegrityError), store.writing("甲") as writing:
        writing.connection.execute(insert(parties), [orphan])


def test_an_error_of_the_database_does_not_tell_the_values(store: SqliteStore) -> None:
    orphan = {
        "case_seq": 99,
        "position": 0,
        "side": "applicant",
        "name": "身份证150603199001011234",
    }
    with pytest.raises(IntegrityError) as raised, store.writing("甲") as writing:
        writing.connection.execute(insert(parties), [orphan])
    assert "150603" not in str(raised.value)


def test_what_was_overwritten_is_gone_from_the_file(store: SqliteStore, path: Path) -> None:
    with store.writing("甲") as writing:
        writing.put_setting("note", "CANARY-" * 40)
    assert b"CANARY-CANARY" in path.read_bytes()
    with store.writing("甲") as writing:
        writing.put_setting("note", "")
    assert b"CANARY-CANARY" not in path.read_bytes()


def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "studio" / "cases.db"
    create_store(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    back_up(path, tmp_path / "studio" / "copy.db")
    assert stat.S_IMODE((tmp_path / "studio" / "copy.db").stat().st_mode) == 0o600
    store = open_store(path)
    with store.writing("甲") as writing:
        writing.put_setting("name", "工作室")
        journal = path.with_name(path.name + "-journal")
        assert stat.S_IMODE(journal.stat().st_mode) == 0o600
    store.close()


def test_a_write_waits_for_another_program_to_finish(store: SqliteStore, path: Path) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def other_program() -> None:
        with connected(path) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO settings VALUES ('theirs', '1')")
            begun.set()
            may_end.wait(5)
            connection.execute("COMMIT")

    thread = threading.Thread(target=other_program)
    thread.start()
    begun.wait(5)
    threading.Timer(0.2, may_end.set).start()
    before = time.monotonic()
    with store.writing("甲") as writing:
        writing.put_setting("ours", "1")
        assert dict(writing.settings()) == {"theirs": "1", "ours": "1"}
    thread.join()
    assert time.monotonic() - before >= 0.15


def test_a_lock_that_stays_is_told_in_a_sentence(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db.connection, "PATIENCE", 50)
    store = open_store(path)
    with connected(path) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnusable, match="占用"), store.writing("甲"):
            pass
    with store.writing("甲") as writing:
        writing.put_setting("a", "b")
    store.close()


def test_writers_of_one_program_take_turns(store: SqliteStore) -> None:
    def add(number: int) -> None:
        for step in range(5):
            with store.writing("甲") as writing:
                writing.add_case(
                    Case(
                        id=new_id(),
                        number=f"{number}-{step}",
                        referred_on=date(2026, 1, 1),
                        parties=(Party(side=Side.APPLICANT, name="甲"),),
                    )
                )

    threads = [threading.Thread(target=add, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading() as reading:
        assert reading.connection.exec_driver_sql("SELECT count(*) FROM cases").scalar() == 30


def test_a_read_sees_one_moment(store: SqliteStore) -> None:
    with store.writing("甲") as writing:
        writing.put_setting("a", "1")
    with store.reading() as reading:
        assert reading.settings()["a"] == "1"
        # The writer may prepare beside the read; its commit would wait, so it is taken back.
        with pytest.raises(ZeroDivisionError), store.writing("乙") as writing:
            writing.put_setting("a", "2")
            raise ZeroDivisionError
        assert reading.settings()["a"] == "1"


def test_nothing_is_kept_of_a_block_that_fails(store: SqliteStore, path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(ZeroDivisionError), store.writing("甲") as writing:
        writing.put_setting("a", "1")
        raise ZeroDivisionError
    assert path.read_bytes() == before


def test_a_write_that_changes_nothing_leaves_the_file_alone(store: SqliteStore, path: Path) -> None:
    with store.writing("甲") as writing:
        writing.put_setting("a", "1")
    before = path.read_bytes()
    with store.writing("甲") as writing:
        writing.drop_draft("no such")
    assert path.read_bytes() == before


def test_a_read_only_store_refuses_to_write(path: Path) -> None:
    store = open_store(path, read_only=True)
    with pytest.raises(StoreUnusable, match="只读"), store.writing("甲"):
        pass
    with store.reading() as reading:
        assert reading.mediators() == []
    store.close()

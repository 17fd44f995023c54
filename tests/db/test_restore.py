"""A backup put back: whole or not at all, what was there kept aside, what was noted outside settled."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from db import anchors, backups, connection, known, restore
from db.files import digest
from db.store import open_store
from mediation.errors import StoreUnusable
from mediation.identity import new_id
from mediation.keeping import Occasion
from tests.backed_up import KILLED, NOW, PUT, ROOT, add, filled, make, numbers

__all__ = ["filled"]


def test_a_restored_database_holds_what_the_backup_held_and_the_replaced_one_is_kept(
    filled: Path,
) -> None:
    made = make(filled)
    add(filled, "3")
    seen = restore.preview(filled, made)
    assert (seen.now, seen.lost, seen.back, seen.older) == (3, ("3",), (), ())
    aside = restore.put_back(filled, made, now=NOW + timedelta(hours=1))
    assert numbers(filled) == {"1", "2"}
    assert aside is not None
    assert numbers(aside) == {"1", "2", "3"}
    newest = backups.backups_of(filled)[0]
    assert (newest.occasion, newest.cases) == (Occasion.RESTORE, 3)
    open_store(filled).close()


def test_a_preview_tells_changed_and_returning_cases(filled: Path) -> None:
    made = make(filled)
    store = open_store(filled)
    with store.writing("甲") as writing:
        case = writing.case(writing.case_numbered("1") or new_id())
        from dataclasses import replace

        writing.save_case(replace(case, remark="改"), action="correct")
    store.close()
    connection = sqlite3.connect(filled)
    connection.execute("DELETE FROM cases WHERE number = '2'")
    connection.commit()
    connection.close()
    seen = restore.preview(filled, made)
    assert (seen.now, seen.lost, seen.back, seen.older) == (1, (), ("2",), ("1",))


@pytest.mark.parametrize("state", ["missing", "empty", "damaged", "foreign"])
def test_a_lost_database_comes_back_and_what_was_there_is_kept(filled: Path, state: str) -> None:
    made = make(filled)
    if state == "missing":
        filled.unlink()
    elif state == "foreign":
        filled.write_text("别的东西")
    else:
        filled.write_bytes(b"" if state == "empty" else filled.read_bytes()[:5000])
    before = filled.read_bytes() if filled.exists() else None
    assert not restore.preview(filled, made).readable
    aside = restore.put_back(filled, made, now=NOW)
    assert numbers(filled) == {"1", "2"}
    assert (aside.read_bytes() if aside else None) == before
    open_store(filled).close()


def test_a_stray_journal_is_not_rolled_back_into_the_restored_database(filled: Path) -> None:
    made = make(filled)
    journal = filled.with_name(filled.name + "-journal")
    journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\xff" * 4096)
    filled.write_bytes(filled.read_bytes()[:5000])
    aside = restore.put_back(filled, made, now=NOW)
    assert not journal.exists()
    assert aside is not None
    assert aside.with_name(aside.name + "-journal").exists()
    assert numbers(filled) == {"1", "2"}


def test_a_stray_log_is_not_played_into_the_restored_database(filled: Path) -> None:
    made = make(filled)
    stray = filled.with_name(filled.name + "-wal")
    stray.write_bytes(b"\x37\x7f\x06\x82" + b"\xff" * 4096)
    aside = restore.put_back(filled, made, now=NOW)
    assert not stray.exists()
    assert aside is not None
    assert aside.with_name(aside.name + "-wal").exists()
    open_store(filled).close()


KILLED_IN_A_SAVE = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size=1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE cases SET remark = hex(randomblob(9000))")
connection.executemany("INSERT INTO settings VALUES (?, ?)", [(n, "v" * 3000) for n in range(60)])
os._exit(9)
"""


def test_what_a_killed_save_left_is_taken_back_before_a_restore_looks(filled: Path) -> None:
    made = make(filled)
    add(filled, "3")
    subprocess.run([sys.executable, "-c", KILLED_IN_A_SAVE, str(filled)], check=False)
    assert filled.with_name(filled.name + "-journal").exists()
    assert restore.preview(filled, made).lost == ("3",)
    subprocess.run([sys.executable, "-c", KILLED_IN_A_SAVE, str(filled)], check=False)
    aside = restore.put_back(filled, made, now=NOW + timedelta(hours=1))
    assert backups.backups_of(filled)[0].occasion is Occasion.RESTORE
    assert numbers(backups.backups_of(filled)[0].path) == {"1", "2", "3"}
    assert aside is not None
    assert numbers(aside) == {"1", "2", "3"}


LOCKED_OUT = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
try:
    connection.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError:
    sys.exit(7)
"""


def test_no_save_falls_between_the_replaced_file_kept_aside_and_the_restored_one(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make(filled)
    swap = restore.take_place
    tried = []

    def watched(built: Path, final: Path) -> None:
        if final == filled and len(list(filled.parent.glob("*.replaced.db"))) == 1:
            ended = subprocess.run([sys.executable, "-c", LOCKED_OUT, str(filled)], check=False)
            tried.append(ended.returncode)
        swap(built, final)

    monkeypatch.setattr(restore, "take_place", watched)
    restore.put_back(filled, made, now=NOW)
    assert tried == [7]


def test_a_restore_does_not_go_over_a_save_under_way(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make(filled)
    monkeypatch.setattr(connection, "PATIENCE", 20)
    writer = sqlite3.connect(filled, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnusable, match="没有恢复"):
        restore.put_back(filled, made, now=NOW)
    writer.execute("COMMIT")
    writer.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreUnusable, match="正被另一个程序占用"):
        restore.preview(filled, made)
    writer.execute("ROLLBACK")
    writer.close()
    assert not list(filled.parent.glob("*.replaced.db"))


def test_a_backup_of_a_newer_program_is_not_put_back(filled: Path) -> None:
    made = make(filled)
    connection = sqlite3.connect(made.path)
    connection.execute("PRAGMA user_version=999")
    connection.close()
    from dataclasses import replace

    grown = replace(made, sha256=digest(made.path), size=made.path.stat().st_size)
    with pytest.raises(StoreUnusable, match="更新版本"):
        restore.put_back(filled, grown, now=NOW)


@pytest.fixture
def killed_before_it_was_noted(filled: Path) -> Path:
    """A database that a restore put in place and was killed before it could note that outside."""
    make(filled)
    add(filled, "3")
    program = KILLED.format(module="known", name="note", work=PUT.format(path=str(filled)))
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert (ended.returncode, numbers(filled)) == (-9, {"1", "2"})
    return filled


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs kill -9")
def test_a_restore_killed_before_it_was_noted_is_no_tampering(
    killed_before_it_was_noted: Path,
) -> None:
    path = killed_before_it_was_noted
    assert anchors.verify_at(path).passed, "before it was opened again"
    for _time in range(2):
        store = open_store(path)
        assert store.verify_audit().passed
        store.close()
    assert known.expected(path) is None
    shutil.copy(backups.backups_of(path)[-1].path, path)
    assert anchors.verify_at(path).trouble == "cut", "an older copy put there by hand"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs kill -9")
def test_an_older_copy_put_there_by_hand_after_a_killed_restore_is_found(
    killed_before_it_was_noted: Path,
) -> None:
    path = killed_before_it_was_noted
    oldest = backups.backups_of(path)[-1]
    shutil.copy(oldest.path, path)
    assert not anchors.verify_at(path).passed
    for _time in range(2):
        store = open_store(path)
        assert not store.verify_audit().passed
        store.close()


def test_a_restore_that_did_not_come_to_its_end_leaves_nothing_expected(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make(filled)
    add(filled, "3")

    def refused(*_paths: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(restore, "take_place", refused)
    with pytest.raises(StoreUnusable, match="仍是原样:磁盘已满"):
        restore.put_back(filled, made, now=NOW)
    store = open_store(filled)
    assert store.verify_audit().passed
    assert known.expected(filled) is None
    store.close()

"""An encrypted database works as any other, and nothing of it lies in the clear."""

from __future__ import annotations

import gc
import json
import os
import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from db import backups, cipher, encrypting, files, glimpse, known, opening, restore
from db.checkup import examine
from db.connection import connected, key_at, salt_at
from db.store import create_store, open_store
from mediation.cases.case import Case, Party
from mediation.cases.terms import Side
from mediation.errors import StoreLocked, StoreUnusable
from mediation.identity import new_id
from mediation.keeping import Occasion
from mediation.listing import CaseQuery
from mediation.office.draft_files import DraftFiles
from mediation.store import Draft
from tests.encrypted import CANARY, OTHER, PASSPHRASE, cheap_keys, holding, needs_cipher

pytestmark = [needs_cipher, pytest.mark.usefixtures("cheap_keys")]
__all__ = ["cheap_keys"]

NOW = datetime(2026, 11, 5, 8, 9, 10, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


def add(path: Path, *numbers: str, name: str = CANARY) -> None:
    store = open_store(path)
    with store.writing("甲") as writing:
        for number in numbers:
            party = Party(side=Side.APPLICANT, name=name)
            writing.add_case(
                Case(id=new_id(), number=number, referred_on=date(2026, 1, 1), parties=(party,))
            )
    store.close()


def made(folder: Path, passphrase: str | None = PASSPHRASE, *numbers: str) -> Path:
    path = folder / "案件 库.db"
    create_store(path, passphrase=passphrase)
    add(path, *(numbers or ("1", "2")))
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An encrypted database with two cases of the canary."""
    return made(tmp_path / "库")


def numbers(path: Path) -> set[str]:
    with connected(path, read_only=True) as connection:
        return {number for (number,) in connection.execute("SELECT number FROM cases")}


def locked_again(path: Path) -> Path:
    cipher.forget()
    return path


def unlock(path: Path, passphrase: str = PASSPHRASE) -> None:
    salt = salt_at(path)
    assert salt is not None
    cipher.unlock(path, salt, passphrase)


# --- nothing in the clear -------------------------------------------------------------------------


@pytest.mark.parametrize("passphrase", [PASSPHRASE, None])
def test_no_file_of_an_encrypted_folder_holds_a_name_and_of_a_plain_one_they_do(
    tmp_path: Path, passphrase: str | None
) -> None:
    path = made(tmp_path / "库", passphrase)
    backups.make(path, Occasion.ASKED, now=NOW)
    restore.put_back(path, backups.backups_of(path)[0], now=NOW)
    store = open_store(path)
    draft = Draft("register", CANARY, {"name": CANARY}, NOW)
    DraftFiles(path, store.envelope).keep(draft)
    assert DraftFiles(path, store.envelope).all() == [draft]
    seen: list[str] = []
    with pytest.raises(ZeroDivisionError), store.writing("甲") as writing:
        writing.connection.exec_driver_sql("PRAGMA cache_size=2")
        writing.connection.exec_driver_sql("UPDATE parties SET name = name || '改'")
        writing.connection.exec_driver_sql("UPDATE case_text SET text = text || '改'")
        assert path.with_name(path.name + "-journal").exists()
        seen = holding(tmp_path)
        raise ZeroDivisionError
    store.close()
    kinds = {name.rpartition("库.db")[2] or name for name in seen}
    if passphrase is not None:
        assert (seen, holding(tmp_path)) == ([], [])
    else:  # the same places do hold it without encryption, so the search above sees
        assert len(seen) >= 5, kinds
        assert any(name.endswith("-journal") for name in seen)


def test_the_mark_alone_tells_an_encrypted_file(path: Path, tmp_path: Path) -> None:
    head = path.read_bytes()[:16]
    assert (head[:4], salt_at(path)) == (cipher.MARK, head)
    foreign = tmp_path / "别的.db"
    foreign.write_bytes(os.urandom(8192))
    assert salt_at(foreign) is None
    with pytest.raises(StoreUnusable, match="不是 SQLite 数据库"):
        open_store(foreign)


# --- the key --------------------------------------------------------------------------------------


def test_without_the_passphrase_nothing_is_told_but_that_it_is_needed(path: Path) -> None:
    locked_again(path)
    for opened in (open_store, opening.refuse_unfit, numbers):
        with pytest.raises(StoreLocked, match="已加密,需要口令"):
            opened(path)
    assert glimpse.top_rows(path, 10) is None


def test_nothing_is_painted_before_the_window_is_open_even_when_the_key_is_held(path: Path) -> None:
    assert glimpse.top_rows(path, 10) is None


def test_a_wrong_passphrase_says_so_and_a_right_one_opens(path: Path) -> None:
    locked_again(path)
    with pytest.raises(StoreLocked, match="口令不对"):
        unlock(path, PASSPHRASE + "1")
    with pytest.raises(StoreLocked, match="已加密"):
        numbers(path)
    unlock(path)
    assert numbers(path) == {"1", "2"}


def test_full_width_letters_of_an_input_method_are_the_same_passphrase(tmp_path: Path) -> None:
    path = made(tmp_path / "库", "Ordos 2026 abc")
    locked_again(path)
    unlock(path, "Ordos　2026 abc")
    assert numbers(path) == {"1", "2"}


def test_a_wrong_passphrase_costs_what_a_right_one_costs_and_that_is_much(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    asked: list[dict[str, Any]] = []

    def counted(*_words: object, **how: Any) -> bytes:
        asked.append(how)
        return bytes(32)

    monkeypatch.setattr("hashlib.scrypt", counted)
    salt = salt_at(path)
    assert salt is not None
    assert not cipher.proves(salt, PASSPHRASE)
    assert not cipher.proves(salt, "wrong")
    right, wrong = asked
    assert right == wrong
    assert right["n"] * right["r"] * 128 >= 64 * 1024 * 1024  # bytes that each guess takes


def test_a_passphrase_too_easy_makes_no_file(tmp_path: Path) -> None:
    for easy in ("", "1234567", "aaaabbbbaaaa", "        "):
        with pytest.raises(StoreUnusable, match="至少 8 个字符"):
            create_store(tmp_path / "a.db", passphrase=easy)
    assert not (tmp_path / "a.db").exists()


def test_a_key_is_not_printed(path: Path) -> None:
    key = key_at(path)
    assert key is not None
    assert key.for_database()[2:66] not in repr(key)
    assert "secret" not in repr(key)


def test_one_salt_is_never_used_for_two_databases(tmp_path: Path) -> None:
    assert cipher.new_key(PASSPHRASE).salt != cipher.new_key(PASSPHRASE).salt
    assert cipher.new_key(PASSPHRASE).for_database() != cipher.new_key(PASSPHRASE).for_database()


def test_without_the_library_the_sentence_says_how_to_install_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    with pytest.raises(StoreUnusable, match=r"mediation\[encrypted\]"):
        open_store(path)
    with pytest.raises(StoreUnusable, match=r"mediation\[encrypted\]"):
        create_store(path.with_name("b.db"), passphrase=PASSPHRASE)


# --- all else works the same ----------------------------------------------------------------------


def test_search_backups_thinning_audit_and_the_checkup_work_as_without(path: Path) -> None:
    store = open_store(path)
    with store.reading() as reading:
        found = reading.first_rows(CaseQuery(text=CANARY[1:4]), 10)
        assert {row.number for row in found} == {"1", "2"}
        assert not reading.count(CaseQuery(text="没有这个人"))
    assert store.check()
    assert store.verify_audit().passed
    for day in reversed(range(20)):
        backups.make(path, Occasion.ASKED, now=NOW - timedelta(days=day))
    standing = backups.backups_of(path)
    assert 3 <= len(standing) < 20
    assert all(one.is_encrypted and not backups.trouble_with(one) for one in standing)
    assert backups.make(path, Occasion.EXIT, now=NOW)[0] == standing[0]
    store.close()
    failed = [check.key for check in examine(path, NOW) if not check.passed]
    assert set(failed) <= {"clock", "backup"}  # this test's clock stands still


def test_two_stores_and_a_backup_share_a_file_and_let_go_of_it(path: Path) -> None:
    from db import connection

    found = path.stat()
    first, second = open_store(path), open_store(path, read_only=True)
    assert (found.st_dev, found.st_ino) in connection._open
    first.back_up(Occasion.EXIT)
    with first.writing("甲") as writing:
        writing.add_case(Case(id=new_id(), number="3", referred_on=date(2026, 1, 1)))
        with second.reading() as reading:
            assert reading.count(CaseQuery()) == 2
    first.close()
    second.close()
    assert (found.st_dev, found.st_ino) not in connection._open


def test_a_connection_that_nobody_closed_is_forgotten_with_it(path: Path) -> None:
    from db import connection

    found = path.stat()
    left = connection.connect(path)
    assert (found.st_dev, found.st_ino) in connection._open
    del left
    gc.collect()
    assert (found.st_dev, found.st_ino) not in connection._open


def test_a_save_of_one_store_keeps_another_program_waiting(path: Path) -> None:
    # Looking into a file that is open would drop its locks.
    store = open_store(path)
    with store.writing("甲"):
        salt_at(path)
        key_at(path)
        with connected(path, read_only=True) as again:
            again.execute("SELECT 1 FROM cases").fetchall()
        script = (
            "import sys, fcntl; file = open(sys.argv[1], 'r+b');"
            "fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 0x40000001)"  # SQLite's RESERVED
        )
        done = subprocess.run(
            [sys.executable, "-c", script, path], capture_output=True, check=False
        )
    store.close()
    assert done.returncode != 0


def test_a_damaged_first_page_is_told_from_a_wrong_passphrase(path: Path) -> None:
    made_before = backups.make(path, Occasion.ASKED, now=NOW)[0]
    with path.open("r+b") as file:
        file.seek(100)
        file.write(bytes(64))
    before = path.read_bytes()
    locked_again(path)
    unlock(path)
    with pytest.raises(StoreUnusable, match="已损坏或不完整") as told:
        open_store(path)
    assert made_before.path.name in told.value.message
    assert path.read_bytes() == before
    restore.put_back(path, made_before, now=NOW)
    assert numbers(path) == {"1", "2"}


def test_a_changed_page_and_a_cut_end_are_found(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - 100])
    with pytest.raises(StoreUnusable, match="已损坏或不完整"):
        open_store(path)
    path.write_bytes(whole[:50_000] + bytes([whole[50_000] ^ 1]) + whole[50_001:])
    with pytest.raises(StoreUnusable):
        open_store(path)


def test_an_interrupted_save_is_rolled_back_at_the_next_opening(path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from db import cipher; "
        "from db.connection import connect, salt_at; cipher.SCRYPT['n'] = 2**4; "
        "path = Path(sys.argv[1]); cipher.unlock(path, salt_at(path), sys.argv[2]); "
        "save = connect(path); save.execute('PRAGMA cache_size=2'); save.execute('BEGIN IMMEDIATE')\n"
        "for _turn in range(3): save.execute(\"UPDATE case_text SET text = text || ?\", ('长' * 9000,))\n"
        "save.execute(\"UPDATE cases SET number = number || 'lost'\"); os._exit(9)"
    )
    before = path.read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", script, path, PASSPHRASE],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    journal = path.with_name(path.name + "-journal")
    assert (done.returncode, journal.exists(), path.read_bytes() == before) == (9, True, False)
    assert CANARY.encode() not in journal.read_bytes()
    open_store(path).close()
    assert numbers(path) == {"1", "2"}
    assert not journal.exists()


# --- another passphrase, and none -----------------------------------------------------------------


def dump(path: Path) -> list[str]:
    """Everything in a file but the audit trail's newest entries, for comparison."""
    with connected(path, read_only=True) as connection:
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'audit' "
                "AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
            )
        ]
        return [
            f"{table}: {row!r}"
            for table in tables
            for row in connection.execute(f"SELECT * FROM {table}")
        ]


def test_encrypting_carries_every_row_over_and_notes_it(tmp_path: Path) -> None:
    path = made(tmp_path / "库", None)
    before = dump(path)
    encrypting.put_under(path, cipher.new_key(PASSPHRASE), who="甲", now=NOW)
    assert dump(path) == before
    assert CANARY.encode() not in path.read_bytes()
    store = open_store(path)
    verdict = store.verify_audit()
    assert verdict.passed
    with store.reading() as reading:
        assert reading.audit.entries(limit=1)[0].action == "encrypt_database"
        assert reading.count(CaseQuery(text=CANARY[1:4])) == 2
    store.close()
    add(path, "3")
    encrypting.put_under(path, None, who="甲", now=NOW)
    assert numbers(path) == {"1", "2", "3"}
    with sqlite3.connect(path) as bare:
        assert bare.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert open_and_verify(path)


def open_and_verify(path: Path) -> bool:
    store = open_store(path)
    try:
        return store.verify_audit().passed
    finally:
        store.close()


def test_backups_replaced_files_and_drafts_go_along(tmp_path: Path) -> None:
    path = made(tmp_path / "库", None)
    second = tmp_path / "U盘"
    second.mkdir()
    known.name_second_place(path, second)
    first = backups.make(path, Occasion.ASKED, now=NOW)[0]
    add(path, "3")
    backups.make(path, Occasion.ASKED, now=NOW + timedelta(days=1))
    restore.put_back(path, first, now=NOW + timedelta(days=2))
    draft = Draft("register", "草稿", {"name": CANARY}, NOW)
    DraftFiles(path).keep(draft)
    (path.parent / f".{path.name}.abcd.tmp").write_text(CANARY, "utf-8")  # a killed backup's
    half = backups.folder_of(path) / f".{first.path.name}.ab.tmp"
    half.write_text(CANARY, "utf-8")
    count = len(backups.backups_of(path))
    assert len(holding(tmp_path)) == count + 5

    encrypting.put_under(path, cipher.new_key(PASSPHRASE), who="甲", now=NOW)
    assert len(encrypting.strays(path)) == count + 3  # the half-built copy among them
    done, left = encrypting.bring_along(path)
    assert (done, left) == (count + 2, [])
    assert holding(tmp_path) == []
    assert encrypting.strays(path) == []
    standing = backups.backups_of(path)
    assert len(standing) == count
    assert all(one.is_encrypted and not backups.trouble_with(one) for one in standing)
    assert DraftFiles(path, key_at(path)).all() == [draft]
    oldest = min(standing, key=lambda one: one.made_at)
    assert (oldest.cases, oldest.made_at, oldest.audit_count) == (2, NOW, first.audit_count)
    assert open_and_verify(path)  # by the anchors of the backups made anew

    encrypting.put_under(path, None, who="甲", now=NOW)
    assert encrypting.bring_along(path) == (count + 2, [])
    assert DraftFiles(path).all() == [draft]


def test_a_backup_that_cannot_go_along_stays_and_is_named(tmp_path: Path) -> None:
    path = made(tmp_path / "库", None)
    bad = backups.make(path, Occasion.ASKED, now=NOW)[0].path
    bad.write_bytes(bad.read_bytes()[:-1])
    encrypting.put_under(path, cipher.new_key(PASSPHRASE), who="甲", now=NOW)
    done, left = encrypting.bring_along(path)
    assert (done, [each.path for each in left]) == (0, [bad])
    assert "不符" in left[0].why
    (told,) = [check for check in examine(path, NOW) if check.key == "encryption"]
    assert not told.passed
    assert bad.name in told.detail


def test_a_plain_backup_does_not_stand_for_an_encrypted_database(tmp_path: Path) -> None:
    path = made(tmp_path / "库", None)
    plain = backups.make(path, Occasion.EXIT, now=NOW)[0]
    with connected(path, read_only=True) as connection:
        state = connection.execute("SELECT count(*) FROM cases").fetchone()
    encrypting.put_under(path, cipher.new_key(PASSPHRASE), who="甲", now=NOW)
    newer = backups.make(path, Occasion.EXIT, now=NOW + timedelta(hours=1))[0]
    assert newer.path != plain.path
    assert newer.is_encrypted
    assert state == (2,)


def test_the_old_passphrase_opens_nothing_after_a_change(path: Path) -> None:
    backups.make(path, Occasion.ASKED, now=NOW)
    encrypting.put_under(path, cipher.new_key(OTHER), who="甲", now=NOW)
    encrypting.bring_along(path)
    locked_again(path)
    for file in (path, *(one.path for one in backups.backups_of(path))):
        with pytest.raises(StoreLocked, match="口令不对"):
            unlock(file, PASSPHRASE)
    unlock(path, OTHER)
    assert numbers(path) == {"1", "2"}
    assert numbers(backups.backups_of(path)[0].path) == {"1", "2"}


def test_a_backup_from_before_the_change_opens_with_its_own_passphrase(path: Path) -> None:
    old = backups.make(path, Occasion.ASKED, now=NOW)[0]
    encrypting.put_under(path, cipher.new_key(OTHER), who="甲", now=NOW)
    locked_again(path)
    unlock(path, OTHER)
    done, left = encrypting.bring_along(path)
    assert (done, [each.path for each in left]) == (0, [old.path])
    assert "需要口令" in left[0].why
    unlock(old.path)
    restore.put_back(path, old, now=NOW)
    assert numbers(path) == {"1", "2"}


@pytest.mark.parametrize("point", ["sound_rows", "add", "take_place"])
def test_a_kill_in_the_middle_leaves_one_whole_file(
    path: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    def killed(*_rest: object, **_more: object) -> None:
        raise KeyboardInterrupt

    where = {"sound_rows": "db.backup", "add": "db.anchors", "take_place": "db.encrypting"}[point]
    monkeypatch.setattr(f"{where}.{point}", killed)
    before = path.read_bytes()
    with pytest.raises(KeyboardInterrupt):
        encrypting.put_under(path, cipher.new_key(OTHER), who="甲", now=NOW)
    assert path.read_bytes() == before
    assert not list(path.parent.glob(".*.tmp"))


def test_a_plain_backup_put_back_never_lies_in_the_clear_in_the_place_of_an_encrypted_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path / "库", None)
    plain = backups.make(path, Occasion.ASKED, now=NOW)[0]
    encrypting.put_under(path, cipher.new_key(PASSPHRASE), who="甲", now=NOW)
    key = key_at(path)
    assert not plain.is_encrypted

    def killed_after(built: Path, final: Path) -> None:
        files.take_place(built, final)
        if final == path:
            raise KeyboardInterrupt

    monkeypatch.setattr("db.restore.take_place", killed_after)
    with pytest.raises(KeyboardInterrupt):
        restore.put_back(path, plain, now=NOW + timedelta(hours=1), key=key)
    assert CANARY.encode() not in path.read_bytes()
    assert key is not None
    assert salt_at(path) == key.salt
    assert numbers(path) == {"1", "2"}
    assert not list(path.parent.glob(".*.tmp"))


def test_what_a_killed_decryption_left_is_told_and_swept(path: Path) -> None:
    script = (
        "import os, sys; from datetime import UTC, datetime; from pathlib import Path;"
        "from db import cipher, encrypting; from db.connection import salt_at;"
        "cipher.SCRYPT['n'] = 2**4; path = Path(sys.argv[1]);"
        "cipher.unlock(path, salt_at(path), sys.argv[2]);"
        "encrypting.take_place = lambda *_both: os._exit(9);"
        "encrypting.put_under(path, None, who='', now=datetime.now(UTC))"
    )
    before = path.read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", script, path, PASSPHRASE],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    assert (done.returncode, path.read_bytes() == before) == (9, True)
    (left,) = encrypting.strays(path)
    assert holding(path.parent) == [left.name]
    (told,) = [check for check in examine(path, NOW) if check.key == "encryption"]
    assert (told.passed, left.name in told.detail) == (False, True)
    assert encrypting.bring_along(path) == (0, [])
    assert (holding(path.parent), encrypting.strays(path)) == ([], [])
    assert numbers(path) == {"1", "2"}


def test_copies_in_a_former_second_place_go_along_and_a_missing_one_is_named(
    tmp_path: Path,
) -> None:
    path = made(tmp_path / "库", None)
    sticks = [tmp_path / "甲盘", tmp_path / "乙盘"]
    for at, stick in enumerate(sticks):
        stick.mkdir()
        known.name_second_place(path, stick)
        backups.make(path, Occasion.ASKED, now=NOW + timedelta(days=at))
    sticks[0].rename(tmp_path / "拔下")
    encrypting.put_under(path, cipher.new_key(PASSPHRASE), who="甲", now=NOW)
    _done, left = encrypting.bring_along(path)
    assert [each.path for each in left] == [sticks[0]]
    (tmp_path / "拔下").rename(sticks[0])
    assert [each.parent for each in encrypting.strays(path)] == [sticks[0]]
    assert encrypting.bring_along(path) == (1, [])
    assert holding(tmp_path) == []


def test_a_kill_between_the_database_and_its_backups_is_made_good_by_a_second_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path / "库", None)
    for day in range(3):
        backups.make(path, Occasion.ASKED, now=NOW + timedelta(days=day))
    encrypting.put_under(path, cipher.new_key(PASSPHRASE), who="甲", now=NOW)
    real, calls = backups.renew, []

    def killed_at_the_second(*rest: Any) -> None:
        calls.append(rest)
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(*rest)

    monkeypatch.setattr(backups, "renew", killed_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        encrypting.bring_along(path)
    monkeypatch.setattr(backups, "renew", real)
    assert len(encrypting.strays(path)) == 2
    assert encrypting.bring_along(path) == (2, [])
    assert holding(tmp_path) == []


def test_a_database_that_somebody_writes_to_is_left_alone(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.connection.PATIENCE", 10)
    with connected(path) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnusable, match="仍是原样"):
            encrypting.put_under(path, cipher.new_key(OTHER), who="甲", now=NOW)
        other.execute("ROLLBACK")
    unlock(path)


def test_a_migration_of_an_encrypted_database_makes_an_encrypted_backup_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from db.migrations import steps

    steps_now = steps.STEPS
    monkeypatch.setattr(steps, "STEPS", steps_now[:-1])
    path = tmp_path / "旧.db"
    create_store(path, passphrase=PASSPHRASE)
    monkeypatch.setattr(steps, "STEPS", steps_now)
    store = open_store(path)
    store.close()
    (made_before,) = backups.backups_of(path)
    assert (made_before.occasion, made_before.is_encrypted) == (Occasion.MIGRATION, True)
    with connected(path, read_only=True) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (steps.latest(),)


def test_the_manifest_says_so_and_tells_nothing_else(path: Path) -> None:
    one = backups.make(path, Occasion.ASKED, now=NOW)[0]
    told = json.loads(one.path.with_name(one.path.name + ".json").read_text("utf-8"))
    assert told["encrypted"] is True
    assert PASSPHRASE not in json.dumps(told, ensure_ascii=False)

"""An encrypted database works as any other, and nothing of it lies in the clear."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from db import anchors, backups, cipher, encrypting, glimpse, opening, restore
from db.checkup import examine
from db.connection import connected, key_at, salt_at
from db.schema import AUDIT_GUARDS
from db.store import create_store, open_store
from mediation.cases.case import Case
from mediation.errors import StoreLocked, StoreUnusable
from mediation.identity import new_id
from mediation.keeping import Occasion
from mediation.listing import CaseQuery
from mediation.office.draft_files import DraftFiles
from mediation.store import Draft
from tests.encrypted import (
    CANARY,
    NOW,
    PASSPHRASE,
    cheap_keys,
    holding,
    locked_again,
    made,
    needs_cipher,
    numbers,
    path,
    unlock,
)

pytestmark = [needs_cipher, pytest.mark.usefixtures("cheap_keys")]
__all__ = ["cheap_keys", "path"]

ROOT = Path(__file__).parents[2]

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


@pytest.mark.parametrize(
    "typed",
    [" four words here now", "four words here now\u3000", "\ufefffour words here now\u200b"],
)
def test_what_a_paste_brings_along_is_no_part_of_the_passphrase(tmp_path: Path, typed: str) -> None:
    path = made(tmp_path / "库", typed)
    unlock(locked_again(path), "four words here now")
    other = made(tmp_path / "乙", "four words here now")
    unlock(locked_again(other), typed)
    assert numbers(other) == {"1", "2"}
    with pytest.raises(StoreLocked, match="口令不对"):
        unlock(locked_again(other), "fourwordsherenow")


def test_a_file_from_when_blanks_belonged_to_the_passphrase_still_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(cipher, "settled", lambda words: words)
        path = made(tmp_path / "库", " four words ")
    unlock(locked_again(path), " four words ")
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


def test_a_cut_trail_is_found_after_the_database_was_put_under_another_key(path: Path) -> None:
    with connected(path) as raw:
        raw.execute("DROP TRIGGER audit_no_delete")
        raw.execute("DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)")
        raw.execute(AUDIT_GUARDS["audit_no_delete"])
    encrypting.put_under(path, None, who="乙", now=NOW)
    assert not anchors.verify_at(path).passed

"""From clear to encrypted, to another passphrase and back: whole at every moment, nothing left behind."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from db import backups, cipher, encrypting, files, known, restore
from db.checkup import examine
from db.connection import connected, key_at, salt_at
from db.store import open_store
from mediation.errors import StoreLocked, StoreUnusable
from mediation.keeping import Occasion
from mediation.listing import CaseQuery
from mediation.office.draft_files import DraftFiles
from mediation.store import Draft
from tests.encrypted import (
    CANARY,
    NOW,
    OTHER,
    PASSPHRASE,
    add,
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


def test_what_stays_under_a_passphrase_that_nobody_asks_for_any_more_is_told(path: Path) -> None:
    made_before = backups.make(path, Occasion.ASKED, now=NOW)[0]
    encrypting.put_under(path, None, who="甲", now=NOW)
    (told,) = [check for check in examine(path, NOW) if check.key == "encryption"]
    assert (told.passed, made_before.path.name in told.detail) == (False, True)
    encrypting.bring_along(path)
    (told,) = [check for check in examine(path, NOW) if check.key == "encryption"]
    assert (told.passed, "没有加密;" in told.detail) == (True, True)


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


WRITER = (
    "import sqlite3, sys; save = sqlite3.connect(sys.argv[1], timeout=float(sys.argv[2]),"
    " isolation_level=None); save.execute('SELECT count(*) FROM cases').fetchone();"
    "print('ready', flush=True)\n"
    "try: save.execute('BEGIN IMMEDIATE'); save.execute(\"UPDATE cases SET remark = 'late'\");"
    " save.execute('COMMIT'); print('saved')\n"
    "except sqlite3.OperationalError as error: print(error.sqlite_errorname)"
)


@pytest.mark.skipif(os.name != "posix", reason="an open file cannot be replaced there")
@pytest.mark.parametrize(
    ("patience", "told"), [(0, "SQLITE_BUSY"), (30, "SQLITE_READONLY_DBMOVED")]
)
def test_a_save_of_another_program_at_the_last_moment_is_refused_and_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, patience: int, told: str
) -> None:
    path = made(tmp_path / "库", None)
    others: list[subprocess.Popen[str]] = []

    def disturbed(built: Path, final: Path) -> None:
        other = subprocess.Popen(
            [sys.executable, "-c", WRITER, path, str(patience)], stdout=subprocess.PIPE, text=True
        )
        others.append(other)
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        if not patience:
            other.wait()
        files.take_place(built, final)

    monkeypatch.setattr(encrypting, "take_place", disturbed)
    encrypting.put_under(path, cipher.new_key(PASSPHRASE), who="甲", now=NOW)
    (other,) = others
    assert told in other.communicate()[0]
    assert numbers(path) == {"1", "2"}


def test_where_an_open_file_cannot_be_replaced_a_save_between_is_noticed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = iter([(1, 1), (2, 1)])
    monkeypatch.setattr(encrypting, "_REPLACES_OPEN", False)
    monkeypatch.setattr(encrypting, "_state", lambda _path: next(states))
    before = path.read_bytes()
    with pytest.raises(StoreUnusable, match="再做一次"):
        encrypting.put_under(path, cipher.new_key(OTHER), who="甲", now=NOW)
    assert path.read_bytes() == before

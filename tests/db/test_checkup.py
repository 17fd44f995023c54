"""Every line of the check-up is seen to pass on a sound database and to fail on what it watches."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections import namedtuple
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from db import backups, checkup, connection, known
from db.store import open_store
from mediation.cases.case import Case
from mediation.identity import new_id
from mediation.keeping import Check, Occasion

KILLED_IN_A_SAVE = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size=1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE cases SET remark = hex(randomblob(9000))")
connection.executemany("INSERT INTO settings VALUES (?, ?)", [(n, "v" * 3000) for n in range(60)])
os._exit(9)
"""
NOW = datetime(2026, 11, 5, 8, 9, 10, tzinfo=UTC)
Patch = pytest.MonkeyPatch


@pytest.fixture
def kept(path: Path) -> Path:
    """A database with a case and a fresh backup."""
    store = open_store(path, now=lambda: NOW)
    with store.writing("甲") as writing:
        writing.add_case(Case(id=new_id(), number="1", referred_on=date(2026, 1, 1)))
    store.close()
    backups.make(path, Occasion.ASKED, now=NOW)
    return path


def found(path: Path, *, now: datetime = NOW) -> dict[str, Check]:
    return {check.key: check for check in checkup.examine(path, now)}


def run(path: Path, *statements: str) -> None:
    raw = sqlite3.connect(path)
    for statement in statements:
        raw.execute(statement)
    raw.commit()
    raw.close()


def test_a_sound_database_passes_every_check(kept: Path) -> None:
    checks = found(kept)
    assert [check.detail for check in checks.values() if not check.passed] == []
    assert len(checks) == 17


def test_a_check_up_changes_nothing(kept: Path) -> None:
    before = {file: file.read_bytes() for file in kept.parent.rglob("*") if file.is_file()}
    found(kept)
    assert {file: file.read_bytes() for file in kept.parent.rglob("*") if file.is_file()} == before


def with_a_save_cut_short(path: Path, _patch: Patch) -> None:
    subprocess.run([sys.executable, "-c", KILLED_IN_A_SAVE, str(path)], check=False)
    assert path.with_name(path.name + "-journal").exists()


def with_a_stray_log(path: Path, _patch: Patch) -> None:
    path.with_name(path.name + "-wal").write_bytes(b"\x37\x7f\x06\x82" + b"\xff" * 4096)


def cut(path: Path, _patch: Patch) -> None:
    os.truncate(path, 5000)


def without_a_table(path: Path, _patch: Patch) -> None:
    run(path, "DROP TABLE duties")


def with_wal(path: Path, _patch: Patch) -> None:
    run(path, "PRAGMA journal_mode=WAL")


def with_loose_settings(_path: Path, patch: Patch) -> None:
    patch.setattr(connection, "_SETTINGS", ("PRAGMA foreign_keys=OFF",))


def with_a_broken_page(path: Path, _patch: Patch) -> None:
    content = bytearray(path.read_bytes())
    content[4096 * 6 : 4096 * 9] = b"\xff" * (4096 * 3)
    path.write_bytes(content)


def with_a_loose_end(path: Path, _patch: Patch) -> None:
    run(path, "INSERT INTO parties (case_seq, position, side, name) VALUES (99, 1, 'third', 'x')")


def without_search_text(path: Path, _patch: Patch) -> None:
    run(path, "DROP TRIGGER IF EXISTS case_text_goes", "DELETE FROM case_text")


def with_an_edited_audit_trail(path: Path, _patch: Patch) -> None:
    run(path, "DROP TRIGGER audit_no_update", "UPDATE audit SET who = '乙' WHERE seq = 1")


def with_a_cut_audit_trail(path: Path, _patch: Patch) -> None:
    run(path, "DROP TRIGGER audit_no_delete", "DELETE FROM audit")


def from_the_future(path: Path, _patch: Patch) -> None:
    run(path, "UPDATE history SET at = '2099-01-01 00:00:00.000000'")


def on_a_full_disk(_path: Path, patch: Patch) -> None:
    usage = namedtuple("usage", "total used free")
    patch.setattr(checkup.shutil, "disk_usage", lambda _place: usage(10, 9, 1))


def open_to_all(path: Path, _patch: Patch) -> None:
    path.chmod(0o644)


def in_a_synced_folder(_path: Path, patch: Patch) -> None:
    patch.setattr(checkup.places, "doubt_about", lambda _path: "同步文件夹")


def with_leftovers(path: Path, _patch: Patch) -> None:
    left = path.with_name(f".{path.name}.0011.tmp")
    left.touch()
    os.utime(left, (0, 0))


def with_half_a_draft(path: Path, _patch: Patch) -> None:
    left = path.with_name(f".{path.name}.draft-k3_x9abc.part")
    left.touch()
    os.utime(left, (0, 0))


def with_half_a_backup(path: Path, _patch: Patch) -> None:
    copy = backups.backups_of(path)[0].path
    left = copy.with_name(f".{copy.name}.0011.tmp")
    left.touch()
    os.utime(left, (0, 0))


def without_backups(path: Path, _patch: Patch) -> None:
    for file in backups.folder_of(path).iterdir():
        file.unlink()


def with_a_spoilt_backup(path: Path, _patch: Patch) -> None:
    copy = backups.backups_of(path)[0].path
    copy.write_bytes(copy.read_bytes()[:-1] + b"?")


def with_an_absent_second_place(path: Path, _patch: Patch) -> None:
    known.name_second_place(path, path.parent / "gone")


@pytest.mark.parametrize(
    ("spoil", "key"),
    [
        (cut, "file"),
        (with_a_save_cut_short, "file"),
        (with_a_stray_log, "file"),
        (without_a_table, "tables"),
        (with_wal, "settings"),
        (with_loose_settings, "settings"),
        (with_a_broken_page, "integrity"),
        (with_a_loose_end, "references"),
        (without_search_text, "search"),
        (with_an_edited_audit_trail, "audit"),
        (with_a_cut_audit_trail, "audit"),
        (from_the_future, "clock"),
        (on_a_full_disk, "space"),
        pytest.param(
            open_to_all,
            "access",
            marks=pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX"),
        ),
        (in_a_synced_folder, "place"),
        (with_leftovers, "left_over"),
        (with_half_a_draft, "left_over"),
        (with_half_a_backup, "left_over"),
        (without_backups, "backup"),
        (with_a_spoilt_backup, "backups"),
        (with_an_absent_second_place, "second"),
    ],
)
def test_each_check_fails_on_what_it_watches(
    kept: Path, monkeypatch: Patch, spoil: Callable[[Path, Patch], None], key: str
) -> None:
    spoil(kept, monkeypatch)
    check = found(kept)[key]
    assert not check.passed
    assert check.detail


def test_a_backup_of_last_week_is_too_old(kept: Path) -> None:
    assert found(kept, now=NOW + timedelta(days=7))["backup"].passed
    assert not found(kept, now=NOW + timedelta(days=8))["backup"].passed


@pytest.mark.parametrize(
    "folder", ["OneDrive - 某单位", "我的坚果云", "BaiduSyncdisk", "WPS云盘", "Dropbox"]
)
def test_a_synced_folder_is_known_by_its_name(tmp_path: Path, folder: str) -> None:
    assert "同步" in checkup.places.doubt_about(tmp_path / folder / "子文件夹" / "x.db")


def test_a_network_drive_is_known_by_its_mount(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"srv:/share {tmp_path}/网络 nfs4 rw 0 0\n/dev/sda1 / ext4 rw 0 0\n")
    inside = tmp_path / "网络" / "x.db"
    assert "网络盘" in checkup.places.doubt_about(inside, mounts=mounts)
    assert checkup.places.doubt_about(tmp_path / "x.db", mounts=mounts) == ""


def test_a_save_cut_short_is_told_and_left_for_the_next_opening(kept: Path) -> None:
    with_a_save_cut_short(kept, Patch())
    journal = kept.with_name(kept.name + "-journal")
    before = kept.read_bytes(), journal.read_bytes()
    assert "打开一次程序" in found(kept)["file"].detail
    assert (kept.read_bytes(), journal.read_bytes()) == before
    open_store(kept).close()
    assert all(check.passed for check in found(kept).values())

"""Backups: made whole or not at all, told from broken ones, thinned with care, put back with care."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from db import anchors, backups, connection, known, lock, restore
from db.files import digest, half_built, sweep
from db.store import SqliteStore, create_store, open_store
from mediation.cases.case import Case
from mediation.errors import StoreUnusable
from mediation.identity import new_id
from mediation.keeping import Backup, Occasion

NOW = datetime(2026, 11, 5, 8, 9, 10, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


def add(path: Path, *numbers: str) -> None:
    store = open_store(path)
    with store.writing("甲") as writing:
        for number in numbers:
            writing.add_case(Case(id=new_id(), number=number, referred_on=date(2026, 1, 1)))
    store.close()


def numbers(path: Path) -> set[str]:
    connection = sqlite3.connect(path)
    found = {number for (number,) in connection.execute("SELECT number FROM cases")}
    connection.close()
    return found


def make(path: Path, occasion: Occasion = Occasion.EXIT, *, after: int = 0) -> Backup:
    return backups.make(path, occasion, now=NOW + timedelta(minutes=after))[0]


@pytest.fixture
def filled(path: Path) -> Path:
    add(path, "1", "2")
    return path


def test_a_backup_has_a_manifest_that_proves_it(filled: Path) -> None:
    made = make(filled)
    assert (made.cases, made.occasion, made.made_at) == (2, Occasion.EXIT, NOW)
    assert digest(made.path) == made.sha256
    assert backups.backups_of(filled) == [made]
    assert numbers(made.path) == {"1", "2"}


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_backups_are_for_their_owner_alone(filled: Path) -> None:
    made = make(filled)
    modes = {stat.S_IMODE(file.stat().st_mode) for file in made.path.parent.iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700


def test_nothing_new_needs_no_new_backup_unless_it_is_asked_for(filled: Path) -> None:
    first = make(filled)
    assert make(filled, after=5) == first
    assert make(filled, Occasion.ASKED, after=6) != first
    add(filled, "3")
    assert make(filled, after=7).cases == 3


def flip_a_bit(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize(
    "spoil", [flip_a_bit, lambda file: os.truncate(file, 4096), lambda file: file.write_bytes(b"")]
)
def test_a_spoilt_backup_is_told_and_passed_over(
    filled: Path, spoil: Callable[[Path], None]
) -> None:
    good = make(filled)
    add(filled, "3")
    bad = make(filled, after=5)
    spoil(bad.path)
    assert backups.trouble_with(bad)
    assert backups.newest_verified(filled) == good
    with pytest.raises(StoreUnusable, match="没有恢复"):
        restore.put_back(filled, bad, now=NOW)
    assert numbers(filled) == {"1", "2", "3"}


def test_a_damaged_database_makes_no_backup_over_a_good_one(filled: Path) -> None:
    good = make(filled)
    content = bytearray(filled.read_bytes())
    content[4096 * 6 : 4096 * 9] = b"\xff" * (4096 * 3)
    filled.write_bytes(content)
    with pytest.raises(StoreUnusable):
        make(filled, Occasion.ASKED, after=5)
    assert backups.backups_of(filled) == [good]
    assert not list(backups.folder_of(filled).glob("*.tmp"))


@pytest.mark.parametrize("good", [1, 2, 6])
def test_thinning_leaves_three_that_are_verified_or_takes_nothing(filled: Path, good: int) -> None:
    for day in range(30):
        add(filled, f"day {day}")
        make(filled, after=day * 24 * 60)
    standing = backups.backups_of(filled)
    assert 12 <= len(standing) < 30
    for one in standing[:-good]:
        flip_a_bit(one.path)
    for day in range(60, 64):
        add(filled, f"day {day}")
        make(filled, after=day * 24 * 60)
        left = backups.backups_of(filled)
        verified = [one for one in left if not backups.trouble_with(one)]
        assert len(verified) >= 3 or len(left) == len(standing) + day - 59


def test_a_second_place_gets_every_backup_and_its_absence_is_told(
    filled: Path, tmp_path: Path
) -> None:
    second = tmp_path / "u盘"
    second.mkdir()
    known.name_second_place(filled, second)
    made, trouble = backups.make(filled, Occasion.ASKED, now=NOW)
    assert trouble == ""
    assert [one.is_second for one in backups.backups_of(filled)] == [False, True]
    assert digest(second / made.path.name) == made.sha256
    known.name_second_place(filled, tmp_path / "gone")
    _made, trouble = backups.make(filled, Occasion.ASKED, now=NOW + timedelta(minutes=1))
    assert "第二处" in trouble
    assert "找不到文件或文件夹" in trouble


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


def test_the_newest_good_backup_is_named_when_the_database_is_damaged(filled: Path) -> None:
    made = make(filled)
    os.truncate(filled, 5000)
    with pytest.raises(StoreUnusable, match=made.path.name):
        open_store(filled)


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from db import {module}
{module}.{name} = lambda *_, **_named: os.kill(os.getpid(), signal.SIGKILL)
{work}
"""
MAKE = (
    "from db import backups\nfrom mediation.keeping import Occasion\n"
    "backups.make(Path({path!r}), Occasion.ASKED, now=datetime(2026, 11, 6, tzinfo=UTC))"
)
PUT = (
    "from db import backups, restore\n"
    "restore.put_back(Path({path!r}), backups.backups_of(Path({path!r}))[-1],"
    " now=datetime(2026, 11, 6, tzinfo=UTC))"
)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs kill -9")
@pytest.mark.parametrize(
    ("module", "name", "work"),
    [
        ("backup", "digest", MAKE),
        ("backup", "take_name", MAKE),
        ("backups", "_thin", MAKE),
        ("restore", "_look_into", PUT),
        ("restore", "_keep_aside", PUT),
        ("restore", "take_place", PUT),
    ],
)
def test_a_kill_leaves_the_database_and_every_backup_whole(
    filled: Path, module: str, name: str, work: str
) -> None:
    first = make(filled)
    add(filled, "3")
    program = KILLED.format(module=module, name=name, work=work.format(path=str(filled)))
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert ended.returncode == -9
    assert numbers(filled) == {"1", "2", "3"}
    standing = backups.backups_of(filled)
    assert first in standing
    assert all(not backups.trouble_with(one) for one in standing)
    assert make(filled, Occasion.ASKED, after=9).cases == 3


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


def test_one_window_at_a_time_has_the_right_to_write(path: Path) -> None:
    hold = lock.take(path, who="甲", since=NOW)
    assert hold is not None
    assert lock.take(path, who="乙", since=NOW) is None
    assert lock.holder(path) == ("甲", NOW)
    hold.release()
    again = lock.take(path, who="乙", since=NOW)
    assert again is not None
    again.release()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs kill -9")
def test_a_killed_window_does_not_keep_the_right_to_write(path: Path) -> None:
    program = (
        "import os, signal, sys\nfrom datetime import UTC, datetime\nfrom pathlib import Path\n"
        "from db import lock\nhold = lock.take(Path(sys.argv[1]), who='x', since=datetime.now(UTC))\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", program, str(path)], cwd=ROOT, check=False)
    hold = lock.take(path, who="乙", since=NOW)
    assert hold is not None
    hold.release()


def test_a_restore_waits_until_the_window_is_closed(store: SqliteStore, path: Path) -> None:
    hold = lock.take(path, who="甲", since=NOW)
    assert hold is not None
    with (
        pytest.raises(StoreUnusable, match=r"甲.*请先关掉"),
        lock.alone(path, who="乙", since=NOW),
    ):
        pass
    hold.release()
    with lock.alone(path, who="乙", since=NOW):
        pass
    store.close()


def test_a_folder_of_several_databases_keeps_their_backups_apart(
    filled: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    create_store(other)
    second = tmp_path / "second"
    second.mkdir()
    for path in (filled, other):
        known.name_second_place(path, second)
        backups.make(path, Occasion.ASKED, now=NOW)
    assert [one.cases for one in backups.backups_of(other)] == [0, 0]
    assert [one.cases for one in backups.backups_of(filled)] == [2, 2]


def test_of_two_databases_with_one_name_on_one_stick_each_knows_its_own(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    paths = [tmp_path / "A" / "m.db", tmp_path / "B" / "m.db"]
    stick.mkdir()
    for at, path in enumerate(paths):
        path.parent.mkdir()
        create_store(path)
        known.name_second_place(path, stick)
        add(path, f"{at}")
        make(path, after=at)
    mine, theirs = backups.backups_of(paths[0]), backups.foreign_to(paths[0])
    assert len(mine) == 2
    assert [numbers(one.path) for one in theirs] == [{"1"}]
    newest = backups.newest_verified(paths[0])
    assert newest is not None
    assert numbers(newest.path) == {"0"}
    assert restore.preview(paths[0], theirs[0]).lost == ("0",)


def test_what_is_half_built_of_a_database_whose_name_begins_alike_is_left_to_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "案.db"
    mine = (
        ".案.db.0a1b2c3d.tmp",
        ".案.db.0a1b2c3d.tmp-journal",
        ".案.20261105-080910.exit.bak.db.0a1b2c3d.tmp",
        ".案.20261105-080910.exit-2.bak.db.json.0a1b2c3d.tmp",
        ".案.20261105-080910.replaced.db.0a1b2c3d.tmp",
        ".案.db.draft-k3_x9abc.part",
        "..案.db.draft-0123456789abcdef.json.0a1b2c3d.tmp",
        ".案.db.0a1b2c3d.handing.tmp",
        "..案.db.0a1b2c3d.handing.tmp.0a1b2c3d.tmp-journal",
    )
    others = (
        ".案.db.draft-0123456789abcdef.json",
        ".案件.db.draft-k3_x9abc.part",
        ".案.db.lock",
        ".案件.db.0a1b2c3d.tmp",
        ".案.旧.db.0a1b2c3d.tmp",
        ".案件.20261105-080910.exit.bak.db.0a1b2c3d.tmp",
        ".案.旧.20261105-080910.replaced.db.0a1b2c3d.tmp",
    )
    for name in (*mine, *others):
        (tmp_path / name).touch()
    assert {left.name for left in half_built(path)} == set(mine)
    sweep(path, None)
    assert {left.name for left in tmp_path.iterdir()} == set(others)

"""Backups: made whole or not at all, told from broken ones, thinned with care, put back with care."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from db import backups, known, lock, restore
from db.files import digest, half_built, sweep
from db.store import SqliteStore, create_store, open_store
from mediation.errors import StoreUnusable
from mediation.keeping import Occasion
from tests.backed_up import KILLED, NOW, PUT, ROOT, add, filled, make, numbers

__all__ = ["filled"]


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


def test_the_newest_good_backup_is_named_when_the_database_is_damaged(filled: Path) -> None:
    made = make(filled)
    os.truncate(filled, 5000)
    with pytest.raises(StoreUnusable, match=made.path.name):
        open_store(filled)


MAKE = (
    "from db import backups\nfrom mediation.keeping import Occasion\n"
    "backups.make(Path({path!r}), Occasion.ASKED, now=datetime(2026, 11, 6, tzinfo=UTC))"
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

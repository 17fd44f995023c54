"""A program killed while it makes or takes a file: none of it or all of it, and nothing in the clear (B12).

EXCHANGE_KILLS=all kills at every write, sync, rename and removal instead of at a few.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from mediation.exchange.keys import kept
from tests.exchange.machines import Machine, World, round_trip

ROOT = Path(__file__).parents[2]
STRACE = shutil.which("strace")
CALLS = "pwrite64,fdatasync,fsync,rename,renameat,renameat2,link,linkat,unlink,ftruncate"
CANARY = "金丝雀在备注里"

pytestmark = pytest.mark.skipif(STRACE is None, reason="no strace on this machine")


def act_killed_at(point: int, *arguments: object) -> bool:
    """Run an act, killed at this call; whether it was killed before it ended."""
    command = [STRACE, "-f", "-qq", "-o", os.devnull, "-e", f"trace={CALLS}"]
    command += ["-e", f"inject={CALLS}:signal=KILL:when={point}"]
    command += [sys.executable, "-B", "-m", "tests.exchange.acting", *map(str, arguments)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, timeout=120, check=False, env=dict(os.environ)
    )
    if done.returncode not in (-signal.SIGKILL, 128 + signal.SIGKILL, 0):
        raise AssertionError(done.stderr.decode()[-2_000:])
    return done.returncode != 0


def points() -> list[int]:
    """The calls to be killed at: a few, or more than there are."""
    if os.environ.get("EXCHANGE_KILLS") == "all":
        return list(range(1, 2_000))
    return [2, 9, 21, 34, 47]


def sound(path: Path) -> None:
    """SQLite finds the database sound once it is opened again."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchone() is None


def test_a_killed_merge_leaves_none_or_all(world: World, centre: Machine, pc: Machine) -> None:
    key = centre.add("A-1", world.people["高文彬"].id).id
    round_trip(centre, pc)
    pc.edit(key, remark=CANARY)
    file = pc.make(centre)
    keys = centre.folder / "keys"
    keys.write_text(kept(centre.keys, ""), "utf-8")
    centre.close()
    fresh = centre.folder / "fresh.db"
    shutil.copy(centre.path, fresh)
    seen = set()
    for point in points():
        shutil.copy(fresh, centre.path)
        killed = act_killed_at(point, "take", centre.path, keys, "高文彬", file)
        centre.open()
        remark = centre.case(key).remark
        seen.add(remark)
        taken = centre.take(file)
        assert taken.again == (remark == CANARY)
        assert centre.case(key).remark == CANARY
        centre.close()
        sound(centre.path)
        if not killed:
            break
    centre.open()
    assert seen <= {"", CANARY}


def test_a_killed_export_leaves_none_or_all_and_nothing_in_the_clear(
    world: World, centre: Machine, pc: Machine
) -> None:
    key = centre.add("A-1", world.people["高文彬"].id).id
    round_trip(centre, pc)
    pc.edit(key, remark=CANARY)
    keys = pc.folder / "keys"
    keys.write_text(kept(pc.keys, ""), "utf-8")
    stick = pc.folder / "stick"
    stick.mkdir()
    pc.close()
    centre.close()
    ours, theirs = pc.copy(), centre.copy()
    for point in points():
        shutil.copy(ours, pc.path)
        shutil.copy(theirs, centre.path)
        file = stick / f"{point}.mbx"
        killed = act_killed_at(point, "make", pc.path, keys, "联络办", file)
        for left in stick.iterdir():
            assert CANARY.encode() not in left.read_bytes()
        pc.open()
        centre.open()
        if file.exists():
            centre.take(file)
        centre.take(pc.make(centre), missing_is_lost=True)
        assert centre.case(key).remark == CANARY
        pc.close()
        centre.close()
        sound(pc.path)
        if not killed:
            break
    pc.open()
    centre.open()

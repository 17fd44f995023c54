"""The audit trail over restored backups: what was given up is passed over, what was changed is found."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import anchors, backups, restore
from db.store import open_store
from mediation.auditing import COLUMNS, START, digest
from mediation.keeping import Backup, Occasion
from tests.cli.calling import GOOD, Call


@pytest.fixture
def kept(db: Path, ledger: Callable[..., Path], call: Call) -> Path:
    """A database with an import and a setting, each an entry."""
    assert call("import", "--db", db, ledger(GOOD)).code == 0
    assert call("settings", "--db", db, "set", "studio", "一").code == 0
    return db


def saved(db: Path, call: Call, *values: str) -> str:
    """Save a setting for each value, back up; answers the backup's name."""
    for value in values:
        assert call("settings", "--db", db, "set", "studio", value).code == 0
    name: str = call("backup", "--db", db, "--json").value["backup"]["name"]
    return name


def put_back(db: Path, call: Call, name: str) -> None:
    assert call("restore", "--db", db, name, "--yes").code == 0
    told = call("audit", "verify", "--db", db)
    assert told.code == 0, told.err


def written_anew(path: Path, **changed: object) -> None:
    """Write the whole trail anew with its first entry changed, every digest made to fit."""
    with closing(sqlite3.connect(path)) as raw:
        guards = raw.execute(
            "SELECT name, sql FROM sqlite_master WHERE name GLOB 'audit_no_*'"
        ).fetchall()
        for name, _sql in guards:
            raw.execute(f"DROP TRIGGER {name}")
        previous = START
        for row in raw.execute(f"SELECT {', '.join(COLUMNS)} FROM audit ORDER BY seq").fetchall():
            entry = dict(zip(COLUMNS, row, strict=True))
            if entry["seq"] == 1:
                entry |= changed
            previous = digest(previous, tuple(entry.values())[:8])  # type: ignore[arg-type]
            raw.execute(
                "UPDATE audit SET who = ?, hash = ? WHERE seq = ?",
                (entry["who"], previous, entry["seq"]),
            )
        for _name, sql in guards:
            raw.execute(sql)
        raw.commit()


def test_after_a_restore_older_anchors_still_find_a_trail_written_anew(
    kept: Path, call: Call, own_home: Path
) -> None:
    name = saved(kept, call, "二")
    saved(kept, call, "三")
    put_back(kept, call, name)
    written_anew(kept, who="别人")
    next(own_home.rglob("known.json")).unlink()
    told = call("audit", "verify", "--db", kept, "--json")
    assert (told.code, told.value["trouble"]) == (1, "rewritten")
    assert "备份" in told.value["anchor"]


def test_backups_put_back_crosswise_are_no_tampering(kept: Path) -> None:
    days = iter(datetime(2026, 12, 1, tzinfo=UTC) + timedelta(days=at) for at in range(99))

    def made(*values: str) -> Backup:
        today = next(days)
        store = open_store(kept, now=lambda: today)
        for value in values:
            with store.writing("甲") as writing:
                writing.put_setting("studio", value)
        store.close()
        return backups.make(kept, Occasion.ASKED, now=today)[0]

    early, middle, late, _last = made(), made("二"), made("三"), made("四")
    restore.put_back(kept, early, now=next(days))
    other = made()  # as many entries as the one in the middle, of another trail
    for chosen in (late, middle, other, early, late):
        restore.put_back(kept, chosen, now=next(days))
        verdict = anchors.verify_at(kept)
        assert verdict.passed, (chosen.path.name, verdict)
    assert verdict.outside >= 4
    assert verdict.passed_over


def test_an_anchor_written_down_before_a_restore_is_told_from_a_forged_one(
    kept: Path, call: Call
) -> None:
    early = saved(kept, call, "二")
    earlier = call("audit", "verify", "--db", kept, "--json").value
    saved(kept, call, "三", "四")
    last = call("audit", "verify", "--db", kept, "--json").value
    put_back(kept, call, early)
    for told in (earlier, last):
        paper = f"{told['entries']}:{told['head']}"
        assert call("audit", "verify", "--db", kept, "--anchor", paper).code == 0
    forged = call("audit", "verify", "--db", kept, "--anchor", f"{last['entries'] - 1}:{'0' * 64}")
    assert forged.code == 1
    assert "用备份恢复" in forged.err

"""The audit trail from the command line: passes, fails with the entry, lists who did what."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.calling import GOOD, OPEN, Call


@pytest.fixture
def kept(db: Path, ledger: Callable[..., Path], call: Call) -> Path:
    """A database with two imports and a setting, each an entry."""
    assert call("import", "--db", db, ledger(GOOD)).code == 0
    assert call("import", "--db", db, ledger(OPEN, name="二.csv")).code == 0
    assert call("settings", "--db", db, "set", "studio", "康巴什工作室").code == 0
    return db


def tamper(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as raw:
        guards = raw.execute("SELECT name, sql FROM sqlite_master WHERE name GLOB 'audit_no_*'")
        for name, sql in guards.fetchall():
            raw.execute(f"DROP TRIGGER {name}")
            statements = (*statements, sql)
        for statement in statements:
            raw.execute(statement)
        raw.commit()


def test_a_whole_trail_passes_and_tells_an_anchor_to_write_down(kept: Path, call: Call) -> None:
    told = call("audit", "verify", "--db", kept, "--json")
    assert told.code == 0
    assert told.value["passed"]
    assert told.value["anchors"] >= 1
    paper = f"{told.value['entries']}:{told.value['head']}"
    assert call("audit", "verify", "--db", kept, "--anchor", paper).code == 0
    assert paper in call("audit", "verify", "--db", kept).out


@pytest.mark.parametrize(
    ("statement", "entry"),
    [
        ("UPDATE audit SET who = '别人' WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq >= 2", 2),
        ("DELETE FROM audit", 1),
        ("UPDATE audit SET at = '昨天' WHERE seq = 2", 2),
        ("UPDATE audit SET before = 'abc' WHERE seq = 2", 2),
        ("UPDATE audit SET detail = x'ff00' WHERE seq = 2", 2),
        ("UPDATE audit SET hash = 'abc' WHERE seq = (SELECT max(seq) FROM audit)", 3),
    ],
)
def test_a_trail_that_somebody_touched_fails_with_the_entry(
    kept: Path, call: Call, statement: str, entry: int
) -> None:
    tamper(kept, statement)
    told = call("audit", "verify", "--db", kept, "--json")
    assert told.code == 1
    assert told.value["entry"] == entry
    assert f"第 {entry} 条" in call("audit", "verify", "--db", kept).err
    assert call("doctor", "--db", kept).code == 1
    assert call("audit", "list", "--db", kept).code == 0
    assert call("audit", "list", "--db", kept, "--json").code == 0
    assert call("settings", "--db", kept, "set", "studio", "伊旗工作室").code == 0


def test_what_is_no_text_in_an_entry_is_an_edit(kept: Path, call: Call) -> None:
    tamper(kept, "UPDATE audit SET detail = CAST(x'ff' AS TEXT) WHERE seq = 2")
    told = call("audit", "verify", "--db", kept, "--json")
    assert (told.code, told.value["trouble"], told.value["entry"]) == (1, "edit", 2)


def test_who_goes_on_with_an_older_copy_leaves_that_in_the_trail(kept: Path, call: Call) -> None:
    older = Path(call("backup", "--db", kept, "--json").value["backup"]["path"])
    assert call("settings", "--db", kept, "set", "studio", "东胜工作室").code == 0
    shutil.copy(older, kept)
    assert call("audit", "verify", "--db", kept).code == 1
    assert call("init", "--adopt", "--db", kept).code == 0
    told = call("audit", "verify", "--db", kept)
    assert (told.code, "确认沿用换过的数据库" in told.err) == (0, True)
    (entry,) = call("audit", "verify", "--db", kept, "--json").value["adopted"]
    assert call("init", "--adopt", "--db", kept).code == 0
    assert call("audit", "verify", "--db", kept, "--json").value["adopted"] == [entry]


def test_a_cut_trail_is_still_told_after_more_was_saved(kept: Path, call: Call) -> None:
    """What was noted outside is not replaced by the head of a chain that lacks it."""
    tamper(kept, "DELETE FROM audit WHERE seq >= 2")
    assert call("settings", "--db", kept, "set", "studio", "东胜工作室").code == 0
    assert call("settings", "--db", kept, "set", "studio", "伊旗工作室").code == 0
    told = call("audit", "verify", "--db", kept, "--json")
    assert (told.code, told.value["trouble"]) == (1, "rewritten")


def test_without_anything_noted_outside_that_is_said_and_what_to_name(
    kept: Path, call: Call, tmp_path: Path, own_home: Path
) -> None:
    report = tmp_path / "月报.txt"
    assert call("report", "2026-10", "--db", kept, "-o", report).code == 0
    shutil.rmtree(kept.with_name(kept.name + ".backups"))
    next(own_home.rglob("known.json")).unlink()
    tamper(kept, "DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)")
    for _time in range(2):
        told = call("audit", "verify", "--db", kept)
        assert (told.code, "没有可比的锚点" in told.out, "--anchor" in told.out) == (0, True, True)
        assert call("audit", "verify", "--db", kept, "--json").value["anchors_outside"] == 0
    assert "没有可比的锚点" in call("doctor", "--db", kept).out
    named = call("audit", "verify", "--db", kept, "--anchor", report, "--json")
    assert (named.code, named.value["trouble"]) == (1, "cut")


def test_a_manifest_of_a_backup_finds_a_chain_written_anew(kept: Path, call: Call) -> None:
    copy = call("backup", "--db", kept, "--json").value["backup"]["path"]
    manifest = Path(copy + ".json")
    away = kept.parent / "U盘.json"
    away.write_bytes(manifest.read_bytes())
    anchor = json.loads(manifest.read_text("utf-8"))["audit"]
    assert anchor["count"] >= 3
    other = {**json.loads(away.read_text("utf-8"))}
    other["audit"]["head"] = "00" * 32
    away.write_text(json.dumps(other), "utf-8")
    told = call("audit", "verify", "--db", kept, "--anchor", away, "--json")
    assert (told.value["trouble"], told.value["anchor"]) == ("rewritten", "U盘.json")


@pytest.mark.parametrize("ending", ["xlsx", "docx", "txt"])
def test_the_anchor_is_read_out_of_a_report_that_was_saved(
    kept: Path, call: Call, tmp_path: Path, ending: str
) -> None:
    report = tmp_path / f"月报.{ending}"
    assert call("report", "2026-10", "--db", kept, "-o", report).code == 0
    known = call("audit", "verify", "--db", kept, "--json").value["anchors"]
    told = call("audit", "verify", "--db", kept, "--anchor", report, "--json")
    assert (told.code, told.value["anchors"]) == (0, known + 1)


def test_a_file_without_an_anchor_is_refused(kept: Path, call: Call, tmp_path: Path) -> None:
    (tmp_path / "空.txt").write_text("没有", "utf-8")
    told = call("audit", "verify", "--db", kept, "--anchor", tmp_path / "空.txt")
    assert told.code == 1
    assert "锚点" in told.err
    assert call("audit", "verify", "--db", kept, "--anchor", tmp_path / "无.json").code == 3
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 half")
    told = call("audit", "verify", "--db", kept, "--anchor", tmp_path / "坏.xlsx")
    assert (told.code, "已损坏" in told.err) == (1, True)


def test_a_restored_backup_goes_on_with_an_entry_of_its_own(kept: Path, call: Call) -> None:
    name = call("backup", "--db", kept, "--json").value["backup"]["name"]
    assert call("settings", "--db", kept, "set", "studio", "东胜工作室").code == 0
    assert call("backup", "--db", kept).code == 0
    assert call("restore", "--db", kept, name, "--yes").code == 0
    told = call("audit", "verify", "--db", kept)
    assert told.code == 0, told.err
    assert "恢复备份以前" in told.err
    assert call("audit", "list", "--db", kept, "--json").value[0]["action"] == "restore_backup"


def test_entries_are_listed_by_case_user_and_day(kept: Path, call: Call) -> None:
    everything = call("audit", "list", "--db", kept, "--json").value
    assert [each["entry"] for each in everything] == list(range(len(everything), 0, -1))
    assert everything[0]["object"] == "settings:studio"
    assert "设置 studio" in call("audit", "list", "--db", kept).out
    by_object = call("audit", "list", "--db", kept, "--object", "settings:studio", "--json")
    assert len(by_object.value) == 1
    assert call("audit", "list", "--db", kept, "--object", "A-1", "--json").value == []
    assert call("audit", "list", "--db", kept, "--object", "无此号").code == 3
    assert call("audit", "list", "--db", kept, "--user", "没有此人", "--json").value == []
    assert call("audit", "list", "--db", kept, "--since", "2099-01-01", "--json").value == []
    assert len(call("audit", "list", "--db", kept, "--limit", "1", "--json").value) == 1

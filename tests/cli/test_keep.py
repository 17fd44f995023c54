"""Backing up, listing, restoring and checking from the command line."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.calling import GOOD, HEADINGS, OPEN, Call


def ledger(folder: Path, *rows: str) -> Path:
    file = folder / "台账.csv"
    file.write_text("\n".join([HEADINGS, *rows]), "utf-8")
    return file


def test_a_backup_is_made_listed_and_put_back(db: Path, call: Call, tmp_path: Path) -> None:
    call("import", "--db", db, ledger(tmp_path, GOOD))
    made = call("backup", "--db", db, "--json").value["backup"]
    assert made["cases"] == 1
    call("import", "--db", db, ledger(tmp_path, GOOD, OPEN))
    looked = call("restore", made["name"], "--db", db)
    assert looked.code == 0
    assert "不再有的案件 1 件" in looked.out
    assert "没有改动" in looked.err
    assert len(call("list", "--db", db, "--json").value["cases"]) == 2
    done = call("restore", made["name"], "--db", db, "--yes", "--json").value
    assert done["restored"] is True
    assert Path(done["aside"]).exists()
    assert len(call("list", "--db", db, "--json").value["cases"]) == 1


def test_an_import_backs_up_what_was_there_and_a_dry_run_does_not(
    db: Path, call: Call, tmp_path: Path
) -> None:
    call("import", "--db", db, "--dry-run", ledger(tmp_path, GOOD))
    assert call("backups", "--db", db, "--json").value == []
    call("import", "--db", db, ledger(tmp_path, GOOD))
    call("import", "--db", db, ledger(tmp_path, GOOD, OPEN))
    standing = call("backups", "--db", db, "--json").value
    assert [(one["occasion"], one["cases"]) for one in standing] == [("import", 1)]


def test_a_spoilt_backup_is_listed_as_such(db: Path, call: Call) -> None:
    path = Path(call("backup", "--db", db, "--json").value["backup"]["path"])
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    answer = call("backups", "--db", db)
    assert answer.code == 1
    assert "SHA-256 不符" in answer.out
    assert call("restore", "--db", db).code == 3


def test_a_second_place_is_named_once_and_used_from_then_on(
    db: Path, call: Call, tmp_path: Path
) -> None:
    second = tmp_path / "第二处"
    assert call("backup", "--db", db, "--second", second).code == 5
    second.mkdir()
    assert call("backup", "--db", db, "--second", second).code == 0
    assert len(list(second.glob("*.bak.db"))) == 1
    call("backup", "--db", db, "--no-second")
    assert len(list(second.glob("*.bak.db"))) == 1


def test_nothing_is_backed_up_from_a_file_that_is_not_sound(db: Path, call: Call) -> None:
    db.write_bytes(b"")
    answer = call("backup", "--db", db)
    assert answer.code == 5
    assert "0 字节" in answer.err


def test_the_check_up_says_what_to_do_and_leaves_with_1(db: Path, call: Call) -> None:
    answer = call("doctor", "--db", db)
    assert answer.code == 1
    assert "mediation backup" in answer.out
    call("backup", "--db", db)
    assert call("doctor", "--db", db).code == 0


def test_the_check_up_of_a_missing_database_is_no_crash(call: Call, tmp_path: Path) -> None:
    answer = call("doctor", "--db", tmp_path / "none.db", "--json")
    assert answer.code == 1
    assert not answer.value[1]["passed"]


def test_on_a_new_computer_a_backup_is_put_back_from_the_stick(
    db: Path, call: Call, tmp_path: Path, own_home: Path
) -> None:
    stick = tmp_path / "u盘"
    stick.mkdir()
    call("import", "--db", db, ledger(tmp_path, GOOD))
    assert call("backup", "--db", db, "--second", stick).code == 0
    next(own_home.rglob("known.json")).unlink()
    (copy,) = stick.glob("*.bak.db")
    new = tmp_path / "新电脑" / "work.db"
    refused = call("restore", "--db", new)
    assert (refused.code, "写明那个文件" in refused.err) == (3, True)
    looked = call("restore", copy, "--db", new)
    assert (looked.code, "现在这里没有数据库" in looked.out, new.exists()) == (0, True, False)
    assert call("restore", copy, "--db", new, "--yes").code == 0
    assert len(call("list", "--db", new, "--json").value["cases"]) == 1
    assert call("audit", "verify", "--db", new).code == 0
    copy.with_name(copy.name + ".json").unlink()
    unproved = call("restore", copy, "--db", new, "--yes")
    assert (unproved.code, "清单" in unproved.err) == (3, True)


def test_a_copy_whose_manifest_is_gone_is_listed_as_such(db: Path, call: Call) -> None:
    path = Path(call("backup", "--db", db, "--json").value["backup"]["path"])
    path.with_name(path.name + ".json").write_text("[]", "utf-8")
    listed = call("backups", "--db", db)
    assert (listed.code, path.name in listed.err) == (1, True)
    assert path.name in call("doctor", "--db", db).out


@pytest.mark.parametrize(
    "moment", ["2026-11-22T09:36:02", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"]
)
def test_a_manifest_with_a_moment_that_no_clock_shows_breaks_nothing(
    db: Path, call: Call, moment: str
) -> None:
    made = call("backup", "--db", db, "--json").value["backup"]
    manifest = Path(made["path"] + ".json")
    told = json.loads(manifest.read_text("utf-8")) | {"made_at": moment}
    manifest.write_text(json.dumps(told), "utf-8")
    for command in (["backups"], ["doctor"], ["audit", "verify"], ["restore"], ["backup"]):
        assert call(*command, "--db", db).code in (0, 1, 3), command


def test_the_first_place_is_no_second_one(db: Path, call: Call) -> None:
    call("backup", "--db", db)
    folder = db.with_name(db.name + ".backups")
    told = call("backup", "--db", db, "--second", folder)
    assert (told.code, "第一处" in told.err) == (5, True)
    assert len(call("backups", "--db", db, "--json").value) == 1


@pytest.mark.skipif(os.name != "posix", reason="links take a right of their own on Windows")
def test_a_link_to_a_database_is_the_database_itself(db: Path, call: Call, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(db)
    made = call("backup", "--db", link, "--json").value["backup"]
    assert Path(made["path"]).parent.name == db.name + ".backups"
    assert call("restore", "--db", link, "--yes").code == 0
    assert link.is_symlink()
    assert call("audit", "verify", "--db", db).code == 0

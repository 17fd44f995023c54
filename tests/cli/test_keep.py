"""Backing up, listing, restoring and checking from the command line."""

from __future__ import annotations

from pathlib import Path

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

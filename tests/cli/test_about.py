"""``mediation about``: what the program goes by, and where the data lie."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

from mediation import __version__
from tests.cli.calling import Call


def test_the_official_tables_are_named_with_their_source_and_first_day(call: Call) -> None:
    answer = call("about")
    assert answer.code == 0
    assert __version__ in answer.out
    for words in ("法〔2025〕226号", "2026-01-01", "法〔2020〕347号", "法〔2015〕137号", "节假日"):
        assert words in answer.out


def test_the_database_is_told_with_its_version_and_not_touched(call: Call, db: Path) -> None:
    before = hashlib.sha256(db.read_bytes()).hexdigest()
    found = call("about", "--json", "--db", db).value
    assert found["database"]["path"] == str(db)
    assert found["database"]["version"] == found["newest_database_version"]
    assert found["library"] == f"SQLite {sqlite3.sqlite_version}"
    assert hashlib.sha256(db.read_bytes()).hexdigest() == before


def test_a_database_that_is_not_there_or_not_ours_is_told_so(call: Call, tmp_path: Path) -> None:
    missing = call("about", "--json", "--db", tmp_path / "none.db").value["database"]
    assert (missing["exists"], missing["version"], missing["problem"]) == (False, None, None)
    (tmp_path / "text.db").write_text("no database", encoding="utf-8")
    other = call("about", "--json", "--db", tmp_path / "text.db").value["database"]
    assert other["version"] is None
    assert "不是 SQLite 数据库" in other["problem"]
    assert not (tmp_path / "none.db").exists()

"""What cannot be the database any more is left alone, and the newest verified backup is named."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from db import strays
from mediation.bootstrap import back_up, open_office
from mediation.errors import StoreUnusable
from mediation.keeping import Backup
from tests.tui.made_window import kept_case, office_at


@pytest.fixture
def made(path: Path) -> Backup:
    """A backup of a database with one case."""
    office = office_at(path)
    kept_case(office)
    office.close()
    return back_up(path)[0]


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def foreign(path: Path) -> None:
    path.unlink()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE a (b)")
    other.commit()
    other.close()


def newer(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("PRAGMA user_version=9999")
    other.commit()
    other.close()


def text(path: Path) -> None:
    path.write_text("案件", "utf-8")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5000])


def moved(path: Path) -> None:
    path.rename(path.with_name("moved.db"))


def another(path: Path) -> None:
    path.unlink()
    shutil.move(made_elsewhere(path), path)


def made_elsewhere(path: Path) -> Path:
    other = path.parent / "other" / "other.db"
    office = office_at(other)
    kept_case(office, "2026-0099")
    office.close()
    return other


@pytest.mark.parametrize("spoil", [emptied, foreign, newer, text, cut, moved, another])
def test_a_refusal_names_the_newest_verified_backup(
    path: Path, made: Backup, spoil: Callable[[Path], None]
) -> None:
    spoil(path)
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(StoreUnusable, match=made.path.name):
        open_office(path)
    assert (path.read_bytes() if path.exists() else None) == before


KILLED = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size=1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE cases SET remark = hex(randomblob(3000))")
for number in range(60):
    connection.execute("INSERT INTO settings (key, value) VALUES (?, ?)", (number, "v" * 3000))
os._exit(1)
"""


def killed_in_a_save(path: Path) -> Path:
    subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    journal = path.with_name(path.name + "-journal")
    assert journal.stat().st_size > 4096
    return journal


def test_the_journal_of_another_database_is_never_played_back(path: Path, made: Backup) -> None:
    other = made_elsewhere(path)
    office = open_office(other)
    kept_case(office, "2026-0098")  # one save more than the database that it will lie beside
    kept_case(office, "2026-0097")
    office.close()
    stray = path.with_name(path.name + "-journal")
    shutil.copy(killed_in_a_save(other), stray)
    before = path.read_bytes(), stray.read_bytes()
    with pytest.raises(StoreUnusable, match="另一个数据库") as told:
        open_office(path)
    assert made.path.name in told.value.message
    assert (path.read_bytes(), stray.read_bytes()) == before
    stray.unlink()
    office = open_office(path)
    assert office.cases.find("2026-0001")
    office.close()


def refused_untouched(path: Path, stray: Path, word: str) -> None:
    """A program that opens the database refuses, names what lies beside it and changes neither."""
    before = path.read_bytes(), stray.read_bytes()
    for read_only in (False, True):
        with pytest.raises(StoreUnusable, match=word) as told:
            open_office(path, read_only=read_only)
        assert stray.name in told.value.message
        assert (path.read_bytes(), stray.read_bytes()) == before
    with pytest.raises(StoreUnusable, match=word):
        back_up(path)
    stray.unlink()
    assert [each.name for each in path.parent.glob(".*.tmp*")] == []
    open_office(path).close()


def test_the_journal_of_a_database_saved_as_often_is_not_played_back_either(
    path: Path, made: Backup
) -> None:
    """Its headers tell nothing: a copy tells, into which it is played first."""
    stray = path.with_name(path.name + "-journal")
    shutil.copy(killed_in_a_save(made_elsewhere(path)), stray)
    assert not strays._is_of_another(path, stray)
    refused_untouched(path, stray, "放不回去")


def test_the_journal_of_a_copy_that_went_its_own_way_is_not_played_back(
    path: Path, made: Backup
) -> None:
    copy = path.parent / "other" / "other.db"
    copy.parent.mkdir()
    shutil.copy(path, copy)
    for each, number in ((path, "2026-0002"), (copy, "2026-0003")):
        office = open_office(each)
        kept_case(office, number)
        office.close()
    stray = path.with_name(path.name + "-journal")
    shutil.copy(killed_in_a_save(copy), stray)
    refused_untouched(path, stray, "放不回去|另一个数据库")


def test_a_write_ahead_log_beside_a_database_that_keeps_none_is_not_read(
    path: Path, made: Backup
) -> None:
    other = made_elsewhere(path)
    writer = sqlite3.connect(other)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("UPDATE cases SET remark = 'theirs'")
    writer.commit()
    stray = path.with_name(path.name + "-wal")
    shutil.copy(other.with_name(other.name + "-wal"), stray)
    writer.close()
    refused_untouched(path, stray, "另一个数据库")


def test_a_database_that_another_program_left_with_a_log_of_its_own_is_opened(
    path: Path, made: Backup
) -> None:
    subprocess.run([sys.executable, "-c", LEFT_WITH_A_LOG, str(path)], check=False)
    assert path.with_name(path.name + "-wal").stat().st_size
    office = open_office(path)
    assert office.cases.open(office.cases.find("2026-0001")).case.remark == "theirs"
    office.close()
    assert not path.with_name(path.name + "-wal").exists()


LEFT_WITH_A_LOG = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode=WAL")
connection.execute("UPDATE cases SET remark = 'theirs'")
os._exit(1)
"""


def test_the_own_journal_is_played_back_and_without_it_the_damage_is_seen(
    path: Path, made: Backup
) -> None:
    journal = killed_in_a_save(path)
    torn, rest = path.read_bytes(), journal.read_bytes()
    office = open_office(path)
    assert office.settings() == {}
    assert office.cases.open(office.cases.find("2026-0001")).case.remark == ""
    office.close()
    assert rest
    path.write_bytes(torn)
    assert not journal.exists()
    with pytest.raises(StoreUnusable, match=made.path.name):
        open_office(path)

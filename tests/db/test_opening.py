"""A file is opened only when it is ours, whole and current; anything else is refused untouched."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from db import known
from db.connection import APPLICATION_ID
from db.migrations import steps
from db.store import SqliteStore, create_store, open_store
from mediation.cases.case import Case
from mediation.errors import StoreUnusable
from mediation.identity import new_id


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.iterdir()
        if file.is_file()
    }


def with_a_case(path: Path) -> None:
    store = open_store(path)
    with store.writing("甲") as writing:
        writing.add_case(Case(id=new_id(), number="1", referred_on=date(2026, 1, 1)))
    store.close()


def other_program(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")
    connection.close()


def other_program_cut(path: Path) -> None:
    other_program(path)
    os.truncate(path, path.stat().st_size - 100)


def other_program_newer(path: Path) -> None:
    other_program(path)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version=999999")
    connection.close()


def newer(path: Path) -> None:
    create_store(path)
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version={steps.latest() + 1}")
    connection.close()


def ours_by_name_only(path: Path) -> None:
    other_program(path)
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={steps.latest()}")
    connection.close()


def with_a_foreign_trigger(path: Path) -> None:
    create_store(path)
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TRIGGER t AFTER INSERT ON cases BEGIN DELETE FROM history; END")
    connection.close()


def with_a_foreign_view(path: Path) -> None:
    create_store(path)
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE VIEW v AS SELECT 1")
    connection.close()


def cut(path: Path) -> None:
    create_store(path)
    os.truncate(path, path.stat().st_size * 2 // 3)


def with_a_page_of_noughts(path: Path) -> None:
    create_store(path)
    with_a_case(path)
    with sqlite3.connect(path) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'cases'"
        ).fetchone()
    connection.close()
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = bytes(4096)
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.write_bytes(b""), "空文件"),
        (lambda path: path.write_text("案号,法院\n" * 50, "utf-8"), "不是 SQLite 数据库"),
        (lambda path: path.write_bytes(b"SQLite format 3\0"), "不是 SQLite 数据库"),
        (lambda path: path.mkdir(), "是文件夹"),
        (other_program, "别的程序"),
        (other_program_cut, "已损坏或不完整"),
        (other_program_newer, "更新版本"),
        (newer, "更新版本"),
        (ours_by_name_only, "表结构不是"),
        (with_a_foreign_trigger, "表结构不是"),
        (with_a_foreign_view, "表结构不是"),
        (cut, "已损坏或不完整"),
        (with_a_page_of_noughts, "已损坏"),
    ],
    ids=lambda value: value if isinstance(value, str) else getattr(value, "__name__", "file"),
)
@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_that_is_not_a_whole_current_database_of_ours_is_refused_untouched(
    tmp_path: Path, make: Callable[[Path], object], said: str, read_only: bool
) -> None:
    path = tmp_path / "案件.db"
    make(path)
    before = fingerprint(tmp_path)
    with pytest.raises(StoreUnusable, match=said) as refused:
        open_store(path, read_only=read_only)
    assert refused.value.exit_code == 5
    assert str(path) in refused.value.message
    assert fingerprint(tmp_path) == before


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_anywhere_is_refused(tmp_path: Path, share: float) -> None:
    path = tmp_path / "a.db"
    create_store(path)
    os.truncate(path, int(path.stat().st_size * share))
    before = fingerprint(tmp_path)
    with pytest.raises(StoreUnusable):
        open_store(path)
    assert fingerprint(tmp_path) == before


def test_a_missing_file_is_not_created_and_the_way_to_create_one_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="mediation init"):
        open_store(tmp_path / "none" / "a.db")
    assert not list(tmp_path.iterdir())


def test_creating_never_replaces_a_file(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(StoreUnusable, match="已存在"):
        create_store(path)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_creating_never_replaces_a_file_that_appeared_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.db"
    real = steps.take

    def slow(*args: object) -> None:
        real(*args)  # type: ignore[arg-type]
        path.write_text("theirs")

    monkeypatch.setattr(steps, "take", slow)
    with pytest.raises(StoreUnusable, match="已存在"):
        create_store(path)
    assert path.read_text() == "theirs"
    assert [file.name for file in tmp_path.iterdir()] == ["a.db"]


@pytest.mark.parametrize("exists", [False, True])
def test_where_there_are_no_hard_links_a_name_is_still_never_taken_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exists: bool
) -> None:
    def no_links(*_paths: object) -> None:
        raise OSError(1, "not here")

    path = tmp_path / "a.db"
    real = steps.take

    def then_appears(*args: object) -> None:
        real(*args)  # type: ignore[arg-type]
        if exists:
            path.write_text("theirs")

    monkeypatch.setattr(os, "link", no_links)
    monkeypatch.setattr(steps, "take", then_appears)
    if exists:
        with pytest.raises(StoreUnusable):
            create_store(path)
        assert path.read_text() == "theirs"
    else:
        create_store(path)
        open_store(path).close()
    assert [file.name for file in tmp_path.iterdir()] == ["a.db"]


def test_creating_leaves_nothing_when_it_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(steps, "take", fails)
    with pytest.raises(ZeroDivisionError):
        create_store(tmp_path / "a.db")
    assert not list(tmp_path.iterdir())


def test_a_database_that_lost_all_its_cases_is_refused_until_accepted(
    path: Path, tmp_path: Path
) -> None:
    with_a_case(path)
    with sqlite3.connect(path) as connection:
        for table in ("history", "parties", "case_text", "cases"):
            connection.execute(f"DELETE FROM {table}")
    connection.close()
    with pytest.raises(StoreUnusable, match="全部不见了"):
        open_store(path)
    open_store(path, accept_changed=True).close()
    open_store(path).close()


def test_another_database_under_a_known_name_is_refused_until_accepted(
    path: Path, tmp_path: Path
) -> None:
    with_a_case(path)
    path.rename(tmp_path / "aside.db")
    create_store(tmp_path / "other.db")
    shutil.copy(tmp_path / "other.db", path)
    with pytest.raises(StoreUnusable, match="换成了另一个数据库"):
        open_store(path)
    open_store(path, accept_changed=True).close()
    open_store(path).close()
    open_store(tmp_path / "aside.db").close()


def test_a_known_database_that_is_gone_is_told_with_what_it_held(path: Path) -> None:
    with_a_case(path)
    path.unlink()
    with pytest.raises(StoreUnusable, match="有 1 个案件"):
        open_store(path)
    assert not path.exists()


def test_an_older_copy_of_the_same_database_may_come_back(path: Path, tmp_path: Path) -> None:
    with_a_case(path)
    shutil.copy(path, tmp_path / "copy.db")
    store = open_store(path)
    with store.writing("甲") as writing:
        writing.add_case(Case(id=new_id(), number="2", referred_on=date(2026, 1, 1)))
    store.close()
    shutil.copy(tmp_path / "copy.db", path)
    open_store(path).close()


@pytest.mark.parametrize("content", ["", "[]", "{", '{"a": 1}', '{"a": {"cases": "x"}}', "\0"])
def test_an_unreadable_state_file_is_ignored(path: Path, state_folder: Path, content: str) -> None:
    with_a_case(path)
    state = state_folder / "known.json"
    assert state.exists()
    state.write_text(content)
    open_store(path).close()
    assert known.noted(path) is not None


def test_a_state_folder_that_cannot_be_written_is_no_reason_to_stop(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MEDIATION_STATE", str(tmp_path / "file" / "below"))
    with_a_case(path)
    open_store(path).close()


def test_an_interrupted_save_is_rolled_back_at_the_next_start(path: Path, tmp_path: Path) -> None:
    with_a_case(path)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA cache_size=1")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE cases SET number = 'torn'")
    for number in range(200):  # enough to spill unfinished pages into the file
        connection.execute("INSERT INTO settings VALUES (?, ?)", (f"k{number}", "v" * 500))
    journal = path.with_name(path.name + "-journal")
    left = tmp_path / "left" / path.name
    left.parent.mkdir()
    shutil.copy(path, left)
    shutil.copy(journal, left.with_name(journal.name))
    connection.close()
    store = open_store(left)
    with store.reading() as reading:
        assert reading.case_numbered("1") is not None
        assert reading.settings() == {}
    store.close()
    assert not left.with_name(journal.name).exists()


def test_the_store_is_named_after_its_file(store: SqliteStore) -> None:
    assert store.name == "案件 库.db"
    assert store.check()


def test_the_day_of_the_note_comes_from_the_clock_given(tmp_path: Path) -> None:
    def clock() -> datetime:
        return datetime(2026, 3, 4, tzinfo=UTC)

    create_store(tmp_path / "a.db", now=clock)
    noted = known.noted(tmp_path / "a.db")
    assert noted is not None
    assert noted.day == "2026-03-04"


LOCKED_OUT = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
try:
    connection.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError:
    sys.exit(7)
"""


def test_opening_a_file_again_does_not_drop_the_lock_of_a_save_under_way(path: Path) -> None:
    # POSIX drops a program's locks on a file as soon as it closes any handle of that file.
    first = open_store(path)
    with first.writing("甲") as writing:
        writing.put_setting("a", "1")
        second = open_store(path)
        ended = subprocess.run([sys.executable, "-c", LOCKED_OUT, str(path)], check=False)
        assert ended.returncode == 7
    with second.reading() as reading:
        assert reading.settings() == {"a": "1"}
    second.close()
    first.close()
    path.write_bytes(b"")
    with pytest.raises(StoreUnusable, match="空文件"):
        open_store(path)

"""A copy takes its name only after it was checked against the original."""

from __future__ import annotations

import errno
import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from db import backup
from db.backup import back_up, sound_rows
from db.store import SqliteStore, open_store
from mediation.cases.case import Case, Party
from mediation.cases.terms import Side
from mediation.errors import StoreUnusable
from mediation.identity import new_id

ROOT = Path(__file__).parents[2]
_HEADER, _PAGE = 100, 4096


@pytest.fixture
def filled(store: SqliteStore, path: Path) -> Path:
    with store.writing("甲") as writing:
        for number in range(30):
            writing.add_case(
                Case(
                    id=new_id(),
                    number=str(number),
                    referred_on=date(2026, 1 + number % 9, 1),
                    parties=(Party(side=Side.APPLICANT, name="张三"),),
                )
            )
    return path


def test_a_copy_holds_everything_and_opens(filled: Path, tmp_path: Path) -> None:
    pages: list[tuple[int, int]] = []
    copy = back_up(
        filled, tmp_path / "copy.db", progress=lambda done, total: pages.append((done, total))
    )
    assert pages[-1][0] == pages[-1][1]
    store = open_store(copy)
    with store.reading() as reading:
        assert reading.case_numbered("29") is not None
    store.close()


def test_a_copy_is_of_one_moment_while_others_write(
    filled: Path, store: SqliteStore, tmp_path: Path
) -> None:
    with store.writing("乙") as writing:
        writing.put_setting("half", "done")
        back_up(filled, tmp_path / "copy.db")
    copy = open_store(tmp_path / "copy.db")
    with copy.reading() as reading:
        assert reading.settings() == {}
    copy.close()


def test_a_copy_never_replaces_a_file(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("mine")
    with pytest.raises(StoreUnusable, match="已存在"):
        back_up(filled, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "mine"


def test_a_copy_that_has_its_name_is_made_whatever_becomes_of_the_other_name(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(_path: Path, *, missing_ok: bool = False) -> None:
        raise OSError(errno.EIO, "input/output error")

    monkeypatch.setattr(Path, "unlink", refuses)
    copy = back_up(filled, tmp_path / "copy.db")
    assert sound_rows(copy)["cases"] == 30


def test_a_name_held_for_a_copy_that_does_not_come_is_given_up(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_paths: Path) -> None:
        raise OSError(errno.EIO, "input/output error")

    monkeypatch.setattr(os, "link", refuses)
    monkeypatch.setattr(Path, "replace", refuses)
    with pytest.raises(StoreUnusable, match="没有成功"):
        back_up(filled, tmp_path / "copy.db")
    assert {file.name for file in tmp_path.iterdir()} == {filled.name}


def test_a_copy_that_differs_is_thrown_away(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = backup._copy

    def loses_a_row(
        source: sqlite3.Connection, target: sqlite3.Connection, progress: None
    ) -> object:
        counted = real(source, target, progress)
        target.execute("DELETE FROM parties WHERE case_seq = 1")
        return counted

    monkeypatch.setattr(backup, "_copy", loses_a_row)
    with pytest.raises(StoreUnusable, match="不一致"):
        back_up(filled, tmp_path / "copy.db")
    assert {file.name for file in tmp_path.iterdir()} == {filled.name}


def test_a_damaged_original_gives_no_copy(filled: Path, tmp_path: Path) -> None:
    content = bytearray(filled.read_bytes())
    content[4096 * 6 : 4096 * 9] = b"\xff" * (4096 * 3)
    filled.write_bytes(content)
    with pytest.raises(StoreUnusable):
        back_up(filled, tmp_path / "copy.db")
    assert {file.name for file in tmp_path.iterdir()} == {filled.name}


def test_the_examination_in_parts_finds_whatever_the_whole_one_finds(
    filled: Path, tmp_path: Path
) -> None:
    content, any_bytes = filled.read_bytes(), random.Random(7)
    damaged = tmp_path / "damaged.db"
    found = 0
    for _once in range(250):
        spoilt = bytearray(content)
        page = any_bytes.randrange(len(content) // _PAGE) * _PAGE
        for _byte in range(any_bytes.choice((1, 3))):
            # The head of a page says what is in it; the first page begins with that of the file.
            at = page + any_bytes.randrange(any_bytes.choice((16, _PAGE)))
            spoilt[max(at, _HEADER)] ^= 1 << any_bytes.randrange(8)
        damaged.write_bytes(spoilt)
        whole = _is_whole(damaged)
        if whole:
            sound_rows(damaged)
        else:
            found += 1
            with pytest.raises((sqlite3.DatabaseError, UnicodeDecodeError)):
                sound_rows(damaged)
    assert found > 30


def test_keys_out_of_order_are_found_where_rows_have_no_number(
    filled: Path, store: SqliteStore
) -> None:
    store.refresh_rollup()
    with closing(sqlite3.connect(filled)) as connection:
        found = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'rollup'")
        start = (found.fetchone()[0] - 1) * _PAGE
    assert sound_rows(filled)["rollup"] > 9
    content = bytearray(filled.read_bytes())
    page = bytes(content[start : start + _PAGE])
    content[start : start + _PAGE] = page.replace(b"2026-01-01", b"2026-12-01")
    filled.write_bytes(content)
    with pytest.raises(sqlite3.DatabaseError):
        sound_rows(filled)


def test_damage_that_sqlite_cannot_put_into_words_is_told_as_damage(
    filled: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET name = CAST(x'9a9b' AS TEXT), sql = 'CREATE TABLE ('"
            " WHERE name = 'history'"
        )
        connection.commit()
    for refused in (lambda: open_store(filled), lambda: back_up(filled, tmp_path / "copy.db")):
        with pytest.raises(StoreUnusable):
            refused()


def _is_whole(path: Path) -> bool:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        try:
            tables = connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
            ).fetchall()
            for (name,) in tables:
                connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()
            verdict = connection.execute("PRAGMA integrity_check(1)").fetchone()
            loose = connection.execute("PRAGMA foreign_key_check").fetchone()
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            return False
    return bool(verdict == ("ok",) and loose is None)


def test_a_folder_that_is_not_there_is_told(filled: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="没有成功"):
        back_up(filled, tmp_path / "none" / "copy.db")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs kill -9")
def test_a_killed_copy_leaves_no_file_under_the_final_name_and_is_swept_later(
    filled: Path, tmp_path: Path
) -> None:
    program = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom db import backup\n"
        "backup._examined = lambda _copy: os.kill(os.getpid(), signal.SIGKILL)\n"
        "backup.back_up(Path(sys.argv[1]), Path(sys.argv[2]))\n"
    )
    copy = filled.with_name("案件 库.20261105-080910.asked.bak.db")
    ended = subprocess.run(
        [sys.executable, "-c", program, str(filled), str(copy)], cwd=ROOT, check=False
    )
    assert ended.returncode == -9
    assert not copy.exists()
    left = [file for file in filled.parent.iterdir() if file.name.endswith(".tmp")]
    assert len(left) == 1
    open_store(filled).close()
    assert left[0].exists()
    os.utime(left[0], (0, 0))
    open_store(filled).close()
    assert not left[0].exists()

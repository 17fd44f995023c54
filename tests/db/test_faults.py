"""A fault of the disk, the lock or the file is told in a sentence, and said rightly: saved or not."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from db.faults import told, unusable
from db.store import SqliteStore, open_store
from mediation.errors import StoreUnusable

ROOT = Path(__file__).parents[2]


def fault(name: str) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("near 150603199001011234")
    error.sqlite_errorname = name
    return error


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("SQLITE_BUSY", "占用"),
        ("SQLITE_BUSY_SNAPSHOT", "占用"),
        ("SQLITE_FULL", "磁盘已满"),
        ("SQLITE_READONLY", "只读"),
        ("SQLITE_READONLY_DIRECTORY", "只读"),
        ("SQLITE_READONLY_DBMOVED", "已被换成另一个文件"),
        ("SQLITE_IOERR_WRITE", "磁盘出错"),
        ("SQLITE_CORRUPT", "已损坏"),
        ("SQLITE_NOTADB", "已损坏"),
        ("SQLITE_CANTOPEN", "打不开"),
        ("SQLITE_NOMEM", "内存不足"),
    ],
)
def test_each_fault_has_its_sentence_without_sqlites_own_words(name: str, said: str) -> None:
    path = Path("/data/案件.db")
    for error in (fault(name), OperationalError("SELECT", {}, fault(name))):
        with pytest.raises(StoreUnusable, match=said) as raised, told(path):
            raise error
        assert "/data/案件.db" in raised.value.message or said == "内存不足"
        assert "150603" not in raised.value.message
        assert raised.value.__suppress_context__


def test_a_mistake_of_ours_is_not_dressed_up_as_a_fault_of_the_file() -> None:
    assert unusable(Path("a"), fault("SQLITE_ERROR")) is None
    with pytest.raises(sqlite3.OperationalError), told(Path("a")):
        raise fault("SQLITE_ERROR")


def failing_commit(
    monkeypatch: pytest.MonkeyPatch, real: Callable[[Connection], None] | None
) -> None:
    def commit(connection: Connection) -> None:
        if real is not None:
            real(connection)
        raise OperationalError("COMMIT", {}, fault("SQLITE_IOERR_FSYNC"))

    monkeypatch.setattr(Connection, "commit", commit)


def settings_of(store: SqliteStore) -> dict[str, str]:
    with store.reading() as reading:
        return dict(reading.settings())


def test_an_error_after_the_save_went_in_is_no_error(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        failing_commit(patched, Connection.commit)
        with store.writing("甲") as writing:
            writing.bulk()
            writing.put_setting("a", "1")
    assert settings_of(store) == {"a": "1"}


def test_an_error_before_the_save_went_in_says_not_saved(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        failing_commit(patched, None)
        with pytest.raises(StoreUnusable, match="没有保存"), store.writing("甲") as writing:
            writing.put_setting("a", "1")
    assert settings_of(store) == {}
    with store.writing("甲") as writing:
        writing.put_setting("a", "2")
    assert settings_of(store) == {"a": "2"}


def test_when_the_file_is_gone_after_the_error_nobody_claims_to_know(
    store: SqliteStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(connection: Connection) -> None:
        path.rename(path.with_name("elsewhere.db"))

    with monkeypatch.context() as patched:
        failing_commit(patched, gone)
        with pytest.raises(StoreUnusable, match="不能确定"), store.writing("甲") as writing:
            writing.put_setting("a", "1")


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from db.store import open_store
from mediation.errors import StoreUnusable

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path = Path(sys.argv[1])
store = open_store(path)
size = path.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 4096, resource.RLIM_INFINITY))
try:
    with store.writing("甲") as writing:
        for number in range(400):
            writing.put_setting(f"k{number}", "v" * 500)
except StoreUnusable as error:
    print(error.message)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
with store.writing("甲") as writing:
    writing.put_setting("after", "1")
with store.reading() as reading:
    print(sorted(reading.settings()))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="needs limits of a process")
def test_a_full_disk_is_told_and_the_next_save_goes_in(path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(FULL_DISK), str(path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    sentence, keys = ended.stdout.splitlines()
    assert "没有保存" in sentence
    assert keys == "['after']"


KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from db.store import open_store
from mediation.ledger.rows import LedgerCase

store = open_store(Path(sys.argv[1]))
rows = [LedgerCase(row=n, number=f"N{n}", referred_on=date(2026, 1, 1)) for n in range(9000)]
with store.writing("甲") as writing:
    writing.bulk()
    for start in range(0, 9000, 1000):
        writing.import_cases(rows[start : start + 1000], source="a")
        if start == int(sys.argv[2]):
            writing.connection.exec_driver_sql("PRAGMA cache_spill=1")
            os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs kill -9")
@pytest.mark.parametrize("after", [0, 8000])
def test_a_kill_in_the_middle_of_an_import_keeps_nothing_of_it(path: Path, after: int) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), str(path), str(after)],
        cwd=ROOT,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    store = open_store(path)
    with store.reading() as reading:
        assert reading.connection.exec_driver_sql("SELECT count(*) FROM cases").scalar() == 0
        assert "ix_cases_received" in str(
            reading.connection.exec_driver_sql("SELECT name FROM sqlite_master").all()
        )
    assert store.check()
    store.close()

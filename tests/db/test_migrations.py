"""An older file is brought up to date in one transaction, after a verified copy was made."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import textwrap
import threading
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType
from uuid import UUID

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations

from db import anchors, backup, search
from db.backups import backups_of, folder_of, trouble_with
from db.engine import beginning, open_engine
from db.migrations import steps
from db.schema import metadata
from db.store import create_store, open_store
from mediation.cases.case import Case
from mediation.errors import StoreUnusable
from mediation.identity import new_id
from mediation.store import CaseQuery

ROOT = Path(__file__).parents[2]
NEXT = "v9999_next"
# Alembic cannot read such an index back; the test of the statements themselves compares it.
pytestmark = pytest.mark.filterwarnings("ignore:.*expression-based index")


def next_step(monkeypatch: pytest.MonkeyPatch, upgrade: object) -> None:
    module = ModuleType(f"db.migrations.versions.{NEXT}")
    module.upgrade = upgrade  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(steps, "STEPS", (*steps.STEPS, NEXT))


def add_a_table_and_rebuild_another(op: Operations) -> None:
    import sqlalchemy as sa

    op.create_table("hearings", sa.Column("seq", sa.Integer, primary_key=True))
    with op.batch_alter_table("cases", recreate="always") as batch:
        batch.add_column(sa.Column("mood", sa.Text))


@pytest.fixture
def with_a_case(path: Path) -> Path:
    store = open_store(path)
    with store.writing("甲") as writing:
        writing.add_case(Case(id=new_id(), number="1", referred_on=date(2026, 1, 1)))
    store.close()
    return path


def content(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def version(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    finally:
        connection.close()
    return found


def test_the_steps_lead_to_the_tables_of_today(path: Path) -> None:
    engine = open_engine(path)
    with beginning(engine, write=False) as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _parents: (
                    kind != "table"
                    or not str(name).startswith(("case_search", "case_terms", "search_queue"))
                ),
            },
        )
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_steps_make_exactly_what_the_tables_of_today_make(path: Path, tmp_path: Path) -> None:
    direct = tmp_path / "direct.db"
    direct.touch()
    engine = open_engine(direct)
    with beginning(engine, write=True) as connection:
        metadata.create_all(connection)
        search.create(connection)
        connection.commit()
    engine.dispose()

    def objects(file: Path) -> set[tuple[str, ...]]:
        """Each object by its parts: constraints may stand in any order."""
        connection = sqlite3.connect(file)
        found = {
            tuple(sorted(" ".join(sql.split()).replace(" )", ")").removesuffix(")").split(", ")))
            for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        }
        connection.close()
        return found

    assert objects(path) == objects(direct)


def test_a_new_file_carries_our_marks(path: Path) -> None:
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA application_id").fetchone() == (0x4D454449,)
    assert connection.execute("PRAGMA user_version").fetchone() == (len(steps.STEPS),)
    connection.close()


def test_an_older_file_is_upgraded_and_keeps_its_cases(
    with_a_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, old = with_a_case, content(with_a_case)
    next_step(monkeypatch, add_a_table_and_rebuild_another)
    store = open_store(path, now=lambda: datetime(2026, 11, 5, 8, 9, 10, tzinfo=UTC))
    with store.reading() as reading:
        assert reading.case_numbered("1") is not None
        assert reading.connection.exec_driver_sql("SELECT * FROM hearings").all() == []
    store.close()
    assert version(path) == steps.latest()
    copy = folder_of(path) / "案件 库.20261105-080910.migration.bak.db"
    assert content(copy) == old
    assert version(copy) == steps.latest() - 1
    open_store(path).close()
    assert {file.name for file in path.parent.iterdir()} == {path.name, copy.parent.name}
    assert not trouble_with(backups_of(path)[0])


def test_an_upgrade_tells_how_far_it_has_come(
    with_a_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    next_step(monkeypatch, add_a_table_and_rebuild_another)
    told: list[tuple[str, int, int]] = []
    open_store(with_a_case, tell=lambda *now: told.append(now)).close()
    words = list(dict.fromkeys(words for words, _done, _total in told))
    assert words[:2] == ["正在核对备份", "正在升级"]
    assert all(done <= total for _words, done, total in told)
    told.clear()
    open_store(with_a_case, tell=lambda *now: told.append(now)).close()
    assert told == []


def test_a_file_of_the_first_version_gets_the_seals_and_keeps_its_cases(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(steps, "STEPS", steps.STEPS[:1])
        create_store(path)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO cases (id, referred_on) VALUES (zeroblob(16), '2026-10-08')"
        )
    connection.close()
    old = content(path)
    assert anchors.verify_at(path).passed  # there is no trail yet to be found wanting
    store = open_store(path)
    with store.reading() as reading:
        assert reading.connection.exec_driver_sql("SELECT count(*) FROM cases").scalar() == 1
        assert reading.connection.exec_driver_sql("SELECT count(*) FROM seals").scalar() == 0
    store.close()
    (copy,) = folder_of(path).glob("old.*.bak.db")
    assert content(copy) == old


def test_the_cases_of_an_older_file_are_found_by_initials_and_mediator(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(steps, "STEPS", steps.STEPS[:3])
        create_store(path)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO mediators (seq, id, name) VALUES (1, zeroblob(16), '乌兰图雅')"
        )
        connection.execute(
            "INSERT INTO cases (seq, id, referred_on, mediator) "
            "VALUES (1, zeroblob(16), '2026-10-08', 1)"
        )
        connection.execute(
            "INSERT INTO parties (case_seq, position, side, name) VALUES (1, 0, 'applicant', '张秀英')"
        )
        connection.execute("INSERT INTO case_text (seq, text) VALUES (1, '张秀英\n')")
    connection.close()
    store = open_store(path)
    with store.reading() as reading:
        for words in ("张秀英", "zxy", "乌兰", "wlty"):
            assert list(reading.list_keys(CaseQuery(text=words))) == [1]
    store.close()


def test_sessions_of_an_older_file_that_lay_ahead_are_planned_and_others_held(
    tmp_path: Path,
) -> None:
    path = tmp_path / "old.db"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(steps, "STEPS", steps.STEPS[:12])
        create_store(path)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO cases (seq, id, referred_on) VALUES (1, zeroblob(16), '2026-10-08')"
        )
        connection.execute("INSERT INTO history (case_seq, at) VALUES (1, '2026-11-18 09:00:00')")
        for number, day in enumerate(("2026-11-10", "2026-11-18", "2026-11-25")):
            connection.execute(
                "INSERT INTO sessions (id, case_seq, held_on, means) VALUES (?, 1, ?, 'on_site')",
                (bytes(15) + bytes([number]), day),
            )
    connection.close()
    store = open_store(path)
    with store.reading() as reading:
        states = [each.state.value for each in reading.sessions(UUID(int=0))]
    assert states == ["held", "held", "planned"]
    store.close()


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    with_a_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_at_the_end(op: Operations) -> None:
        add_a_table_and_rebuild_another(op)
        raise ZeroDivisionError

    before = with_a_case.read_bytes()
    with monkeypatch.context() as patched:
        next_step(patched, fails_at_the_end)
        with pytest.raises(ZeroDivisionError):
            open_store(with_a_case)
    assert with_a_case.read_bytes() == before
    open_store(with_a_case).close()


def test_a_migration_that_breaks_a_reference_is_taken_back(
    with_a_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = with_a_case.read_bytes()
    next_step(monkeypatch, lambda op: op.execute("DELETE FROM cases"))
    with pytest.raises(StoreUnusable, match="已全部撤回"):
        open_store(with_a_case)
    assert with_a_case.read_bytes() == before


def test_two_programs_that_start_together_upgrade_once(
    with_a_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[int] = []

    def upgrade(op: Operations) -> None:
        taken.append(1)
        add_a_table_and_rebuild_another(op)

    next_step(monkeypatch, upgrade)
    ends: list[object] = []

    def start() -> None:
        store = open_store(with_a_case)
        with store.reading() as reading:
            ends.append(reading.case_numbered("1"))
        store.close()

    threads = [threading.Thread(target=start) for _program in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert taken == [1]
    assert len(ends) == 3
    assert None not in ends


def test_without_a_verified_copy_there_is_no_migration(
    with_a_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_args: object, **_named: object) -> Path:
        raise StoreUnusable("磁盘已满")

    before = with_a_case.read_bytes()
    next_step(monkeypatch, add_a_table_and_rebuild_another)
    monkeypatch.setattr(backup, "back_up", refuses)
    with pytest.raises(StoreUnusable):
        open_store(with_a_case)
    assert with_a_case.read_bytes() == before


def test_an_older_file_opened_read_only_is_refused_untouched(
    with_a_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = with_a_case.read_bytes()
    next_step(monkeypatch, add_a_table_and_rebuild_another)
    with pytest.raises(StoreUnusable, match="旧版本"):
        open_store(with_a_case, read_only=True)
    assert with_a_case.read_bytes() == before


KILLED = """
import os, signal, sys, types
from pathlib import Path
from db.migrations import steps
from db.store import create_store, open_store

def upgrade(op):
    op.execute("PRAGMA cache_size=1")
    op.execute("CREATE TABLE hearings (note TEXT)")
    for _ in range(300):
        op.execute("INSERT INTO hearings VALUES (hex(randomblob(2000)))")
    op.execute("UPDATE cases SET number = 'torn'")
    if {where!r} == "before commit":
        os.kill(os.getpid(), signal.SIGKILL)

module = types.ModuleType("db.migrations.versions.v9999_next")
module.upgrade = upgrade
sys.modules[module.__name__] = module
steps.STEPS = (*steps.STEPS, "v9999_next")
if {where!r} == "in the copy":
    import db.backup
    db.backup.take_name = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
open_store(Path({path!r}))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs kill -9")
@pytest.mark.parametrize("where", ["in the copy", "before commit"])
def test_a_kill_in_the_middle_leaves_the_old_file_and_the_next_start_goes_on(
    with_a_case: Path, where: str
) -> None:
    old = content(with_a_case)
    program = textwrap.dedent(KILLED).format(where=where, path=str(with_a_case))
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert ended.returncode == -9
    for copy in folder_of(with_a_case).glob("*.bak.db"):
        assert content(copy) == old
    store = open_store(with_a_case)
    with store.reading() as reading:
        assert reading.case_numbered("1") is not None
    assert store.check()
    store.close()
    assert content(with_a_case) == old

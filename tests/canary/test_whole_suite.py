"""The search behind a run of the whole suite finds whoever a test used, and knows what may hold them."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.canary.whole_suite import run, search

NAME, PHONE, NUMBER = "欧阳金雀", "13917391739", "150602197303073910"
HELD = "base/popen-gw0/test_one0"
"""The folder of a test, as pytest makes it."""


@pytest.fixture
def left(tmp_path: Path) -> Iterator[Path]:
    """What a run leaves: a database with a person, an export that a test asked for, a draft, a log.

    It is gone afterwards: a search through all that this very run leaves must not find it.
    """
    (tmp_path / "streams").mkdir()
    held = tmp_path / HELD
    held.mkdir(parents=True)
    with sqlite3.connect(held / "案件.db") as connection:
        connection.execute("CREATE TABLE parties (name)")
        connection.execute("INSERT INTO parties VALUES (?)", (NAME,))
    connection.close()
    written(held / "名单.csv", f"申请人,{NAME},{PHONE}")
    written(held / ".案件.db.draft-1.json", NAME)
    written(held / "1.mbx", "seq 12345678901, 0.13917391739, 150602197303073911")
    yield tmp_path
    for place in tmp_path.iterdir():
        shutil.rmtree(place)


def written(path: Path, text: str, encoding: str = "utf-8") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding)


def test_a_clean_run_is_clean_and_what_was_allowed_is_told(left: Path) -> None:
    found, counted = search(left)
    assert found == []
    assert sum(counted.values()) == 5


@pytest.mark.parametrize(
    ("place", "text", "encoding"),
    [
        (f"{HELD}/1.mbx", f"x{NAME}", "utf-8"),
        (f"{HELD}/.part-1.tmp", NAME, "gb18030"),
        (f"{HELD}/案件.db.backups/1.bak.json", json.dumps({"who": NAME}), "utf-8"),
        (f"{HELD}/某月.md", f"特邀调解工作情况报告\n{PHONE}", "utf-8"),
        (f"{HELD}/{NAME}.csv", "", "utf-8"),
        ("base/popen-gw0/home0/.local/state/mediation/faults.log", f"号码{NUMBER}。", "utf-8"),
        ("base/popen-gw0/state0/known.json", NAME, "utf-16-le"),
        ("tmp/left", PHONE, "utf-8"),
        ("streams/1.txt", f"\x1ea test\x1f没有“{NAME}”", "utf-8"),
    ],
)
def test_whoever_stands_where_nobody_belongs_is_found(
    left: Path, place: str, text: str, encoding: str
) -> None:
    written(left / place, text, encoding)
    (found,) = search(left)[0]
    assert any(part in found for part in (NAME, PHONE, NUMBER))


def test_what_tests_and_their_programs_say_on_standard_error_is_kept(tmp_path: Path) -> None:
    test = tmp_path / "test_saying.py"
    test.write_text(
        "import subprocess, sys\n"
        f"say = 'import sys; sys.stderr.write(\"{PHONE}\")'\n"
        "def test_read(capsys): exec(say); assert capsys.readouterr().err\n"
        "def test_left(): exec(say)\n"
        "def test_program(): assert subprocess.run([sys.executable, '-c', say], capture_output=True).stderr\n",
        "utf-8",
    )
    assert run(tmp_path / "run", [str(test)]) == 0, (tmp_path / "run/pytest.txt").read_text()
    found, _counted = search(tmp_path / "run")
    assert [line.partition("::")[2].partition(":")[0] for line in sorted(found)] == [
        "test_left",
        "test_program",
        "test_read",
    ]

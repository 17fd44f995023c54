"""The screens in English: nothing Chinese is drawn but what is data."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HAN = re.compile("[\u3400-\u9fff]+")
TABLES = ROOT / "mediation" / "registry" / "tables"

SHOWS_DATA = {
    "settings": "中文",
    "totals": "东胜区法院",
    "courts": "courts",
    "case": "papers",
    "case.papers": "papers",
    "case.payment": "papers",
    "case.jump": "papers",
    "case.why": "laws",
    "case.exit": "laws",
    "case.conflict": "laws",
    "case.statements": "laws",
    "case.log": "昨天 电话 甲 乙 事实 妥协 私 下步 周五前 甲乙丙",
}
"""What stays Chinese where: names of courts and papers, titles of laws, the words of the one-line record."""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every screen by its name, drawn by a run that speaks English."""
    home = tmp_path_factory.mktemp("english")
    done = subprocess.run(
        [sys.executable, "-m", "tests.tui.english_rooms", str(home / "work.db")],
        cwd=ROOT,
        env={
            **os.environ,
            "MEDIATION_LANG": "en",
            "MEDIATION_STATE": str(home),
            "HOME": str(home),
            "PYTHONIOENCODING": "utf-8",
        },
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    parts = re.split(r"^=== (.+)\n", done.stdout, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _data(kind: str) -> str:
    modules = {
        "courts": ["mediation/registry/courts.py"],
        "papers": ["mediation/registry/papers.py"],
        "laws": [
            "mediation/clock/limits.py",
            "mediation/cases/exit_check.py",
            "mediation/conflicts/hits.py",
        ],
    }
    texts = [(ROOT / name).read_text("utf-8") for name in modules.get(kind, [])]
    if kind in ("courts", "papers"):
        texts += [table.read_text("utf-8") for table in sorted(TABLES.glob(f"*{kind[:5]}*"))]
    return kind + "".join(texts)


def test_every_screen_was_drawn_in_english(drawn: dict[str, str]) -> None:
    from tests.tui.english_rooms import STEPS, WITH_HELP

    assert set(drawn) == {*STEPS, *(f"{name} help" for name in WITH_HELP)}
    assert "[1Home]" in drawn["home"]
    assert "Register a case" in drawn["register"]


def test_no_screen_shows_chinese_but_data(drawn: dict[str, str]) -> None:
    escaped = {
        (name, run)
        for name, screen in drawn.items()
        for run in HAN.findall(screen)
        if name not in SHOWS_DATA or run not in _data(SHOWS_DATA[name])
    }
    assert escaped == set()


def test_the_keys_at_the_foot_are_whole(drawn: dict[str, str]) -> None:
    for name in ("home", "cases", "month", "roster", "totals", "case"):
        foot = drawn[name].rstrip().splitlines()[-1]
        assert "? Help" in foot
        assert ".." not in foot


def test_labels_in_the_help_are_not_cut(drawn: dict[str, str]) -> None:
    cut = [
        line
        for name, screen in drawn.items()
        if name.endswith(" help")
        for line in screen.splitlines()
        if re.match(r".{5}\S.{0,14} \S+\.\.\S", line)
    ]
    assert cut == []

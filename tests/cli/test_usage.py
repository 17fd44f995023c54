"""How the command line is written, and what a wrong one is told."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from mediation.cli.arguments import COMMANDS, read_arguments
from tests.cli.calling import ROOT, Call


def test_the_database_may_be_named_before_or_after_the_command() -> None:
    assert read_arguments(["--db", "a.db", "report", "2026"]).db == "a.db"
    assert read_arguments(["report", "2026", "--db", "b.db"]).db == "b.db"
    assert read_arguments(["report", "2026"]).db is None


def test_the_environment_names_the_database_when_no_option_does(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEDIATION_DB", str(tmp_path / "named.db"))
    assert call("init").code == 0
    assert (tmp_path / "named.db").exists()


def test_without_any_name_the_database_lies_in_the_users_data_folder(
    call: Call, own_home: Path
) -> None:
    assert call("init").code == 0
    assert [path.name for path in own_home.rglob("*.db")] == ["mediation.db"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["report"], "缺少参数"),
        (["report", "2026", "--format", "pdf"], "可用"),
        (["report", "2026", "--colour"], "不认识的参数"),
        (["report", "2026-13"], "2026-Q3"),
        (["report", "2026-03..2026-01"], "早于"),
        (["report", "2026", "-o", "x.odt"], ".xlsx"),
        (["report", "2026", "-o", "x.json", "--format", "csv"], "不一致"),
        (["list", "--limit", "many"], "--limit"),
        (["list", "--limit", "-1"], "--limit"),
        (["import"], "缺少参数"),
        (["fly"], "可用"),
    ],
)
def test_a_wrong_command_line_is_told_in_chinese_and_leaves_with_2(
    call: Call, arguments: list[str], told: str
) -> None:
    answer = call(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err
    assert "Traceback" not in answer.err


def test_every_command_explains_itself_with_an_example(call: Call) -> None:
    for name in COMMANDS:
        answer = call(name, "--help")
        assert answer.code == 0
        assert "例:" in answer.out
        assert f"mediation {name}" in answer.out


def test_the_page_of_commands_is_what_the_program_prints() -> None:
    page = runpy.run_path(str(ROOT / "docs" / "make_cli.py"))["page"]
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == page()


def test_the_screens_need_a_terminal(program: Call) -> None:
    answer = program()
    assert answer.code == 2
    assert "终端" in answer.err

"""T2, T6, T7, T16, T18, T19: terminals, file names, wildcards, masking, the wheel, passing copies."""

from __future__ import annotations

import ast
import re
import stat
import tomllib
import zipfile
from pathlib import Path

import pytest

from mediation.cli.main import BUG
from mediation.ledger.reading import open_ledger
from mediation.reports.whole_file import whole_file
from tests.canary.commands import handed_in, run_all
from tests.canary.people import columns_of_people
from tests.cli.calling import Call
from tests.threats.full_office import overwrite
from tests.threats.hostile import CONTROL, ESCAPES, MARK, WILD
from tui.screens.member import file_word

ROOT = Path(__file__).parents[2]


@pytest.fixture
def spoken(pattern: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office in which all that is about people is hostile."""
    path = tmp_path / "work.db"
    path.write_bytes(pattern.read_bytes())
    overwrite(
        path,
        lambda _table, column, at: ESCAPES[(at + len(column)) % len(ESCAPES)],
        columns_of_people(),
    )
    monkeypatch.setenv("MEDIATION_DB", str(path))
    monkeypatch.chdir(path.parent)
    handed_in(path.parent)
    return path


def test_no_command_sends_a_terminal_what_it_would_obey(spoken: Path) -> None:
    told = run_all(without=("-o", "--export", "bundle", "restore", "backup", "init"))
    assert len(told.out) > 35
    assert sum(text.count(MARK) for text in told.out.values()) > 50
    for name, text in (*told.out.items(), *told.err.items()):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text), name
    assert not [name for name, codes in told.codes.items() if BUG in codes]


NAMES = (
    *("../../etc/passwd", "..\\..\\x", "/abs", "C:\\x", "CON", "nul.txt", "a\x00b", "a\nb", "-rf"),
    *(
        "",
        " ",
        ".",
        "..",
        "甲/乙",
        "a:b",
        "a*?<>|b",
        "\u202egpj.exe",
        "x" * 300,
        "~",
        "$(id)",
        "`id`",
    ),
)


def test_a_name_from_data_stays_a_part_of_one_file_name() -> None:
    for name in NAMES:
        word = file_word(name)
        assert word
        assert len(word) <= 40
        assert not re.search(r'[\\/:*?"<>|.$`~]', word)
        assert not CONTROL.search(word)


def test_every_file_that_a_room_names_after_data_is_named_by_words_made_safe() -> None:
    safe = {"period", "day", "start", "count", "which", "rows", "columns"}
    asked = 0
    for path in (ROOT / "tui").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        if not any(
            isinstance(node, ast.ImportFrom) and node.module == "tui.dialogs.ask_file"
            for node in ast.walk(tree)
        ):
            continue
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "format"):
                continue
            words = ast.unparse(node.func)
            if not re.search(r"\.(xlsx|docx|csv|json|ics|txt)'", words):
                continue
            asked += 1
            for given in node.keywords:
                value = ast.unparse(given.value)
                assert given.arg in safe or "file_word(" in value or value == "court", (
                    path.name,
                    value,
                )
    assert asked >= 7


@pytest.mark.parametrize("wild", WILD)
def test_a_wildcard_in_any_search_or_filter_is_only_its_letters(
    pattern: Path, call: Call, monkeypatch: pytest.MonkeyPatch, wild: str
) -> None:
    monkeypatch.setenv("MEDIATION_DB", str(pattern))
    found = call("list", f"--text={wild}", "--json")
    assert (found.code, found.value["cases"]) == (0, [])
    for way in (
        ("list", f"--mediator={wild}"),
        ("list", f"--court={wild}"),
        ("list", f"--view={wild}"),
        ("show", "--", wild),
        ("agreement", "--", wild),
    ):
        assert call(*way).code in (1, 2, 3), way
    assert call("audit", "list", f"--user={wild}", "--json").value == []
    assert call("person", "--", wild).code in (2, 3) if wild != "-" else True


def test_passing_copies_are_private_and_gone(tmp_path: Path) -> None:
    target = tmp_path / "月报.txt"
    with whole_file(target) as draft:
        draft.write_text("x", "utf-8")
        assert stat.S_IMODE(draft.stat().st_mode) == 0o600
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [target]


def test_no_editor_pager_or_shell_is_started_and_the_clipboard_is_written_in_one_place() -> None:
    found = set()
    for folder in ("mediation", "db", "tui"):
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text("utf-8")
            for word in (
                "os.system",
                "os.popen",
                "pydoc",
                "webbrowser",
                "Popen(",
                "subprocess.run",
            ):
                assert word not in text, (path, word)
            if "copy_to_clipboard" in text:
                found.add(path.name)
    assert found == {"transcript.py", "covering.py"}, (
        "written in the one, watched over in the other"
    )


def test_every_dependency_is_needed_for_a_reason_and_bounded_from_below() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"].get("serve", [])]
    needed += project["optional-dependencies"].get("exchange", [])
    for each in needed:
        assert re.search(r"(>=|==)\s*[0-9]", each), each
    assert sum("==" in each.partition(";")[0] for each in needed) == 1


def test_nothing_of_a_workbook_that_is_read_can_reach_the_network_or_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    def reached(*_any: object) -> None:
        raise AssertionError("the network was reached for")

    monkeypatch.setattr(socket.socket, "connect", reached)
    book = tmp_path / "a.xlsx"
    with zipfile.ZipFile(book, "w") as parts:
        parts.writestr(
            "[Content_Types].xml", '<!DOCTYPE a [<!ENTITY x SYSTEM "http://x.example/">]><a>&x;</a>'
        )
        parts.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(Exception) as refused:
        list(open_ledger(book))
    assert "x.example" not in str(refused.value)

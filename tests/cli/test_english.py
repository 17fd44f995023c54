"""The command line in English: chosen by an option, a variable or a setting, for the whole run."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mediation.cli.arguments import parser
from mediation.cli.start import wanted_language
from tests.cli.calling import ROOT, Answer

HAN = re.compile("[\u3400-\u9fff]")
Run = Callable[..., Answer]


@pytest.fixture
def run(own_home: Path) -> Run:
    """The program as it is started, in a process of its own."""

    def ran(*arguments: object, **variables: str) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "mediation", *map(str, arguments)],
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            cwd=ROOT,
            env={"HOME": str(own_home), "PATH": "", "PYTHONIOENCODING": "utf-8", **variables},
            timeout=120,
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    return ran


def test_chinese_is_spoken_unless_told_otherwise(run: Run) -> None:
    assert run("--help").out.startswith("用法:")


@pytest.mark.parametrize("where", ["before", "after", "joined"])
def test_the_option_chooses_before_and_after_the_command(run: Run, where: str) -> None:
    words = {
        "before": ("--lang", "en", "causes", "?"),
        "after": ("causes", "?", "--lang", "en"),
        "joined": ("causes", "?", "--lang=en"),
    }
    assert "was not found" in run(*words[where]).err


def test_the_variable_chooses_and_the_option_goes_before_it(run: Run) -> None:
    assert "was not found" in run("causes", "?", MEDIATION_LANG="en_GB.UTF-8").err
    assert "没有找到" in run("causes", "?", "--lang", "zh", MEDIATION_LANG="en").err


def test_a_setting_is_remembered(run: Run, tmp_path: Path) -> None:
    state = {"MEDIATION_STATE": str(tmp_path)}
    assert run("settings", "set", "language", "en", **state).code == 0
    assert "was not found" in run("causes", "?", **state).err
    assert run("settings", "set", "language", "", **state).code == 0
    assert "没有找到" in run("causes", "?", **state).err


@pytest.mark.parametrize("damaged", ["", "[]", '{"language": 5}', "\x00"])
def test_a_damaged_setting_is_chinese(run: Run, tmp_path: Path, damaged: str) -> None:
    (tmp_path / "screen.json").write_text(damaged, "utf-8")
    assert "没有找到" in run("causes", "?", MEDIATION_STATE=str(tmp_path)).err


def test_another_language_is_refused(run: Run) -> None:
    assert run("--lang", "fr", "causes", "离婚").code == 2


def test_what_the_language_is_taken_from(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MEDIATION_STATE", str(tmp_path))
    assert wanted_language(["list"]) == "zh"
    monkeypatch.setenv("MEDIATION_LANG", "en")
    assert wanted_language(["list"]) == "en"
    assert wanted_language(["list", "--lang"]) == "en"


def test_the_help_of_every_command_is_english_but_for_examples(run: Run) -> None:
    commands = [
        name
        for action in parser()._actions
        if isinstance(action.choices, dict)
        for name in action.choices
        if name != "template"  # lists the Chinese placeholders of templates
    ]
    script = (
        "import sys\nfrom mediation import i18n\ni18n.speak('en')\n"
        "from mediation.cli.main import main\n"
        "for name in sys.argv[1:]:\n"
        "    try:\n        main([name, '--help'])\n    except SystemExit:\n        pass\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *commands],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        timeout=120,
        check=True,
    )
    told = done.stdout
    assert told.count("Usage: ") == len(commands)
    chinese = [line for line in told.splitlines() if HAN.search(line)]
    assert [line for line in chinese if not re.search("[A-Za-z]{2}|[0-9]", line)] == []


def test_an_import_and_a_list_are_told_in_english(run: Run, tmp_path: Path) -> None:
    work = tmp_path / "work.db"
    assert run("--lang", "en", "init", "--db", work).err.startswith("Database made: ")
    listed = run("--lang", "en", "list", "--db", work)
    assert not HAN.search(listed.out + listed.err)
    checked = run("--lang", "en", "doctor", "--db", work)
    assert not HAN.search(checked.out + checked.err)
    report = run("--lang", "en", "report", "2026-10", "--db", work)
    assert "Success rate" in report.out
    assert not HAN.search(report.out)


def test_keys_of_json_are_the_same_in_both_languages(run: Run, tmp_path: Path) -> None:
    work = tmp_path / "work.db"
    run("init", "--db", work)
    in_both = [
        _keys(run("--lang", language, "report", "2026-10", "--db", work, "--format", "json").value)
        for language in ("zh", "en")
    ]
    assert in_both[0] == in_both[1]


def test_papers_for_the_court_are_refused_in_english(run: Run, tmp_path: Path) -> None:
    work = tmp_path / "work.db"
    run("init", "--db", work)
    letter = tmp_path / "letter.docx"
    refused = run("--lang", "en", "report", "2026-10", "--db", work, "-o", letter)
    assert (refused.code, letter.exists()) == (1, False)
    assert "--lang zh" in refused.err
    sealed = run("--lang", "en", "seal", "2026-10", "--db", work)
    assert (sealed.code, "--lang zh" in sealed.err) == (1, True)
    assert run("--lang", "zh", "report", "2026-10", "--db", work, "-o", letter).code == 0


def _keys(value: object) -> object:
    if isinstance(value, dict):
        return {key: _keys(each) for key, each in value.items()}
    return [_keys(each) for each in value] if isinstance(value, list) else None

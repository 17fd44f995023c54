"""The cheap part of the canary run: every command, crashes inside them, kills; then the search."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from mediation.cli.main import BUG
from tests.canary.commands import (
    MAY_HOLD,
    MAY_SAY,
    MAY_TELL,
    RUNS,
    WORDS,
    Told,
    crash_all,
    crashed_in,
    handed_in,
    has,
    leaves,
    run_all,
)
from tests.canary.people import PARTS, small_office
from tests.canary.processes import CRASHES, SEQUENCES, crashed, killed
from tests.canary.searching import contents, holders
from tests.threats.full_office import TODAY, office_at
from tests.tui.made_window import said, screen_text, settled
from tests.tui.terminal import Terminal
from tui.app import MediationApp

PARTICULARS = PARTS[1:]
"""A telephone, a number, an address: not so much as in most places where a name may stand."""

UNTOUCHED = {
    *("init", "template", "limit", "causes", "courts", "read-referral", "about", "demo", "serve"),
    *("backup", "backups", "restore", "doctor", "bundle keys", "definitions"),
    *("encrypt", "passphrase", "decrypt"),
}
"""Commands that ask nothing of the cases: a crash in the store does not reach them."""


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home, a folder for passing files, a state folder and an office of the canary people's own."""
    folder = tmp_path_factory.mktemp("canary")
    for name in ("home", "tmp", "state", "work"):
        (folder / name).mkdir()
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HOME", str(folder / "home"))
        for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            patched.delenv(name, raising=False)
        patched.setenv("TMPDIR", str(folder / "tmp"))
        patched.setattr(tempfile, "tempdir", str(folder / "tmp"))
        patched.setenv("MEDIATION_STATE", str(folder / "state"))
        patched.setenv("MEDIATION_DB", str(folder / "work" / "案件.db"))
        patched.chdir(folder / "work")
        small_office(folder / "work" / "案件.db")
        handed_in(folder / "work")
        yield folder


@pytest.fixture(autouse=True)
def own_home() -> None:
    """The sandbox is the home."""


@pytest.fixture(scope="module")
def told(sandbox: Path) -> Told:
    """What every command said."""
    return run_all()


def test_every_command_of_the_grammar_is_run() -> None:
    assert set(leaves()) == set(RUNS)
    assert {name for name, ways in RUNS.items() if not ways} == {"demo", "serve"}


def test_commands_tell_of_people_only_where_they_were_asked_for(told: Told) -> None:
    assert told.leaks() == []
    assert not [name for name, codes in told.codes.items() if BUG in codes]
    assert {name for name in MAY_TELL if has(told.out[name])} == set(MAY_TELL)
    assert all(has(told.err[name]) for name in MAY_SAY)
    whole = {name for name, text in told.out.items() if any(part in text for part in PARTICULARS)}
    assert whole == {"import", "read-referral"}, "of what was handed in; all else is masked"


def test_a_crash_in_any_command_leaves_nothing_of_people(told: Told, sandbox: Path) -> None:
    crash = crash_all()
    assert set(RUNS) - set(crashed_in(crash)) <= UNTOUCHED
    assert crash.leaks() == []
    log = sandbox / "home/.local/state/mediation/faults.log"
    assert log.read_text("utf-8").count("ValueError") >= len(crashed_in(crash))


@pytest.mark.skipif(os.name != "posix", reason="images of the memory")
def test_a_crash_of_the_interpreter_leaves_no_image_of_the_memory() -> None:
    script = (
        "import resource, sys; from mediation.cli import main;"
        "resource.setrlimit(resource.RLIMIT_CORE, (1 << 20, resource.getrlimit(resource.RLIMIT_CORE)[1]));"
        "main.main = lambda _argv: int(resource.getrlimit(resource.RLIMIT_CORE)[0] > 0); main.run()"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize("where", ["save", "export"])
def test_a_kill_leaves_nothing_of_people(told: Told, where: str) -> None:
    killed(Path(os.environ["MEDIATION_DB"]), where)


@pytest.mark.parametrize("where", CRASHES)
def test_a_crash_in_a_window_leaves_nothing_of_people(told: Told, where: str) -> None:
    left = crashed(Path(os.environ["MEDIATION_DB"]), where)
    assert not any(part.encode() in left for part in PARTS)


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals")
def test_a_real_terminal_is_given_people_in_the_picture_only(told: Told, sandbox: Path) -> None:
    """Not in a title, the clipboard or a link, and nothing that stays when the window is gone."""
    with Terminal([sys.executable, "-m", "mediation"]) as terminal:
        terminal.wait_for(PARTS[0])
        terminal.type("\r")
        terminal.wait_for(PARTS[0])
        assert terminal.kill(signal.SIGTERM) == 128 + signal.SIGTERM
    kept = SEQUENCES.findall(terminal.stream)
    picture, left, after = terminal.stream.rpartition(b"\x1b[?1049l")
    assert kept
    assert left
    assert has(picture.decode("utf-8", "replace"))
    assert not has(b"".join([*kept, after]).decode("utf-8", "replace"))


async def test_a_failing_read_or_save_in_a_window_tells_nothing_of_people(
    told: Told, sandbox: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def fails(_office: object) -> None:
        inside = WORDS
        raise ValueError(inside)

    app = MediationApp(
        lambda: office_at(sandbox / "work/案件.db"), today=lambda: TODAY, first="month"
    )
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        app.ask("one", fails, print)
        app.tell(fails)
        await settled(pilot)
        assert any("ValueError" in note for note in said(pilot))
        assert not has(screen_text(pilot))
    assert not has("".join(capfd.readouterr()))


def test_no_log_temporary_file_manifest_report_bundle_or_file_name_holds_them(
    told: Told, sandbox: Path
) -> None:
    found, looked = holders(sandbox, MAY_HOLD)
    assert found == []
    assert looked > 30
    assert {path.name for path in sandbox.rglob("*")} >= {
        *MAY_HOLD,
        "known.json",
        "1.mbx",
        "月报.pdf",
    }
    for named_only in ("月报.xlsx", "利害.docx", "利害.txt"):
        for held in contents(sandbox / "work" / named_only):
            assert not any(part.encode() in held for part in PARTICULARS), named_only


def test_a_canary_would_be_noticed(sandbox: Path) -> None:
    spoilt = sandbox / "tmp" / "x.log"
    spoilt.write_text(WORDS, "utf-16-le")
    assert holders(sandbox / "tmp")[0] == ["x.log"]
    spoilt.unlink()

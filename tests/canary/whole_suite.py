"""The whole suite in a home of its own, and the search through everything that it left there."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from mediation.errors import FileRefused
from mediation.reports.pages_back import page_texts
from tests.canary.everyone import Everyone, names_in
from tests.canary.listening import END, FOLDER, TEST
from tests.canary.searching import is_database

ROOT = Path(__file__).parents[2]
BASE = "base"
"""Below it pytest makes the folders of the tests."""
LARGEST_PART = 1 << 25
"""Bytes: some tests leave archives that unpack without end."""
OURS = (".log", ".mbx", ".card", ".keys", ".lock", ".bak.json", ".part", ".tmp")
"""What only the program makes: it may hold nobody wherever it lies."""
REPORTS = ("特邀调解工作情况报告", "特邀调解月报", '"opening":')
"""What only a report of a month holds; it may name nobody, whatever the test called the file."""
DATABASE = "databases, backups and what replaced ones leave: where people are kept"
DRAFT = "an unsaved form that waits beside the database, for its owner only"
TESTS_OWN = "in a folder of a test: handed in by it, or an export that it asked for by name"


def run(folder: Path, tests: list[str]) -> int:
    """Run the suite with home, passing files, state and test folders below ``folder``."""
    for name in ("home", "tmp", "state", "streams"):
        (folder / name).mkdir(parents=True)
    places = {"HOME": "home", "TMPDIR": "tmp", "MEDIATION_STATE": "state", FOLDER: "streams"}
    options = ["-p", "tests.canary.listening", "-p", "no:cacheprovider"]
    with (folder / "pytest.txt").open("w", encoding="utf-8") as told:
        return subprocess.run(
            [sys.executable, "-m", "pytest", *options, f"--basetemp={folder / BASE}", *tests],
            cwd=ROOT,
            env=_outer() | {name: str(folder / place) for name, place in places.items()},
            stdout=told,
            stderr=subprocess.STDOUT,
            check=False,
        ).returncode


def _outer() -> dict[str, str]:
    """The environment without what a run of tests around this one says of its own workers."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith("PYTEST_XDIST")
    }


def search(folder: Path) -> tuple[list[str], Counter[str]]:
    """Where somebody stands who may not, and how much was searched or allowed, by reason."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    names = names_in(path for path in files if is_database(path))
    everyone = Everyone(names)
    found, counted = [], Counter({"names searched for, beside all numbers": len(names)})
    for path in files:
        within = path.relative_to(folder)
        if within.parts[0] in {"streams", "pytest.txt"}:
            continue
        if people := everyone.within("/".join(_given_names(within))):
            found.append(f"the name of {within}: {people}")
        reason = _allowed(within, path)
        counted[reason or "files searched"] += 1
        if not reason and (people := _in_file(path, everyone)):
            found.append(f"{within}: {people}")
    for test, said in _said(folder / "streams"):
        counted["passages of standard error searched"] += 1
        if people := everyone.within(said):
            found.append(f"standard error in {test}: {people}")
    return found, counted


def _given_names(within: Path) -> tuple[str, ...]:
    """The part of a path that the test or the program named, not pytest after the test."""
    if within.parts[0] != BASE:
        return within.parts
    by_pytest = 3 if within.parts[1].startswith("popen-") else 2
    return within.parts[by_pytest:]


def _allowed(within: Path, path: Path) -> str:
    """Why people may stand in a file; empty when they may not."""
    if is_database(path) or path.suffix == ".db":
        return DATABASE
    if ".draft-" in path.name:
        return DRAFT
    ours = path.name.endswith(OURS) or within.parts[0] != BASE or _is_home(within)
    return "" if ours or _is_report(path) else TESTS_OWN


def _is_home(within: Path) -> bool:
    """Whether a path lies in a home or in a folder of state, which a test writes nothing into."""
    return any(part.rstrip("0123456789") in {"home", "state"} for part in within.parts[1:-1])


def _is_report(path: Path) -> bool:
    if path.suffix not in {".docx", ".pdf", ".md", ".csv", ".json", ".txt"}:
        return False
    wanted = [word.encode() for word in REPORTS]
    return any(word in part for part in _parts(path) for word in wanted)


def _in_file(path: Path, everyone: Everyone) -> set[str]:
    return set().union(*map(everyone.within_bytes, _parts(path)))


def _parts(path: Path) -> Iterator[bytes]:
    """What a file holds, unpacked; a damaged one as far as it can be read."""
    raw = path.read_bytes()
    yield raw
    try:
        if path.suffix == ".pdf":
            yield "".join(page_texts(raw, path)).encode()
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for part in archive.infolist():
                    if part.file_size < LARGEST_PART:
                        yield archive.read(part)
    except (FileRefused, zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        return


def _said(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.iterdir()):
        for passage in path.read_text("utf-8").split(TEST)[1:]:
            test, _end, said = passage.partition(END)
            yield test, said

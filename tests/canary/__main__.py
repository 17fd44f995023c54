"""``python -m tests.canary [SCREEN …]``: the canary run with every screen, each with a crash while it stands open.

``python -m tests.canary --suite [FOLDER]``: the whole suite of tests in a home of its own, then the
search through everything that it left. A folder that is named stays; searched again it is not run again.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def main(words: list[str]) -> int:
    """Run what the words ask for; answers 1 when a canary was found or a test failed."""
    if words[:1] != ["--suite"]:
        return walk(words)
    if words[1:]:
        return suite(Path(words[1]).absolute())
    with tempfile.TemporaryDirectory(prefix="mediation-suite-") as folder:
        return suite(Path(folder))


def suite(folder: Path) -> int:
    """Run the whole suite below ``folder`` unless it was, and search."""
    from tests.canary.whole_suite import run, search

    failed = 0 if (folder / "pytest.txt").exists() else run(folder, [])
    print((folder / "pytest.txt").read_text("utf-8") if failed else "the suite ran")
    found, counted = search(folder)
    for reason, count in sorted(counted.items()):
        print(f"{count:6} {reason}")
    print("somebody where nobody belongs:", *(found or ["none"]), sep="\n  ")
    return 1 if found or failed else 0


def walk(names: list[str]) -> int:
    """Walk the screens, search, then run the tests of the canary; answers 1 when a canary was found."""
    with tempfile.TemporaryDirectory(prefix="mediation-canary-") as folder:
        for name in ("home", "tmp", "state", "work"):
            (Path(folder) / name).mkdir()
        os.environ |= {"HOME": f"{folder}/home", "MEDIATION_STATE": f"{folder}/state"}
        os.environ |= {"TMPDIR": f"{folder}/tmp"}
        tempfile.tempdir = f"{folder}/tmp"
        found, looked = _screens(Path(folder), names)
        tempfile.tempdir = None
        del os.environ["TMPDIR"]
    print(f"{looked} files looked through; a canary where nobody belongs: {found or 'none'}")
    done = 0 if names else pytest.main(["-n", "0", "-q", str(ROOT / "tests/canary")])
    return 1 if found or done else 0


def _screens(folder: Path, names: list[str]) -> tuple[list[str], int]:
    from mediation.cli.faults import note_fault
    from tests.canary.commands import WORDS, has
    from tests.canary.people import demonstrated_office
    from tests.canary.searching import holders
    from tests.tui.every_screen import SCREENS, shown
    from tests.tui.made_window import settled

    path = demonstrated_office(folder / "work")
    streams, found = io.StringIO(), []

    def fails(_office: object) -> None:
        inside = WORDS
        raise ValueError(inside)

    async def walked(name: str) -> None:
        async with shown(path, name, (80, 24)) as (app, pilot):
            app.work.note_fault = note_fault
            app.ask("canary", fails, print)
            app.tell(fails)
            await settled(pilot)
            if has(app.title):
                found.append(f"the title over {name}")

    for name in names or SCREENS:
        with contextlib.redirect_stderr(streams), contextlib.redirect_stdout(streams):
            asyncio.run(walked(name))
        print(name, flush=True)
    if has(streams.getvalue()):
        found.append("the streams")
    more, looked = holders(folder, {"演示台账.xlsx"})
    return [*found, *more], looked


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

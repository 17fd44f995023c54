"""Forced crashes outside of this process: a kill in the middle, and the screens on a real terminal."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

from tests.canary.people import NAME, PHONE

ROOT = Path(__file__).parents[2]
SEQUENCES = re.compile(rb"\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?")
"""OSC, DCS and their like: titles, clipboard, links, what a terminal keeps beyond the picture."""

_KILLED = """
import os, signal, sys
from pathlib import Path
from mediation.bootstrap import open_office
from mediation.figures.period import Period
from datetime import date
office = open_office(Path(sys.argv[1]), who="甲", today=lambda: date(2026, 3, 31))
name, phone, where = sys.argv[2:]
if where == "save":
    with office.store.writing("甲") as writing:
        case = next(iter(writing.iter_cases(__import__("mediation.listing").listing.CaseQuery())))
        writing.save_case(case, action="correct")
        writing.connection.exec_driver_sql("PRAGMA cache_spill=1")
        os.kill(os.getpid(), signal.SIGKILL)
else:
    import mediation.reports.sheets as sheets
    sheets.Sheet.freeze = lambda *_a, **_k: os.kill(os.getpid(), signal.SIGKILL)
    office.figures.save(Path("被杀.xlsx"), Period.parse("2026-03"))
"""

_CRASHED = """
import sys
from datetime import date
from pathlib import Path
from mediation.bootstrap import open_office
from tui.app import MediationApp
path, where, secret = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
def crashed(*_any, **_more):
    inside = secret
    raise ValueError(inside)
class Crashing(MediationApp):
    def on_mount(self):
        if where == "worker":
            self.run_worker(self.fail())
    async def fail(self):
        crashed()
if where == "render":
    from textual.screen import Screen
    Screen.render = crashed
app = Crashing(lambda: open_office(path, who="甲", today=lambda: date(2026, 3, 31)),
               today=lambda: date(2026, 3, 31), first="cases")
app.run(headless=True)
sys.exit(app.return_code or 0)
"""
CRASHES = ("worker", "render")


def killed(path: Path, where: str) -> None:
    """Kill a process in the middle of a save, or of a workbook that it writes."""
    done = _ran(_KILLED, str(path), NAME, PHONE, where)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


def crashed(path: Path, where: str) -> bytes:
    """What a window leaves on its streams when something inside it fails with people in the error."""
    done = _ran(_CRASHED, str(path), where, f"{NAME} {PHONE}")
    assert b"Traceback" not in done.stdout + done.stderr
    assert done.returncode == 70, (where, done.returncode, done.stderr.decode())
    return done.stdout + done.stderr


def _ran(script: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        timeout=60,
        check=False,
    )

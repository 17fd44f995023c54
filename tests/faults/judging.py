"""One fault after another in one operation, each followed by the same four checks.

1. The content is a state from before or after, never between; a file has its name only when whole.
2. SQLite finds the database sound, and the audit trail is unbroken.
3. What was acknowledged is there; what was refused was told in a sentence, and truly.
4. The same act again and the next start work with nothing repaired by hand; nothing is left behind.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import traceback
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

from db import anchors, store
from mediation import bootstrap
from tests.faults import encrypting, tracing
from tests.faults.content import Oracle, Tables, tables_of, trouble_in
from tests.faults.folders import Operation, database, next_start, settle
from tests.faults.tracing import Fault, Run

_CHINESE = re.compile("[一-鿿]")
_MOMENT = re.compile(r"\d{8}-\d{6}")
_NUMBERED = re.compile(r"-\d+(?=\.(bak|replaced)\.db)")
_NOT_SAVED = ("没有保存", "仍是原样", "未受影响")
NOT_WRITTEN = "没能另存"
"""What an import says that went in, but could not put its refused rows into a workbook."""
LONG_AGO = 7_200
CLEAN_RUNS = 2
BUG = 70


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of one fault: the state found and what is wrong, nothing when all checks passed.

    ``met`` says that the act got as far as the point; states count its steps from 0, before.
    """

    operation: str
    fault: str
    at: int
    point: str
    met: bool
    state: int | None
    trouble: list[str]


class Trial:
    """An operation made ready: its folder kept as a pattern, its points and its states known."""

    def __init__(self, operation: Operation, root: Path, *, reads: bool = False) -> None:
        self.operation = operation
        self._folder = root / "now"
        self._database = database(self._folder)
        self._pattern = root / "pattern"
        self._reads = reads
        self._prepare()
        before = self._content()
        self._backups = _verified(self._folder)
        self._names: set[str] = set()
        self._oracle = Oracle(before, [self._clean_run() for _run in range(CLEAN_RUNS)])
        self._fresh()
        ran = tracing.run(lambda: self._act(0), self._folder, reads=reads)
        self.points = ran.points
        self._code = ran.code

    def with_fault(self, at: int, fault: Fault) -> Judged:
        """Run the act with a fault at this point and judge what is left."""
        self._fresh()
        ran = tracing.run(lambda: self._act(0), self._folder, at=at, fault=fault, reads=self._reads)
        point = str(ran.points[at - 1]) if len(ran.points) >= at else "past the end"
        told = apart(lambda: self._judge(ran))
        return Judged(self.operation.name, fault.value, at, point, ran.met, **told)

    def _prepare(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        shutil.rmtree(self._pattern, ignore_errors=True)
        settle(self._folder)
        told = apart(lambda: self.operation.prepare(self._folder) or {})
        if told:
            raise AssertionError("\n".join(told["trouble"]))
        shutil.copytree(self._folder, self._pattern)

    def _fresh(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        shutil.copytree(self._pattern, self._folder)

    def _act(self, start: int, end: int = 0) -> int:
        settle(self._folder)
        return self.operation.act(self._folder, range(start, end or self.operation.steps))

    def _clean_run(self) -> list[Tables | None]:
        """The states after each step and, of an act of one step, after another go without its file."""
        states = []
        for end in range(1, self.operation.steps + 1):
            self._fresh()
            ran = tracing.run(lambda end=end: self._act(0, end), self._folder)
            if ran.out.count("SAVED") != end:
                raise AssertionError(f"{self.operation.name}: {ran.code}\n{ran.out}\n{ran.err}")
            states.append(self._content())
        self._names |= _names(self._folder) | {self.operation.or_else}
        if self.operation.steps == 1:
            if self.operation.output:
                (self._folder / self.operation.output).unlink()
            tracing.run(lambda: self._act(0), self._folder)
            states.append(self._content())
        told = apart(self._next_start)
        if told["trouble"]:
            raise AssertionError("\n".join(told["trouble"]))
        self._names |= _names(self._folder)
        return states

    def _content(self) -> Tables | None:
        encrypting.unlock(self._database)
        return tables_of(self._database)

    def _judge(self, ran: Run) -> dict[str, Any]:
        _let_a_day_pass()
        steps = self.operation.steps
        acknowledged = ran.out.count("SAVED")
        found = self._content()
        trouble = trouble_in(self._database) + _unanchored(self._database)
        states = [state for state in self._oracle.states_of(found) if state <= steps]
        if not states:
            trouble.append(f"between: {self._oracle.difference(found)}")
        elif not max(states) >= acknowledged >= min(states) - 1:
            trouble.append(f"acknowledged {acknowledged}, found {states}")
        trouble += self._untold(ran, acknowledged, states)
        trouble += self._broken_output(whole=ran.code == self._code and NOT_WRITTEN not in ran.err)
        trouble += self._lost_backups(went_in=states == [steps])
        self._age_what_is_left()
        trouble += self._another_go(acknowledged, went_in=steps in states)
        trouble += self.operation.also(self._folder)
        trouble += self._next_start()["trouble"]
        left = _names(self._folder) - self._names
        trouble += [f"left behind: {name}" for name in sorted(left)]
        return {"state": states[0] if states else None, "trouble": trouble}

    def _untold(self, ran: Run, acknowledged: int, states: list[int]) -> list[str]:
        """What is wrong with the words in which a fault was told."""
        if ran.code is None:
            return []
        said = ran.err.strip().splitlines()
        if ran.code == self._code:
            whole = self.operation.steps in states and acknowledged == self.operation.steps
            return [] if whole else [f"ended well without being done: {said[-1:]}"]
        trouble = []
        if ran.code == BUG or "Traceback" in ran.err or not _CHINESE.search(ran.err):
            trouble.append(f"no sentence of its own (exit code {ran.code}): {said[-1:]}")
        if states and min(states) > acknowledged and any(word in ran.err for word in _NOT_SAVED):
            trouble.append(f"said not to be saved, but it was: {said[-1:]}")
        return trouble

    def _broken_output(self, *, whole: bool) -> list[str]:
        """What is wrong with the file that the act writes: there whole, or as it was before."""
        if not self.operation.output:
            return []
        file = self._folder / self.operation.output
        before = self._pattern / self.operation.output
        if not file.exists() and self.operation.or_else:
            file = self._folder / self.operation.or_else
        if not file.exists():
            return ["the output is gone"] if before.exists() or whole else []
        if before.exists() and file.read_bytes() == before.read_bytes():
            return ["the output is still the old one"] if whole else []
        return [] if is_whole(file) else [f"half a file: {self.operation.output}"]

    def _lost_backups(self, *, went_in: bool) -> list[str]:
        now = _verified(self._folder)
        trouble = []
        if len(now) < len(self._backups):
            trouble.append(f"verified backups: {len(self._backups)} before, {len(now)} now")
        for file in self._folder.rglob("*.bak.db"):
            if str(file.relative_to(self._folder)) not in now:
                trouble.append(f"unverified under a final name: {file.name}")
        occasion = self.operation.occasion
        if went_in and occasion and not any(f".{occasion}." in name for name in now):
            trouble.append(f"no backup of occasion {occasion}")
        return trouble

    def _age_what_is_left(self) -> None:
        for file in self._folder.rglob("*"):
            if _name(file, self._folder) not in self._names:
                moment = file.stat().st_mtime - LONG_AGO
                os.utime(file, (moment, moment))

    def _another_go(self, acknowledged: int, *, went_in: bool) -> list[str]:
        steps = self.operation.steps
        if acknowledged == steps > 1:
            return []
        ran = tracing.run(lambda: self._act(acknowledged if steps > 1 else 0), self._folder)
        trouble = []
        if ran.code != self._code and not went_in:
            trouble.append(f"another go fails ({ran.code}): {ran.err.strip()}")
        if ran.code in (BUG, 99):
            trouble.append(f"another go is a bug: {ran.err.strip()}")
        found = self._content()
        if not any(state >= steps for state in self._oracle.states_of(found)):
            trouble.append(f"another go ends elsewhere: {self._oracle.difference(found)}")
        return trouble + self._broken_output(whole=ran.code == self._code)

    def _next_start(self) -> dict[str, Any]:
        settle(self._folder)
        return {"state": None, "trouble": next_start(self._folder) + trouble_in(self._database)}


def is_whole(file: Path) -> bool:
    """Whether a file can be read to its end as what its name says."""
    if file.suffix in (".xlsx", ".docx"):
        try:
            with zipfile.ZipFile(file) as archive:
                return archive.testzip() is None and bool(archive.namelist())
        except zipfile.BadZipFile:
            return False
    content = file.read_bytes()
    if file.suffix == ".pdf":
        return content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")
    if file.suffix == ".json":
        try:
            return bool(json.loads(content))
        except ValueError:
            return False
    # A table ends with its last row; a bundle is opened by the operation that made it.
    return content.endswith(b"\n") if file.suffix == ".csv" else bool(content)


def _unanchored(path: Path) -> list[str]:
    """What the audit trail lacks of what was noted outside, before anything was done again."""
    if not path.exists():
        return []
    verdict = anchors.verify_at(path)
    return [] if verdict.passed else [f"audit: {verdict.trouble} at {verdict.broken_at}"]


def _verified(folder: Path) -> set[str]:
    return {
        str(made.path.relative_to(folder))
        for made, why in bootstrap.backups_of(database(folder))
        if not why
    }


def _names(folder: Path) -> set[str]:
    return {_name(file, folder) for file in folder.rglob("*")}


def _name(file: Path, folder: Path) -> str:
    name = _MOMENT.sub("TIME", str(file.relative_to(folder)))
    return _NUMBERED.sub("", name)


def apart(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What a piece of work answers in a process of its own, which leaves no trace in this one."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        try:
            answer = work()
        except BaseException as error:  # noqa: BLE001 -- told as what is wrong
            answer = {"state": None, "trouble": [_told(error)]}
        with os.fdopen(writing, "w", encoding="utf-8") as file:
            json.dump(answer, file)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as file:
        told = file.read()
    os.waitpid(pid, 0)
    answer: dict[str, Any] = json.loads(told)
    return answer


def _told(error: BaseException) -> str:
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({place.filename}:{place.lineno})"


def _let_a_day_pass() -> None:
    """Make this process's clock go a day fast: another go is no matter of the same second."""

    class Tomorrow(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime.now(tz) + timedelta(days=1)

    bootstrap.datetime = store.datetime = Tomorrow  # type: ignore[misc]


@cache
def everything_imported() -> None:
    """Import the program once, for all the processes that are made of this one."""
    for package in ("mediation", "db"):
        for module in walk_packages(import_module(package).__path__, f"{package}."):
            if not module.name.endswith("__main__"):
                import_module(module.name)
    for name in ("alembic.operations", "xlsxwriter", "docx", "typst", "python_calamine"):
        import_module(name)

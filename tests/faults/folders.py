"""A folder in which something is done while a fault strikes, and what is done there in every case.

It holds ``work.db``, the program's ``state``, a ``home`` and ``tmp`` of its own, ``in`` and ``out``.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID

from mediation import bootstrap
from mediation.cases.case import Case
from mediation.cases.party import Party
from mediation.cases.terms import Channel, Side
from mediation.cli.main import main, note_unraisable
from mediation.errors import MediationError
from mediation.office.office import Office

TODAY = date(2026, 1, 20)
_HEADINGS = "调解编号,法院案号,承办法院,来源,案由,申请人,被申请人,标的额(元),调解员,委派日期,签收日期,终结日期,结果,协议金额(元)"
CASE = UUID("01990000-0000-7000-8000-000000000001")


Act = Callable[[Path, range], int]
"""What is done in a folder: the steps of this range; answers an exit code."""


@dataclass(frozen=True, slots=True)
class Operation:
    """An act: how its folder is made, what is done, what else must hold.

    ``act`` prints ``SAVED n`` when step ``n`` was acknowledged.
    ``occasion`` is that of the backup which stands once the act went in. ``output`` is the file that
    is there whole or not at all, ``or_else`` where it goes when its folder takes no file. ``also``
    answers what else is wrong.
    """

    name: str
    prepare: Callable[[Path], None]
    act: Act
    steps: int = 1
    occasion: str = ""
    output: str = ""
    or_else: str = ""
    also: Callable[[Path], list[str]] = lambda _folder: []


def database(folder: Path) -> Path:
    """The database of a folder."""
    return folder / "work.db"


def settle(folder: Path) -> None:
    """Let this process see nothing but the folder."""
    os.umask(0o077)
    sys.unraisablehook = note_unraisable
    for name in ("state", "home", "tmp", "in", "out"):
        if not (folder / name).is_dir():
            (folder / name).mkdir(parents=True)
    os.environ["MEDIATION_STATE"] = str(folder / "state")
    os.environ["HOME"] = str(folder / "home")
    os.environ["TMPDIR"] = str(folder / "tmp")
    for name in ("MEDIATION_DB", "MEDIATION_LANG", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        os.environ.pop(name, None)
    tempfile.tempdir = None


def opened(folder: Path) -> Office:
    """The office of a window over the folder's database."""
    return bootstrap.open_window(database(folder), who="甲", today=lambda: TODAY)


def next_start(folder: Path) -> list[str]:
    """Open the database as a person does, register a case, close it; answers what is wrong."""
    office = opened(folder)
    try:
        if office.read_only_because:
            return [f"read-only: {office.read_only_because}"]
        office.cases.register(replace(a_case(), id=UUID(int=CASE.int + 7), number="下一次启动"))
        verdict = office.audit.verify()
        return [] if verdict.passed else [f"audit: {verdict.trouble} at {verdict.broken_at}"]
    finally:
        office.close()


def command(folder: Path, *arguments: object) -> int:
    """Run a command on the folder's database; it is acknowledged by its exit code."""
    code = main(["--db", str(database(folder)), *map(str, arguments)])
    if code == 0:
        print("SAVED 1", flush=True)
    return code


def ledger(folder: Path, name: str, rows: int, first: int = 1) -> Path:
    """A ledger of closed cases with these numbers."""
    lines = [_HEADINGS]
    for number in range(first, first + rows):
        lines.append(
            f"F-{number},（2025）内0603民初{number}号,康巴什区法院,委托,民间借贷纠纷,王小丽,赵大海{number},"
            f"{number}000,高文彬,2025-10-08,2025-10-09,2025-10-{10 + number % 20},成功,{number}000"
        )
    path = folder / "in" / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def a_case() -> Case:
    """The case that is registered, always under the same key."""
    return Case(
        id=CASE,
        number="甲-1",
        channel=Channel.ENTRUSTED,
        cause_name="买卖合同纠纷",
        parties=(
            Party(side=Side.APPLICANT, name="王小丽", phone="13900001111"),
            Party(side=Side.RESPONDENT, name="赵大海"),
        ),
        referred_on=date(2026, 1, 5),
    )


def kept_ledger(folder: Path) -> None:
    """A ledger of some cases with two verified backups, changed since and closed."""
    bootstrap.create_office(database(folder), today=lambda: TODAY).close()
    for first in (1, 7):
        assert (
            main(
                [
                    "--db",
                    str(database(folder)),
                    "import",
                    str(ledger(folder, f"{first}.csv", 6, first)),
                ]
            )
            == 0
        )
        bootstrap.back_up(database(folder))
    change_something(folder)


def change_something(folder: Path) -> None:
    """Save after the last backup, so that the next one is not spared."""
    office = opened(folder)
    office.put_setting("studio", "甲调解室")
    office.close()


def told(act: Act) -> Act:
    """The act behind the door that a screen has for its errors: a sentence and no more."""

    def behind_the_door(folder: Path, steps: range) -> int:
        try:
            return act(folder, steps)
        except MediationError as error:
            print(error.message, file=sys.stderr)
            return error.exit_code

    return behind_the_door

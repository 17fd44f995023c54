"""What is done to a database while a fault strikes: each act with the folder it begins in.

A folder holds ``work.db``, the program's ``state``, a ``home`` and ``tmp`` of its own, ``in`` and
``out``. Acts go through the doors that a person uses: a command, or the office behind the screens.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID

from db.migrations import steps
from db.store import create_store, open_store
from mediation import bootstrap
from mediation.cases.case import Case
from mediation.cases.party import Party
from mediation.cases.terms import Channel, Outcome, Side
from mediation.cli.main import main, note_unraisable
from mediation.errors import Conflict, MediationError
from mediation.exchange.keys import kept
from mediation.office.office import Office
from mediation.store import CaseQuery

TODAY = date(2026, 1, 20)
CANARY = "金丝雀在备注里"
OLD = b"an older file of this name"

_HEADINGS = "调解编号,法院案号,承办法院,来源,案由,申请人,被申请人,标的额(元),调解员,委派日期,签收日期,终结日期,结果,协议金额(元)"
_CASE = UUID("01990000-0000-7000-8000-000000000001")


Act = Callable[[Path, range], int]
"""What is done in a folder: the steps of this range; answers an exit code."""


@dataclass(frozen=True, slots=True)
class Operation:
    """An act: how its folder is made, what is done, what else must hold.

    ``act`` prints ``SAVED n`` when step ``n`` was acknowledged.
    ``occasion`` is that of the backup which stands once the act went in. ``output`` is the file that
    is there whole or not at all. ``also`` answers what else is wrong.
    """

    name: str
    prepare: Callable[[Path], None]
    act: Act
    steps: int = 1
    occasion: str = ""
    output: str = ""
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
    import tempfile

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
        office.cases.register(replace(_case(), id=UUID(int=_CASE.int + 7), number="下一次启动"))
        verdict = office.audit.verify()
        return [] if verdict.passed else [f"audit: {verdict.trouble} at {verdict.broken_at}"]
    finally:
        office.close()


def _command(folder: Path, *arguments: object) -> int:
    code = main(["--db", str(database(folder)), *map(str, arguments)])
    if code == 0:
        print("SAVED 1", flush=True)
    return code


def _ledger(folder: Path, name: str, rows: int, first: int = 1) -> Path:
    lines = [_HEADINGS]
    for number in range(first, first + rows):
        lines.append(
            f"F-{number},（2025）内0603民初{number}号,康巴什区法院,委托,民间借贷纠纷,王小丽,赵大海{number},"
            f"{number}000,高文彬,2025-10-08,2025-10-09,2025-10-{10 + number % 20},成功,{number}000"
        )
    path = folder / "in" / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _case() -> Case:
    return Case(
        id=_CASE,
        number="甲-1",
        channel=Channel.ENTRUSTED,
        cause_name="买卖合同纠纷",
        parties=(
            Party(side=Side.APPLICANT, name="王小丽", phone="13900001111"),
            Party(side=Side.RESPONDENT, name="赵大海"),
        ),
        referred_on=date(2026, 1, 5),
    )


def _kept(folder: Path) -> None:
    """A ledger of some cases with two verified backups, changed since and closed."""
    bootstrap.create_office(database(folder), today=lambda: TODAY).close()
    for first in (1, 7):
        assert (
            main(
                [
                    "--db",
                    str(database(folder)),
                    "import",
                    str(_ledger(folder, f"{first}.csv", 6, first)),
                ]
            )
            == 0
        )
        bootstrap.back_up(database(folder))
    _change_something(folder)


def _change_something(folder: Path) -> None:
    """Save after the last backup, so that the next one is not spared."""
    office = opened(folder)
    office.put_setting("studio", "甲调解室")
    office.close()


def _save(folder: Path, steps: range) -> int:
    """Register a case, sign for it, close it: a step each, with the version that a window knows."""
    office = opened(folder)

    def sign() -> Case:
        return office.cases.sign_for(_CASE, 1, date(2026, 1, 6))

    def close() -> Case:
        return office.cases.close(_CASE, 2, date(2026, 1, 15), Outcome.FAILED)

    doing = (lambda: office.cases.register(_case()), sign, close)
    try:
        for step in steps:
            try:
                doing[step]()
            except Conflict:
                # What a retry meets where the step went in though it seemed to have failed.
                if step != steps.start or step == 0:
                    raise
            print(f"SAVED {step + 1}", flush=True)
    finally:
        office.close()
    return 0


def _leave(folder: Path, _steps: range) -> int:
    office = opened(folder)
    office.cases.register(_case())
    print("SAVED 1", flush=True)
    trouble = office.leave()
    print(trouble, file=sys.stderr)
    return 1 if trouble else 0


def _told(act: Act) -> Act:
    """The act behind the door that a screen has for its errors: a sentence and no more."""

    def behind_the_door(folder: Path, steps: range) -> int:
        try:
            return act(folder, steps)
        except MediationError as error:
            print(error.message, file=sys.stderr)
            return error.exit_code

    return behind_the_door


def _init(folder: Path, _steps: range) -> int:
    return _command(folder, "init")


def _import(folder: Path, _steps: range) -> int:
    return _command(folder, "import", folder / "in" / "new.csv")


def _before_import(folder: Path) -> None:
    _kept(folder)
    _ledger(folder, "new.csv", 12, 10)


def _before_refused(folder: Path) -> None:
    _kept(folder)
    ledger = _ledger(folder, "new.csv", 3, 20)
    with ledger.open("a", encoding="utf-8") as file:
        file.write(
            "F-99,,康巴什区法院,委托,买卖合同纠纷,某公司,李四,约20万,高文彬,2025-10-12,2025-10-13,,,\n"
        )


def _import_refused(folder: Path, _steps: range) -> int:
    code = main(
        ["--db", str(database(folder)), "import", "--good-rows", str(folder / "in" / "new.csv")]
    )
    if code == 0:
        print("SAVED 1", flush=True)
    return code


def _backup(folder: Path, _steps: range) -> int:
    return _command(folder, "backup")


def _with_second_place(folder: Path) -> None:
    _kept(folder)
    (folder / "out" / "stick").mkdir()
    bootstrap.name_second_place(database(folder), folder / "out" / "stick")
    bootstrap.back_up(database(folder))


def _before_restore(folder: Path) -> None:
    _kept(folder)
    office = opened(folder)
    office.cases.register(_case())
    office.close()
    shutil.copy(database(folder), folder / "in" / "before.db")


def _restore(folder: Path, _steps: range) -> int:
    made = [made for made, _why in bootstrap.backups_of(database(folder))]
    asked = max(one.path.name for one in made if one.occasion == "asked")
    return _command(folder, "restore", asked, "--yes")


def _with_old_output(name: str) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        _kept(folder)
        (folder / "out" / name).write_bytes(OLD)

    return prepare


def _report(name: str) -> Act:
    return lambda folder, _steps: _command(folder, "report", "2025-10", "-o", folder / "out" / name)


def _list(name: str) -> Act:
    def act(folder: Path, _steps: range) -> int:
        office = opened(folder)
        try:
            keys = office.cases.keys(CaseQuery())
            office.cases.save_list(folder / "out" / name, keys, "全部案件")
        finally:
            office.close()
        print("SAVED 1", flush=True)
        return 0

    return _told(act)


def _seal(folder: Path, _steps: range) -> int:
    return _command(folder, "seal", "2025-10", "--anyway", "演练")


def _before_bundle(folder: Path, *, here: str) -> None:
    """The databases of a centre and a mediator's PC that know each other; one of them is ours."""
    from tests.exchange.machines import World, round_trip

    (folder / "tmp" / "world").mkdir()
    world = World(folder / "tmp" / "world", ["高文彬"])
    pc, centre = world.pcs["高文彬"], world.centre
    key = centre.add("A-1", world.people["高文彬"].id).id
    round_trip(centre, pc)
    pc.edit(key, remark=CANARY)
    ours = pc if here == "pc" else centre
    if ours is centre:
        shutil.move(pc.make(centre), folder / "in" / "1.mbx")
    world.close()
    shutil.copy(ours.path, database(folder))
    shutil.copy(centre.path, folder / "in" / "centre.db")
    for file, machine in (("state/exchange.keys", ours), ("in/centre.keys", centre)):
        (folder / file).write_text(kept(machine.keys, ""), "utf-8")
    shutil.rmtree(folder / "tmp" / "world")
    (folder / "state" / "known.json").unlink(missing_ok=True)
    bootstrap.back_up(database(folder))
    _change_something(folder)


def _make(folder: Path, _steps: range) -> int:
    return _command(folder, "bundle", "make", "联络办", "-o", folder / "out" / "1.mbx")


def _take(folder: Path, _steps: range) -> int:
    return _command(
        folder, "bundle", "take", folder / "in" / "1.mbx", "--receipt", folder / "out" / "r.mbx"
    )


def _nothing_in_the_clear(folder: Path) -> list[str]:
    return [
        f"in the clear: {file.name}"
        for place in ("out", "tmp")
        for file in (folder / place).rglob("*")
        if file.is_file() and CANARY.encode() in file.read_bytes()
    ]


def _the_centre_gets_it(folder: Path) -> list[str]:
    """The centre takes what was made, and has the edit in the end, whatever struck."""
    from mediation.office import exchange_keys

    trouble = _nothing_in_the_clear(folder)
    shutil.copy(folder / "in" / "centre.db", folder / "in" / "taking.db")
    office = Office(
        open_store(folder / "in" / "taking.db", accept_changed=True), who="乙", today=lambda: TODAY
    )
    try:
        keys = exchange_keys.load(folder / "in" / "centre.keys")
        for file in sorted((folder / "out").glob("*.mbx")):
            office.exchange.take(file, keys, missing_is_lost=True)
        with office.store.reading() as reading:
            if [case.remark for case in reading.iter_cases(CaseQuery())] != [CANARY]:
                trouble.append("the edit did not arrive")
    except MediationError as error:
        trouble.append(f"the centre refuses what was made: {error.message}")
    finally:
        office.close()
        for left in (folder / "in").glob("*taking*"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    return trouble


def _of_version(number: int) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        released, path = steps.STEPS, database(folder)
        steps.STEPS = released[:number]
        try:
            create_store(path)
        finally:
            steps.STEPS = released
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(
                "INSERT INTO mediators (seq, id, name) VALUES (1, zeroblob(16), '乌兰图雅')"
            )
            for seq in range(1, 21):
                connection.execute(
                    "INSERT INTO cases (seq, id, number, referred_on, mediator) "
                    "VALUES (?, randomblob(16), ?, '2025-10-08', 1)",
                    (seq, f"M-{seq}"),
                )
                connection.execute(
                    "INSERT INTO parties (case_seq, position, side, name) "
                    "VALUES (?, 0, 'applicant', '张秀英')",
                    (seq,),
                )

    return prepare


def _migrate(folder: Path, _steps: range) -> int:
    opened(folder).close()
    print("SAVED 1", flush=True)
    return 0


def _the_backup_is_the_old_one(version: int) -> Callable[[Path], list[str]]:
    def also(folder: Path) -> list[str]:
        found = [
            made.version
            for made, _why in bootstrap.backups_of(database(folder))
            if made.occasion == "migration"
        ]
        return [] if set(found) == {version} else [f"backups before the migration: {found}"]

    return also


def _backed_up_at_exit(folder: Path) -> list[str]:
    made = [made.occasion for made, _why in bootstrap.backups_of(database(folder))]
    return [] if "exit" in made else ["no backup at exit"]


def _replaced_is_aside(folder: Path) -> list[str]:
    from tests.faults.content import tables_of

    wanted = tables_of(folder / "in" / "before.db")
    aside = sorted(folder.glob("work.*.replaced.db"))
    restored = "甲-1" not in str(tables_of(database(folder)))
    if restored and not any(tables_of(file) == wanted for file in aside):
        return ["the replaced database is not kept aside"]
    return []


def operations(*, encrypted: bool = False) -> dict[str, Operation]:
    """Every operation by its name, in the order of the table.

    ``encrypted`` has the same done to databases under a passphrase.
    """
    if encrypted:
        raise NotImplementedError("databases under a passphrase are not made here yet")
    found = [
        Operation("init", lambda _folder: None, _init),
        Operation("save", _kept, _told(_save), steps=3),
        Operation("leave", _kept, _told(_leave), also=_backed_up_at_exit),
        Operation("import", _before_import, _import, occasion="import"),
        Operation(
            "import-refused",
            _before_refused,
            _import_refused,
            occasion="import",
            output="in/new.退回.xlsx",
        ),
        Operation("backup", _with_second_place, _backup),
        Operation("restore", _before_restore, _restore, also=_replaced_is_aside),
        Operation("seal", _kept, _seal),
    ]
    for ending in ("csv", "json", "docx", "xlsx", "pdf"):
        name = f"月报.{ending}"
        found.append(
            Operation(
                f"report-{ending}", _with_old_output(name), _report(name), output=f"out/{name}"
            )
        )
    for ending in ("csv", "xlsx"):
        name = f"案件.{ending}"
        found.append(
            Operation(f"list-{ending}", _with_old_output(name), _list(name), output=f"out/{name}")
        )
    found += [
        Operation(
            "bundle-make",
            lambda folder: _before_bundle(folder, here="pc"),
            _make,
            output="out/1.mbx",
            also=_the_centre_gets_it,
        ),
        Operation(
            "bundle-take",
            lambda folder: _before_bundle(folder, here="centre"),
            _take,
            occasion="merge",
            output="out/r.mbx",
            also=_nothing_in_the_clear,
        ),
    ]
    found += [
        Operation(
            f"migrate-v{number}",
            _of_version(number),
            _told(_migrate),
            occasion="migration",
            also=_the_backup_is_the_old_one(number),
        )
        for number in range(1, len(steps.STEPS))
    ]
    return {operation.name: operation for operation in found}

"""What is done to a database while a fault strikes.

Acts go through the doors that a person uses: a command, or the office behind the screens.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from mediation import bootstrap
from mediation.cases.case import Case
from mediation.cases.terms import Outcome
from mediation.cli.main import main
from mediation.errors import Conflict
from mediation.store import CaseQuery
from tests.faults import carrying, encrypting, migrating
from tests.faults.content import tables_of
from tests.faults.folders import (
    CASE,
    Act,
    Operation,
    a_case,
    command,
    database,
    kept_ledger,
    ledger,
    opened,
    told,
)

OLD = b"an older file of this name"


def _save(folder: Path, steps: range) -> int:
    """Register a case, sign for it, close it: a step each, with the version that a window knows."""
    office = opened(folder)

    def sign() -> Case:
        return office.cases.sign_for(CASE, 1, date(2026, 1, 6))

    def close() -> Case:
        return office.cases.close(CASE, 2, date(2026, 1, 15), Outcome.FAILED)

    doing = (lambda: office.cases.register(a_case()), sign, close)
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
    office.cases.register(a_case())
    print("SAVED 1", flush=True)
    trouble = office.leave()
    print(trouble, file=sys.stderr)
    return 1 if trouble else 0


def _init(folder: Path, _steps: range) -> int:
    return command(folder, "init")


def _import(folder: Path, _steps: range) -> int:
    return command(folder, "import", folder / "in" / "new.csv")


def _before_import(folder: Path) -> None:
    kept_ledger(folder)
    ledger(folder, "new.csv", 12, 10)


def _before_refused(folder: Path) -> None:
    kept_ledger(folder)
    file = ledger(folder, "new.csv", 3, 20)
    with file.open("a", encoding="utf-8") as rows:
        rows.write(
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
    return command(folder, "backup")


def _with_second_place(folder: Path) -> None:
    kept_ledger(folder)
    (folder / "out" / "stick").mkdir()
    bootstrap.name_second_place(database(folder), folder / "out" / "stick")
    bootstrap.back_up(database(folder))


def _before_restore(folder: Path) -> None:
    kept_ledger(folder)
    office = opened(folder)
    office.cases.register(a_case())
    office.close()
    shutil.copy(database(folder), folder / "in" / "before.db")


def _restore(folder: Path, _steps: range) -> int:
    made = [made for made, _why in bootstrap.backups_of(database(folder))]
    asked = max(one.path.name for one in made if one.occasion == "asked")
    return command(folder, "restore", asked, "--yes")


def _with_old_output(name: str) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        kept_ledger(folder)
        (folder / "out" / name).write_bytes(OLD)

    return prepare


def _report(name: str) -> Act:
    return lambda folder, _steps: command(folder, "report", "2025-10", "-o", folder / "out" / name)


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

    return told(act)


def _seal(folder: Path, _steps: range) -> int:
    return command(folder, "seal", "2025-10", "--anyway", "演练")


def _backed_up_at_exit(folder: Path) -> list[str]:
    made = [made.occasion for made, _why in bootstrap.backups_of(database(folder))]
    return [] if "exit" in made else ["no backup at exit"]


def _replaced_is_aside(folder: Path) -> list[str]:
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
    found = [
        Operation("init", lambda _folder: None, _init),
        Operation("save", kept_ledger, told(_save), steps=3),
        Operation("leave", kept_ledger, told(_leave), also=_backed_up_at_exit),
        Operation("import", _before_import, _import, occasion="import"),
        Operation(
            "import-refused",
            _before_refused,
            _import_refused,
            occasion="import",
            output="in/new.退回.xlsx",
            or_else="new.退回.xlsx",
        ),
        Operation("backup", _with_second_place, _backup),
        Operation("restore", _before_restore, _restore, also=_replaced_is_aside),
        Operation("seal", kept_ledger, _seal),
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
    found += [*carrying.operations(), *migrating.operations()]
    if encrypted:
        found = [encrypting.under_a_passphrase(one) for one in found if one.name != "init"]
        found += encrypting.operations()
    return {operation.name: operation for operation in found}

"""``python -m tests.exchange.many 10000``: so many cases out and in, with time and memory (B14)."""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID

from mediation.exchange.books import Role
from mediation.exchange.keys import Keys
from mediation.identity import new_id
from mediation.registry.mediators import Mediator
from tests.exchange.machines import Machine


def fill(machine: Machine, many: int, mediator: UUID) -> None:
    """Register so many cases of one mediator, each with parties and a session."""
    from dataclasses import replace
    from datetime import date

    from mediation.cases.case import Case, Party, Session
    from mediation.cases.terms import Side

    people = (
        Party(side=Side.APPLICANT, name="王小丽", phone="13900001111", address="康巴什区一号楼"),
        Party(side=Side.RESPONDENT, name="鄂尔多斯市某某商贸有限公司"),
    )
    case = Case(id=new_id(), parties=people, mediator=mediator, referred_on=date(2026, 10, 8))
    with machine.store.writing("联络员") as writing:
        writing.bulk()
        for number in range(many):
            key = new_id()
            number_of = f"{number:05}"
            writing.add_case(
                replace(case, id=key, number=number_of, remark="双方同意分期付款。" * 20)
            )
            writing.add_session(
                Session(
                    id=new_id(), case=key, held_on=date(2026, 10, 9), summary="分歧在利息。" * 20
                )
            )


def measured(what: str, path: Path, act: str, centre: tuple[str, Keys], file: Path) -> None:
    """Run one act in a process of its own and say what it cost."""
    process = multiprocessing.get_context("spawn").Process(
        target=run, args=(what, path, act, centre, file)
    )
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(process.exitcode)


def run(what: str, path: Path, act: str, side: tuple[str, Keys], file: Path) -> None:
    """One side makes or takes a file."""
    from db.store import open_store
    from mediation.office.office import Office

    partner, keys = side
    store = open_store(path)
    from datetime import date

    office = Office(store, who="x", today=lambda: date(2026, 11, 5))
    begun = time.perf_counter()
    if act == "make":
        office.exchange.make(partner, keys, file)
    else:
        office.exchange.take(file, keys)
    took = time.perf_counter() - begun
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cpu = resource.getrusage(resource.RUSAGE_SELF)
    print(
        f"{what}: {took:.1f} s, {cpu.ru_utime + cpu.ru_stime:.1f} s of CPU, {most:.0f} MB",
        flush=True,
    )
    office.close()


def main(many: int) -> None:
    """Out to an empty PC, all taken; then all changed there and back."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MEDIATION_STATE"] = folder
        centre, pc = (Machine(Path(folder), name) for name in ("联络办", "高文彬"))
        person = Mediator(id=new_id(), name="高文彬")
        centre.enrol(person)
        centre.knows(pc, Role.MEDIATOR)
        pc.knows(centre, Role.LIAISON)
        fill(centre, many, person.id)
        centre.close(), pc.close()
        out, _answer, back = (Path(folder) / name for name in ("1.mbx", "2.mbx", "3.mbx"))
        ours, theirs = ("高文彬", centre.keys), ("联络办", pc.keys)
        measured(f"{many} cases out", centre.path, "make", ours, out)
        print(f"the file: {out.stat().st_size / 1024 / 1024:.1f} MB")
        measured("taken by an empty PC", pc.path, "take", theirs, out)
        import sqlite3

        with sqlite3.connect(pc.path) as connection:
            connection.execute(
                "UPDATE cases SET remark = remark || '又谈一次', version = version + 1"
            )
        measured("all changed, back", pc.path, "make", theirs, back)
        measured("merged over the old", centre.path, "take", ours, back)


if __name__ == "__main__":
    main(int(sys.argv[1]))

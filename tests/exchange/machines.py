"""What the tests of the exchange share: machines that hand each other files."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

from db.known import pass_over
from db.store import create_store, open_store
from mediation.cases.case import Case
from mediation.cases.party import Party
from mediation.cases.terms import Channel, Side
from mediation.exchange.books import Role
from mediation.exchange.deciding import Verdict
from mediation.exchange.keys import Keys, card, new_keys
from mediation.identity import new_id
from mediation.office.exchange import Taken
from mediation.office.office import Office
from mediation.registry.mediators import Mediator
from mediation.store import CaseQuery

NOON = datetime(2026, 11, 5, 4, tzinfo=UTC)
PEOPLE = ("高文彬", "乌兰")
ALL = CaseQuery()


class Machine:
    """A PC with its database, keys and clock."""

    def __init__(
        self, folder: Path, name: str, *, passing: bool = False, like: Machine | None = None
    ) -> None:
        self.name = name
        self.folder = folder / name
        self.folder.mkdir()
        self.path = self.folder / "案件.db"
        self.keys: Keys = like.keys if like else new_keys()
        self.off_by = timedelta()
        self._ticks = count()
        self._files = count(1)
        if like is None:
            create_store(self.path, now=self.now, passing=passing)
        else:
            pass_over(self.path)
            shutil.copy(like.path, self.path)
        self.open()

    def now(self) -> datetime:
        """Its clock, which may be wrong."""
        return NOON + self.off_by + timedelta(seconds=next(self._ticks))

    def open(self) -> None:
        """Open the database, as it may have been put there from a backup."""
        self.store = open_store(self.path, now=self.now, accept_changed=True)
        self.office = Office(
            self.store, who=self.name, today=lambda: self.now().date(), now=self.now
        )

    def close(self) -> None:
        """Let go of the database."""
        self.office.close()

    def copy(self) -> Path:
        """A copy of the database as it is now."""
        into = self.folder / f"copy-{next(self._files)}.db"
        shutil.copy(self.path, into)
        return into

    def restore(self, copy: Path) -> None:
        """Put an older copy in place."""
        self.close()
        shutil.copy(copy, self.path)
        self.open()

    def knows(self, other: Machine, role: Role, mediator: str = "") -> None:
        """Register another machine's keys."""
        file = self.folder / f"{other.name}.card"
        file.write_text(card(other.name, other.keys.public), "utf-8")
        self.office.exchange.add_partner(file, role, mediator)

    def enrol(self, person: Mediator) -> None:
        """Put somebody on the roster."""
        self.office.roster.add(person)

    def add(self, number: str, mediator: UUID, **fields: object) -> Case:
        """Register a case with one party on each side."""
        parties = (
            Party(side=Side.APPLICANT, name="王小丽", phone="13900001111"),
            Party(side=Side.RESPONDENT, name="赵大海"),
        )
        case = Case(
            id=new_id(),
            number=number,
            channel=Channel.ENTRUSTED,
            cause_name="民间借贷纠纷",
            parties=parties,
            mediator=mediator,
            referred_on=date(2026, 10, 8),
            **fields,  # type: ignore[arg-type]
        )
        with self.store.writing(self.name) as writing:
            return writing.add_case(case)

    def case(self, key: UUID) -> Case:
        """The case as it is here."""
        with self.store.reading() as reading:
            return reading.case(key)

    def has(self, key: UUID) -> bool:
        """Whether the case is here and not in the bin."""
        with self.store.reading() as reading:
            return any(row == key for row in (case.id for case in reading.iter_cases(ALL)))

    def edit(self, key: UUID, **fields: object) -> Case:
        """Change some fields of a case."""
        with self.store.writing(self.name) as writing:
            case = writing.case(key)
            return writing.save_case(replace(case, **fields), action="correct")  # type: ignore[arg-type]

    def bin(self, key: UUID) -> None:
        """Put a case in the bin."""
        with self.store.writing(self.name) as writing:
            writing.bin.put(key, None, why="重复")

    def history(self, key: UUID) -> list[tuple[str, str, str, str]]:
        """The history of a case, oldest first: who, field, old, new."""
        with self.store.reading() as reading:
            return [(c.who, c.field, c.old, c.new) for c in reversed(reading.history(key))]

    def make(self, to: Machine, *, everything: bool = False) -> Path:
        """A bundle for another machine."""
        into = self.folder / f"{next(self._files)}.mbx"
        return self.office.exchange.make(to.name, self.keys, into, everything=everything).path

    def receipt(self, to: Machine) -> Path:
        """The receipt for what was taken last."""
        into = self.folder / f"{next(self._files)}.mbx"
        return self.office.exchange.receipt(to.name, self.keys, into).path

    def take(self, file: Path, **words: object) -> Taken:
        """Take a file."""
        return self.office.exchange.take(file, self.keys, **words)  # type: ignore[arg-type]


class World:
    """A centre and the PCs of two mediators, who all know each other's keys."""

    def __init__(
        self, folder: Path, names: Sequence[str] = PEOPLE, *, passing: bool = False
    ) -> None:
        self.centre = Machine(folder, "联络办", passing=passing)
        self.people = {name: Mediator(id=new_id(), name=name) for name in names}
        for person in self.people.values():
            self.centre.enrol(person)
        self.pcs = {}
        for name in names:
            pc = Machine(folder, name, passing=passing)
            pc.knows(self.centre, Role.LIAISON)
            self.centre.knows(pc, Role.MEDIATOR)
            self.pcs[name] = pc

    def again(self, folder: Path) -> World:
        """Another world like this one, whose databases are closed, in another folder."""
        world = World.__new__(World)
        world.people = self.people
        world.centre = Machine(folder, self.centre.name, like=self.centre)
        world.pcs = {name: Machine(folder, name, like=pc) for name, pc in self.pcs.items()}
        return world

    def close(self) -> None:
        """Let go of all databases."""
        for machine in (self.centre, *self.pcs.values()):
            machine.close()


def round_trip(sender: Machine, receiver: Machine) -> Taken:
    """A bundle there and its receipt back."""
    taken = receiver.take(sender.make(receiver))
    sender.take(receiver.receipt(sender))
    return taken


def verdicts(taken: Taken) -> dict[Verdict, int]:
    """How many cases by what became of them."""
    return dict(Counter(answer.verdict for answer in taken.answers))


def content(path: Path) -> list[str]:
    """Everything a database holds, line by line."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())

"""Three PCs and a centre in any order of work, loss and restoring: no edit is ever lost (B15).

``python -m tests.exchange.test_state_machine 10000`` runs so many.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from collections import defaultdict
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from mediation.errors import FileRefused, MediationError
from mediation.exchange.deciding import Verdict
from tests.exchange.machines import ALL, Machine, World

NAMES = ("高文彬", "乌兰", "白音")
_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # thousands of small databases
_BATCH = 100
_PICK = st.integers(0, 30)
_WHO = st.sampled_from(NAMES)


@cache
def begun() -> World:
    """Everybody has carried out one case led alone and one shared."""
    folder = tempfile.mkdtemp(dir=_MEMORY)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    world = World(Path(folder), NAMES, passing=True)
    everybody = tuple(world.people[name].id for name in NAMES)
    for number, name in enumerate(NAMES):
        world.centre.add(f"A-{number}", world.people[name].id)
    world.centre.add("B-1", everybody[0], assistants=everybody[1:])
    for name in NAMES:
        pc = world.pcs[name]
        pc.take(world.centre.make(pc))
        world.centre.take(pc.receipt(world.centre))
    world.close()
    return world


class Exchanges(RuleBasedStateMachine):
    """Each edit writes a word of its own over the one that its writer saw.

    A file never puts a word in the place of one that its writer did not see. At the end everything
    that can still travel does, and then every word that did not go with a PC's own disk stands in the
    centre's history or on its list.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(dir=_MEMORY)
        self.world = begun().again(Path(self.folder.name))
        self.centre = self.world.centre
        self.words: dict[str, set[str]] = {name: set() for name in (*NAMES, "联络办")}
        self.shown = 0
        self.seen: defaultdict[str, set[str]] = defaultdict(set)
        self.out: dict[str, list[Path]] = {name: [] for name in NAMES}
        self.back: dict[str, list[Path]] = {name: [] for name in NAMES}
        self.copies: dict[str, tuple[Path, set[str]]] = {}

    @rule(who=_WHO, at=_PICK)
    def edit(self, who: str, at: int) -> None:
        """Somebody writes a word on a case."""
        self._edit(self.world.pcs[who], at)

    @rule(at=_PICK)
    def edit_at_the_centre(self, at: int) -> None:
        """The liaison writes one."""
        self._edit(self.centre, at)

    @rule(who=_WHO)
    def send(self, who: str) -> None:
        """A bundle to the centre, on a stick."""
        self.out[who].append(self.world.pcs[who].make(self.centre))

    @rule(who=_WHO)
    def carry_out(self, who: str) -> None:
        """A bundle from the centre, on a stick."""
        self.back[who].append(self.centre.make(self.world.pcs[who]))

    @rule(who=_WHO, at=_PICK, insist=st.booleans())
    def arrive(self, who: str, at: int, insist: bool) -> None:
        """Any file of the stick arrives, in any order, as often as it likes."""
        self._take(self.centre, self.out[who], at, insist)

    @rule(who=_WHO, at=_PICK, insist=st.booleans())
    def come_home(self, who: str, at: int, insist: bool) -> None:
        """Any file from the centre arrives at a PC."""
        self._take(self.world.pcs[who], self.back[who], at, insist)

    @rule(who=_WHO)
    def answer(self, who: str) -> None:
        """The centre makes a receipt, which may get lost like any file."""
        with suppress(MediationError):
            self.back[who].append(self.centre.receipt(self.world.pcs[who]))

    @rule(who=_WHO)
    def answer_from_a_pc(self, who: str) -> None:
        """A PC makes a receipt."""
        with suppress(MediationError):
            self.out[who].append(self.world.pcs[who].receipt(self.centre))

    @rule(who=_WHO, at=_PICK)
    def lose(self, who: str, at: int) -> None:
        """A file is lost."""
        for files in (self.out[who], self.back[who]):
            if files:
                del files[at % len(files)]

    @rule(who=_WHO)
    def keep_a_copy(self, who: str) -> None:
        """A PC is backed up."""
        self.copies[who] = (self.world.pcs[who].copy(), set(self.words[who]))

    @rule(who=_WHO)
    def restore(self, who: str) -> None:
        """A PC takes up its copy; what it wrote since and never delivered went with its disk."""
        if who in self.copies:
            copy, words = self.copies[who]
            self.world.pcs[who].restore(copy)
            self.words[who] = words | {
                word for word in self.words[who] if word in self._at_centre()
            }

    @rule(at=_PICK, theirs=st.booleans())
    def decide(self, at: int, theirs: bool) -> None:
        """A person decides a dispute at the centre."""
        self._decide(self.centre, at, theirs)

    @rule(who=_WHO, at=_PICK, theirs=st.booleans())
    def decide_on_a_pc(self, who: str, at: int, theirs: bool) -> None:
        """A mediator decides one."""
        self._decide(self.world.pcs[who], at, theirs)

    def teardown(self) -> None:
        """What is left travels; then look for every word."""
        try:
            self._bring_everything_in()
            here = self._at_centre()
            for name, words in self.words.items():
                missing = {word for word in words if word not in here}
                assert not missing, f"{len(missing)} edits of {name} lost"
        finally:
            self.world.close()
            self.folder.cleanup()

    def _remarks(self, machine: Machine) -> dict[UUID, str]:
        with machine.store.reading() as reading:
            return {case.id: case.remark for case in reading.iter_cases(ALL)}

    def _edit(self, machine: Machine, at: int) -> None:
        remarks = self._remarks(machine)
        key = sorted(remarks)[at % len(remarks)]
        self.shown += 1
        word = f"w{self.shown:05}."
        self.seen[word] = {remarks[key], *self.seen[remarks[key]]}
        machine.edit(key, remark=word)
        self.words[machine.name].add(word)

    def _take(self, machine: Machine, files: list[Path], at: int, insist: bool) -> None:
        if not files:
            return
        before = self._remarks(machine)
        with suppress(FileRefused):
            machine.take(files[at % len(files)], missing_is_lost=insist, went_back=insist)
        self._check_seen(machine, before)

    def _check_seen(self, machine: Machine, before: dict[UUID, str]) -> None:
        for key, word in self._remarks(machine).items():
            was = before[key]
            assert was in ("", word) or was in self.seen[word], "overwritten in silence"

    def _decide(self, machine: Machine, at: int, theirs: bool) -> None:
        waiting = machine.office.exchange.disputes()
        if waiting:
            dispute = machine.office.exchange.dispute(waiting[at % len(waiting)].number)
            taken = [each.key for each in dispute.fields] if theirs else []
            for each in dispute.fields:
                if each.column == "remark":
                    stays, goes = (each.theirs, each.ours) if theirs else (each.ours, each.theirs)
                    self.seen[stays] |= {goes, *self.seen[goes]} - {stays}
            machine.office.exchange.settle(dispute, taken)

    def _bring_everything_in(self) -> None:
        for name in NAMES:
            pc = self.world.pcs[name]
            file = pc.make(self.centre)
            before = self._remarks(self.centre)
            taken = self.centre.take(file, missing_is_lost=True, went_back=True)
            assert Verdict.REFUSED not in taken.count()
            self._check_seen(self.centre, before)

    def _at_centre(self) -> str:
        """Everything that the centre's history and list say; what a newer arrival took the place of
        must stand in that."""
        with self.centre.store.reading() as reading:
            lines = reading.connection.exec_driver_sql("SELECT old || ' ' || new FROM history")
            listed = reading.connection.exec_driver_sql(
                "SELECT content FROM merge_conflicts WHERE settled_at IS NULL OR choices <> ''"
            )
            return "\n".join([*(each for (each,) in lines), *(each for (each,) in listed)])


def run(examples: int, **more: Any) -> None:
    """So many runs."""
    run_state_machine_as_test(
        Exchanges,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            **more,
        ),
    )


def test_no_edit_is_lost_in_any_order_of_work_loss_and_restoring() -> None:
    run(int(os.environ.get("EXCHANGE_RUNS", "12")))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as state:
        os.environ["MEDIATION_STATE"] = state
        for done in range(_BATCH, int(sys.argv[1]) + _BATCH, _BATCH):
            run(_BATCH, database=None, phases=(Phase.generate, Phase.shrink))
            print(f"{done} runs, nothing lost", flush=True)

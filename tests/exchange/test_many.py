"""Many cases in one file: each stays one lookup and a few rows (B14 in small; the whole: tests.exchange.many)."""

from __future__ import annotations

import time

from mediation.exchange.deciding import Verdict
from tests.exchange.machines import Machine, World, verdicts
from tests.exchange.many import fill


def test_three_hundred_cases_go_out_and_in_well_within_their_share(
    world: World, centre: Machine, pc: Machine
) -> None:
    fill(centre, 300, world.people["高文彬"].id)
    begun = time.process_time()
    file = centre.make(pc)
    assert verdicts(pc.take(file)) == {Verdict.TAKEN: 300}
    assert time.process_time() - begun < 15
    centre.take(pc.receipt(centre))
    assert verdicts(pc.take(centre.make(pc))) == {}
    assert file.stat().st_size < 300 * 1024


def test_a_large_merge_leaves_what_the_screens_read_in_step(
    world: World, centre: Machine, pc: Machine
) -> None:
    from mediation.store import CaseQuery

    fill(centre, 600, world.people["高文彬"].id)
    pc.take(centre.make(pc))
    with pc.store.reading() as reading:
        assert reading.count(CaseQuery(text="00599")) == 1
        assert reading.count(CaseQuery(text="分歧在利息")) == 600
    assert pc.store.verify_audit().passed

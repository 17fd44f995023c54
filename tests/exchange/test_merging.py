"""Cases carried out, changed there and merged back: B1 to B8 and B13."""

from __future__ import annotations

from mediation.exchange.deciding import Verdict
from tests.exchange.machines import Machine, World, round_trip, verdicts


def carried(world: World, number: str = "A-1"):
    """A case of 高文彬's that both sides have and agree upon."""
    case = world.centre.add(number, world.people["高文彬"].id)
    round_trip(world.centre, world.pcs["高文彬"])
    return case.id


def test_a_case_carried_out_comes_back_changed(world: World, centre: Machine, pc: Machine) -> None:
    key = carried(world)
    assert pc.case(key).parties == centre.case(key).parties
    pc.edit(key, remark="双方愿意再谈")
    assert verdicts(round_trip(pc, centre)) == {Verdict.TAKEN: 1}
    assert centre.case(key).remark == "双方愿意再谈"
    assert ("高文彬", "remark", "", "双方愿意再谈") in centre.history(key)
    assert verdicts(round_trip(pc, centre)) == {}
    assert verdicts(round_trip(centre, pc)) == {}

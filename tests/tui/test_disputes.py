"""Conflicts of the exchange on screen: both texts of each field, a choice each, then saved."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.exchange.machines import World, round_trip
from tests.tui.made_window import said, screen_text, settled, window


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A centre that took a bundle with a conflict in two fields."""
    monkeypatch.setenv("MEDIATION_STATE", str(tmp_path))
    made = World(tmp_path)
    centre, pc = made.centre, made.pcs["高文彬"]
    key = centre.add("A-7", made.people["高文彬"].id).id
    round_trip(centre, pc)
    pc.edit(key, remark="调解员写[b]的", claimed=90_000_00)
    centre.edit(key, remark="联络员写的", claimed=80_000_00)
    round_trip(pc, centre)
    made.key = key
    made.close()
    yield made
    made.close()


async def test_fields_are_chosen_one_by_one_and_saved_only_when_all_are(world) -> None:
    async with window(world.centre.path, first="cases") as (_app, pilot):
        await pilot.press("X")
        await settled(pilot)
        assert "A-7" in screen_text(pilot)
        assert "两边都改过" in screen_text(pilot)
        await pilot.press("enter")
        await settled(pilot)
        shown = screen_text(pilot)
        for words in (
            "标的额",
            "80,000.00",
            "90,000.00",
            "联络员写的",
            "调解员写[b]的",
            "已选 0/2",
        ):
            assert words in shown
        await pilot.press("down", "enter", "ctrl+s")
        await settled(pilot)
        assert any("还有 1 栏没有选" in words for words in said(pilot))
        await pilot.press("down", "space", "f10")
        await settled(pilot)
        assert "没有等人决定的案件" in screen_text(pilot)
    world.centre.open()
    case = world.centre.case(world.key)
    assert (case.claimed, case.remark) == (90_000_00, "联络员写的")


async def test_a_case_changed_meanwhile_is_not_saved_over(world) -> None:
    async with window(world.centre.path, first="cases") as (_app, pilot):
        await pilot.press("X", "enter")
        await settled(pilot)
        await pilot.press("t")
        world.centre.open()
        world.centre.edit(world.key, remark="又改了")
        world.centre.close()
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert any("又改" in words for words in said(pilot))
    world.centre.open()
    assert world.centre.case(world.key).remark == "又改了"


async def test_a_look_at_whole_particulars_of_people_is_noted(world) -> None:
    centre, pc = world.centre, world.pcs["高文彬"]
    centre.open()
    pc.open()
    first, second = pc.case(world.key).parties
    pc.edit(world.key, parties=(replace(first, phone="13700000000"), second))
    centre.take(pc.make(centre))
    pc.close()
    centre.close()
    async with window(centre.path, first="cases") as (_app, pilot):
        await pilot.press("X")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert "13700000000" in screen_text(pilot)
        assert "已选 0/3" in screen_text(pilot)
    centre.open()
    with centre.store.reading() as reading:
        looks = [each for each in reading.audit.entries() if each.action == "look"]
    centre.close()
    assert [look.detail for look in looks] == ["dispute"]

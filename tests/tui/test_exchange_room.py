"""The exchange on screen: keys, partners, a file out, one looked at and taken, a receipt back."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from mediation.exchange.keys import kept
from tests.exchange.machines import World, round_trip
from tests.tui.made_window import press, said, screen_text, settled, window

SIZE = (110, 34)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A centre and a PC that agree on one case; the state folder holds the centre's keys."""
    state = tmp_path / "state"
    state.mkdir()
    monkeypatch.setenv("MEDIATION_STATE", str(state))
    made = World(tmp_path)
    centre, pc = made.centre, made.pcs["高文彬"]
    (state / "exchange.keys").write_text(kept(centre.keys, ""), "utf-8")
    made.key = centre.add("A-7", made.people["高文彬"].id).id
    round_trip(centre, pc)
    yield made
    made.close()


async def answer(pilot, text):
    line = pilot.app.screen.query_one(Input)
    line.value = str(text)
    await press(pilot, "enter")


def partner_line(pilot, name):
    rows = screen_text(pilot).splitlines()
    return next(row for row in rows if name in row)


async def test_a_file_goes_out_and_waits_for_its_receipt(world, tmp_path) -> None:
    centre, pc = world.centre, world.pcs["高文彬"]
    centre.edit(world.key, remark="联络员写的")
    centre.close()
    stick = tmp_path / "U盘"
    stick.mkdir()
    async with window(centre.path, SIZE, first="cases") as (_app, pilot):
        await press(pilot, "B")
        text = screen_text(pilot)
        assert "高文彬" in text
        assert centre.keys.public.fingerprint in text
        while "高文彬" not in str(
            getattr(pilot.app.screen.query_one("AgendaList").line, "cells", "")
        ):
            await press(pilot, "down")
        await press(pilot, "m")
        await answer(pilot, tmp_path / "没有")
        assert "没有这个文件夹" in screen_text(pilot)
        await answer(pilot, stick)
        assert any("等对方的回执" in words for words in said(pilot))
        assert "等回执 1 份" in screen_text(pilot)
    (file,) = stick.glob("*.mbx")
    pc.take(file)
    receipt = pc.office.exchange.receipt(centre.name, pc.keys, stick).path
    async with window(centre.path, SIZE, first="cases") as (_app, pilot):
        await press(pilot, "B", "t")
        await answer(pilot, receipt)
        assert "记下这份回执" in screen_text(pilot)
        await press(pilot, "enter")
        assert "等回执 0 份" in screen_text(pilot)
    centre.open()


async def test_what_a_file_would_change_is_seen_before_it_is_merged(world, tmp_path) -> None:
    centre, pc = world.centre, world.pcs["高文彬"]
    pc.edit(world.key, remark="调解员写[b]的")
    file = pc.make(centre)
    before = centre.case(world.key).remark
    centre.close()
    async with window(centre.path, SIZE, first="cases") as (_app, pilot):
        await press(pilot, "B", "t")
        await answer(pilot, file)
        text = screen_text(pilot)
        assert "已接收 1" in text
        assert "A-7" in text
        await press(pilot, "escape")
        centre.open()
        assert centre.case(world.key).remark == before
        assert not [row for row in centre.office.exchange.files() if not row.is_ours][1:]
        centre.close()
        await press(pilot, "t")
        await answer(pilot, file)
        pulled = file.rename(file.with_suffix(".pulled"))
        await press(pilot, "enter")
        assert f"找不到文件或文件夹:{file}" in said(pilot)[-1]
        pulled.rename(file)
        await press(pilot, "enter")
        await settled(pilot)
        assert any("已合并 1 件" in words for words in said(pilot))
    centre.open()
    assert centre.case(world.key).remark == "调解员写[b]的"


async def test_keys_are_made_under_a_passphrase_and_a_partner_is_added_by_card(
    world, tmp_path, monkeypatch
) -> None:
    pc, other = world.pcs["高文彬"], world.pcs["乌兰"]
    pc.close()
    monkeypatch.setenv("MEDIATION_STATE", str(tmp_path / "new"))
    async with window(pc.path, SIZE, first="cases") as (_app, pilot):
        await press(pilot, "B")
        assert "还没有密钥" in screen_text(pilot)
        await press(pilot, "p")
        for line in pilot.app.screen.query(Input):
            line.value = "长一点的口令"
        await press(pilot, "f10")
        assert "指纹" in partner_line(pilot, "按 p 存成文件")
        await press(pilot, "escape", "B")
        assert "打入口令" in screen_text(pilot)
        card = tmp_path / "高.keys"
        await press(pilot, "p")
        pilot.app.screen.query_one(Input).value = "不对"
        await press(pilot, "enter")
        assert any("口令不对" in words for words in said(pilot))
        await press(pilot, "p")
        pilot.app.screen.query_one(Input).value = "长一点的口令"
        await press(pilot, "enter")
        await answer(pilot, card)
        assert card.exists()
        assert b"PRIVATE" not in card.read_bytes()
    pc.open()
    assert other is not pc


async def test_a_file_behind_a_lost_one_is_taken_when_a_person_says_so(world, tmp_path) -> None:
    centre, pc = world.centre, world.pcs["高文彬"]
    stick = tmp_path / "U盘"
    stick.mkdir()
    exchange = pc.office.exchange
    pc.edit(world.key, remark="在丢了的那份里")
    exchange.make(centre.name, pc.keys, stick).path.unlink()
    pc.edit(world.key, claimed=5_00)
    exchange.make(centre.name, pc.keys, stick)
    centre.close()
    async with window(centre.path, SIZE, first="cases") as (_app, pilot):
        await press(pilot, "B", "t")
        await answer(pilot, stick)
        text = screen_text(pilot)
        assert "缺第 2 份" in text
        assert "没有收到回执的内容" in text.replace("\n", "")
        assert "--missing-lost" not in text
        await press(pilot, "escape")
        assert "带出合并" in screen_text(pilot)
        await press(pilot, "t", "enter")
        await press(pilot, "l")
        assert "已接收 1" in screen_text(pilot)
        await press(pilot, "enter")
        await settled(pilot)
        assert any("已合并 1 件" in words for words in said(pilot))
        await press(pilot, "t", "enter")
        assert "还没有接收的文件" in said(pilot)[-1]
        await press(pilot, "v", "enter")
        assert any("已做回执" in words for words in said(pilot))
    centre.open()
    assert centre.case(world.key).remark == "在丢了的那份里"


async def test_a_pc_that_went_back_is_asked_about_before_anything_is_taken(world, tmp_path) -> None:
    centre, pc = world.centre, world.pcs["高文彬"]
    copy = pc.copy()
    pc.edit(world.key, remark="后来丢了的")
    round_trip(pc, centre)
    pc.restore(copy)
    pc.edit(world.key, remark="恢复以后写的")
    file = pc.make(centre)
    centre.close()
    async with window(centre.path, SIZE, first="cases") as (_app, pilot):
        await press(pilot, "B", "t")
        await answer(pilot, file)
        text = screen_text(pilot)
        assert "接不上" in text
        assert "一件也不会被盖掉" in text
        assert "--went-back" not in text
        await press(pilot, "g")
        assert "两边都改过 1" in screen_text(pilot)
        assert "合并 0 件,1 件列出来等人选" in screen_text(pilot)
        await press(pilot, "enter")
        await settled(pilot)
        assert any("等人选 1 件" in words for words in said(pilot))
        assert "有 1 件两边都改过" in screen_text(pilot)
    centre.open()
    assert centre.case(world.key).remark == "后来丢了的"


async def test_a_partner_is_revoked_once_that_is_said_twice(world) -> None:
    centre = world.centre
    centre.close()
    async with window(centre.path, SIZE, first="cases") as (_app, pilot):
        await press(pilot, "B", "end", "delete")
        assert "请先把光标移到" in said(pilot)[-1]
        await press(pilot, "home")
        while "乌兰" not in str(
            getattr(pilot.app.screen.query_one("AgendaList").line, "cells", "")
        ):
            await press(pilot, "down")
        await press(pilot, "delete", "enter")
        assert "乌兰" in screen_text(pilot)
        await press(pilot, "delete", "y")
        assert "已停用" in said(pilot)[-1]
        assert "乌兰      " not in screen_text(pilot)
    centre.open()
